"""Makes a bundle of a network that somebody else trained: a stranger's ``.keras`` or ``.h5`` file.

Keras' own loaders turn names in a file into Python objects, and have run strangers' code that way again and again. Here
nothing in the file names anything: its description is read as data (`trainer.foreign_file`) and compared with a list of
plain layers (`trainer.foreign_graph`), a new network is built from those (`trainer.foreign_network`), and of the file
itself only arrays of numbers are taken over.
"""

from __future__ import annotations

import hashlib
import re
import sys
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import numpy as np
import tensorflow as tf

from app import __version__
from app.detector.bundle import NETWORK, BundleError, Manifest, logit_of, read_manifest
from app.detector.crop import RESIZE_FILTER
from app.detector.decode import RgbArray
from app.detector.detector import sharpness
from app.detector.labelled import LabelledFile, LayoutError, read_labelled_folder
from app.detector.litert import Network
from app.detector.metrics import auc_figure, group_figures
from app.detector.verdict import Limits, Thresholds, calibrated
from trainer.calibration import choose_thresholds, fit_temperature, source_weights
from trainer.export import write_bundle
from trainer.face_crops import CropSettings, crop_picture
from trainer.foreign_file import ImportRefused, open_model
from trainer.foreign_graph import Graph, read_graph
from trainer.foreign_network import VALUES, Class, converted, find_head, rebuild, takes_full_range

_PICTURES_PER_CLASS = 500
_LEAST_PICTURES_PER_CLASS = 20


def import_model(
    file: Path, out: Path, positive: Class | None, labelled: Path | None, values: str | None = None
) -> Path:
    """Makes a bundle of a trained Keras network.

    The network has to take one square RGB picture of 16 to 1024 pixels and end in one unit (a sigmoid, or linear: then
    it is taken for a logit) or in two (a softmax). It is taken to judge whole pictures, as public notebooks do; a
    ``model.keras`` beside its own manifest is taken for what that says.

    Args:
        file: whole model, ``.keras`` (Keras 2.13 and later) or ``.h5``; the content decides which.
        out: folder of this run.
        positive: what a high output means; of two units, what the second stands for. If None, a person at a terminal
            is asked.
        labelled: folder with real and fake pictures: they calibrate the score and tell whether ``positive`` is wrong.
        values: what it was trained on, a key of `VALUES`; if None, what its first layers tell, else "unit".

    Returns:
        Folder of the bundle, ``out / "bundle"``.

    Raises:
        ImportRefused: the file is no such network, or can't be rebuilt without code from elsewhere.
        OSError: a file can't be read or written.
    """
    with open_model(file) as (config, weights):
        graph = read_graph(config)
        own = _own_manifest(file)
        _, units = find_head(graph)
        high = "a high output" if units == 1 else "a high second output (index 1)"
        positive = "fake" if own else positive or _ask(high)
        # What this program wrote takes 0 to 255.
        told = None if own else values
        given = "bytes" if own else values or ("bytes" if takes_full_range(graph, weights) else "unit")
        model = rebuild(graph, weights, positive, given)
    litert = converted(model)
    crop = CropSettings(graph.size, own.margin if own else 1.5, own is None or own.crop == "whole")
    in_words = VALUES[given][2]
    measured = _measure(Network(litert), labelled, crop, positive, in_words) if labelled else None
    manifest = _manifest(file, graph, crop, own, measured)
    manifest.training.update(positive=positive, values=in_words)
    return write_bundle(out / "bundle", manifest, {NETWORK: litert}, model, _card(manifest, high, told is not None))


def _ask(high: str) -> Class:
    """The class that a high output stands for, as a person at the terminal says."""
    if not sys.stdin.isatty():
        raise ImportRefused(f"Say what {high} of this network means: --positive fake or --positive real.")
    while True:
        sys.stderr.write(f"Does {high} of this network mean fake or real? [fake/real] ")
        sys.stderr.flush()
        answer = sys.stdin.readline()
        if not answer:
            raise ImportRefused(f"It was not said what {high} of this network means.")
        match answer.strip().lower():
            case "fake":
                return "fake"
            case "real":
                return "real"


def _own_manifest(file: Path) -> Manifest | None:
    """The manifest beside the file, if it names just this file."""
    try:
        manifest = read_manifest(file.parent)
    except BundleError:
        return None
    return manifest if manifest.files.get(file.name) == _sha256(file) else None


def _sha256(file: Path) -> str:
    with file.open("rb") as content:
        return hashlib.file_digest(content, "sha256").hexdigest()


# What it is worth.


@dataclass(frozen=True, slots=True)
class _Measured:
    """What labelled pictures said of the network.

    Attributes:
        temperature: see `trainer.calibration`.
        thresholds: see `trainer.calibration`.
        min_sharpness: almost all of the pictures are sharper.
        counts: pictures, by class.
        figures: see `app.detector.metrics.group_figures`.
    """

    temperature: float
    thresholds: Thresholds
    min_sharpness: float
    counts: dict[str, int]
    figures: dict[str, dict[str, float | None]]


def _measure(network: Network, folder: Path, crop: CropSettings, positive: Class, values: str) -> _Measured:
    """Runs the network on labelled pictures, at most 500 of each class.

    Raises:
        ImportRefused: there are too few, or they say that ``positive`` is the wrong class, or that the network can't
            tell the classes apart.
    """
    try:
        everything = read_labelled_folder(folder)
    except LayoutError as error:
        raise ImportRefused(str(error)) from error
    files: list[LabelledFile] = []
    inputs: list[RgbArray] = []
    generator = np.random.default_rng(0)
    counts = {}
    for label in ("real", "fake"):
        members = [file for file in everything if file.label == label]
        before = len(files)
        for index in generator.permutation(len(members)):
            if len(files) - before == _PICTURES_PER_CLASS:
                break
            cropped = crop_picture(members[index].path, crop)
            if not isinstance(cropped, str):
                files.append(members[index])
                inputs.append(cropped[0])
        counts[label] = len(files) - before
    if min(counts.values()) < _LEAST_PICTURES_PER_CLASS:
        raise ImportRefused(
            f"{folder} has {counts['real']} real and {counts['fake']} fake pictures that can be judged; at least "
            f"{_LEAST_PICTURES_PER_CLASS} of each are needed."
        )
    logits = np.array([logit_of(network, pixels) for pixels in inputs], np.float64)
    fake = np.array([file.label == "fake" for file in files])
    area = auc_figure(logits, fake)
    if area.high < 0.5:
        other = "real" if positive == "fake" else "fake"
        raise ImportRefused(
            f"On {area.n} labelled pictures this network rates genuine ones above fakes (AUC {area.value:.2f}, 95 % "
            f"interval {area.low:.2f} to {area.high:.2f}): the positive class seems to be the other one; try "
            f"--positive {other}."
        )
    if not area.low > 0.5:
        raise ImportRefused(
            f"On {area.n} labelled pictures this network can't tell genuine ones from fakes (AUC {area.value:.2f}, "
            f"95 % interval {area.low:.2f} to {area.high:.2f}). It was given values of {values}: does it expect "
            "others (--values), or other pictures?"
        )
    sources = [file.source for file in files]
    temperature = fit_temperature(logits, fake, source_weights(sources, fake))
    thresholds = choose_thresholds(logits, fake, sources, temperature)
    scores = np.array([calibrated(float(logit), temperature) for logit in logits])
    figures = {
        key: figure.to_json() for key, figure in group_figures(scores, fake, thresholds.fake, thresholds.real).items()
    }
    sharp = float(np.quantile([sharpness(pixels) for pixels in inputs], 0.005))
    return _Measured(temperature, thresholds, sharp, counts, figures)


def _manifest(
    file: Path, graph: Graph, crop: CropSettings, own: Manifest | None, measured: _Measured | None
) -> Manifest:
    created = datetime.now(UTC)
    # Of two networks, the file holds the first alone, and what was measured is of both.
    kept = own if own and not own.second else None
    if measured:
        temperature, thresholds = measured.temperature, measured.thresholds
        limits = Limits(own.limits.min_face_px if own else 0.0, measured.min_sharpness)
    elif kept:
        temperature, thresholds, limits = kept.temperature, kept.thresholds, kept.limits
    else:
        # Round numbers. No share of errors is known, and the only bound that holds of any network is 1.
        temperature, thresholds = 1.0, Thresholds(0.9, 0.1, 1.0, 1.0)
        limits = own.limits if own else Limits(0.0, 0.0)
    name = re.sub(r"[^\w .()+-]", "_", file.stem)[:60]
    return Manifest(
        id=f"imported-{created:%Y%m%d-%H%M%S}",
        name=f"{name} (imported)",
        created=created.strftime("%Y-%m-%dT%H:%M:%SZ"),
        preset="imported",
        input_size=graph.size,
        crop="whole" if crop.whole else "face",
        margin=crop.margin,
        resize_filter=own.resize_filter if own else RESIZE_FILTER,
        temperature=temperature,
        thresholds=thresholds,
        limits=limits,
        files={},
        training={
            "calibrated": bool(measured or (kept and kept.is_measured)),
            "imported_sha256": _sha256(file),
            "counts": {"labelled": measured.counts} if measured else {},
            "app_version": __version__,
            "tensorflow": tf.__version__,
        },
        metrics={"validation": {"all": measured.figures}} if measured else {},
    )


def _card(manifest: Manifest, high: str, told: bool) -> str:
    """MODEL_CARD.md of a network of which only the file is known."""
    training, thresholds = manifest.training, manifest.thresholds
    if manifest.metrics:
        area, counts = manifest.metrics["validation"]["all"]["auc"], training["counts"]["labelled"]
        worth = [
            f"On {counts['real']} real and {counts['fake']} fake pictures that were given with it: AUC "
            f"{area['value']:.3f} [{area['low']:.3f}, {area['high']:.3f}]; temperature {manifest.temperature:.3f}; "
            f"fake from {thresholds.fake:.4f} on, which {100 * thresholds.false_alarm_rate:.2f} % of the genuine ones "
            f"reach; real up to {thresholds.real:.4f}, under which {100 * thresholds.miss_rate:.2f} % of the fakes "
            "lie. The thresholds were chosen on the same pictures, and if the network was trained on them too, these "
            "figures are far too good."
        ]
    elif training["calibrated"]:
        worth = ["Temperature, thresholds and limits are those of the model whose file this is. Nothing was measured."]
    else:
        worth = [
            "**Nothing was measured**, for no labelled pictures were given. The score is what the network says and no "
            f"calibrated probability; the thresholds (fake from {thresholds.fake:.1f} on, real up to "
            f"{thresholds.real:.1f}) are round numbers. How often it is wrong is unknown: the manifest says "
            "`calibrated: false`, and gives 1 for both error rates, the only bound that is known.",
            "",
            "Import it again with a folder of real and fake pictures (`--labelled`) to get figures.",
        ]
    if told:
        scaled = f"It is given values from {training['values']}, as was said when it was imported."
    elif training["values"] == "0 to 255":
        scaled = "The network scales the values 0 to 255 itself."
    else:
        scaled = "The network doesn't scale its input: it is taken to expect values from 0 to 1, and is given those."
    squared = (
        "It is shown each face, cut out as for the model whose file this is."
        if manifest.crop == "face"
        else "It is shown the centred square of each picture. A network that was trained on faces alone, or on "
        "pictures squeezed to a square, sees something else here than it learned from."
    )
    return "\n".join(
        [
            f"# {manifest.name}",
            "",
            f"`{manifest.id}`, imported {manifest.created} from a Keras file with the SHA-256 "
            f"`{training['imported_sha256']}`. Who trained it, on what, and under which terms is not known to this "
            "program. A score is a lead for a person, never a proof.",
            "",
            "## What was measured",
            "",
            *worth,
            "",
            "## How it is used",
            "",
            f"Input {manifest.input_size} x {manifest.input_size} pixels. {scaled} {squared} {high.capitalize()} of it "
            f"means {training['positive']}. A single last unit without a sigmoid is taken for a logit. Layers for "
            "training only (dropout, augmentation) were left out, the others rebuilt; of the file, only the weights "
            "are used.",
            "",
        ]
    )
