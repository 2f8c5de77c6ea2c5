"""PostgreSQL's tools: what is said when they are not there, or not new enough."""

from pathlib import Path

import pytest

from selfhelp.records.postgres_tools import _tool
from selfhelp.records.sealed_file import BackupError


@pytest.fixture
def only(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder in which alone programs are looked for."""
    monkeypatch.setenv("PATH", str(tmp_path))
    return tmp_path


def lies_in(folder: Path, says: str) -> None:
    program = folder / "pg_dump"
    program.write_text(f"#!/bin/sh\necho '{says}'\n")
    program.chmod(0o755)


class TestTool:
    @pytest.mark.parametrize("version", ["15", "15.3", "17.1 (Debian 17.1-1.pgdg120+1)"])
    def test_is_used_when_it_is_new_enough(self, only: Path, version: str) -> None:
        lies_in(only, f"pg_dump (PostgreSQL) {version}")

        assert _tool("pg_dump", 15) == str(only / "pg_dump")

    def test_that_is_missing_is_told_with_what_to_install(self, only: Path) -> None:
        with pytest.raises(BackupError, match=r"^pg_dump is missing\. Install .*, version 15 or newer\.$"):
            _tool("pg_dump", 15)

    @pytest.mark.parametrize(("says", "version"), [("pg_dump (PostgreSQL) 14.9", "14"), ("hello", "unknown")])
    def test_that_is_older_than_the_server_is_told(self, only: Path, says: str, version: str) -> None:
        lies_in(only, says)

        with pytest.raises(BackupError, match=f"^pg_dump is of version {version}, and must be 15 or newer"):
            _tool("pg_dump", 15)
