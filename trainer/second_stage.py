"""The second stage of a model: a large frozen encoder, and a small head that is trained on what the encoder sees.

What such an encoder learnt from hundreds of millions of pictures holds on composites and on generators that no
training set shows (U. Ojha et al., "Towards Universal Fake Image Detectors that Generalize Across Generative Models",
CVPR 2023), and minutes are enough to train a head. It costs ten times what the first network does, so it is asked only
about faces that the first doesn't find surely genuine.
"""

from __future__ import annotations

import hashlib
import itertools
from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path

import keras
import numpy as np
import numpy.typing as npt
import tensorflow as tf

from app.detector.bundle import MANIFEST, read_manifest, read_second_stage
from app.detector.cascade import Head, SecondStage
from app.detector.decode import RgbArray
from app.detector.litert import FloatArray, Network
from trainer.augmentation import forensic, tilted
from trainer.calibration import FALSE_ALARM_RATE, source_weights
from trainer.composites import CompositeMaker
from trainer.face_crops import CropSet
from trainer.fine_tuning import changed, head_of, read_changes
from trainer.network_pool import NetworkPool
from trainer.sampling import sources_of_fakes_alone
from trainer.teacher import TeacherError
from trainer.vision_encoder import TAPS, encoder_to_litert, read_weights

Features = npt.NDArray[np.float16]
Floats = npt.NDArray[np.float64]
Bools = npt.NDArray[np.bool_]

#: How often each face is changed at random, beside being shown as it is; and as often again, some of them in the dark.
_CHANGES = 2
#: Share of the changed genuine faces that are made into composites, which are fakes.
_COMPOSITE_SHARE = 0.15
#: Share of the second half that is darkened, and by which factors: without, dark genuine faces were called fake.
_DARK_SHARE, _DARKEST, _LIGHTEST = 0.25, 0.2, 0.8
#: How often each genuine face is made into a composite in the other lesson, and how many of its pictures are darkened.
_COMPOSITES, _OTHER_DARK_SHARE = 2, 0.125
#: More faces than these teach a head little, and looking at them takes hours.
_MOST_FACES = 15_000
_UNITS, _EPOCHS, _BATCH_SIZE, _RATE = 512, 20, 256, 1e-3
#: Pictures whose features are read at a time: those of all would fill the memory.
_BLOCK = 256
#: Heads whose mean is one: what each calls fake by chance alone differs.
_HEADS = 2
#: A head that goes on from another one is changed by smaller steps, and fewer.
_LATER_EPOCHS, _LATER_RATE = 5, 1e-4
#: Share of the fakes that the first network may keep from the second.
_LOST = 0.005
#: On the squares of what is fitted.
_PENALTY = 1e-3
#: As many genuine faces are enough for it.
_MOST_GENUINE = 3_000
#: What such a layer has to find of its own source, where 1 % of the genuine faces are flagged.
_LEAST_FOUND = 0.5
#: What is added to the variance of a standardised feature. With less, a layer knows the one maker that it was shown by
#: what no other has, and calls pictures fake that are dark, small or compressed.
_SHRINKAGE = 20.0
#: What is added to the covariance: the covariance of the genuine sources' means, this often.
_SOURCE_SCATTER = 5.0
#: How far the first network's logit spreads in what a linear layer says, over how far the layer's own does.
_HEED = 0.25
#: Correlation of what two encoders see in a picture, from which on they are one.
_LEAST_ALIKE = 0.999
#: Share of the genuine faces that reach the middle of the scale; see `choose_stage`.
_MIDDLE_RATE = 0.1


@dataclass(frozen=True, slots=True)
class Encoder:
    """A frozen encoder.

    Attributes:
        content: LiteRT file; see `trainer.vision_encoder.build_encoder`.
        origin: name of the file, or id of the model, that it comes from.
        blocks: how many of its blocks it gives the features of.
        head: that model's, or None.
    """

    content: bytes
    origin: str
    blocks: int
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
        weights: what each counts, shape ``(n,)``; their mean is 1.
        picture: makes the picture with a number; uint8 RGB.
    """

    faces: npt.NDArray[np.int64]
    views: npt.NDArray[np.int64]
    fake: Bools
    weights: Floats
    picture: Callable[[int], RgbArray]


def read_encoder(source: Path, size: int, kept: Path, tuned: Path | None = None) -> Encoder:
    """The encoder of a bundle, or one made of an ONNX file.

    Args:
        source: folder of a bundle, or the file.
        size: side of the network's input in pixels.
        kept: where what is made of an ONNX file is kept, for a resumed run.
        tuned: what `trainer.fine_tuning` changed in the encoder of the ONNX file.

    Raises:
        trainer.teacher.TeacherError: there is no encoder in it, or it is for another size.
        app.detector.bundle.BundleError: the bundle can't be used.
        OSError: it can't be read.
    """
    if (source / MANIFEST).is_file():
        if tuned:
            raise TeacherError("What was changed in an encoder is for the ONNX file that it was in, not for a model.")
        manifest, stage = read_manifest(source), read_second_stage(source)
        if stage is None or manifest.input_size != size:
            raise TeacherError(f"{manifest.name} has no second stage for {size} pixels.")
        # Models of before this was written down have three.
        blocks = manifest.training.get("second_stage", {}).get("blocks", 3)
        return Encoder(stage[0], manifest.id, blocks, stage[1])
    changes = read_changes(tuned) if tuned else {}
    if not kept.is_file():
        content = encoder_to_litert(changed(read_weights(source), changes), size)
        temporary = kept.with_suffix(".new")
        temporary.write_bytes(content)
        temporary.replace(kept)
    return Encoder(kept.read_bytes(), source.name, len(TAPS), head_of(changes) if changes else None)


def lesson_of(crops: CropSet, fake: Bools, sources: list[str], sampling: Floats, seed: int) -> Lesson:
    """Each face as it is, and changed at random as in the training of the first network.

    Args:
        crops: of Train.
        fake: truth, shape ``(n,)``.
        sources: of the faces.
        sampling: what each face counts or, where there are too many to take all, its probability; shape ``(n,)``.
        seed: of the changes.
    """
    generator = np.random.default_rng(seed)
    faces, weights = _drawn(sampling, generator)
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

    return Lesson(shown, views, fake[shown] | composed, weights[shown] / weights[shown].mean(), picture)


def composite_lesson_of(crops: CropSet, fake: Bools, sources: list[str], sampling: Floats, seed: int) -> Lesson:
    """Each face as it is, and changed at random, one time in two tilted; and composites of all genuine ones, likewise.

    A head that learns from this finds more composites in photographs of other cameras, and calls fewer genuine faces
    fake that are tilted, but knows less of generators than one that learns from `lesson_of`.

    Arguments as of `lesson_of`.
    """
    faces, weights = _drawn(sampling, np.random.default_rng(seed))
    composites = CompositeMaker(crops.surroundings, crops.landmarks, ~fake, sources)
    usable = faces[composites.usable[faces]]
    shown = np.concatenate([np.tile(faces, 1 + _CHANGES), np.tile(usable, _COMPOSITES)])
    counts = [len(faces)] * (1 + _CHANGES) + [len(usable)] * _COMPOSITES
    views = np.repeat(np.arange(len(counts)), counts)
    composed = views > _CHANGES
    size = crops.inputs.shape[1]

    def picture(number: int) -> RgbArray:
        face, view = int(shown[number]), int(views[number])
        if view == 0:
            return crops.inputs[face]
        changes = np.random.default_rng((seed, view, face))
        pixels = composites.make(face, changes) if composed[number] else crops.surroundings[face]
        if view % 2 == 0:
            pixels = tilted(pixels, crops.faces[face], changes)
        if changes.random() < _OTHER_DARK_SHARE:
            pixels = (pixels * changes.uniform(_DARKEST, _LIGHTEST)).astype(np.uint8)
        return forensic(pixels, crops.faces[face], size, changes)

    return Lesson(shown, views, fake[shown] | composed, weights[shown] / weights[shown].mean(), picture)


def _drawn(sampling: Floats, generator: np.random.Generator) -> tuple[npt.NDArray[np.int64], Floats]:
    """The faces of a lesson, and what each of all faces counts."""
    faces = np.arange(len(sampling))
    if len(faces) <= _MOST_FACES:
        return faces, sampling
    # That it is there more often is what a face counts more by.
    return np.sort(generator.choice(faces, _MOST_FACES, replace=False, p=sampling)), np.ones(len(sampling))


def features_of(
    encoder: bytes, picture: Callable[[int], RgbArray], count: int, file: Path, progress: Callable[[int, int], None]
) -> Features:
    """What the encoder sees in each picture, on all cores.

    Args:
        encoder: LiteRT file.
        picture: makes the picture with a number.
        count: number of pictures.
        file: where they are kept; see `trainer.network_pool.NetworkPool.ask_once`.
        progress: see there.

    Returns:
        float16, shape ``(count, features)``, memory-mapped.
    """

    def look(network: Network, number: int) -> Features:
        (features,) = network.run(picture(number).astype(np.float32))
        return features.astype(np.float16)

    return NetworkPool(lambda: Network(encoder)).ask_once(look, count, file, progress)


def widened(head: Head, old: FloatArray, new: FloatArray) -> Head:
    """A head for an encoder that sees what the head's own does, and then more, which the head pays no heed to.

    Args:
        head: on the features of the one.
        old: what its own encoder sees in a picture, shape ``(features,)``.
        new: what the other one sees in it, shape ``(features or more,)``.

    Raises:
        TeacherError: the other one sees something else.
    """
    more = len(new) - len(old)
    if more < 0 or not np.corrcoef(old, new[: len(old)])[0, 1] > _LEAST_ALIKE:
        raise TeacherError("The head of the model to start from is for another encoder.")
    hidden, linear = (np.pad(layer, ((0, more), (0, 0))) for layer in (head.hidden, head.linear))
    return replace(head, hidden=hidden, linear=linear)


def train_head(
    features: Features,
    lesson: Lesson,
    seed: int,
    start: Head | None = None,
    progress: Callable[[int, int], None] = lambda done, total: None,
) -> Head:
    """Trains the two layers of a head: the mean of several, or those that go on from another's.

    Args:
        features: of the lesson's pictures, shape ``(n, features)``.
        lesson: what they show.
        seed: of the initial weights and the order.
        start: a head to go on from.
        progress: called with the number of steps done and in all; what it raises stops the work.
    """
    mean, spread = _mean_and_spread(features, np.flatnonzero(lesson.views == 0))
    epochs, rate = (_LATER_EPOCHS, _LATER_RATE) if start else (_EPOCHS, _RATE)
    steps = epochs * -(-len(lesson.fake) // _BATCH_SIZE)
    warm_up = max(1, steps // 20)
    heads = []
    count = 1 if start else _HEADS
    for number in range(count):
        done = itertools.count(number * steps + 1)
        step = keras.callbacks.LambdaCallback(
            on_train_batch_end=lambda batch, logs, done=done: progress(next(done), count * steps)
        )
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
        model.fit(_batches(features, mean, spread, lesson), epochs=epochs, shuffle=False, verbose=0, callbacks=[step])
        kernel, bias = hidden.get_weights()
        last, last_bias = output.get_weights()
        # Standardising is part of the first layer. Rounded now, so that what is measured is what is shipped.
        kernel = (kernel / spread[:, np.newaxis]).astype(np.float16).astype(np.float32)
        heads.append((kernel, bias - mean @ kernel, last[:, 0], last_bias[0]))
    kernels, biases, outputs, output_biases = zip(*heads, strict=True)
    return Head(
        np.concatenate(kernels, axis=1),
        np.concatenate(biases),
        np.asarray(np.concatenate(outputs) / len(heads), np.float32),
        np.asarray(np.mean(output_biases), np.float32),
        linear=start.linear if start else np.zeros((features.shape[1], 0), np.float32),
        linear_bias=start.linear_bias if start else np.zeros(0, np.float32),
        linear_first=start.linear_first if start else np.zeros(0, np.float32),
    )


def mean_of(one: Head, other: Head) -> Head:
    """A head whose logit is the mean of two heads'; the linear layers are those of the first."""
    return replace(
        one,
        hidden=np.concatenate([one.hidden, other.hidden], axis=1),
        hidden_bias=np.concatenate([one.hidden_bias, other.hidden_bias]),
        output=np.concatenate([one.output, other.output]) * np.float32(0.5),
        output_bias=(one.output_bias + other.output_bias) * np.float32(0.5),
    )


def _mean_and_spread(features: Features, rows: npt.NDArray[np.int64]) -> tuple[FloatArray, FloatArray]:
    """Of each feature, over some of the rows."""
    blocks = [rows[start : start + _BLOCK] for start in range(0, len(rows), _BLOCK)]
    mean = sum(features[block].sum(axis=0, dtype=np.float64) for block in blocks) / len(rows)
    squares = sum(((features[block] - mean) ** 2).sum(axis=0) for block in blocks)
    return mean.astype(np.float32), (np.sqrt(squares / len(rows)) + 1e-3).astype(np.float32)


def _batches(features: Features, mean: FloatArray, spread: FloatArray, lesson: Lesson) -> tf.data.Dataset:
    """Standardised features, truth and weights of a lesson in a random order, each read when its turn comes.

    The order is that in which `keras.Model.fit` takes arrays, which it would copy, twice and as a whole.
    """
    n = len(lesson.fake)

    def read(chosen: npt.NDArray[np.int64]) -> tuple[FloatArray, FloatArray, FloatArray]:
        inputs = (features[chosen].astype(np.float32) - mean) / spread
        return inputs, lesson.fake[chosen, np.newaxis].astype(np.float32), lesson.weights[chosen].astype(np.float32)

    def load(chosen: tf.Tensor) -> tuple[tf.Tensor, tf.Tensor, tf.Tensor]:
        inputs, truth, weights = tf.numpy_function(read, [chosen], [tf.float32] * 3)
        inputs.set_shape((None, features.shape[1]))
        truth.set_shape((None, 1))
        weights.set_shape((None,))
        return inputs, truth, weights

    order = tf.data.Dataset.range(1).map(lambda _: tf.random.shuffle(tf.range(n, dtype=tf.int64)))
    chosen = order.flat_map(lambda numbers: tf.data.Dataset.from_tensor_slices(numbers).batch(_BATCH_SIZE))
    batches = chosen.map(load, num_parallel_calls=tf.data.AUTOTUNE, deterministic=True)
    return batches.apply(tf.data.experimental.assert_cardinality(-(-n // _BATCH_SIZE))).prefetch(2)


def faces_of_linear(fake: Bools, sources: list[str], sampling: Floats, seed: int) -> npt.NDArray[np.int64]:
    """Which faces linear layers are trained on: fakes of sources of fakes alone, and genuine ones; sorted, maybe none.

    Args:
        fake: truth, shape ``(n,)``.
        sources: of the faces.
        sampling: probability of each face where there are too many to take all; shape ``(n,)``.
        seed: of the choice.
    """
    alone = np.isin(sources, sources_of_fakes_alone(fake, sources))
    genuine = np.flatnonzero(~fake)
    if len(genuine) > _MOST_GENUINE:
        shares = sampling[genuine] / sampling[genuine].sum()
        genuine = np.random.default_rng(seed).choice(genuine, _MOST_GENUINE, replace=False, p=shares)
    return np.sort(np.concatenate([np.flatnonzero(alone), genuine])) if alone.any() else np.zeros(0, np.int64)


def train_linear(features: Features, blocks: int, fake: Bools, sources: list[str]) -> tuple[Floats, Floats]:
    """A linear layer for each source of fakes alone: what tells its faces from all genuine ones.

    A head that learns all kinds of fakes at once tells such faces by whatever is at hand, since nothing genuine has
    their source, and is at a loss when the maker is another one. Regularised discriminant analysis on the class token
    of the encoder's last block (J. H. Friedman, JASA 84, 1989) rests on what most of them have in common. What the
    genuine sources differ in says where a picture is from and not what made it, so it counts as noise (nuisance
    attributes: A. Solomonoff et al., "Advances in Channel Compensation for SVM Speaker Recognition", ICASSP 2005). A
    source that the layer doesn't tell well, such as one of faces that were only edited, gets none: it would add false
    alarms alone.

    Args:
        features: of faces as they are, shape ``(n, features)``.
        blocks: see `Encoder`.
        fake: truth, shape ``(n,)``.
        sources: of the faces.

    Returns:
        Weights, shape ``(features, layers)``, and biases, shape ``(layers,)``. Their scale means nothing yet.
    """
    names, width = np.array(sources), features.shape[1] // (2 * blocks)
    token = slice(-2 * width, -width)
    layers: list[tuple[Floats, float]] = []
    for name in sources_of_fakes_alone(fake, sources):
        taken = ~fake | (names == name)
        inputs, truth = features[taken, token].astype(np.float64), fake[taken]
        spread = inputs.std(axis=0) + 1e-3
        inputs /= spread
        shares = source_weights(list(names[taken]), truth)
        inputs -= (middle := shares @ inputs)
        signs, genuine, origins = np.where(truth, 1.0, -1.0), inputs[~truth], names[taken][~truth]
        means = np.array([genuine[origins == origin].mean(axis=0) for origin in np.unique(origins)])
        means -= means.mean(axis=0)
        scatter = means.T @ means / len(means)
        covariance = (inputs.T * shares) @ inputs + _SOURCE_SCATTER * scatter + _SHRINKAGE * np.eye(width)
        direction = np.linalg.solve(covariance, inputs.T @ (shares * signs)) / spread
        logits = inputs @ (direction * spread)
        limit = _reached(logits[~truth], shares[~truth], FALSE_ALARM_RATE)
        if (logits[truth] > limit).mean() >= _LEAST_FOUND:
            layers.append((direction, -float((middle * spread) @ direction)))
    weights = np.zeros((features.shape[1], len(layers)))
    for number, (direction, _) in enumerate(layers):
        weights[token, number] = direction
    return weights, np.array([bias for _, bias in layers])


def choose_stage(
    first: Floats, second: Floats, head: Head, fake: Bools, sources: list[str], temperature: float
) -> tuple[SecondStage, Head]:
    """When the second network is asked, and what its answers weigh: on Validation, sources weighted alike.

    The answers of both networks, each as log-odds, count alike, so that one that knows nothing has no say (a
    logarithmic opinion pool: C. Genest, J. V. Zidek, "Combining Probability Distributions", Statistical Science 1 (1),
    1986). Weights fitted to both at once would leave the first a tenth: Validation holds the sources that the head
    learnt from, of which it is surer than it can be of others.

    A linear layer's logits are turned into log-odds by its false alarms, as Validation's fakes of its kind are too easy
    to say how sure it may be of others: as many genuine faces reach the fake threshold by it as by both networks, and
    in the middle of the scale, where it could only blur what they know, a third as many. Before that, the logit of the
    first network is added to them with a small weight: genuine faces that a layer takes for fakes, the first network
    mostly doesn't, and faces of a maker that neither knows lie a little higher for both.

    Args:
        first: logits of the first network, shape ``(n,)``.
        second: those of the head, shape ``(n, 1 + linear layers)``.
        head: which gave them; its linear layers have any scale.
        fake: truth, shape ``(n,)``.
        sources: of the faces.
        temperature: of the model: what the logits of the first are divided by.

    Returns:
        The stage, and the head with linear layers that give log-odds.
    """
    weights = source_weights(sources, fake)
    low = -_reached(-first[fake], weights[fake], _LOST)
    asked = first >= low
    # One that ranks a little worse than chance is not asked for the opposite.
    of_first, of_second = (
        max(_log_odds(logits, fake[asked], weights[asked])[0], 0.0) for logits in (first[asked], second[asked, 0])
    )
    both = of_first * first + of_second * second[:, 0]
    to_log_odds, shift = _log_odds(both[asked], fake[asked], weights[asked])
    of_first, of_second, both = to_log_odds * of_first, to_log_odds * of_second, to_log_odds * both + shift

    def reached(logits: Floats, share: float) -> float:
        return _reached(logits[~fake], weights[~fake], share)

    linear = second[:, 1:] - np.outer(first, head.linear_first)
    of_genuine = weights * ~fake
    heed = _HEED * _spread(linear, of_genuine) / _spread(first[:, np.newaxis], of_genuine)
    linear = linear + np.outer(first, heed)
    high, middle = reached(both, FALSE_ALARM_RATE), reached(both, _MIDDLE_RATE)
    tops = np.array([reached(column, FALSE_ALARM_RATE) for column in linear.T])
    ranges = tops - [reached(column, _MIDDLE_RATE / 3) for column in linear.T]
    scales = (high - middle) / np.maximum(ranges, 1e-6)
    shifts = high - scales * tops
    head = replace(
        head,
        linear=(head.linear * scales).astype(np.float32),
        linear_bias=(scales * head.linear_bias + shifts).astype(np.float32),
        linear_first=(scales * heed).astype(np.float32),
    )
    stage = SecondStage(low, of_first, of_second, shift)
    pooled = stage.logit(first, np.column_stack([second[:, 0], linear * scales + shifts])).astype(np.float64)
    scale, offset = _log_odds(pooled[asked], fake[asked], weights[asked])
    return replace(stage, scale=temperature * scale, offset=temperature * offset), head


def _spread(values: Floats, weights: Floats) -> Floats:
    """Standard deviation of each column."""
    middle = np.average(values, axis=0, weights=weights)
    return np.sqrt(np.average((values - middle) ** 2, axis=0, weights=weights)) + 1e-6


def _reached(values: Floats, weights: Floats, share: float) -> float:
    """The largest value that more than this share of the weight reaches."""
    order = np.argsort(-values, kind="stable")
    reached = np.cumsum(weights[order]) / weights.sum()
    return float(values[order][int(np.searchsorted(reached, share, "right"))])


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
