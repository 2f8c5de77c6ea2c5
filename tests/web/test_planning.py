"""Planning for a day: in the toolbox and in a step, without scripts."""

from datetime import date, timedelta

import pytest
from apps import Comes
from pages import Browser
from people import Gp, Surgery
from sqlalchemy import select
from sqlalchemy.orm import Session

from selfhelp.records.course import Entry

TODAY = date.today()  # noqa: DTZ011  # the day as the page has it
NEW = "/toolbox/activity/new"


@pytest.fixture
def browser(comes: Comes, surgery: Surgery, gp: Gp) -> Browser:
    return comes(surgery.patient(gp))


def dates(session: Session) -> set[date | None]:
    session.rollback()
    return set(session.scalars(select(Entry.for_date)))


class TestADayInTheToolbox:
    def test_dates_the_entry_and_stands_in_its_field_when_it_comes_back(
        self, browser: Browser, session: Session
    ) -> None:
        tomorrow = TODAY + timedelta(days=1)
        browser.opens(NEW)
        assert "I dag, " in browser.text
        browser.saves(
            {"q.entry.what": "Gå", "q.entry.day.day": tomorrow.isoformat(), "q.entry.day.part": "evening"}
        )
        assert dates(session) == {tomorrow}

        links = [link.get("href", "") for link in browser.page.root.iter("a")]
        browser.opens(next(one for one in links if one.startswith("/toolbox/activity/") and one != NEW))
        assert browser.main_form().data()["q.entry.day.day"] == [tomorrow.isoformat()]

        browser.saves({"q.entry.day.day": ""})
        assert dates(session) == {None}

    def test_takes_no_day_that_the_page_does_not_offer(self, browser: Browser, session: Session) -> None:
        sent = browser.opens(NEW).main_form().data()
        far = {"q.entry.what": "Gå", "q.entry.day.day": (TODAY + timedelta(days=90)).isoformat()}

        answer = browser.client.post(browser.path, data=sent | far, headers=browser.headers)

        assert answer.status_code == 422
        assert dates(session) == {None}
