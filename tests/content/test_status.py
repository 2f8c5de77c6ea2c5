"""`content status` and `content confirm`, on a small folder."""

import re
import subprocess
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from content.folders import SMALL, Folder
from selfhelp.cli import main
from selfhelp.content.status import confirm_files

GOALS = "en/modules/link/goals.md"
ASKED = "Hva vil du ha annerledes?\n\n:::"


@pytest.fixture
def folder(tmp_path: Path) -> Folder:
    """The small folder, every text confirmed."""
    folder = Folder.copied(SMALL, tmp_path)
    confirm_files(folder.path, None)
    return folder


def run(folder: Folder, *words: str, **environment: str) -> Result:
    given = {"SELFHELP_CONTENT_VERIFIED_BY": "", "COLUMNS": "80", **environment}
    return CliRunner().invoke(main, ["content", *words], env=given)


def status(folder: Folder, **environment: str) -> str:
    return run(folder, "status", str(folder.path), **environment).stdout


def change_source(folder: Folder) -> None:
    folder.edit("nb/modules/link/goals.md", ASKED, "Hva vil du ha mer av?\n\n:::")


class TestStatus:
    def test_counts_what_is_translated(self, folder: Folder) -> None:
        first = status(folder).splitlines()[0]

        assert first.startswith("en: ")
        assert first.endswith(" translated, 0 stale, 0 missing")

    def test_shows_a_stale_text_beside_both_of_its_sources(self, folder: Folder) -> None:
        by = ["-c", "user.name=a", "-c", "user.email=a@example.org"]
        for words in (["init", "--quiet"], ["add", "."], [*by, "commit", "--quiet", "--message=first"]):
            subprocess.run(["git", "-C", str(folder.path), *words], check=True)  # noqa: S603, S607  # of this test
        change_source(folder)

        told = status(folder, COLUMNS="110")
        assert " 1 stale" in told
        assert f"{GOALS}:10:1  text goal-1 (stale)" in told
        rows = [re.split(r"\s{2,}", line.strip()) for line in told.splitlines()]
        assert ["nb, when it was confirmed", "nb, now", "en"] in rows
        assert [
            ASKED.split("\n", maxsplit=1)[0],
            "Hva vil du ha mer av?",
            "What do you want to be different?",
        ] in rows

        narrow = status(folder, COLUMNS="70")
        assert "    nb, now:\n      Hva vil du ha mer av?\n    en:\n      What do you want" in narrow

    def test_says_where_the_earlier_source_is_not_known(self, folder: Folder) -> None:
        change_source(folder)
        told = run(folder, "status", str(folder.path), "--language", "nb").stdout
        assert (
            "nb, da det ble bekreftet:\n      (ikke kjent: filene fra den gang ligger ikke i git her)" in told
        )

        folder.delete("translations.lock")
        assert "nb, when it was confirmed:\n      (nobody has confirmed it yet)" in status(folder)

    def test_tells_what_is_missing_and_what_it_says(self, folder: Folder) -> None:
        folder.edit(GOALS, "What do you want to be different?\n", "")

        told = status(folder)
        assert " 1 missing" in told
        assert f'\n  {GOALS}:7:10  The block "text goal-1" has no English text.\n    Add it. ' in told

    def test_lists_what_is_unverified_and_what_in_it(self, folder: Folder) -> None:
        folder.edit("nb/modules/link/goals.md", "minutes: 4", "minutes: 4\nverified: false\nverify: tallene")

        told = status(folder)
        assert "Verified by: nobody yet" in told
        assert "  nb/modules/link/goals.md\n      tallene" in told


class TestConfirm:
    def test_notes_that_a_file_fits_again(self, folder: Folder) -> None:
        change_source(folder)
        result = run(folder, "confirm", GOALS, "--folder", str(folder.path))

        assert (result.exit_code, result.stderr) == (0, "Confirmed: 1 text.\n")
        assert " 0 stale" in status(folder)

    def test_leaves_other_files_as_they_were(self, folder: Folder) -> None:
        change_source(folder)
        run(folder, "confirm", "en/programme.md", "--folder", str(folder.path))

        assert " 1 stale" in status(folder)

    def test_forgets_what_is_no_longer_there(self, folder: Folder) -> None:
        change_source(folder)
        folder.delete(GOALS)
        run(folder, "confirm", "--folder", str(folder.path))

        assert GOALS not in folder.read("translations.lock")

    def test_refuses_a_file_no_translation_has(self, folder: Folder) -> None:
        result = run(folder, "confirm", "en/modules/link/gaols.md", "--folder", str(folder.path))

        assert result.exit_code == 2
        assert "en/modules/link/gaols.md" in result.stderr


class TestAStaleHelpPage:
    def test_is_a_mistake(self, folder: Folder) -> None:
        page = folder.read("nb/pages/help-now.md")
        first = next(line for line in page.splitlines() if line.startswith("title: "))
        folder.edit("nb/pages/help-now.md", first, f"{first} og i natt")

        assert run(folder, "check", str(folder.path)).exit_code == 1
