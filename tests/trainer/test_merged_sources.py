"""Thousands of folders, one a person or video, become some dozens of sources; a few dozens stay as they are."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

from tests.trainer.toyfake import write
from trainer.dataset_handler import DatasetHandler
from trainer.merged_sources import MOST_SOURCES, merged_sources


def _names(pictures: dict[str, int]) -> set[str]:
    merged = merged_sources(pictures)
    assert merged.keys() == pictures.keys()
    assert len(set(merged.values())) <= MOST_SOURCES
    return set(merged.values())


def test_few_sources_keep_their_names() -> None:
    few = {f"makers/{number}": 5 for number in range(MOST_SOURCES)}
    assert merged_sources(few) == {name: name for name in few}


def test_folders_of_a_person_or_video_are_merged_and_others_are_not() -> None:
    pictures = {f"LFW/person {number}": 3 for number in range(5000)}
    for folder in ("Deepfakes/c23/frames", "Deepfakes/c40/frames"):
        pictures |= {f"{folder}/{number:03}_000": 10 for number in range(1000)}
    pictures |= {"FFHQ": 10_000, "gan/biggan": 500, "gan/progan": 500, "gan": 20}
    expected = {"LFW", "Deepfakes/c23/frames", "Deepfakes/c40/frames", "FFHQ", "gan/biggan", "gan/progan", "gan"}
    assert _names(pictures) == expected
    merged = merged_sources(pictures)
    assert (merged["LFW/person 7"], merged["gan"]) == ("LFW", "gan")


def test_of_too_many_topmost_folders_the_small_ones_lose_their_names() -> None:
    persons = {f"person {number}": 3 for number in range(5000)}
    assert _names({**persons, "FFHQ": 9000, "gan/progan": 500, "": 2}) == {"", "FFHQ", "gan/progan"}
    # Forty makers of one size: as many as there is room for.
    assert len(_names({f"maker {number}": 100 for number in range(40)})) == MOST_SOURCES


def test_folders_in_many_folders_are_one_source() -> None:
    assert _names({f"vox/{person}/{video}": 2 for person in range(50) for video in range(5)}) == {"vox"}
    assert len(_names({f"//{number}": 2 for number in range(50)})) == 1


def test_pictures_are_split_as_ever_and_then_their_sources_merged(tmp_path: Path) -> None:
    folders = {f"real/faces/{number:02}": 10 for number in range(40)} | {"fake/gan": 40}
    handler = DatasetHandler(write(tmp_path / "set", folders), tmp_path / "cache")
    splits = handler.split()
    assert {file.source for files in splits.values() for file in files} == {"faces", "gan"}
    assert handler.understand().sources.keys() == {"faces", "gan"}
    # A folder of its own is taken for one person or video, and in one split.
    persons = Counter(file.path.parent.name for file in splits["test"] if file.label == "real")
    assert set(persons.values()) == {10}
    assert len(persons) == 4
