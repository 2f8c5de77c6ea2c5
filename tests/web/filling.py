"""Answers as they are typed into the pages: the demo's answers, as fields."""

from typing import Any

from forms import Typed
from pages import Browser
from people import Patient, Surgery, shipped_catalogue
from sqlalchemy.orm import Session

from selfhelp.care import progress
from selfhelp.care.progress import GoOn
from selfhelp.care.step_page import Stamp, step_now
from selfhelp.care.step_saving import Sent, save_step
from selfhelp.demo_answers import CARDS, LINK
from selfhelp.exercises.exercise import Exercise, field_name

MODULE = shipped_catalogue()["nb"].modules["link"]


def typed(exercise: Exercise, value: Any) -> dict[str, Typed]:
    """What a person types for this answer, by field."""
    data = exercise.form(value)
    return {
        field_name(exercise.id, key): one if isinstance(one, bool | list) else str(one)
        for key, one in data.items()
        if one not in (None, [], "")
    }


def answers_on(browser: Browser, step_id: str) -> dict[str, Typed]:
    """The answers to what stands on this page."""
    step = MODULE.step(step_id)
    assert step is not None
    known: dict[str, Any] = {**LINK.get(step_id, {}), "helped": CARDS["group-work"]}
    fields = {
        name: value
        for exercise in step.asking
        if exercise.id in known
        for name, value in typed(exercise, known[exercise.id]).items()
    }
    here = {name for form in browser.page.forms() for name in form.names()}
    return {name: value for name, value in fields.items() if name in here}


def works_through(browser: Browser, *, until: str = "/modules/link/done") -> list[str]:
    """Fill in page after page as a person does, until this address; return the addresses passed."""
    passed: list[str] = []
    while browser.path != until:
        assert len(passed) < 80, passed
        passed.append(browser.path)
        parts = browser.path.partition("?")[0].split("/")
        if parts[-1] == "rest":
            browser.follows("Go on")
        else:
            browser.fills(answers_on(browser, parts[3])).presses("Save and continue")
        assert browser.status == 200, (browser.path, browser.text)
    return passed


def has_done(surgery: Surgery, patient: Patient) -> None:
    """Let a patient have been through the module, with the same answers and without a browser."""
    mine = surgery.place_of(patient, character="ida")
    with Session(surgery.engine) as session:
        for step in MODULE.steps:
            values = {**LINK.get(step.id, {}), "helped": CARDS["group-work"]}
            sent = Sent(values, frozenset(), f"page-{step.id}", Stamp())
            before = step_now(session, mine, MODULE, step, surgery.now)
            save_step(session, mine=mine, module=MODULE, before=before, sent=sent, now=surgery.now)
            after = MODULE.step_after(step.id) or step
            progress.step_on(
                session,
                mine=mine,
                module=MODULE,
                step=step.id,
                done=True,
                go_on=GoOn(after.id),
                now=surgery.now,
            )
        session.commit()
