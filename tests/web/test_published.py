"""A server that runs takes up what is published, and goes on with what it has when it cannot."""

import re
import threading
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from apps import Comes, databases_gone, desk_of, publishes
from content.folders import Folder
from flask import Flask
from people import Gp, Patient
from sqlalchemy import select
from sqlalchemy.orm import Session

from selfhelp.care.releases import publish
from selfhelp.content.archive import packed
from selfhelp.records.course import Answers, Progress, Release
from selfhelp.settings import Settings
from selfhelp.web import published
from selfhelp.web.published import follow_publishing, take_up
from web.served_folder import folder, server

__all__ = ["folder", "server"]

GOALS = "/modules/link/goals"
BEFORE, AFTER = "Hva vil du ha annerledes?", "Hva vil du gjerne ha annerledes?"
LINKS, UNSURE_IN_WORDS = "/modules/link/where-to-break", "Jeg vet ikke ennå"
UNSURE = re.compile(r"^- \(unsure\).*\n  > .*\n", re.MULTILINE)
LONG_ENOUGH = 20.0  # seconds until a test gives up waiting


def publishes_other_words(settings: Settings, folder: Folder) -> str:
    folder.edit("nb/modules/link/goals.md", BEFORE, AFTER)
    return publishes(settings, folder.path).digest


def test_the_next_page_has_the_new_words(
    server: Flask, settings: Settings, folder: Folder, comes: Comes, patient: Patient
) -> None:
    browser = comes(patient, into=server).opens(GOALS)
    publishes_other_words(settings, folder)
    assert AFTER not in browser.opens(GOALS).text

    assert take_up(desk_of(server))
    assert AFTER in browser.opens(GOALS).text
    assert not take_up(desk_of(server)), "there is nothing newer"


def test_a_page_that_stood_open_is_saved(
    server: Flask, settings: Settings, folder: Folder, comes: Comes, patient: Patient
) -> None:
    browser = comes(patient, into=server).opens(GOALS).fills({"q.goal-1": "Gå tur"})
    publishes_other_words(settings, folder)
    take_up(desk_of(server))

    browser.presses("Save and continue")
    assert browser.opens(GOALS).main_form().data()["q.goal-1"] == ["Gå tur"]


def test_a_page_that_stood_open_is_read_as_it_was_asked(
    server: Flask, settings: Settings, folder: Folder, comes: Comes, patient: Patient
) -> None:
    browser = comes(patient, into=server).opens(LINKS).fills({"q.easiest-link": ["unsure"]})
    for locale in ("nb", "en"):
        file = f"{locale}/modules/link/where-to-break.md"
        folder.write(file, UNSURE.sub("", folder.read(file)))
    publishes(settings, folder.path)
    take_up(desk_of(server))

    browser.presses("Save and continue")
    with Session(desk_of(server).reader) as session:
        kept = session.scalars(select(Answers.edition)).one()
        assert kept == session.scalars(select(Progress.edition)).one()
    assert kept != desk_of(server).library.catalogue.source.modules["link"].edition
    assert browser.opens(LINKS).main_form().data()["q.easiest-link"] == ["unsure"]
    assert UNSURE_IN_WORDS in browser.text


def test_the_doctor_reads_each_question_as_it_was_asked(
    server: Flask, settings: Settings, folder: Folder, comes: Comes, patient: Patient, gp: Gp
) -> None:
    browser, page = comes(patient, into=server), f"/gp/patients/{patient.enrolment_id}"
    browser.opens(GOALS).saves({"q.goal-1": "Gå tur", "q.goal-1.doctor-may-see": True})
    publishes_other_words(settings, folder)
    take_up(desk_of(server))

    doctor = comes(gp, into=server)
    read = doctor.opens(page).text
    assert f"{BEFORE} Gå tur" in read
    assert AFTER not in read

    browser.opens(GOALS).saves({"q.goal-1": "Gå tur i skogen"})
    read = doctor.opens(page).text
    assert f"{AFTER} Gå tur i skogen" in read
    assert BEFORE not in read


def test_somebody_looks_every_few_seconds(
    server: Flask, settings: Settings, folder: Folder, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(published, "EVERY", 0.01)
    digest, ended = publishes_other_words(settings, folder), threading.Event()
    thread = follow_publishing(desk_of(server), until=ended)
    waited = datetime.now(UTC) + timedelta(seconds=LONG_ENOUGH)
    while desk_of(server).library.catalogue.digest != digest and datetime.now(UTC) < waited:
        thread.join(0.01)
    ended.set()
    thread.join(LONG_ENOUGH)

    assert desk_of(server).library.catalogue.digest == digest
    assert not thread.is_alive()


def test_what_cannot_be_read_is_left(server: Flask, tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    desk, empty = desk_of(server), tmp_path / "empty"
    empty.mkdir()
    at = datetime.now(UTC)
    with Session(desk.engine) as writing:
        writing.add(Release(digest="d" * 64, made_at=at, published_at=None, archive=packed(empty)))
        publish(writing, "d" * 64, at)
        writing.commit()
    served = desk.library

    assert not take_up(desk)
    assert desk.library is served
    assert "published content not taken up: error=ContentError" in caplog.text


def test_a_database_that_is_gone_ends_nothing(server: Flask, caplog: pytest.LogCaptureFixture) -> None:
    with databases_gone(server):
        assert not take_up(desk_of(server))
    assert "published content not taken up: error=" in caplog.text
    assert not take_up(desk_of(server))
