"""The head of a second stage learns from what the encoder sees, and is asked where it helps."""

from __future__ import annotations

import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from app.detector.bundle import load_bundle, read_manifest, read_second_stage
from app.detector.cascade import Head
from app.detector.decode import RgbArray
from app.detector.faces import FaceBox
from app.detector.labelled import LabelledFile
from app.detector.litert import Network
from app.models import bundled_model
from trainer.face_crops import CropSet
from trainer.face_landmarks import COUNT
from trainer.second_stage import (
    Lesson,
    choose_stage,
    composite_lesson_of,
    faces_of_linear,
    features_of,
    lesson_of,
    mean_of,
    read_encoder,
    sources_of_fakes_alone,
    train_head,
    train_linear,
    widened,
)
from trainer.teacher import TeacherError


@pytest.fixture
def crops() -> CropSet:
    """Noise; every third face has landmarks, so that composites can be made of it."""
    generator = np.random.default_rng(0)
    n = 90
    files = [LabelledFile(Path(f"{i}.png"), "fake" if i % 3 == 1 else "real", "train", "drawn") for i in range(n)]
    pixels = generator.integers(0, 256, (n, 256, 256, 3), np.uint8)
    landmarks = np.full((n, COUNT, 2), np.nan, np.float32)
    landmarks[::3] = generator.uniform(70, 180, (n // 3, COUNT, 2))
    return CropSet(files, pixels[:, 32:224, 32:224], pixels, [FaceBox(60, 60, 130, 130, 1.0)] * n, landmarks, [])


def test_a_lesson_shows_each_face_as_it_is_and_changed_and_calls_composites_fake(crops: CropSet) -> None:
    fake = np.array([file.label == "fake" for file in crops.files])
    lesson = lesson_of(crops, fake, ["drawn"] * 90, np.full(90, 1 / 90), seed=1)
    plain = np.flatnonzero(lesson.views == 0)
    np.testing.assert_array_equal(lesson.faces[plain], np.arange(90))
    np.testing.assert_array_equal(lesson.fake[plain], fake)
    np.testing.assert_array_equal(lesson.picture(7), crops.inputs[7])
    changed = lesson.picture(int(np.flatnonzero((lesson.views == 1) & (lesson.faces == 7))[0]))
    assert changed.shape == (192, 192, 3)
    assert (changed != crops.inputs[7]).mean() > 0.5
    composites = np.flatnonzero(lesson.fake & ~fake[lesson.faces])
    assert 0 < len(composites) < 30
    assert set(lesson.faces[composites] % 3) == {0}, "only of genuine faces whose landmarks are known"
    number = int(composites[0])
    np.testing.assert_array_equal(lesson.picture(number), lesson.picture(number))


def test_the_other_lesson_has_composites_of_all_genuine_faces_and_tilts_them_as_it_tilts_the_others(
    crops: CropSet, monkeypatch: pytest.MonkeyPatch
) -> None:
    fake = np.array([file.label == "fake" for file in crops.files])
    lesson = composite_lesson_of(crops, fake, ["drawn"] * 90, np.full(90, 1 / 90), seed=1)
    composites = np.flatnonzero(lesson.fake & ~fake[lesson.faces])
    assert sorted(lesson.faces[composites].tolist()) == sorted([*range(0, 90, 3)] * 2)
    np.testing.assert_array_equal(lesson.fake[lesson.views < 3], np.tile(fake, 3))
    np.testing.assert_array_equal(lesson.picture(7), crops.inputs[7])
    number = int(composites[0])
    np.testing.assert_array_equal(lesson.picture(number), lesson.picture(number))
    tilted: list[int] = []
    monkeypatch.setattr("trainer.second_stage.tilted", lambda pixels, face, generator: tilted.append(1) or pixels)
    shares = {}
    for view in range(5):
        tilted.clear()
        numbers = np.flatnonzero(lesson.views == view)
        for number in numbers:
            lesson.picture(int(number))
        shares[view] = len(tilted) / len(numbers)
    assert shares == {0: 0, 1: 0, 2: 1, 3: 0, 4: 1}


def test_the_mean_of_two_heads_says_the_mean_of_what_they_say() -> None:
    generator = np.random.default_rng(0)

    def some(units: int) -> Head:
        shapes = ((5, units), (units,), (units,), (), (5, 1), (1,), (1,))
        return Head(*(np.asarray(generator.normal(size=shape), np.float32) for shape in shapes))

    one, other, features = some(8), some(3), generator.normal(size=(20, 5)).astype(np.float32)
    first = generator.normal(size=20)
    both = mean_of(one, other).logits(features, first)
    expected = (one.logits(features, first)[:, 0] + other.logits(features, first)[:, 0]) / 2
    np.testing.assert_allclose(both[:, 0], expected, rtol=1e-4, atol=1e-5)
    np.testing.assert_array_equal(both[:, 1], one.logits(features, first)[:, 1])


def test_features_that_an_earlier_run_left_are_taken(tmp_path: Path) -> None:
    stage = read_second_stage(bundled_model())
    assert stage is not None
    encoder, _ = stage
    pixels = np.random.default_rng(0).integers(0, 256, (40, 192, 192, 3), np.uint8)
    asked: list[int] = []

    def picture(number: int) -> RgbArray:
        asked.append(number)
        return pixels[number]

    def stop_at_32(done: int, total: int) -> None:
        assert total == 40
        if done >= 32:
            raise KeyboardInterrupt

    file = tmp_path / "seen.raw"
    with pytest.raises(KeyboardInterrupt):
        features_of(encoder, picture, 40, file, stop_at_32)
    with file.open("ab") as half:
        half.write(b"half of a row")
    kept = file.stat().st_size
    asked.clear()
    features = features_of(encoder, picture, 40, file, lambda done, total: None)
    assert kept > 0
    assert 0 < len(asked) < 40
    network = Network(encoder)
    for number in (0, 31, 32, 39):
        (expected,) = network.run(pixels[number].astype(np.float32))
        np.testing.assert_array_equal(features[number], expected.astype(np.float16))


def _lesson(fake: np.ndarray) -> Lesson:
    numbers = np.arange(len(fake))
    return Lesson(
        numbers, np.zeros(len(fake), np.int64), fake, np.ones(len(fake)), lambda number: pytest.fail("none is needed")
    )


def _accuracy(head: Head, features: np.ndarray, fake: np.ndarray) -> float:
    return float(np.mean((head.logits(features.astype(np.float32), np.zeros(len(fake)))[:, 0] > 0) == fake))


def test_a_head_learns_and_goes_on_learning_without_forgetting() -> None:
    generator = np.random.default_rng(0)
    fake = generator.random(2400) < 0.5
    features = generator.normal(3.0, 2.0, (2400, 40))
    features[fake, 0] += 6
    features = features.astype(np.float16)
    head = train_head(features[:2000], _lesson(fake[:2000]), seed=1)
    assert _accuracy(head, features[2000:], fake[2000:]) > 0.85
    # Thirty pictures alone teach nothing; a head that goes on from another still knows what that knew.
    few = slice(2000, 2030)
    later = train_head(features[few], _lesson(fake[few]), seed=1, start=head)
    assert _accuracy(later, features[2030:], fake[2030:]) > 0.85
    assert np.abs(later.hidden - head.hidden).max() > 0


class _Stored:
    """Features on a disk that are too many to hold: some rows at a time is all that they give."""

    def __init__(self, features: np.ndarray) -> None:
        self.shape = features.shape
        self._features = features

    def __getitem__(self, rows: np.ndarray) -> np.ndarray:
        assert rows.ndim == 1
        assert len(rows) <= 256
        return self._features[rows]


def test_a_head_is_trained_on_features_that_never_are_in_memory_all_at_once() -> None:
    generator = np.random.default_rng(0)
    fake = generator.random(1500) < 0.5
    features = generator.normal(3.0, 2.0, (1500, 20)).astype(np.float16)
    features[fake, 0] += 6
    said: list[tuple[int, int]] = []
    head = train_head(_Stored(features), _lesson(fake), seed=1, progress=lambda *steps: said.append(steps))  # type: ignore[arg-type]
    assert _accuracy(head, features, fake) > 0.85
    assert said == [(step, len(said)) for step in range(1, len(said) + 1)]


def test_the_training_of_a_head_is_stopped_at_once() -> None:
    fake = np.arange(600) % 2 == 0
    said: list[int] = []

    def stop(done: int, total: int) -> None:
        said.append(done)
        if done == 3:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        train_head(np.zeros((600, 4), np.float16), _lesson(fake), seed=1, progress=stop)
    assert said == [1, 2, 3]


def test_faces_that_were_drawn_by_what_they_count_are_not_weighed_by_it_again(
    crops: CropSet, monkeypatch: pytest.MonkeyPatch
) -> None:
    fake = np.array([file.label == "fake" for file in crops.files])
    sampling = np.arange(1, 91) / np.arange(1, 91).sum()
    lesson = lesson_of(crops, fake, ["drawn"] * 90, sampling, seed=1)
    np.testing.assert_allclose(lesson.weights, sampling[lesson.faces] * 90)
    monkeypatch.setattr("trainer.second_stage._MOST_FACES", 40)
    drawn = lesson_of(crops, fake, ["drawn"] * 90, sampling, seed=1)
    assert len(set(drawn.faces.tolist())) == 40
    np.testing.assert_array_equal(drawn.weights, np.ones(200))


def _head(linear: np.ndarray | None = None) -> Head:
    """A head for three features: the first is what the two layers say, the linear ones see all of them."""
    linear = np.zeros((3, 0)) if linear is None else linear
    layers = np.array([[1.0, -1.0], [0.0, 0.0], [0.0, 0.0]], np.float32), np.zeros(2, np.float32)
    output, bias = np.array([1.0, -1.0], np.float32), np.zeros((), np.float32)
    none = np.zeros(linear.shape[1], np.float32)
    return Head(*layers, output, bias, linear.astype(np.float32), none, none)


def test_the_second_network_is_trusted_as_far_as_it_is_right() -> None:
    generator = np.random.default_rng(0)
    fake = generator.random(4000) < 0.5
    sources = ["a"] * 4000
    knows = np.where(fake, 2.0, -2.0) + generator.normal(0, 1.5, 4000)
    guesses = generator.normal(0, 2.0, 4000)
    good, _ = choose_stage(guesses, knows[:, np.newaxis], _head(), fake, sources, temperature=1.5)
    assert good.second > 10 * abs(good.first)
    poor, _ = choose_stage(knows, guesses[:, np.newaxis], _head(), fake, sources, temperature=1.5)
    assert poor.first > 10 * abs(poor.second)
    # Half a percent of the fakes may stay below.
    assert 0.002 < (knows[fake] < poor.low).mean() < 0.006
    # Calibrated: of the faces with a score of about 0.8, as many are fake.
    logits = good.logit(guesses, knows[:, np.newaxis])[guesses >= good.low]
    scores = 1 / (1 + np.exp(-logits / 1.5))
    near = np.abs(scores - 0.8) < 0.1
    assert fake[guesses >= good.low][near].mean() == pytest.approx(scores[near].mean(), abs=0.08)


def test_sources_of_fakes_alone_are_those_with_enough_fakes_and_nothing_genuine() -> None:
    sources = ["both"] * 200 + ["maker"] * 120 + ["few"] * 20 + ["genuine"] * 50
    fake = np.array([True] * 100 + [False] * 100 + [True] * 120 + [True] * 20 + [False] * 50)
    assert sources_of_fakes_alone(fake, sources) == ["maker"]


def test_of_many_sources_of_fakes_alone_the_largest_are_taken() -> None:
    sources = [name for size in range(12) for name in [f"maker {size:02}"] * (100 + size)]
    assert sources_of_fakes_alone(np.ones(len(sources), bool), sources) == [f"maker {n:02}" for n in range(4, 12)]


def test_linear_layers_learn_from_fakes_alone_and_not_from_more_genuine_faces_than_help() -> None:
    sources = ["maker"] * 150 + ["both"] * 4000
    fake = np.array([True] * 150 + [True] * 500 + [False] * 3500)
    faces = faces_of_linear(fake, sources, np.full(4150, 1 / 4150), seed=1)
    np.testing.assert_array_equal(faces[:150], np.arange(150))
    assert len(faces) == len(set(faces.tolist())) == 3150
    assert not fake[faces[150:]].any()
    np.testing.assert_array_equal(faces, faces_of_linear(fake, sources, np.full(4150, 1 / 4150), seed=1))
    assert not len(faces_of_linear(fake[150:], sources[150:], np.full(4000, 1 / 4000), seed=1))


def test_a_head_serves_an_encoder_that_sees_more_and_none_that_sees_something_else() -> None:
    generator = np.random.default_rng(0)
    old = generator.normal(size=3).astype(np.float32)
    head = _head(np.array([[1.0], [2.0], [3.0]]))
    new = np.concatenate([old + generator.normal(0, 0.001, 3), generator.normal(size=4)]).astype(np.float32)
    np.testing.assert_allclose(widened(head, old, new).logits(new, 1.0), head.logits(old, 1.0), atol=0.02)
    for other in (new[::-1], new[:2]):
        with pytest.raises(TeacherError, match="another encoder"):
            widened(head, old, other)


def test_a_linear_layer_knows_the_maker_and_its_like_but_not_other_fakes() -> None:
    generator, width, blocks = np.random.default_rng(0), 15, 3
    token = 2 * width * (blocks - 1)
    features = generator.normal(5.0, 2.0, (3000, token + 2 * width))
    # In the class token of the last block, one feature tells the maker from all that is genuine, and its like, too;
    # another one other fakes, poorly. One of another block tells the maker alone.
    names = np.array(["genuine"] * 1000 + ["maker"] * 600 + ["swaps"] * 800 + ["like"] * 600)
    fake = names != "genuine"
    features[names == "maker", token + 5] += 9
    features[names == "like", token + 5] += 6
    features[names == "swaps", token + 10] += 2
    features[names == "maker", 10] += 20
    taught = names != "like"
    weights, biases = train_linear(features[taught].astype(np.float16), blocks, fake[taught], list(names[taught]))
    assert weights.shape == (features.shape[1], 1), "nothing tells the swaps well"
    assert not weights[:token].any()
    assert not weights[token + width :].any()
    logits = features @ weights[:, 0] + biases[0]
    assert np.median(logits[names == "maker"]) > 0 > np.median(logits[~fake])
    limit = np.quantile(logits[~fake], 0.99)
    found = {name: (logits[names == name] > limit).mean() for name in ("maker", "like", "swaps")}
    assert found["maker"] > 0.9
    assert found["like"] > 0.5
    assert found["swaps"] < 0.1


def test_a_linear_layer_hardly_heeds_what_the_genuine_sources_differ_in() -> None:
    generator, width = np.random.default_rng(0), 120
    names = np.array(["desk"] * 800 + ["phone"] * 800 + ["maker"] * 600 + ["film"] * 800)
    features, fake = generator.normal(5.0, 2.0, (3000, 2 * width)), names == "maker"
    # The maker's faces are like those of one genuine source, too; faces of another camera are so even more.
    features[:, :60] += 2 * np.isin(names, ["phone", "maker"])[:, np.newaxis] + 4 * (names == "film")[:, np.newaxis]
    features[fake, 60:90] += 1.5
    taught = names != "film"
    weights, _ = train_linear(features[taught].astype(np.float16), 1, fake[taught], list(names[taught]))
    logits = features @ weights[:, 0]
    limit = np.quantile(logits[taught & ~fake], 0.99)
    assert (logits[fake] > limit).mean() > 0.95
    # 0.99 where that difference counts like any other.
    assert (logits[names == "film"] > limit).mean() < 0.8


def test_a_linear_layer_is_the_same_however_many_parts_the_genuine_sources_come_in() -> None:
    generator, width = np.random.default_rng(0), 40
    names = np.array(["desk"] * 2000 + ["phone"] * 2000 + ["maker"] * 600)
    fake = names == "maker"
    features = generator.normal(5.0, 2.0, (4600, 2 * width))
    features[:, :20] += 4 * np.isin(names, ["phone", "maker"])[:, np.newaxis]
    features[fake, 20:30] += 1.5
    parts = np.where(fake, names, np.char.add(names, (np.arange(4600) % 10).astype(str)))
    stored = features.astype(np.float16)
    (whole, _), (split, _) = (train_linear(stored, 1, fake, list(each)) for each in (names, parts))
    # How much the sources' difference is heeded: a quarter as much where every part adds to that.
    heeded = [np.abs(layer[:20, 0]).sum() / np.abs(layer[20:30, 0]).sum() for layer in (whole, split)]
    assert heeded[1] == pytest.approx(heeded[0], rel=0.1)


def test_a_linear_layer_is_as_often_wrong_as_what_it_stands_beside() -> None:
    generator = np.random.default_rng(0)
    fake = np.arange(6000) % 3 == 0
    maker = fake & (np.arange(6000) % 2 == 0)
    first = np.maximum(np.where(fake & ~maker, 1.5, -1.5) + generator.normal(0, 1.0, 6000), -1.5)
    deep = np.where(fake & ~maker, 3.0, -3.0) + generator.normal(0, 2.0, 6000)
    kind = np.where(maker, 5.0, 0.0) + generator.normal(0, 1.0, 6000)
    features = np.stack([deep, kind, np.zeros(6000)], axis=1).astype(np.float32)
    head = replace(_head(np.array([[0.0], [7.0], [0.0]])), linear_bias=np.array([100.0], np.float32))
    sources = ["a"] * 6000
    stage, fitted = choose_stage(first, head.logits(features, first), head, fake, sources, temperature=1.3)
    second = fitted.logits(features, first)
    # What the first network says is part of it, a quarter as wide as its own.
    own = features[~fake] @ fitted.linear[:, 0]
    assert fitted.linear_first[0] * first[~fake].std() == pytest.approx(own.std() / 4, rel=0.01)
    both = stage.first * first + stage.second * second[:, 0] + stage.shift
    for rate, share in ((0.01, 0.01), (0.1, 0.1 / 3)):
        level = np.quantile(both[~fake], 1 - rate)
        assert (second[~fake, 1] > level).mean() == pytest.approx(share, abs=0.002)
    joint = stage.logit(first, second)
    found = [(logits[maker] > np.quantile(logits[~fake], 0.99)).mean() for logits in (joint, both)]
    assert found[0] > 0.9 > 0.3 > found[1]
    scores = 1 / (1 + np.exp(-joint / 1.3))
    near = (np.abs(scores - 0.7) < 0.2) & (first >= stage.low)
    assert fake[near].mean() == pytest.approx(scores[near].mean(), abs=0.1)
    # A head that was fitted before gives the same, whatever the scale of its linear layers is.
    again, same = choose_stage(first, second, fitted, fake, sources, temperature=1.3)
    np.testing.assert_allclose(again.logit(first, same.logits(features, first)), joint, atol=1e-3)


def test_the_encoder_of_a_model_is_taken_with_its_head(tmp_path: Path) -> None:
    stage = read_second_stage(bundled_model())
    assert stage is not None
    encoder = read_encoder(bundled_model(), 192, tmp_path / "encoder.tflite")
    assert encoder.content == stage[0]
    assert encoder.origin == read_manifest(bundled_model()).id
    # A class token and the mean of the others, of 768 numbers each, for every block.
    assert stage[1].hidden.shape[0] == 2 * 768 * encoder.blocks
    assert encoder.head is not None
    np.testing.assert_array_equal(encoder.head.hidden, stage[1].hidden)
    with pytest.raises(TeacherError, match="no second stage for 128 pixels"):
        read_encoder(bundled_model(), 128, tmp_path / "encoder.tflite")


def test_a_first_network_that_knows_something_is_heard_beside_one_that_knows_more() -> None:
    generator = np.random.default_rng(0)
    fake = generator.random(4000) < 0.5
    first = np.where(fake, 1.0, -1.0) + generator.normal(0, 1.0, 4000)
    second = np.where(fake, 4.0, -4.0) + generator.normal(0, 3.0, 4000)
    stage, _ = choose_stage(first, second[:, np.newaxis], _head(), fake, ["a"] * 4000, temperature=1.0)
    # As log-odds each is what its own mistakes on these pictures say: 2 for a unit of the first, 8/9 of the second.
    assert stage.first / stage.second == pytest.approx(9 / 4, rel=0.2)


def test_what_ranks_worse_than_chance_is_not_asked_for_the_opposite() -> None:
    generator = np.random.default_rng(0)
    fake = generator.random(4000) < 0.5
    knows = np.where(fake, 2.0, -2.0) + generator.normal(0, 1.5, 4000)
    misled = -knows + generator.normal(0, 6.0, 4000)
    stage, _ = choose_stage(knows, misled[:, np.newaxis], _head(), fake, ["a"] * 4000, temperature=1.0)
    assert stage.second == 0
    assert stage.first > 0


@pytest.mark.slow
def test_a_training_takes_the_encoder_over_and_its_model_is_a_cascade(portraits: list[Path], tmp_path: Path) -> None:
    generator = np.random.default_rng(0)
    for label in ("Real", "Fake"):
        (tmp_path / "data" / label).mkdir(parents=True)
    for number in range(80):
        face = Image.open(portraits[number // 2 % len(portraits)]).convert("RGB").resize((424, 632))
        left, top = generator.integers(0, 40, 2)
        face = face.crop((left, top, left + 380, top + 500))
        if number % 2 == 0:
            # Fake is what has coarse squares, as no change of a training picture makes them.
            rows, columns = np.indices((500, 380)) // 24
            squares = np.where((rows + columns) % 2, 35, -35)[..., np.newaxis]
            face = Image.fromarray((np.asarray(face, np.int16) + squares).clip(0, 255).astype(np.uint8))
        face.save(tmp_path / "data" / ("Real" if number % 2 else "Fake") / f"{number}.jpg")
    command = [sys.executable, "-m", "trainer", "--data", str(tmp_path / "data"), "--epochs", "1", "--no-audit"]
    command += ["--second-stage", str(bundled_model()), "--out", str(tmp_path / "run")]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr[-2000:]
    bundle = load_bundle(tmp_path / "run/bundle")
    second = bundle.manifest.training["second_stage"]
    assert second["encoder"] == read_manifest(bundled_model()).id
    assert 0 <= second["asked"]["real"] <= second["asked"]["fake"] <= 1
    # One epoch teaches the first network nothing; the encoder sees squares.
    assert bundle.manifest.second is not None
    assert bundle.manifest.second.second > 0
    assert bundle.manifest.metrics["test"]["all"]["auc"]["value"] > 0.9
    assert "are judged by a second one" in bundle.model_card.read_text("utf-8")
    command = [sys.executable, "-m", "trainer", "--data", str(tmp_path / "data"), "--epochs", "0", "--no-audit"]
    command += ["--start-from", str(tmp_path / "run/bundle"), "--second-stage", str(tmp_path / "run/bundle")]
    done = subprocess.run(
        [*command, "--add-head", "--out", str(tmp_path / "again")], capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr[-2000:]
    heads = [read_second_stage(tmp_path / run / "bundle") for run in ("run", "again")]
    assert heads[0] is not None
    assert heads[1] is not None
    assert heads[1][0] == heads[0][0]
    units = heads[0][1].hidden.shape[1]
    np.testing.assert_array_equal(heads[1][1].hidden[:, :units], heads[0][1].hidden)
    assert heads[1][1].hidden.shape[1] == 2 * units
    again = load_bundle(tmp_path / "again/bundle")
    assert again.manifest.metrics["test"]["all"]["auc"]["value"] > 0.9
    assert "has another head beside its own" in again.model_card.read_text("utf-8")
    assert "--add-head" in again.manifest.training["measured_anew"]["command"]
