"""Earlier scans in the window: the real journal, written by real scans' records, read back by real widgets."""

from __future__ import annotations

import dataclasses
import shutil
import threading
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QPushButton, QToolButton, QWidget

from app.detector.bundle import BundleError, load_bundle
from app.detector.verdict import Verdict
from app.gui import scan_history, sources_panel
from app.gui.results_model import Column
from app.models import bundled_model
from app.scan.events import ScanNotice, ScanPaused, ScanResumed
from app.scan.journal import Journal, VerdictChange, journal_path
from app.scan.known_results import Entry
from app.scan.results import ScanRequest
from app.scan.scan_record import ScanRecord
from tests.app.gui.conftest import BUNDLE, row

OTHER = dataclasses.replace(
    BUNDLE, manifest=dataclasses.replace(BUNDLE.manifest, id="test-2", name="Newer model"), sha256="1" * 64
)


def write_scan(folder, rows, bundle=BUNDLE, finish=True, found=None, others=()):
    """A scan of a folder, and of others, as the journal keeps it."""
    paths = (folder, *others)
    record, _ = ScanRecord.begin(journal_path(), ScanRequest(paths), bundle)
    rows = [dataclasses.replace(each, model=bundle.manifest.id) for each in rows]
    record.write([Entry(each) for each in rows], found or len(rows), paths)
    if finish:
        record.finish(len(rows))
    record.close()
    return record.scan


@pytest.fixture
def folder(picture, tmp_path):
    for name in ("anna.png", "ben.png", "carl.png"):
        picture(name)
    return tmp_path / "pictures"


def rows_of(folder, *scores):
    names = ("anna.png", "ben.png", "carl.png")
    return [row(place, folder / name, score) for place, (name, score) in enumerate(zip(names, scores, strict=False))]


def list_scans(bench, count):
    bench.window.history.journal.refresh()
    bench.qtbot.waitUntil(lambda: len(bench.window.sources.scan_items()) == count)


def open_scan(bench, place):
    """Clicks on an earlier scan, by its place from the top, and waits until its results are there."""
    tree = bench.window.sources.tree
    item = bench.window.sources.scans.child(place)
    tree.scrollToItem(item)
    bench.qtbot.mouseClick(tree.viewport(), Qt.MouseButton.LeftButton, pos=tree.visualItemRect(item).center())
    bench.finish()
    bench.qtbot.waitUntil(lambda: bench.window.results.scan_bar.isVisible())


def verdicts(bench):
    model = bench.window.model
    return [model.index(place, Column.VERDICT).data() for place in range(model.rowCount())]


def test_an_earlier_scan_is_listed_with_its_counts_and_shown_without_scanning(bench, folder):
    write_scan(folder, rows_of(folder, 0.97, 0.05, 0.5))
    list_scans(bench, 1)
    item = bench.window.sources.scans.child(0)
    assert item.text(0).startswith("pictures\n")
    assert item.text(0).endswith("1 fake of 3")
    open_scan(bench, 0)
    assert bench.names() == ["anna.png", "ben.png", "carl.png"]
    assert verdicts(bench) == ["Fake", "Real", "Inconclusive"]
    assert bench.scans == []
    assert "test-1" in bench.window.results.scan_bar.label.text()
    assert "not installed any more" in bench.window.message.text
    assert bench.window.model_label.text() == "The model that judged is not installed any more"
    assert "is not known" in bench.window.summary.expected.text()
    # What the network saw isn't known either: no square stands for it.
    bench.qtbot.waitUntil(lambda: bench.window.preview.faces.item(0).icon().isNull())
    assert not bench.window.preview.look.isVisible()


def test_what_the_terminal_scanned_meanwhile_is_listed_when_the_user_comes_back_to_the_window(bench, folder, qtbot):
    other = QWidget()
    qtbot.addWidget(other)
    other.show()
    other.activateWindow()
    qtbot.waitUntil(other.isActiveWindow)
    write_scan(folder, rows_of(folder, 0.97, 0.05, 0.5))
    bench.window.activateWindow()
    qtbot.waitUntil(lambda: len(bench.window.sources.scan_items()) == 1, timeout=5000)


def test_an_earlier_scan_is_read_only_but_can_be_exported_and_done_again(bench, folder, tmp_path):
    write_scan(folder, rows_of(folder, 0.97, 0.05, 0.5))
    list_scans(bench, 1)
    open_scan(bench, 0)
    bench.window.results.table.selectRow(0)
    assert not bench.window.remove.isEnabled()
    assert not bench.window.results.failures.retry.isEnabled()
    assert not bench.window.exports.report.isEnabled()  # A report says what the model is; it isn't there.
    assert bench.window.exports.csv.isEnabled()
    bench.rows = rows_of(folder, 0.1, 0.2, 0.3)
    bench.qtbot.mouseClick(bench.window.results.scan_bar.rescan, Qt.MouseButton.LeftButton)
    bench.finish()
    assert [scan.request.paths for scan in bench.scans] == [(folder,)]
    assert bench.window.remove.isEnabled()
    assert not bench.window.results.scan_bar.isVisible()


def test_the_results_of_an_installed_model_come_with_its_error_rates(bench, folder):
    try:
        bundled = load_bundle(bundled_model())
    except BundleError as error:
        pytest.skip(str(error))
    write_scan(folder, rows_of(folder, 0.97, 0.05, 0.5), bundled)
    list_scans(bench, 1)
    open_scan(bench, 0)
    assert bundled.manifest.name in bench.window.model_label.text()
    assert bench.window.exports.report.isEnabled()
    assert bench.window.summary.slider.isVisible()


def test_an_unfinished_scan_is_resumed_with_its_own_model(bench, folder, unmask_home):
    mine = unmask_home / "data" / "models" / "mine"
    shutil.copytree(bundled_model(), mine)
    manifest = (mine / "manifest.json").read_text("utf-8")
    name = load_bundle(bundled_model()).manifest.id
    (mine / "manifest.json").write_text(manifest.replace(f'"id": "{name}"', '"id": "mine"'), "utf-8")
    wanted = write_scan(folder, rows_of(folder, 0.97), load_bundle(mine), finish=False, found=3)
    write_scan(folder, rows_of(folder, 0.97, 0.05), load_bundle(mine), finish=False, found=3)
    list_scans(bench, 2)
    item = bench.window.sources.scans.child(1)
    assert item.text(0).endswith("1 of 3 done")
    button = bench.window.sources.tree.itemWidget(item, 1)
    assert isinstance(button, QToolButton)
    bench.rows = rows_of(folder, 0.97, 0.05, 0.5)
    bench.qtbot.mouseClick(button, Qt.MouseButton.LeftButton)
    bench.finish()
    (scan,) = bench.scans
    assert scan.request == ScanRequest((folder,), model=mine, resume=True, resumed=wanted)


def test_a_scan_whose_model_is_gone_is_not_resumed_with_another(bench, folder):
    write_scan(folder, rows_of(folder, 0.97), finish=False, found=3)
    list_scans(bench, 1)
    open_scan(bench, 0)
    assert "stopped after 1 of 3" in bench.window.results.scan_bar.label.text()
    bench.qtbot.mouseClick(bench.window.results.scan_bar.resume, Qt.MouseButton.LeftButton)
    assert bench.scans == []
    assert "test-1 is not installed any more" in bench.window.message.text


def offers(bench):
    return [text for text in bench.window.message.texts if "was not finished" in text]


def test_an_unfinished_scan_is_offered_at_start_until_it_is_declined(bench, folder, qtbot):
    write_scan(folder, rows_of(folder, 0.97), finish=False, found=3)
    list_scans(bench, 1)  # Lists that come later know of it, too.
    for expected in (1, 0):
        bench.window.history._offered = False
        bench.window.message.dismiss()
        bench.window.history.journal.refresh()
        qtbot.waitUntil(lambda: bench.window.history._offered)
        assert len(offers(bench)) == expected
        for button in bench.window.message.findChildren(QToolButton):
            qtbot.mouseClick(button, Qt.MouseButton.LeftButton)
        assert offers(bench) == []


def test_an_unfinished_scan_that_another_program_is_at_is_not_offered_until_that_ends(bench, folder, qtbot):
    write_scan(folder, rows_of(folder, 0.97), finish=False, found=3)
    record, _ = ScanRecord.begin(journal_path(), ScanRequest((folder,)), BUNDLE)
    record.write([Entry(each) for each in rows_of(folder, 0.97)], 3, (folder,))
    window = bench.window
    window.history._offered = False
    window.history.journal.refresh()
    qtbot.waitUntil(lambda: window.history._offered)
    assert offers(bench) == []
    assert [scan.id for scan in window.sources.scan_items()] == [record.scan - 1]
    record.close()
    list_scans(bench, 2)
    assert not window.sources.scan_items()[0].finished


def test_a_finished_scan_is_not_offered(bench, folder):
    write_scan(folder, rows_of(folder, 0.97), finish=False, found=3)
    write_scan(folder, rows_of(folder, 0.97, 0.05, 0.5))
    bench.window.history._offered = False
    list_scans(bench, 2)
    assert offers(bench) == []


def test_two_models_are_compared_by_the_verdicts_that_changed(bench, folder):
    write_scan(folder, rows_of(folder, 0.97, 0.05, 0.5))
    write_scan(folder, rows_of(folder, 0.97, 0.98, 0.1), OTHER)
    list_scans(bench, 2)
    open_scan(bench, 0)
    window = bench.window
    (compare,) = window.results.scan_bar.menu.actions()
    assert "test-1" in compare.text()
    assert window.results.table.isColumnHidden(Column.CHANGE)
    with bench.qtbot.waitSignal(window.history.journal.compared):
        compare.trigger()
    assert bench.names() == ["ben.png", "carl.png"]
    assert not window.results.table.isColumnHidden(Column.CHANGE)
    changes = [window.model.index(place, Column.CHANGE).data() for place in range(2)]
    assert changes == ["Real → Fake", "Inconclusive → Real"]
    said = "test-1 → test-2, 3 pictures that both judged: 2 verdicts changed (1 to fake, 0 from fake)."
    assert window.results.scan_bar.label.text() == said
    bench.qtbot.mouseClick(window.results.scan_bar.all_rows, Qt.MouseButton.LeftButton)
    assert len(bench.names()) == 3
    bench.qtbot.mouseClick(window.results.scan_bar.close_comparison, Qt.MouseButton.LeftButton)
    assert window.results.table.isColumnHidden(Column.CHANGE)
    assert "scanned" in window.results.scan_bar.label.text()


@pytest.fixture
def compared(bench, folder):
    """The latest of three scans is shown; with each of the others, one picture differs."""
    write_scan(folder, rows_of(folder, 0.05, 0.05, 0.05))
    third = dataclasses.replace(BUNDLE.manifest, id="test-3")
    write_scan(folder, rows_of(folder, 0.97, 0.97, 0.05), dataclasses.replace(BUNDLE, manifest=third, sha256="2" * 64))
    write_scan(folder, rows_of(folder, 0.97, 0.05, 0.05), OTHER, finish=False, found=4)
    list_scans(bench, 3)
    open_scan(bench, 0)
    return bench


def compare_with(bench, *models):
    actions = bench.window.results.scan_bar.menu.actions()
    for model in models:
        next(action for action in actions if model in action.text()).trigger()
    # What is asked is answered in turn.
    bench.window.history.journal._thread.submit(int).result()
    bench.qtbot.wait(1)


def test_of_two_comparisons_asked_for_at_once_the_second_is_shown(compared):
    window = compared.window
    compare_with(compared, "test-1", "test-3")
    assert "test-3" in window.results.scan_bar.label.text()
    assert compared.names() == ["ben.png"]
    anna = window.model.results()[0]
    change = VerdictChange(anna.path, anna.sha256, Verdict.FAKE, Verdict.REAL, 0.9, 0.1)
    window.history.compared.emit({anna.sha256: change})
    assert compared.names() == ["anna.png"], "the answer to the first may have been shown before"


def test_a_comparison_that_is_answered_once_the_scan_goes_on_hides_nothing(compared, other_model, monkeypatch):
    window = compared.window
    bar = window.results.scan_bar
    monkeypatch.setattr(scan_history, "model_named", lambda name: other_model)
    scan = window.history._shown
    compared.rows, compared.journal_id = window.model.results(), scan
    answer = threading.Event()
    window.history.journal._thread.submit(answer.wait)
    bar.menu.actions()[0].trigger()
    bar.resume.click()
    compared.finish()
    assert window.history._shown == scan
    answer.set()
    compare_with(compared)
    assert compared.names() == ["anna.png", "ben.png", "carl.png"]
    assert window.results.table.isColumnHidden(Column.CHANGE)


def test_a_second_comparison_is_sorted_as_the_arrow_says(compared):
    window = compared.window
    anna, ben, carl = window.model.results()
    fake, real = Verdict.FAKE, Verdict.REAL

    def changes(*pairs):
        return {each.sha256: VerdictChange(each.path, each.sha256, *pair, 0.5, 0.5) for each, pair in pairs}

    window.history.compared.emit(changes((anna, (real, fake)), (ben, (fake, real))))
    window.results.table.sortByColumn(Column.CHANGE, Qt.SortOrder.AscendingOrder)
    assert compared.names() == ["ben.png", "anna.png"]
    window.history.compared.emit(changes((anna, (fake, real)), (ben, (real, fake)), (carl, (fake, real))))
    assert compared.names() == ["anna.png", "carl.png", "ben.png"]


def test_a_running_scan_is_not_lost_to_a_look_at_an_earlier_one(bench, folder):
    write_scan(folder, rows_of(folder, 0.97, 0.05, 0.5))
    list_scans(bench, 1)
    bench.rows, bench.hold_after = rows_of(folder, 0.1, 0.2, 0.3), 1
    bench.window.scan([folder])
    bench.qtbot.waitUntil(lambda: len(bench.names()) == 1)
    bench.window.sources.tree.itemActivated.emit(bench.window.sources.scans.child(0), 0)
    assert "A scan is running" in bench.window.message.text
    assert not bench.scans[0].cancelled
    assert bench.window.controller.is_running


def journal_ids():
    with Journal(journal_path()) as journal:
        return [scan.id for scan in journal.scans()]


def test_a_scan_is_deleted_by_key_and_comes_back_by_undo(bench, folder):
    first = write_scan(folder, rows_of(folder, 0.97, 0.05, 0.5))
    second = write_scan(folder, rows_of(folder, 0.97), OTHER)
    list_scans(bench, 2)
    open_scan(bench, 0)
    tree = bench.window.sources.tree
    bench.qtbot.keyClick(tree, Qt.Key.Key_Delete)
    assert [scan.id for scan in bench.window.sources.scan_items()] == [first]
    assert bench.window.message.text.startswith("1 earlier scan deleted: pictures (")
    assert len(bench.names()) == 1  # The key took no row off the list.
    bench.window.message._messages[-1].buttons[0].click()
    assert [scan.id for scan in bench.window.sources.scan_items()] == [second, first]
    assert bench.window.message.text == "" or "deleted" not in bench.window.message.text
    assert journal_ids() == [second, first]


def test_all_earlier_scans_are_deleted_also_those_that_are_too_many_for_the_list(bench, folder, monkeypatch):
    monkeypatch.setattr(sources_panel, "_MOST_LISTED", 2)
    for _ in range(5):
        write_scan(folder, rows_of(folder, 0.97))
    list_scans(bench, 2)
    window = bench.window
    window.sources.menu_of(window.sources.scans).actions()[0].trigger()
    assert window.message.text.startswith("5 earlier scans deleted")
    assert window.sources.scan_items() == []


def test_a_deleted_scan_leaves_the_journal_when_its_time_is_over(bench, folder):
    first = write_scan(folder, rows_of(folder, 0.97, 0.05, 0.5))
    write_scan(folder, rows_of(folder, 0.97), OTHER)
    list_scans(bench, 2)
    sources = bench.window.sources
    sources.menu_of(sources.scans.child(0)).actions()[-1].trigger()
    bench.window.history._deadline.setInterval(0)
    bench.qtbot.waitUntil(lambda: journal_ids() == [first])
    bench.qtbot.waitUntil(lambda: [scan.id for scan in sources.scan_items()] == [first])
    assert bench.window.message.text == ""


def test_nothing_is_deleted_while_a_scan_runs(bench, folder):
    write_scan(folder, rows_of(folder, 0.97, 0.05, 0.5))
    list_scans(bench, 1)
    bench.rows, bench.hold_after = rows_of(folder, 0.1, 0.2, 0.3), 1
    bench.window.scan([folder])
    bench.qtbot.waitUntil(lambda: len(bench.names()) == 1)
    sources = bench.window.sources
    sources.menu_of(sources.scans).actions()[0].trigger()
    assert sources.scan_items() == []
    with bench.qtbot.waitSignal(bench.window.history._deadline.timeout):
        bench.window.history._deadline.setInterval(50)
    assert len(journal_ids()) == 1
    bench.scans[0].gate.set()
    bench.finish()
    bench.qtbot.waitUntil(lambda: journal_ids() == [])


def test_what_is_deleted_is_gone_when_the_window_closes_before_its_time_is_over(bench, folder):
    write_scan(folder, rows_of(folder, 0.97, 0.05, 0.5))
    list_scans(bench, 1)
    sources = bench.window.sources
    sources.menu_of(sources.scans).actions()[0].trigger()
    assert len(journal_ids()) == 1
    bench.window.close()
    assert journal_ids() == []


def test_a_damaged_journal_is_set_aside_and_the_window_says_so(bench, qtbot):
    journal_path().write_bytes(b"This was a journal once. " * 1000)
    with qtbot.waitSignal(bench.window.history.journal.noticed):
        bench.window.history.journal.refresh()
    assert "was damaged" in bench.window.message.text
    assert list(Path(journal_path()).parent.glob("journal-damaged-*"))


def test_what_the_scan_says_stays_until_it_is_closed(bench, folder):
    bench.say = [ScanNotice("The disk is full. The scan goes on without a journal."), ScanNotice("Another thing.")]
    bench.rows = rows_of(folder, 0.1, 0.2, 0.3)
    bench.window.scan([folder])
    bench.finish()
    assert bench.window.message.texts == ["The disk is full. The scan goes on without a journal.", "Another thing."]
    bench.window.message.show_note("Written.")
    assert len(bench.window.message.texts) == 3


def test_a_share_that_went_away_is_said_until_it_is_back(bench, folder):
    bench.say = [ScanPaused("The folder /media/x is not there any more. The scan waits for it.")]
    bench.rows, bench.hold_after = rows_of(folder, 0.1, 0.2, 0.3), 1
    bench.window.scan([folder])
    bench.qtbot.waitUntil(lambda: "/media/x" in bench.window.message.text)
    assert bench.window.results.progress.pause.text() == "Resume"
    assert "/media/x" in bench.window.results.progress.label.text()
    bench.scans[0].gate.set()
    bench.finish()
    assert bench.window.message.text == ""
    bench.say, bench.hold_after = [ScanPaused("The folder /media/x is not there any more."), ScanResumed()], None
    bench.window.scan_again()
    bench.finish()
    assert bench.window.message.text == ""


def test_a_share_that_goes_away_while_the_user_pauses_is_not_said_to_make_the_scan_go_on(bench, folder):
    window, away = bench.window, ScanPaused("The folder /media/x is not there any more.")
    bench.say = [ScanPaused(), away]
    bench.rows, bench.hold_after = rows_of(folder, 0.1, 0.2, 0.3), 1
    window.scan([folder])
    bench.qtbot.waitUntil(lambda: "/media/x" in window.message.text)
    assert "by itself" not in window.message.text
    bench.scans[0].gate.set()
    bench.finish()
    # It is back, and the scan waits as before.
    bench.say = [ScanPaused(), away, ScanPaused()]
    window.scan_again()
    bench.qtbot.waitUntil(lambda: len(bench.names()) == 1)
    assert window.message.text == ""
    assert window.results.progress.label.text() == "Paused"
    bench.scans[1].gate.set()
    bench.finish()
    bench.say = [away]
    window.scan_again()
    bench.qtbot.waitUntil(lambda: "/media/x" in window.message.text)
    assert "by itself" in window.message.text


def test_a_real_scan_joins_the_list_with_its_verdicts(bench, folder, tmp_path, monkeypatch):
    from app.gui.main_window import make_scan

    try:
        load_bundle(bundled_model())
    except BundleError as error:
        pytest.skip(str(error))
    bench.window._make_scan = make_scan
    bench.window.scan([folder])
    bench.finish()
    bench.qtbot.waitUntil(lambda: len(bench.window.sources.scan_items()) == 1)
    (scan,) = bench.window.sources.scan_items()
    assert scan.finished
    assert dict(scan.counts) == {Verdict.NO_FACE: 3}
    assert bench.window.history._shown == scan.id
    assert not bench.window.message.findChildren(QPushButton)


def test_a_scan_that_joins_the_list_moves_nothing_in_it(bench, folder):
    for _ in range(30):
        write_scan(folder, rows_of(folder, 0.97))
    list_scans(bench, 30)
    open_scan(bench, 0)
    sources, bar = bench.window.sources, bench.window.sources.tree.verticalScrollBar()
    sources.tree.setCurrentItem(sources.scans.child(20))
    chosen, place = sources.scan_items()[20], bar.value()
    assert place > 0
    write_scan(folder, rows_of(folder, 0.05))
    list_scans(bench, 31)
    assert sources.tree.currentItem() is sources.scans.child(21)
    assert sources.scan_items()[21] == chosen
    assert bar.value() == place
    # Nothing new: not even the items are others.
    same = sources.scans.child(21)
    with bench.qtbot.waitSignal(bench.window.history.journal.listed):
        bench.window.history.journal.refresh()
    assert sources.scans.child(21) is same
    # Of those shown, one that is deleted leaves nothing chosen.
    bench.window.history.delete([chosen])
    assert sources.tree.currentItem() is None


def test_what_was_said_of_another_list_goes_when_an_earlier_scan_is_shown(bench, folder):
    bench.window.message.show_warning("Something was wrong with the list.")
    bench.window.message.show_note("Something was done with the list.")
    write_scan(folder, rows_of(folder, 0.97))
    list_scans(bench, 1)
    open_scan(bench, 0)
    assert [text[:9] for text in bench.window.message.texts] == ["The model"]


def test_a_comparison_with_an_unfinished_scan_says_how_little_it_compares(bench, folder):
    write_scan(folder, rows_of(folder, 0.97), finish=False, found=3)
    write_scan(folder, rows_of(folder, 0.97, 0.98, 0.1), OTHER)
    list_scans(bench, 2)
    open_scan(bench, 0)
    window = bench.window
    (compare,) = window.results.scan_bar.menu.actions()
    assert compare.text().endswith("(not finished)")
    with bench.qtbot.waitSignal(window.history.journal.compared):
        compare.trigger()
    said = "test-1 → test-2, 1 picture that both judged: 0 verdicts changed (0 to fake, 0 from fake)."
    assert window.results.scan_bar.label.text() == said


def test_a_comparison_counts_no_more_than_the_scan_that_is_shown_holds(bench, folder):
    write_scan(folder, rows_of(folder, 0.05))
    # Judged by the first model, too, but not in this scan.
    write_scan(folder / "ben.png", [row(0, folder / "ben.png", 0.05)])
    write_scan(folder, rows_of(folder, 0.97, 0.97), OTHER)
    list_scans(bench, 3)
    open_scan(bench, 2)
    window = bench.window
    with bench.qtbot.waitSignal(window.history.journal.compared):
        window.results.scan_bar.menu.actions()[0].trigger()
    assert bench.names() == ["anna.png"]
    said = "test-1 → test-2, 1 picture that both judged: 1 verdict changed (1 to fake, 0 from fake)."
    assert window.results.scan_bar.label.text() == said


def test_a_finished_scan_is_compared_rather_than_a_later_one_that_was_not(bench, folder):
    write_scan(folder, rows_of(folder, 0.97, 0.05, 0.5))
    write_scan(folder, rows_of(folder, 0.97), finish=False, found=3)
    write_scan(folder, rows_of(folder, 0.97, 0.98, 0.1), OTHER)
    list_scans(bench, 3)
    open_scan(bench, 0)
    (other,) = bench.window.results.scan_bar._others
    assert other.finished


def test_a_deletion_can_still_be_undone_after_a_scan_began_and_a_resumption_is_offered_no_more(bench, folder):
    scans = [write_scan(folder, rows_of(folder, 0.97)), write_scan(folder, rows_of(folder, 0.97), OTHER, False, 3)]
    bench.window.history._offered = False
    list_scans(bench, 2)
    assert len(offers(bench)) == 1
    bench.window.history.delete([bench.window.sources.scan_items()[1]])
    bench.rows = rows_of(folder, 0.1, 0.2, 0.3)
    bench.window.scan([folder])
    bench.finish()
    assert offers(bench) == []
    (farewell,) = bench.window.message._messages
    bench.qtbot.mouseClick(farewell.buttons[0], Qt.MouseButton.LeftButton)
    bench.qtbot.waitUntil(lambda: [scan.id for scan in bench.window.sources.scan_items()] == scans[::-1])


def test_a_scan_that_is_deleted_is_not_offered_any_more(bench, folder):
    write_scan(folder, rows_of(folder, 0.97), finish=False, found=3)
    bench.window.history._offered = False
    list_scans(bench, 1)
    assert len(offers(bench)) == 1
    bench.window.history.delete(bench.window.sources.scan_items())
    assert offers(bench) == []


def test_a_deleted_scan_that_goes_on_all_the_same_stays(bench, folder, qtbot):
    scan = write_scan(folder, rows_of(folder, 0.97), finish=False, found=3)
    list_scans(bench, 1)
    window = bench.window
    bench.rows, bench.hold_after, bench.journal_id = rows_of(folder, 0.97, 0.05, 0.5), 1, scan
    window.history.scan_wanted.emit(ScanRequest((folder,), resume=True))
    # Before it began.
    window.history.delete(window.sources.scan_items())
    qtbot.waitUntil(lambda: window.history.running == scan)
    assert window.history._leaving == {}
    # Nor is it deleted while it runs, and nothing says so.
    window.message.dismiss()
    with Journal(journal_path()) as journal:
        window.history.delete(journal.scans())
    assert window.message.texts == []


def test_an_earlier_scan_whose_reading_was_stopped_is_read_again(bench, folder, qtbot):
    first = row(0, folder / "anna.png", 0.97)
    many = [dataclasses.replace(first, index=place, path=folder / f"{place}.png") for place in range(6000)]
    write_scan(folder, many)
    list_scans(bench, 1)
    window = bench.window
    (scan,) = window.sources.scan_items()
    window.history.show(scan)
    qtbot.waitUntil(lambda: window.model.total > 0)
    window.cancel.trigger()
    bench.finish()
    assert window.model.total < len(many)
    window.history.show(scan)
    bench.finish()
    assert window.model.total == len(many)
    # What is shown as a whole is not read again.
    window.history.show(scan)
    assert not window.controller.is_running


def test_rows_that_were_taken_off_the_list_come_back_with_a_click_on_their_scan(bench, folder, qtbot):
    bench.rows = rows_of(folder, 0.97, 0.05, 0.5)
    bench.journal_id = write_scan(folder, bench.rows)
    window = bench.window
    window.scan([folder])
    bench.finish()
    qtbot.waitUntil(lambda: len(window.sources.scan_items()) == 1)
    (scan,) = window.sources.scan_items()
    window.results.table.selectRow(0)
    window.remove.trigger()
    window.undo.trigger()
    # All are there: nothing is read, and the list can still be changed.
    window.history.show(scan)
    assert not window.controller.is_running
    window.remove.trigger()
    window.history.show(scan)
    bench.finish()
    assert bench.names() == ["anna.png", "ben.png", "carl.png"]


def test_an_earlier_scan_whose_reading_broke_is_read_again(bench, folder, qtbot):
    write_scan(folder, rows_of(folder, 0.97, 0.05, 0.5))
    list_scans(bench, 1)
    window, path = bench.window, journal_path()
    (scan,) = window.sources.scan_items()
    content = path.read_bytes()
    path.write_bytes(b"This was a journal once. " * 1000)
    window.history.show(scan)
    bench.finish()
    assert window.model.total == 0
    qtbot.waitUntil(lambda: "was damaged" in window.message.text)
    path.write_bytes(content)
    window.history.show(scan)
    bench.finish()
    assert len(bench.names()) == 3
