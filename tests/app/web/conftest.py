"""One running page for the tests of a module."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.app.web.serving import served


@pytest.fixture(scope="module")
def page(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[str, Path]]:
    """Address of a running page, and the folder that holds its temporary files."""
    pytest.importorskip("gradio")
    temporary = tmp_path_factory.mktemp("served")
    with served(temporary) as (address, process):
        yield address, temporary
        assert process.poll() is None, "the server died"
