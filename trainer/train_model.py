"""Trains a network on cropped faces, can be stopped and killed at any moment, and goes on from the last epoch."""

from __future__ import annotations

import hashlib
import json
import math
import os
import time
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import Any

import h5py
import keras
import numpy as np
import numpy.typing as npt
import tensorflow as tf

from app.detector.bundle import logit_of
from app.detector.labelled import Label, LabelledFile, Split
from app.detector.processors import processors
from trainer.archive import check_disk_space
from trainer.augmentation import forensic
from trainer.class_counts import imbalance, scarcity
from trainer.composites import CompositeMaker
from trainer.detector_model import PRESETS, DeepfakeDetectorModel, PresetName
from trainer.face_crops import CropSet, CropSettings, bytes_to_write, crop_all
from trainer.network_pool import NetworkPool
from trainer.progress import Event, Progress, TrainingCancelled, progress_event
from trainer.sampling import is_fake, sampling_of, sources_of
from trainer.teacher import Lessons, Teacher, lessons

BATCH_SIZE = 64
#: In the folder of a run.
CROPS = "crops"
#: Share of the genuine faces of an EfficientNet epoch that are made into composites, which are fakes.
_COMPOSITE_SHARE = 0.25
#: A network that knows fakes already is changed by smaller steps than one that starts from ImageNet.
_LATER_RATE = 0.5
_NO_NUMBER = "The loss is no number any more. Try again with a lower learning rate."

_Batch = Callable[[int], tuple[npt.NDArray[Any], ...]]
"""The arrays of a training step, by its number."""


class TrainingFailed(Exception):
    """It can't go on. ``str()`` is the sentence that the user reads."""


@dataclass(frozen=True, slots=True)
class TrainingSettings:
    """What is trained, and how.

    Attributes:
        preset: name of the network.
        epochs: passes over as many pictures as Train has; None takes the preset's, 0 keeps the network of `start`.
        learning_rate: None takes the preset's.
        seed: of every random choice.
        whole: judge whole pictures instead of faces.
        start: the ``model.keras`` of a bundle to go on from; None starts from ImageNet, or from nothing.
        teacher: an image encoder in ONNX format to learn from as well, see `trainer.teacher`.
    """

    preset: PresetName = "efficientnet-lite0"
    epochs: int | None = None
    learning_rate: float | None = None
    seed: int = 1
    whole: bool = False
    start: Path | None = None
    teacher: Path | None = None


@dataclass(slots=True)
class TrainModel:
    """One training run in a folder of its own.

    Attributes:
        splits: labelled pictures of Train, Validation and Test.
        settings: of the run.
        folder: where crops, checkpoints and history are kept; a run in a folder with a state goes on from it.
        emit: called with each event, see `trainer.__main__`.
        cancelled: asked often, after every batch for one.
    """

    splits: dict[Split, list[LabelledFile]]
    settings: TrainingSettings
    folder: Path
    emit: Callable[[Event], None] = lambda event: None
    cancelled: Callable[[], bool] = lambda: False
    detector: DeepfakeDetectorModel = field(init=False)
    crops: dict[Split, CropSet] = field(init=False, default_factory=dict)
    history: list[dict[str, float]] = field(init=False, default_factory=list)
    lessons: Lessons | None = field(init=False, default=None)

    @property
    def epochs(self) -> int:
        """Epochs of the whole run."""
        chosen = self.settings.epochs
        return PRESETS[self.settings.preset].epochs if chosen is None else chosen

    def crop(self) -> None:
        """Cuts the faces of all splits, or takes those of an earlier run in this folder.

        Raises:
            TrainingCancelled: the user stopped it.
            TrainingFailed: a split has no usable picture of a class.
            trainer.dataset_errors.DiskSpaceError: the disk has too little room.
            trainer.dataset_errors.FolderGoneError: a folder of pictures went away meanwhile.
        """
        settings, folder = self._crop_settings(), self.folder / CROPS
        total = sum(len(files) for files in self.splits.values())
        if needed := sum(bytes_to_write(files, settings, folder / split) for split, files in self.splits.items()):
            folder.mkdir(parents=True, exist_ok=True)
            check_disk_space(folder, needed, f"cut out the faces of {total:,} pictures")
        progress = Progress(self.emit, self.cancelled)
        before = 0

        def tell(done: int, _: int) -> None:
            progress("crop", before + done, total)

        for split, files in self.splits.items():
            self.crops[split] = crop_all(files, settings, folder / split, tell)
            before += len(files)
            missing = {"fake", "real"} - {file.label for file in self.crops[split].files}
            if missing:
                raise TrainingFailed(
                    f"{split.capitalize()} has no usable picture that is {' or '.join(sorted(missing))}."
                )

    def cropped_event(self) -> Event:
        """What `crop` has left of the pictures, by split and class, and what there is to know of it."""
        counts: dict[Split, dict[Label, int]] = {}
        warnings: list[str] = []
        for split, crops in self.crops.items():
            labels = [file.label for file in crops.files]
            counts[split] = {"real": labels.count("real"), "fake": labels.count("fake")}
            if not crops.skipped:
                continue
            left, gone = f"{counts[split]['real']:,} real and {counts[split]['fake']:,} fake", len(crops.skipped)
            if self.settings.whole:
                warnings.append(f"{split.capitalize()} is left with {left} pictures: {gone:,} can't be read.")
            else:
                warnings.append(
                    f"{split.capitalize()} is left with {left} pictures: in {gone:,}, no face was found, or they can't "
                    "be read."
                )
            # Those of before may have been enough, and as many of each class.
            warnings += [*imbalance(split, counts[split]), *(scarcity(counts[split]) if split == "train" else ())]
        return {"event": "cropped", "counts": counts, "warnings": warnings}

    def ask_teacher(self) -> None:
        """Has the teacher look at all faces of Train, if there is one, or takes what it said in an earlier run.

        Raises:
            TrainingCancelled: the user stopped it.
            trainer.teacher.TeacherError: it can't be used.
        """
        if self.settings.teacher is None:
            return
        teacher = Teacher(self.settings.teacher)
        progress = partial(Progress(self.emit, self.cancelled), "teacher")
        train = self.crops["train"]
        features = teacher.features(train, self.folder / f"teacher-{teacher.sha256[:8]}-{train.digest}.npy", progress)
        self.lessons = lessons(features, is_fake(train.files) == 1, sampling_of(train.files), teacher.sha256)

    def fit(self) -> None:
        """Builds the network and trains it to the end, from the last finished epoch if there is one.

        Afterwards `detector` holds the weights of the last epoch, or, of a CNN, whose learning rate doesn't fall by
        schedule, those of the epoch with the least loss on Validation.

        Raises:
            TrainingCancelled: the user stopped it.
            TrainingFailed: the loss is no number any more.
        """
        keras.utils.set_random_seed(self.settings.seed)
        if self.epochs and tf.config.list_physical_devices("GPU"):
            keras.config.set_dtype_policy("mixed_float16")
        start = self.settings.start
        self.detector = DeepfakeDetectorModel(self.settings.preset, start or "imagenet")
        if self.epochs == 0:
            return
        train = self.crops["train"]
        steps = max(1, len(train.files) // BATCH_SIZE)
        rate = self.settings.learning_rate
        if rate is None and start:
            rate = self.detector.settings.learning_rate * _LATER_RATE
        if self.lessons:
            self.detector.be_taught(self.lessons.features.shape[1])
        self.detector.compile(rate, steps * self.epochs)
        model = self.detector.fitted
        checkpoint = _Checkpoint(self.folder / "state", self.history)
        first, ended = checkpoint.restore(model)
        for number, metrics in enumerate(self.history, start=1):
            self.emit(self.epoch_event(number, metrics))
        if first < self.epochs and not ended:
            callbacks: list[keras.callbacks.Callback] = [_Monitor(self, steps, first)]
            if self.settings.preset != "efficientnet-lite0":
                patient = [
                    keras.callbacks.ReduceLROnPlateau("val_loss", factor=0.5, patience=2, mode="min", min_lr=1e-6),
                    keras.callbacks.EarlyStopping("val_loss", patience=4, mode="min"),
                ]
                callbacks += [*patient, _Remember(patient, list(self.history))]
            # After those that change the learning rate or end the training, for both are part of the state.
            callbacks.append(checkpoint)
            counts: Counter[str] = Counter(file.label for file in train.files)
            balanced = self.settings.preset == "efficientnet-lite0"
            model.fit(
                self._batches(steps, first),
                steps_per_epoch=steps,
                shuffle=False,  # The batches come in their order.
                initial_epoch=first,
                epochs=self.epochs,
                validation_data=self._validation_batches(),
                class_weight=None
                if balanced
                else {label: len(train.files) / (2 * counts[name]) for label, name in ((0, "real"), (1, "fake"))},
                callbacks=callbacks,
                verbose=0,
            )
        if self.cancelled():
            raise TrainingCancelled
        # A learning rate that falls to nothing ends at the best weights; those of an epoch with a high one, even if its
        # loss on Validation happened to be lower, are worse at every threshold.
        if self.settings.preset != "efficientnet-lite0":
            checkpoint.restore_best(model)
        keras.config.set_dtype_policy("float32")

    def epoch_event(self, number: int, metrics: dict[str, float]) -> Event:
        """What is told of an epoch; a resumed run begins with those that are done, so that curves are whole."""
        return {"event": "epoch", "epoch": number, "epochs": self.epochs, "metrics": metrics}

    def fingerprint(self) -> str:
        """SHA-256 over the crops of Train and their labels: what the network has seen."""
        train = self.crops["train"]
        digest = hashlib.sha256(is_fake(train.files).tobytes())
        for pixels in train.inputs:
            digest.update(pixels)
        return digest.hexdigest()

    def logits(self, networks: NetworkPool, split: Split) -> npt.NDArray[np.float64]:
        """Logits of the crops of a split, from the exported network itself; shape ``(n,)``.

        Raises:
            TrainingCancelled: the user stopped it.
            TrainingFailed: they are no numbers: weights of absurd size still gave a loss.
        """
        inputs = self.crops[split].inputs
        logits = np.empty(len(inputs))
        progress = Progress(self.emit, self.cancelled)
        answers = networks.ask(lambda network, i: logit_of(network, inputs[i]), range(len(inputs)))
        for i, logit in enumerate(answers):
            if not math.isfinite(logit):
                raise TrainingFailed(_NO_NUMBER)
            logits[i] = logit
            progress("evaluate", i + 1, len(inputs))
        return logits

    def _crop_settings(self) -> CropSettings:
        return CropSettings(PRESETS[self.settings.preset].input_size, whole=self.settings.whole)

    def _batches(self, steps: int, first_epoch: int) -> tf.data.Dataset:
        """All batches from an epoch to the end of the training. The same step always gives the same pictures.

        Pictures are uint8, shape ``(batch, size, size, 3)``; the truth is float32, shape ``(batch, 1)``, or, with a
        teacher, a dict of it as "label", the teacher's "score" and its "features".
        """
        composed = self.detector.settings.augmentation == "forensic"
        batch = self._composed_batch(steps) if composed else self._plain_batch(steps)
        kinds = [tf.uint8, tf.float32] + [tf.float32, tf.float32] * (self.lessons is not None)

        def load(step: tf.Tensor) -> tuple[tf.Tensor, tf.Tensor | dict[str, tf.Tensor]]:
            pictures, truth, *taught = tf.numpy_function(batch, [step], kinds)
            pictures.set_shape((None, None, None, 3))
            truth.set_shape((None, 1))
            if self.lessons is None:
                return pictures, truth
            score, features = taught
            score.set_shape((None, 1))
            features.set_shape((None, self.lessons.features.shape[1]))
            return pictures, {"label": truth, "score": score, "features": features}

        batches = tf.data.Dataset.range(first_epoch * steps, self.epochs * steps)
        batches = batches.map(load, num_parallel_calls=processors(), deterministic=True)
        if self.detector.settings.augmentation == "geometric":
            change = keras.Sequential(
                [
                    keras.layers.RandomFlip("horizontal", seed=self.settings.seed),
                    keras.layers.RandomRotation(0.04, seed=self.settings.seed),
                    keras.layers.RandomTranslation(0.1, 0.1, seed=self.settings.seed),
                    keras.layers.RandomShear(0.1, 0.1, seed=self.settings.seed),
                    keras.layers.RandomZoom(0.1, seed=self.settings.seed),
                ]
            )
            batches = batches.map(lambda x, y: (change(tf.cast(x, tf.float32), training=True), y))
        return batches.prefetch(4)

    def _validation_batches(self) -> tf.data.Dataset:
        """Pictures, truth and weights of Validation, each read when its turn comes: Keras would copy arrays twice."""
        validation = self.crops["validation"]
        truth, weights = is_fake(validation.files)[:, np.newaxis], _balance(validation.files)

        def batch(start: int) -> tuple[npt.NDArray[Any], ...]:
            chosen = slice(start, start + BATCH_SIZE)
            return validation.inputs[chosen], truth[chosen], weights[chosen]

        def load(start: tf.Tensor) -> tuple[tf.Tensor, tf.Tensor, tf.Tensor]:
            pictures, labels, shares = tf.numpy_function(batch, [start], [tf.uint8, tf.float32, tf.float32])
            pictures.set_shape((None, *validation.inputs.shape[1:]))
            labels.set_shape((None, 1))
            shares.set_shape((None,))
            return pictures, labels, shares

        return tf.data.Dataset.range(0, len(truth), BATCH_SIZE).map(load).prefetch(4)

    def _plain_batch(self, steps: int) -> _Batch:
        """Every picture once an epoch, as the program would show it to the network."""
        train = self.crops["train"]
        labels = is_fake(train.files)

        def batch(step: int) -> tuple[npt.NDArray[Any], ...]:
            epoch, within = divmod(int(step), steps)
            order = np.random.default_rng((self.settings.seed, epoch)).permutation(len(labels))
            chosen = np.sort(order[within * BATCH_SIZE : (within + 1) * BATCH_SIZE])
            return train.inputs[chosen], labels[chosen, np.newaxis]

        return batch

    def _composed_batch(self, steps: int) -> _Batch:
        """Pictures drawn by source and class and changed at random, some of them made into composites."""
        preset, train = self.detector.settings, self.crops["train"]
        labels = is_fake(train.files)
        composites = CompositeMaker(train.surroundings, train.landmarks, labels == 0, sources_of(train.files))
        share = np.where(composites.usable, _COMPOSITE_SHARE, 0.0)
        probabilities = sampling_of(train.files, share)

        def batch(step: int) -> tuple[npt.NDArray[Any], ...]:
            small = preset.small_size if not self.settings.start and step // steps < self.epochs // 2 else None
            size = small or preset.input_size
            generator = np.random.default_rng((self.settings.seed, int(step)))
            chosen = generator.choice(len(labels), BATCH_SIZE, p=probabilities)
            made = generator.random(BATCH_SIZE) < share[chosen]
            pictures = [
                forensic(
                    composites.make(i, generator) if composite else train.surroundings[i],
                    train.faces[i],
                    size,
                    generator,
                )
                for i, composite in zip(chosen, made, strict=True)
            ]
            truth = np.where(made, 1, labels[chosen]).astype(np.float32)
            if self.lessons is None:
                return np.stack(pictures), truth[:, np.newaxis]
            # The teacher knows the face, not what was made of it.
            score = np.where(made, truth, self.lessons.scores[chosen]).astype(np.float32)
            features = np.where(made[:, np.newaxis], np.float32(0), self.lessons.features[chosen])
            return np.stack(pictures), truth[:, np.newaxis], score[:, np.newaxis], features

        return batch


class _Monitor(keras.callbacks.Callback):
    """Reports batches and epochs, and stops when asked to or when the loss is no number."""

    def __init__(self, run: TrainModel, steps: int, first_epoch: int) -> None:
        super().__init__()
        self._run, self._steps, self._epoch = run, steps, first_epoch
        self._total = run.epochs * steps
        self._first = self._done = first_epoch * steps
        self._started = self._said = time.monotonic()

    def on_epoch_begin(self, epoch: int, logs: Event | None = None) -> None:
        self._epoch = epoch

    def on_train_batch_end(self, batch: int, logs: Event | None = None) -> None:
        self._done += 1
        loss = (logs or {}).get("loss", 0.0)
        if not math.isfinite(loss):
            raise TrainingFailed(_NO_NUMBER)
        if self._run.cancelled():
            raise TrainingCancelled
        now = time.monotonic()
        if now - self._said > 0.5:
            self._said = now
            event = progress_event("train", self._done, self._total, self._started, self._first)
            self._run.emit({**event, "epoch": self._epoch + 1, "loss": loss})

    def on_test_batch_end(self, batch: int, logs: Event | None = None) -> None:
        if self._run.cancelled():
            raise TrainingCancelled

    def on_epoch_end(self, epoch: int, logs: Event | None = None) -> None:
        metrics = {name: float(value) for name, value in (logs or {}).items()}
        # The last step can spoil the weights, too. An epoch that ends like that is no state to go on from.
        if not math.isfinite(metrics["val_loss"]):
            raise TrainingFailed(_NO_NUMBER)
        self._run.history.append(metrics)
        self._run.emit(self._run.epoch_event(epoch + 1, metrics))


class _Remember(keras.callbacks.Callback):
    """Tells callbacks that wait for Validation to get better what it was in the epochs before the run was resumed."""

    def __init__(self, waiting: list[keras.callbacks.Callback], history: list[dict[str, float]]) -> None:
        super().__init__()
        self._waiting, self._history = waiting, history

    def on_train_begin(self, logs: Event | None = None) -> None:
        rate = float(self.model.optimizer.learning_rate)
        for epoch, metrics in enumerate(self._history):
            for callback in self._waiting:
                callback.on_epoch_end(epoch, dict(metrics))
        # It was restored as it had become by then.
        self.model.optimizer.learning_rate = rate


class _Checkpoint(keras.callbacks.Callback):
    """Keeps the state after every epoch and the weights of the best one, so that a kill at any moment costs one epoch.

    The state file names the weights; it is replaced in one step, after they are complete on disk.
    """

    def __init__(self, folder: Path, history: list[dict[str, float]]) -> None:
        super().__init__()
        self._folder, self._history = folder, history
        self._best: tuple[float, str] = (math.inf, "")

    def restore(self, model: keras.Model) -> tuple[int, bool]:
        """Loads the last state. Returns the number of epochs that are done, and whether the training ended there."""
        try:
            state = json.loads((self._folder / "state.json").read_text("utf-8"))
        except (FileNotFoundError, ValueError):  # A power cut can leave it empty.
            return 0, False
        if not all(_is_whole(self._folder / state[name]) for name in ("weights", "best")):
            return 0, False
        model.optimizer.build(model.trainable_variables)
        model.load_weights(self._folder / state["weights"])
        self._history[:] = state["history"]
        self._best = (state["best_loss"], state["best"])
        # An earlier version didn't say that it had ended.
        return len(self._history), state.get("ended", False)

    def restore_best(self, model: keras.Model) -> None:
        """Loads the weights with the least loss on Validation."""
        model.load_weights(self._folder / self._best[1])

    def on_epoch_end(self, epoch: int, logs: Event | None = None) -> None:
        self._folder.mkdir(parents=True, exist_ok=True)
        name = f"epoch-{epoch + 1}.weights.h5"
        temporary = self._folder / f"writing-{name}"
        self.model.save_weights(temporary)
        with temporary.open("r+b") as written:
            os.fsync(written.fileno())
        os.replace(temporary, self._folder / name)
        loss = float((logs or {})["val_loss"])
        if loss < self._best[0]:
            self._best = (loss, name)
        state = {
            "weights": name,
            "best": self._best[1],
            "best_loss": self._best[0],
            "history": self._history,
            "ended": bool(self.model.stop_training),
        }
        (self._folder / "state.json.new").write_text(json.dumps(state), "utf-8")
        os.replace(self._folder / "state.json.new", self._folder / "state.json")
        for file in self._folder.glob("*.weights.h5"):
            if file.name not in (name, self._best[1]):
                file.unlink()


def _is_whole(file: Path) -> bool:
    """Whether weights are there as they were written: a power cut can have cut them short."""
    try:
        h5py.File(file, "r").close()
    except FileNotFoundError:
        return False
    except OSError as error:
        if error.errno:
            raise
        return False  # HDF5's own errors come without a number.
    return True


def _balance(files: list[LabelledFile]) -> npt.NDArray[np.float32]:
    """Weights with which every pair of source and class counts alike; their mean is 1."""
    counts = Counter((file.source, file.label) for file in files)
    return np.array([len(files) / (len(counts) * counts[file.source, file.label]) for file in files], np.float32)
