"""The networks that can be trained. Every one takes RGB values from 0 to 255 and scales them itself."""

from __future__ import annotations

import zipfile
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

import keras
import numpy as np
import numpy.typing as npt
from keras import layers, ops

from trainer.imagenet_weights import efficientnet_lite0

PresetName = Literal["efficientnet-lite0", "seed-cnn", "simple-cnn"]


#: Weight of a teacher's scores beside the labels, and of its features beside both.
_TAUGHT_SHARE, _FORESIGHT = 0.5, 1.0
#: What the names of layers of two networks in one begin with.
_PAIR = ("first_", "second_")


@dataclass(frozen=True, slots=True)
class Preset:
    """What distinguishes a network and how it is trained.

    Attributes:
        input_size: side of the square input in pixels.
        learning_rate: of Adam, or the peak of AdamW's cosine schedule.
        epochs: passes over as many pictures as Train has.
        small_size: side in pixels during the first half of the epochs, or None. Training on small pictures first costs
            half as much and ends no worse (M. Tan, Q. V. Le, "EfficientNetV2", ICML 2021).
        augmentation: "forensic" (downscaling, JPEG, blending, colour; see `trainer.augmentation`), "geometric"
            (rotation, shift, shear, zoom, flip) or "none".
        note: one sentence for the dialog and the model card.
    """

    input_size: int
    learning_rate: float
    epochs: int
    small_size: int | None
    augmentation: Literal["forensic", "geometric", "none"]
    note: str


PRESETS: dict[PresetName, Preset] = {
    "efficientnet-lite0": Preset(
        192,
        8e-4,
        10,
        128,
        "forensic",
        "EfficientNet-Lite0, fine-tuned from ImageNet weights. The default: the best by far on unseen pictures.",
    ),
    "seed-cnn": Preset(
        128,
        1e-4,
        10,
        None,
        "none",
        "Four convolution blocks (32 to 256) and three dense layers, from scratch. For comparison and for learning.",
    ),
    "simple-cnn": Preset(
        128,
        1e-4,
        10,
        None,
        "geometric",
        "Two convolution blocks and a dense layer, from scratch, with geometric augmentation. Fast, for learning.",
    ),
}


class DeepfakeDetectorModel:
    """Builds and compiles the network of a preset.

    Attributes:
        preset: name of the preset.
        settings: the preset itself.
        model: the Keras model. Input: float32 or uint8 RGB in 0..255, shape ``(batch, size, size, 3)``. Output: shape
            ``(batch, 1)``: the probability of "fake" for the CNN presets, whose last unit is a sigmoid; the logit of it
            for EfficientNet.
        fitted: what the training changes: the model, or the one that also learns from a teacher, see `be_taught`.
    """

    def __init__(self, preset: PresetName = "efficientnet-lite0", start: Path | str | None = "imagenet") -> None:
        """Builds the network.

        Args:
            preset: a name in `PRESETS`.
            start: weights to start from: the ``model.keras`` of a bundle of the same preset or of a pair of them,
                "imagenet" for ImageNet's, which only EfficientNet has, or None for random ones.

        Raises:
            ValueError: there is no such preset, or the weights in the file are not those of this network.
            trainer.imagenet_weights.ImageNetWeightsError: the ImageNet weights are missing.
        """
        if preset not in PRESETS:
            raise ValueError(f"Unknown preset: expected one of {', '.join(PRESETS)}. Received: {preset}")
        self.preset: PresetName = preset
        self.settings = PRESETS[preset]
        if preset == "efficientnet-lite0":
            # Any size goes in while training; `deployable` fixes it.
            self.model = _efficientnet_lite0(None, _FusedBatchNormalization)
            if start == "imagenet":
                _load_imagenet(self.model)
        else:
            self.model = _CNNS[preset](self.settings.input_size)
        self.fitted = self.model
        if start not in (None, "imagenet"):
            self.model.set_weights(self._weights_in(Path(start)))

    def _weights_in(self, file: Path) -> list[npt.NDArray[np.float32]]:
        """Weights alone, into our own layers: nothing in the file is run. Of a pair, those of the second network."""
        plain = self.deployable()
        if _is_pair(file):
            pair = stored_network(file, self.settings.input_size)
            for layer in plain.layers:
                if layer.weights and layer.name != "logit":
                    layer.set_weights(pair.get_layer(f"{_PAIR[1]}{layer.name}").get_weights())
            kernel, bias = pair.get_layer("logit").get_weights()
            # It gave half of the logit.
            plain.get_layer("logit").set_weights([2 * kernel[len(kernel) // 2 :], bias])
        else:
            plain.load_weights(file)
        weights: list[npt.NDArray[np.float32]] = plain.get_weights()
        return weights

    @property
    def gives_logits(self) -> bool:
        """Whether the output is a logit and not a probability."""
        return self.preset == "efficientnet-lite0"

    def be_taught(self, dimensions: int) -> None:
        """Makes `fitted` also foresee what a teacher sees, from the features that EfficientNet's logit comes from.

        Args:
            dimensions: of the teacher's features.
        """
        foreseen = layers.Dense(dimensions, name="foreseen")(self.model.get_layer("pool").output)
        self.fitted = _Taught(self.model.input, [self.model.output, foreseen], name="taught")

    def compile(self, learning_rate: float | None = None, total_steps: int | None = None) -> None:
        """Sets optimizer, loss and metrics.

        Args:
            learning_rate: instead of the preset's.
            total_steps: of the whole training; AdamW's cosine schedule ends there. Only EfficientNet uses it.
        """
        rate = learning_rate or self.settings.learning_rate
        # Accuracy, precision and recall of a logit are counted at 0, of a probability at 0.5.
        threshold = 0.0 if self.gives_logits else 0.5
        metrics = [
            keras.metrics.BinaryAccuracy(name="accuracy", threshold=threshold),
            keras.metrics.Precision(name="precision", thresholds=threshold),
            keras.metrics.Recall(name="recall", thresholds=threshold),
            keras.metrics.AUC(name="auc", from_logits=self.gives_logits),
        ]
        optimizer: keras.optimizers.Optimizer
        if self.preset == "efficientnet-lite0":
            schedule: float | keras.optimizers.schedules.LearningRateSchedule = rate
            if total_steps:
                warm_up = max(1, total_steps // 20)
                schedule = keras.optimizers.schedules.CosineDecay(
                    rate / 20, max(1, total_steps - warm_up), alpha=0.01, warmup_target=rate, warmup_steps=warm_up
                )
            optimizer = keras.optimizers.AdamW(schedule, weight_decay=0.02, clipnorm=1.0)
            # Labels of video data sets are given per video: some frames of a fake are untouched.
            loss = keras.losses.BinaryCrossentropy(from_logits=True, label_smoothing=0.05)
        else:
            optimizer = keras.optimizers.Adam(rate)
            loss = keras.losses.BinaryCrossentropy()
        # XLA, Keras' choice on a processor, makes depthwise convolutions ten times slower there.
        self.fitted.compile(optimizer=optimizer, loss=loss, weighted_metrics=metrics, jit_compile=False)

    def deployable(self) -> keras.Model:
        """The trained network as it is saved: fixed input size, nothing but layers that plain Keras knows.

        Built anew, because LiteRT can't convert layers that compute in 16 bits, as they do while a GPU trains them.
        """
        if self.preset == "efficientnet-lite0":
            plain = _efficientnet_lite0(self.settings.input_size, layers.BatchNormalization)
        else:
            plain = _CNNS[self.preset](self.settings.input_size)
        plain.set_weights(self.model.get_weights())
        return plain


def stored_network(file: Path, size: int) -> keras.Model:
    """The EfficientNet, or the pair of them, of a bundle as it is; its weights alone are read, and nothing is run.

    Args:
        file: the ``model.keras``.
        size: side of the network's input in pixels.

    Raises:
        ValueError: the weights in the file are not those of such a network.
    """
    network = _efficientnet_lite0(size, layers.BatchNormalization, _PAIR if _is_pair(file) else ("",))
    network.load_weights(file)
    return network


def joined(first: keras.Model, second: keras.Model, shares: tuple[float, float]) -> keras.Model:
    """One network that computes what two EfficientNets do, and adds their logits up.

    Two networks that learnt differently err on different pictures.

    Args:
        first: from `DeepfakeDetectorModel.deployable`.
        second: another one, of the same input size.
        shares: what each logit is multiplied by.
    """
    pair = _efficientnet_lite0(first.input.shape[1], layers.BatchNormalization, _PAIR)
    for prefix, model in zip(_PAIR, (first, second), strict=True):
        for layer in model.layers:
            if layer.weights and layer.name != "logit":
                pair.get_layer(f"{prefix}{layer.name}").set_weights(layer.get_weights())
    (kernel, bias), (other_kernel, other_bias) = (model.get_layer("logit").get_weights() for model in (first, second))
    pair.get_layer("logit").set_weights(
        [np.concatenate([shares[0] * kernel, shares[1] * other_kernel]), shares[0] * bias + shares[1] * other_bias]
    )
    return pair


def shift_logit(model: keras.Model, shift: float) -> None:
    """Adds a number to the logit of a network, through the bias of its last unit."""
    kernel, bias = model.layers[-1].get_weights()
    model.layers[-1].set_weights([kernel, bias + np.float32(shift)])


def ends_in_logit(model: keras.Model) -> keras.Model:
    """The same network ending in the logit: the tensor before a final sigmoid, if there is one."""
    last = model.layers[-1]
    if getattr(last, "activation", None) is not keras.activations.sigmoid:
        return model
    logit = layers.Dense(last.units, name="logit")
    output = logit(last.input)
    logit.set_weights(last.get_weights())
    return keras.Model(model.input, output, name=f"{model.name}_logits")


class _Taught(keras.Model):
    """A network that learns from labels and from a teacher. Its outputs are the logit and the teacher's features."""

    def compute_loss(
        self,
        x: keras.KerasTensor,
        y: keras.KerasTensor | dict[str, keras.KerasTensor],
        y_pred: list[keras.KerasTensor],
        sample_weight: keras.KerasTensor | None = None,
        training: bool = True,
    ) -> keras.KerasTensor:
        """Cross-entropy with labels and the teacher's scores, and how far off the foreseen features are.

        Args:
            x: the pictures.
            y: with the keys label, score and features while training, see `trainer.train_model`; features of 0 say
                nothing. While validating, the labels alone.
            y_pred: logit and foreseen features.
            sample_weight: of the pictures.
            training: whether it is training.
        """
        logit, foreseen = y_pred
        if not isinstance(y, dict):
            return self.loss(y, logit, sample_weight)
        target = (1 - _TAUGHT_SHARE) * y["label"] + _TAUGHT_SHARE * y["score"]
        known = ops.any(y["features"] != 0, axis=1)
        off = ops.where(known, 1 + keras.losses.cosine_similarity(y["features"], foreseen), 0.0)
        return self.loss(target, logit, sample_weight) + _FORESIGHT * ops.mean(off)

    def compute_metrics(
        self,
        x: keras.KerasTensor,
        y: keras.KerasTensor | dict[str, keras.KerasTensor],
        y_pred: list[keras.KerasTensor],
        sample_weight: keras.KerasTensor | None = None,
    ) -> dict[str, float]:
        """Those of the logit against the labels."""
        return super().compute_metrics(x, y["label"] if isinstance(y, dict) else y, y_pred[0], sample_weight)


class _FusedBatchNormalization(layers.BatchNormalization):
    """Batch normalisation through TensorFlow's fused kernel: a training step takes two thirds of the time."""

    def call(
        self, inputs: keras.KerasTensor, training: bool | None = None, mask: keras.KerasTensor | None = None
    ) -> keras.KerasTensor:
        if not training:
            return super().call(inputs, training=False)
        import tensorflow as tf

        result, mean, variance = tf.compat.v1.nn.fused_batch_norm(
            inputs, self.gamma, self.beta, epsilon=self.epsilon, is_training=True
        )
        self.moving_mean.assign(self.moving_mean * self.momentum + mean * (1 - self.momentum))
        self.moving_variance.assign(self.moving_variance * self.momentum + variance * (1 - self.momentum))
        return result


def _is_pair(file: Path) -> bool:
    """Whether the ``model.keras`` of a bundle holds two EfficientNets, see `joined`."""
    with zipfile.ZipFile(file) as archive:
        return f'"{_PAIR[1]}stem"'.encode() in archive.read("config.json")


def _seed_cnn(size: int) -> keras.Model:
    inputs = keras.Input((size, size, 3), name="rgb")
    x = layers.Rescaling(1 / 127.5, offset=-1)(inputs)
    for filters in (32, 64, 128, 256):
        x = layers.Conv2D(filters, 3, padding="same", activation="relu")(x)
        x = layers.BatchNormalization()(x)
        x = layers.MaxPooling2D(2)(x)
    x = layers.Flatten()(x)
    for units in (512, 256):
        x = layers.Dense(units, activation="relu")(x)
        x = layers.Dropout(0.5)(x)
    x = layers.Dense(128, activation="relu")(x)
    return keras.Model(
        inputs, layers.Dense(1, activation="sigmoid", name="probability", dtype="float32")(x), name="seed_cnn"
    )


def _simple_cnn(size: int) -> keras.Model:
    inputs = keras.Input((size, size, 3), name="rgb")
    x = layers.Rescaling(1 / 255)(inputs)
    for filters in (32, 64):
        x = layers.Conv2D(filters, 3, activation="relu")(x)
        x = layers.MaxPooling2D(2)(x)
    x = layers.Flatten()(x)
    x = layers.Dense(128, activation="relu")(x)
    x = layers.Dropout(0.5)(x)
    return keras.Model(
        inputs, layers.Dense(1, activation="sigmoid", name="probability", dtype="float32")(x), name="simple_cnn"
    )


_CNNS = {"seed-cnn": _seed_cnn, "simple-cnn": _simple_cnn}

#: EfficientNet-Lite0: expansion, kernel, stride, output channels, repeats (M. Tan, Q. V. Le, "EfficientNet", ICML 2019;
#: the Lite variants leave out squeeze-excitation, use ReLU6 and keep stem and head at their width).
_LITE0_STAGES = (
    (1, 3, 1, 16, 1),
    (6, 3, 2, 24, 2),
    (6, 5, 2, 40, 2),
    (6, 3, 2, 80, 3),
    (6, 5, 1, 112, 3),
    (6, 5, 2, 192, 4),
    (6, 3, 1, 320, 1),
)


def _efficientnet_lite0(
    size: int | None, norm: type[layers.BatchNormalization], prefixes: Sequence[str] = ("",)
) -> keras.Model:
    """The network, or several beside each other whose logits are added up; their layers have the prefixes."""
    inputs = keras.Input((size, size, 3), name="rgb")
    x = layers.Rescaling(1 / 128, offset=-127 / 128)(inputs)
    branches = [_features(x, norm, prefix) for prefix in prefixes]
    x = layers.Concatenate()(branches) if len(branches) > 1 else branches[0]
    # Pooling and one linear unit: the class activation map of the unit is the picture's evidence map.
    x = layers.GlobalAveragePooling2D(name="pool")(x)
    x = layers.Dropout(0.2)(x)
    return keras.Model(inputs, layers.Dense(1, name="logit", dtype="float32")(x), name="efficientnet_lite0")


def _features(x: keras.KerasTensor, norm: type[layers.BatchNormalization], prefix: str) -> keras.KerasTensor:
    x = _conv(x, 32, 3, 2, norm, f"{prefix}stem")
    block = 0
    for expansion, kernel, stride, channels, repeats in _LITE0_STAGES:
        for repeat in range(repeats):
            name = f"{prefix}block{block}"
            shortcut = x
            if expansion > 1:
                x = _conv(x, x.shape[-1] * expansion, 1, 1, norm, f"{name}_expand")
            step = stride if repeat == 0 else 1
            x = layers.DepthwiseConv2D(kernel, step, "same", use_bias=False, name=f"{name}_depthwise")(x)
            x = norm(epsilon=1e-3, momentum=0.98, name=f"{name}_depthwise_bn")(x)
            x = layers.ReLU(6.0)(x)
            x = layers.Conv2D(channels, 1, use_bias=False, name=f"{name}_project")(x)
            x = norm(epsilon=1e-3, momentum=0.98, name=f"{name}_project_bn")(x)
            if step == 1 and shortcut.shape[-1] == channels:
                x = layers.Add()([x, shortcut])
            block += 1
    return _conv(x, 1280, 1, 1, norm, f"{prefix}head")


def _conv(
    x: keras.KerasTensor, filters: int, kernel: int, stride: int, norm: type[layers.BatchNormalization], name: str
) -> keras.KerasTensor:
    x = layers.Conv2D(filters, kernel, stride, "same", use_bias=False, name=name)(x)
    x = norm(epsilon=1e-3, momentum=0.98, name=f"{name}_bn")(x)
    return layers.ReLU(6.0)(x)


def _load_imagenet(model: keras.Model) -> None:
    weights = efficientnet_lite0()
    names = {"stem": ("_conv_stem", "_bn0"), "head": ("_conv_head", "_bn1")}
    for block in range(16):
        prefix = f"_blocks.{block}."
        names[f"block{block}_expand"] = (f"{prefix}_expand_conv", f"{prefix}_bn0")
        names[f"block{block}_depthwise"] = (f"{prefix}_depthwise_conv", f"{prefix}_bn1")
        names[f"block{block}_project"] = (f"{prefix}_project_conv", f"{prefix}_bn2")
    for name, (convolution, norm) in names.items():
        if f"{convolution}.weight" not in weights:
            continue  # The first block doesn't expand.
        # PyTorch: out, in, height, width. Keras: height, width, in, out, and in, multiplier for depthwise.
        axes = (2, 3, 0, 1) if name.endswith("depthwise") else (2, 3, 1, 0)
        model.get_layer(name).set_weights([np.transpose(weights[f"{convolution}.weight"], axes)])
        model.get_layer(f"{name}_bn").set_weights(
            [weights[f"{norm}.{part}"] for part in ("weight", "bias", "running_mean", "running_var")]
        )
