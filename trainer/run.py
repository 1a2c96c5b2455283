"""One training from data to bundle: understand, audit, crop, fit, calibrate, measure, write."""

from __future__ import annotations

import argparse
import gc
from collections.abc import Callable
from contextlib import ExitStack
from pathlib import Path

import tensorflow as tf

from app.detector.bundle import KERAS, PAIR, check_hashes
from trainer.dataset_handler import DatasetHandler
from trainer.detector_model import PRESETS
from trainer.finish import finish
from trainer.progress import Event, Progress
from trainer.run_folder import (
    ENCODER,
    audited,
    check_pictures,
    keep_arguments,
    read_note,
    remove_intermediates,
    settled,
    sole_run,
)
from trainer.second_stage import Encoder, read_encoder
from trainer.teacher import Teacher
from trainer.train_model import TrainingFailed, TrainingSettings, TrainModel

_JUDGED = {"face": "faces (--crop face)", "whole": "whole pictures (--crop whole)"}


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
        bundle = _train(arguments, emit, cancelled, held)
        gc.collect()  # Windows removes no file that an array is mapped to.
        remove_intermediates(bundle.parent)
        return bundle


def _train(
    arguments: argparse.Namespace, emit: Callable[[Event], None], cancelled: Callable[[], bool], held: ExitStack
) -> Path:
    out: Path = arguments.out.resolve()
    if arguments.resume and out.is_dir():
        held.enter_context(sole_run(out))
    arguments = settled(arguments, out)
    # Whatever can't be used is said now, and not after hours.
    _refuse_what_cannot_be(arguments)
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
    note = read_note(arguments.note)
    handler = DatasetHandler(arguments.dataset or arguments.data, arguments.cache or out / "data", arguments.seed)
    out.mkdir(parents=True, exist_ok=True)
    if not arguments.resume:
        held.enter_context(sole_run(out))
    encoder = _encoder(arguments, out)
    if not arguments.resume:
        keep_arguments(arguments, out)
    device = "GPU" if tf.config.list_physical_devices("GPU") else "CPU"
    progress = Progress(emit, cancelled)
    handler.download(progress)
    understood = handler.understand()
    emit(understood.to_event())
    splits = handler.split()
    check_pictures(splits, understood.folder, out)
    if arguments.resume:  # Only now is it known that the pictures of another folder are those that it began with.
        keep_arguments(arguments, out)
    warnings: list[str] = []
    if not arguments.no_audit:
        found = audited(splits, understood.folder, out, progress)
        emit(found)
        warnings = found["warnings"]
    run = TrainModel(splits, settings, out, emit, cancelled)
    emit({"event": "started", "device": device, "preset": settings.preset, "epochs": run.epochs})
    run.crop()
    emit(run.cropped_event())
    run.ask_teacher()
    run.fit()
    return finish(run, arguments, encoder, note, warnings, device)


def _refuse_what_cannot_be(arguments: argparse.Namespace) -> None:
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


def _encoder(arguments: argparse.Namespace, out: Path) -> Encoder | None:
    """The encoder of the second stage, if this network can have one and one was named."""
    if not _has_second_stage(arguments):
        return None
    size = PRESETS[arguments.preset].input_size
    return read_encoder(arguments.second_stage, size, out / ENCODER, arguments.tuned)


def _has_second_stage(arguments: argparse.Namespace) -> bool:
    return bool(arguments.second_stage and arguments.preset == "efficientnet-lite0" and arguments.crop == "face")
