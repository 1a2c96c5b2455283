<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="en" sourcelanguage="en">
<context>
    <name>AboutDialog</name>
    <message numerus="yes">
        <source>%n part(s) failed. The support report says which.</source>
        <translation>
            <numerusform>%n part failed. The support report says which.</numerusform>
            <numerusform>%n parts failed. The support report says which.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>Exporter</name>
    <message numerus="yes">
        <source>%n row(s) were written to {0}.</source>
        <translation>
            <numerusform>%n row was written to {0}.</numerusform>
            <numerusform>%n rows were written to {0}.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>FailuresPanel</name>
    <message numerus="yes">
        <source>%n file(s) could not be judged</source>
        <translation>
            <numerusform>%n file could not be judged</numerusform>
            <numerusform>%n files could not be judged</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>MainWindow</name>
    <message numerus="yes">
        <source>%n picture(s) were scanned before.</source>
        <translation>
            <numerusform>%n picture was scanned before.</numerusform>
            <numerusform>%n pictures were scanned before.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n result(s) of an earlier scan</source>
        <translation>
            <numerusform>%n result of an earlier scan</numerusform>
            <numerusform>%n results of an earlier scan</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n new picture(s) scanned in watched folders</source>
        <translation>
            <numerusform>%n new picture scanned in watched folders</numerusform>
            <numerusform>%n new pictures scanned in watched folders</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n picture(s) in {0}</source>
        <translation>
            <numerusform>%n picture in {0}</numerusform>
            <numerusform>%n pictures in {0}</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n result(s) taken off the list. The files stay where they are.</source>
        <translation>
            <numerusform>%n result taken off the list. The file stays where it is.</numerusform>
            <numerusform>%n results taken off the list. The files stay where they are.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>Reviewer</name>
    <message numerus="yes">
        <source>Note on %n picture(s):</source>
        <translation>
            <numerusform>Note on %n picture:</numerusform>
            <numerusform>Note on %n pictures:</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Note on %n picture(s), instead of the different ones that they have:</source>
        <translation>
            <numerusform>Note on %n picture, instead of the different ones that it has:</numerusform>
            <numerusform>Note on %n pictures, instead of the different ones that they have:</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>ScanBar</name>
    <message numerus="yes">
        <source>{0} → {1}, %n picture(s) that both judged:</source>
        <translation>
            <numerusform>{0} → {1}, %n picture that both judged:</numerusform>
            <numerusform>{0} → {1}, %n pictures that both judged:</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n verdict(s) changed</source>
        <translation>
            <numerusform>%n verdict changed</numerusform>
            <numerusform>%n verdicts changed</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>ScanHistory</name>
    <message numerus="yes">
        <source>%n earlier scan(s) deleted: {0}. The pictures stay.</source>
        <translation>
            <numerusform>%n earlier scan deleted: {0}. The pictures stay.</numerusform>
            <numerusform>%n earlier scans deleted: {0}. The pictures stay.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>The scan of {0} ({1}) was not finished: %n file(s) are done.</source>
        <translation>
            <numerusform>The scan of {0} ({1}) was not finished: %n file is done.</numerusform>
            <numerusform>The scan of {0} ({1}) was not finished: %n files are done.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>SelectionActions</name>
    <message numerus="yes">
        <source>The review of %n picture(s) was changed.</source>
        <translation>
            <numerusform>The review of %n picture was changed.</numerusform>
            <numerusform>The review of %n pictures was changed.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>SummaryPanel</name>
    <message numerus="yes">
        <source>%n picture(s) flagged as fake.</source>
        <translation>
            <numerusform>%n picture flagged as fake.</numerusform>
            <numerusform>%n pictures flagged as fake.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>about {0} of these %n flagged face(s) would really be fake ({1}).</source>
        <translation>
            <numerusform>about {0} of %n flagged face would really be fake ({1}).</numerusform>
            <numerusform>about {0} of these %n flagged faces would really be fake ({1}).</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n picture(s) that look the same as another are left out here.</source>
        <translation>
            <numerusform>%n picture that looks the same as another is left out here.</numerusform>
            <numerusform>%n pictures that look the same as another are left out here.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>Watching</name>
    <message numerus="yes">
        <source>%n new picture(s) in a watched folder flagged as fake: {0}</source>
        <translation>
            <numerusform>%n new picture in a watched folder flagged as fake: {0}</numerusform>
            <numerusform>%n new pictures in a watched folder flagged as fake: {0}</numerusform>
        </translation>
    </message>
</context>
</TS>
