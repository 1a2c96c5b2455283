"""Sentences of parts that know no languages: every one has a pattern here, and is shown in the user's language."""

from __future__ import annotations

import ast
import io
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest
from PIL import Image
from PySide6.QtCore import QLocale, QTranslator
from PySide6.QtWidgets import QApplication

from app.detector.decode import DecodeError, decode
from app.detector.faces import FaceBox
from app.detector.verdict import Limits, Thresholds, judge_face
from app.gui.message_bar import MessageBar
from app.gui.sentences import PATTERNS, translated
from app.gui.wording import reason_text
from app.resources import RESOURCES

ROOT = Path(__file__).resolve().parents[3]
#: Of these, a sentence may reach the window: in a result, an event, an error, a check.
SPEAKING = [
    *sorted((ROOT / "app" / "detector").glob("*.py")),
    # The window knows no cluster.
    *(path for path in sorted((ROOT / "app" / "scan").glob("*.py")) if not path.name.startswith("cluster")),
    *sorted((ROOT / "app" / "evidence").glob("*.py")),
    ROOT / "app" / "models.py",
    ROOT / "app" / "self_test.py",
    ROOT / "app" / "trainer_command.py",
    ROOT / "app" / "report" / "atomic_file.py",
    ROOT / "app" / "gui" / "kaggle_token.py",
    ROOT / "app" / "gui" / "review_store.py",
    *(
        path
        for path in sorted((ROOT / "trainer").glob("*.py"))
        # Model cards, and what reads files that only the terminal takes, are not said in the window.
        if path.name not in ("model_card.py", "import_model.py", "teacher.py", "vision_encoder.py")
        and not path.name.startswith("foreign_")
    ),
]
#: What looks like one, but is for the terminal or for programmers.
NOT_SHOWN = (
    "EfficientNet-Lite0, fine-tuned from ImageNet weights. The default: the best by far on unseen pictures.",
    "Four convolution blocks (32 to 256) and three dense layers, from scratch. For comparison and for learning.",
    "Two convolution blocks and a dense layer, from scratch, with geometric augmentation. Fast, for learning.",
    "Unknown preset: expected one of {}. Received: {}",
    "Trains a model on real and fake pictures.",
    "The same pictures ({}) with {}",
    'Stopped. Run it again with --resume --out "{}" to go on.',
    "{} is no text in UTF-8.",
    "Only efficientnet-lite0 can learn from a teacher, and {} was chosen.",
    "Only efficientnet-lite0 can be joined with another model, not {}.",
    "With 0 epochs a model is only measured anew: name it (--start-from).",
    "With 0 epochs a model stays as it is: nothing is joined with it or taught to it.",
    "Without a second stage there is no head to add and no encoder that was tuned.",
    "The head of the model to start from is for another encoder.",
    "A training is resumed as it began: leave out {}, or start a new one.",
    # The window offers none that runs.
    "The training in {} is running already.",
    "  {} is what lies in: {}",
    # Of the terminal alone: the window names no tuned encoder.
    "Fine-tunes the second stage.",
    "{} is not what python -m trainer.fine_tuning writes.",
    "What was changed in an encoder is for the ONNX file that it was in, not for a model.",
)
HOLE = "{}"


@cache
def literals(path: Path) -> tuple[str, ...]:
    """The texts in a module that are no docstrings; what is filled in is a hole."""
    tree = ast.parse(path.read_text("utf-8"))
    inner = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Expr):
            inner.add(id(node.value))
        if isinstance(node, ast.JoinedStr):
            inner.update(id(part) for part in node.values)
    found = []
    for node in ast.walk(tree):
        if id(node) in inner:
            continue
        if isinstance(node, ast.JoinedStr):
            parts = (str(part.value) if isinstance(part, ast.Constant) else HOLE for part in node.values)
            found.append("".join(parts))
        elif isinstance(node, ast.Constant) and isinstance(node.value, str):
            found.append(node.value)
    return tuple(found)


def is_sentence(text: str) -> bool:
    """It begins as a sentence does, ends as one or with what is filled in, and holds three words."""
    begins = re.match(r"\s*([A-Z]|\{\})", text)
    return bool(begins) and text.endswith((".", HOLE)) and len(re.findall(r"\b[a-z']{2,}\b", text)) >= 3


def is_known(text: str) -> bool:
    """The text can be what a pattern, or several in a row, say."""
    expression = re.compile(re.escape(text).replace(re.escape(HOLE), ".*"), re.DOTALL)
    if any(expression.fullmatch(pattern) for pattern in PATTERNS):
        return True
    parts = re.split(r"(?<=\.) ", text)
    return len(parts) > 1 and all(part == HOLE or is_known(part) for part in parts)


@pytest.mark.parametrize("path", SPEAKING, ids=lambda path: str(path.relative_to(ROOT)))
def test_every_sentence_that_may_reach_the_window_has_a_pattern(path):
    assert [text for text in literals(path) if is_sentence(text) and text not in NOT_SHOWN and not is_known(text)] == []


@pytest.mark.parametrize("pattern", PATTERNS)
def test_every_pattern_is_still_said_somewhere(pattern):
    said = "\n".join(text for path in SPEAKING for text in literals(path))
    # The longest part without a place, or, of sentences that are put together, any of its words in a row.
    parts = sorted(re.split(r"\{\d\}", pattern), key=len)
    words = parts[-1].split()
    runs = [" ".join(words[at : at + 3]) for at in range(max(1, len(words) - 2))]
    system = PATTERNS.index(pattern) >= PATTERNS.index("No such file or directory")
    assert system or any(run in said for run in runs), pattern


@pytest.fixture
def german(qapp: QApplication) -> Iterator[None]:
    translator = QTranslator()
    assert translator.load("unmask_de", str(RESOURCES / "translations"))
    before = QLocale()
    qapp.installTranslator(translator)
    QLocale.setDefault(QLocale("de_DE"))
    yield
    QLocale.setDefault(before)
    qapp.removeTranslator(translator)


def drawn(kind: str) -> bytes:
    stream = io.BytesIO()
    Image.effect_noise((64, 64), 50).save(stream, kind)
    return stream.getvalue()


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (b"", "Die Datei ist leer (0 Bytes)."),
        (b"This is a text.", "Der Inhalt ist kein Bild in einem unterstützten Format."),
        (drawn("PNG")[:600], "Das Bild ist beschädigt: "),
    ],
    ids=["empty", "text", "cut off"],
)
def test_what_is_wrong_with_a_real_file_is_said_in_german(german, data, said):
    with pytest.raises(DecodeError) as caught:
        decode(data)
    assert reason_text(str(caught.value)).startswith(said)


def test_what_is_said_of_a_real_face_is_said_in_german(german):
    thresholds, limits = Thresholds(0.9, 0.2, 0.01, 0.05), Limits(20, 1.0, 15)
    reasons = [
        judge_face(FaceBox(0, 0, side, side, 0.9), 0.0, sharpness, luma, 1.0, thresholds, limits).reason
        for side, sharpness, luma in ((12, 50, 99), (50, 0.1, 99), (50, 50, 9), (50, 50, 99))
    ]
    assert list(map(reason_text, reasons)) == [
        "Das Gesicht ist zu klein, um es zu beurteilen (12 Pixel; nötig sind 20).",
        "Das Gesicht ist zu unscharf, um es zu beurteilen.",
        "Das Gesicht ist zu dunkel, um es zu beurteilen.",
        "Der Wert liegt zwischen den Schwellen für echt und falsch.",
    ]


@pytest.mark.parametrize(
    ("english", "german_text"),
    [
        (
            "The folder for the journal can't be made: Permission denied. The scan goes on without a journal: it can't "
            "be resumed, and is not in the list of scans.",
            "Der Ordner für das Journal kann nicht angelegt werden: keine Berechtigung. Die Prüfung läuft ohne Journal "
            "weiter: Sie kann nicht fortgesetzt werden und steht nicht in der Liste der Prüfungen.",
        ),
        (
            "The model file /a. b/model.tflite is missing. Install the model again. The bundled model is used instead.",
            "Die Modelldatei /a. b/model.tflite fehlt. Installieren Sie das Modell neu. Stattdessen wird das "
            "mitgelieferte Modell benutzt.",
        ),
        (
            "Train and test share 1,234 pictures, byte for byte: scores on test partly measure memory.",
            "Train und test haben 1.234 Bilder gemeinsam, Byte für Byte: "
            "Werte auf test messen zum Teil das Gedächtnis.",
        ),
        (
            "In celeb set, an 8x8 thumbnail alone (framing, background, colour) tells real from fake with AUC 0.93 "
            "(95 % interval 0.91 to 0.95): a high score here says little about faces.",
            "In celeb set verrät allein ein Vorschaubild von 8x8 Pixeln (Ausschnitt, Hintergrund, Farbe), was echt "
            "und was falsch ist, mit AUC 0,93 (95-%-Intervall 0,91 bis 0,95): Ein hoher Wert sagt hier "
            "wenig über Gesichter.",
        ),
        (
            # As macOS says of a protected folder, and systems of shares.
            "The folder can't be read: Operation not permitted.",
            "Der Ordner kann nicht gelesen werden: nicht erlaubt.",
        ),
        ("/x can't be read: Host is down.", "/x kann nicht gelesen werden: der Server ist nicht erreichbar."),
        ("Nobody ever said this.", "Nobody ever said this."),
    ],
)
def test_sentences_in_sentences_and_figures_follow_the_language(german, english, german_text):
    assert translated(english) == german_text


def test_in_english_nothing_changes_but_the_separators_of_the_country():
    for text in ("The file can't be read: Permission denied.", "A model.\nIt is here.", "1,234 pictures"):
        assert translated(text) == text


def test_a_warning_of_another_part_is_shown_in_german(german, qtbot):
    bar = MessageBar()
    qtbot.addWidget(bar)
    bar.show_warning("The picture needs more memory than a worker may use.")
    assert bar.text == "Das Bild braucht mehr Speicher, als ein Arbeitsprozess belegen darf."
