from __future__ import annotations

import dataclasses
import os
import tempfile
import time

import pytest
from PySide6.QtCore import QSettings, Qt
from PySide6.QtWidgets import QToolButton

from app.detector.bundle import BundleError
from app.gui import arrivals, watched_folders
from app.gui.main_window import MainWindow
from app.gui.purpose import Purpose
from app.gui.watched_folders import WatchedFolders, may_know
from app.scan.discovery import Discovery
from app.scan.journal import PastScan
from app.scan.results import ScanRequest
from app.user_folders import settings_folder
from tests.app.gui.conftest import ScriptedScan, row
from tests.app.gui.test_earlier_scans import OTHER, write_scan


@pytest.fixture
def watcher(qtbot, monkeypatch):
    monkeypatch.setattr(watched_folders, "SETTLE_MS", 200)
    watcher = WatchedFolders()
    arrived = []
    watcher.arrived.connect(arrived.extend)
    watcher.paths = arrived
    yield watcher
    watcher.stop()


@pytest.fixture
def inbox(tmp_path):
    folder = tmp_path / "inbox"
    folder.mkdir()
    return folder


def first_look(qtbot, watcher, folder, **how):
    with qtbot.waitSignal(watcher._looked):
        watcher.watch(folder, **how)


def test_a_picture_that_arrives_is_told_of_once_and_other_files_are_not(qtbot, watcher, inbox, picture):
    (inbox / "old.png").write_bytes(picture("a.png").read_bytes())
    first_look(qtbot, watcher, inbox, existing_are_new=False)
    (inbox / "new.png").write_bytes(picture("b.png").read_bytes())
    (inbox / "notes.txt").write_text("no picture")
    qtbot.waitUntil(lambda: watcher.paths == [inbox / "new.png"])
    (inbox / "more").mkdir()
    qtbot.waitUntil(lambda: str(inbox / "more") in watcher._watcher.directories())
    (inbox / "more" / "deep.png").write_bytes(picture("c.png").read_bytes())
    qtbot.waitUntil(lambda: watcher.paths == [inbox / "new.png", inbox / "more" / "deep.png"])


def test_what_happens_to_a_folder_after_the_end_is_no_matter(qtbot, watcher, inbox):
    first_look(qtbot, watcher, inbox)
    qtbot.waitUntil(lambda: watcher._watcher.directories() == [str(inbox)])
    watcher.stop()
    with qtbot.captureExceptions() as raised, qtbot.waitSignal(watcher._watcher.directoryChanged):
        inbox.rmdir()
    assert not raised


@pytest.mark.skipif(getattr(os, "geteuid", lambda: 1)() == 0, reason="nothing is unreadable for this user")
def test_a_folder_that_can_not_be_read_is_no_picture_that_arrives(qtbot, watcher, inbox, picture):
    first_look(qtbot, watcher, inbox)
    (inbox / "locked").mkdir(mode=0)
    (inbox / "new.png").write_bytes(picture("a.png").read_bytes())
    qtbot.waitUntil(lambda: len(watcher.paths) > 0)
    qtbot.wait(500)
    (inbox / "locked").chmod(0o700)
    assert watcher.paths == [inbox / "new.png"]


@pytest.fixture
def comes_late(inbox, picture, monkeypatch):
    """From the call on, the next look at the folder has just missed a picture, and takes so many seconds more."""

    def begin(seconds):
        content, look = picture("a.png").read_bytes(), watched_folders._look

        def look_and_be_late(root, ask_journal):
            found = look(root, ask_journal)
            if not (inbox / "between.png").exists():
                (inbox / "between.png").write_bytes(content)
                time.sleep(seconds)
            return found

        monkeypatch.setattr(watched_folders, "_look", look_and_be_late)
        return inbox / "between.png"

    return begin


def test_a_picture_that_comes_before_the_system_is_asked_to_tell_is_not_missed(qtbot, watcher, inbox, comes_late):
    late = comes_late(0)
    watcher.watch(inbox)
    qtbot.waitUntil(lambda: watcher.paths == [late], timeout=20_000)


def test_a_picture_that_comes_during_a_later_look_is_not_missed(qtbot, watcher, inbox, comes_late):
    first_look(qtbot, watcher, inbox)
    qtbot.waitUntil(lambda: not watcher._again and not watcher._looking)
    # The system tells of it while this look still counts as under way.
    late = comes_late(0.5)
    watcher.look()
    qtbot.waitUntil(lambda: watcher.paths == [late], timeout=20_000)


@pytest.mark.parametrize("watched_on", ["inner", "outer"])
def test_of_folders_in_each_other_one_that_is_watched_on_is_still_told_of(qtbot, watcher, inbox, picture, watched_on):
    folders = {"inner": inbox / "inner", "outer": inbox}
    folders["inner"].mkdir()
    for folder in folders.values():
        first_look(qtbot, watcher, folder)
    # One more look follows, which would find what comes meanwhile.
    qtbot.waitUntil(lambda: not (watcher._again or watcher._looking or watcher._settle.isActive()))
    folder = folders.pop(watched_on)
    watcher.unwatch(*folders.values())
    (folder / "new.png").write_bytes(picture("a.png").read_bytes())
    qtbot.waitUntil(lambda: watcher.paths == [folder / "new.png"], timeout=10_000)


def test_a_picture_in_watched_folders_that_are_in_each_other_is_told_of_once(qtbot, watcher, inbox, picture):
    inner = inbox / "inner"
    inner.mkdir()
    for folder in (inbox, inner):
        first_look(qtbot, watcher, folder)
    (inner / "new.png").write_bytes(picture("a.png").read_bytes())
    for _ in range(3):
        watcher.look()
        qtbot.waitUntil(lambda: not (watcher._again or watcher._looking or watcher._settle.isActive()))
    assert watcher.paths == [inner / "new.png"]


def test_a_picture_that_still_grows_is_not_complete(qtbot, watcher, inbox, picture):
    first_look(qtbot, watcher, inbox)
    content = picture("a.png", (400, 300)).read_bytes()
    with (inbox / "slow.png").open("wb") as file:
        qtbot.waitUntil(lambda: inbox / "slow.png" in watcher._growing[inbox])
        for part in range(3):
            file.write(content[part * 100 : (part + 1) * 100])
            file.flush()
            size = file.tell()
            # Growing at the next look, too: it is bigger than at the last one.
            qtbot.waitUntil(lambda size=size: watcher._growing[inbox].get(inbox / "slow.png", (0, 0))[0] == size)
            assert watcher.paths == []
        file.write(content[300:])
    qtbot.waitUntil(lambda: watcher.paths == [inbox / "slow.png"])


def test_what_came_while_the_program_was_closed_is_new_unless_a_scan_judged_it(qtbot, watcher, inbox, picture):
    judged, new = inbox / "judged.png", inbox / "new.png"
    judged.write_bytes(picture("a.png").read_bytes())
    new.write_bytes(picture("b.png").read_bytes())
    result = row(0, judged, 0.1)
    status = judged.stat()
    write_scan(inbox, [dataclasses.replace(result, bytes=status.st_size, modified=status.st_mtime_ns)])
    watcher.watch(inbox)
    qtbot.waitUntil(lambda: watcher.paths == [new])


def test_what_a_scan_judged_is_not_new_where_a_share_comes_later_than_the_program(qtbot, watcher, inbox, picture):
    content = picture("a.png").read_bytes()
    judged = inbox / "judged.png"
    judged.write_bytes(content)
    status = judged.stat()
    write_scan(inbox, [dataclasses.replace(row(0, judged, 0.1), bytes=status.st_size, modified=status.st_mtime_ns)])
    share = inbox.rename(inbox.with_name("share"))
    inbox.mkdir()
    first_look(qtbot, watcher, inbox)
    inbox.rmdir()
    share.rename(inbox)
    (inbox / "new.png").write_bytes(content)
    watcher.look()
    qtbot.waitUntil(lambda: len(watcher.paths) > 0)
    assert watcher.paths == [inbox / "new.png"]


def test_a_folder_that_is_away_is_said_once_and_found_again(qtbot, watcher, tmp_path, picture):
    folder = tmp_path / "share"
    said = []
    watcher.went_away.connect(said.append)
    watcher.watch(folder)
    qtbot.waitUntil(lambda: said == [folder])
    with qtbot.waitSignal(watcher._looked):
        watcher.look()
    assert said == [folder]
    folder.mkdir()
    (folder / "new.png").write_bytes(picture("a.png").read_bytes())
    watcher.look()
    qtbot.waitUntil(lambda: watcher.paths == [folder / "new.png"])


@pytest.mark.skipif(not os.path.isdir("/dev/shm"), reason="no second file system")
def test_what_a_share_held_before_it_was_away_is_not_new(qtbot, watcher, tmp_path, picture):
    # As the place of a share is: an empty folder on another file system while the share is away.
    share, place = tmp_path / "share", tmp_path / "place"
    share.mkdir()
    (share / "old.png").write_bytes(picture("a.png").read_bytes())
    place.symlink_to(share)
    away = []
    watcher.went_away.connect(away.append)
    first_look(qtbot, watcher, place, existing_are_new=False)
    with tempfile.TemporaryDirectory(dir="/dev/shm") as elsewhere:
        for target in (elsewhere, share):
            place.unlink()
            place.symlink_to(target)
            with qtbot.waitSignal(watcher._looked):
                watcher.look()
    assert away == [place]
    (share / "new.png").write_bytes(picture("b.png").read_bytes())
    qtbot.waitUntil(lambda: watcher.paths == [place / "new.png"], timeout=20_000)


@pytest.mark.skipif(not os.path.isdir("/dev/shm"), reason="no second file system")
def test_what_was_not_seen_of_a_share_that_went_away_during_a_look_is_not_new(
    qtbot, watcher, tmp_path, picture, monkeypatch
):
    share, place = tmp_path / "share", tmp_path / "place"
    share.mkdir()
    for name in ("a.png", "b.png"):
        (share / name).write_bytes(picture(name).read_bytes())
    place.symlink_to(share)
    first_look(qtbot, watcher, place, existing_are_new=False)

    class InterruptedDiscovery(Discovery):
        def find(self, path):
            yield next(super().find(path))
            place.unlink()
            place.symlink_to("/dev/shm")

    with monkeypatch.context() as during, qtbot.waitSignal(watcher._looked):
        during.setattr(watched_folders, "Discovery", InterruptedDiscovery)
        watcher.look()
    place.unlink()
    place.symlink_to(share)
    (share / "new.png").write_bytes(picture("c.png").read_bytes())
    watcher.look()
    qtbot.waitUntil(lambda: len(watcher.paths) > 0, timeout=20_000)
    assert watcher.paths == [place / "new.png"]


@pytest.mark.skipif(os.name == "nt", reason="makes a link")
def test_a_folder_of_which_the_system_says_something_else_than_that_it_is_gone_is_away_and_found_again(
    qtbot, watcher, bench, tmp_path, picture
):
    # As a share that broke down: asked for it, the system fails in another way than for what isn't there.
    share = tmp_path / "share"
    share.symlink_to("x" * 300)
    said = []
    watcher.went_away.connect(said.append)
    watcher.watch(share)
    qtbot.waitUntil(lambda: said == [share], timeout=5000)
    bench.window.watching.watch(share)
    assert "is no folder" in bench.window.message.text
    share.unlink()
    share.mkdir()
    (share / "new.png").write_bytes(picture("a.png").read_bytes())
    watcher.look()
    qtbot.waitUntil(lambda: watcher.paths == [share / "new.png"])


@pytest.mark.parametrize("ends", ["back", "unwatched"])
def test_a_watched_folder_is_said_to_be_away_until_it_is_back_or_watched_no_more(bench, inbox, picture, qtbot, ends):
    window, away = bench.window, inbox.with_name("away")
    window.watching.watch(inbox)
    bench.finish()
    inbox.rename(away)
    window.watching.watcher.look()
    qtbot.waitUntil(lambda: "can't be read" in window.message.text)
    # A scan of something else, which makes it no less true, is no end either.
    window.scan([picture("a.png")])
    bench.finish()
    assert "can't be read" in window.message.text
    if ends == "back":
        away.rename(inbox)
        window.watching.watcher.look()
    else:
        window.watching.unwatch(inbox)
    qtbot.waitUntil(lambda: window.message.text == "", timeout=5000)


def test_a_new_picture_joins_the_list_and_a_flagged_one_is_notified(bench, inbox, picture, monkeypatch):
    said = []
    monkeypatch.setattr(bench.window.watching.notifier, "notify", lambda title, text: said.append(text))
    old = inbox / "old.png"
    old.write_bytes(picture("a.png").read_bytes())
    bench.rows = [row(0, old, 0.1)]
    bench.window.watching.watch(inbox)
    bench.finish()
    assert bench.scans[0].request.paths == (inbox,)
    assert bench.window.sources.watched.child(0).text(0) == "inbox"
    bench.qtbot.waitUntil(lambda: bench.window.watching.watcher._seen[inbox] is not None)
    new, harmless = inbox / "new.png", inbox / "harmless.png"
    bench.rows = [row(0, harmless, 0.1), row(1, new, 0.97)]
    harmless.write_bytes(picture("c.png").read_bytes())
    new.write_bytes(picture("b.png").read_bytes())
    bench.qtbot.waitUntil(lambda: len(bench.names()) == 3)
    bench.finish()
    assert sorted(path for scan in bench.scans[1:] for path in scan.request.paths) == [harmless, new]
    assert [result.index for result in bench.window.model.results()] == [0, 1, 2]
    bench.qtbot.waitUntil(lambda: said == ["1 new picture in a watched folder flagged as fake: new.png"])
    bench.window.show_flagged()
    assert bench.window.results.current().path == new


def test_new_pictures_leave_an_earlier_scan_alone(bench, inbox, picture, qtbot):
    old, new = inbox / "old.png", inbox / "new.png"
    old.write_bytes(picture("a.png").read_bytes())
    write_scan(inbox, [row(0, old, 0.1)])
    # The list that was asked for when the window opened may come first, and know nothing of it.
    bench.window.history.journal.refresh()
    qtbot.waitUntil(lambda: bool(bench.window.sources.scan_items()))
    bench.window.history.show(bench.window.sources.scan_items()[0])
    bench.finish()
    bench.rows = [row(0, new, 0.97)]
    new.write_bytes(picture("b.png").read_bytes())
    bench.window.watching.arrivals.add([new])
    bench.finish()
    assert [scan.request for scan in bench.scans] == [ScanRequest((new,))]
    assert bench.names() == ["old.png"]
    assert bench.window._purpose is Purpose.EARLIER
    bench.qtbot.waitUntil(lambda: any("new.png" in text for text in bench.window.message.texts))


def test_a_flagged_picture_is_selected_also_where_the_results_of_its_folder_have_to_be_fetched(
    bench, inbox, picture, qtbot, monkeypatch
):
    window, old, new = bench.window, inbox / "old.png", inbox / "new.png"
    monkeypatch.setattr(window.watching.notifier, "notify", lambda title, text: None)
    window.watching._gather.setInterval(0)
    for path in (old, new):
        path.write_bytes(picture(path.name).read_bytes())
    write_scan(inbox, [row(0, old, 0.97), row(1, new, 0.97)])
    write_scan(picture("other.png"), [row(0, picture("other.png"), 0.1)])
    window.watching.watcher.watch(inbox)
    window.history.journal.refresh()
    qtbot.waitUntil(lambda: len(window.sources.scan_items()) == 2)
    window.history.show(window.sources.scan_items()[0])
    bench.finish()
    window.watching.arrivals.found.emit([new])
    qtbot.waitUntil(lambda: "new.png" in window.message.text)
    window.message._messages[-1].buttons[0].click()
    bench.finish()
    assert bench.names() == ["old.png", "new.png"]
    assert [result.path for result in window.results.selected()] == [new]


def test_what_came_since_its_scan_is_new_in_a_folder_that_is_watched(bench, inbox, picture, qtbot):
    old, new = inbox / "old.png", inbox / "new.png"
    old.write_bytes(picture("a.png").read_bytes())
    status = old.stat()
    judged = dataclasses.replace(row(0, old, 0.1), bytes=status.st_size, modified=status.st_mtime_ns)
    write_scan(inbox, [judged])
    bench.window.history.journal.refresh()
    qtbot.waitUntil(lambda: bool(bench.window.sources.scan_items()))
    bench.window.history.show(bench.window.sources.scan_items()[0])
    bench.finish()
    new.write_bytes(picture("b.png").read_bytes())
    bench.rows = [row(0, new, 0.97)]
    bench.window.sources.menu_of(bench.window.sources.sources.child(0)).actions()[0].trigger()
    assert bench.window.watching.watcher.folders == [inbox]
    qtbot.waitUntil(lambda: bool(bench.scans))
    assert [scan.request.paths for scan in bench.scans] == [(new,)]
    assert bench.names() == ["old.png"]


def test_what_is_flagged_bit_by_bit_is_one_message_until_it_is_closed(bench, inbox, monkeypatch):
    said = []
    window = bench.window
    monkeypatch.setattr(window.watching.notifier, "notify", lambda title, text: said.append(text))
    for names in (("1.png", "2.png"), ("3.png", "4.png")):
        for name in names:
            window.watching.arrivals.found.emit([inbox / name])
        window.watching._gather.setInterval(0)
        bench.qtbot.waitUntil(lambda name=names[0]: any(name in text for text in said))
    assert said == [
        "2 new pictures in a watched folder flagged as fake: 1.png, 2.png",
        "2 new pictures in a watched folder flagged as fake: 3.png, 4.png",
    ]
    assert window.message.texts == [
        "4 new pictures in a watched folder flagged as fake: 1.png, 2.png, 3.png …",
    ]
    window.message.dismiss()
    window.watching.arrivals.found.emit([inbox / "5.png"])
    bench.qtbot.waitUntil(lambda: len(said) == 3)
    assert window.message.texts == ["1 new picture in a watched folder flagged as fake: 5.png"]


def test_a_picture_that_was_replaced_and_is_flagged_again_is_told_of_once(bench, inbox, monkeypatch):
    said = []
    watching = bench.window.watching
    monkeypatch.setattr(watching.notifier, "notify", lambda title, text: said.append(text))
    for names in (("1.png", "1.png"), ("1.png", "2.png")):
        for name in names:
            watching.arrivals.found.emit([inbox / name])
        watching._gather.setInterval(0)
        bench.qtbot.waitUntil(lambda name=names[1]: bool(said) and name in said[-1])
    assert said[0] == "1 new picture in a watched folder flagged as fake: 1.png"
    assert bench.window.message.texts == ["2 new pictures in a watched folder flagged as fake: 1.png, 2.png"]
    assert watching.flagged == [inbox / "1.png", inbox / "2.png"]


def test_all_that_was_flagged_is_shown_and_told_until_that_is_closed(bench, inbox, picture, monkeypatch):
    window = bench.window
    monkeypatch.setattr(window.watching.notifier, "notify", lambda title, text: None)
    window.watching._gather.setInterval(0)
    paths = [inbox / f"{number}.png" for number in range(7)]
    bench.rows = [row(place, path, 0.97) for place, path in enumerate(paths)]
    window.scan([inbox])
    bench.finish()
    for some, said in ((paths[:3], "3 new pictures"), (paths[3:5], "5 new pictures")):
        window.watching.arrivals.found.emit(some)
        bench.qtbot.waitUntil(lambda said=said: window.message.text.startswith(said))
    window.results.search.setText("nobody is called that")
    bench.qtbot.mouseClick(window.message._messages[-1].buttons[0], Qt.MouseButton.LeftButton)
    assert [result.path for result in window.results.selected()] == paths[:5]
    assert window.results.current().path == paths[0]
    # A scan of something else, or many warnings, take nothing away that was not read.
    window.message.show_warning("Something was wrong with this scan.")
    bench.rows = [row(0, picture("a.png"), 0.1)]
    window.scan([picture("a.png")])
    bench.finish()
    for number in range(4):
        window.message.show_warning(f"Something else is wrong: {number}.")
    assert window.message.texts[0] == "5 new pictures in a watched folder flagged as fake: 0.png, 1.png, 2.png …"
    assert "Something was wrong with this scan." not in window.message.texts
    window.watching.arrivals.found.emit(paths[5:6])
    bench.qtbot.waitUntil(lambda: window.message.texts[-1].startswith("6 new pictures"))
    # Closed with its cross, it is read.
    bench.qtbot.mouseClick(window.message._messages[-1].findChild(QToolButton), Qt.MouseButton.LeftButton)
    window.watching.arrivals.found.emit(paths[6:])
    bench.qtbot.waitUntil(lambda: window.message.texts[-1].startswith("1 new picture"))


@pytest.fixture
def elsewhere(bench, inbox, picture, qtbot, monkeypatch):
    """A window that shows a scan of another folder than the two that are watched, of which others have results."""
    window, second = bench.window, inbox.with_name("second")
    second.mkdir()
    monkeypatch.setattr(window.watching.notifier, "notify", lambda title, text: None)
    window.watching._gather.setInterval(0)
    a, b, other = inbox / "a.png", second / "b.png", picture("other.png")
    for path in (a, b):
        path.write_bytes(picture(path.name).read_bytes())
    # As scans of what is dropped together, and of a folder that new pictures of watched ones join.
    write_scan(other.parent, [row(0, other, 0.1), row(1, a, 0.97)], others=[inbox])
    write_scan(other.parent, [row(0, other, 0.1), row(1, b, 0.97)], others=[b])
    write_scan(other, [row(0, other, 0.1)])
    for folder in (inbox, second):
        window.watching.watcher.watch(folder)
    window.history.journal.refresh()
    qtbot.waitUntil(lambda: len(window.sources.scan_items()) == 3)
    window.history.show(window.sources.scan_items()[0])
    bench.finish()
    assert bench.names() == ["other.png"]
    return bench


def test_of_a_watched_folder_what_scans_of_more_folders_found_is_shown_too(elsewhere, inbox, tmp_path):
    history, sources = elsewhere.window.history, elsewhere.window.sources
    for folder, names in ((inbox, ["a.png"]), (tmp_path / "second", ["b.png"])):
        history.show_folder(folder)
        elsewhere.finish()
        assert elsewhere.names() == names
        assert sources.sources.child(0).text(0) == folder.name
        # It is no scan as a whole, which could be resumed or compared.
        assert not elsewhere.window.results.scan_bar.isVisible()
    history.show_folder(tmp_path)
    elsewhere.finish()
    assert sorted(elsewhere.names()) == ["a.png", "b.png", "other.png"]


@pytest.mark.parametrize("newer_got_there", [False, True])
def test_a_scan_with_another_model_that_did_not_get_to_a_folder_hides_nothing_in_it(
    elsewhere, inbox, qtbot, newer_got_there
):
    window, a, b = elsewhere.window, inbox / "a.png", inbox.with_name("second") / "b.png"
    write_scan(inbox.parent, [row(0, b, 0.1)], OTHER, finish=False, found=9)
    if newer_got_there:
        write_scan(inbox.parent, [row(0, a, 0.1), row(1, b, 0.1)], OTHER)
    window.history.journal.refresh()
    qtbot.waitUntil(lambda: len(window.sources.scan_items()) == (5 if newer_got_there else 4))
    window.history.show_folder(inbox)
    elsewhere.finish()
    assert [(result.path, result.model) for result in window.model.results()] == [
        (a, "test-2" if newer_got_there else "test-1")
    ]
    window.history.show(window.sources.scan_items()[0])
    elsewhere.finish()
    window.results.go_to_all([])
    window.watching.arrivals.found.emit([a])
    qtbot.waitUntil(lambda: "1 new picture" in window.message.text)
    window.show_flagged()
    elsewhere.finish()
    assert [result.path for result in window.results.selected()] == [a]


def test_a_watched_folder_of_which_no_scan_has_results_is_said_to_have_none(elsewhere, inbox):
    window, empty = elsewhere.window, inbox / "empty"
    empty.mkdir()
    window.history.show_folder(empty)
    elsewhere.finish()
    assert elsewhere.names() == []
    assert window.message.text.startswith("Nothing in ")
    assert str(empty) in window.message.text


def test_of_a_scan_without_the_folders_in_a_folder_nothing_is_known_of_those(inbox):
    scan = PastScan(1, 0, (inbox.parent,), True, "test-1", 0, {}, True)
    assert may_know(scan, inbox)
    assert not may_know(dataclasses.replace(scan, recursive=False), inbox)
    assert not may_know(scan, inbox.parent.parent / "beside")


@pytest.mark.parametrize("watched", [True, False])
@pytest.mark.parametrize("one_is_there", [True, False])
def test_flagged_pictures_are_shown_together_also_of_folders_that_are_not_watched_any_more(
    elsewhere, inbox, qtbot, watched, one_is_there
):
    window = elsewhere.window
    if one_is_there:
        window.history.show_folder(inbox)
        elsewhere.finish()
    flagged = [inbox / "a.png", inbox.with_name("second") / "b.png"]
    window.watching.arrivals.found.emit(flagged)
    qtbot.waitUntil(lambda: "2 new pictures" in window.message.text)
    if not watched:
        for folder in window.watching.watcher.folders:
            window.watching.unwatch(folder)
    window.show_flagged()
    elsewhere.finish()
    assert sorted(result.path for result in window.results.selected()) == flagged
    assert sorted(elsewhere.names()) == ["a.png", "b.png"]


@pytest.mark.parametrize("all_scans", [True, False])
def test_flagged_pictures_whose_results_were_deleted_are_said_to_be_gone(elsewhere, inbox, qtbot, all_scans):
    window = elsewhere.window
    window.watching.arrivals.found.emit([inbox / "a.png" if all_scans else inbox / "c.png"])
    qtbot.waitUntil(lambda: "1 new picture" in window.message.text)
    if all_scans:
        window.history.delete(window.sources.scan_items())
    window.show_flagged()
    elsewhere.finish()
    assert window.message.text == "The results of these pictures are not kept any more."


@pytest.fixture
def flagged(bench, inbox, picture, qtbot, monkeypatch):
    """A list of two pictures that were flagged; what they were before, an earlier scan found genuine."""
    window, a, b = bench.window, inbox / "a.png", inbox / "b.png"
    monkeypatch.setattr(window.watching.notifier, "notify", lambda title, text: None)
    window.watching._gather.setInterval(0)
    for path in (a, b):
        path.write_bytes(picture(path.name).read_bytes())
    write_scan(inbox, [row(0, a, 0.1), row(1, b, 0.1)])
    for path in (a, b):
        path.write_bytes(picture(f"another {path.name}").read_bytes())
    window.history.journal.refresh()
    qtbot.waitUntil(lambda: len(window.sources.scan_items()) == 1)
    bench.rows = [row(0, a, 0.97), row(1, b, 0.98)]
    window.scan([inbox])
    bench.finish()

    def tell(*paths):
        window.watching.arrivals.found.emit(list(paths))
        qtbot.waitUntil(lambda: "flagged" in window.message.text)

    bench.tell = tell
    return bench


def test_flagged_pictures_that_were_taken_off_the_list_come_back_by_undo_alone(flagged, inbox):
    window, a, b = flagged.window, inbox / "a.png", inbox / "b.png"
    flagged.tell(a, b)
    for taken_off, left in ([a], [b]), ([a, b], []):
        window.results.go_to_all(taken_off)
        window.remove.trigger()
        window.message.take_back(window._removal_note)
        window.show_flagged()
        flagged.finish()
        assert [result.path for result in window.model.results()] == left
        if left:
            assert [result.path for result in window.results.selected()] == left
            window.undo.trigger()
        else:
            assert window.message.text.startswith("2 results taken off the list.")
            window.message._messages[-1].buttons[0].click()
        assert [result.faces[0].score for result in window.model.results()] == [0.97, 0.98]


@pytest.mark.parametrize("kept", [True, False])
def test_a_list_that_is_in_no_journal_is_not_left_for_what_the_journal_says(flagged, inbox, kept):
    window, b = flagged.window, inbox / "b.png"
    if kept:
        write_scan(inbox, flagged.rows)
        flagged.journal_id = 2
        window.scan_again()
        flagged.finish()
        flagged.qtbot.waitUntil(lambda: len(window.sources.scan_items()) == 2)
    flagged.tell(b, inbox / "gone" / "c.png")
    window.show_flagged()
    assert window.controller.is_running == kept
    flagged.finish()
    assert [(result.path, result.faces[0].score) for result in window.results.selected()] == [(b, 0.98)]
    assert "not kept any more" not in window.message.text


def test_of_very_many_new_pictures_those_that_are_flagged_are_told_and_no_older_ones(bench, inbox, monkeypatch):
    monkeypatch.setattr(arrivals, "_MANY", 2)
    window, told = bench.window, []
    window.watching.watcher.watch(inbox)
    window.watching.arrivals.found.connect(told.append)
    paths = [inbox / f"{number}.png" for number in range(5)]
    bench.rows = [row(place, path, 0.97) for place, path in enumerate(paths)]
    window.watching.arrivals.add(paths[1:])
    bench.finish()
    assert [scan.request.paths for scan in bench.scans] == [(inbox,)]
    assert told == [paths[1:]]


@pytest.mark.parametrize("many", [500, 0], ids=["by itself", "with its folder"])
def test_a_new_picture_that_was_replaced_while_its_scan_ran_is_told_of_by_what_it_is_now(
    bench, inbox, picture, monkeypatch, many
):
    monkeypatch.setattr(arrivals, "_MANY", many)
    new = inbox / "latest.png"
    new.write_bytes(picture("a.png").read_bytes())
    watching, told = bench.window.watching, []
    watching.watcher.watch(inbox)
    waiting = arrivals.Arrivals(watching.watcher)
    waiting.found.connect(told.append)
    waiting.add([new])
    for score in 0.1, 0.97:
        assert waiting.take() == ((new,) if many else (inbox,))
        if score < 0.5:
            waiting.add([new])
        waiting.note([row(0, new, score)])
        waiting.scan_over(of_arrivals=True, ending="finished")
    assert told == [[new]]


@pytest.mark.parametrize("ending", ["finished", "broke"])
def test_a_new_picture_that_was_replaced_while_another_scan_read_it_is_scanned_after_that(
    bench, inbox, picture, ending
):
    new = inbox / "latest.png"
    new.write_bytes(picture("a.png").read_bytes())
    told = []
    waiting = arrivals.Arrivals(bench.window.watching.watcher)
    waiting.found.connect(told.append)
    # A scan that runs is given at once whatever arrives, and passes over what it has already.
    for _ in range(2):
        waiting.add([new])
        assert waiting.take() == (new,)
    waiting.note([row(0, new, 0.1)])
    waiting.scan_over(of_arrivals=False, ending=ending)
    assert waiting.take() == (new,)
    waiting.note([row(0, new, 0.97)])
    waiting.scan_over(of_arrivals=True, ending="finished")
    assert waiting.take() == ()
    assert told == [[new]]


def test_a_new_picture_that_was_replaced_while_its_scan_was_cancelled_is_told_of(bench, inbox):
    new = inbox / "latest.png"
    told = []
    waiting = arrivals.Arrivals(bench.window.watching.watcher)
    waiting.found.connect(told.append)
    waiting.add([new])
    waiting.take()
    waiting.add([new])
    waiting.note([row(0, new, 0.1)])
    waiting.scan_over(of_arrivals=True, ending="cancelled")
    assert waiting.take() == (new,)
    waiting.note([row(0, new, 0.97)])
    assert told == [[new]]


def test_new_pictures_are_added_to_a_scan_that_runs(bench, inbox, picture):
    old, new = inbox / "old.png", inbox / "new.png"
    for path in (old, new):
        path.write_bytes(picture(path.name).read_bytes())
    bench.rows, bench.hold_after = [row(0, old, 0.1), row(1, new, 0.2)], 1
    bench.window.scan([inbox])
    bench.qtbot.waitUntil(lambda: len(bench.names()) == 1)
    bench.window.watching.arrivals.add([new])
    bench.qtbot.waitUntil(lambda: bench.scans[0].added == [new])
    bench.scans[0].gate.set()
    bench.finish()
    assert len(bench.scans) == 1
    assert bench.names() == ["old.png", "new.png"]


def test_watched_folders_are_remembered_and_forgotten(bench, inbox, qtbot):
    bench.window.watching.watch(inbox)
    bench.finish()
    menu = bench.window.sources.menu_of(bench.window.sources.watched.child(0))
    again = MainWindow(lambda request: ScriptedScan(request, []))
    qtbot.addWidget(again)
    assert again.watching.watcher.folders == [inbox]
    again.close()
    menu.actions()[1].trigger()
    assert bench.window.watching.watcher.folders == []
    assert bench.window.sources.watched.isHidden()
    bench.window.close()
    stored = QSettings(str(settings_folder() / "window.ini"), QSettings.Format.IniFormat).value("watched", [])
    assert stored in ([], None)


def test_new_pictures_whose_scan_is_stopped_for_something_else_are_scanned_after_it(bench, inbox, picture, qtbot):
    names = [inbox / f"{number}.png" for number in range(3)]
    for path in names:
        path.write_bytes(picture("a.png").read_bytes())
    bench.rows, bench.hold_after = [row(0, names[0], 0.2)], 0
    bench.window.watching.arrivals.add(names)
    qtbot.waitUntil(lambda: bool(bench.scans))
    bench.hold_after = None
    bench.window.history.scan_wanted.emit(ScanRequest((picture("b.png"),)))
    qtbot.waitUntil(lambda: len(bench.scans) == 3)
    assert bench.scans[1].request.paths == (picture("b.png"),)
    assert set(bench.scans[2].request.paths) == set(names)


def test_what_is_opened_one_by_one_while_new_pictures_are_scanned_is_scanned_all(bench, inbox, picture, qtbot):
    new, others = inbox / "new.png", [picture("a.png"), picture("b.png"), picture("c.png")]
    new.write_bytes(picture("a.png").read_bytes())
    bench.rows, bench.hold_after = [row(0, new, 0.2)], 0
    bench.window.watching.arrivals.add([new])
    qtbot.waitUntil(lambda: bool(bench.scans))
    bench.hold_after = None
    for path in others:
        bench.window.bring_to_front_and_scan([path])
    # Nor is it forgotten for a look at something else.
    bench.window.history.scan_wanted.emit(ScanRequest((inbox,)))
    assert bench.window.message.text.startswith("A scan is running.")
    qtbot.waitUntil(lambda: len(bench.scans) > 1)
    assert bench.scans[1].request.paths == tuple(others)


def test_what_is_dropped_while_a_resumption_waits_for_new_pictures_joins_it(bench, inbox, picture, qtbot):
    new, other = inbox / "new.png", picture("other.png")
    new.write_bytes(picture("a.png").read_bytes())
    bench.rows, bench.hold_after = [row(0, new, 0.2)], 0
    bench.window.watching.arrivals.add([new])
    qtbot.waitUntil(lambda: bool(bench.scans))
    resumption = ScanRequest((inbox / "begun",), resume=True)
    bench.window.history.scan_wanted.emit(resumption)
    bench.window.scan([other])
    bench.window.history.scan_wanted.emit(ScanRequest((inbox,)))
    assert bench.window.message.text.startswith("A scan is running.")
    qtbot.waitUntil(lambda: len(bench.scans) > 1 and bench.scans[1].added == [other])
    assert bench.scans[1].request == resumption


def test_what_was_to_join_a_resumption_that_can_not_start_is_scanned_without_it(bench, inbox, picture, qtbot):
    new, other = inbox / "new.png", picture("other.png")
    new.write_bytes(picture("a.png").read_bytes())
    bench.rows, bench.hold_after = [row(0, new, 0.2)], 0
    bench.window.watching.arrivals.add([new])
    qtbot.waitUntil(lambda: bool(bench.scans))
    bench.refuse_resumption = BundleError("The model is damaged.")
    bench.window.history.scan_wanted.emit(ScanRequest((inbox / "begun",), resume=True))
    bench.window.scan([other])
    qtbot.waitUntil(lambda: len(bench.scans) > 1)
    assert bench.scans[1].request == ScanRequest((other,))
    assert bench.window.message.text == "The model is damaged."


def test_an_empty_picture_is_not_looked_at_for_ever(qtbot, watcher, inbox):
    first_look(qtbot, watcher, inbox, existing_are_new=False)
    (inbox / "old.png").touch()
    os.utime(inbox / "old.png", (1e9, 1e9))
    with qtbot.waitSignal(watcher._looked):
        watcher.look()
    qtbot.waitUntil(lambda: not watcher._looking and not watcher._again)
    assert not any(watcher._growing.values())
    # One that was made just now may be about to be written.
    (inbox / "new.png").touch()
    qtbot.waitUntil(lambda: list(watcher._growing[inbox]) == [inbox / "new.png"])


def test_new_pictures_that_wait_for_another_scan_are_scanned_also_if_that_is_cancelled(bench, inbox, picture, qtbot):
    names = [inbox / f"{number}.png" for number in range(3)]
    for path in names:
        path.write_bytes(picture("a.png").read_bytes())
    window = bench.window
    bench.rows, bench.hold_after = [row(place, path, 0.2) for place, path in enumerate(names)], 1
    window.watching.arrivals.add(names)
    qtbot.waitUntil(lambda: window.model.total == 1)
    bench.rows = [row(0, picture("b.png"), 0.1), row(1, picture("c.png"), 0.1)]
    window.scan([picture("b.png"), picture("c.png")])
    qtbot.waitUntil(lambda: bench.names() == ["b.png"])
    bench.hold_after = None
    window.cancel.trigger()
    qtbot.waitUntil(lambda: len(bench.scans) == 3)
    bench.finish()
    assert bench.scans[2].request.paths == tuple(names[1:])


def test_new_pictures_whose_scan_is_cancelled_are_not_scanned(bench, inbox, picture, qtbot):
    new, window = picture("a.png"), bench.window
    bench.rows, bench.hold_after = [row(0, new, 0.2)], 0
    window.watching.arrivals.add([new])
    qtbot.waitUntil(lambda: bool(bench.scans))
    window.cancel.trigger()
    bench.finish()
    bench.hold_after = None
    window.watching.arrivals.add([picture("b.png")])
    bench.finish()
    assert [scan.request.paths for scan in bench.scans] == [(new,), (picture("b.png"),)]


def test_new_pictures_whose_scan_breaks_are_scanned_with_those_that_come_next(bench, picture, qtbot):
    window, paths = bench.window, [picture("a.png"), picture("b.png")]
    bench.refuse = OSError("No worker process can be started.")
    window.watching.arrivals.add(paths[:1])
    qtbot.waitUntil(lambda: "No worker process" in window.message.text)
    # Not at once, and so for ever.
    assert not window.controller.is_running
    bench.refuse, bench.rows = None, [row(0, paths[0], 0.1), row(1, paths[1], 0.1)]
    window.watching.arrivals.add(paths[1:])
    bench.finish()
    assert [scan.request.paths for scan in bench.scans] == [tuple(paths)]


def test_a_flagged_picture_is_shown_when_the_scan_that_found_it_is_over(bench, inbox, picture, qtbot, monkeypatch):
    window, old = bench.window, inbox / "old.png"
    new = [inbox / f"{number}.png" for number in range(3)]
    monkeypatch.setattr(window.watching.notifier, "notify", lambda title, text: None)
    window.watching._gather.setInterval(0)
    for path in (old, *new):
        path.write_bytes(picture(path.name).read_bytes())
    write_scan(inbox, [row(0, old, 0.1)])
    write_scan(picture("other.png"), [row(0, picture("other.png"), 0.1)])
    window.watching.watcher._seen[inbox], window.watching.watcher._growing[inbox] = {}, {}
    window.history.journal.refresh()
    qtbot.waitUntil(lambda: len(window.sources.scan_items()) == 2)
    window.history.show(window.sources.scan_items()[0])
    bench.finish()
    bench.rows, bench.hold_after = [row(place, path, 0.97 - place) for place, path in enumerate(new)], 2
    window.watching.arrivals.add(new)
    qtbot.waitUntil(lambda: "0.png" in window.message.text)
    show = window.message._messages[-1].buttons[0]
    show.click()
    assert window.message.text.startswith("A scan is running.")
    assert not bench.scans[0].cancelled
    assert bench.names() == ["other.png"]
    write_scan(inbox, bench.rows)  # As a real one is kept.
    bench.scans[0].gate.set()
    qtbot.waitUntil(lambda: len(window.results.selected()) == 1 and window.model.total == 4)
    bench.finish()
    assert [result.path for result in window.results.selected()] == new[:1]
    assert len(bench.scans) == 1
