"""Looks for what makes the figures of a data set lie: leaks between its splits, labels in doubt, and shortcuts.

A shortcut is anything but the face that tells the classes apart. Two are measured: the sizes of picture and file with
the JPEG tables, and an 8x8 thumbnail. A network that sees no more than these has learned nothing about fakes.
"""

from __future__ import annotations

import hashlib
import io
import zlib
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any, Literal

import numpy as np
import numpy.typing as npt
from PIL import Image

from app.detector.decode import DecodeError, decode
from app.detector.labelled import Label, LabelledFile, Split, label_of
from app.detector.metrics import auc
from app.detector.processors import processors
from trainer.child_process import map_in_workers
from trainer.class_counts import imbalance
from trainer.picture_file import read_picture, why_unread

Progress = Callable[[int, int], None]
"""Steps done and in all. What it raises stops the audit and comes out of the call."""

#: Bits of 256 in which the hashes of a picture and its copy may differ, and levels of 255 in which their thumbnails may
#: on average. All of 250 faces were found again at half their size and at JPEG quality 30; the most similar other face
#: among 2,000 aligned ones differs in 70 bits (median).
_NEAR_BITS = 24
_NEAR_LEVELS = 8.0

#: Pictures that are compared with how many others at a time: what fits a core's cache.
_BLOCK = 64
_COLUMNS = 2048

#: Areas under the ROC curve of a probe from which on it is a red line, and a remark.
SHORTCUT = 0.9
SUSPICIOUS = 0.75
#: A probe on fewer pictures of a class says nothing.
_MIN_PROBED = 50
#: A probe on more than this many pictures says no more.
_MAX_PROBED = 20_000
_FOLDS = 5
#: Share of the file names that tell a class from which on the names are believed over the folders.
_SWAPPED = 0.5
_EXAMPLES = 5
_LISTED = 100

_CRASHED = "The picture made the program that read it crash."

_Floats = npt.NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Finding:
    """Something that the user has to know before training.

    Attributes:
        severity: "red" if figures measured on this data can't be trusted, else "yellow".
        text: a sentence.
    """

    severity: Literal["red", "yellow"]
    text: str


@dataclass(frozen=True, slots=True)
class Copies:
    """Pictures that are there more than once.

    Attributes:
        within: by split, pictures with a copy earlier in the same split.
        across: by "train/test" and so on, pictures of the second split with a copy in the first.
        examples: some of the pairs across splits, else within.
    """

    within: dict[Split, int]
    across: dict[str, int]
    examples: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Probe:
    """How well something that is not the face tells the classes apart; cross-validated.

    Attributes:
        probe: "format" (sizes and JPEG tables) or "thumbnail" (8x8 pixels).
        source: of the pictures; "" for all.
        auc: area under the ROC curve, 0.5 by chance.
        low: lower end of its 95 % interval.
        high: upper end.
        real: number of pictures.
        fake: number of pictures.
    """

    probe: Literal["format", "thumbnail"]
    source: str
    auc: float
    low: float
    high: float
    real: int
    fake: int


@dataclass(frozen=True, slots=True)
class Audit:
    """What was found.

    Attributes:
        pictures: number of pictures looked at.
        counts: pictures by split and label.
        labels: the network's target for each class.
        unreadable: path and reason of pictures that can't be decoded; the first hundred.
        unreadable_count: number of all of them.
        exact: byte for byte the same file.
        near: the same picture in another size or compression, or another frame of its scene; exact copies are not
            counted again, nor is a face swap in the split of what it was made from.
        contradictory: pairs of identical files of which one is called real and one fake.
        misnamed: files whose names tell the other class than their folder.
        probes: see `Probe`.
        findings: the red ones first.
    """

    pictures: int
    counts: dict[Split, dict[Label, int]]
    labels: dict[Label, int]
    unreadable: tuple[tuple[str, str], ...]
    unreadable_count: int
    exact: Copies
    near: Copies
    contradictory: tuple[tuple[str, str], ...]
    misnamed: int
    probes: tuple[Probe, ...]
    findings: tuple[Finding, ...]

    def to_event(self) -> dict[str, Any]:
        """The ``audit`` event; ``warnings`` are the sentences of the findings."""
        return {"event": "audit", **asdict(self), "warnings": [finding.text for finding in self.findings]}


@dataclass(frozen=True, slots=True)
class _Facts:
    """What a worker tells of a picture.

    Attributes:
        sha256: of the file.
        gradient: difference hash, 32 bytes.
        thumbnail: 8x8 RGB, 192 bytes.
        width: of the upright picture.
        height: of it.
        size: of the file in bytes.
        tables: mean of the luma and the chroma quantisation table of a JPEG, else zeros.
        tables_id: equal for equal tables.
    """

    sha256: bytes
    gradient: bytes
    thumbnail: bytes
    width: int
    height: int
    size: int
    tables: tuple[float, float]
    tables_id: int


def audit(splits: Mapping[Split, Sequence[LabelledFile]], progress: Progress = lambda done, total: None) -> Audit:
    """Looks at every picture once, on all cores.

    Args:
        splits: labelled pictures, as `trainer.dataset_handler.DatasetHandler.split` hands them out.
        progress: see `Progress`.

    Returns:
        What was found.

    Raises:
        trainer.dataset_errors.FolderGoneError: a folder of pictures went away meanwhile.
    """
    files = [(split, file) for split in splits for file in splits[split]]
    comparing = len(files) // 4  # Comparing takes about a quarter of the time that reading takes.
    total = len(files) + comparing
    facts: list[_Facts] = []
    kept: list[tuple[Split, LabelledFile]] = []
    unreadable: list[tuple[str, str]] = []
    paths = [file.path for _, file in files]
    for done, result in enumerate(map_in_workers(_examine, paths, _CRASHED), start=1):
        if isinstance(result, str):
            unreadable.append((str(files[done - 1][1].path), result))
        else:
            facts.append(result)
            kept.append(files[done - 1])
        progress(done, total)
    groups = _groups(facts)
    exact = _exact_copies(kept, groups)
    near = _near_copies(kept, facts, lambda share: progress(len(files) + int(share * comparing), total))
    contradictory = _contradictory(kept, groups)
    told = Counter(label_of(file.path.stem) == file.label for _, file in kept if label_of(file.path.stem) is not None)
    probes = tuple(_probes(kept, facts, lambda: progress(total, total)))
    counts: dict[Split, dict[Label, int]] = {
        split: {label: sum(file.label == label for file in splits[split]) for label in ("real", "fake")}
        for split in splits
    }
    findings = [
        *_label_findings(contradictory, told),
        *_copy_findings(exact, near),
        *_probe_findings(probes),
        *_balance_findings(counts, kept),
    ]
    if unreadable:
        findings.append(
            Finding("yellow", f"{len(unreadable):,} of {len(files):,} pictures can't be read and are left out.")
        )
    return Audit(
        pictures=len(files),
        counts=counts,
        labels={"real": 0, "fake": 1},
        unreadable=tuple(unreadable[:_LISTED]),
        unreadable_count=len(unreadable),
        exact=exact,
        near=near,
        contradictory=contradictory[:_EXAMPLES],
        misnamed=told[False],
        probes=probes,
        findings=tuple(sorted(findings, key=lambda finding: finding.severity)),
    )


def _examine(path: Path) -> _Facts | str:
    try:
        data = read_picture(path)
        picture = decode(data)
    except DecodeError as error:
        return str(error)
    except OSError as error:
        return why_unread(path, error)
    image = Image.fromarray(picture.pixels)
    # N. Krawetz, "Kind of Like That", 2013: whether each cell is brighter than its left neighbour.
    grey = np.asarray(image.convert("L").resize((17, 16), Image.Resampling.BOX), np.int16)
    tables, tables_id = _quantisation(data) if picture.format in ("JPEG", "MPO") else ((0.0, 0.0), 0)
    return _Facts(
        hashlib.sha256(data).digest(),
        np.packbits(grey[:, 1:] > grey[:, :-1]).tobytes(),
        image.resize((8, 8), Image.Resampling.BOX).tobytes(),
        picture.width,
        picture.height,
        len(data),
        tables,
        tables_id,
    )


def _quantisation(data: bytes) -> tuple[tuple[float, float], int]:
    with Image.open(io.BytesIO(data), formats=("JPEG", "MPO")) as image:
        tables: dict[int, list[int]] = getattr(image, "quantization", {})
    means = [float(np.mean(tables[key])) for key in sorted(tables)] or [0.0]
    return (means[0], means[-1]), zlib.crc32(repr(tables).encode())


def _groups(facts: Sequence[_Facts]) -> list[list[int]]:
    """Indices of files with the same content."""
    by_content: dict[bytes, list[int]] = {}
    for index, fact in enumerate(facts):
        by_content.setdefault(fact.sha256, []).append(index)
    return [group for group in by_content.values() if len(group) > 1]


def _exact_copies(files: Sequence[tuple[Split, LabelledFile]], groups: Sequence[Sequence[int]]) -> Copies:
    pairs = [(group[place - 1], index) for group in groups for place, index in enumerate(group) if place]
    crossing = [
        (next(other for other in group if files[other][0] == first), index)
        for group in groups
        for index in group
        for first in dict.fromkeys(files[other][0] for other in group)
        if _order(first) < _order(files[index][0])
    ]
    return _copies(files, [pair for pair in pairs if files[pair[0]][0] == files[pair[1]][0]], crossing)


def _copies(
    files: Sequence[tuple[Split, LabelledFile]], within: Sequence[tuple[int, int]], across: Sequence[tuple[int, int]]
) -> Copies:
    """Counts pairs of an original and a copy; no copy is in more than one pair for the same split of the original."""
    return Copies(
        dict(Counter(files[copy][0] for _, copy in within)),
        dict(Counter(f"{files[original][0]}/{files[copy][0]}" for original, copy in across)),
        tuple(
            (str(files[original][1].path), str(files[copy][1].path))
            for original, copy in [*across, *within][:_EXAMPLES]
        ),
    )


def _order(split: Split) -> int:
    return ("train", "validation", "test").index(split)


def _contradictory(
    files: Sequence[tuple[Split, LabelledFile]], groups: Sequence[Sequence[int]]
) -> tuple[tuple[str, str], ...]:
    found = []
    for group in groups:
        by_label = {files[index][1].label: str(files[index][1].path) for index in group}
        if len(by_label) == 2:
            found.append((by_label["real"], by_label["fake"]))
    return tuple(found)


def _near_copies(
    files: Sequence[tuple[Split, LabelledFile]], facts: Sequence[_Facts], progress: Callable[[float], None]
) -> Copies:
    """Compares every picture with every other one."""
    hashes = np.frombuffer(b"".join(fact.gradient for fact in facts), np.uint64).reshape(-1, 4)
    thumbnails = np.frombuffer(b"".join(fact.thumbnail for fact in facts), np.uint8).reshape(-1, 64, 3)
    # Copies are often a little brighter.
    centred = (thumbnails - thumbnails.mean(axis=1, keepdims=True)).astype(np.int16)
    contents: dict[bytes, int] = {}
    content = np.array([contents.setdefault(fact.sha256, len(contents)) for fact in facts], np.int64)
    fake = np.array([file.label == "fake" for _, file in files], np.bool_)
    within: list[tuple[int, int]] = []
    across: list[tuple[int, int]] = []
    members = {
        split: np.array([index for index, (own, _) in enumerate(files) if own == split], np.int64)
        for split in sorted({split for split, _ in files}, key=_order)
    }
    blocks = [
        (originals, copies[top : top + _BLOCK], first == second)
        for second, copies in members.items()
        for first, originals in members.items()
        if _order(first) <= _order(second)
        for top in range(0, len(copies), _BLOCK)
    ]
    # Threads are enough: NumPy holds no lock while it compares.
    pool = ThreadPoolExecutor(processors())
    try:
        results = pool.map(lambda block: _close_pairs(hashes, centred, content, fake, *block), blocks)
        for done, ((_, _, same), pairs) in enumerate(zip(blocks, results, strict=True), start=1):
            (within if same else across).extend(pairs)
            progress(done / len(blocks))
    finally:
        pool.shutdown(wait=True, cancel_futures=True)
    return _copies(files, within, across)


def _close_pairs(
    hashes: npt.NDArray[np.uint64],
    thumbnails: npt.NDArray[np.int16],
    content: npt.NDArray[np.int64],
    fake: npt.NDArray[np.bool_],
    originals: npt.NDArray[np.int64],
    copies: npt.NDArray[np.int64],
    same: bool,
) -> list[tuple[int, int]]:
    """Pairs of an original and a picture that looks the same; within a split, the original is the earlier one.

    One pair a copy, that of its first original: in thousands of frames of one scene, each is like all others.
    """
    pairs: dict[int, int] = {}
    if same:
        originals = originals[: np.searchsorted(originals, copies[-1])]
    for left in range(0, len(originals), _COLUMNS):
        others = originals[left : left + _COLUMNS]
        copies = np.array([copy for copy in copies if copy not in pairs], np.int64)
        # Pictures are never closer than half of their hash is, and few are as close.
        half = np.bitwise_count(hashes[copies, np.newaxis, 0] ^ hashes[np.newaxis, others, 0])
        half += np.bitwise_count(hashes[copies, np.newaxis, 1] ^ hashes[np.newaxis, others, 1])
        row, column = np.nonzero(half <= _NEAR_BITS)
        copy, original = copies[row], others[column]
        other = content[copy] != content[original]
        if same:
            # A face swap beside what it was made from is no copy, but in another split it is a leak.
            other &= (original < copy) & (fake[copy] == fake[original])
        copy, original = copy[other], original[other]
        close = np.bitwise_count(hashes[copy] ^ hashes[original]).sum(axis=1) <= _NEAR_BITS
        copy, original = copy[close], original[close]
        # The hash of a plain picture has no bits to differ in.
        alike = np.abs(thumbnails[copy] - thumbnails[original]).mean(axis=(1, 2)) <= _NEAR_LEVELS
        found, first = np.unique(copy[alike], return_index=True)
        pairs.update(zip(found.tolist(), original[alike][first].tolist(), strict=True))
    return [(pairs[copy], copy) for copy in sorted(pairs)]


def _probes(
    files: Sequence[tuple[Split, LabelledFile]], facts: Sequence[_Facts], tick: Callable[[], None]
) -> Iterator[Probe]:
    by_source: dict[str, list[int]] = {"": list(range(len(files)))}
    for index, (_, file) in enumerate(files):
        if file.source:
            by_source.setdefault(file.source, []).append(index)
    generator = np.random.default_rng(0)
    for source, members in by_source.items():
        if source and len(members) == len(files):
            continue  # The only source is all there is.
        tick()
        chosen = generator.permutation(members)[:_MAX_PROBED]
        fake = np.array([files[index][1].label == "fake" for index in chosen], bool)
        if min(fake.sum(), (~fake).sum()) < _MIN_PROBED:
            continue
        some = [facts[index] for index in chosen]
        thumbnails = np.frombuffer(b"".join(fact.thumbnail for fact in some), np.uint8).reshape(-1, 192)
        yield _probe("format", source, _format_features(some), fake)
        yield _probe("thumbnail", source, thumbnails.astype(np.float64), fake)


def _format_features(facts: Sequence[_Facts]) -> _Floats:
    numbers = np.log(
        [
            [fact.width, fact.height, fact.size, fact.size / (fact.width * fact.height), *(1 + np.array(fact.tables))]
            for fact in facts
        ]
    )
    columns = [numbers, (numbers - numbers.mean(axis=0)) ** 2]
    # Sizes and tables are seldom more or less: they are this one or that one.
    for value_of in (lambda fact: (fact.width, fact.height), lambda fact: fact.tables_id):
        values = [value_of(fact) for fact in facts]
        for common, _ in Counter(values).most_common(20):
            columns.append(np.array([[value == common] for value in values], np.float64))
    return np.concatenate(columns, axis=1)


def _probe(probe: Literal["format", "thumbnail"], source: str, features: _Floats, fake: npt.NDArray[np.bool_]) -> Probe:
    """Fits a linear discriminant on four fifths of the pictures and scores the fifth with it, five times."""
    scores = np.zeros(len(fake))
    fold = np.arange(len(fake)) % _FOLDS  # The pictures come in random order.
    for number in range(_FOLDS):
        fit, held_out = fold != number, fold == number
        mean, spread = features[fit].mean(axis=0), features[fit].std(axis=0)
        scaled = (features - mean) / np.where(spread > 1e-9, spread, 1.0)
        real_mean, fake_mean = scaled[fit & ~fake].mean(axis=0), scaled[fit & fake].mean(axis=0)
        centred = scaled[fit] - np.where(fake[fit, np.newaxis], fake_mean, real_mean)
        covariance = centred.T @ centred / fit.sum()
        ridge = 0.01 * np.eye(features.shape[1])
        direction = np.linalg.solve(covariance + ridge, fake_mean - real_mean)
        projected = scaled @ direction
        # Folds have scales of their own; ranks of all are taken together below.
        scores[held_out] = (projected[held_out] - projected[fit].mean()) / (projected[fit].std() + 1e-12)
    real_count, fake_count = int((~fake).sum()), int(fake.sum())
    area = auc(scores, fake)
    half = 1.96 * _auc_error(area, real_count, fake_count)
    return Probe(
        probe,
        source,
        round(area, 4),
        round(max(0.0, area - half), 4),
        round(min(1.0, area + half), 4),
        real_count,
        fake_count,
    )


def _auc_error(area: float, negatives: int, positives: int) -> float:
    """Standard error by J. Hanley and B. McNeil, "The meaning and use of the area under a ROC curve", 1982."""
    q1, q2 = area / (2 - area), 2 * area**2 / (1 + area)
    variance = area * (1 - area) + (positives - 1) * (q1 - area**2) + (negatives - 1) * (q2 - area**2)
    return float(np.sqrt(max(0.0, variance) / (positives * negatives)))


def _pictures(count: int) -> str:
    return "1 picture" if count == 1 else f"{count:,} pictures"


def _label_findings(contradictory: Sequence[tuple[str, str]], told: Mapping[bool, int]) -> Iterator[Finding]:
    if contradictory:
        real, fake = contradictory[0]
        count = "1 file is" if len(contradictory) == 1 else f"{len(contradictory):,} files are"
        yield Finding("red", f"{count} both real and fake, for example {real} and {fake}.")
    agreeing, opposing = told[True], told[False]
    if opposing > _SWAPPED * (agreeing + opposing):
        yield Finding(
            "red",
            f"The names of {opposing:,} files say the other class than their folders: the labels look swapped.",
        )
    elif opposing:
        yield Finding("yellow", f"The names of {opposing:,} files say the other class than their folders.")


def _copy_findings(exact: Copies, near: Copies) -> Iterator[Finding]:
    for copies, how in ((exact, "byte for byte"), (near, "resized, compressed anew or as frames of one scene")):
        for pair, count in copies.across.items():
            first, second = pair.split("/")
            yield Finding(
                "red",
                f"{first.capitalize()} and {second} share {_pictures(count)}, {how}: "
                f"scores on {second} partly measure memory.",
            )
        within = sum(copies.within.values())
        if within:
            yield Finding("yellow", f"{_pictures(within)} repeat others of their split, {how}.")


def _probe_findings(probes: Sequence[Probe]) -> Iterator[Finding]:
    what = {
        "format": "the sizes of picture and file and the JPEG tables alone tell",
        "thumbnail": "an 8x8 thumbnail alone (framing, background, colour) tells",
    }
    for probe in probes:
        if probe.auc >= SUSPICIOUS:
            where = f"In {probe.source}, " if probe.source else "Over all sources, "
            yield Finding(
                "red" if probe.auc >= SHORTCUT else "yellow",
                f"{where}{what[probe.probe]} real from fake with AUC {probe.auc:.2f} "
                f"(95 % interval {probe.low:.2f} to {probe.high:.2f}): a high score here says little about faces.",
            )


def _balance_findings(
    counts: Mapping[Split, Mapping[Label, int]], files: Sequence[tuple[Split, LabelledFile]]
) -> Iterator[Finding]:
    for split, by_label in counts.items():
        for text in imbalance(split, by_label):
            yield Finding("yellow", text)
    sources: dict[str, set[Label]] = {}
    for _, file in files:
        sources.setdefault(file.source, set()).add(file.label)
    for source, labels in sorted(sources.items()):
        if len(labels) == 1 and len(sources) > 1 and source:
            yield Finding(
                "yellow",
                f"{source} holds {next(iter(labels))} pictures only: to tell them from those of other sources "
                "may be to tell the sources apart.",
            )
