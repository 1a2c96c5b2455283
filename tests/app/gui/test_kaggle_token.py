from __future__ import annotations

import json
import stat
import sys

import pytest

from app.gui.kaggle_token import TokenError, has_token, store_token
from trainer.kaggle_download import credentials_source


@pytest.fixture(autouse=True)
def kaggle(tmp_path, monkeypatch):
    for name in ("KAGGLE_API_TOKEN", "KAGGLE_USERNAME", "KAGGLE_KEY", "KAGGLE_CONFIG_DIR"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.setenv("USERPROFILE", str(tmp_path))
    return tmp_path / ".kaggle"


def test_a_token_is_kept_for_the_user_alone(kaggle):
    assert not has_token()
    file = store_token("  KGAT_0123456789abcdef0123456789abcdef\n")
    assert file == kaggle / "access_token"
    assert file.read_text() == "KGAT_0123456789abcdef0123456789abcdef"
    assert has_token()
    if sys.platform != "win32":
        assert stat.S_IMODE(file.stat().st_mode) == 0o600


@pytest.mark.parametrize(
    "text", ["anna:0123456789abcdef0123456789abcdef", '{"username":"anna","key":"0123456789abcdef0123456789abcdef"}']
)
def test_a_name_and_key_replace_a_token_that_would_be_preferred(kaggle, text):
    store_token("KGAT_0123456789abcdef0123456789abcdef")
    file = store_token(text)
    assert json.loads(file.read_text()) == {"username": "anna", "key": "0123456789abcdef0123456789abcdef"}
    assert [each.name for each in kaggle.iterdir()] == ["kaggle.json"]


@pytest.mark.parametrize("text", ["KGAT_0123456789abcdef0123456789abcdef", "anna:0123456789abcdef0123456789abcdef"])
def test_what_was_entered_is_preferred_to_what_the_environment_holds(kaggle, monkeypatch, text):
    monkeypatch.setenv("KAGGLE_API_TOKEN", "KGAT_of_before")
    monkeypatch.setenv("KAGGLE_USERNAME", "bert")
    monkeypatch.setenv("KAGGLE_KEY", "of before")
    assert credentials_source() == "the environment variable KAGGLE_API_TOKEN"
    file = store_token(text)
    assert credentials_source() == str(file)


@pytest.mark.parametrize("text", ["short", "two words that are long enough", '{"username": "anna"}', "{"])
def test_what_is_no_token_is_refused_and_nothing_is_written(kaggle, text):
    with pytest.raises(TokenError, match=r"Kaggle token|kaggle\.json"):
        store_token(text)
    assert not has_token()


def test_a_name_and_key_lie_where_the_client_was_told_to_look(kaggle, tmp_path, monkeypatch):
    monkeypatch.setenv("KAGGLE_CONFIG_DIR", str(tmp_path / "settings"))
    store_token("KGAT_0123456789abcdef0123456789abcdef")
    file = store_token("anna:0123456789abcdef0123456789abcdef")
    assert file == tmp_path / "settings/kaggle.json"
    assert has_token()
    assert not list(kaggle.iterdir()), "the token would be preferred"


@pytest.mark.parametrize("name", [".kaggle/kaggle.json", ".kaggle/credentials.json", ".config/kaggle/kaggle.json"])
def test_credentials_count_where_the_client_finds_them_and_only_if_there_are_any(tmp_path, monkeypatch, name):
    monkeypatch.delenv("XDG_CONFIG_HOME", raising=False)
    file = tmp_path / name
    file.parent.mkdir(parents=True)
    file.touch()
    assert not has_token()
    assert credentials_source() is None
    file.write_text("{}")
    assert has_token()
    assert credentials_source() == str(file)


def test_a_token_that_can_not_be_stored_is_left_nowhere(kaggle):
    (kaggle / "access_token").mkdir(parents=True)
    with pytest.raises(TokenError, match="can't be stored"):
        store_token("KGAT_0123456789abcdef0123456789abcdef")
    assert [each.name for each in kaggle.iterdir()] == ["access_token"]
