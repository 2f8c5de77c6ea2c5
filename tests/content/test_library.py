"""The library keeps the content in memory, and picks up what an author changes."""

import logging
import os
from pathlib import Path

import pytest

from content.folders import SMALL, Folder
from selfhelp.content.checking import lock_instruments
from selfhelp.content.library import Library
from selfhelp.content.problems import ContentError

GOALS = "en/modules/link/goals.md"


@pytest.fixture
def folder(tmp_path: Path) -> Folder:
    return Folder.copied(SMALL, tmp_path)


def first_words(library: Library) -> str:
    goals = library.catalogue["en"].modules["link"].step("goals")
    assert goals is not None
    return goals.parts[0].source if hasattr(goals.parts[0], "source") else ""


def change(folder: Folder, old: str, new: str) -> None:
    """Edit the file as an author does: it is later than it was, even on a coarse clock."""
    path = folder.path / GOALS
    later = path.stat().st_mtime_ns + 10**9
    folder.edit(GOALS, old, new)
    os.utime(path, ns=(later, later))


class TestWatched:
    def test_picks_up_a_change(self, folder: Folder) -> None:
        library = Library(folder.path, watch=True)
        change(folder, "Think of an ordinary week.", "Think of a common week.")

        assert first_words(library) == "Think of a common week."

    def test_reads_nothing_again_while_nothing_changes(self, folder: Folder) -> None:
        library = Library(folder.path, watch=True)

        assert library.catalogue is library.catalogue

    def test_picks_up_a_file_that_was_renamed(self, folder: Folder) -> None:
        library = Library(folder.path, watch=True)
        before = library.catalogue.digest
        for locale in ("nb", "en"):
            pages = folder.path / locale / "pages"
            (pages / "slip.md").rename(pages / "paper.md")
            (pages / "paper.md").rename(pages / "slip.md")
            (pages / "privacy.md").rename(pages / "privacy-2.md")
            folder.write(f"{locale}/pages/privacy.md", (pages / "privacy-2.md").read_text(encoding="utf-8"))

        assert library.catalogue.digest != before
        assert "privacy-2" in library.catalogue.source.pages

    def test_takes_a_questionnaire_once_its_wording_is_locked_again(self, folder: Folder) -> None:
        library = Library(folder.path, watch=True)
        folder.edit("en/instruments/mini.md", "title: Mini", "title: The mini")
        assert library.catalogue["en"].instruments["mini"].title == "Mini"

        lock_instruments(folder.path)

        assert library.catalogue["en"].instruments["mini"].title == "The mini"

    def test_keeps_the_old_content_when_a_change_has_mistakes(
        self, folder: Folder, caplog: pytest.LogCaptureFixture
    ) -> None:
        library = Library(folder.path, watch=True)
        change(folder, "::: check signs", "::: check sings")

        with caplog.at_level(logging.ERROR):
            assert first_words(library) == "Think of an ordinary week."
        assert "content not taken: problems=1" in caplog.text

    def test_takes_the_content_again_once_it_is_mended(self, folder: Folder) -> None:
        library = Library(folder.path, watch=True)
        change(folder, "Think of an ordinary week.", "{{")
        assert first_words(library) == "Think of an ordinary week."
        change(folder, "{{", "Think of tomorrow.")

        assert first_words(library) == "Think of tomorrow."

    def test_does_not_mind_a_file_that_goes_while_it_looks(self, folder: Folder) -> None:
        (folder.path / "nb" / "draft.md").symlink_to("gone.md")

        assert Library(folder.path, watch=True).catalogue.locales == ("nb", "en")


def test_unwatched_stays_as_it_was_read(folder: Folder) -> None:
    library = Library(folder.path)
    change(folder, "Think of an ordinary week.", "Think of a common week.")

    assert first_words(library) == "Think of an ordinary week."


def test_does_not_begin_with_mistakes(folder: Folder) -> None:
    change(folder, "::: check signs", "::: check sings")

    with pytest.raises(ContentError):
        Library(folder.path)
