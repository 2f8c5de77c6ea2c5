"""Which content is served: what was published last, kept whole; the folder itself where an author works."""

from datetime import timedelta
from pathlib import Path

import pytest
from content.folders import SMALL, Folder
from databases import NOW, refuse_rows
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from selfhelp.care.releases import keep_release, publish, published
from selfhelp.care.served import keep_what_is_met, newer, open_library
from selfhelp.content.archive import packed
from selfhelp.content.editions import editions_of
from selfhelp.content.library import Library
from selfhelp.records.course import Edition, Release

LATER = NOW + timedelta(hours=1)
REWORDED = ("en/modules/link/goals.md", "How close are you today?", "How near are you today?")
# What an insert meets when another process has put the row there since this one looked.


@pytest.fixture
def folder(tmp_path: Path) -> Folder:
    return Folder.copied(SMALL, tmp_path / "content")


def releases(session: Session) -> int:
    return session.scalars(select(func.count()).select_from(Release)).one()


class TestOpenLibrary:
    def test_publishes_the_folder_at_the_very_first_start(self, session: Session, folder: Folder) -> None:
        library = open_library(session, folder.path, watch=False, now=NOW)

        assert [one.digest for one in published(session)] == [library.catalogue.digest]
        assert library.folder == folder.path

    def test_goes_on_with_what_was_published_when_the_folder_has_changed(
        self, session: Session, folder: Folder
    ) -> None:
        before = open_library(session, folder.path, watch=False, now=NOW).catalogue
        folder.edit(*REWORDED)
        library = open_library(session, folder.path, watch=False, now=LATER)

        assert library.catalogue.digest == before.digest
        assert library.catalogue["en"].modules["link"] == before["en"].modules["link"]
        assert releases(session) == 1

    def test_needs_no_folder_that_can_be_read(self, session: Session, folder: Folder) -> None:
        open_library(session, folder.path, watch=False, now=NOW)
        folder.write("nb/programme.md", "Nothing of a programme.")

        assert open_library(session, folder.path, watch=False, now=LATER).catalogue.locales == ("nb", "en")

    def test_serves_the_folder_when_it_cannot_read_what_was_published(
        self, session: Session, folder: Folder, tmp_path: Path, caplog: pytest.LogCaptureFixture
    ) -> None:
        (empty := tmp_path / "empty").mkdir()
        session.add(Release(digest="d" * 64, made_at=NOW, published_at=NOW, archive=packed(empty)))

        library = open_library(session, folder.path, watch=False, now=LATER)
        assert library.catalogue.locales == ("nb", "en")
        assert "what is published cannot be read" in caplog.text
        assert [one.digest for one in published(session)] == ["d" * 64], "somebody has to publish"

    def test_serves_the_folder_where_an_author_is_at_work(self, session: Session, folder: Folder) -> None:
        open_library(session, folder.path, watch=False, now=NOW)
        folder.edit(*REWORDED)
        library = open_library(session, folder.path, watch=True, now=LATER)

        assert "How near are you today?" in str(library.catalogue["en"].modules["link"])
        assert [one.at for one in published(session)] == [NOW]
        assert releases(session) == 2


class TestKeepWhatIsMet:
    def test_keeps_each_content_once_with_its_editions(self, session: Session, folder: Folder) -> None:
        library = Library(folder.path)

        assert keep_what_is_met(session, library, NOW)
        assert not keep_what_is_met(session, library, LATER)
        kept = {(one.of, one.hash, one.structure) for one in session.scalars(select(Edition))}
        assert kept == {(one.of, one.hash, one.structure) for one in editions_of(library.catalogue)}

    def test_does_not_mind_another_process_that_keeps_it_first(
        self, session: Session, folder: Folder
    ) -> None:
        refuse_rows(session.connection(), "release")

        assert not keep_what_is_met(session, Library(folder.path), NOW)
        assert session.scalars(select(Edition)).all() == []


class TestNewer:
    def test_finds_what_was_published_meanwhile(self, session: Session, folder: Folder) -> None:
        served = open_library(session, folder.path, watch=False, now=NOW)
        assert newer(session, served) is None

        folder.edit(*REWORDED)
        edited = Library(folder.path).catalogue
        keep_release(session, edited, lambda: packed(folder.path), LATER)
        assert newer(session, served) is None, "kept is not yet published"

        publish(session, edited.digest, LATER)
        found = newer(session, served)
        assert found is not None
        assert found.catalogue.digest == edited.digest
        assert found.media("link.svg") == (SMALL / "nb" / "media" / "link.svg").read_bytes()
        assert found.media("nothing.svg") is None

    def test_an_earlier_one_can_be_published_again(self, session: Session, folder: Folder) -> None:
        first = open_library(session, folder.path, watch=False, now=NOW)
        folder.edit(*REWORDED)
        second = Library(folder.path)
        keep_release(session, second.catalogue, lambda: packed(folder.path), LATER)
        publish(session, second.catalogue.digest, LATER)
        publish(session, first.catalogue.digest, LATER + timedelta(hours=1))

        found = newer(session, second)
        assert found is not None
        assert found.catalogue.digest == first.catalogue.digest


def test_the_same_files_make_the_same_archive(folder: Folder, tmp_path: Path) -> None:
    assert packed(folder.path) == packed(Folder.copied(SMALL, tmp_path / "again").path)
