"""``unmask model``."""

from __future__ import annotations

import argparse
import subprocess
import sys
import tempfile
from pathlib import Path

from app.cli.exit_codes import ExitCode
from app.detector.bundle import MANIFEST, BundleError, Manifest, load_bundle, read_manifest
from app.inert_text import inert
from app.models import install_model, known_models, model_named, selected_model, use_model
from app.trainer_command import trainer_command


def model_command(arguments: argparse.Namespace) -> int:
    """Lists, shows, selects or imports."""
    match arguments.action:
        case "list":
            _list()
        case "show":
            folder = model_named(arguments.model) if arguments.model else selected_model()
            print(describe(load_bundle(folder).manifest, folder))
        case "use":
            use_model(model_named(arguments.model))
            print(f"unmask: the next scan uses {arguments.model}.", file=sys.stderr)
        case "import":
            return _import(arguments)
    return ExitCode.DONE


def _list() -> None:
    selected = selected_model()
    for folder in known_models():
        mark = "*" if folder == selected else " "
        try:
            manifest = read_manifest(folder)
        except BundleError as error:
            print(mark, "(broken)", inert(f"{folder}: {error}"))
            continue
        cells = (manifest.id, manifest.name, f"false alarms on Validation: {manifest.false_alarms}", str(folder))
        print(mark, "\t".join(map(inert, cells)))


def describe(manifest: Manifest, folder: Path) -> str:
    """What a model is, in lines."""
    thresholds, limits = manifest.thresholds, manifest.limits
    misses = f"{100 * thresholds.miss_rate:.1f} %" if manifest.is_measured else "not measured"
    lines = [
        f"id            {manifest.id}",
        f"name          {manifest.name}",
        f"created       {manifest.created}",
        f"folder        {folder}",
        f"network       {manifest.preset}, {manifest.input_size} x {manifest.input_size} pixels, judges "
        + ("each face" if manifest.crop == "face" else "the whole picture"),
        f"fake from     {thresholds.fake:.4f} (genuine faces of Validation that reach it: {manifest.false_alarms})",
        f"real up to    {thresholds.real:.4f} (fakes of Validation that stay under it: {misses})",
        f"inconclusive  faces under {limits.min_face_px:.0f} pixels, under sharpness {limits.min_sharpness:.1f} "
        f"or under luma {limits.min_luma:.0f}",
    ]
    if manifest.second:
        lines.append(
            f"second look   faces to which the network gives a logit of {manifest.second.low:.2f} or more are shown to "
            "a second, slower one, too"
        )
    for split, groups in manifest.metrics.items():
        for name, figures in groups.items():
            said = "  ".join(f"{key} {_figure(value)}" for key, value in figures.items())
            lines.append(f"measured      {split}, {name}: {said}")
    # A model may be a stranger's.
    return "\n".join(map(inert, lines))


def _figure(figure: dict[str, float | None]) -> str:
    if figure["value"] is None:
        return "-"
    return f"{figure['value']:.3f} [{figure['low']:.3f}, {figure['high']:.3f}] (n {figure['n']})"


def _import(arguments: argparse.Namespace) -> int:
    if arguments.file.is_dir():
        if not (arguments.file / MANIFEST).exists():
            raise BundleError(
                f"{arguments.file} is no model of Unmask: it has no {MANIFEST}. What can be imported is a folder that "
                "has one, as a training leaves it (bundle), or a .keras or .h5 file."
            )
        print(install_model(arguments.file))
        return ExitCode.DONE
    with tempfile.TemporaryDirectory() as folder:
        # The file of a stranger is read by the trainer, in a process of its own.
        command = [*trainer_command(), "--import", str(arguments.file), "--out", folder]
        if arguments.positive:
            command += ["--positive", arguments.positive]
        if arguments.labelled:
            command += ["--labelled", str(arguments.labelled)]
        if arguments.values:
            command += ["--values", arguments.values]
        # Its own result is a folder that is about to go.
        code = subprocess.run(command, check=False, stdout=subprocess.DEVNULL).returncode
        if not 0 <= code <= max(ExitCode):  # Stopped by the system, as where memory ran out.
            print(
                f"unmask: {inert(str(arguments.file))} was not imported: the trainer, which reads it, ended early "
                f"({code}). If memory ran out, close other programs and try again.",
                file=sys.stderr,
            )
            return ExitCode.ENVIRONMENT
        if code:
            return code
        print(install_model(Path(folder) / "bundle"))
    return ExitCode.DONE
