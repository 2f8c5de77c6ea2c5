"""`selfhelp content`: what an author types, and what comes back. No secret, no database, no settings."""

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from content.folders import SMALL, Folder
from selfhelp.cli_content import content


@pytest.fixture
def folder(tmp_path: Path) -> Folder:
    return Folder.copied(SMALL, tmp_path)


def run(*args: str, colour: bool = False, no_color: str | None = None) -> Result:
    return CliRunner(env={"NO_COLOR": no_color}).invoke(content, args, color=colour)


def check(folder: Folder, *args: str) -> Result:
    return run("check", str(folder.path), "--today", "2026-11-22", *args)


def make_two_mistakes(folder: Folder) -> None:
    folder.edit("nb/modules/link/goals.md", "range: 0-10", "range: 10-0")
    folder.edit("nb/modules/link/gp.md", "reviewed: 2026-11-22", "reviewed: 2020-11-22")
    folder.edit("nb/tools/chain.md", "phase: after", "phase: later")


class TestCheck:
    def test_says_when_all_is_well(self, folder: Folder) -> None:
        result = check(folder)

        assert (result.exit_code, result.output) == (0, "No mistakes. 5 steps in 2 languages.\n")

    def test_lists_what_is_to_put_right_and_leaves_with_1(self, folder: Folder) -> None:
        make_two_mistakes(folder)

        result = check(folder)

        assert result.exit_code == 1
        assert [line.split("]")[0] for line in result.stdout.splitlines() if "[" in line] == [
            "error[setting-value",
            "warning[gp-reviewed",
            "error[setting-value",
        ]
        assert result.stderr == "2 mistakes and 1 warning in 3 files.\n"

    def test_lets_warnings_pass_unless_strict(self, folder: Folder) -> None:
        folder.edit("nb/modules/link/gp.md", "reviewed: 2026-11-22", "reviewed: 2020-11-22")

        assert check(folder).exit_code == 0
        assert check(folder).stderr == "No mistakes. 5 steps in 2 languages. 1 warning in 1 file.\n"
        assert check(folder, "--strict").exit_code == 1

    def test_counts_one_as_one(self, folder: Folder) -> None:
        folder.edit("nb/tools/chain.md", "phase: after", "phase: later")

        assert check(folder).stderr == "1 mistake in 1 file.\n"

    def test_tells_in_norwegian(self, folder: Folder) -> None:
        folder.edit("nb/tools/chain.md", "phase: after", "phase: later")

        result = check(folder, "--language", "nb")

        assert '"phase" kjenner bare ordet "after".' in result.stdout
        assert result.stderr == "1 feil i 1 fil.\n"

    def test_tells_editors_in_json(self, folder: Folder) -> None:
        folder.edit("nb/tools/chain.md", "phase: after", "phase: later")

        told = json.loads(check(folder, "--json").stdout)

        assert told == [
            {
                "level": "error",
                "rule": "setting-value",
                "file": "nb/tools/chain.md",
                "line": 36,
                "column": 8,
                "width": 5,
                "wrong": '"phase: later" cannot be read.',
                "mend": '"phase" knows only the word "after".',
            }
        ]

    def test_tells_editors_in_norwegian_too_and_leaves_with_1(self, folder: Folder) -> None:
        folder.edit("nb/tools/chain.md", "phase: after", "phase: later")

        result = check(folder, "--json", "--language", "nb")

        assert (result.exit_code, result.stderr) == (1, "")
        assert json.loads(result.stdout)[0]["wrong"] == '"phase: later" kan ikke leses.'
        assert json.loads(result.stdout)[0]["rule"] == "setting-value"

    def test_json_of_a_warning_leaves_with_1_only_when_strict(self, folder: Folder) -> None:
        folder.edit("nb/modules/link/gp.md", "reviewed: 2026-11-22", "reviewed: 2020-11-22")

        assert json.loads(check(folder, "--json").stdout)[0]["level"] == "warning"
        assert check(folder, "--json").exit_code == 0
        assert check(folder, "--json", "--strict").exit_code == 1

    def test_json_of_no_mistake_is_an_empty_list(self, folder: Folder) -> None:
        assert json.loads(check(folder, "--json").stdout) == []

    def test_has_colour_on_a_terminal_only(self, folder: Folder) -> None:
        make_two_mistakes(folder)

        assert "\x1b[" not in check(folder).output
        coloured = run("check", str(folder.path), "--today", "2026-11-22", colour=True).output
        assert "\x1b[31m\x1b[1merror[setting-value]" in coloured
        assert "\x1b[33m\x1b[1mwarning[gp-reviewed]" in coloured

    def test_has_none_there_either_for_those_who_want_none(self, folder: Folder) -> None:
        make_two_mistakes(folder)
        told = ("check", str(folder.path), "--today", "2026-11-22")

        assert "\x1b[" not in run(*told, colour=True, no_color="1").output
        assert "\x1b[" in run(*told, colour=True, no_color="").output

    def test_takes_the_folder_content_where_it_stands(
        self, folder: Folder, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        there = folder.path / "somewhere"
        Folder.copied(SMALL, there / "content")
        monkeypatch.chdir(there)

        assert run("check", "--today", "2026-11-22").output == "No mistakes. 5 steps in 2 languages.\n"

    def test_takes_the_shipped_content_elsewhere(
        self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.chdir(tmp_path)

        assert run("check", "--today", "2026-11-22").output == "No mistakes. 80 steps in 2 languages.\n"

    def test_teaches_by_an_example(self) -> None:
        told = run("check", "--help").output

        assert "error[when-unknown-option] nb/modules/challenge/traps.md:35:25" in told
        assert "--json" in told
        assert "--today" not in told

    @pytest.mark.parametrize("wrong", [["nowhere"], ["--language", "de"], ["--colour"]])
    def test_leaves_with_2_when_the_command_cannot_be_read(self, wrong: list[str]) -> None:
        assert run("check", *wrong).exit_code == 2


class TestLockInstruments:
    def test_writes_the_lock_for_the_files_as_they_stand(self, folder: Folder) -> None:
        before = folder.read("instruments.lock")
        folder.edit("nb/instruments/mini.md", "- (2: 44255-8) Nedfor", "- (2: 44255-8) Trist")
        assert folder.rules() == ["instrument-changed"]

        result = run("lock-instruments", str(folder.path))

        assert (result.exit_code, result.stderr) == (0, f"Written: {folder.path / 'instruments.lock'}\n")
        assert folder.rules() == []
        assert folder.read("instruments.lock") != before
