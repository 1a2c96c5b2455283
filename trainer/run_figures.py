"""What a model says of faces, judged as the program would, and its figures by source."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from app.detector.bundle import load_bundle
from app.detector.decode import DecodeError, Picture
from app.detector.detector import Detector, mean_luma, sharpness
from app.detector.faces import FaceBox
from app.detector.labelled import LabelledFile
from app.detector.metrics import group_figures
from app.detector.verdict import FaceScore, Limits, Thresholds, judge_face
from trainer.face_crops import CropSet
from trainer.picture_file import read_picture
from trainer.progress import Event, Progress
from trainer.sampling import is_fake, sources_of


def judge_crops(
    crops: CropSet, logits: npt.NDArray[np.float64], temperature: float, thresholds: Thresholds, limits: Limits
) -> list[FaceScore]:
    """What the program would say of faces, by their logits, shape ``(n,)``.

    Of those that are too small, blurred or dark, nothing.
    """
    boxes = (FaceBox(0.0, 0.0, length, length, 1.0) for length in crops.lengths)
    return [
        judge_face(box, float(logit), sharpness(pixels), mean_luma(pixels), temperature, thresholds, limits)
        for box, pixels, logit in zip(boxes, crops.inputs, logits, strict=True)
    ]


def figures_by_source(
    judged: list[FaceScore], files: list[LabelledFile], thresholds: Thresholds
) -> dict[str, dict[str, Any]]:
    """Figures as JSON, by the name of the source, and by "all" of all together; see `app.detector.metrics`."""
    scores, fake = np.array([face.score for face in judged]), is_fake(files) == 1
    verdicts = np.array([face.verdict for face in judged], object)
    sources = np.array(sources_of(files))
    groups = {str(name): sources == name for name in sorted(set(sources.tolist()))}
    if len(groups) > 1:
        for name, shown in (("all", "all (source)"), ("", "(no folder of its own)")):
            if name in groups:
                groups[shown] = groups.pop(name)
        groups["all"] = np.ones(len(sources), bool)
    return {
        name or "all": {
            key: figure.to_json()
            for key, figure in group_figures(
                scores[members], fake[members], thresholds.fake, thresholds.real, verdicts[members].tolist()
            ).items()
        }
        for name, members in groups.items()
    }


def compare_model(folder: Path, test: CropSet, emit: Callable[[Event], None], cancelled: Callable[[], bool]) -> Event:
    """What another model, the one in use, does with the same Test pictures, each by its largest face.

    Returns:
        The event that tells it.

    Raises:
        trainer.progress.TrainingCancelled: the user stopped it.
        app.detector.bundle.BundleError: the model can't be used.
    """
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
    metrics = figures_by_source(judged, files, bundle.manifest.thresholds)
    counts = {"judged": len(files), "pictures": len(test.files)}
    return {"event": "compared", "model": bundle.manifest.id, **counts, "metrics": metrics}
