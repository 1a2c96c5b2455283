"""From a Kaggle data set, a zip file or a folder to labelled pictures in three splits."""

from __future__ import annotations

import hashlib
import json
import os
import time
import zipfile
from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

import numpy as np

from app.detector.crop import cut, whole_square
from app.detector.decode import DecodeError, RgbArray, decode
from app.detector.labelled import (
    Label,
    LabelledFile,
    LayoutError,
    Split,
    label_of,
    pictures_below,
    read_labelled_folder,
    read_sources,
)
from trainer import kaggle_download
from trainer.archive import DamagedArchiveError, extract_pictures
from trainer.class_counts import scarcity
from trainer.dataset_errors import DatasetError
from trainer.drawn_splits import LABELS, draw, groups_of
from trainer.file_lock import locked_file
from trainer.merged_sources import merged_sources
from trainer.picture_file import read_picture

if TYPE_CHECKING:
    import tensorflow as tf

#: Data sets that are offered where none is named.
DEFAULT_DATASETS = ("manjilkarki/deepfake-and-real-images", "xhlulu/140k-real-and-fake-faces")

SPLITS: tuple[Split, ...] = ("train", "validation", "test")

#: Fewer pictures of a class than this leave no picture for each split.
MIN_PICTURES = 10
#: Folders that are left out are named up to this number.
_NAMED_FOLDERS = 6

Stage = Literal["download", "extract"]
Progress = Callable[[Stage, int, int], None]
"""Stage, bytes done and in all. What it raises stops the work and comes out of the call; what was done is kept."""


@dataclass(frozen=True, slots=True)
class Download:
    """Confirms what lies on the disk.

    Attributes:
        folder: where the pictures are.
        pictures: their number; 0 for a folder of the user's own, which nobody counted yet.
        bytes: their size.
        sha256: of the zip file that they came from; "" for a folder.
        unwritable: files of the zip file that were left out, see `trainer.archive.Extracted`.
        examples: names of some of them.
    """

    folder: Path
    pictures: int
    bytes: int
    sha256: str
    unwritable: int = 0
    examples: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class LayoutSummary:
    """What was understood of a data set, to be shown before anything runs.

    Attributes:
        origin: Kaggle name, zip file or folder, as the user gave it.
        folder: where the pictures are.
        counts: pictures by split and label.
        label_folders: names of the folders that were taken for each label; none where tables tell it.
        label_tables: files that tell the labels, where folders don't.
        sources: pictures by source and label.
        split_by: "data set" if all three splits are its own, "seed" if they were drawn, "both" if some were.
        seed: of the draw.
        kept_together: pictures that were drawn with others, since they seem to show the same person, scene or video.
        left_out: pictures without a label, or without a split where others have one, or whose labels contradict each
            other.
        warnings: sentences on what the user should know.
    """

    origin: str
    folder: Path
    counts: dict[Split, dict[Label, int]]
    label_folders: dict[Label, tuple[str, ...]]
    label_tables: tuple[str, ...]
    sources: dict[str, dict[Label, int]]
    split_by: Literal["data set", "seed", "both"]
    seed: int
    kept_together: int
    left_out: int
    warnings: tuple[str, ...]

    def to_event(self) -> dict[str, Any]:
        """The ``data`` event; ``text`` is for people."""
        understood = asdict(self)
        understood["folder"] = str(self.folder)
        warnings = understood.pop("warnings")
        return {"event": "data", "understood": understood, "text": self.describe(), "warnings": warnings}

    def describe(self) -> str:
        """A few lines of text, without the warnings."""
        lines = [f"{self.origin}: {sum(sum(split.values()) for split in self.counts.values()):,} pictures"]
        for split, counts in self.counts.items():
            lines.append(f"  {split:<10}  {counts['real']:>9,} real  {counts['fake']:>9,} fake")
        for label, folders in self.label_folders.items():
            if folders:
                lines.append(f"  {label} is what lies in: {', '.join(folders)}")
        if self.label_tables:
            lines.append(f"  real and fake is what is called so in: {', '.join(self.label_tables)}")
        how = {
            "data set": "the data set's own",
            "seed": f"drawn, 80/10/10, seed {self.seed}",
            "both": f"the data set's own, the missing ones drawn from train, seed {self.seed}",
        }
        lines.append(f"  splits: {how[self.split_by]}")
        if self.kept_together:
            lines.append(f"  by their names, {self.kept_together:,} show what others show, and are in the same split")
        return "\n".join(lines)


class DatasetHandler:
    """Fetches a data set, understands its folders and hands out its pictures.

    Folder names tell label and split; see `app.detector.labelled`. The positive class, 1, is always fake.
    """

    def __init__(self, source: str | Path, cache: Path, seed: int = 0, size: int = 128, batch_size: int = 64) -> None:
        """Takes note of where the data is; nothing is read yet.

        Args:
            source: Kaggle's ``owner/name`` or the address of its page, or a folder or zip file on the disk.
            cache: folder for what is downloaded and extracted.
            seed: of the split and of the order of pictures.
            size: side of the pictures of `images`, in pixels.
            batch_size: of `images`.

        Raises:
            DatasetError: the source is none of these.
        """
        self.source = str(source)
        self.seed = seed
        self.size = size
        self.batch_size = batch_size
        self._path: Path | None = None
        self._dataset = ""
        self._there: Download | None = None
        self._labelled: list[LabelledFile] | None = None
        path = Path(os.path.expanduser(source))
        if _exists(path):
            self._path = path.resolve()
            self._store = cache / f"{path.stem}-{_short_hash(str(self._path))}"
        elif name := kaggle_download.dataset_name(self.source):
            self._dataset = name
            self._store = cache / name.replace("/", "--")
        else:
            raise DatasetError(
                f"{source} is no folder or zip file that exists, and no Kaggle data set like {DEFAULT_DATASETS[0]}."
            )

    def download(self, progress: Progress = lambda stage, done, total: None) -> Download:
        """Brings the pictures to the disk: downloads and extracts what isn't there yet.

        Args:
            progress: see `Progress`.

        Returns:
            What is there now.

        Raises:
            DatasetError: see `trainer.dataset_errors` for the kinds; each is a sentence.
        """
        if self._path is not None and self._path.is_dir():
            self._there = Download(self._path, 0, 0, "")
            return self._there
        try:
            known = self._read_record() or self._brought(progress)
            if self._dataset:
                # Its pictures are out. Also if an earlier call was killed before it came to this.
                kaggle_download.archive_path(self._dataset, self._store).unlink(missing_ok=True)
        except OSError as error:
            raise DatasetError(f"{self._store} can't be written: {error.strerror}.") from error
        self._there = known
        return known

    def understand(self) -> LayoutSummary:
        """Reads the folders; call `download` before.

        Raises:
            DatasetError: there are too few labelled pictures, or of one class only.
        """
        files = self._files()
        splits = self.split()
        named = {file.split for file in files if file.split is not None}
        own = [split for split in SPLITS if split in named] if "train" in named else []
        used = [file for split in SPLITS for file in splits[split]]
        drawn = [file for split in SPLITS if split == "train" or split not in own for file in splits[split]]
        groups = Counter(groups_of(drawn) if len(own) < 3 else ())
        root, paths = self._pictures_folder().resolve(), {file.path for file in used}
        unread: list[OSError] = []
        there = pictures_below(root, unread.append)
        left_out = Counter(path.parent.relative_to(root) for path in there if path not in paths)
        names: dict[Label, Counter[str]] = {label: Counter() for label in LABELS}
        by_folder = Counter((file.path.parent, file.label) for file in used if file.table is None)
        for (folder, label), count in by_folder.items():
            names[label][_labelling_folder(folder, label)] += count
        sources: dict[str, Counter[Label]] = {}
        for file in used:
            sources.setdefault(file.source, Counter())[file.label] += 1
        return LayoutSummary(
            origin=self.source,
            folder=self._pictures_folder(),
            counts={split: _by_label(splits[split]) for split in SPLITS},
            label_folders={label: tuple(name for name, _ in names[label].most_common(8)) for label in LABELS},
            label_tables=tuple(sorted({str(file.table.relative_to(root)) for file in used if file.table})),
            sources={name: {label: sources[name][label] for label in LABELS} for name in sorted(sources)},
            split_by="data set" if len(own) == 3 else "both" if own else "seed",
            seed=self.seed,
            kept_together=sum(count for count in groups.values() if count > 1),
            left_out=left_out.total(),
            warnings=(*map(_unread, unread), *self._warnings(splits, left_out)),
        )

    def split(self) -> dict[Split, list[LabelledFile]]:
        """The pictures of Train, Validation and Test; call `download` before.

        The data set's own splits are used. Where it has none, or no Train, all pictures are drawn 80/10/10; where
        Validation or Test is missing, a tenth of Train becomes it; see `trainer.drawn_splits`. After that, too many
        sources are merged, see `trainer.merged_sources`.

        Raises:
            DatasetError: there are too few labelled pictures, or of one class only.
        """
        files = self._files()
        named = {file.split for file in files if file.split is not None}
        if "train" in named:
            splits = {split: [file for file in files if file.split == split] for split in SPLITS}
            missing = [split for split in SPLITS if split not in named]
        else:
            splits = {"train": files, "validation": [], "test": []}
            missing = ["validation", "test"]
        if missing:
            drawn_from = splits["train"]
            splits = {**splits, **draw(drawn_from, missing, self.seed)}
        for split, chosen in splits.items():
            counts = _by_label(chosen)
            for label in LABELS:
                if not counts[label]:
                    if split in missing or (split == "train" and missing):
                        groups = zip(groups_of(drawn_from), drawn_from, strict=True)
                        shown = len({group for group, file in groups if file.label == label})
                        raise DatasetError(
                            f"The {label} pictures of {self.source} show only {shown} persons, scenes or videos, as "
                            "far as tables or their names tell, and each split needs some of its own: 8 or more are "
                            "needed."
                        )
                    raise DatasetError(
                        f"The {split} split of {self.source} has no {label} pictures; it needs real and fake ones."
                    )
        names = merged_sources(Counter(file.source for chosen in splits.values() for file in chosen))
        return {
            split: [replace(file, source=names[file.source]) for file in chosen] for split, chosen in splits.items()
        }

    def images(self, split: Split) -> tf.data.Dataset:
        """Whole pictures of a split, for networks that judge these.

        Pictures are prepared as the program prepares them: centre square, one resize. Unreadable ones are left out.
        Train is shuffled anew each epoch, the others once.

        Args:
            split: which one.

        Returns:
            Batches of uint8 RGB, shape ``(batch, size, size, 3)``, and of float32 labels, shape ``(batch,)``, 1 = fake.
        """
        import tensorflow as tf

        files = self.split()[split]
        size = self.size

        def read(path: bytes) -> tuple[np.bool_, RgbArray]:
            try:
                pixels = decode(read_picture(Path(os.fsdecode(path)))).pixels
            except (DecodeError, OSError):
                return np.False_, np.zeros((size, size, 3), np.uint8)
            return np.True_, cut(pixels, whole_square(pixels.shape[1], pixels.shape[0]), size)

        def load(path: tf.Tensor, label: tf.Tensor) -> tuple[tf.Tensor, tf.Tensor, tf.Tensor]:
            readable, pixels = tf.numpy_function(read, [path], [tf.bool, tf.uint8])
            readable.set_shape(())
            pixels.set_shape((size, size, 3))
            return readable, pixels, label

        paths = [os.fsencode(file.path) for file in files]
        labels = np.array([file.label == "fake" for file in files], np.float32)
        pictures = tf.data.Dataset.from_tensor_slices((paths, labels))
        pictures = pictures.shuffle(len(files), seed=self.seed, reshuffle_each_iteration=split == "train")
        pictures = pictures.map(load, num_parallel_calls=tf.data.AUTOTUNE)
        pictures = pictures.filter(lambda readable, pixels, label: readable)
        pictures = pictures.map(lambda readable, pixels, label: (pixels, label))
        return pictures.batch(self.batch_size).prefetch(tf.data.AUTOTUNE)

    def _brought(self, progress: Progress) -> Download:
        """Downloads and extracts; waits if another training does just that, and takes what it brought."""

        def wait() -> None:
            progress("download" if self._dataset else "extract", 0, 0)
            time.sleep(0.3)

        self._store.mkdir(parents=True, exist_ok=True)
        with locked_file(self._store / "store.lock", wait):
            return self._read_record() or self._extract(self._path or self._fetched(progress), progress)

    def _fetched(self, progress: Progress) -> Path:
        """The zip file from Kaggle; one that a stopped extraction has left needs no network."""
        archive = kaggle_download.archive_path(self._dataset, self._store)
        if not zipfile.is_zipfile(archive):
            kaggle_download.download(self._dataset, archive, lambda done, total: progress("download", done, total))
        return archive

    def _extract(self, archive: Path, progress: Progress) -> Download:
        folder = self._store / "pictures"
        try:
            extracted = extract_pictures(archive, folder, lambda done, total: progress("extract", done, total))
        except DamagedArchiveError:
            if self._path is None:
                # What came is no use; the next attempt has to fetch it anew.
                archive.unlink(missing_ok=True)
            raise
        record = asdict(extracted)
        if self._path is not None:
            record["stamp"] = _stamp(self._path)
        part = self._record_file.with_suffix(".part")
        part.write_text(json.dumps(record), "utf-8")
        part.replace(self._record_file)
        return Download(folder, **asdict(extracted))

    @property
    def _record_file(self) -> Path:
        return self._store / "dataset.json"

    def _read_record(self) -> Download | None:
        """What an earlier call has extracted, if it is all still there."""
        folder = self._store / "pictures"
        try:
            record = json.loads(self._record_file.read_text("utf-8"))
            download = Download(
                folder,
                int(record["pictures"]),
                int(record["bytes"]),
                str(record["sha256"]),
                # Earlier versions left none out.
                int(record.get("unwritable", 0)),
                tuple(map(str, record.get("examples", ()))),
            )
            if self._path is not None and record["stamp"] != _stamp(self._path):
                return None
            return download if sum(1 for _ in pictures_below(folder)) == download.pictures else None
        except (OSError, ValueError, KeyError, TypeError, LayoutError):
            return None

    def _pictures_folder(self) -> Path:
        return (self._there or self.download()).folder

    def _files(self) -> list[LabelledFile]:
        if self._labelled is None:
            try:
                files = read_labelled_folder(self._pictures_folder())
            except LayoutError as error:
                raise DatasetError(str(error)) from None
            counts = _by_label(files)
            for label in LABELS:
                if not counts[label]:
                    other = "fake" if label == "real" else "real"
                    raise DatasetError(
                        f"All {len(files):,} labelled pictures of {self.source} are {other}: a detector learns from "
                        "both, in folders named real and fake."
                    )
            if min(counts.values()) < MIN_PICTURES:
                raise DatasetError(
                    f"{self.source} has {counts['real']} real and {counts['fake']} fake pictures: at least "
                    f"{MIN_PICTURES} of each are needed, and some thousands for a detector that is any good."
                )
            self._labelled = files
        return self._labelled

    def _warnings(self, splits: dict[Split, list[LabelledFile]], left_out: Counter[Path]) -> list[str]:
        warnings = []
        root = self._pictures_folder().resolve()
        _, useless = read_sources(root, [file.path for file in self._files()])
        if useless:
            warnings.append(
                f"{useless.relative_to(root).as_posix()} names no picture that is there, and is ignored: its columns "
                "have to be file, relative to its folder, and source."
            )
        if self._there and self._there.unwritable:
            names = [repr(name) for name in self._there.examples]
            names += ["…"] * (self._there.unwritable > len(names))
            warnings.append(
                "Files left out, whose names not every system can write or tell from others "
                f"({self._there.unwritable:,}): {', '.join(names)}"
            )
        if left_out:
            # The largest first.
            names = [folder.as_posix() for folder, _ in left_out.most_common(_NAMED_FOLDERS)]
            names += ["…"] * (len(left_out) > _NAMED_FOLDERS)
            warnings.append(
                f"{left_out.total():,} pictures have no label in a table or in the names of their folders, or labels "
                f"that contradict each other, or no split where others have one, and are left out: {', '.join(names)}"
            )
        counts = _by_label(splits["train"])
        return warnings + scarcity(counts)


def _exists(path: Path) -> bool:
    try:
        return path.exists()
    except OSError:  # A name longer than the system can have, for one.
        return False


def _labelling_folder(folder: Path, label: Label) -> str:
    return next((name for name in reversed(folder.parts) if label_of(name) == label), "")


def _unread(error: OSError) -> str:
    return f"{error.filename} can't be read: {error.strerror}. What is in it is left out."


def _by_label(files: Iterable[LabelledFile]) -> dict[Label, int]:
    counts = Counter(file.label for file in files)
    return {label: counts[label] for label in LABELS}


def _stamp(path: Path) -> list[int]:
    status = path.stat()
    return [status.st_size, status.st_mtime_ns]


def _short_hash(text: str) -> str:
    return hashlib.sha256(text.encode(errors="surrogateescape")).hexdigest()[:12]
