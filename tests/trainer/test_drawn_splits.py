from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable
from pathlib import Path

import pytest

from app.detector.labelled import Label, LabelledFile
from trainer.drawn_splits import LABELS, draw, groups_of


def _file(path: str, label: Label, source: str = "", group: str = "") -> LabelledFile:
    return LabelledFile(Path(path), label, None, source, group)


def _videos(layout: str, videos: int, frames: int) -> list[LabelledFile]:
    """Genuine and fake ones, whose pictures are called by a layout; the video in each group's name is its truth."""
    return [
        _file(layout.format(label=label, video=f"{label[0]}{video:03}", number=f"{video:03}", frame=frame), label)
        for label in LABELS
        for video in range(videos)
        for frame in range(frames)
    ]


@pytest.mark.parametrize(
    "layout",
    [
        "{label}/{video}_{frame:04}.jpg",
        "{label}/{video}-frame{frame}.jpg",
        "{label}/{video}_{frame}_face_0.png",
        "{label}/{video}/{frame:04}.png",
        "{label}/{video}/frame_{frame}.png",
        "{label}/{label}_{number}_{frame}.jpg",
        "{label}/id{number}_{label}_{frame:05} (2).jpg",
    ],
)
def test_frames_of_a_video_are_in_one_split(layout: str) -> None:
    files = _videos(layout, videos=40, frames=12)

    drawn = draw(files, ["validation", "test"], seed=1)

    video_of = {file.path: number // 12 for number, file in enumerate(files)}
    splits_of = defaultdict(set)
    for split, chosen in drawn.items():
        for file in chosen:
            splits_of[video_of[file.path]].add(split)
    assert all(len(splits) == 1 for splits in splits_of.values())
    assert [len(drawn[split]) for split in ("train", "validation", "test")] == [768, 96, 96]
    assert all(sum(file.label == "fake" for file in chosen) * 2 == len(chosen) for chosen in drawn.values())


@pytest.mark.parametrize(
    ("layout", "videos", "frames"),
    [
        ("{label}/{video}_frame{frame:03}.jpg", 8, 30),
        ("{label}/{video}/{frame:03}.jpg", 12, 30),
        ("{label}/{video}_frame_{frame}.jpg", 12, 310),
        ("{label}/{video}/{frame:04}.png", 20, 310),
        ("{label}/{video}_{frame:04}.png", 40, 310),
    ],
)
def test_few_or_long_videos_are_videos_too(layout: str, videos: int, frames: int) -> None:
    files = _videos(layout, videos, frames)

    assert [len(group) for group in _together(files)] == [frames] * 2 * videos


def _together(files: Iterable[LabelledFile]) -> set[frozenset[str]]:
    files = list(files)
    members = defaultdict(set)
    for file, group in zip(files, groups_of(files), strict=True):
        members[group].add(file.path.as_posix())
    return {frozenset(paths) for paths in members.values() if len(paths) > 1}


def _others(n: int = 100) -> list[LabelledFile]:
    return [_file(f"real/{'%032x' % (i * 7919)}x.jpg", "real") for i in range(n)]


def test_a_swap_and_the_videos_it_was_made_from_are_one_group() -> None:
    files = [_file("original/000/1.png", "real"), _file("Deepfakes/000_003/1.png", "fake")]

    assert _together([*files, *_others()]) == {frozenset({"original/000/1.png", "Deepfakes/000_003/1.png"})}


def test_an_edited_picture_and_its_original_of_the_same_name_are_one_group() -> None:
    files = [_file("wiki/0/10001.jpg", "real"), _file("inpainting/7/10001.jpg", "fake")]
    crowd = [_file(f"{folder}/{i}.jpg", "real") for folder in ("wiki/0", "inpainting/7") for i in range(50, 90)]

    assert frozenset({"wiki/0/10001.jpg", "inpainting/7/10001.jpg"}) in _together([*files, *crowd])


def test_a_source_that_only_names_tell_is_no_group() -> None:
    files = [_file(f"fake/{maker}_fake_{i:05}.jpg", "fake", maker) for maker in ("a", "b", "c") for i in range(80)]

    assert not _together([*files, *_others(5000)])
    assert not _together([*_others(9000), *(_file(f"real/c_real_{i:05}.jpg", "real") for i in range(400))])


@pytest.mark.parametrize("name", ["real_{:05}.jpg", "{}.jpg", "image ({}).png", "IMG_{}.jpg", "frame{}.jpg"])
def test_pictures_that_are_only_numbered_are_no_group(name: str) -> None:
    files = [_file("a/real/" + name.format(i), "real") for i in range(200)]

    assert not _together(files)


def test_a_table_knows_better_than_names() -> None:
    files = [_file(f"real/{i}.jpg", "real", group=f"g{i % 40}") for i in range(200)]

    assert len(_together(files)) == 40
    assert groups_of(files)[:2] == ["g0", "g1"]


def test_classes_and_sources_are_drawn_from_evenly_though_groups_differ_in_size() -> None:
    sizes = [1, 1, 1, 2, 3, 5, 8, 13, 4, 30]
    files = [
        _file(f"{label}/{source}/{source}{label}{video}v_{frame}.jpg", label, source)
        for label, source in (("real", "a"), ("real", "b"), ("fake", "c"), ("fake", "d"))
        for video in range(100)
        for frame in range(sizes[video % 10])
    ]

    drawn = draw(files, ["validation", "test"], seed=5)

    assert sorted(file.path for chosen in drawn.values() for file in chosen) == sorted(file.path for file in files)
    for split in ("validation", "test"):
        counts = Counter((file.label, file.source) for file in drawn[split])
        assert all(62 <= count <= 74 for count in counts.values()), counts
    assert draw(files, ["validation", "test"], seed=5) == drawn
    assert draw(files, ["validation", "test"], seed=6) != drawn


def test_of_sources_with_a_picture_each_every_split_gets_some() -> None:
    files = [_file(f"{label}/{i}{label}/a{i}{label}.jpg", label, f"{i}") for i in range(50) for label in LABELS]

    drawn = draw(files, ["test"], seed=0)

    for split, share in (("train", 45), ("test", 5)):
        counts = Counter(file.label for file in drawn[split])
        assert all(abs(counts[label] - share) <= 1 for label in LABELS)


@pytest.mark.parametrize("frames", [1, 7])
def test_pictures_stay_in_their_split_when_some_are_added(frames: int) -> None:
    def names(first: int, n: int) -> list[LabelledFile]:
        return [
            _file(f"/data/{label}/{source}/{i * 7919:x}{label[0]}y_{frame}.jpg", label, source)
            for label, source in (("real", "a"), ("fake", "b"), ("fake", "c"))
            for i in range(first, first + n)
            for frame in range(frames + i % 3 * (frames > 1))
        ]

    files = names(0, 200)
    before = draw(files, ["validation", "test"], seed=1)
    after = draw(sorted(files + names(200, 4), key=lambda file: file.path), ["validation", "test"], seed=1)

    old = {file.path: split for split, chosen in before.items() for file in chosen}
    moved = [file.path for split, chosen in after.items() for file in chosen if old.get(file.path, split) != split]
    assert len(moved) < 0.02 * len(files)
    assert sum(old.get(file.path) == "train" for file in after["test"]) < 0.1 * len(after["test"])


def test_the_draw_does_not_depend_on_where_the_data_set_lies() -> None:
    def names(root: str) -> list[LabelledFile]:
        return [_file(f"{root}/{label}/{i}.jpg", label) for label in LABELS for i in range(100)]

    here, there = (draw(names(root), ["test"], seed=1)["test"] for root in ("/data", "/mnt/other/set"))
    assert [file.path.name for file in here] == [file.path.name for file in there]


@pytest.mark.parametrize("groups", [3, 4, 5, 6, 8])
def test_every_split_has_both_classes_where_there_are_persons_enough(groups: int) -> None:
    both = [_file(f"{label}/{i}.jpg", label, group=f"p{i % groups}") for label in LABELS for i in range(120)]
    apart = [_file(f"{label}/{i}.jpg", label, group=f"{label}{i % groups}") for label in LABELS for i in range(120)]

    for files in (both, apart):
        for seed in range(5):
            drawn = draw(files, ["validation", "test"], seed)
            assert all({file.label for file in chosen} == set(LABELS) for chosen in drawn.values())
            assert len(drawn["train"]) >= len(files) / 3
            splits = [{file.group for file in chosen} for chosen in drawn.values()]
            assert len(set.union(*splits)) == sum(map(len, splits))
