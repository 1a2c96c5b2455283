"""The end of a training: calibrate, measure, write the bundle."""

from __future__ import annotations

import argparse
import hashlib
import math
import shlex
from collections import Counter
from collections.abc import Callable
from dataclasses import asdict, dataclass, replace
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from typing import Any

import keras
import numpy as np
import numpy.typing as npt
import tensorflow as tf

from app import __version__
from app.detector.bundle import (
    HEAD,
    KERAS,
    NETWORK,
    PAIR,
    Manifest,
    build_network,
    encoder_parts,
    read_manifest,
    read_second_stage,
)
from app.detector.cascade import Head, SecondStage
from app.detector.crop import RESIZE_FILTER
from app.detector.decode import RgbArray
from app.detector.detector import sharpness
from app.detector.litert import Network
from app.detector.verdict import FaceScore, Limits, Thresholds, Verdict
from trainer.calibration import choose_thresholds, fit_scaling, score_rates, source_weights
from trainer.detector_model import DeepfakeDetectorModel, ends_in_logit, joined, shift_logit, stored_network
from trainer.export import halve_precision, to_litert, write_bundle
from trainer.face_crops import CropSet, CropSettings
from trainer.face_groups import face_groups, group_rates
from trainer.limits import Conditions, choose_limits, measure_conditions
from trainer.model_card import model_card
from trainer.network_pool import NetworkPool
from trainer.plots import plot_history, plot_results
from trainer.progress import Progress
from trainer.run_figures import compare_model, figures_by_source, judge_crops
from trainer.sampling import is_fake, sampling_of, sources_of
from trainer.second_stage import (
    Encoder,
    Features,
    choose_stage,
    composite_lesson_of,
    faces_of_linear,
    features_of,
    lesson_of,
    mean_of,
    train_head,
    train_linear,
    widened,
)
from trainer.train_model import TrainModel

#: Pictures that the ranges of a network's layers are measured on.
_MEASURED_ON = 128


@dataclass(frozen=True, slots=True)
class _Shipped:
    """The networks as a bundle has them.

    Attributes:
        model: the first, as Keras has it.
        contents: of the bundle's files, by name.
        temperature: see `trainer.calibration`.
        logits: of Validation, shape ``(n,)``.
        stage: how the second joins in, if there is one.
        record: what the manifest tells of how the second came about.
    """

    model: keras.Model
    contents: dict[str, bytes]
    temperature: float
    logits: npt.NDArray[np.float64]
    stage: SecondStage | None = None
    record: dict[str, Any] | None = None


def finish(
    run: TrainModel,
    arguments: argparse.Namespace,
    encoder: Encoder | None,
    note: str,
    warnings: list[str],
    device: str,
) -> Path:
    """Calibrates on Validation, measures once on Test, and writes the bundle.

    Args:
        run: it has come to the end of its epochs.
        arguments: see `trainer.__main__`.
        encoder: of the second stage, if there is one.
        note: text about the data for the model card.
        warnings: of the audit, for the model card.
        device: what it was trained on.

    Returns:
        Folder of the bundle.

    Raises:
        trainer.progress.TrainingCancelled: the user stopped it.
        trainer.train_model.TrainingFailed: the network answers with no numbers.
    """
    validation, test = run.crops["validation"], run.crops["test"]
    fake, sources = is_fake(validation.files) == 1, sources_of(validation.files)
    shipped = _calibrated(run, arguments)
    if encoder:
        shipped = _with_second_stage(shipped, run, arguments, encoder)
    temperature = shipped.temperature
    networks = NetworkPool(lambda: build_network(dict(shipped.contents), shipped.stage))
    thresholds = choose_thresholds(shipped.logits, fake, sources, temperature)
    limits, conditions = _limits_of(run, shipped, networks, thresholds)
    judged = judge_crops(test, run.logits(networks, "test"), temperature, thresholds, limits)
    judged_before = judge_crops(validation, shipped.logits, temperature, thresholds, limits)
    metrics = {
        "validation": figures_by_source(judged_before, validation.files, thresholds),
        "test": figures_by_source(judged, test.files, thresholds),
    }
    plots = _tell(run, arguments, judged, metrics, thresholds)
    flagged = np.array([face.verdict is Verdict.FAKE for face in judged])
    groups = group_rates(face_groups(test.surroundings, test.landmarks), flagged, is_fake(test.files) == 1)
    training = {
        **(_training if run.epochs else _measured_anew)(run, arguments, device, encoder),
        "second_stage": shipped.record,
        "conditions": asdict(conditions) if conditions else None,
        "score_rates": score_rates(np.array([face.score for face in judged_before]), fake, sources),
        "groups": {name: figure.to_json() for name, figure in groups.items()},
    }
    manifest = _manifest(run, arguments, shipped, thresholds, limits, training, metrics)
    card = model_card(manifest, warnings, note)
    shown = {path.name: path for path in plots if path.name in ("roc.png", "reliability.png")}
    # For those who want the whole model as plain Keras writes it. With the bundle, a run has come to its end.
    shipped.model.save(run.folder / "deepfake_model.h5")
    return write_bundle(run.folder / "bundle", manifest, shipped.contents, shipped.model, card, shown)


def _calibrated(run: TrainModel, arguments: argparse.Namespace) -> _Shipped:
    """The network that was trained, without the shift in its logits that Validation shows."""
    files = run.crops["validation"].files
    fake = is_fake(files) == 1
    model = _joined(run, arguments)
    halve_precision(model)
    measured_on = _spread_out(run.crops["train"].inputs) if run.detector.gives_logits else None
    draft = to_litert(ends_in_logit(model), measured_on)
    logits = run.logits(NetworkPool(lambda: Network(draft)), "validation")
    temperature, shift = fit_scaling(logits, fake, source_weights(sources_of(files), fake))
    shift_logit(model, shift)
    return _Shipped(model, {NETWORK: to_litert(ends_in_logit(model), measured_on)}, temperature, logits + shift)


def _with_second_stage(shipped: _Shipped, run: TrainModel, arguments: argparse.Namespace, encoder: Encoder) -> _Shipped:
    """Beside it, the second network, of an encoder and a head, with what both say of Validation together."""
    files, logits = run.crops["validation"].files, shipped.logits
    fake, sources = is_fake(files) == 1, sources_of(files)
    seen, head = _features_and_head(run, encoder, arguments)
    second = head.logits(seen, logits).astype(np.float64)
    stage, head = choose_stage(logits, second, head, fake, sources, shipped.temperature)
    weights = source_weights(sources, fake)
    record = {
        "encoder": encoder.origin,
        "sha256": encoder.sha256,
        "blocks": encoder.blocks,
        "asked": {
            name: float(np.average(logits[members] >= stage.low, weights=weights[members]))
            for name, members in (("real", ~fake), ("fake", fake))
        },
        "linear": head.linear.shape[1],
    }
    return replace(
        shipped,
        contents={**shipped.contents, HEAD: head.to_bytes(), **encoder_parts(encoder.content)},
        logits=np.where(logits < stage.low, logits, stage.logit(logits, head.logits(seen, logits))),
        stage=stage,
        record=record,
    )


def _limits_of(
    run: TrainModel, shipped: _Shipped, networks: NetworkPool, thresholds: Thresholds
) -> tuple[Limits, Conditions | None]:
    """Beyond what a verdict is inconclusive, and what was measured on Validation to tell."""
    validation = run.crops["validation"]
    progress = partial(Progress(run.emit, run.cancelled), "limits")
    least = math.log(thresholds.fake / (1 - thresholds.fake)) if thresholds.fake < 1 else math.inf
    conditions = measure_conditions(
        networks,
        validation.inputs,
        is_fake(validation.files) == 1,
        sources_of(validation.files),
        CropSettings(run.detector.settings.input_size).margin,
        shipped.temperature * least,
        run.folder / f"limits-{_digest(shipped.contents, shipped.stage)}-{validation.digest}.raw",
        progress,
    )
    limits = choose_limits(conditions, float(np.quantile([sharpness(pixels) for pixels in validation.inputs], 0.005)))
    if run.settings.whole:
        limits = replace(limits, min_face_px=0.0)
    return limits, conditions


def _tell(
    run: TrainModel,
    arguments: argparse.Namespace,
    judged: list[FaceScore],
    metrics: dict[str, dict[str, dict[str, Any]]],
    thresholds: Thresholds,
) -> list[Path]:
    """Tells what was measured on Test, beside what the model of --compare does there, and plots it."""
    test = run.crops["test"]
    run.emit({"event": "evaluated", "metrics": metrics, "thresholds": asdict(thresholds)})
    if arguments.compare:
        run.emit(compare_model(arguments.compare, test, run.emit, run.cancelled))
    scores = np.array([face.score for face in judged])
    flagged = np.array([face.verdict is Verdict.FAKE for face in judged])
    plots = plot_history(run.history, run.folder / "plots")
    plots += plot_results(scores, is_fake(test.files) == 1, flagged, thresholds.fake, run.folder / "plots")
    for path in plots:
        run.emit({"event": "plot", "path": str(path)})
    return plots


def _manifest(
    run: TrainModel,
    arguments: argparse.Namespace,
    shipped: _Shipped,
    thresholds: Thresholds,
    limits: Limits,
    training: dict[str, Any],
    metrics: dict[str, dict[str, dict[str, Any]]],
) -> Manifest:
    created = datetime.now(UTC)
    settings = CropSettings(run.detector.settings.input_size)
    return Manifest(
        id=f"{run.settings.preset}-{created:%Y%m%d-%H%M%S}",
        name=arguments.name or f"{run.settings.preset}, {created:%Y-%m-%d}",
        created=created.strftime("%Y-%m-%dT%H:%M:%SZ"),
        preset=_preset(run, arguments),
        input_size=settings.size,
        crop="whole" if run.settings.whole else "face",
        margin=settings.margin,
        resize_filter=RESIZE_FILTER,
        temperature=shipped.temperature,
        thresholds=thresholds,
        limits=limits,
        files={},
        training=training,
        metrics=metrics,
        second=shipped.stage,
    )


def _joined(run: TrainModel, arguments: argparse.Namespace) -> keras.Model:
    """The network as it is exported: alone, or with that of another bundle, each weighted by how far it spreads."""
    if run.epochs == 0 and run.detector.gives_logits:
        return stored_network(arguments.start_from / KERAS, run.detector.settings.input_size)
    model = run.detector.deployable()
    if not arguments.join:
        return model
    other = DeepfakeDetectorModel(run.settings.preset, arguments.join / KERAS).deployable()
    spreads = []
    for content in map(to_litert, (other, model)):
        spreads.append(run.logits(NetworkPool(partial(Network, content)), "validation").std())
    shares = (spreads[1] / sum(spreads), spreads[0] / sum(spreads))
    return joined(other, model, shares)


def _spread_out(inputs: RgbArray) -> RgbArray:
    """Some of many pictures."""
    return np.asarray(inputs[:: -(-len(inputs) // _MEASURED_ON)])


def _features_and_head(
    run: TrainModel, encoder: Encoder, arguments: argparse.Namespace
) -> tuple[npt.NDArray[np.float32], Head]:
    """What the encoder sees on Validation, and a head: trained, or taken as it is."""
    train, validation, seed = run.crops["train"], run.crops["validation"], run.settings.seed

    def progress() -> Callable[[int, int], None]:
        return partial(Progress(run.emit, run.cancelled), "second stage")

    def look(picture: Callable[[int], RgbArray], count: int, name: str, crops: CropSet = train) -> Features:
        kept = run.folder / f"seen-{encoder.sha256[:8]}-{crops.digest}.{name}.raw"
        return features_of(encoder.content, picture, count, kept, progress())

    seen = look(validation.inputs.__getitem__, len(validation.inputs), "validation", validation)
    of_validation = seen.astype(np.float32)
    fake, sources, sampling = is_fake(train.files) == 1, sources_of(train.files), sampling_of(train.files)
    head = encoder.head
    if run.epochs == 0 and head is None and (known := read_second_stage(arguments.start_from)):
        own, head = Network(known[0]).run(validation.inputs[0].astype(np.float32))[0], known[1]
        head = widened(head, own, of_validation[0])
    if head is None or (run.epochs and not arguments.tuned):
        lesson = lesson_of(train, fake, sources, sampling, seed)
        of_train = look(lesson.picture, len(lesson.fake), "train")
        # A head that knows fakes already goes on from there where the network does.
        head = train_head(of_train, lesson, seed, head if arguments.start_from else None, progress())
    if arguments.add_head:
        lesson = composite_lesson_of(train, fake, sources, sampling, seed)
        seen = look(lesson.picture, len(lesson.fake), "composites")
        head = mean_of(head, train_head(seen, lesson, seed, progress=progress()))
    if len(faces := faces_of_linear(fake, sources, sampling, seed)):
        plain = look(lambda number: train.inputs[faces[number]], len(faces), "plain")
        layers = train_linear(plain, encoder.blocks, fake[faces], [sources[face] for face in faces])
        linear, bias = (part.astype(np.float32) for part in layers)
        head = replace(head, linear=linear, linear_bias=bias, linear_first=np.zeros_like(bias))
    return of_validation, head


def _digest(contents: dict[str, bytes], stage: SecondStage | None) -> str:
    """Tells a model from others whose answers an earlier run may have left."""
    digest = hashlib.sha256(repr(stage).encode())
    for name in sorted(contents):
        digest.update(contents[name])
    return digest.hexdigest()[:8]


def _preset(run: TrainModel, arguments: argparse.Namespace) -> str:
    """What the manifest calls the network as it is exported."""
    if run.epochs == 0:
        return read_manifest(arguments.start_from).preset
    return f"{run.settings.preset}{PAIR}" if arguments.join else run.settings.preset


def _training(run: TrainModel, arguments: argparse.Namespace, device: str, encoder: Encoder | None) -> dict[str, Any]:
    counts: dict[str, Counter[str]] = {}
    for split, crops in run.crops.items():
        for file in crops.files:
            name = f"{split}, {file.source}" if file.source else str(split)
            counts.setdefault(name, Counter())[file.label] += 1
    losses = [entry["val_loss"] for entry in run.history]
    last_epoch = run.epochs if run.detector.gives_logits or not losses else losses.index(min(losses)) + 1
    started_from, joined_with = _named(arguments.start_from), _named(arguments.join)
    data = ["--dataset", arguments.dataset] if arguments.dataset else ["--data", Path(arguments.data).name]
    command = ["unmask", "train", *data, "--preset", run.settings.preset, "--epochs", str(run.epochs)]
    command += ["--seed", str(run.settings.seed), "--crop", arguments.crop]
    if arguments.name:
        command += ["--name", arguments.name]
    if arguments.note:
        command += ["--note", arguments.note.name]
    if started_from:
        command += ["--start-from", started_from["id"]]
    if joined_with:
        command += ["--join", joined_with["id"]]
    command += ["--second-stage", encoder.origin] if encoder else ["--no-second-stage"]
    if arguments.add_head:
        command += ["--add-head"]
    if arguments.tuned:
        command += ["--tuned", arguments.tuned.name]
    if arguments.teacher:
        command += ["--teacher", arguments.teacher.name]
    if run.settings.learning_rate:
        command += ["--learning-rate", str(run.settings.learning_rate)]
    return {
        "command": shlex.join(command),
        "started_from": started_from,
        "joined_with": joined_with,
        "teacher": {"file": arguments.teacher.name, "sha256": run.lessons.sha256} if run.lessons else None,
        "seed": run.settings.seed,
        # Fewer than were asked for, where Validation got no better.
        "epochs": len(run.history) or run.epochs,
        "best_epoch": last_epoch,
        "device": device,
        "app_version": __version__,
        "tensorflow": tf.__version__,
        "fingerprint": run.fingerprint(),
        "counts": {name: dict(row) for name, row in counts.items()},
        "skipped": sum(len(crops.skipped) for crops in run.crops.values()),
        "audit": "skipped" if arguments.no_audit else "done",
        "history": run.history,
    }


def _measured_anew(
    run: TrainModel, arguments: argparse.Namespace, device: str, encoder: Encoder | None
) -> dict[str, Any]:
    """What is known of how a model came about whose weights stay as they are."""
    now = _training(run, arguments, device, encoder)
    known = read_manifest(arguments.start_from)
    counts = {name: row for name, row in known.training.get("counts", {}).items() if name.startswith("train")}
    counts |= {name: row for name, row in now["counts"].items() if not name.startswith("train")}
    return {
        **now,
        "started_from": None,
        **known.training,
        "counts": counts,
        "measured_anew": {
            "id": known.id,
            "name": known.name,
            "command": now["command"],
            "add_head": arguments.add_head,
        },
    }


def _named(folder: Path | None) -> dict[str, str] | None:
    """Which bundle this is, and how it was made."""
    if folder is None:
        return None
    known = read_manifest(folder)
    return {"id": known.id, "name": known.name, "command": known.training.get("command", "")}
