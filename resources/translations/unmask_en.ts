<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="en" sourcelanguage="en">
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
        <source>%n picture(s) in {0}</source>
        <translation>
            <numerusform>%n picture in {0}</numerusform>
            <numerusform>%n pictures in {0}</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n row(s) were written to {0}.</source>
        <translation>
            <numerusform>%n row was written to {0}.</numerusform>
            <numerusform>%n rows were written to {0}.</numerusform>
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
</context>
</TS>
