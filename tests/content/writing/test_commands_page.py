"""The page of the guide on the author's commands: what it shows is run, one command after the other."""

import re
import shlex
from pathlib import Path

import pytest
from click.testing import CliRunner

from content.folders import Folder
from selfhelp.cli import main

GUIDE = Path(__file__).parents[3] / "docs" / "guide"
FENCED = re.compile(r"^```sh\n(.*?)^```$", re.MULTILINE | re.DOTALL)


def commands(guide: str) -> list[str]:
    shown = FENCED.findall((GUIDE / guide / "commands.md").read_text(encoding="utf-8"))
    return [line for block in shown for line in block.splitlines()]


def test_every_command_shown_works(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    Folder.of_one_module(tmp_path / "content", modules=2)
    monkeypatch.chdir(tmp_path)

    for command in commands("en"):
        result = CliRunner().invoke(main, shlex.split(command)[1:])

        assert result.exit_code == 0, f"{command}: {result.stderr}"


def test_both_guides_show_the_same_commands() -> None:
    assert commands("nb") == commands("en")
