<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="de" sourcelanguage="en">
<context>
    <name>AboutDialog</name>
    <message>
        <source>About Unmask</source>
        <translation>Über Unmask</translation>
    </message>
    <message>
        <source>&amp;Licences</source>
        <translation>&amp;Lizenzen</translation>
    </message>
    <message>
        <source>&amp;Self-test</source>
        <translation>&amp;Selbsttest</translation>
    </message>
    <message>
        <source>&amp;Run self-test</source>
        <translation>&amp;Selbsttest starten</translation>
    </message>
    <message>
        <source>Check that every part of this installation works</source>
        <translation>Prüft, ob jeder Teil dieser Installation funktioniert</translation>
    </message>
    <message>
        <source>&amp;Copy support report</source>
        <translation>&amp;Bericht für die Hilfe kopieren</translation>
    </message>
    <message>
        <source>Versions and the self-test, without private paths and your name</source>
        <translation>Versionen und Selbsttest, ohne private Pfade und ohne Ihren Namen</translation>
    </message>
    <message>
        <source>can&apos;t be read</source>
        <translation>nicht lesbar</translation>
    </message>
    <message>
        <source>Model: {0}</source>
        <translation>Modell: {0}</translation>
    </message>
    <message>
        <source>Finds deepfaked faces in pictures, offline.
A score is a hint, not a proof. Nothing leaves this computer.</source>
        <translation>Findet gefälschte Gesichter in Bildern, ohne Netz.
Ein Wert ist ein Hinweis, kein Beweis. Nichts verlässt diesen Rechner.</translation>
    </message>
    <message>
        <source>Parts of the program</source>
        <translation>Teile des Programms</translation>
    </message>
    <message>
        <source>Reading…</source>
        <translation>Wird gelesen…</translation>
    </message>
    <message>
        <source>Licence</source>
        <translation>Lizenz</translation>
    </message>
    <message>
        <source>Part</source>
        <translation>Teil</translation>
    </message>
    <message>
        <source>Result</source>
        <translation>Ergebnis</translation>
    </message>
    <message>
        <source>Details</source>
        <translation>Einzelheiten</translation>
    </message>
    <message>
        <source>Results of the self-test</source>
        <translation>Ergebnisse des Selbsttests</translation>
    </message>
    <message>
        <source>The self-test runs…</source>
        <translation>Der Selbsttest läuft…</translation>
    </message>
    <message>
        <source>The report is on the clipboard. It holds no private paths and not your name; read it all the same.</source>
        <translation>Der Bericht ist in der Zwischenablage. Er enthält keine privaten Pfade und nicht Ihren Namen; lesen Sie ihn trotzdem.</translation>
    </message>
    <message>
        <source>The licences can&apos;t be read: {0}</source>
        <translation>Die Lizenzen können nicht gelesen werden: {0}</translation>
    </message>
    <message>
        <source>works</source>
        <translation>funktioniert</translation>
    </message>
    <message>
        <source>failed</source>
        <translation>fehlgeschlagen</translation>
    </message>
    <message numerus="yes">
        <source>%n part(s) failed. The support report says which.</source>
        <translation>
            <numerusform>%n Teil funktioniert nicht. Der Bericht für die Hilfe sagt, welcher.</numerusform>
            <numerusform>%n Teile funktionieren nicht. Der Bericht für die Hilfe sagt, welche.</numerusform>
        </translation>
    </message>
    <message>
        <source>Everything works.</source>
        <translation>Alles funktioniert.</translation>
    </message>
    <message>
        <source>Model files</source>
        <translation>Modelldateien</translation>
    </message>
    <message>
        <source>Model</source>
        <translation>Modell</translation>
    </message>
    <message>
        <source>Selected model</source>
        <translation>Gewähltes Modell</translation>
    </message>
    <message>
        <source>Face detector</source>
        <translation>Gesichtsfinder</translation>
    </message>
    <message>
        <source>Your settings and data</source>
        <translation>Ihre Einstellungen und Daten</translation>
    </message>
    <message>
        <source>Temporary folder</source>
        <translation>Temporärer Ordner</translation>
    </message>
    <message>
        <source>Worker processes</source>
        <translation>Arbeitsprozesse</translation>
    </message>
    <message>
        <source>Journal of scans</source>
        <translation>Protokoll der Prüfungen</translation>
    </message>
    <message>
        <source>Export</source>
        <translation>Export</translation>
    </message>
    <message>
        <source>Trainer</source>
        <translation>Trainer</translation>
    </message>
</context>
<context>
    <name>CloserLooker</name>
    <message>
        <source>The picture can&apos;t be read any more.</source>
        <translation>Das Bild lässt sich nicht mehr lesen.</translation>
    </message>
    <message>
        <source>The file has changed since it was scanned.</source>
        <translation>Die Datei hat sich seit der Prüfung geändert.</translation>
    </message>
</context>
<context>
    <name>CurvesView</name>
    <message>
        <source>training</source>
        <extracomment>Training and validation, told apart by colour and by dash. Epoch to value, for training and validation.</extracomment>
        <translation>Training</translation>
    </message>
    <message>
        <source>validation</source>
        <translation>Validierung</translation>
    </message>
</context>
<context>
    <name>DesktopNotifier</name>
    <message>
        <source>Unmask watches folders</source>
        <translation>Unmask überwacht Ordner</translation>
    </message>
</context>
<context>
    <name>EmptyPage</name>
    <message>
        <source>Drop pictures or folders here</source>
        <translation>Bilder oder Ordner hierher ziehen</translation>
    </message>
    <message>
        <source>Unmask looks for faces and says which ones look like deepfakes, and how often it is wrong.
A score is a hint, not a proof: new kinds of fakes, strong compression and filters mislead it.
Nothing leaves this computer.</source>
        <translation>Unmask sucht Gesichter und sagt, welche nach Deepfake aussehen und wie oft es sich irrt.
Ein Wert ist ein Hinweis, kein Beweis: neue Arten von Fälschungen, starke Kompression und Filter führen in die Irre.
Nichts verlässt diesen Rechner.</translation>
    </message>
    <message>
        <source>No pictures found</source>
        <translation>Keine Bilder gefunden</translation>
    </message>
    <message>
        <source>There are no pictures in {0}.
Unmask opens JPEG, PNG, WebP, TIFF, BMP, GIF, AVIF and HEIC files. Hidden files are left out.</source>
        <translation>In {0} sind keine Bilder.
Unmask öffnet JPEG, PNG, WebP, TIFF, BMP, GIF, AVIF und HEIC. Versteckte Dateien werden ausgelassen.</translation>
    </message>
</context>
<context>
    <name>ExportActions</name>
    <message>
        <source>&amp;Export CSV…</source>
        <translation>&amp;CSV exportieren…</translation>
    </message>
    <message>
        <source>Export &amp;selected rows…</source>
        <translation>&amp;Auswahl exportieren…</translation>
    </message>
    <message>
        <source>Export re&amp;views…</source>
        <translation>&amp;Urteile exportieren…</translation>
    </message>
    <message>
        <source>Export &amp;report…</source>
        <translation>Be&amp;richt exportieren…</translation>
    </message>
</context>
<context>
    <name>Exporter</name>
    <message>
        <source>Export CSV</source>
        <translation>CSV exportieren</translation>
    </message>
    <message>
        <source>Web page (*.html);;JSON (*.json)</source>
        <translation>Webseite (*.html);;JSON (*.json)</translation>
    </message>
    <message>
        <source>Export report</source>
        <translation>Bericht exportieren</translation>
    </message>
    <message>
        <source>Writing {0}…</source>
        <translation>{0} wird geschrieben…</translation>
    </message>
    <message numerus="yes">
        <source>%n row(s) were written to {0}.</source>
        <translation>
            <numerusform>%n Zeile wurde nach {0} geschrieben.</numerusform>
            <numerusform>%n Zeilen wurden nach {0} geschrieben.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>FailuresPanel</name>
    <message>
        <source>Try again</source>
        <extracomment>More are counted, not listed: nobody reads them here, and the table has them all.</extracomment>
        <translation>Erneut versuchen</translation>
    </message>
    <message>
        <source>Scan the failed files again</source>
        <translation>Die fehlgeschlagenen Dateien erneut prüfen</translation>
    </message>
    <message>
        <source>Hide</source>
        <translation>Ausblenden</translation>
    </message>
    <message>
        <source>Files that failed</source>
        <translation>Fehlgeschlagene Dateien</translation>
    </message>
    <message>
        <source>File</source>
        <translation>Datei</translation>
    </message>
    <message>
        <source>Reason</source>
        <translation>Grund</translation>
    </message>
    <message numerus="yes">
        <source>%n file(s) could not be judged</source>
        <translation>
            <numerusform>%n Datei konnte nicht beurteilt werden</numerusform>
            <numerusform>%n Dateien konnten nicht beurteilt werden</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>Figures</name>
    <message>
        <source>Told apart correctly (AUC)</source>
        <extracomment>Larger is better for the first two, smaller for the others.</extracomment>
        <translation>Richtig unterschieden (AUC)</translation>
    </message>
    <message>
        <source>Fakes called fake</source>
        <translation>Fälschungen erkannt</translation>
    </message>
    <message>
        <source>Genuine called fake</source>
        <translation>Echte als falsch gemeldet</translation>
    </message>
    <message>
        <source>Called inconclusive</source>
        <translation>Nicht eindeutig</translation>
    </message>
    <message>
        <source>Error of the scores (ECE)</source>
        <translation>Fehler der Werte (ECE)</translation>
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
    <name>FilterBar</name>
    <message>
        <source>All</source>
        <translation>Alle</translation>
    </message>
    <message>
        <source>Show {0}: {1}</source>
        <translation>Zeigen – {0}: {1}</translation>
    </message>
</context>
<context>
    <name>FirstRunPage</name>
    <message>
        <source>Welcome to Unmask</source>
        <translation>Willkommen bei Unmask</translation>
    </message>
    <message>
        <source>It looks for faces in your pictures, says which look like deepfakes, and how often it is wrong.</source>
        <translation>Es sucht Gesichter in Ihren Bildern, sagt, welche nach Deepfakes aussehen, und wie oft es sich irrt.</translation>
    </message>
    <message>
        <source>It proves nothing: new kinds of fakes, strong compression and filters mislead it, and a picture without a face it doesn&apos;t judge.</source>
        <translation>Es beweist nichts: Neue Arten von Fälschungen, starke Kompression und Filter führen es in die Irre, und ein Bild ohne Gesicht beurteilt es nicht.</translation>
    </message>
    <message>
        <source>Nothing leaves this computer: no picture, no score, no question for updates.</source>
        <translation>Nichts verlässt diesen Rechner: kein Bild, kein Wert, keine Frage nach Updates.</translation>
    </message>
    <message>
        <source>Scan the &amp;example pictures</source>
        <translation>&amp;Beispielbilder prüfen</translation>
    </message>
    <message>
        <source>Begin with my &amp;own pictures</source>
        <translation>Mit &amp;eigenen Bildern beginnen</translation>
    </message>
</context>
<context>
    <name>MainWindow</name>
    <message>
        <source>Open &amp;pictures…</source>
        <extracomment>What the running scan, or the last one, is for: a new list; failed files once more; new pictures of watched folders, for the list or, while that shows an earlier scan, beside it; an earlier scan that is read back.</extracomment>
        <translation>&amp;Bilder öffnen…</translation>
    </message>
    <message>
        <source>Open &amp;folder…</source>
        <translation>&amp;Ordner öffnen…</translation>
    </message>
    <message>
        <source>&amp;Watch a folder…</source>
        <translation>Ordner ü&amp;berwachen…</translation>
    </message>
    <message>
        <source>Scan &amp;again</source>
        <translation>&amp;Erneut prüfen</translation>
    </message>
    <message>
        <source>&amp;Pause or resume</source>
        <translation>&amp;Pause oder weiter</translation>
    </message>
    <message>
        <source>&amp;Cancel the scan</source>
        <translation>Prüfung &amp;abbrechen</translation>
    </message>
    <message>
        <source>&amp;Quit</source>
        <translation>&amp;Beenden</translation>
    </message>
    <message>
        <source>&amp;Find</source>
        <translation>&amp;Suchen</translation>
    </message>
    <message>
        <source>&amp;Undo removal</source>
        <translation>Entfernen &amp;rückgängig</translation>
    </message>
    <message>
        <source>&amp;Paste files or a picture</source>
        <translation>Dateien oder Bild &amp;einfügen</translation>
    </message>
    <message>
        <source>&amp;Remove from list</source>
        <translation>Von der Liste &amp;nehmen</translation>
    </message>
    <message>
        <source>Select &amp;all</source>
        <translation>&amp;Alles auswählen</translation>
    </message>
    <message>
        <source>Next &amp;not reviewed</source>
        <translation>Nächstes un&amp;geprüftes</translation>
    </message>
    <message>
        <source>&amp;Large picture</source>
        <translation>Bild g&amp;roß</translation>
    </message>
    <message>
        <source>&amp;Thumbnails</source>
        <translation>&amp;Vorschaubilder</translation>
    </message>
    <message>
        <source>Files that &amp;failed</source>
        <translation>&amp;Fehlgeschlagene Dateien</translation>
    </message>
    <message>
        <source>&amp;Manual and keys</source>
        <translation>&amp;Anleitung und Tasten</translation>
    </message>
    <message>
        <source>&amp;First steps</source>
        <translation>&amp;Erste Schritte</translation>
    </message>
    <message>
        <source>&amp;About Unmask</source>
        <translation>&amp;Über Unmask</translation>
    </message>
    <message>
        <source>{0} It goes on by itself when the folder is back. Resume goes on without it.</source>
        <translation>{0} Es geht von selbst weiter, wenn der Ordner wieder da ist. „Weiter“ macht ohne ihn weiter.</translation>
    </message>
    <message numerus="yes">
        <source>%n picture(s) were scanned before.</source>
        <translation>
            <numerusform>%n Bild wurde vorher geprüft.</numerusform>
            <numerusform>%n Bilder wurden vorher geprüft.</numerusform>
        </translation>
    </message>
    <message>
        <source>The scan stopped. {0}</source>
        <translation>Die Prüfung brach ab. {0}</translation>
    </message>
    <message numerus="yes">
        <source>%n result(s) of an earlier scan</source>
        <translation>
            <numerusform>%n Ergebnis einer früheren Prüfung</numerusform>
            <numerusform>%n Ergebnisse einer früheren Prüfung</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n new picture(s) scanned in watched folders</source>
        <translation>
            <numerusform>%n neues Bild in überwachten Ordnern geprüft</numerusform>
            <numerusform>%n neue Bilder in überwachten Ordnern geprüft</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n picture(s) in {0}</source>
        <translation>
            <numerusform>%n Bild in {0}</numerusform>
            <numerusform>%n Bilder in {0}</numerusform>
        </translation>
    </message>
    <message>
        <source>Cancelled after {0}</source>
        <translation>Abgebrochen nach: {0}</translation>
    </message>
    <message>
        <source>A scan is running. Wait for its end, or cancel it: its results are kept.</source>
        <translation>Es läuft eine Prüfung. Warten Sie ihr Ende ab oder brechen Sie sie ab: Ihre Ergebnisse bleiben erhalten.</translation>
    </message>
    <message>
        <source>Watch a folder</source>
        <translation>Ordner überwachen</translation>
    </message>
    <message>
        <source>Every picture shown is reviewed.</source>
        <translation>Alle gezeigten Bilder sind geprüft.</translation>
    </message>
    <message>
        <source>Open pictures</source>
        <translation>Bilder öffnen</translation>
    </message>
    <message>
        <source>Pictures ({0});;All files (*)</source>
        <translation>Bilder ({0});;Alle Dateien (*)</translation>
    </message>
    <message>
        <source>Open folder</source>
        <translation>Ordner öffnen</translation>
    </message>
    <message>
        <source>The next scan uses the other model; these results keep theirs.</source>
        <translation>Die nächste Prüfung nimmt das andere Modell; diese Ergebnisse behalten ihres.</translation>
    </message>
    <message>
        <source>Manual</source>
        <translation>Anleitung</translation>
    </message>
</context>
<context>
    <name>Manual</name>
    <message>
        <source>Drop pictures or folders on the window. Each file becomes a row; the picture on the right shows its faces with their scores. A folder dropped during a scan is added to it.</source>
        <translation>Ziehen Sie Bilder oder Ordner auf das Fenster. Jede Datei wird eine Zeile; rechts stehen das Bild und die Werte seiner Gesichter. Ein Ordner, der während einer Prüfung dazukommt, wird mitgeprüft.</translation>
    </message>
    <message>
        <source>**A score** is the estimated probability that a face is fake, from 0 to 1. From the model&apos;s fake threshold on, a face is called *fake*, up to its real threshold *real*, and *inconclusive* in between. A picture is fake if any of its faces is.</source>
        <translation>**Ein Wert** ist die geschätzte Wahrscheinlichkeit, dass ein Gesicht falsch ist, von 0 bis 1. Ab der oberen Schwelle des Modells heißt ein Gesicht *falsch*, bis zur unteren *echt*, dazwischen *unklar*. Ein Bild ist falsch, wenn eines seiner Gesichter es ist.</translation>
    </message>
    <message>
        <source>**A score is a hint, not a proof.** Some genuine faces are called fake: the line at the bottom says how many. New kinds of fakes, strong compression, filters and make-up mislead the model. Look at the picture, ask where it comes from, and look for an earlier copy.</source>
        <translation>**Ein Wert ist ein Hinweis, kein Beweis.** Auch echte Gesichter werden gemeldet: wie viele, steht unten im Fenster. Neue Arten von Fälschungen, starke Kompression, Filter und Schminke führen das Modell in die Irre. Sehen Sie das Bild an, fragen Sie nach seiner Herkunft und suchen Sie eine ältere Kopie.</translation>
    </message>
    <message>
        <source>**Review**: confirm or overturn what the program says. Your decision is kept with the content of the picture, also if the file is renamed. The search field takes words, and conditions such as `score&gt;0.8` or `faces&gt;1`.</source>
        <translation>**Prüfen**: Bestätigen oder verwerfen Sie, was das Programm sagt. Ihre Entscheidung gehört zum Inhalt des Bildes, auch wenn die Datei umbenannt wird. Das Suchfeld nimmt Wörter und Bedingungen wie `score&gt;0.8` oder `faces&gt;1`.</translation>
    </message>
    <message>
        <source>**Earlier scans** are listed on the left. Click one to see its results as they were; one that was stopped can be resumed. Where two models scanned the same files, *Which verdicts changed…* shows those alone.</source>
        <translation>**Frühere Prüfungen** stehen links. Ein Klick zeigt ihre Ergebnisse, wie sie waren; eine angehaltene kann weitergehen. Wo zwei Modelle dieselben Dateien geprüft haben, zeigt *Welche Urteile anders sind…* nur diese.</translation>
    </message>
    <message>
        <source>**Watched folders**: new pictures in them are scanned as they arrive, while Unmask is open. *File*, *Watch a folder…* adds one; a right click on it takes it off.</source>
        <translation>**Überwachte Ordner**: Neue Bilder darin werden geprüft, sobald sie da sind, solange Unmask offen ist. *Datei*, *Ordner überwachen…* fügt einen hinzu; ein Rechtsklick darauf nimmt ihn heraus.</translation>
    </message>
    <message>
        <source>**Nothing leaves this computer.** Only *Retrain…* uses the network, to fetch the data set that you name.</source>
        <translation>**Nichts verlässt diesen Rechner.** Nur *Neu trainieren…* nutzt das Netz, um den Datensatz zu holen, den Sie nennen.</translation>
    </message>
    <message>
        <source>Key</source>
        <translation>Taste</translation>
    </message>
</context>
<context>
    <name>Menus</name>
    <message>
        <source>&amp;File</source>
        <translation>&amp;Datei</translation>
    </message>
    <message>
        <source>&amp;Recent</source>
        <translation>Zu&amp;letzt</translation>
    </message>
    <message>
        <source>&amp;Edit</source>
        <translation>&amp;Bearbeiten</translation>
    </message>
    <message>
        <source>&amp;View</source>
        <translation>&amp;Ansicht</translation>
    </message>
    <message>
        <source>&amp;Review</source>
        <translation>&amp;Prüfung</translation>
    </message>
    <message>
        <source>&amp;Model</source>
        <translation>&amp;Modell</translation>
    </message>
    <message>
        <source>&amp;Help</source>
        <translation>&amp;Hilfe</translation>
    </message>
    <message>
        <source>Tools</source>
        <translation>Werkzeuge</translation>
    </message>
</context>
<context>
    <name>Message</name>
    <message>
        <source>Close</source>
        <extracomment>More would take the place of the results; the oldest goes.</extracomment>
        <translation>Schließen</translation>
    </message>
    <message>
        <source>Close this message</source>
        <translation>Diese Meldung schließen</translation>
    </message>
</context>
<context>
    <name>ModelActions</name>
    <message>
        <source>&amp;Models…</source>
        <translation>&amp;Modelle…</translation>
    </message>
    <message>
        <source>How this model was &amp;tested</source>
        <translation>Wie dieses Modell ge&amp;testet wurde</translation>
    </message>
    <message>
        <source>&amp;Retrain…</source>
        <translation>&amp;Neu trainieren…</translation>
    </message>
    <message>
        <source>The model in {0} has no model card.</source>
        <translation>Das Modell in {0} hat keine Beschreibung.</translation>
    </message>
    <message>
        <source>How this model was tested</source>
        <translation>Wie dieses Modell getestet wurde</translation>
    </message>
</context>
<context>
    <name>ModelLabel</name>
    <message>
        <source>Model in use</source>
        <translation>Verwendetes Modell</translation>
    </message>
    <message>
        <source>No model</source>
        <translation>Kein Modell</translation>
    </message>
    <message>
        <source>The model that judged is not installed any more</source>
        <translation>Das Modell, das geurteilt hat, ist nicht mehr installiert</translation>
    </message>
    <message>
        <source>calls {0} of genuine faces fake</source>
        <translation>nennt {0} der echten Gesichter falsch</translation>
    </message>
    <message>
        <source>{0}, made {1}. The rate was measured on genuine faces that it had not learnt from.</source>
        <translation>{0}, erstellt {1}. Gemessen an echten Gesichtern, aus denen es nicht gelernt hat.</translation>
    </message>
    <message>
        <source>how often it is wrong was not measured</source>
        <translation>wie oft es sich irrt, wurde nicht gemessen</translation>
    </message>
    <message>
        <source>{0}, made {1}. It was imported without labelled pictures to measure it on.</source>
        <translation>{0}, erstellt {1}. Es wurde ohne beschriftete Bilder importiert, an denen man es messen könnte.</translation>
    </message>
    <message>
        <source>Model: {0}  ·  {1}</source>
        <translation>Modell: {0}  ·  {1}</translation>
    </message>
</context>
<context>
    <name>ModelsDialog</name>
    <message>
        <source>Models</source>
        <translation>Modelle</translation>
    </message>
    <message>
        <source>Installed models</source>
        <translation>Installierte Modelle</translation>
    </message>
    <message>
        <source>Measured by each model&apos;s maker on pictures that it had not learnt from, with 95 % intervals. Compare only models that were measured on the same pictures.</source>
        <translation>Gemessen beim Training an Bildern, aus denen das Modell nicht gelernt hat, mit 95-%-Intervallen. Vergleichen Sie nur Modelle, die an denselben Bildern gemessen wurden.</translation>
    </message>
    <message>
        <source>&amp;Use this model</source>
        <translation>Dieses Modell &amp;verwenden</translation>
    </message>
    <message>
        <source>&amp;How it was tested</source>
        <translation>&amp;Wie es getestet wurde</translation>
    </message>
    <message>
        <source>Model</source>
        <translation>Modell</translation>
    </message>
    <message>
        <source>Made</source>
        <translation>Erstellt</translation>
    </message>
    <message>
        <source>Pictures</source>
        <translation>Bilder</translation>
    </message>
    <message>
        <source>{0} (in use)</source>
        <translation>{0} (in Gebrauch)</translation>
    </message>
    <message>
        <source>{0}, comes with Unmask</source>
        <translation>{0}, von Unmask mitgeliefert</translation>
    </message>
</context>
<context>
    <name>PictureActions</name>
    <message>
        <source>&amp;Look closer</source>
        <translation>&amp;Genauer hinsehen</translation>
    </message>
    <message>
        <source>Next &amp;face</source>
        <translation>Nächstes &amp;Gesicht</translation>
    </message>
    <message>
        <source>&amp;Previous face</source>
        <translation>&amp;Voriges Gesicht</translation>
    </message>
    <message>
        <source>Zoom &amp;in</source>
        <translation>Ver&amp;größern</translation>
    </message>
    <message>
        <source>Zoom &amp;out</source>
        <translation>Ver&amp;kleinern</translation>
    </message>
    <message>
        <source>&amp;Whole picture</source>
        <translation>Ganzes &amp;Bild</translation>
    </message>
    <message>
        <source>&amp;Actual size</source>
        <translation>&amp;Originalgröße</translation>
    </message>
</context>
<context>
    <name>PictureLoader</name>
    <message>
        <source>The picture is not there any more. It was moved, renamed or deleted after the scan.</source>
        <extracomment>Pixels that are kept decoded, at 4 bytes each and a third more for the reduced copies. Reduced copies are made down to this size.</extracomment>
        <translation>Das Bild ist nicht mehr da. Es wurde nach der Prüfung verschoben, umbenannt oder gelöscht.</translation>
    </message>
    <message>
        <source>The file can&apos;t be read: {0}.</source>
        <translation>Die Datei lässt sich nicht lesen: {0}.</translation>
    </message>
    <message>
        <source>The file has changed since it was scanned. Press F5 to scan again.</source>
        <translation>Die Datei hat sich seit der Prüfung geändert. F5 prüft erneut.</translation>
    </message>
</context>
<context>
    <name>PictureView</name>
    <message>
        <source>Picture</source>
        <extracomment>A small picture is enlarged this much at most when it is fitted. Widget pixels per pixel of the file; None fits the picture. Point of the file, as shares of its sides, that is shown in the middle.</extracomment>
        <translation>Bild</translation>
    </message>
</context>
<context>
    <name>PreviewPanel</name>
    <message>
        <source>What the score means</source>
        <translation>Was der Wert bedeutet</translation>
    </message>
    <message>
        <source>Faces in the picture</source>
        <translation>Gesichter im Bild</translation>
    </message>
    <message>
        <source>&amp;Look closer</source>
        <translation>&amp;Genauer hinsehen</translation>
    </message>
    <message>
        <source>Judge the face again after small changes, and show which region decides (L)</source>
        <translation>Das Gesicht nach kleinen Änderungen erneut beurteilen und zeigen, welche Stelle entscheidet (L)</translation>
    </message>
    <message>
        <source>Select a picture in the list to see its faces and scores.</source>
        <translation>Wählen Sie ein Bild in der Liste, um seine Gesichter und Werte zu sehen.</translation>
    </message>
    <message>
        <source>{0}, score {1}</source>
        <translation>{0}, Wert {1}</translation>
    </message>
    <message>
        <source>No face was found in this picture. Unmask judges faces only.</source>
        <translation>In diesem Bild wurde kein Gesicht gefunden. Unmask beurteilt nur Gesichter.</translation>
    </message>
    <message>
        <source>Loading…</source>
        <translation>Wird geladen…</translation>
    </message>
    <message>
        <source>Face {0}: {1}, {2}</source>
        <translation>Gesicht {0}: {1}, {2}</translation>
    </message>
    <message>
        <source>The face as the network saw it</source>
        <translation>Das Gesicht, wie das Netz es sah</translation>
    </message>
    <message>
        <source>Looking…</source>
        <translation>Wird angesehen…</translation>
    </message>
    <message>
        <source>The verdict survives all of these changes.</source>
        <translation>Das Urteil übersteht alle diese Änderungen.</translation>
    </message>
    <message>
        <source>The verdict changes when the picture is changed a little ({0}). Take it as inconclusive.</source>
        <translation>Das Urteil ändert sich, wenn man das Bild ein wenig ändert ({0}). Nehmen Sie es als unklar.</translation>
    </message>
    <message>
        <source>No single region decides.</source>
        <translation>Keine einzelne Stelle entscheidet.</translation>
    </message>
    <message>
        <source>The glowing region speaks for fake: covering it changes the score more than covering others.</source>
        <translation>Die leuchtende Stelle spricht für falsch: sie zu verdecken ändert den Wert mehr als andere Stellen.</translation>
    </message>
    <message>
        <source>How often this model is wrong was not measured: the score is no probability.</source>
        <translation>Wie oft dieses Modell sich irrt, wurde nicht gemessen: Der Wert ist keine Wahrscheinlichkeit.</translation>
    </message>
    <message>
        <source>Of 1,000 genuine faces, at most about {0} score this high.</source>
        <translation>Von 1.000 echten Gesichtern erreichen höchstens etwa {0} diesen Wert.</translation>
    </message>
    <message>
        <source>Of 1,000 fake faces, at most about {0} score this low.</source>
        <translation>Von 1.000 falschen Gesichtern liegen höchstens etwa {0} so niedrig.</translation>
    </message>
    <message>
        <source>More than {0} of 1,000 genuine faces score this high, and more than {1} of 1,000 fake faces score this low: the score alone does not decide.</source>
        <translation>Mehr als {0} von 1.000 echten Gesichtern liegen so hoch und mehr als {1} von 1.000 falschen so niedrig: der Wert allein entscheidet nicht.</translation>
    </message>
</context>
<context>
    <name>ProgressStrip</name>
    <message>
        <source>Progress of the scan</source>
        <translation>Fortschritt der Prüfung</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>Abbrechen</translation>
    </message>
    <message>
        <source>Stop scanning; the results so far stay</source>
        <translation>Prüfung beenden; die Ergebnisse bisher bleiben</translation>
    </message>
    <message>
        <source>Loading the model…</source>
        <translation>Das Modell wird geladen…</translation>
    </message>
    <message>
        <source>Resume</source>
        <translation>Weiter</translation>
    </message>
    <message>
        <source>Pause</source>
        <translation>Pause</translation>
    </message>
    <message>
        <source>Paused. {0}</source>
        <translation>Pausiert. {0}</translation>
    </message>
    <message>
        <source>Paused</source>
        <translation>Pausiert</translation>
    </message>
    <message>
        <source>{0} of {1}</source>
        <translation>{0} von {1}</translation>
    </message>
    <message>
        <source>{0} of {1}, still searching</source>
        <translation>{0} von {1}, Suche läuft noch</translation>
    </message>
    <message>
        <source>{0} pictures/s</source>
        <translation>{0} Bilder/s</translation>
    </message>
    <message>
        <source>{0} left</source>
        <translation>noch {0}</translation>
    </message>
</context>
<context>
    <name>ReadBack</name>
    <message>
        <source>The model {0}, which judged here, is not installed any more. Its scores are shown, but nothing is known of how often it is wrong.</source>
        <translation>Das Modell {0}, das hier geurteilt hat, ist nicht mehr installiert. Seine Werte werden gezeigt, aber wie oft es sich irrt, ist nicht bekannt.</translation>
    </message>
</context>
<context>
    <name>Reason</name>
    <message>
        <source>The score lies between the thresholds for real and fake.</source>
        <extracomment>What the detector says of faces and files, in the words that it uses; `app.detector` knows no languages.</extracomment>
        <translation>Der Wert liegt zwischen den Schwellen für echt und falsch.</translation>
    </message>
    <message>
        <source>The face is too blurred to judge.</source>
        <translation>Das Gesicht ist zu unscharf, um es zu beurteilen.</translation>
    </message>
    <message>
        <source>The file is empty (0 bytes).</source>
        <translation>Die Datei ist leer (0 Bytes).</translation>
    </message>
    <message>
        <source>The content is not a picture in a supported format.</source>
        <translation>Der Inhalt ist kein Bild in einem unterstützten Format.</translation>
    </message>
    <message>
        <source>The face is too small to judge ({0} pixels; {1} are needed).</source>
        <translation>Das Gesicht ist zu klein, um es zu beurteilen ({0} Pixel; nötig sind {1}).</translation>
    </message>
</context>
<context>
    <name>ResultsModel</name>
    <message>
        <source>Calibrated probability that the most suspicious face is fake, 0 to 1</source>
        <extracomment>Role that gives the `ImageResult` of a row. Worst first: the order in which a person wants to look at them. More rows than this leave the table in one step, not one by one. Figures of a row, by the names that the search knows; NaN where there is none.</extracomment>
        <translation>Kalibrierte Wahrscheinlichkeit, dass das verdächtigste Gesicht falsch ist, 0 bis 1</translation>
    </message>
    <message>
        <source>Name</source>
        <translation>Name</translation>
    </message>
    <message>
        <source>Verdict</source>
        <translation>Urteil</translation>
    </message>
    <message>
        <source>Change</source>
        <translation>Änderung</translation>
    </message>
    <message>
        <source>Score</source>
        <translation>Wert</translation>
    </message>
    <message>
        <source>Faces</source>
        <translation>Gesichter</translation>
    </message>
    <message>
        <source>Review</source>
        <translation>Prüfung</translation>
    </message>
    <message>
        <source>Folder</source>
        <translation>Ordner</translation>
    </message>
    <message>
        <source>Format</source>
        <translation>Format</translation>
    </message>
    <message>
        <source>Size</source>
        <translation>Größe</translation>
    </message>
    <message>
        <source>Reason</source>
        <translation>Grund</translation>
    </message>
    <message>
        <source>{0} → {1}</source>
        <translation>{0} → {1}</translation>
    </message>
    <message>
        <source>Score {0} → {1}</source>
        <translation>Wert {0} → {1}</translation>
    </message>
    <message>
        <source>Confirmed</source>
        <translation>Bestätigt</translation>
    </message>
    <message>
        <source>Overturned</source>
        <translation>Verworfen</translation>
    </message>
    <message>
        <source>Unsure</source>
        <translation>Unsicher</translation>
    </message>
</context>
<context>
    <name>ResultsPane</name>
    <message>
        <source>Not reviewed only</source>
        <extracomment>Pictures on either side of the present one that are decoded ahead.</extracomment>
        <translation>Nur ungeprüfte</translation>
    </message>
    <message>
        <source>Show only pictures that nobody decided on yet</source>
        <translation>Nur Bilder zeigen, über die noch niemand entschieden hat</translation>
    </message>
</context>
<context>
    <name>ResultsTable</name>
    <message>
        <source>Results</source>
        <extracomment>In widths of an average character.</extracomment>
        <translation>Ergebnisse</translation>
    </message>
</context>
<context>
    <name>Reviewer</name>
    <message>
        <source>Note</source>
        <translation>Notiz</translation>
    </message>
    <message>
        <source>Note on this picture:</source>
        <translation>Notiz zu diesem Bild:</translation>
    </message>
</context>
<context>
    <name>ScanBar</name>
    <message>
        <source>Resume</source>
        <translation>Weiter</translation>
    </message>
    <message>
        <source>Scan again</source>
        <translation>Noch einmal prüfen</translation>
    </message>
    <message>
        <source>Which verdicts changed…</source>
        <translation>Welche Urteile anders sind…</translation>
    </message>
    <message>
        <source>Show all rows</source>
        <translation>Alle Zeilen zeigen</translation>
    </message>
    <message>
        <source>End comparison</source>
        <translation>Vergleich beenden</translation>
    </message>
    <message>
        <source>{0}, scanned {1} with {2}</source>
        <translation>{0}, geprüft {1} mit {2}</translation>
    </message>
    <message>
        <source>{0}: stopped after {1} of {2} files found</source>
        <translation>{0}: angehalten nach {1} von {2} gefundenen Dateien</translation>
    </message>
    <message>
        <source>These files were scanned with another model before.</source>
        <translation>Diese Dateien wurden schon mit einem anderen Modell geprüft.</translation>
    </message>
    <message>
        <source>Compare with {0}, {1}</source>
        <translation>Mit {0} vergleichen, {1}</translation>
    </message>
    <message>
        <source>{0} → {1}:</source>
        <translation>{0} → {1}:</translation>
    </message>
    <message numerus="yes">
        <source>%n verdict(s) changed</source>
        <translation>
            <numerusform>%n Urteil ist anders</numerusform>
            <numerusform>%n Urteile sind anders</numerusform>
        </translation>
    </message>
    <message>
        <source>({0} to fake, {1} from fake).</source>
        <translation>({0} jetzt falsch, {1} nicht mehr falsch).</translation>
    </message>
</context>
<context>
    <name>ScanController</name>
    <message>
        <source>The scan ended without a result.</source>
        <extracomment>Rows reach the table at this pace: one insert a tick, however many files were scanned meanwhile. Rows a tick at most. An earlier scan that is read back brings tens of thousands a second, and the window has to live. The rate is that of the last seconds: it follows when the pictures get larger.</extracomment>
        <translation>Die Prüfung endete ohne Ergebnis.</translation>
    </message>
</context>
<context>
    <name>ScanHistory</name>
    <message>
        <source>Nothing in {0} was scanned yet.</source>
        <extracomment>How long a deletion can be undone.</extracomment>
        <translation>In {0} wurde noch nichts geprüft.</translation>
    </message>
    <message>
        <source>The model {0} is not installed any more. Scan again with another one.</source>
        <translation>Das Modell {0} ist nicht mehr installiert. Prüfen Sie noch einmal mit einem anderen.</translation>
    </message>
    <message>
        <source>Undo</source>
        <translation>Rückgängig</translation>
    </message>
    <message numerus="yes">
        <source>%n earlier scan(s) deleted: {0}. The pictures stay.</source>
        <translation>
            <numerusform>%n frühere Prüfung gelöscht: {0}. Die Bilder bleiben.</numerusform>
            <numerusform>%n frühere Prüfungen gelöscht: {0}. Die Bilder bleiben.</numerusform>
        </translation>
    </message>
    <message>
        <source>Resume</source>
        <translation>Weiter</translation>
    </message>
    <message numerus="yes">
        <source>The scan of {0} ({1}) was not finished: %n file(s) are done.</source>
        <translation>
            <numerusform>Die Prüfung von {0} ({1}) wurde nicht fertig: %n Datei ist geprüft.</numerusform>
            <numerusform>Die Prüfung von {0} ({1}) wurde nicht fertig: %n Dateien sind geprüft.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>SearchField</name>
    <message>
        <source>Search names, folders, reasons, notes</source>
        <translation>Namen, Ordner, Gründe, Notizen suchen</translation>
    </message>
    <message>
        <source>Search</source>
        <translation>Suchen</translation>
    </message>
    <message>
        <source>Words in names, folders, reasons and notes; also score&gt;0.8, score&lt;=0.3, faces&gt;1, width&lt;400, height&gt;900</source>
        <translation>Wörter in Namen, Ordnern, Gründen und Notizen; auch score&gt;0.8, score&lt;=0.3, faces&gt;1, width&lt;400, height&gt;900</translation>
    </message>
</context>
<context>
    <name>SelectionActions</name>
    <message>
        <source>Copy &amp;path</source>
        <translation>&amp;Pfad kopieren</translation>
    </message>
    <message>
        <source>&amp;Copy result</source>
        <translation>Ergebnis &amp;kopieren</translation>
    </message>
    <message>
        <source>&amp;Show in folder</source>
        <translation>Im Ordner &amp;zeigen</translation>
    </message>
    <message>
        <source>&amp;Open with default program</source>
        <translation>Mit Standardprogramm ö&amp;ffnen</translation>
    </message>
    <message>
        <source>&amp;Confirm the verdict</source>
        <translation>Urteil &amp;bestätigen</translation>
    </message>
    <message>
        <source>&amp;Overturn the verdict</source>
        <translation>Urteil &amp;verwerfen</translation>
    </message>
    <message>
        <source>Mark as &amp;unsure</source>
        <translation>Als &amp;unsicher markieren</translation>
    </message>
    <message>
        <source>&amp;Withdraw the review</source>
        <translation>Prüfung &amp;zurücknehmen</translation>
    </message>
    <message>
        <source>&amp;Note…</source>
        <translation>&amp;Notiz…</translation>
    </message>
    <message>
        <source>There is no program to show {0}.</source>
        <translation>Es gibt kein Programm, das {0} zeigt.</translation>
    </message>
    <message>
        <source>There is no program to open {0}.</source>
        <translation>Es gibt kein Programm, das {0} öffnet.</translation>
    </message>
</context>
<context>
    <name>SourcesPanel</name>
    <message>
        <source>Sources and earlier scans</source>
        <extracomment>Older ones are in the journal, but nobody looks for them in a list.</extracomment>
        <translation>Quellen und frühere Prüfungen</translation>
    </message>
    <message>
        <source>This scan</source>
        <translation>Diese Prüfung</translation>
    </message>
    <message>
        <source>Watched folders</source>
        <translation>Überwachte Ordner</translation>
    </message>
    <message>
        <source>Earlier scans</source>
        <translation>Frühere Prüfungen</translation>
    </message>
    <message>
        <source>Right-click to watch this folder</source>
        <translation>Rechtsklick, um diesen Ordner zu überwachen</translation>
    </message>
    <message>
        <source>New pictures in it are scanned while Unmask is open</source>
        <translation>Neue Bilder darin werden geprüft, solange Unmask offen ist</translation>
    </message>
    <message>
        <source>Resume: go on where this scan stopped</source>
        <translation>Weiter: dort, wo diese Prüfung angehalten hat</translation>
    </message>
    <message>
        <source>Resume the scan of {0}</source>
        <translation>Prüfung von {0} fortsetzen</translation>
    </message>
    <message>
        <source>Delete all earlier scans</source>
        <translation>Alle früheren Prüfungen löschen</translation>
    </message>
    <message>
        <source>Show results</source>
        <translation>Ergebnisse zeigen</translation>
    </message>
    <message>
        <source>Scan again</source>
        <translation>Noch einmal prüfen</translation>
    </message>
    <message>
        <source>Resume</source>
        <translation>Weiter</translation>
    </message>
    <message>
        <source>Delete this scan</source>
        <translation>Diese Prüfung löschen</translation>
    </message>
    <message>
        <source>Don&apos;t watch any more</source>
        <translation>Nicht mehr überwachen</translation>
    </message>
    <message>
        <source>Watch this folder</source>
        <translation>Diesen Ordner überwachen</translation>
    </message>
    <message>
        <source>{0} fake of {1}</source>
        <translation>{0} von {1} falsch</translation>
    </message>
    <message>
        <source>{0} of {1} done</source>
        <translation>{0} von {1} geprüft</translation>
    </message>
    <message>
        <source>Model: {0}</source>
        <translation>Modell: {0}</translation>
    </message>
    <message>
        <source>Not finished: {0} of {1} files found</source>
        <translation>Nicht fertig: {0} von {1} gefundenen Dateien</translation>
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
        <translation>halbe Größe</translation>
    </message>
    <message>
        <source>mirrored</source>
        <translation>gespiegelt</translation>
    </message>
    <message>
        <source>cropped</source>
        <translation>beschnitten</translation>
    </message>
</context>
<context>
    <name>StabilityStrip</name>
    <message>
        <source>Scores after small changes</source>
        <translation>Werte nach kleinen Änderungen</translation>
    </message>
    <message>
        <source>as it is</source>
        <translation>wie es ist</translation>
    </message>
</context>
<context>
    <name>SummaryPanel</name>
    <message>
        <source>What the flags mean</source>
        <extracomment>Steps of the slider: shares of fakes, in per mille, closer where it matters. Fewer flags than chance gives more often than this are not worth a word.</extracomment>
        <translation>Was die Meldungen bedeuten</translation>
    </message>
    <message>
        <source>How common fakes are among these pictures</source>
        <translation>Wie häufig Fälschungen unter diesen Bildern sind</translation>
    </message>
    <message>
        <source>Nothing was judged yet.</source>
        <translation>Noch wurde nichts beurteilt.</translation>
    </message>
    <message numerus="yes">
        <source>%n picture(s) flagged as fake.</source>
        <translation>
            <numerusform>%n Bild als falsch gemeldet.</numerusform>
            <numerusform>%n Bilder als falsch gemeldet.</numerusform>
        </translation>
    </message>
    <message>
        <source>How often the model is wrong is not known, so nobody can say how many of them are.</source>
        <translation>Wie oft das Modell sich irrt, ist nicht bekannt; wie viele davon stimmen, kann also niemand sagen.</translation>
    </message>
    <message>
        <source>If all were genuine, about {0} would be flagged all the same.</source>
        <translation>Wären alle echt, würden trotzdem etwa {0} gemeldet.</translation>
    </message>
    <message>
        <source>If {0} of the faces here were fake:</source>
        <translation>Wären hier {0} der Gesichter falsch:</translation>
    </message>
    <message>
        <source>about {0} of 100 flags on single faces would be right.</source>
        <translation>träfen etwa {0} von 100 Meldungen einzelner Gesichter zu.</translation>
    </message>
    <message numerus="yes">
        <source>%n picture(s) that look the same as another are left out here.</source>
        <translation>
            <numerusform>%n Bild, das wie ein anderes aussieht, zählt hier nicht mit.</numerusform>
            <numerusform>%n Bilder, die wie ein anderes aussehen, zählen hier nicht mit.</numerusform>
        </translation>
    </message>
    <message>
        <source>So many would come by chance in fewer than 1 of {0} such folders.</source>
        <translation>So viele kämen durch Zufall in weniger als 1 von {0} solchen Ordnern vor.</translation>
    </message>
    <message>
        <source>So many can come by chance: in {0} of such folders.</source>
        <translation>So viele können Zufall sein: in {0} solcher Ordner.</translation>
    </message>
</context>
<context>
    <name>ThumbnailView</name>
    <message>
        <source>Results as thumbnails</source>
        <extracomment>Requests beyond this are dropped, oldest first: whoever scrolls fast wants what is in sight now.</extracomment>
        <translation>Ergebnisse als Vorschaubilder</translation>
    </message>
</context>
<context>
    <name>TrainerProcess</name>
    <message>
        <source>The trainer was stopped by the system</source>
        <extracomment>Time that the trainer gets to write its state when the window closes.</extracomment>
        <translation>Das Training wurde vom System beendet</translation>
    </message>
    <message>
        <source>The trainer ended early</source>
        <translation>Das Training endete vorzeitig</translation>
    </message>
    <message>
        <source>{0} (exit code {1}). {2}</source>
        <translation>{0} (Code {1}). {2}</translation>
    </message>
    <message>
        <source>The trainer could not be started: {0}</source>
        <translation>Das Training konnte nicht gestartet werden: {0}</translation>
    </message>
</context>
<context>
    <name>TrainingDialog</name>
    <message>
        <source>Retrain the model</source>
        <extracomment>Offered first: large public sets of real and fake faces. Files of a run that the trainer writes, by which its folder is known.</extracomment>
        <translation>Modell neu trainieren</translation>
    </message>
    <message>
        <source>Trains a model on pictures that are known to be real or fake. That takes from half an hour to a day, and you can stop and go on at any time. Only a Kaggle data set is fetched from the network; nothing is sent.</source>
        <translation>Trainiert ein Modell an Bildern, von denen bekannt ist, ob sie echt oder falsch sind. Das dauert eine halbe Stunde bis einen Tag; Sie können jederzeit anhalten und weitermachen. Nur ein Kaggle-Datensatz wird aus dem Netz geholt; nichts wird gesendet.</translation>
    </message>
    <message>
        <source>Kaggle data set, folder or zip file</source>
        <translation>Kaggle-Datensatz, Ordner oder Zip-Datei</translation>
    </message>
    <message>
        <source>owner/name of any Kaggle data set, or a folder or zip file with real and fake folders</source>
        <translation>besitzer/name eines Kaggle-Datensatzes, oder ein Ordner oder eine Zip-Datei mit Ordnern real und fake</translation>
    </message>
    <message>
        <source>&amp;Folder…</source>
        <translation>&amp;Ordner…</translation>
    </message>
    <message>
        <source>&amp;Zip file…</source>
        <translation>&amp;Zip-Datei…</translation>
    </message>
    <message>
        <source>Kaggle token</source>
        <translation>Kaggle-Token</translation>
    </message>
    <message>
        <source>EfficientNet-Lite0: the best by far (slow)</source>
        <translation>EfficientNet-Lite0: mit Abstand am besten (langsam)</translation>
    </message>
    <message>
        <source>Four convolution blocks, from scratch (for comparison)</source>
        <translation>Vier Faltungsblöcke, von Grund auf (zum Vergleich)</translation>
    </message>
    <message>
        <source>Two convolution blocks, from scratch (fast, for learning)</source>
        <translation>Zwei Faltungsblöcke, von Grund auf (schnell, zum Lernen)</translation>
    </message>
    <message>
        <source>Faces, cut out</source>
        <translation>Ausgeschnittene Gesichter</translation>
    </message>
    <message>
        <source>Whole pictures</source>
        <translation>Ganze Bilder</translation>
    </message>
    <message>
        <source>As many as the network needs</source>
        <translation>So viele, wie das Netz braucht</translation>
    </message>
    <message>
        <source>Pictures:</source>
        <translation>Bilder:</translation>
    </message>
    <message>
        <source>Kaggle token:</source>
        <translation>Kaggle-Token:</translation>
    </message>
    <message>
        <source>Network:</source>
        <translation>Netz:</translation>
    </message>
    <message>
        <source>It judges:</source>
        <translation>Es beurteilt:</translation>
    </message>
    <message>
        <source>Epochs:</source>
        <translation>Epochen:</translation>
    </message>
    <message>
        <source>&amp;Start training</source>
        <translation>Training &amp;starten</translation>
    </message>
    <message>
        <source>&amp;Go on with the interrupted training</source>
        <translation>Unterbrochenes Training &amp;fortsetzen</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>Schließen</translation>
    </message>
    <message>
        <source>Progress of this step</source>
        <translation>Fortschritt dieses Schritts</translation>
    </message>
    <message>
        <source>Loss</source>
        <translation>Verlust</translation>
    </message>
    <message>
        <source>Told apart correctly (AUC)</source>
        <translation>Richtig unterschieden (AUC)</translation>
    </message>
    <message>
        <source>Warnings about the data</source>
        <translation>Warnungen zu den Daten</translation>
    </message>
    <message>
        <source>The new model beside the one in use</source>
        <translation>Das neue Modell neben dem verwendeten</translation>
    </message>
    <message>
        <source>&amp;Use the new model</source>
        <translation>Neues Modell &amp;verwenden</translation>
    </message>
    <message>
        <source>&amp;Keep the present model</source>
        <translation>Jetziges Modell &amp;behalten</translation>
    </message>
    <message>
        <source>&amp;Go back to the model before</source>
        <translation>Zurück zum &amp;vorigen Modell</translation>
    </message>
    <message>
        <source>&amp;Cancel</source>
        <translation>&amp;Abbrechen</translation>
    </message>
    <message>
        <source>&amp;Back</source>
        <translation>&amp;Zurück</translation>
    </message>
    <message>
        <source>Starting…</source>
        <translation>Beginnt…</translation>
    </message>
    <message>
        <source>A token is stored; leave this empty to use it</source>
        <translation>Ein Token ist gespeichert; leer lassen, um ihn zu verwenden</translation>
    </message>
    <message>
        <source>A new one replaces it. Make it at {0}</source>
        <translation>Ein neuer ersetzt ihn. Zu erstellen unter {0}</translation>
    </message>
    <message>
        <source>Paste the token, username:key, or the text of kaggle.json</source>
        <translation>Token, benutzer:schlüssel oder den Text von kaggle.json einfügen</translation>
    </message>
    <message>
        <source>Kaggle wants to know who downloads. Make a token at {0} (Generate New Token).</source>
        <translation>Kaggle will wissen, wer herunterlädt. Erstellen Sie einen Token unter {0} (Generate New Token).</translation>
    </message>
    <message>
        <source>Folder with real and fake pictures</source>
        <translation>Ordner mit echten und falschen Bildern</translation>
    </message>
    <message>
        <source>Zip file with real and fake pictures</source>
        <translation>Zip-Datei mit echten und falschen Bildern</translation>
    </message>
    <message>
        <source>Zip files (*.zip)</source>
        <translation>Zip-Dateien (*.zip)</translation>
    </message>
    <message>
        <source>There is no such folder or zip file, and this is not a data set&apos;s name (owner/name).</source>
        <translation>Es gibt weder einen solchen Ordner noch eine solche Zip-Datei, und dies ist kein Name eines Datensatzes (besitzer/name).</translation>
    </message>
    <message>
        <source>Stopping after this step; what was learnt is kept…</source>
        <translation>Hält nach diesem Schritt an; das Gelernte bleibt…</translation>
    </message>
    <message>
        <source>on the graphics card</source>
        <translation>auf der Grafikkarte</translation>
    </message>
    <message>
        <source>on the processor</source>
        <translation>auf dem Prozessor</translation>
    </message>
    <message>
        <source>Training {0} {1}</source>
        <translation>Training von {0} {1}</translation>
    </message>
    <message>
        <source>Measured on the test pictures; writing the model…</source>
        <translation>An den Testbildern gemessen; das Modell wird geschrieben…</translation>
    </message>
    <message>
        <source>Stopped. You can go on with it later.</source>
        <translation>Angehalten. Sie können später weitermachen.</translation>
    </message>
    <message>
        <source>The training was stopped. You can go on with it here.</source>
        <translation>Das Training wurde angehalten. Hier können Sie weitermachen.</translation>
    </message>
    <message>
        <source>The training failed.</source>
        <translation>Das Training ist fehlgeschlagen.</translation>
    </message>
    <message>
        <source>{0}: {1} real, {2} fake</source>
        <translation>{0}: {1} echt, {2} falsch</translation>
    </message>
    <message>
        <source>Fake is what lies in {0}</source>
        <translation>Falsch ist, was in {0} liegt</translation>
    </message>
    <message>
        <source>Real is what lies in {0}</source>
        <translation>Echt ist, was in {0} liegt</translation>
    </message>
    <message>
        <source>Train</source>
        <translation>Training</translation>
    </message>
    <message>
        <source>Validation</source>
        <translation>Validierung</translation>
    </message>
    <message>
        <source>Test</source>
        <translation>Test</translation>
    </message>
    <message>
        <source>epoch {0}</source>
        <translation>Epoche {0}</translation>
    </message>
    <message>
        <source>{0} left</source>
        <translation>noch {0}</translation>
    </message>
    <message>
        <source>Downloading</source>
        <translation>Herunterladen</translation>
    </message>
    <message>
        <source>Unpacking</source>
        <translation>Entpacken</translation>
    </message>
    <message>
        <source>Looking for duplicates and shortcuts</source>
        <translation>Suche nach Dubletten und Abkürzungen</translation>
    </message>
    <message>
        <source>Cutting out faces</source>
        <translation>Gesichter ausschneiden</translation>
    </message>
    <message>
        <source>Training</source>
        <translation>Training</translation>
    </message>
    <message>
        <source>Measuring</source>
        <translation>Messen</translation>
    </message>
    <message>
        <source>Finding out where it can be trusted</source>
        <translation>Es wird ermittelt, wo man ihm trauen kann</translation>
    </message>
    <message>
        <source>Measuring the model in use on the same pictures</source>
        <translation>Das verwendete Modell wird an denselben Bildern gemessen</translation>
    </message>
    <message>
        <source>Writing the model</source>
        <translation>Modell schreiben</translation>
    </message>
    <message>
        <source>The training is done. Decide whether its model is to be used.</source>
        <translation>Das Training ist fertig. Entscheiden Sie, ob sein Modell verwendet wird.</translation>
    </message>
    <message>
        <source>New model</source>
        <translation>Neues Modell</translation>
    </message>
    <message>
        <source>Model in use</source>
        <translation>Verwendetes Modell</translation>
    </message>
    <message>
        <source>There are not enough test pictures to say which is better.</source>
        <translation>Es gibt zu wenige Testbilder, um zu sagen, welches besser ist.</translation>
    </message>
    <message>
        <source>On the same pictures the new model is clearly better.</source>
        <translation>An denselben Bildern ist das neue Modell klar besser.</translation>
    </message>
    <message>
        <source>On the same pictures the new model is clearly worse. Keep the present one.</source>
        <translation>An denselben Bildern ist das neue Modell klar schlechter. Behalten Sie das jetzige.</translation>
    </message>
    <message>
        <source>On the same pictures the difference is within chance.</source>
        <translation>An denselben Bildern liegt der Unterschied im Bereich des Zufalls.</translation>
    </message>
    <message>
        <source>The next scan uses the new model.</source>
        <translation>Die nächste Prüfung nimmt das neue Modell.</translation>
    </message>
    <message>
        <source>The present model stays. The new one is in {0}.</source>
        <translation>Das jetzige Modell bleibt. Das neue liegt in {0}.</translation>
    </message>
    <message>
        <source>The next scan uses the model from before. The new one stays in the list of models.</source>
        <translation>Die nächste Prüfung nimmt das vorige Modell. Das neue bleibt in der Liste der Modelle.</translation>
    </message>
</context>
<context>
    <name>Verdict</name>
    <message>
        <source>Fake</source>
        <translation>Falsch</translation>
    </message>
    <message>
        <source>Real</source>
        <translation>Echt</translation>
    </message>
    <message>
        <source>Inconclusive</source>
        <translation>Unklar</translation>
    </message>
    <message>
        <source>No face</source>
        <translation>Kein Gesicht</translation>
    </message>
    <message>
        <source>Error</source>
        <translation>Fehler</translation>
    </message>
</context>
<context>
    <name>Watching</name>
    <message>
        <source>{0} is no folder.</source>
        <translation>{0} ist kein Ordner.</translation>
    </message>
    <message>
        <source>The watched folder {0} can&apos;t be read. It is looked for again every minute.</source>
        <translation>Der überwachte Ordner {0} kann nicht gelesen werden. Er wird jede Minute wieder gesucht.</translation>
    </message>
    <message numerus="yes">
        <source>%n new picture(s) in a watched folder flagged as fake: {0}</source>
        <translation>
            <numerusform>%n neues Bild in einem überwachten Ordner als falsch gemeldet: {0}</numerusform>
            <numerusform>%n neue Bilder in einem überwachten Ordner als falsch gemeldet: {0}</numerusform>
        </translation>
    </message>
    <message>
        <source>Show</source>
        <translation>Zeigen</translation>
    </message>
</context>
</TS>
