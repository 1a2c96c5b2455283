"""The text that goes with a model: what it is, what was measured, what it can't do. Written from the figures alone."""

from __future__ import annotations

from typing import Any

from app.detector.bundle import Manifest
from app.detector.metrics import figure_cell
from trainer.calibration import FALSE_ALARM_RATE
from trainer.limits import LEAST_AUC, LEAST_GENUINE, MOST_FALSE_ALARMS

_COLUMNS = (
    ("auc", "AUC", False),
    ("tpr", "fakes flagged", True),
    ("fpr", "genuine flagged", True),
    ("fnr", "fakes called real", True),
    ("ece", "ECE", False),
    ("ece_by_chance", "ECE by chance", False),
)
_NOT_MEASURED: dict[str, float | int | None] = {"value": None}

Figures = dict[str, dict[str, dict[str, float | int | None]]]


def model_card(manifest: Manifest, warnings: list[str], note: str) -> str:
    """Writes MODEL_CARD.md.

    Args:
        manifest: with everything but ``files`` filled in.
        warnings: what the audit of the data found.
        note: what the person who trains adds about the data; may be "".

    Returns:
        Markdown.
    """
    training, thresholds, limits = manifest.training, manifest.thresholds, manifest.limits
    small = f"for faces under {limits.min_face_px:.0f} pixels, " if manifest.crop == "face" else ""
    lines = [
        f"# {manifest.name}",
        "",
        f"`{manifest.id}`, made {manifest.created}. It gives every {_what(manifest)} a score: the estimated probability "
        "that it is fake, 0 to 1. It was measured on the pictures below and on no others: on other generators, cameras "
        "and editing it can be much worse. A score is a lead for a person, never a proof.",
        "",
        "## What was measured",
        "",
        f"Network `{manifest.preset}`, {manifest.input_size} x {manifest.input_size} pixels. From Validation: temperature "
        f"{manifest.temperature:.3f}; fake from {thresholds.fake:.4f} on, which {100 * thresholds.false_alarm_rate:.2f} % "
        f"of its genuine pictures reach; real up to {thresholds.real:.4f}, under which {100 * thresholds.miss_rate:.2f} % "
        "of its fakes lie (sources weighted alike). Between them it says inconclusive, and "
        f"{small}under sharpness {limits.min_sharpness:.1f} or under luma {limits.min_luma:.0f}.",
        "",
        "These figures are of Test, which this run fitted nothing to. 95 % intervals in brackets (bootstrap for AUC and ECE, Wilson for shares). "
        "ECE by chance is the ECE that perfectly calibrated scores would have on so few pictures.",
        "",
        *_table(manifest.metrics.get("test", {})),
        "",
        *_conditions(training.get("conditions"), manifest.crop == "face"),
        *_groups(training.get("groups", {})),
        "A high figure of one source may come from how its two classes were made (framing, compression) and not from "
        "what makes a fake: read the lines one by one, and the warnings below.",
        "",
        "## Data",
        "",
        *_counts(training.get("counts", {})),
        "",
        f"Fingerprint of the training data: `{training.get('fingerprint', '')}`. "
        f"{training.get('skipped', 0)} pictures gave no crop and were left out.",
        "",
        *(f"- Warning: {warning}" for warning in warnings),
        *(["The audit of the data was not run."] if training.get("audit") == "skipped" else []),
        "",
        note.strip() or "The terms of the data set apply to what is made of it; they are not known to this program.",
        "",
        "## How it was made",
        "",
        f"    {training.get('command', '')}",
        "",
        *_start(training.get("started_from")),
        *_teacher(training.get("teacher")),
        *_joined(training.get("joined_with")),
        *_second_stage(training.get("second_stage")),
        f"Seed {training.get('seed')}, {training.get('epochs')} epochs, weights of epoch {training.get('best_epoch')}; "
        f"Unmask {training.get('app_version')}, TensorFlow {training.get('tensorflow')}, "
        f"on {training.get('device')}.",
        "",
        *_measured_anew(training.get("measured_anew")),
        "## What it can't do",
        "",
        "- Prove anything. At 1 fake in 100 pictures and 1 % false alarms, about half of all flags are wrong.",
        "- Judge pictures made by generators, or edited in ways, that are unlike those it was trained on.",
        "- Judge anything but faces: bodies, scenes, text and objects may be fake and are not looked at."
        if manifest.crop == "face"
        else "- Say which part of the picture is fake.",
        "- Treat all groups of people alike by construction. Rates by age, sex, glasses, masks and health are not known: "
        "nothing in the data says who is in a picture.",
        "",
    ]
    return "\n".join(lines)


def _start(started_from: dict[str, str] | None) -> list[str]:
    if not started_from:
        return []
    return [
        f"It goes on from {started_from['name']} (`{started_from['id']}`), which was made by",
        "",
        f"    {started_from['command']}",
        "",
    ]


def _joined(joined_with: dict[str, str] | None) -> list[str]:
    if not joined_with:
        return []
    return [
        f"Its score is the mean of two networks': the other is that of {joined_with['name']} (`{joined_with['id']}`), made by",
        "",
        f"    {joined_with['command']}",
        "",
    ]


def _teacher(teacher: dict[str, str] | None) -> list[str]:
    if not teacher:
        return []
    return [
        f"While training, it also learnt to foresee what another network, `{teacher['file']}` (SHA-256 "
        f"`{teacher['sha256']}`), sees in the same faces.",
        "",
    ]


def _second_stage(second: dict[str, Any] | None) -> list[str]:
    if not second:
        return []
    shares = {name: f"{100 * share:.0f} %" for name, share in second["asked"].items()}
    return [
        "Faces that this network doesn't find surely genuine are judged by a second one, too: a head trained on what "
        f"the frozen image encoder of `{second['encoder']}` (as LiteRT file, SHA-256 `{second['sha256']}`) sees. On "
        f"Validation, sources weighted alike, these are {shares['real']} of the genuine faces and {shares['fake']} of "
        "the fakes."
        + (
            " Linear layers beside that head know faces of sources that hold fakes alone."
            if second.get("linear")
            else ""
        ),
        "",
    ]


def _measured_anew(model: dict[str, Any] | None) -> list[str]:
    if not model:
        return []
    head = " Its second stage has another head beside its own." if model.get("add_head") else ""
    return [
        f"Its weights are those of {model['name']} (`{model['id']}`).{head} Thresholds, limits and figures were measured "
        "anew, by",
        "",
        f"    {model['command']}",
        "",
    ]


def _what(manifest: Manifest) -> str:
    return "face" if manifest.crop == "face" else "picture"


def _counts(counts: dict[str, dict[str, int]]) -> list[str]:
    lines = ["| split, source | real | fake |", "|---|---|---|"]
    return lines + [f"| {name} | {row.get('real', 0)} | {row.get('fake', 0)} |" for name, row in counts.items()]


def _groups(groups: dict[str, dict[str, float | int | None]]) -> list[str]:
    """Genuine faces flagged by how they look, and which groups are flagged more than twice as often as all."""
    if len(groups) < 2:
        return []
    lines = [
        "Genuine faces of Test that are flagged, by what can be told from the pixels (the lightness of the skin as the "
        "picture shows it, so lighting counts in):",
        "",
        "| | n | flagged |",
        "|---|---|---|",
        *(f"| {name} | {figure['n']} | {figure_cell(figure, is_share=True)} |" for name, figure in groups.items()),
        "",
    ]
    rates = {name: figure["value"] or 0.0 for name, figure in groups.items()}
    often = [name for name, rate in rates.items() if rate > 2 * rates["all"]]
    said = (
        f"Flagged more than twice as often as all: {', '.join(often)}."
        if often
        else "None is flagged twice as often as all."
    )
    return [*lines, said, ""]


def _conditions(conditions: dict[str, Any] | None, of_faces: bool) -> list[str]:
    """How the AUC falls as pictures get worse, and which limits come of it."""
    if not conditions:
        return [
            "The limits are the program's own: Validation has too few pictures of a class to measure where this model gets worse.",
            "",
        ]
    rows = {
        "face_px": "length of the face, pixels",
        "blur": "blur, sigma in pixels of the input",
        "jpeg": "JPEG quality",
        "exposure": "brightness, times that of the picture",
        "covered": "share of the crop that is covered from below, as by a mask",
    }
    # Not known of models that were made earlier.
    genuine, sources = conditions.get("genuine", LEAST_GENUINE), conditions.get("sources", 1)
    measured = "Mean over the sources of Validation that hold both classes" if sources else "All pictures of Validation"
    alarms = (
        f", or if {100 * MOST_FALSE_ALARMS:.0f} points more of the genuine faces are flagged than at the first level of "
        f"its line (or than {100 * FALSE_ALARM_RATE:.0f} %, if that is more)"
        if genuine >= LEAST_GENUINE
        else ""
    )
    size = "on size, the last length before one that is too bad, or the shortest; " if of_faces else ""
    lines = [
        f"{measured}, as their faces are made worse: AUC (genuine faces flagged). A level is too bad if the AUC is under "
        f"{LEAST_AUC}{alarms}. That sets limits beyond which the verdict is inconclusive: {size}on sharpness and on "
        "darkness, those of the median face at the first level that is too bad, if there is one. Faces less sharp than "
        "99.5 % of Validation are inconclusive in any case. Where even the first length is too bad, the limits are the "
        "program's own. JPEG quality and covering set no limit: their lines only show what they cost.",
    ]
    if not sources:
        lines.append("No source holds both classes, so that what tells sources apart counts as well.")
    if not alarms:
        lines.append(f"Only {genuine} genuine faces were tried: too few for a share of them to decide.")
    lines.append("")
    if not of_faces:
        del rows["face_px"]  # How large a face is in a whole picture isn't known.
    for key, title in rows.items():
        if key not in conditions:
            continue  # Not measured when this model was made.
        cells = [
            f"{each['level']:g}: {each['auc']:.3f} ({100 * each['false_alarms']:.1f} %)" for each in conditions[key]
        ]
        lines.append(f"- {title}: " + ", ".join(cells))
    return [*lines, ""]


def _table(groups: Figures) -> list[str]:
    lines = [
        "| source | n | " + " | ".join(title for _, title, _ in _COLUMNS) + " |",
        "|---" * (len(_COLUMNS) + 2) + "|",
    ]
    for name, figures in groups.items():
        # Models of before it was measured lack the last.
        cells = [figure_cell(figures.get(key, _NOT_MEASURED), is_share) for key, _, is_share in _COLUMNS]
        lines.append(f"| {name or 'all'} | {figures['inconclusive']['n']} | " + " | ".join(cells) + " |")
    return lines
