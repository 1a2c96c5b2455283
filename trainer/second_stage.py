"""The second stage of a model: a large frozen encoder, and a small head that is trained on what the encoder sees.

What such an encoder learnt from hundreds of millions of pictures holds on composites and on generators that no
training set shows (U. Ojha et al., "Towards Universal Fake Image Detectors that Generalize Across Generative Models",
CVPR 2023), and minutes are enough to train a head. It costs ten times what the first network does, so it is asked only
about faces that the first doesn't find surely genuine.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import keras
import numpy as np
import numpy.typing as npt

from app.detector.bundle import MANIFEST, read_manifest, read_second_stage
from app.detector.cascade import Head, SecondStage
from app.detector.decode import RgbArray
from app.detector.litert import Network
from trainer.augmentation import forensic
from trainer.calibration import source_weights
from trainer.composites import CompositeMaker
from trainer.face_crops import CropSet
from trainer.network_pool import NetworkPool
from trainer.teacher import TeacherError

Features = npt.NDArray[np.float16]
Floats = npt.NDArray[np.float64]
Bools = npt.NDArray[np.bool_]

#: How often each face is changed at random, beside being shown as it is; and as often again, some of them in the dark.
_CHANGES = 2
#: Share of the changed genuine faces that are made into composites, which are fakes.
_COMPOSITE_SHARE = 0.15
#: Share of the second half that is darkened, and by which factors: without, dark genuine faces were called fake.
_DARK_SHARE, _DARKEST, _LIGHTEST = 0.25, 0.2, 0.8
#: More faces than these teach a head little, and looking at them takes hours.
_MOST_FACES = 15_000
_UNITS, _EPOCHS, _BATCH_SIZE, _RATE = 512, 20, 256, 1e-3
#: Heads whose mean is one: what each calls fake by chance alone differs.
_HEADS = 2
#: A head that goes on from another one is changed by smaller steps, and fewer.
_LATER_EPOCHS, _LATER_RATE = 5, 1e-4
#: Share of the fakes that the first network may keep from the second.
_LOST = 0.005
#: On the squares of what is fitted.
_PENALTY = 1e-3


@dataclass(frozen=True, slots=True)
class Encoder:
    """A frozen encoder.

    Attributes:
        content: LiteRT file; see `trainer.vision_encoder.build_encoder`.
        origin: name of the file, or id of the model, that it comes from.
        head: that model's, or None.
    """

    content: bytes
    origin: str
    head: Head | None = None

    @property
    def sha256(self) -> str:
        """Hash of the content."""
        return hashlib.sha256(self.content).hexdigest()


@dataclass(frozen=True, slots=True)
class Lesson:
    """Pictures that a head is trained on.

    Attributes:
        faces: index of the face in the crops, one a picture; shape ``(n,)``.
        views: 0 as the program would show it, else a number of a random change; shape ``(n,)``.
        fake: truth, shape ``(n,)``: composites are fakes.
        picture: makes the picture with a number; uint8 RGB.
    """

    faces: npt.NDArray[np.int64]
    views: npt.NDArray[np.int64]
    fake: Bools
    picture: Callable[[int], RgbArray]


def read_encoder(source: Path, size: int, kept: Path) -> Encoder:
    """The encoder of a bundle, or one made of an ONNX file.

    Args:
        source: folder of a bundle, or the file.
        size: side of the network's input in pixels.
        kept: where what is made of an ONNX file is kept, for a resumed run.

    Raises:
        trainer.teacher.TeacherError: there is no encoder in it, or it is for another size.
        app.detector.bundle.BundleError: the bundle can't be used.
        OSError: it can't be read.
    """
    if (source / MANIFEST).is_file():
        manifest, stage = read_manifest(source), read_second_stage(source)
        if stage is None or manifest.input_size != size:
            raise TeacherError(f"{manifest.name} has no second stage for {size} pixels.")
        return Encoder(stage[0], manifest.id, stage[1])
    if not kept.is_file():
        # Imported here: it takes onnx, which a run with the encoder of a bundle doesn't need.
        from trainer.vision_encoder import encoder_to_litert

        content = encoder_to_litert(source, size)
        temporary = kept.with_suffix(".new")
        temporary.write_bytes(content)
        temporary.replace(kept)
    return Encoder(kept.read_bytes(), source.name)


def lesson_of(crops: CropSet, fake: Bools, sources: list[str], sampling: Floats, seed: int) -> Lesson:
    """Each face as it is, and changed at random as in the training of the first network.

    Args:
        crops: of Train.
        fake: truth, shape ``(n,)``.
        sources: of the faces.
        sampling: probability of each face where there are too many to take all; shape ``(n,)``.
        seed: of the changes.
    """
    generator = np.random.default_rng(seed)
    faces = np.arange(len(fake))
    if len(faces) > _MOST_FACES:
        faces = np.sort(generator.choice(faces, _MOST_FACES, replace=False, p=sampling))
    composites = CompositeMaker(crops.surroundings, crops.landmarks, ~fake, sources)
    made = (generator.random((_CHANGES, len(faces))) < _COMPOSITE_SHARE) & composites.usable[faces]
    composed = np.concatenate([np.zeros(len(faces), bool), *made, *made])
    shown, views = np.tile(faces, 1 + 2 * _CHANGES), np.repeat(np.arange(1 + 2 * _CHANGES), len(faces))
    size = crops.inputs.shape[1]

    def picture(number: int) -> RgbArray:
        face, view = int(shown[number]), int(views[number])
        if view == 0:
            return crops.inputs[face]
        changes = np.random.default_rng((seed, 1 + (view - 1) % _CHANGES, face))
        pixels = composites.make(face, changes) if composed[number] else crops.surroundings[face]
        if view > _CHANGES and changes.random() < _DARK_SHARE:
            pixels = (pixels * changes.uniform(_DARKEST, _LIGHTEST)).astype(np.uint8)
        return forensic(pixels, crops.faces[face], size, changes)

    return Lesson(shown, views, fake[shown] | composed, picture)


def features_of(
    encoder: bytes, picture: Callable[[int], RgbArray], count: int, file: Path, progress: Callable[[int, int], None]
) -> Features:
    """What the encoder sees in each picture, on all cores.

    Args:
        encoder: LiteRT file.
        picture: makes the picture with a number.
        count: number of pictures.
        file: where the features are kept, one row a picture; those that an earlier run left there are taken.
        progress: called with the number of pictures done and in all; what it raises stops the work.

    Returns:
        float16, shape ``(count, features)``, memory-mapped.
    """

    def look(network: Network, number: int) -> Features:
        (features,) = network.run(picture(number).astype(np.float32))
        return features.astype(np.float16)

    first = look(Network(encoder), 0)
    with file.open("ab") as kept:
        done = kept.tell() // first.nbytes
        kept.truncate(done * first.nbytes)
        for features in NetworkPool(lambda: Network(encoder)).ask(look, range(done, count)):
            progress(done, count)
            kept.write(features.tobytes())
            done += 1
    return np.memmap(file, np.float16, "r", shape=(count, len(first)))


def train_head(features: Features, lesson: Lesson, weights: Floats, seed: int, start: Head | None = None) -> Head:
    """Trains a head: the mean of several, or one that goes on from another.

    Args:
        features: of the lesson's pictures, shape ``(n, features)``.
        lesson: what they show.
        weights: of the pictures, shape ``(n,)``; their mean is 1.
        seed: of the initial weights and the order.
        start: a head to go on from.
    """
    clean = np.asarray(features[lesson.views == 0], np.float32)
    mean, spread = clean.mean(axis=0), clean.std(axis=0) + 1e-3
    inputs = np.asarray(features, np.float32)
    inputs -= mean
    inputs /= spread
    epochs, rate = (_LATER_EPOCHS, _LATER_RATE) if start else (_EPOCHS, _RATE)
    steps = epochs * -(-len(lesson.fake) // _BATCH_SIZE)
    warm_up = max(1, steps // 20)
    heads = []
    for number in range(1 if start else _HEADS):
        keras.utils.set_random_seed(seed + number)
        hidden = keras.layers.Dense(start.hidden.shape[1] if start else _UNITS, "relu")
        output = keras.layers.Dense(1)
        dropout, more = keras.layers.Dropout(0.2), keras.layers.Dropout(0.5)
        model = keras.Sequential([keras.Input(features.shape[1:]), dropout, hidden, more, output])
        if start:
            hidden.set_weights([start.hidden * spread[:, np.newaxis], start.hidden_bias + mean @ start.hidden])
            output.set_weights([start.output[:, np.newaxis], start.output_bias[np.newaxis]])
        schedule = keras.optimizers.schedules.CosineDecay(
            rate / 10, max(1, steps - warm_up), alpha=0.01, warmup_target=rate, warmup_steps=warm_up
        )
        model.compile(
            optimizer=keras.optimizers.AdamW(schedule, weight_decay=0.05, clipnorm=1.0),
            loss=keras.losses.BinaryCrossentropy(from_logits=True, label_smoothing=0.05),
            jit_compile=False,
        )
        truth = lesson.fake[:, np.newaxis].astype(np.float32)
        model.fit(inputs, truth, _BATCH_SIZE, epochs, sample_weight=weights.astype(np.float32), verbose=0)
        kernel, bias = hidden.get_weights()
        last, last_bias = output.get_weights()
        # Standardising is part of the first layer. Rounded now, so that what is measured is what is shipped.
        kernel = (kernel / spread[:, np.newaxis]).astype(np.float16).astype(np.float32)
        heads.append(Head(kernel, bias - mean @ kernel, last[:, 0], last_bias[0]))
    return Head(
        np.concatenate([head.hidden for head in heads], axis=1),
        np.concatenate([head.hidden_bias for head in heads]),
        np.asarray(np.concatenate([head.output for head in heads]) / len(heads), np.float32),
        np.asarray(np.mean([head.output_bias for head in heads]), np.float32),
    )


def choose_stage(first: Floats, second: Floats, fake: Bools, sources: list[str], temperature: float) -> SecondStage:
    """When the second network is asked, and what its answer weighs: on Validation, sources weighted alike.

    The answers of both, each as log-odds, count alike, so that one that knows nothing has no say (a logarithmic opinion
    pool: C. Genest, J. V. Zidek, "Combining Probability Distributions", Statistical Science 1 (1), 1986). Weights
    fitted to both at once would leave the first a tenth: Validation holds the sources that the head learnt from, of
    which it is surer than it can be of others.

    Args:
        first: logits of the first network, shape ``(n,)``.
        second: those of the second, shape ``(n,)``.
        fake: truth, shape ``(n,)``.
        sources: of the faces.
        temperature: of the model: what the logits of the first are divided by.
    """
    weights = source_weights(sources, fake)
    order = np.argsort(first[fake], kind="stable")
    under = np.cumsum(weights[fake][order]) / weights[fake].sum()
    low = float(first[fake][order][int(np.searchsorted(under, _LOST, "right"))])
    asked = first >= low
    of_first, _ = _log_odds(first[asked], fake[asked], weights[asked])
    of_second, _ = _log_odds(second[asked], fake[asked], weights[asked])
    pooled = of_first * first + of_second * second
    scale, shift = _log_odds(pooled[asked], fake[asked], weights[asked])
    return SecondStage(low, temperature * scale * of_first, temperature * scale * of_second, temperature * shift)


def _log_odds(logits: Floats, fake: Bools, weights: Floats) -> tuple[float, float]:
    """What logits are multiplied by, and what is added, to give the log-odds of "fake".

    Logistic regression by Newton's method; a small penalty keeps it finite where nothing is mistaken.
    """
    inputs = np.stack([logits, np.ones_like(logits)], axis=1)
    share = weights / weights.sum()
    fitted = np.zeros(2)
    for _ in range(50):
        scores = 0.5 * (1 + np.tanh(inputs @ fitted / 2))
        slope = inputs.T @ (share * (scores - fake)) + _PENALTY * fitted
        bend = (inputs.T * (share * scores * (1 - scores))) @ inputs + _PENALTY * np.eye(2)
        fitted -= np.linalg.solve(bend, slope)
    return float(fitted[0]), float(fitted[1])
