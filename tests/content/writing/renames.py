"""Renaming in a small folder: what is told, and which lines are new."""

import difflib
from collections.abc import Sequence
from datetime import date
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from content.folders import SMALL, Folder
from selfhelp.cli_writing import rename_id
from selfhelp.content.checking import check
from selfhelp.content.status import confirm_files, status_of

TODAY = date(2026, 11, 28)
Files = dict[str, bytes]


@pytest.fixture
def folder(tmp_path: Path) -> Folder:
    """The small folder, every text confirmed. Import it where it is used."""
    folder = Folder.copied(SMALL, tmp_path / "content")
    confirm_files(folder.path, None)
    return folder


def run(folder: Folder, *args: str) -> Result:
    return CliRunner().invoke(rename_id, [*args, "--folder", str(folder.path)])


def files(folder: Folder) -> Files:
    paths = (path for path in folder.path.rglob("*") if path.is_file() and path.suffix != ".svg")
    return {path.relative_to(folder.path).as_posix(): path.read_bytes() for path in paths}


def refused(folder: Folder, *args: str) -> Sequence[str]:
    """What the author is told; nothing has been written."""
    before = files(folder)
    result = run(folder, *args)
    assert (result.exit_code, result.stdout) == (1, "")
    assert files(folder) == before
    return result.stderr.splitlines()


def renamed(folder: Folder, *args: str) -> list[str]:
    """The lines that are new afterwards, but for the lock's. Nothing is wrong with them, nor unconfirmed."""
    before = files(folder)
    result = run(folder, *args)
    assert (result.exit_code, result.stderr) == (0, "")
    assert [str(problem) for problem in check(folder.path, today=TODAY)] == []
    assert [len(one.stale) for one in status_of(folder.path).languages] == [0]
    return [
        f"{path}: {line[1:]}"
        for path, text in sorted(files(folder).items())
        if not path.endswith(".lock")
        for line in difflib.ndiff(_lines(before.get(path)), _lines(text))
        if line.startswith("+")
    ]


def _lines(text: bytes | None) -> list[str]:
    return (text or b"").decode().splitlines()
