"""Keeps what Kaggle gives its users to identify themselves, where Kaggle's own client looks for it. No Qt here."""

from __future__ import annotations

import json
import os
import re
import tempfile
from pathlib import Path

#: Where Kaggle's users make a token.
TOKEN_PAGE = "https://www.kaggle.com/settings/api"  # noqa: S105 - an address


class TokenError(Exception):
    """The text is no token, or can't be kept. ``str()`` is the sentence that the user reads."""


def has_token() -> bool:
    """Whether Kaggle's client will find credentials."""
    if os.environ.get("KAGGLE_API_TOKEN") or (os.environ.get("KAGGLE_USERNAME") and os.environ.get("KAGGLE_KEY")):
        return True
    files = [_home() / name for name in ("access_token", "access_token.txt", "credentials.json")]
    files.append(_config_folder() / "kaggle.json")
    if not os.environ.get("KAGGLE_CONFIG_DIR"):
        files.append(Path(os.environ.get("XDG_CONFIG_HOME") or Path("~/.config").expanduser()) / "kaggle/kaggle.json")
    return any(map(_has_content, files))


def store_token(text: str) -> Path:
    """Writes a token, readable by the user alone, and takes away what would be preferred to it.

    Environment variables are preferred, too. They are forgotten by this process and those that it starts; whoever set
    them finds them again at the next start.

    Args:
        text: a token, ``username:key``, or the content of a kaggle.json file.

    Returns:
        The file that was written.

    Raises:
        TokenError: it is none of these, or can't be written.
    """
    text = text.strip()
    pair = re.fullmatch(r"([\w.-]+):([0-9A-Za-z]{16,})", text)
    if pair:
        text = json.dumps({"username": pair[1], "key": pair[2]})
    if text.startswith("{"):
        try:
            content = json.loads(text)
            text = json.dumps({"username": str(content["username"]), "key": str(content["key"])})
        except (ValueError, KeyError, TypeError):
            raise TokenError(f"This is not the content of a kaggle.json file. Make a token at {TOKEN_PAGE}.") from None
        file, preferred = _config_folder() / "kaggle.json", [_home() / "access_token", _home() / "access_token.txt"]
    elif re.fullmatch(r"[\x21-\x7e]{16,4096}", text):
        file, preferred = _home() / "access_token", [_home() / "access_token.txt"]
    else:
        raise TokenError(f"This is not a Kaggle token. Make one at {TOKEN_PAGE} and copy all of it.")
    try:
        file.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        # mkstemp makes the file readable by its owner alone before anything is in it.
        descriptor, name = tempfile.mkstemp(dir=file.parent)
        try:
            with os.fdopen(descriptor, "w", encoding="utf-8") as part:
                part.write(text)
            os.replace(name, file)
        except OSError:
            # Else the token would stay in a file that nobody looks for.
            Path(name).unlink(missing_ok=True)
            raise
        for other in preferred:
            other.unlink(missing_ok=True)
        for variable in ("KAGGLE_API_TOKEN", "KAGGLE_USERNAME", "KAGGLE_KEY"):
            os.environ.pop(variable, None)
    except OSError as error:
        raise TokenError(f"The token can't be stored in {file}: {error.strerror}.") from error
    return file


def _has_content(file: Path) -> bool:
    try:
        return file.is_file() and file.stat().st_size > 0
    except OSError:
        return False


def _home() -> Path:
    return Path("~/.kaggle").expanduser()


def _config_folder() -> Path:
    """Where the client looks for kaggle.json; tokens are always in the home folder."""
    return Path(os.environ.get("KAGGLE_CONFIG_DIR") or _home())
