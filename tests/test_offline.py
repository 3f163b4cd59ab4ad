"""The default run uses no network and downloads nothing."""

import socket
from pathlib import Path
from typing import NoReturn

import pytest
from test_pipeline import small_corpus

from textmine.pipeline.run import run


def test_a_whole_run_opens_no_connection(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """With every way to the network closed the run ends with a report."""

    def refuse(*_: object, **__: object) -> NoReturn:
        raise AssertionError("a connection was opened")

    monkeypatch.setattr(socket.socket, "connect", refuse)
    monkeypatch.setattr(socket, "getaddrinfo", refuse)
    folder = small_corpus(tmp_path)
    run(folder)
    assert (folder / "derived" / "rapport.html").read_text("utf-8").count("<table") > 2
