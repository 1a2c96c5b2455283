from __future__ import annotations

import io
import json
import os
import pickle
import subprocess
import sys
import zipfile
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest

pytest.importorskip("tensorflow")

import h5py
import keras
from keras import layers

from app.detector.bundle import HEAD, MANIFEST, load_bundle
from app.detector.cascade import SecondStage
from app.detector.decode import Picture
from app.detector.detector import Detector
from app.detector.verdict import Limits, Thresholds
from tests.trainer import toyfake
from trainer.detector_model import DeepfakeDetectorModel
from trainer.foreign_file import ImportRefused
from trainer.import_model import import_model

Json = dict[str, Any]
ROOT = Path(__file__).resolve().parents[2]


def _shake(model: keras.Model) -> keras.Model:
    """Gives every weight a value of its own, so that none can be mistaken for another."""
    generator = np.random.default_rng(0)
    for layer in model._flatten_layers(include_self=False, recursive=True):
        if isinstance(layer, layers.BatchNormalization):
            n = layer.gamma.shape[0]
            low_high = ((0.5, 1.5), (-0.5, 0.5), (-0.5, 0.5), (0.5, 1.5))
            layer.set_weights([generator.uniform(low, high, n) for low, high in low_high])
        elif isinstance(layer, layers.Dense):
            kernel, bias = layer.get_weights()
            layer.set_weights([kernel, generator.uniform(-0.3, 0.3, bias.shape)])
    return model


def _seed_cnn() -> keras.Model:
    return _shake(DeepfakeDetectorModel("seed-cnn").model)


def _softmax_cnn() -> keras.Model:
    return _shake(
        keras.Sequential(
            [
                keras.Input((64, 64, 3)),
                layers.Rescaling(1 / 255),
                layers.Conv2D(8, 3, strides=2, activation="relu"),
                layers.BatchNormalization(),
                layers.MaxPooling2D(),
                layers.Flatten(),
                layers.Dropout(0.3),
                layers.Dense(2, activation="softmax"),
            ]
        )
    )


def _gradio_cnn() -> keras.Model:
    """As in many a notebook with a Gradio demo: 150 x 150, values 0 to 1."""
    stack: list[Any] = [keras.Input((150, 150, 3))]
    for filters in (8, 16, 16):
        stack += [layers.Conv2D(filters, (3, 3), activation="relu"), layers.MaxPooling2D(2, 2)]
    stack += [layers.Flatten(), layers.Dense(32, activation="relu"), layers.Dense(1, activation="sigmoid")]
    return _shake(keras.Sequential(stack))


def _transferred() -> keras.Model:
    """A frozen network and an augmenting one inside another, with branches, and the sigmoid as a layer of its own."""
    source = keras.Input((48, 48, 3))
    left = layers.Conv2D(6, 3, padding="same", activation="relu6")(source)
    right = layers.DepthwiseConv2D(3, padding="same")(source)
    right = layers.LeakyReLU()(layers.Conv2D(6, 1)(right))
    both = layers.Multiply()([left, layers.Reshape((1, 1, 6))(layers.GlobalAveragePooling2D()(right))])
    both = layers.BatchNormalization()(layers.Concatenate()([both, right]))
    base = keras.Model(source, layers.SeparableConv2D(8, 3, activation="swish")(layers.ZeroPadding2D()(both)))
    base.trainable = False
    picture = keras.Input((48, 48, 3))
    x = keras.Sequential([layers.RandomFlip("horizontal"), layers.RandomRotation(0.1)])(picture)
    x = layers.Normalization(mean=[120.0, 110.0, 100.0], variance=[3000.0, 3100.0, 3200.0])(x)
    x = layers.GlobalAveragePooling2D()(base(x, training=False))
    x = layers.Dense(1)(layers.Dropout(0.2)(layers.Dense(8, activation="relu")(x)))
    return _shake(keras.Model(picture, layers.Activation("sigmoid")(x)))


def _plain_cnn() -> keras.Model:
    return _shake(
        keras.Sequential(
            [
                keras.Input((32, 32, 3)),
                layers.Conv2D(4, 3, name="eyes", activation="relu"),
                layers.GlobalAveragePooling2D(),
                layers.Dense(1, name="answer", activation="sigmoid"),
            ]
        )
    )


@pytest.fixture(scope="module")
def plain(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with plain.keras and plain.h5. Read only."""
    folder = tmp_path_factory.mktemp("plain")
    model = _plain_cnn()
    model.save(folder / "plain.keras")
    model.save(folder / "plain.h5")
    return folder


@pytest.fixture
def trace(tmp_path: Path) -> Path:
    """The file that hostile code would leave."""
    return tmp_path / "trace"


def _scores(bundle: Path, pictures: list[Path]) -> list[float]:
    detector = Detector(load_bundle(bundle))
    return [detector.judge(Picture(picture.read_bytes()))[0].score for picture in pictures]


def _inputs(bundle: Path, pictures: list[Path]) -> np.ndarray:
    detector = Detector(load_bundle(bundle))
    return np.stack([detector.crops(Picture(picture.read_bytes()))[0][1] for picture in pictures]).astype(np.float32)


@pytest.mark.parametrize("ending", ["keras", "h5"])
@pytest.mark.parametrize(
    ("build", "scale"),
    [(_seed_cnn, 1), (_softmax_cnn, 1), (_gradio_cnn, 1 / 255), (_transferred, 1), (_plain_cnn, 1 / 255)],
)
def test_an_imported_network_scores_like_keras(
    build: Callable[[], keras.Model],
    scale: float,
    ending: str,
    tmp_path: Path,
    astronaut: Path,
    portraits: list[Path],
) -> None:
    # Weights by chance may tell these pictures apart too little to show anything; these do.
    keras.utils.set_random_seed(3)
    model = build()
    model.save(tmp_path / f"theirs.{ending}")
    bundle = import_model(tmp_path / f"theirs.{ending}", tmp_path / "out", "fake", None)
    assert bundle == tmp_path / "out/bundle"
    pictures = [astronaut, *portraits[:3]]
    # The second of two units stands for the positive class.
    expected = model.predict(_inputs(bundle, pictures) * scale, verbose=0)[:, -1]
    assert np.ptp(expected) > 1e-3
    assert _scores(bundle, pictures) == pytest.approx(expected, abs=1e-4)


_MEAN, _VARIANCE = [0.485, 0.456, 0.406], [0.0524, 0.0502, 0.0506]


def _adapted() -> layers.Layer:
    layer = layers.Normalization()
    layer.adapt(np.random.default_rng(0).uniform(0, 1, (8, 32, 32, 3)))
    return layer


@pytest.mark.parametrize("ending", ["keras", "h5"])
@pytest.mark.parametrize(
    ("scaling", "values"),
    [
        (lambda: [layers.Normalization(mean=_MEAN, variance=_VARIANCE)], "0 to 1"),
        (lambda: [_adapted()], "0 to 1"),
        (lambda: [layers.Rescaling(2.0, -1.0)], "0 to 1"),
        (lambda: [layers.ZeroPadding2D(), layers.Rescaling(1 / 127.5, -1.0)], "0 to 255"),
        (lambda: [layers.Rescaling(1 / 255), layers.Normalization(mean=_MEAN, variance=_VARIANCE)], "0 to 255"),
    ],
)
def test_the_layers_that_scale_a_picture_tell_what_values_it_has(
    scaling: Callable[[], list[layers.Layer]], values: str, ending: str, tmp_path: Path, astronaut: Path
) -> None:
    keras.utils.set_random_seed(3)
    rest = [layers.Conv2D(4, 3, activation="relu"), layers.GlobalAveragePooling2D(), layers.Dense(1, "sigmoid")]
    model = keras.Sequential([keras.Input((32, 32, 3)), *scaling(), *rest])
    model.save(tmp_path / f"theirs.{ending}")

    bundle = import_model(tmp_path / f"theirs.{ending}", tmp_path / "out", "fake", None)

    assert load_bundle(bundle).manifest.training["values"] == values
    inputs = _inputs(bundle, [astronaut]) * (1 if values == "0 to 255" else 1 / 255)
    assert _scores(bundle, [astronaut])[0] == pytest.approx(model.predict(inputs, verbose=0)[0, 0], abs=1e-4)


@pytest.mark.parametrize("ending", ["keras", "h5"])
@pytest.mark.parametrize(
    "prepare",
    [
        keras.applications.mobilenet_v2.preprocess_input,
        keras.applications.densenet.preprocess_input,
        lambda x: 1 - (1 / 255) * x,
    ],
    ids=["one number", "one a channel", "from the left"],
)
def test_what_is_computed_between_layers_is_computed_here_too(
    prepare: Callable[[Any], Any], ending: str, tmp_path: Path, astronaut: Path
) -> None:
    keras.utils.set_random_seed(3)
    source = keras.Input((32, 32, 3))
    x = prepare(layers.RandomHue(0.5)(layers.RandomShear(0.2, 0.2)(source)))
    x = layers.Conv2D(4, 3, activation="relu")(x)
    # Weights of a layer whose name those steps have, too, are still its own.
    x = layers.Add()([x, layers.Conv2D(4, 1)(x)])
    x = layers.GlobalAveragePooling2D()(x)
    model = keras.Model(source, layers.Dense(1, activation="sigmoid")(x))
    model.save(tmp_path / f"theirs.{ending}")

    bundle = import_model(tmp_path / f"theirs.{ending}", tmp_path / "out", "fake", None)

    assert load_bundle(bundle).manifest.training["values"] == "0 to 255"
    expected = model.predict(_inputs(bundle, [astronaut]), verbose=0)[0, 0]
    assert _scores(bundle, [astronaut])[0] == pytest.approx(expected, abs=1e-4)


@pytest.mark.parametrize(("values", "scale", "offset"), [("signed", 1 / 127.5, -1.0), ("bytes", 1.0, 0.0)])
def test_who_imports_a_network_can_say_what_values_it_expects(
    values: str, scale: float, offset: float, tmp_path: Path, astronaut: Path
) -> None:
    # Prepared outside of the network, as by an ImageDataGenerator: nothing in the file tells.
    keras.utils.set_random_seed(3)
    rest = [layers.Conv2D(4, 3, activation="relu"), layers.GlobalAveragePooling2D(), layers.Dense(1, "sigmoid")]
    model = keras.Sequential([keras.Input((32, 32, 3)), *rest])
    # Far from what rounds to 0 or 1.
    model.layers[-1].set_weights([model.layers[-1].get_weights()[0] / 100, np.zeros(1)])
    model.save(tmp_path / "theirs.keras")

    bundle = import_model(tmp_path / "theirs.keras", tmp_path / "out", "fake", None, values)

    expected = model.predict(_inputs(bundle, [astronaut]) * scale + offset, verbose=0)[0, 0]
    assert _scores(bundle, [astronaut])[0] == pytest.approx(expected, abs=1e-4)
    assert "as was said when it was imported" in (bundle / "MODEL_CARD.md").read_text("utf-8")
    # What was made of it takes 0 to 255, whatever its layers look like.
    again = import_model(bundle / "model.keras", tmp_path / "again", None, None)
    assert _scores(again, [astronaut])[0] == pytest.approx(expected, abs=1e-4)
    assert "as was said" not in (again / "MODEL_CARD.md").read_text("utf-8")


def test_a_network_that_tells_nothing_apart_is_refused(plain: Path, tmp_path: Path) -> None:
    folder = toyfake.write(tmp_path / "set", {"real": 30})
    (folder / "fake").mkdir()
    for path in (folder / "real").iterdir():
        (folder / "fake" / path.name).write_bytes(path.read_bytes())

    with pytest.raises(ImportRefused, match=r"can't tell genuine ones from fakes \(AUC 0\.50.* of 0 to 1"):
        import_model(plain / "plain.keras", tmp_path / "out", "fake", folder)


def test_real_as_the_positive_class_turns_the_score_round(plain: Path, tmp_path: Path, astronaut: Path) -> None:
    fake = import_model(plain / "plain.h5", tmp_path / "fake", "fake", None)
    real = import_model(plain / "plain.h5", tmp_path / "real", "real", None)
    assert _scores(real, [astronaut])[0] == pytest.approx(1 - _scores(fake, [astronaut])[0], abs=1e-5)


def test_the_positive_class_is_asked_for_only_at_a_terminal(
    plain: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys, "stdin", io.StringIO("fake\n"))
    with pytest.raises(ImportRefused, match="--positive fake or --positive real"):
        import_model(plain / "plain.keras", tmp_path / "out", None, None)
    openpty = getattr(os, "openpty", None)
    if openpty is None:
        return
    terminal, line = openpty()
    os.write(terminal, b"what?\nreal\n")
    with os.fdopen(line, "r") as stdin, os.fdopen(terminal, "rb"):
        monkeypatch.setattr(sys, "stdin", stdin)
        bundle = import_model(plain / "plain.keras", tmp_path / "out", None, None)
    assert load_bundle(bundle).manifest.training["positive"] == "real"


def test_of_two_outputs_the_second_is_asked_for_and_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    _softmax_cnn().save(tmp_path / "theirs.keras")
    monkeypatch.setattr(sys, "stdin", io.StringIO())
    with pytest.raises(ImportRefused, match=r"a high second output \(index 1\) of this network means: --positive fake"):
        import_model(tmp_path / "theirs.keras", tmp_path / "out", None, None)
    card = load_bundle(import_model(tmp_path / "theirs.keras", tmp_path / "out", "real", None)).model_card
    assert "A high second output (index 1) of it means real." in card.read_text("utf-8")


def test_without_labelled_pictures_the_model_says_that_nothing_was_measured(plain: Path, tmp_path: Path) -> None:
    bundle = load_bundle(import_model(plain / "plain.keras", tmp_path, "fake", None))
    assert bundle.manifest.training["calibrated"] is False
    assert bundle.manifest.metrics == {}
    card = bundle.model_card.read_text("utf-8")
    assert "Nothing was measured" in card
    assert "values from 0 to 1" in card


def test_a_folder_that_the_terminal_cannot_show_fails_nothing(plain: Path, tmp_path: Path) -> None:
    command = [sys.executable, "-m", "trainer", "--import", str(plain / "plain.keras"), "--positive", "fake"]
    environment = {**os.environ, "PYTHONIOENCODING": "cp1252"}
    done = subprocess.run(
        [*command, "--out", str(tmp_path / "写")], env=environment, cwd=ROOT, capture_output=True, check=False
    )
    assert done.returncode == 0, done.stderr
    assert load_bundle(tmp_path / "写/bundle").manifest.preset == "imported"


def _checkerboard_cnn() -> keras.Model:
    """Fires at the fine pattern of the drawn fakes."""
    model = keras.Sequential(
        [
            keras.Input((64, 64, 3)),
            layers.Rescaling(1 / 255),
            layers.Conv2D(1, 2, activation="relu"),
            layers.GlobalAveragePooling2D(),
            layers.Dense(1, activation="sigmoid"),
        ]
    )
    kernel = np.repeat(np.array([[1.0, -1.0], [-1.0, 1.0]])[..., np.newaxis, np.newaxis], 3, axis=2)
    model.layers[1].set_weights([kernel, np.zeros(1)])
    model.layers[3].set_weights([np.array([[30.0]]), np.array([-1.0])])
    return model


def test_labelled_pictures_calibrate_the_model_and_refuse_the_wrong_class(tmp_path: Path) -> None:
    _checkerboard_cnn().save(tmp_path / "theirs.keras")
    data = toyfake.write(tmp_path / "data", {"real": 25, "fake": 25})
    manifest = load_bundle(import_model(tmp_path / "theirs.keras", tmp_path / "out", "fake", data)).manifest
    assert manifest.training["calibrated"] is True
    assert manifest.metrics["validation"]["all"]["auc"]["value"] > 0.95
    assert manifest.thresholds.false_alarm_rate <= 0.01
    with pytest.raises(ImportRefused, match="--positive fake"):
        import_model(tmp_path / "theirs.keras", tmp_path / "other", "real", data)
    few = toyfake.write(tmp_path / "few", {"real": 25, "fake": 3})
    with pytest.raises(ImportRefused, match="25 real and 3 fake"):
        import_model(tmp_path / "theirs.keras", tmp_path / "other", "fake", few)
    assert not (tmp_path / "other").exists()


def test_a_model_beside_its_own_manifest_is_cropped_as_that_says(plain: Path, tmp_path: Path) -> None:
    bundle = import_model(plain / "plain.keras", tmp_path / "out", "fake", None)
    manifest = replace(load_bundle(bundle).manifest, crop="face", margin=1.3, temperature=2.0)
    (bundle / MANIFEST).write_text(manifest.to_json(), "utf-8")
    again = load_bundle(import_model(bundle / "model.keras", tmp_path / "again", None, None)).manifest
    assert (again.crop, again.margin, again.temperature) == ("face", 1.3, 2.0)
    stranger = tmp_path / "elsewhere"
    stranger.mkdir()
    (stranger / MANIFEST).write_text(manifest.to_json(), "utf-8")
    (stranger / "model.keras").write_bytes((plain / "plain.keras").read_bytes())  # Not what the manifest names.
    with pytest.raises(ImportRefused, match="--positive"):
        import_model(stranger / "model.keras", tmp_path / "third", None, None)


def test_the_first_of_two_networks_is_not_taken_for_both(plain: Path, tmp_path: Path) -> None:
    bundle = import_model(plain / "plain.keras", tmp_path / "out", "fake", None)
    manifest = load_bundle(bundle).manifest
    both = replace(
        manifest,
        crop="face",
        thresholds=Thresholds(0.8, 0.2, 0.01, 0.05),
        limits=Limits(28.0, 3.0),
        files=manifest.files | {HEAD: "00" * 32},
        training={},
        second=SecondStage(0.0, 0.5, 0.5, 0.0),
    )
    (bundle / MANIFEST).write_text(both.to_json(), "utf-8")
    first = load_bundle(import_model(bundle / "model.keras", tmp_path / "again", None, None)).manifest
    assert (first.crop, first.limits, first.second) == ("face", both.limits, None)
    # What both reached together, nobody measured of it.
    assert first.false_alarms == "not measured"
    assert first.thresholds == manifest.thresholds


def _write_as_keras_2(path: Path, kernels: dict[str, np.ndarray]) -> None:
    """An .h5 file as Keras 2.4 wrote it: a network inside another, weights of the inner one in one group."""

    def layer(kind: str, name: str, source: list[str], **config: Any) -> Json:
        nodes = [[[producer, 0, 0, {}] for producer in source]] if source else []
        return {"class_name": kind, "name": name, "config": {"name": name, **config}, "inbound_nodes": nodes}

    def operation(name: str, node: list[Any]) -> Json:
        config = {"name": name, "trainable": True, "dtype": "float32", "function": name.removeprefix("tf.")}
        return {"class_name": "TFOpLambda", "config": config, "name": name, "inbound_nodes": [node]}

    def network(name: str, *inside: Json) -> Json:
        ends = {"input_layers": [[inside[0]["name"], 0, 0]], "output_layers": [[inside[-1]["name"], 0, 0]]}
        return {"class_name": "Functional", "config": {"name": name, "layers": list(inside), **ends}}

    shape = {"batch_input_shape": [None, 32, 32, 3], "dtype": "float32", "sparse": False, "ragged": False}
    zeros = {"class_name": "Zeros", "config": {}}
    window = {"kernel_size": [3, 3], "strides": [1, 1], "padding": "same", "data_format": "channels_last"}
    depthwise = {"depth_multiplier": 1, "groups": 1, "activation": "linear", "use_bias": False}
    inner = network(
        "mobile",
        layer("InputLayer", "input_2", [], **shape),
        layer("DepthwiseConv2D", "dw", ["input_2"], **window, **depthwise, depthwise_initializer=zeros),
        layer("BatchNormalization", "bn", ["dw"], axis=[3], momentum=0.99, epsilon=0.001, center=True, scale=True),
        layer("LeakyReLU", "leaky", ["bn"], alpha=0.30000001192092896),
        layer("Add", "add", ["input_2", "leaky"]),
    )
    outer = network(
        "model",
        layer("InputLayer", "input_1", [], **shape),
        operation("tf.math.truediv", ["input_1", 0, 0, {"y": 0.5, "name": None}]),
        operation("tf.math.subtract", ["tf.math.truediv", 0, 0, {"y": 1.0, "name": None}]),
        {**inner, "name": "mobile", "inbound_nodes": [[["tf.math.subtract", 1, 0, {"training": False}]]]},
        layer("GlobalAveragePooling2D", "pool", ["mobile"], data_format="channels_last"),
        layer("Dense", "dense", ["pool"], units=1, activation="sigmoid", use_bias=True, kernel_regularizer=zeros),
    )
    groups = {"mobile": [name for name in kernels if "dense" not in name], "dense": ["dense/kernel:0", "dense/bias:0"]}
    with h5py.File(path, "w") as file:
        file.attrs["keras_version"] = b"2.4.0"
        file.attrs["model_config"] = json.dumps(outer).encode()
        for group, names in groups.items():
            # Frozen or not changes the order of the names: it must not matter.
            file.create_group(f"model_weights/{group}").attrs["weight_names"] = [name.encode() for name in names][::-1]
            for name in names:
                file[f"model_weights/{group}/{name}"] = kernels[name]


def test_a_file_of_keras_2_gives_what_its_weights_say(tmp_path: Path, astronaut: Path, portraits: list[Path]) -> None:
    generator = np.random.default_rng(1)
    shapes = {"dw/depthwise_kernel:0": (3, 3, 3, 1), "dense/kernel:0": (3, 1), "dense/bias:0": (1,)}
    shapes |= {f"bn/{part}:0": (3,) for part in ("gamma", "beta", "moving_mean", "moving_variance")}
    kernels = {name: generator.uniform(0.2, 1.0, shape).astype(np.float32) for name, shape in shapes.items()}
    _write_as_keras_2(tmp_path / "old.h5", kernels)
    bundle = import_model(tmp_path / "old.h5", tmp_path / "out", "fake", None)
    # As of preprocess_input, after it was told that values go to 1.
    pixels = _inputs(bundle, [astronaut, *portraits[:2]]) / 255 / 0.5 - 1
    padded = np.pad(pixels, ((0, 0), (1, 1), (1, 1), (0, 0)))
    kernel = kernels["dw/depthwise_kernel:0"][..., 0]
    x = sum(padded[:, i : i + 32, j : j + 32] * kernel[i, j] for i in range(3) for j in range(3))
    x = (x - kernels["bn/moving_mean:0"]) / np.sqrt(kernels["bn/moving_variance:0"] + 1e-3)
    x = x * kernels["bn/gamma:0"] + kernels["bn/beta:0"]
    x = pixels + np.where(x < 0, np.float32(0.3) * x, x)
    logits = x.mean((1, 2)) @ kernels["dense/kernel:0"][:, 0] + kernels["dense/bias:0"]
    assert _scores(bundle, [astronaut, *portraits[:2]]) == pytest.approx(1 / (1 + np.exp(-logits)), abs=1e-4)


# Hostile files. Each would leave a trace if it ran.


def _keras_file(source: Path, target: Path, edit: Callable[[Json], None]) -> Path:
    """A .keras file with its description changed."""
    with zipfile.ZipFile(source / "plain.keras") as old, zipfile.ZipFile(target, "w") as new:
        for name in old.namelist():
            content = old.read(name)
            if name == "config.json":
                description = json.loads(content)
                edit(description)
                content = json.dumps(description).encode()
            new.writestr(name, content)
    return target


def _h5_file(source: Path, target: Path, edit: Callable[[Json], None]) -> Path:
    """An .h5 file with its description changed."""
    target.write_bytes((source / "plain.h5").read_bytes())
    with h5py.File(target, "r+") as file:
        description = json.loads(file.attrs["model_config"])
        edit(description)
        file.attrs["model_config"] = json.dumps(description).encode()
    return target


def _refused(file: Path, match: str) -> None:
    out = file.parent / "out"
    with pytest.raises(ImportRefused, match=match) as refusal:
        import_model(file, out, "fake", None)
    sentence = str(refusal.value)
    assert sentence.endswith(".")
    assert sentence.isprintable()
    assert len(sentence) < 400
    assert not out.exists()


def _with_lambda(trace: Path) -> keras.Model:
    path = str(trace)
    source = keras.Input((32, 32, 3))
    x = layers.Lambda(lambda x: (__import__("pathlib").Path(path).touch(), x)[1])(source)
    model = keras.Model(source, layers.Dense(1, activation="sigmoid")(layers.GlobalAveragePooling2D()(x)))
    trace.unlink()
    return model


@pytest.mark.parametrize("ending", ["keras", "h5"])
def test_a_lambda_layer_is_refused_and_never_runs(ending: str, tmp_path: Path, trace: Path) -> None:
    file = tmp_path / f"theirs.{ending}"
    _with_lambda(trace).save(file)
    _refused(file, "Lambda")
    assert not trace.exists()
    # The file is live: Keras' own loader runs it when it is told to trust it.
    keras.models.load_model(file, safe_mode=False)
    assert trace.exists()


@pytest.mark.parametrize("ending", ["keras", "h5"])
def test_a_registered_class_is_refused_and_never_made(ending: str, tmp_path: Path, trace: Path) -> None:
    @keras.saving.register_keras_serializable("evil")
    class Trace(layers.Layer):
        def __init__(self, **arguments: Any) -> None:
            super().__init__(**arguments)
            trace.touch()

        def call(self, inputs: Any) -> Any:
            return inputs

    source = keras.Input((32, 32, 3))
    x = layers.GlobalAveragePooling2D()(Trace()(source))
    file = tmp_path / f"theirs.{ending}"
    keras.Model(source, layers.Dense(1, activation="sigmoid")(x)).save(file)
    trace.unlink()
    _refused(file, "Trace")
    assert not trace.exists()
    keras.models.load_model(file)
    assert trace.exists()


def _first(description: Json) -> Json:
    return description["config"]["layers"][1]


def _set(**keys: Any) -> Callable[[Json], None]:
    return lambda description: _first(description).update(keys)


def _configure(**keys: Any) -> Callable[[Json], None]:
    return lambda description: _first(description)["config"].update(keys)


def _input(*shape: Any) -> Callable[[Json], None]:
    return lambda description: description["config"]["layers"][0]["config"].update(batch_shape=[None, *shape])


def _answer(**keys: Any) -> Callable[[Json], None]:
    return lambda description: description["config"]["layers"][-1]["config"].update(keys)


def _nest(description: Json) -> None:
    inner = json.loads(json.dumps(description))
    for _ in range(50):
        outer = json.loads(json.dumps(description))
        outer["config"]["layers"][1] = inner
        inner = outer
    description.update(inner)


def _repeat(description: Json) -> None:
    description["config"]["layers"][1:1] = [{"class_name": "ReLU", "config": {"name": f"relu{n}"}} for n in range(5000)]


_HOSTILE_DESCRIPTIONS: dict[str, tuple[Callable[[Json], None], str]] = {
    "TFSM layer": (_set(class_name="TFSMLayer", config={"name": "x", "filepath": "/tmp/evil"}), "TFSMLayer"),
    "another module": (_set(module="os", class_name="system", config={"name": "touch trace"}), "system"),
    "a plain name from another module": (_set(module="keras.ops"), "Conv2D"),
    "a plain name registered otherwise": (_set(registered_name="evil>Conv2D"), "evil>Conv2D"),
    "a file for a vocabulary": (_set(class_name="TextVectorization", config={"name": "x"}), "TextVectorization"),
    "a function": (
        _configure(activation={"module": "builtins", "class_name": "function", "config": "exec"}),
        "activation",
    ),
    "a word": (_configure(activation="__import__"), "activation"),
    "an unknown argument": (_configure(callback="evil"), "callback"),
    "adapters": (_configure(lora_rank=4), "lora_rank"),
    "more memory than there is": (_configure(filters=2**24), "weights"),
    "a number past counting": (_configure(filters=10**400), "filters"),
    "a window past counting": (_configure(kernel_size=[10**6, 10**6]), "kernel_size"),
    "not a number": (_configure(filters=float("nan")), "filters"),
    "a negative number": (_configure(filters=-4), "can't build"),
    "channels first": (_configure(data_format="channels_first"), "data_format"),
    "an absurd picture": (_input(2**20, 2**20, 3), "1048576 x 1048576 x 3"),
    "a grey picture": (_input(32, 32, 1), "32 x 32 x 1"),
    "an oblong picture": (_input(32, 64, 3), "32 x 64 x 3"),
    "a picture of any size": (_input(None, None, 3), "None x None x 3"),
    "a text for a picture": (_input("evil\x1b[2J", 0, 0), "evil"),
    "a thousand classes": (_answer(units=1000, activation="softmax"), "one unit"),
    "one unit of a softmax": (_answer(activation="softmax"), "one unit"),
    "networks in networks": (_nest, "inside each other"),
    "thousands of layers": (_repeat, "more than"),
    "no layers": (lambda description: description["config"].update(layers=[]), "input|one unit"),
    "no description": (lambda description: description.clear(), "damaged"),
    "a list for a layer": (lambda description: description["config"]["layers"].insert(1, []), "damaged"),
    "another kind of thing": (lambda description: description.update(class_name="Adam"), "Adam"),
    "escapes in a name": (_set(class_name="\x1b]0;evil\x07\n\u202e"), "plain Keras layers"),
}


@pytest.mark.parametrize("write", [_keras_file, _h5_file])
@pytest.mark.parametrize("what", list(_HOSTILE_DESCRIPTIONS))
def test_a_hostile_description_is_refused_in_a_sentence(
    what: str, write: Callable[[Path, Path, Callable[[Json], None]], Path], plain: Path, tmp_path: Path
) -> None:
    edit, match = _HOSTILE_DESCRIPTIONS[what]
    _refused(write(plain, tmp_path / "theirs", edit), match)


def test_what_is_said_of_training_is_not_even_looked_at(plain: Path, tmp_path: Path, trace: Path) -> None:
    code = f"__import__('pathlib').Path({str(trace)!r}).touch()"
    evil = {"module": "builtins", "class_name": "eval", "config": code, "registered_name": "eval"}
    edit = _configure(kernel_initializer=evil, kernel_regularizer=evil, bias_constraint=evil, dtype=evil)
    load_bundle(import_model(_keras_file(plain, tmp_path / "theirs", edit), tmp_path / "out", "fake", None))
    assert not trace.exists()


class _Touch:
    """What is pickled as an order to touch a file."""

    def __init__(self, path: Path) -> None:
        self._path = path

    def __reduce__(self) -> tuple[Any, ...]:
        return Path.touch, (self._path,)


def _kernel(file: h5py.File) -> str:
    found: list[str] = []
    file.visit(lambda name: found.append(name) if name.endswith("eyes/kernel") else None)
    return found[0]


def _link(file: h5py.File, kernel: str, trace: Path) -> None:
    with h5py.File(trace.with_name("outside.h5"), "w") as outside:
        outside["kernel"] = np.zeros((3, 3, 3, 4), np.float32)
    file[kernel] = h5py.ExternalLink(str(trace.with_name("outside.h5")), "/kernel")


def _soft_link(file: h5py.File, kernel: str, trace: Path) -> None:
    file["elsewhere"] = np.zeros((3, 3, 3, 4), np.float32)
    file[kernel] = h5py.SoftLink("/elsewhere")


def _external(file: h5py.File, kernel: str, trace: Path) -> None:
    secret = trace.with_name("secret")
    secret.write_bytes(bytes(432))
    file.create_dataset(kernel, (3, 3, 3, 4), np.float32, external=[(str(secret), 0, 432)])


def _virtual(file: h5py.File, kernel: str, trace: Path) -> None:
    layout = h5py.VirtualLayout((3, 3, 3, 4), np.float32)
    layout[:] = h5py.VirtualSource(str(trace.with_name("outside.h5")), "kernel", (3, 3, 3, 4))
    file.create_virtual_dataset(kernel, layout)


def _pickled(file: h5py.File, kernel: str, trace: Path) -> None:
    content = np.frombuffer(pickle.dumps(np.array([_Touch(trace)], object)), np.uint8)
    file.create_dataset(kernel, (1,), h5py.vlen_dtype(np.uint8))[0] = content


def _opaque(file: h5py.File, kernel: str, trace: Path) -> None:
    file[kernel] = np.void(pickle.dumps(_Touch(trace)))


def _huge(file: h5py.File, kernel: str, trace: Path) -> None:
    file.create_dataset(kernel, (2**20, 2**20), np.float32, chunks=(64, 64))  # Takes no room until it is read.


def _missing(file: h5py.File, kernel: str, trace: Path) -> None:
    return None


def _not_finite(file: h5py.File, kernel: str, trace: Path) -> None:
    file[kernel] = np.full((3, 3, 3, 4), np.nan, np.float32)


def _loop(file: h5py.File, kernel: str, trace: Path) -> None:
    file["model_weights/again"] = file["model_weights"]


@pytest.mark.parametrize(
    ("edit", "match"),
    [
        (_link, "link to somewhere else"),
        (_soft_link, "link to somewhere else"),
        (_external, "another file"),
        (_virtual, "another file"),
        (_pickled, "plain array of numbers"),
        (_opaque, "plain array of numbers"),
        (_huge, "another shape"),
        (_missing, "missing"),
        (_not_finite, "not all numbers"),
        (_loop, "several names"),
    ],
)
def test_hostile_weights_are_refused_unread(
    edit: Callable[[h5py.File, str, Path], None], match: str, plain: Path, tmp_path: Path, trace: Path
) -> None:
    file = tmp_path / "theirs.h5"
    file.write_bytes((plain / "plain.h5").read_bytes())
    with h5py.File(file, "r+") as content:
        kernel = _kernel(content)
        del content[kernel]
        edit(content, kernel, trace)
    _refused(file, match)
    packed = tmp_path / "theirs.keras"
    with zipfile.ZipFile(plain / "plain.keras") as old, zipfile.ZipFile(packed, "w") as new:
        new.writestr("config.json", old.read("config.json"))
        weights = tmp_path / "weights.h5"
        weights.write_bytes(old.read("model.weights.h5"))
        with h5py.File(weights, "r+") as content:
            del content["layers/conv2d/vars/0"]
            content.require_group("model_weights")
            edit(content, "layers/conv2d/vars/0", trace)
        new.write(weights, "model.weights.h5")
    _refused(packed, match)
    assert not trace.exists()


@pytest.mark.parametrize("name", ["../trace", "/trace", "model.weights.h5/../../trace", "assets/x.npz", "trace\\x"])
def test_an_archive_with_anything_else_in_it_is_refused(name: str, plain: Path, tmp_path: Path) -> None:
    file = tmp_path / "inside/theirs.keras"
    file.parent.mkdir()
    file.write_bytes((plain / "plain.keras").read_bytes())
    with zipfile.ZipFile(file, "a") as archive:
        archive.writestr(name, b"trace")
    _refused(file, "no part of a plain Keras model")
    assert [path.name for path in tmp_path.rglob("*")] == ["inside", "theirs.keras"]


def test_an_archive_that_swells_is_refused(plain: Path, tmp_path: Path) -> None:
    file = tmp_path / "theirs.keras"
    with zipfile.ZipFile(plain / "plain.keras") as old, zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as new:
        new.writestr("config.json", old.read("config.json"))
        new.writestr("model.weights.h5", bytes(50 * 2**20))
    _refused(file, "too large when it is unpacked")


@pytest.mark.parametrize("ending", ["keras", "h5"])
def test_a_damaged_file_is_refused(ending: str, plain: Path, tmp_path: Path) -> None:
    content = (plain / f"plain.{ending}").read_bytes()
    file = tmp_path / f"theirs.{ending}"
    for length in (0, 3, 9, 100, len(content) // 2, len(content) - 40):
        file.write_bytes(content[:length])
        with pytest.raises(ImportRefused):
            import_model(file, tmp_path / "out", "fake", None)
    file.write_bytes(b"PK" + os.urandom(1000))
    _refused(file, "damaged")
    file.write_text("a letter")
    _refused(file, "neither")


def test_weights_alone_are_refused_with_what_to_do(tmp_path: Path) -> None:
    _plain_cnn().save_weights(tmp_path / "theirs.weights.h5")
    _refused(tmp_path / "theirs.weights.h5", "save the whole model")
