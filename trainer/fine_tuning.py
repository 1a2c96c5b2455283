"""Fine-tunes the encoder of a second stage on the faces of a data set.

``python -m trainer.fine_tuning`` is a step before a training, for a machine with an accelerator: ten minutes there are
a day on a processor alone. It needs no TensorFlow; any backend of Keras will do (``KERAS_BACKEND``), and JAX is the
fastest. What it writes is given to ``python -m trainer`` with ``--tuned``.

Only small parts of the encoder are changed: its norms, its biases, and by each matrix the product of two thin ones
(E. J. Hu et al., "LoRA: Low-Rank Adaptation of Large Language Models", ICLR 2022), so that most of what it learnt from
hundreds of millions of pictures stays.
"""

from __future__ import annotations

import argparse
import os
import sys
from pathlib import Path
from typing import Any
from zipfile import BadZipFile

import keras
import numpy as np
import numpy.typing as npt
from keras import layers, ops

from app.detector.cascade import Head
from app.detector.decode import RgbArray
from trainer.changed_faces import changed_faces
from trainer.dataset_errors import DatasetError
from trainer.dataset_handler import DatasetHandler
from trainer.detector_model import PRESETS
from trainer.face_crops import CropSet, CropSettings, crop_all
from trainer.sampling import is_fake, sources_of, sources_of_fakes_alone
from trainer.teacher import TeacherError
from trainer.vision_encoder import TAPS, Weights, build_encoder, layer_name, read_weights

Floats = npt.NDArray[np.float32]
Changes = dict[str, Floats]

#: What is written: all that was changed in the encoder, and the layer that tells fakes by what it sees.
CHANGES = "encoder_changes.npz"
_BATCH_SIZE, _RATE, _DECAY, _SMOOTHING = 128, 5e-4, 0.05, 0.05
#: Weight of the class token's error, whose parts have the variance 1.
_HELD = 2.0
#: Faces that mean and variance of the features are measured on.
_MEASURED_ON = 1024
#: On these variances.
_EPSILON = 1e-5
#: Truth that is not asked.
_UNKNOWN = -1.0


class TunedDense(layers.Dense):
    """A dense layer whose matrix stays as it is, with the product of two thin ones beside it.

    It sees its inputs rounded to 8 bits, a token at a time, as the network that is made of it for the program will.
    """

    rank = 16

    def build(self, input_shape: tuple[int, ...]) -> None:
        """Adds the thin matrices; their product is 0."""
        super().build(input_shape)
        self.kernel.trainable = False
        inputs = input_shape[-1]
        self.down = self.add_weight(
            name="down", shape=(inputs, self.rank), initializer=keras.initializers.RandomNormal(stddev=inputs**-0.5)
        )
        self.up = self.add_weight(name="up", shape=(self.rank, self.units), initializer="zeros")

    def call(self, inputs: Any, training: bool | None = None) -> Any:
        """Shape ``(..., inputs)`` to ``(..., units)``."""
        inputs = _rounded(inputs)
        return ops.matmul(inputs, self.kernel) + ops.matmul(ops.matmul(inputs, self.down), self.up) + self.bias


def _rounded(inputs: Any) -> Any:
    """Inputs as LiteRT's layers with 8-bit weights round them; the gradient passes as if they were not."""
    values = ops.stop_gradient(inputs)
    scale = ops.maximum(ops.max(ops.abs(values), axis=-1, keepdims=True) / 127, 1e-6)
    return inputs + (ops.round(values / scale) * scale - values)


def tuned_network(weights: Weights, size: int, plain: RgbArray) -> keras.Model:
    """The encoder with a linear layer on what it sees, ready to be fitted.

    Args:
        weights: see `trainer.vision_encoder.read_weights`.
        size: side of the input in pixels.
        plain: some faces as the program shows them, uint8 RGB, shape ``(n, size, size, 3)``: what the encoder sees in
            them is brought to mean 0 and variance 1.

    Returns:
        Its output is the logit, then the class token of the last block; shape ``(batch, 1 + width)``.
    """
    encoder = build_encoder(weights, size, TAPS, TunedDense)
    encoder.get_layer("patches").trainable = False
    # Not trainable, it only standardises, by the mean and the variance that it is given.
    standard = layers.BatchNormalization(
        center=False, scale=False, epsilon=_EPSILON, dtype="float32", name="standard", trainable=False
    )
    features = standard(ops.cast(encoder.output, "float32"))
    seen = see(encoder, plain).astype(np.float32)
    standard.set_weights([seen.mean(axis=0), seen.var(axis=0)])
    logit = layers.Dense(1, kernel_initializer="zeros", dtype="float32", name="any")(layers.Dropout(0.2)(features))
    return keras.Model(encoder.input, ops.concatenate([logit, features[:, _token(features)]], axis=-1), name="tuned")


def _token(features: Any) -> slice:
    """Where the class token of the last block is in what an encoder sees."""
    width = features.shape[-1] // (2 * len(TAPS))
    return slice(-2 * width, -width)


def compile_tuned(network: keras.Model, steps: int) -> None:
    """Sets optimizer and loss: AdamW, its rate falling to nothing along a cosine."""
    warm_up = max(1, steps // 10)
    schedule = keras.optimizers.schedules.CosineDecay(
        _RATE / 20, max(1, steps - warm_up), alpha=0.01, warmup_target=_RATE, warmup_steps=warm_up
    )
    optimizer = keras.optimizers.AdamW(schedule, weight_decay=_DECAY, clipnorm=1.0)
    optimizer.exclude_from_weight_decay(var_names=["bias", "gamma", "beta"])
    # TensorFlow would have XLA compile it on a processor, too, which takes longer than any training there.
    network.compile(optimizer=optimizer, loss=_loss, jit_compile=keras.backend.backend() == "jax")


def _loss(truth: Any, said: Any) -> Any:
    """Cross-entropy of the logit where its truth is known, and how far off the class token is; shape ``(batch,)``."""
    label, logit = truth[:, 0], said[:, 0]
    target = ops.clip(label, 0.0, 1.0) * (1 - _SMOOTHING) + _SMOOTHING / 2
    loss = ops.maximum(logit, 0.0) - logit * target + ops.log1p(ops.exp(-ops.abs(logit)))
    return ops.where(label >= 0, loss, 0.0) + _HELD * ops.mean((truth[:, 1:] - said[:, 1:]) ** 2, axis=-1)


class _Batches(keras.utils.PyDataset):
    """Pictures and what is to be learnt of them, in batches of one size, in a random order."""

    def __init__(self, pictures: RgbArray, truth: Floats, seed: tuple[int, ...]) -> None:
        super().__init__()
        self._pictures, self._truth = pictures, truth
        self._order = np.random.default_rng(seed).permutation(len(pictures))

    def __len__(self) -> int:
        return len(self._order) // _BATCH_SIZE

    def __getitem__(self, index: int) -> tuple[RgbArray, Floats]:
        chosen = self._order[index * _BATCH_SIZE : (index + 1) * _BATCH_SIZE]
        return self._pictures[chosen], self._truth[chosen]


def see(network: keras.Model, pictures: RgbArray) -> Floats:
    """What a network says of pictures; batches of one size, since backends compile for each."""
    answers = []
    for start in range(0, len(pictures), _BATCH_SIZE):
        batch = pictures[start : start + _BATCH_SIZE]
        missing = _BATCH_SIZE - len(batch)
        answers.append(network.predict_on_batch(np.pad(batch, ((0, missing), (0, 0), (0, 0), (0, 0)))))
    return np.concatenate(answers)[: len(pictures)]


def fine_tune(network: keras.Model, weights: Weights, crops: CropSet, epochs: int, seed: int, folder: Path) -> None:
    """Fits the network.

    It learns to tell all fakes but those of sources that hold nothing else: these have no genuine picture of their
    kind, so that whatever tells them from others would be learnt as a trace of fakes. And it is held to the class token
    that the encoder as it was gives: what the makers of whole pictures have in common is clearest there, and lost when
    only others are learnt (Z. Li, D. Hoiem, "Learning without Forgetting", ECCV 2016).

    Args:
        network: see `tuned_network`.
        weights: of the encoder as it was.
        crops: of Train.
        epochs: passes over as many pictures as there are.
        seed: of every random choice.
        folder: where the state is kept after each epoch; a folder with a state is gone on with.
    """
    size = network.input_shape[1]
    fake, sources = is_fake(crops.files) == 1, sources_of(crops.files)
    alone = np.isin(sources, sources_of_fakes_alone(fake, sources))
    encoder = build_encoder(weights, size, TAPS)
    mean, variance = (ops.convert_to_numpy(weight) for weight in network.get_layer("standard").weights)
    token = _token(mean)
    mean, spread = mean[token], np.sqrt(variance[token] + _EPSILON)
    before = keras.Model(encoder.input, encoder.output[:, token])
    compile_tuned(network, epochs * (len(fake) // _BATCH_SIZE))
    state = folder / "state.npz"
    first = _resume(network, state) if state.is_file() else 0
    for number, epoch in enumerate(changed_faces(crops, size, seed, range(first, epochs), folder), first):
        label = np.where(alone[epoch.faces], _UNKNOWN, fake[epoch.faces] | epoch.composed)
        tokens = (see(before, epoch.pictures).astype(np.float32) - mean) / spread
        truth = np.concatenate([label[:, np.newaxis], tokens], axis=1).astype(np.float32)
        batches = _Batches(epoch.pictures, truth, (seed, number))
        shown = 1 if sys.stdout.isatty() else 2
        network.fit(batches, initial_epoch=number, epochs=number + 1, shuffle=False, verbose=shown)
        kept = {f"optimizer/{i}": ops.convert_to_numpy(v) for i, v in enumerate(network.optimizer.variables)}
        _save(state, {**changes_of(network), **kept, "epochs": np.array(number + 1)})


def _resume(network: keras.Model, state: Path) -> int:
    """Gives a network and its optimizer the state of an earlier run; returns the number of epochs that are done."""
    with np.load(state) as kept:
        restore(network, dict(kept))
        network.optimizer.build(network.trainable_variables)
        for i, variable in enumerate(network.optimizer.variables):
            variable.assign(kept[f"optimizer/{i}"])
        return int(kept["epochs"])


def _save(file: Path, arrays: dict[str, Any]) -> None:
    """Writes a file as a whole or not at all."""
    temporary = file.with_suffix(".new.npz")
    np.savez(temporary, **arrays)
    os.replace(temporary, file)


def changes_of(network: keras.Model) -> Changes:
    """All that makes a fitted network of the encoder it was built on: by the names of layers and their weights."""
    changes: Changes = {}
    for layer in network.layers:
        if isinstance(layer, layers.LayerNormalization | layers.Dense | layers.BatchNormalization):
            for weight in layer.weights:
                if not (isinstance(layer, TunedDense) and weight.name == "kernel"):
                    changes[f"{layer.name}/{weight.name}"] = ops.convert_to_numpy(weight).astype(np.float32)
    return changes


def restore(network: keras.Model, changes: Changes) -> None:
    """Gives a network the changes of a fitted one.

    Args:
        network: see `tuned_network`.
        changes: see `changes_of`.
    """
    for layer in network.layers:
        for weight in layer.weights:
            if (name := f"{layer.name}/{weight.name}") in changes:
                weight.assign(changes[name])


def changed(weights: Weights, changes: Changes) -> Weights:
    """The weights of an encoder with its changes.

    Args:
        weights: see `trainer.vision_encoder.read_weights`.
        changes: see `changes_of`.
    """
    result = dict(weights)
    for name in weights:
        stem, _, part = name.rpartition(".")
        layer = layer_name(stem)
        if part == "weight" and f"{layer}/down" in changes:
            result[name] = weights[name] + changes[f"{layer}/down"] @ changes[f"{layer}/up"]
        elif part == "weight" and f"{layer}/gamma" in changes:
            result[name] = changes[f"{layer}/gamma"]
        elif part == "bias":
            result[name] = changes.get(f"{layer}/bias", changes.get(f"{layer}/beta", weights[name]))
    return result


def head_of(changes: Changes) -> Head:
    """The linear layer of a fitted network as a head for the encoder's features as they are.

    Args:
        changes: see `changes_of`.
    """
    mean, spread = changes["standard/moving_mean"], np.sqrt(changes["standard/moving_variance"] + _EPSILON)
    kernel = (changes["any/kernel"][:, 0] / spread).astype(np.float16).astype(np.float32)
    shift = mean @ kernel
    # A unit that is cut off below 0, and one for what is below, are a linear one.
    return Head(
        np.stack([kernel, -kernel], axis=1),
        np.array([-shift, shift], np.float32),
        np.array([1.0, -1.0], np.float32),
        np.asarray(changes["any/bias"][0], np.float32),
        np.zeros((len(mean), 0), np.float32),
        np.zeros(0, np.float32),
        np.zeros(0, np.float32),
    )


def main(argv: list[str] | None = None) -> int:
    """Runs the step.

    Args:
        argv: arguments without the program's name; `sys.argv` if None.

    Returns:
        0 done, 1 data, encoder or folder can't be used.
    """
    try:
        _run(argv)
        return 0
    except (DatasetError, TeacherError) as error:
        message = str(error)
    except OSError as error:
        message = f"{error.strerror or error}" + (f" ({error.filename})" if error.filename else "") + "."
    sys.stderr.write(f"unmask: {message}\n")
    return 1


def _run(argv: list[str] | None) -> None:
    parser = argparse.ArgumentParser("python -m trainer.fine_tuning", description="Fine-tunes the second stage.")
    parser.add_argument("--data", required=True, metavar="FOLDER_OR_ZIP", help="as for a training")
    parser.add_argument("--encoder", type=Path, required=True, metavar="FILE", help="a CLIP image encoder, ONNX")
    parser.add_argument("--epochs", type=int, default=24, metavar="N")
    parser.add_argument("--seed", type=int, default=1, metavar="N")
    parser.add_argument("--out", type=Path, required=True, metavar="DIR", help="an unfinished run in it goes on")
    arguments = parser.parse_args(argv)
    out: Path = arguments.out.resolve()
    out.mkdir(parents=True, exist_ok=True)
    size = PRESETS["efficientnet-lite0"].input_size
    handler = DatasetHandler(arguments.data, out / "data", arguments.seed)
    handler.download()
    handler.understand()
    crops = crop_all(handler.split()["train"], CropSettings(size), out / "crops" / "train")
    weights = read_weights(arguments.encoder)
    plain = np.asarray(crops.inputs[:: -(-len(crops.inputs) // _MEASURED_ON)])
    keras.config.set_dtype_policy("mixed_bfloat16")
    keras.utils.set_random_seed(arguments.seed)
    network = tuned_network(weights, size, plain)
    fine_tune(network, weights, crops, arguments.epochs, arguments.seed, out)
    _save(out / CHANGES, changes_of(network))


def read_changes(file: Path) -> Changes:
    """Reads what `main` wrote.

    Raises:
        TeacherError: it is something else.
        OSError: it can't be read.
    """
    try:
        with np.load(file, allow_pickle=False) as kept:
            changes = {name: kept[name] for name in kept.files}
            head_of(changes)
    except (ValueError, KeyError, BadZipFile, EOFError):
        raise TeacherError(f"{file} is not what python -m trainer.fine_tuning writes.") from None
    return changes


if __name__ == "__main__":
    sys.exit(main())
