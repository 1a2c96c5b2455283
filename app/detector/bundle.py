"""A model bundle: the folder that the trainer writes and the program reads. Hashes first, then parsers, then a test.

``manifest.json`` describes the model and holds the SHA-256 of every other file. Nothing is parsed before its hash is
checked, and the network is used only after it gave the expected logits for the golden inputs.
"""

from __future__ import annotations

import hashlib
import io
import json
import math
import re
from collections.abc import Callable, Iterator
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any, Literal

import numpy as np
import numpy.typing as npt

from app.detector.cascade import Cascade, Head, SecondStage
from app.detector.crop import FILTER_NAMES
from app.detector.decode import RgbArray
from app.detector.litert import Network
from app.detector.metrics import wilson
from app.detector.shared_weights import SharedWeights
from app.detector.verdict import Limits, Thresholds

#: 2 added the second stage.
FORMAT_VERSION = 2
MANIFEST = "manifest.json"
NETWORK = "model.tflite"
KERAS = "model.keras"
#: What the preset of a bundle ends in that holds two networks in one.
PAIR = "-pair"
GOLDEN = "golden.npz"
#: Of the second stage, if there is one. The encoder is kept in parts that every host of files takes.
HEAD = "head.npz"
_ENCODER = "encoder-"
_PART_BYTES = 16 * 2**20
#: Largest difference between a golden logit and what this machine computes: other processors add in another order.
GOLDEN_TOLERANCE = 0.02
#: Of the second stage alone, whose layers round what they are given to 8 bits: a difference in the last digit grows.
SECOND_TOLERANCE = 1.5
_MAX_MANIFEST_BYTES = 2**20
_MAX_FILE_BYTES = 512 * 2**20


class BundleError(Exception):
    """The bundle is missing, altered or of another version. ``str()`` says which and what to do."""


@dataclass(frozen=True, slots=True)
class Manifest:
    """What a bundle says about itself.

    Attributes:
        id: short name, unique per training run; journals and reports refer to it.
        name: for people.
        created: ISO 8601, UTC.
        preset: network that was trained.
        input_size: side of the square input in pixels.
        crop: "face" (one score a face) or "whole" (one score a picture).
        margin: side of the square over that of the face's box.
        resize_filter: see `app.detector.crop`.
        temperature: logits are divided by it before the sigmoid.
        thresholds: where scores become words.
        limits: faces outside are inconclusive.
        files: SHA-256 in hex of every other file, by name.
        labels: names of class 0 and 1.
        positive: the class whose probability is the score: always "fake".
        training: how it was made: seed, command, fingerprint of the data, counts.
        metrics: what was measured, by set.
        second: when a second, slower network is asked, and what its answer weighs; None if there is none.
        format_version: of the bundle.
    """

    id: str
    name: str
    created: str
    preset: str
    input_size: int
    crop: Literal["face", "whole"]
    margin: float
    resize_filter: str
    temperature: float
    thresholds: Thresholds
    limits: Limits
    files: dict[str, str]
    labels: tuple[str, str] = ("real", "fake")
    positive: str = "fake"
    training: dict[str, Any] = field(default_factory=dict)
    metrics: dict[str, Any] = field(default_factory=dict)
    second: SecondStage | None = None
    format_version: int = FORMAT_VERSION

    @property
    def is_measured(self) -> bool:
        """Whether its error rates are known: they are not of a model that was imported without labelled pictures."""
        return self.training.get("calibrated") is not False

    @property
    def false_alarms(self) -> str:
        """The false-alarm rate in words: "1.0 %", or "not measured" for an imported model that nobody measured."""
        if not self.is_measured:
            return "not measured"
        under = "under " if self.thresholds.false_alarm_rate < self.false_alarm_rate else ""
        percentage = 100 * self.false_alarm_rate
        figure = f"{percentage:.1f}" if percentage >= 0.1 else f"{percentage:.2g}"
        return f"{under}{figure} %"

    @property
    def false_alarm_rate(self) -> float:
        """Share of genuine faces that are called fake, as far as those of Validation can tell.

        Of few, none is, as the threshold lies right above the highest of them; but of n + 1 faces, each is as likely to
        be the highest.
        """
        return max(self.thresholds.false_alarm_rate, 1 / (self._measured("real") + 1))

    def error_interval(self, label: Literal["real", "fake"]) -> tuple[float, float]:
        """95 % interval of the share of genuine faces that reach the fake threshold, or of fakes under the real one.

        Of a model that doesn't say on how many it was measured, the share that it names.
        """
        share = self.thresholds.false_alarm_rate if label == "real" else self.thresholds.miss_rate
        n = self._measured(label)
        return (share, share) if math.isinf(n) else wilson(share, n)

    def _measured(self, label: Literal["real", "fake"]) -> float:
        """How many faces of one source would tell as much as those of Validation do; infinite where it isn't known."""
        rates, figures = self.training.get("score_rates"), self.metrics.get("validation", {})
        try:
            # Models that keep no score rates, as imported ones, have figures alone.
            n = float(
                rates[label]["effective_n"] if rates else figures["all"]["fpr" if label == "real" else "fnr"]["n"]
            )
        except (KeyError, TypeError, ValueError):
            return math.inf
        return n if n >= 1 else math.inf

    def to_json(self) -> str:
        """The text of manifest.json."""
        return json.dumps(asdict(self), indent=2, ensure_ascii=False) + "\n"


@dataclass(frozen=True, slots=True)
class Bundle:
    """A bundle whose files were the ones that the manifest names.

    Attributes:
        folder: where it lies.
        manifest: what it says about itself.
        sha256: of manifest.json, and so of everything.
    """

    folder: Path
    manifest: Manifest
    sha256: str

    @property
    def model_card(self) -> Path:
        """The text that says what the model can and can't do."""
        return self.folder / "MODEL_CARD.md"

    def network(self) -> Network:
        """What turns a crop into a logit, read and checked anew: nothing keeps a hundred megabytes of files in memory.

        Not safe to share between threads.

        Raises:
            BundleError: the bundle was altered meanwhile.
        """
        return load_network(self.folder, sha256=self.sha256)[1]


def load_bundle(folder: Path) -> Bundle:
    """Reads a bundle, checks its hashes and runs the golden inputs.

    Args:
        folder: of the bundle.

    Returns:
        A bundle that is safe to use.

    Raises:
        BundleError: it is missing, altered, of a newer version, or computes something else.
    """
    return load_network(folder)[0]


def load_network(
    folder: Path, shared: SharedWeights | None = None, sha256: str | None = None
) -> tuple[Bundle, Network]:
    """As `load_bundle`, with the network that was checked: building another one takes a quarter of a second.

    Args:
        folder: of the bundle.
        shared: what the bundle's processes have in common, so that the encoder needn't be read.
        sha256: of the bundle that is wanted, if another one may lie there by now.
    """
    manifest, found = _read_manifest(folder)
    if sha256 not in (None, found):
        raise BundleError(f"The model in {folder} is another one than before. Start the program again.")
    if shared and shared.sha256 != found:
        shared = None  # The bundle was replaced meanwhile.
    contents = dict(_read_checked(folder, manifest, lambda name: not (shared and name.startswith(_ENCODER))))
    try:
        network = build_network(contents, manifest.second, shared)
    except ValueError as error:
        raise BundleError(f"The model {folder / NETWORK} can't be used: {error}.") from error
    if network.input_size != manifest.input_size:
        raise BundleError(f"The model in {folder} takes {network.input_size} pixels, its manifest says otherwise.")
    _check_golden(folder, network, contents[GOLDEN])
    return Bundle(folder, manifest, found), network


def share_weights(folder: Path) -> SharedWeights | None:
    """The largest parts of a bundle, for `pack_weights` and `load_network` in other processes.

    Returns:
        None if it has no encoder or the system no means.

    Raises:
        BundleError: a file is missing or altered, or the bundle is of a newer version.
    """
    manifest, sha256 = _read_manifest(folder)
    if not manifest.second:
        return None
    parts = _read_checked(folder, manifest, lambda name: name.startswith(_ENCODER))
    try:
        return SharedWeights((content for _, content in parts), sha256)
    except OSError:
        return None


def pack_weights(folder: Path, shared: SharedWeights) -> None:
    """Puts shared weights in order before they are used; see `SharedWeights.pack`.

    Args:
        folder: of the bundle.
        shared: from `share_weights`.

    Raises:
        BundleError: a file is missing or altered, or the bundle is of a newer version.
    """
    manifest, sha256 = _read_manifest(folder)
    if shared.sha256 == sha256:  # Else it was replaced meanwhile.
        shared.pack(lambda: Head.from_bytes(dict(_read_checked(folder, manifest, HEAD.__eq__))[HEAD]).hidden)


def read_second_stage(folder: Path) -> tuple[bytes, Head] | None:
    """The encoder, as LiteRT file, and the head of a bundle's second stage, or None if it has none.

    Raises:
        BundleError: a file is missing or altered, or the bundle is of a newer version.
    """
    manifest, _ = _read_manifest(folder)
    contents = dict(_read_checked(folder, manifest))
    return (_join_encoder(contents), Head.from_bytes(contents[HEAD])) if manifest.second else None


def build_network(
    contents: dict[str, bytes], second: SecondStage | None, shared: SharedWeights | None = None
) -> Network:
    """What turns a crop into a logit.

    Args:
        contents: of the files of a bundle, by name; the parts of an encoder are taken out.
        second: of its manifest.
        shared: what has the encoder, if its parts are not among the contents.

    Raises:
        ValueError: the files are no such networks.
    """
    if second is None:
        return Network(contents[NETWORK])
    encoder = shared.network() if shared else Network(_join_encoder(contents))
    head = Head.from_bytes(contents[HEAD], shared.hidden() if shared else None)
    return Cascade(contents[NETWORK], encoder, head, second)


def _join_encoder(contents: dict[str, bytes]) -> bytes:
    return b"".join([contents.pop(name) for name in sorted(contents) if name.startswith(_ENCODER)])


def check_hashes(folder: Path) -> Bundle:
    """Checks that every file of a bundle is the one that its manifest names; nothing is run.

    Raises:
        BundleError: one is missing or altered, or the bundle is of a newer version.
    """
    manifest, sha256 = _read_manifest(folder)
    for _ in _read_checked(folder, manifest):
        pass
    return Bundle(folder, manifest, sha256)


def read_manifest(folder: Path) -> Manifest:
    """Reads manifest.json alone, for lists of models.

    Raises:
        BundleError: it is missing, broken, or of a newer version.
    """
    return _read_manifest(folder)[0]


def write_golden(network: Network, pixels: RgbArray) -> bytes:
    """Content of golden.npz.

    Args:
        network: what is exported.
        pixels: uint8 RGB inputs, shape ``(n, size, size, 3)``.
    """
    stream = io.BytesIO()
    arrays: dict[str, Any] = {"pixels": pixels, **_golden_logits(network, pixels)}
    np.savez_compressed(stream, **arrays)
    return stream.getvalue()


def encoder_parts(encoder: bytes) -> dict[str, bytes]:
    """The files that a bundle keeps an encoder in, by name."""
    parts = range(0, len(encoder), _PART_BYTES)
    return {f"{_ENCODER}{i:02}.tflite": encoder[start : start + _PART_BYTES] for i, start in enumerate(parts)}


def logit_of(network: Network, pixels: RgbArray) -> float:
    """The network's logit for one input, uint8 RGB of its input size."""
    outputs = network.run(pixels.astype(np.float32))
    return float(next(output for output in outputs if output.size == 1).item())


def _golden_logits(network: Network, pixels: RgbArray) -> dict[str, npt.NDArray[np.float32]]:
    """What a network gives for the golden inputs; of a cascade, the first of two, and what the second says of one."""
    if not isinstance(network, Cascade):
        return {"logits": np.array([logit_of(network, picture) for picture in pixels], np.float32)}
    inputs = pixels.astype(np.float32)
    first = [network.first_logit(picture) for picture in inputs]
    return {
        "logits": np.array(first, np.float32),
        "second": network.second_logits(inputs[0], first[0]).astype(np.float32),
    }


def _check_golden(folder: Path, network: Network, content: bytes) -> None:
    try:
        with np.load(io.BytesIO(content), allow_pickle=False) as golden:
            computed = _golden_logits(network, golden["pixels"])
            off = {name: float(np.max(np.abs(logits - golden[name]), initial=0.0)) for name, logits in computed.items()}
    except (ValueError, KeyError, OSError, RuntimeError) as error:
        raise BundleError(f"The test inputs of the model in {folder} can't be read: {error}.") from error
    if not (off["logits"] <= GOLDEN_TOLERANCE and off.get("second", 0.0) <= SECOND_TOLERANCE):
        raise BundleError(
            f"The model in {folder} computes something else on this machine than it did when it was made "
            f"(difference {max(off.values()):.3g}). Reinstall the program."
        )


def _read_checked(
    folder: Path, manifest: Manifest, wanted: Callable[[str], bool] = lambda name: True
) -> Iterator[tuple[str, bytes]]:
    for name, expected in manifest.files.items():
        if not wanted(name):
            continue
        if name == KERAS and not (folder / name).exists():
            continue  # Only a training starts from it, and the small package, which can't train, does without.
        content = _read(folder / name, _MAX_FILE_BYTES)
        if hashlib.sha256(content).hexdigest() != expected:
            raise BundleError(f"The model file {folder / name} was altered or is damaged. Install the model again.")
        yield name, content


def _read(path: Path, limit: int) -> bytes:
    try:
        if path.stat().st_size > limit:
            raise BundleError(f"The model file {path} is larger than a model can be.")
        return path.read_bytes()
    except FileNotFoundError:
        raise BundleError(f"The model file {path} is missing. Install the model again.") from None
    except OSError as error:
        raise BundleError(f"The model file {path} can't be read: {error.strerror}.") from error


def _read_manifest(folder: Path) -> tuple[Manifest, str]:
    path = folder / MANIFEST
    content = _read(path, _MAX_MANIFEST_BYTES)
    try:
        raw = json.loads(content)
        version = raw["format_version"]
        if version not in range(1, FORMAT_VERSION + 1):
            raise BundleError(
                f"The model in {folder} has format {version}; this version of Unmask reads up to {FORMAT_VERSION}."
            )
        manifest = _parse(raw)
    except (ValueError, KeyError, TypeError, AttributeError, OverflowError, RecursionError) as error:
        raise BundleError(f"{path} is not a model manifest: {error!r}.") from error
    return manifest, hashlib.sha256(content).hexdigest()


def _second(raw: dict[str, Any] | None) -> SecondStage | None:
    return SecondStage(**{name: _number(value) for name, value in raw.items()}) if raw else None


def _parse(raw: dict[str, Any]) -> Manifest:
    manifest = Manifest(
        **{
            **raw,
            "thresholds": Thresholds(**{name: _number(value) for name, value in raw["thresholds"].items()}),
            "limits": Limits(**{name: _number(value) for name, value in raw["limits"].items()}),
            "labels": tuple(raw["labels"]),
            "second": _second(raw.get("second")),
        }
    )
    if manifest.labels != ("real", "fake") or manifest.positive != "fake":
        raise ValueError("expected the labels real and fake, with fake positive; the verdicts would be inverted")
    if not re.fullmatch(r"[A-Za-z0-9._-]{1,80}", manifest.id):
        raise ValueError("the id must be 1 to 80 letters, digits, dots and dashes")
    if type(manifest.input_size) is not int or not 16 <= manifest.input_size <= 1024:
        raise ValueError("input_size must be 16 to 1024")
    if manifest.crop not in ("face", "whole") or manifest.resize_filter not in FILTER_NAMES:
        raise ValueError("unknown crop or resize_filter")
    if not (0.5 <= _number(manifest.margin) <= 5 and 0 < _number(manifest.temperature) < 1000):
        raise ValueError("margin or temperature out of range")
    if not 0 <= manifest.thresholds.real <= manifest.thresholds.fake <= 1:
        raise ValueError("thresholds must be ordered: 0 <= real <= fake <= 1")
    if not {NETWORK, GOLDEN} <= manifest.files.keys():
        raise ValueError(f"{NETWORK} and {GOLDEN} must be listed")
    if manifest.second and HEAD not in manifest.files:
        raise ValueError(f"{HEAD} must be listed")
    for name, digest in manifest.files.items():
        if not re.fullmatch(r"[A-Za-z0-9][A-Za-z0-9._-]*", name) or not re.fullmatch(r"[0-9a-f]{64}", digest):
            raise ValueError(f"bad file entry {name!r}")
    if not all(isinstance(text, str) for text in (manifest.name, manifest.created, manifest.preset)):
        raise ValueError("name, created and preset must be text")
    if not isinstance(manifest.training, dict):
        raise ValueError("training must be an object")
    _check_figures(manifest.metrics)
    return manifest


def _check_figures(metrics: dict[str, Any]) -> None:
    """Fails if what was measured can't be shown."""
    for groups in metrics.values():
        for figures in groups.values():
            for figure in figures.values():
                for name in ("value", "low", "high") if figure["value"] is not None else ():
                    _number(figure[name])
                _number(figure["n"])


def _number(value: object) -> float:
    if isinstance(value, bool) or not isinstance(value, (int, float)) or not math.isfinite(value):
        raise ValueError(f"expected a number; received {value!r}")
    return float(value)
