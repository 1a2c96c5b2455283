"""One training from data to bundle: understand, audit, crop, fit, calibrate, measure, write."""

from __future__ import annotations

import argparse
import hashlib
import json
import math
import os
import shlex
import time
from collections import Counter
from collections.abc import Callable
from contextlib import AbstractContextManager, ExitStack
from dataclasses import asdict, replace
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
    check_hashes,
    encoder_parts,
    load_bundle,
    read_manifest,
    read_second_stage,
)
from app.detector.cascade import Head, SecondStage
from app.detector.crop import RESIZE_FILTER
from app.detector.decode import DecodeError, Picture, RgbArray
from app.detector.detector import Detector, mean_luma, sharpness
from app.detector.faces import FaceBox
from app.detector.labelled import LabelledFile, Split
from app.detector.litert import Network
from app.detector.metrics import Figure, group_figures
from app.detector.verdict import FaceScore, Limits, Thresholds, Verdict, judge_face
from trainer.audit import audit
from trainer.calibration import choose_thresholds, fit_scaling, score_rates, source_weights
from trainer.dataset_errors import DatasetError
from trainer.dataset_handler import DatasetHandler
from trainer.detector_model import PRESETS, DeepfakeDetectorModel, ends_in_logit, joined, shift_logit, stored_network
from trainer.export import halve_precision, to_litert, write_bundle
from trainer.face_crops import CropSet, CropSettings, size_and_time
from trainer.face_groups import face_groups, group_rates
from trainer.file_lock import locked_file
from trainer.limits import choose_limits, measure_conditions
from trainer.model_card import model_card
from trainer.network_pool import NetworkPool
from trainer.picture_file import read_picture
from trainer.plots import plot_history, plot_results
from trainer.progress import Event, Progress
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
    read_encoder,
    train_head,
    train_linear,
    widened,
)
from trainer.teacher import Teacher
from trainer.train_model import TrainingFailed, TrainingSettings, TrainModel


def run_training(arguments: argparse.Namespace, emit: Callable[[Event], None], cancelled: Callable[[], bool]) -> Path:
    """Trains a model.

    Args:
        arguments: see `trainer.__main__`.
        emit: called with every event.
        cancelled: asked often.

    Returns:
        Folder of the bundle.

    Raises:
        trainer.progress.TrainingCancelled: the user stopped it.
        trainer.train_model.TrainingFailed: it can't go on.
        trainer.dataset_errors.DatasetError: the data can't be had or used.
    """
    with ExitStack() as held:
        return _train(arguments, emit, cancelled, held)


def _train(
    arguments: argparse.Namespace, emit: Callable[[Event], None], cancelled: Callable[[], bool], held: ExitStack
) -> Path:
    out: Path = arguments.out.resolve()
    if arguments.resume and out.is_dir():
        held.enter_context(_sole_run(out))
    arguments = _settled(arguments, out)
    # Whatever can't be used is said now, and not after hours.
    if arguments.teacher and arguments.preset != "efficientnet-lite0":
        raise TrainingFailed(f"Only efficientnet-lite0 can learn from a teacher, and {arguments.preset} was chosen.")
    if arguments.join and arguments.preset != "efficientnet-lite0":
        raise TrainingFailed(f"Only efficientnet-lite0 can be joined with another model, not {arguments.preset}.")
    if arguments.epochs == 0 and not arguments.start_from:
        raise TrainingFailed("With 0 epochs a model is only measured anew: name it (--start-from).")
    if arguments.epochs == 0 and (arguments.join or arguments.teacher):
        raise TrainingFailed("With 0 epochs a model stays as it is: nothing is joined with it or taught to it.")
    if (arguments.add_head or arguments.tuned) and not _has_second_stage(arguments):
        raise TrainingFailed("Without a second stage there is no head to add and no encoder that was tuned.")
    settings = TrainingSettings(
        arguments.preset,
        arguments.epochs,
        arguments.learning_rate,
        arguments.seed,
        arguments.crop == "whole",
        _weights_in(arguments.start_from, arguments, pairs=True),
        arguments.teacher,
    )
    _weights_in(arguments.join, arguments)
    if arguments.compare:
        check_hashes(arguments.compare)
    if arguments.teacher:
        Teacher(arguments.teacher)
    note = _note(arguments.note)
    handler = DatasetHandler(arguments.dataset or arguments.data, arguments.cache or out / "data", arguments.seed)
    out.mkdir(parents=True, exist_ok=True)
    if not arguments.resume:
        held.enter_context(_sole_run(out))
    encoder = _encoder(arguments, out)
    kept = {key: getattr(arguments, key) for key in _KEPT}
    kept_text = json.dumps({**kept, **{key: _movable(kept[key]) for key in _PATHS}})
    if not arguments.resume:
        _keep(out / _ARGUMENTS, kept_text)
    device = "GPU" if tf.config.list_physical_devices("GPU") else "CPU"
    progress = Progress(emit, cancelled)
    handler.download(progress)
    understood = handler.understand()
    emit(understood.to_event())
    splits = handler.split()
    _check_pictures(splits, understood.folder, out)
    if arguments.resume:  # Only now is it known that the pictures of another folder are those that it began with.
        _keep(out / _ARGUMENTS, kept_text)
    warnings: list[str] = []
    if not arguments.no_audit:
        found = _audited(splits, out, progress)
        emit(found)
        # The model card goes to others: no paths of this machine.
        warnings = [warning.replace(f"{understood.folder.resolve()}{os.sep}", "") for warning in found["warnings"]]
    run = TrainModel(splits, settings, out, emit, cancelled)
    emit({"event": "started", "device": device, "preset": settings.preset, "epochs": run.epochs})
    run.crop()
    run.ask_teacher()
    run.fit()
    return _finish(run, arguments, encoder, note, warnings, device)


def _sole_run(out: Path) -> AbstractContextManager[None]:
    """Two that wrote the same crops and states would each learn from what the other one writes.

    See `app.trainer_command`, which offers no training to be resumed that somebody is at.

    Raises:
        TrainingFailed: on entering, if another process is at it.
    """
    # Whoever only looks holds the lock for a moment.
    tries = iter(range(10))

    def wait() -> None:
        if next(tries, None) is None:
            raise TrainingFailed(f"The training in {out} is running already.")
        time.sleep(0.02)

    return locked_file(out / _LOCK, wait)


def _weights_in(folder: Path | None, arguments: argparse.Namespace, pairs: bool = False) -> Path | None:
    """The weights in a bundle whose network, or pair of networks, is that which is trained, if a bundle was named."""
    if folder is None:
        return None
    known = check_hashes(folder).manifest
    preset = known.preset.removesuffix(PAIR) if pairs else known.preset
    if (preset, known.crop) != (arguments.preset, arguments.crop):
        raise TrainingFailed(
            f"{known.name} can't be trained further like that: it is {known.preset} for {_JUDGED[known.crop]}."
        )
    if KERAS not in known.files or not (folder / KERAS).is_file():
        raise TrainingFailed(f"{known.name} can't be trained further: its folder has no {KERAS}.")
    return folder / KERAS


#: Files of a run: its arguments, a hash of its pictures, and the encoder that was made of an ONNX file.
_ARGUMENTS, _PICTURES, _ENCODER = "run.json", "pictures.sha256", "encoder.tflite"
#: It is locked while somebody is at the run.
_LOCK = "run.lock"
#: The program, which may lie elsewhere when a run is resumed: it was moved, or is another version.
_PROGRAM = Path(__file__).resolve().parents[1]
#: Arguments that a resumed run takes from there.
_PATHS = ("cache", "note", "start_from", "join", "teacher", "second_stage", "tuned")
_KEPT = (
    "dataset",
    "data",
    "preset",
    "epochs",
    "learning_rate",
    "seed",
    "crop",
    "name",
    "no_audit",
    "add_head",
    *_PATHS,
)
#: What a new run takes for those that aren't named.
DEFAULTS: dict[str, Any] = {
    **dict.fromkeys(_KEPT),
    **{"preset": "efficientnet-lite0", "seed": 1, "crop": "face", "name": "", "no_audit": False, "add_head": False},
}
#: Pictures that the ranges of a network's layers are measured on.
_MEASURED_ON = 128
_JUDGED = {"face": "faces (--crop face)", "whole": "whole pictures (--crop whole)"}


def _settled(arguments: argparse.Namespace, out: Path) -> argparse.Namespace:
    """Arguments of a new run, or those that a resumed one began with.

    The second stage can be changed meanwhile, and where the data lies.
    """
    file, given = out / _ARGUMENTS, dict(vars(arguments))
    # A resumed run may be started in another folder.
    given |= {key: _movable(given[key]) for key in _PATHS if key in given}
    # Under either name, a folder or file that exists is one: its place is kept, and is nobody else's business.
    if (named := given.get("dataset") or given.get("data")) and os.path.exists(os.path.expanduser(named)):
        given.pop("dataset", None)
        given["data"] = _absolute(named)
    if arguments.resume:
        try:
            known = json.loads(file.read_text("utf-8"))
        except (OSError, ValueError):
            raise TrainingFailed(f"There is no run to resume in {out}.") from None
        known = {**DEFAULTS, **known}
        # A folder or zip file may lie elsewhere by now: what is in it is compared.
        free = {"second_stage", "data"} if known["data"] else {"second_stage"}
        changed = [key for key in _KEPT if key in given and given[key] != known[key] and key not in free]
        if changed:
            options = ", ".join(f"--{key.replace('_', '-')}" for key in changed)
            raise TrainingFailed(f"A training is resumed as it began: leave out {options}, or start a new one.")
        if "second_stage" in given and given["second_stage"] != known["second_stage"]:
            # Both before another encoder is made, so that a kill leaves none that is not the one named.
            (out / _ENCODER).unlink(missing_ok=True)
            known["second_stage"] = given["second_stage"]
            _keep(file, json.dumps(known))
        settled = {**given, **known, "data": given.get("data") or known["data"]}
    else:
        settled = {**DEFAULTS, **given}
        if file.exists():
            raise TrainingFailed(f"{out} holds an earlier run. Go on with it (--resume) or choose another folder.")
        (out / _ENCODER).unlink(missing_ok=True)
    paths = {key: _PROGRAM / settled[key] if settled.get(key) else None for key in _PATHS}
    return argparse.Namespace(**{**settled, **paths})


def _absolute(path: str | Path | None) -> str | None:
    return os.path.abspath(os.path.expanduser(path)) if path else None


def _movable(path: str | Path | None) -> str | None:
    """A path as it is kept: absolute, but for what comes with the program, such as its model: from there."""
    absolute = _absolute(path)
    if absolute and Path(absolute).is_relative_to(_PROGRAM / "resources"):
        return Path(absolute).relative_to(_PROGRAM).as_posix()
    return absolute


def _keep(file: Path, text: str) -> None:
    """Writes a file as a whole or not at all."""
    temporary = file.with_suffix(".new")
    temporary.write_text(text, "utf-8")
    os.replace(temporary, file)


def _note(file: Path | None) -> str:
    try:
        return file.read_text("utf-8") if file else ""
    except UnicodeDecodeError:
        raise TrainingFailed(f"{file} is no text in UTF-8.") from None


def _check_pictures(splits: dict[Split, list[LabelledFile]], folder: Path, out: Path) -> None:
    """Refuses other pictures, or the same in other splits, than the run began with: what it has learnt is of those.

    Times of the files are no part of it: they change where a disk is mounted anew or a folder copied.
    """
    digest = hashlib.sha256()
    for split, files in splits.items():
        for file in files:
            place, (size, _) = file.path.relative_to(folder.resolve()).as_posix(), size_and_time(file.path)
            line = f"{split}|{place}|{size}|{file.label}|{file.source}\n"
            digest.update(line.encode(errors="surrogateescape"))
    kept = out / _PICTURES
    known = kept.read_text("utf-8") if kept.exists() else ""
    if not known:  # Of a new run, or one that an earlier version began; or a power cut has emptied it.
        _keep(kept, digest.hexdigest())
    elif known != digest.hexdigest():
        raise DatasetError(
            f"The pictures in {folder} are not those that this training began with: some were added, removed, changed "
            "or moved. Put them back, or start a new training."
        )


def _audited(splits: dict[Split, list[LabelledFile]], out: Path, progress: Progress) -> Event:
    """The audit, or what an earlier part of this run found."""
    kept = out / "audit.json"
    try:
        return dict(json.loads(kept.read_text("utf-8")))
    except (FileNotFoundError, ValueError):
        pass  # A power cut can leave it empty.
    found = audit(splits, lambda done, total: progress("audit", done, total)).to_event()
    _keep(kept, json.dumps(found))
    return found


def _finish(
    run: TrainModel,
    arguments: argparse.Namespace,
    encoder: Encoder | None,
    note: str,
    warnings: list[str],
    device: str,
) -> Path:
    """Calibrates on Validation, measures once on Test, and writes the bundle."""
    validation = run.crops["validation"]
    fake = is_fake(validation.files) == 1
    sources = sources_of(validation.files)
    model = _joined(run, arguments)
    halve_precision(model)
    measured_on = _spread_out(run.crops["train"].inputs) if run.detector.gives_logits else None
    draft = to_litert(ends_in_logit(model), measured_on)
    logits = run.logits(NetworkPool(lambda: Network(draft)), "validation")
    temperature, shift = fit_scaling(logits, fake, source_weights(sources, fake))
    shift_logit(model, shift)
    logits = logits + shift
    contents = {NETWORK: to_litert(ends_in_logit(model), measured_on)}
    stage: SecondStage | None = None
    second_stage: dict[str, Any] | None = None
    if encoder:
        seen, head = _second_stage(run, encoder, arguments)
        second = head.logits(seen, logits).astype(np.float64)
        stage, head = choose_stage(logits, second, head, fake, sources, temperature)
        contents |= {HEAD: head.to_bytes(), **encoder_parts(encoder.content)}
        weights = source_weights(sources, fake)
        second_stage = {
            "encoder": encoder.origin,
            "sha256": encoder.sha256,
            "blocks": encoder.blocks,
            "asked": {
                name: float(np.average(logits[members] >= stage.low, weights=weights[members]))
                for name, members in (("real", ~fake), ("fake", fake))
            },
            "linear": head.linear.shape[1],
        }
        logits = np.where(logits < stage.low, logits, stage.logit(logits, head.logits(seen, logits)))
    networks = NetworkPool(lambda: build_network(dict(contents), stage))
    thresholds = choose_thresholds(logits, fake, sources, temperature)
    margin = CropSettings(run.detector.settings.input_size).margin
    progress = Progress(run.emit, run.cancelled)
    conditions = measure_conditions(
        networks,
        validation.inputs,
        fake,
        sources,
        margin,
        temperature * math.log(thresholds.fake / (1 - thresholds.fake)) if thresholds.fake < 1 else math.inf,
        run.folder / f"limits-{_digest(contents, stage)}-{validation.digest}.raw",
        lambda done, total: progress("limits", done, total),
    )
    limits = choose_limits(conditions, float(np.quantile([sharpness(pixels) for pixels in validation.inputs], 0.005)))
    if run.settings.whole:
        limits = replace(limits, min_face_px=0.0)
    test = run.crops["test"]
    judged = _judged(test, run.logits(networks, "test"), temperature, thresholds, limits)
    scores = np.array([face.score for face in judged])
    test_fake = is_fake(test.files) == 1
    flagged = np.array([face.verdict is Verdict.FAKE for face in judged])
    judged_before = _judged(validation, logits, temperature, thresholds, limits)
    validation_scores = np.array([face.score for face in judged_before])
    metrics = {
        "validation": _by_source(judged_before, validation.files, thresholds),
        "test": _by_source(judged, test.files, thresholds),
    }
    run.emit({"event": "evaluated", "metrics": metrics, "thresholds": asdict(thresholds)})
    if arguments.compare:
        run.emit(_compared(arguments.compare, test, run.emit, run.cancelled))
    plots = plot_history(run.history, run.folder / "plots")
    plots += plot_results(scores, test_fake, flagged, thresholds.fake, run.folder / "plots")
    for path in plots:
        run.emit({"event": "plot", "path": str(path)})
    created = datetime.now(UTC)
    settings = CropSettings(run.detector.settings.input_size)
    manifest = Manifest(
        id=f"{run.settings.preset}-{created:%Y%m%d-%H%M%S}",
        name=arguments.name or f"{run.settings.preset}, {created:%Y-%m-%d}",
        created=created.strftime("%Y-%m-%dT%H:%M:%SZ"),
        preset=_preset(run, arguments),
        input_size=settings.size,
        crop="whole" if run.settings.whole else "face",
        margin=settings.margin,
        resize_filter=RESIZE_FILTER,
        temperature=temperature,
        thresholds=thresholds,
        limits=limits,
        files={},
        training={
            **(_training if run.epochs else _measured_anew)(run, arguments, device, encoder),
            "second_stage": second_stage,
            "conditions": asdict(conditions) if conditions else None,
            "score_rates": score_rates(validation_scores, fake, sources),
            "groups": {
                name: _plain(figure)
                for name, figure in group_rates(
                    face_groups(test.surroundings, test.landmarks), flagged, test_fake
                ).items()
            },
        },
        metrics=metrics,
        second=stage,
    )
    card = model_card(manifest, warnings, note)
    shown = {path.name: path for path in plots if path.name in ("roc.png", "reliability.png")}
    # For those who want the whole model as plain Keras writes it. With the bundle, a run has come to its end.
    model.save(run.folder / "deepfake_model.h5")
    return write_bundle(run.folder / "bundle", manifest, contents, model, card, shown)


def _digest(contents: dict[str, bytes], stage: SecondStage | None) -> str:
    """Tells a model from others whose answers an earlier run may have left."""
    digest = hashlib.sha256(repr(stage).encode())
    for name in sorted(contents):
        digest.update(contents[name])
    return digest.hexdigest()[:8]


def _encoder(arguments: argparse.Namespace, out: Path) -> Encoder | None:
    """The encoder of the second stage, if this network can have one and one was named."""
    if not _has_second_stage(arguments):
        return None
    size = PRESETS[arguments.preset].input_size
    return read_encoder(arguments.second_stage, size, out / _ENCODER, arguments.tuned)


def _has_second_stage(arguments: argparse.Namespace) -> bool:
    return bool(arguments.second_stage and arguments.preset == "efficientnet-lite0" and arguments.crop == "face")


def _second_stage(
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


def _spread_out(inputs: RgbArray) -> RgbArray:
    """Some of many pictures."""
    return np.asarray(inputs[:: -(-len(inputs) // _MEASURED_ON)])


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


def _preset(run: TrainModel, arguments: argparse.Namespace) -> str:
    """What the manifest calls the network as it is exported."""
    if run.epochs == 0:
        return read_manifest(arguments.start_from).preset
    return f"{run.settings.preset}{PAIR}" if arguments.join else run.settings.preset


def _compared(folder: Path, test: CropSet, emit: Callable[[Event], None], cancelled: Callable[[], bool]) -> Event:
    """What another model, the one in use, does with the same Test pictures, each by its largest face."""
    progress = Progress(emit, cancelled)
    bundle = load_bundle(folder)
    detector = Detector(bundle)
    files, judged = [], []
    for done, file in enumerate(test.files, start=1):
        progress("compare", done, len(test.files))
        try:
            faces = detector.judge(Picture(read_picture(file.path)))
        except (DecodeError, OSError):
            continue  # It was moved or deleted since its face was cut out, which the training needs alone.
        if faces:
            files.append(file)
            judged.append(faces[0])
    metrics = _by_source(judged, files, bundle.manifest.thresholds)
    return {"event": "compared", "model": bundle.manifest.id, "metrics": metrics}


def _judged(
    crops: CropSet, logits: npt.NDArray[np.float64], temperature: float, thresholds: Thresholds, limits: Limits
) -> list[FaceScore]:
    """What the program would say of faces: of those that are too small, blurred or dark, nothing."""
    boxes = (FaceBox(0.0, 0.0, length, length, 1.0) for length in crops.lengths)
    return [
        judge_face(box, float(logit), sharpness(pixels), mean_luma(pixels), temperature, thresholds, limits)
        for box, pixels, logit in zip(boxes, crops.inputs, logits, strict=True)
    ]


def _by_source(judged: list[FaceScore], files: list[LabelledFile], thresholds: Thresholds) -> dict[str, dict[str, Any]]:
    scores, fake = np.array([face.score for face in judged]), is_fake(files) == 1
    verdicts = np.array([face.verdict for face in judged], object)
    sources = np.array(sources_of(files))
    groups = {str(name): sources == name for name in sorted(set(sources.tolist()))}
    if len(groups) > 1:
        if "all" in groups:
            groups["all (source)"] = groups["all"]
        groups["all"] = np.ones(len(sources), bool)
    return {
        name or "all": {
            key: _plain(figure)
            for key, figure in group_figures(
                scores[members], fake[members], thresholds.fake, thresholds.real, verdicts[members].tolist()
            ).items()
        }
        for name, members in groups.items()
    }


def _plain(figure: Figure) -> dict[str, float | int | None]:
    """As JSON, which knows no nan."""
    return {key: None if math.isnan(value) else value for key, value in asdict(figure).items()}


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
