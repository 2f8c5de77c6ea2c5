"""An author changes the content while the server runs: answers carry an edition that can be found again."""

import dataclasses
import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from apps import Comes, made, shut
from content.folders import REAL, Folder
from flask import Flask
from people import Patient
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from selfhelp.care.releases import archive_of
from selfhelp.content.library import Library
from selfhelp.records.course import Answers, Edition, Release
from selfhelp.settings import Settings

GOALS = "/modules/link/goals"
BEFORE, AFTER = "Hva vil du ha annerledes?", "Hva vil du gjerne ha annerledes?"


@pytest.fixture
def folder(tmp_path: Path) -> Folder:
    return Folder.copied(REAL, tmp_path / "content")


@pytest.fixture
def servers(settings: Settings, folder: Folder) -> Iterator[list[Flask]]:
    """Two processes on the same databases, both watching the author's folder."""
    watching = dataclasses.replace(settings, content=folder.path, reload_content=True)
    both = [made(watching) for _ in range(2)]
    yield both
    for server in both:
        shut(server)


def change(folder: Folder) -> None:
    """Edit a question as an author does: the file is later than it was, even on a coarse clock."""
    path = folder.path / "nb" / "modules" / "link" / "goals.md"
    later = path.stat().st_mtime_ns + 10**9
    folder.edit("nb/modules/link/goals.md", BEFORE, AFTER)
    os.utime(path, ns=(later, later))


def releases(session: Session) -> int:
    session.rollback()  # see what has been saved since the last look
    return session.scalars(select(func.count()).select_from(Release)).one()


def test_an_answer_brings_its_edition_along(
    servers: list[Flask], folder: Folder, comes: Comes, patient: Patient, session: Session
) -> None:
    browsers = [comes(patient, into=server) for server in servers]
    stored = releases(session)
    change(folder)

    for browser in browsers:
        assert AFTER in browser.opens(GOALS).text
    assert releases(session) == stored, "looking writes nothing"

    for number, browser in enumerate(browsers):
        browser.opens(GOALS).saves({"q.goal-1": f"Gå tur {number} ganger"})
    assert releases(session) == stored + 1

    answered = session.scalars(select(Answers.edition)).one()
    release = session.scalars(select(Edition.release).where(Edition.hash == answered)).one()
    kept = Library.of_archive(archive_of(session, release)).catalogue
    assert AFTER in str(kept["nb"].modules["link"].step("goals"))
