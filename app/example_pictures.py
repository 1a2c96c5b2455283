"""Example pictures that come with packages, where those are installed, or with the Space."""

from __future__ import annotations

import importlib.util
from pathlib import Path

from app.resources import RESOURCES

#: What the button says, the file's name in a Space, the package, and the path in it.
_EXAMPLES = (
    ("A genuine portrait", "genuine-astronaut.png", "skimage", "data/astronaut.png"),
    ("A generated portrait", "generated-portrait.jpg", "openpeople", "data/curated/P001/assets/amateur_selfie.jpg"),
    (
        "A generated studio portrait",
        "generated-studio.jpg",
        "openpeople",
        "data/curated/P002/assets/studio_portrait.jpg",
    ),
)


def example_pictures() -> dict[str, tuple[str, Path]]:
    """What there is to try: the words for the button, to a file name and the file."""
    found = {}
    for words, name, package, path in _EXAMPLES:
        copied = RESOURCES / "examples" / name
        spec = None if copied.is_file() else importlib.util.find_spec(package)
        file = copied if spec is None or spec.origin is None else Path(spec.origin).parent / path
        if file.is_file():
            found[words] = (name, file)
    return found
