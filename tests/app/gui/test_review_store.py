from __future__ import annotations

import sqlite3

import pytest
from PySide6.QtCore import Qt

from app.gui.review_store import Review, ReviewError, ReviewsDamagedError, ReviewStore
from app.user_folders import data_folder

SHA = "a" * 64


@pytest.fixture
def file(tmp_path):
    return tmp_path / "reviews.sqlite3"


def version(file):
    database = sqlite3.connect(file)
    (found,) = database.execute("PRAGMA user_version").fetchone()
    database.close()
    return found


def test_decisions_are_kept_replaced_and_withdrawn(file):
    store = ReviewStore(file)
    assert store.all() == {}
    store.put({SHA: Review("confirmed", "seen twice"), "b" * 64: Review("unsure")})
    store.put({SHA: Review("overturned", "seen twice"), "b" * 64: Review()})
    assert ReviewStore(file).all() == {SHA: Review("overturned", "seen twice")}
    assert version(file) == 2


def test_a_file_of_before_there_were_versions_keeps_its_decisions(file):
    database = sqlite3.connect(file)
    database.execute(
        "CREATE TABLE review (sha256 TEXT PRIMARY KEY, decision TEXT NOT NULL, note TEXT NOT NULL,"
        " decided TEXT NOT NULL DEFAULT (strftime('%Y-%m-%dT%H:%M:%SZ', 'now'))) WITHOUT ROWID"
    )
    database.execute("INSERT INTO review (sha256, decision, note) VALUES (?, 'confirmed', '')", (SHA,))
    database.commit()
    database.close()
    assert version(file) == 0
    assert ReviewStore(file).all() == {SHA: Review("confirmed")}
    assert version(file) == 2


def test_a_file_of_a_newer_version_is_refused_and_left_as_it_is(file):
    ReviewStore(file).put({SHA: Review("confirmed")})
    database = sqlite3.connect(file)
    database.execute("PRAGMA user_version=99")
    database.close()
    before = file.read_bytes()
    with pytest.raises(ReviewError, match="newer version of Unmask") as refused:
        ReviewStore(file).put({SHA: Review("overturned")})
    assert not isinstance(refused.value, ReviewsDamagedError)
    assert file.read_bytes() == before


def test_a_damaged_file_is_set_aside_once(file):
    file.write_bytes(b"This was a database once. " * 200)
    with pytest.raises(ReviewsDamagedError, match="They are kept as"):
        ReviewStore(file).all()
    (aside,) = file.parent.glob("reviews-damaged-*.sqlite3")
    assert aside.read_bytes().startswith(b"This was a database once.")
    assert ReviewStore(file).all() == {}


def test_a_decision_is_kept_although_the_file_was_damaged_meanwhile(bench, picture, row, tmp_path):
    bench.rows = [row(0, picture("anna.png"), 0.97)]
    bench.window.scan([tmp_path / "pictures"])
    bench.finish()
    (data_folder() / "reviews.sqlite3").write_bytes(b"This was a database once. " * 200)
    bench.window.results.table.selectRow(0)
    bench.qtbot.keyClick(bench.window.results.table, Qt.Key.Key_C)
    assert "were damaged" in bench.window.message.text
    assert bench.window.model.review(bench.rows[0]).decision == "confirmed"
    assert ReviewStore(data_folder() / "reviews.sqlite3").all() == {
        bench.rows[0].sha256: Review("confirmed", verdict="fake")
    }


def test_a_place_that_cannot_be_written_is_one_sentence(tmp_path):
    (tmp_path / "file").touch()
    with pytest.raises(ReviewError, match="can't be kept"):
        ReviewStore(tmp_path / "file" / "reviews.sqlite3").all()
