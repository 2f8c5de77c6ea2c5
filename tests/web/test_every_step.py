"""All five modules in English without JavaScript: every page is filled in, and every step is done."""

from apps import Comes
from pages import Browser
from people import Gp, Surgery, shipped_catalogue
from sqlalchemy import select
from sqlalchemy.orm import Session

from selfhelp.records.course import Progress
from web.any_answer import fills_in

PROGRAMME = shipped_catalogue()["en"]
MOST_PAGES = 120  # of a module


def goes_through(browser: Browser, module: str) -> list[str]:
    """Go from page to page to the module's end; return the steps in the order they were met."""
    met: list[str] = []
    for _ in range(MOST_PAGES):
        if browser.path == f"/modules/{module}/done":
            return met
        parts = browser.path.partition("?")[0].split("/")
        if parts[-1] == "rest":
            browser.follows("Go on")
            continue
        met += [parts[3]] if parts[3] not in met else []
        fills_in(browser).presses("Save and continue")
        assert browser.status == 200, (browser.path, browser.text)
    raise AssertionError(f"{module} has no end: {met}")


def test_every_step_can_be_done(comes: Comes, surgery: Surgery, gp: Gp, session: Session) -> None:
    patient = surgery.patient(gp, locale="en")
    browser = comes(patient, language="en")
    for module in PROGRAMME.modules.values():
        browser.opens(f"/modules/{module.id}/{module.steps[0].id}")
        assert goes_through(browser, module.id) == [step.id for step in module.steps]

    rows = session.scalars(select(Progress).where(Progress.enrolment_id == patient.enrolment_id)).all()
    assert {row.module for row in rows if row.finished_at} == set(PROGRAMME.modules)
    assert "You have done the whole programme" in browser.opens("/home").text
