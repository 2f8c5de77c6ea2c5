"""A patient stands on every step of the second module while its author changes it, in every way there is."""

from datetime import UTC, datetime
from typing import Any

import pytest
from apps import Comes, desk_of, publishes
from content.folders import Folder
from flask import Flask
from pages import Browser
from people import Patient, Surgery
from sqlalchemy.orm import Session

from selfhelp.care.mine import Mine
from selfhelp.care.progress import GoOn, progress_of, step_on
from selfhelp.care.step_page import Stamp, StepNow, step_now
from selfhelp.care.step_saving import Sent, save_step
from selfhelp.content.changes import changes
from selfhelp.content.model import Module, Step
from selfhelp.settings import Settings
from selfhelp.web.published import take_up
from web.any_answer import fills_in
from web.served_folder import folder, server
from web.test_every_step import goes_through

__all__ = ["folder", "server"]

MODULE, STEP = "activities", "modules/activities/what-matters.md"
NOW = datetime.now(UTC)
Saved = dict[str, dict[str, Any]]  # step -> exercise -> value
QUESTION = {"nb": "Hvilket område vil du gi litt mer plass de neste to ukene?",
            "en": "Which area would you like to give a little more room in the next two weeks?"}  # fmt: skip
REWORDED = {
    "nb": "Hvilket område vil du gi litt mer plass?",
    "en": "Which area should get a little more room?",
}
LAST = {"nb": "- (meaning) Natur, tro eller kultur\n  > ", "en": "- (meaning) Nature, faith or culture\n  > "}
WITH_REST = {"nb": f"- (rest) Hvile og ro\n  > Det kan være fem minutter.\n{LAST['nb']}",
             "en": f"- (rest) Rest and quiet\n  > It can be five minutes.\n{LAST['en']}"}  # fmt: skip
CLOSED, OPENED = {"nb": "::: choice area\ngp: nothing"}, {"nb": "::: choice area\ngp: answer"}
FAMILY = {
    "nb": "- (family) De nærmeste\n"
    "  > Det kan være å spise sammen uten skjerm, eller å sende et bilde til en du er glad i.\n",
    "en": "- (family) The people closest to me\n"
    "  > It can be a meal together with no screens, or a photo sent to someone you love.\n",
}
NOTHING = {"nb": "", "en": ""}


class Author:
    """Changes the module, and publishes it for a server that runs."""

    def __init__(self, folder: Folder, settings: Settings, server: Flask) -> None:
        self.folder, self.settings, self.server = folder, settings, server

    def publishes(self, old: dict[str, str], new: dict[str, str]) -> set[str]:
        """Put other lines into the step, and tell what sorts of change that made."""
        before = desk_of(self.server).library.catalogue
        for locale, lines in old.items():
            text = self.folder.read(f"{locale}/{STEP}")
            assert lines in text, lines
            self.folder.write(f"{locale}/{STEP}", text.replace(lines, new[locale], 1))
        after = publishes(self.settings, self.folder.path)
        assert take_up(desk_of(self.server))
        return {one.sort for one in changes(before, after)}


@pytest.fixture
def author(folder: Folder, settings: Settings, server: Flask) -> Author:
    return Author(folder, settings, server)


class Midway:
    """A patient who has filled in the module up to a step, and stands there."""

    def __init__(self, server: Flask, patient: Patient, browser: Browser, at: Step) -> None:
        self.desk, self.patient, self.browser, self.at = desk_of(server), patient, browser, at

    def mine(self, session: Session) -> Mine:
        key, present = self.desk.keys.key(self.patient.enrolment_id), self.desk.library.catalogue
        programme = self.desk.earlier.programme(self.patient.enrolment_id, present, "nb")
        return Mine(self.patient.enrolment_id, key, programme, "ida", present, self.desk.earlier)

    def module(self, session: Session) -> Module:
        return self.mine(session).programme.modules[MODULE]

    def writes(self, saved: Saved) -> None:
        with Session(self.desk.engine) as session:
            mine, module = self.mine(session), self.module(session)
            for step in module.steps[: module.number(self.at.id)]:
                before = step_now(session, mine, module, step, NOW)
                sent = Sent(saved[step.id], frozenset(), f"page-{step.id}", Stamp())
                save_step(session, mine=mine, module=module, before=before, sent=sent, now=NOW)
                done, on = step is not self.at, GoOn(self.at.id)
                step_on(session, mine=mine, module=module, step=step.id, done=done, go_on=on, now=NOW)
            session.commit()

    def sees(self) -> Saved:
        """Every answer so far, as the pages show it: what is hidden is not there."""
        with Session(self.desk.reader) as session:
            mine, module = self.mine(session), self.module(session)
            seen = (step_now(session, mine, module, step, NOW) for step in module.steps)
            return {now.step.id: shown_in(now) for now in seen if shown_in(now)}

    def is_done(self) -> bool:
        with Session(self.desk.reader) as session:
            return progress_of(session, self.mine(session))[MODULE].finished_at is not None


def shown_in(now: StepNow) -> dict[str, Any]:
    shown = {one.id: now.value(one) for one in now.step.asking if now.scope.shows(one)}
    return {name: value for name, value in shown.items() if value is not None}


@pytest.fixture
def patients(server: Flask, surgery_there: Surgery, comes: Comes) -> list[Midway]:
    """A patient on every step; what they answer was typed into the pages by one who went before them."""
    gp, module = surgery_there.gp(), desk_of(server).library.catalogue["nb"].modules[MODULE]

    def stands_on(step: Step) -> Midway:
        patient = surgery_there.patient(gp)
        return Midway(server, patient, comes(patient, into=server), step)

    first = stands_on(module.steps[-1])
    browser = first.browser.opens(f"/modules/{MODULE}/{module.steps[0].id}")
    while not browser.path.startswith(f"/modules/{MODULE}/{module.steps[-1].id}"):
        if browser.path.endswith("/rest"):
            browser.follows("Go on")
        else:
            fills_in(browser).presses("Save and continue")
    written = first.sees()
    found = []
    for step in module.steps:
        one = stands_on(step)
        one.writes({each.id: written.get(each.id, {}) for each in module.steps})
        found.append(one)
    return found


@pytest.fixture
def surgery_there(server: Flask) -> Surgery:
    desk = desk_of(server)
    return Surgery(desk.engine, desk.keys, desk.root, desk.passphrases, NOW)


def opens_where_they_stand(patients: list[Midway]) -> str:
    """Let everybody open the step they stand on; return what the one on the changed step reads."""
    read = ""
    for one in patients:
        assert one.browser.opens(f"/modules/{MODULE}/{one.at.id}").status == 200, one.at.id
        if one.at.id == "what-matters":
            read = one.browser.opens(f"/modules/{MODULE}/{one.at.id}?part=3").text
    return read


def test_nobody_loses_anything(
    comes: Comes,
    server: Flask,
    folder: Folder,
    settings: Settings,
    patients: list[Midway],
    surgery_there: Surgery,
) -> None:
    author = Author(folder, settings, server)
    before = [one.sees() for one in patients]
    steps = desk_of(server).library.catalogue["nb"].modules[MODULE].steps
    assert [one.at for one in patients] == list(steps)
    assert before[-1]["what-matters"]["area"] == "family"

    # Words: everybody meets the new ones at the next page, and is told which question was answered.
    assert author.publishes(QUESTION, REWORDED) == {"words"}
    read = opens_where_they_stand(patients)
    assert REWORDED["nb"] in read
    assert f"Da du svarte, var spørsmålet: {QUESTION['nb']}" in read
    assert [one.sees() for one in patients] == before

    # Safe: what has been begun is ended as it was.
    assert author.publishes(LAST, WITH_REST) == {"safe"}
    assert "Hvile og ro" not in opens_where_they_stand(patients)
    assert [one.sees() for one in patients] == before

    # Consent: the doctor may get more, of new answers.
    assert author.publishes(CLOSED, OPENED) == {"consent"}
    opens_where_they_stand(patients)
    assert [one.sees() for one in patients] == before

    # Breaking: what they chose is gone.
    assert author.publishes(FAMILY, NOTHING) == {"breaking"}
    opens_where_they_stand(patients)
    assert [one.sees() for one in patients] == before

    # They come to the end of it, and find all that they have written where they wrote it.
    for one, seen in zip(patients, before, strict=True):
        if one.at in (steps[0], steps[7], steps[-1]):
            goes_through(one.browser.opens(f"/modules/{MODULE}/{one.at.id}"), MODULE)
            assert one.is_done()
            assert one.sees().items() >= seen.items()

    # Who begins now meets the module as it is.
    new = surgery_there.patient(surgery_there.gp())
    page = comes(new, into=server).opens(f"/modules/{MODULE}/what-matters?part=3").text
    assert REWORDED["nb"] in page
    assert "Hvile og ro" in page
    assert "De nærmeste" not in page
