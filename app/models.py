"""Which model is in use: the one that comes with the program, or one that the user installed and selected."""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import tempfile
from pathlib import Path

from app.detector.bundle import MANIFEST, Bundle, BundleError, check_hashes, load_bundle, read_manifest
from app.resources import RESOURCES
from app.user_folders import data_folder, settings_folder


def bundled_model() -> Path:
    """The model that comes with the program; read-only."""
    return RESOURCES / "model"


def installed_models() -> list[Path]:
    """Folders of all models, the bundled one first, then by name; also those that turn out to be broken."""
    try:
        folder = data_folder() / "models"
        own = sorted(entry for entry in folder.iterdir() if entry.is_dir()) if folder.is_dir() else []
    except OSError:
        own = []
    return [bundled_model(), *(entry for entry in own if not entry.name.startswith("."))]


def selected_model() -> Path:
    """The model that the next scan uses: the user's choice while it exists, else the bundled one."""
    chosen = chosen_model()
    try:
        if not chosen or not chosen.is_dir():
            return bundled_model()
        # It is kept without links on the way to it; where it is listed there may be some.
        return next((folder for folder in installed_models() if folder.resolve() == chosen), chosen)
    except OSError:  # A folder that may not be looked into, a name that no file system takes.
        return bundled_model()


def chosen_model() -> Path | None:
    """What the user selected, whether it is there or not; None for the bundled model."""
    try:
        chosen = json.loads(_selection().read_text("utf-8"))["model"]
        return Path(chosen) if chosen else None
    except (OSError, ValueError, KeyError, TypeError, RecursionError):
        return None


def known_models() -> list[Path]:
    """Folders of all models that can be named: the installed ones, and one that was selected where it lies."""
    return list(dict.fromkeys((*installed_models(), selected_model())))


def encoder_source(start_from: Path | str | None = None) -> Path:
    """The model whose second stage a training takes over: that which it goes on from, else the bundled one.

    Args:
        start_from: folder of the model that the training goes on from.
    """
    try:
        if start_from and read_manifest(Path(start_from)).second:
            return Path(start_from)
    except BundleError:
        pass  # The trainer says what is wrong with it.
    return bundled_model()


def use_model(folder: Path) -> None:
    """Selects a model for the scans to come.

    Args:
        folder: of a bundle.

    Raises:
        BundleError: it is none, or it is broken; the selection stays as it was.
    """
    load_bundle(folder)
    file = _selection()
    temporary = file.with_suffix(".new")
    # The bundled model without its folder: another version of the program, in another one, has its own.
    chosen = None if folder.resolve() == bundled_model() else str(folder.resolve())
    temporary.write_text(json.dumps({"model": chosen}), "utf-8")
    os.replace(temporary, file)


def install_model(folder: Path) -> Path:
    """Copies a bundle to the user's data folder; nothing there is overwritten but the same model, if it is damaged.

    Args:
        folder: of the bundle, for example as the trainer wrote it.

    Returns:
        Where it lies now.

    Raises:
        BundleError: it is broken, or the copy can't be written.
    """
    bundle = load_bundle(folder)
    models = data_folder() / "models"
    target = models / bundle.manifest.id
    try:
        models.mkdir(exist_ok=True)
        damaged = False
        if target.is_dir():
            if not _is_same(target, bundle):
                raise BundleError(f"Another model with the id {bundle.manifest.id} is already installed in {target}.")
            try:
                load_bundle(target)
                return target
            except BundleError:
                damaged = True
        # Copied beside and renamed, so that a full disk or a kill never leaves half a model.
        with tempfile.TemporaryDirectory(prefix=".installing-", dir=models) as temporary:
            copy = Path(temporary, bundle.manifest.id)
            copy.mkdir()
            for name in (MANIFEST, *bundle.manifest.files):
                # Only what a training starts from may be missing, which was checked above.
                if (folder / name).exists():
                    shutil.copyfile(folder / name, copy / name)
            load_bundle(copy)
            if damaged:
                os.replace(target, Path(temporary, "damaged"))
            os.replace(copy, target)
    except OSError as error:
        raise BundleError(f"The model can't be installed in {models}: {error.strerror}.") from error
    return target


def _is_same(folder: Path, bundle: Bundle) -> bool:
    """Whether a folder holds a model, damaged or not; what has no manifest any more is none at all."""
    try:
        return hashlib.sha256((folder / MANIFEST).read_bytes()).hexdigest() == bundle.sha256
    except FileNotFoundError:
        return True


def open_model(folder: Path | None) -> tuple[Bundle, str]:
    """Looks for the model of a scan. The workers run it: here it would double the time until they start.

    Args:
        folder: a model named by the user, or None for the selected one.

    Returns:
        The bundle, and a sentence if it is not the one that was asked for, else "".

    Raises:
        BundleError: the named model is broken, or both the selected and the bundled one are.
    """
    # Not `selected_model`: that a choice is gone has to be said.
    chosen = folder or chosen_model() or bundled_model()
    try:
        # What was selected was run then; what is only named may be anything.
        return (load_bundle if folder else check_hashes)(chosen), ""
    except BundleError as error:
        if folder is not None or chosen == bundled_model():
            raise
        return check_hashes(bundled_model()), f"{error} The bundled model is used instead."


def model_named(name: str) -> Path:
    """The folder of an installed model by its id, or of a bundle by its path.

    Raises:
        BundleError: there is no such model.
    """
    for folder in known_models():
        try:
            if read_manifest(folder).id == name:
                return folder
        except BundleError:
            continue
    if Path(name).is_dir():
        return Path(name)
    raise BundleError(f"There is no model {name}; `unmask model list` shows the installed ones.")


def _selection() -> Path:
    return settings_folder() / "model.json"
