"""A warning before the log-in runs out, and one press that keeps it on; with a pen still in the hand."""

from datetime import UTC, datetime, timedelta

import pytest
from playwright.sync_api import expect
from sqlalchemy import select
from sqlalchemy.orm import Session

from browser.house import House
from browser.person import Arrives, Way
from browser.person import Person as Visitor
from selfhelp.records.people import Login, Person

pytestmark = pytest.mark.browser

WARNING = "In a few minutes you are logged out, because nothing has happened here for a while."
OVER = "You have been logged out. What is on this page can still be saved: you are then asked to log in."


@pytest.fixture(params=[Way("nb", width=360), Way("en")], ids=str)
def patient(request: pytest.FixtureRequest, arrives: Arrives, at_home: str) -> Visitor:
    patient = arrives(request.param)
    patient.page.clock.install()
    patient.is_in(at_home).opens("/toolbox/chain/new")
    expect(patient.page.locator("[data-stay]")).to_be_hidden()
    return patient


def waits(patient: Visitor, minutes: int) -> None:
    patient.page.clock.fast_forward(f"{minutes:02}:00")


def test_comes_before_the_log_in_runs_out_and_goes_at_one_press(
    patient: Visitor, house: House, at_home: str
) -> None:
    waits(patient, 26)
    patient.sees_not(WARNING)
    waits(patient, 2)
    patient.sees(WARNING)
    house.lets_time_pass(at_home, 28)

    patient.taps("Stay logged in").sees_not(WARNING)

    with Session(house.desk.reader) as session:
        seen = session.scalars(
            select(Login.last_seen_at).join(Person).where(Person.user_name == at_home)
        ).one()
    assert datetime.now(UTC) - seen < timedelta(minutes=1)


def test_says_when_it_was_too_late(patient: Visitor, house: House, at_home: str) -> None:
    waits(patient, 28)
    house.lets_the_log_in_lapse(at_home)

    patient.taps("Stay logged in").sees(OVER)


def test_begins_anew_with_whatever_is_saved(patient: Visitor) -> None:
    waits(patient, 26)
    patient.finds('[name="q.entry.event"]').fill("Bussen gikk")
    with patient.page.expect_response(lambda reply: reply.request.method == "POST"):
        waits(patient, 1)
    expect(patient.page.locator("[data-saved]")).not_to_be_empty()

    waits(patient, 2)

    patient.sees_not(WARNING)
