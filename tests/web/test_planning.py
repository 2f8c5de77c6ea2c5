"""Planning for a day: in the toolbox and in a step, without scripts."""

from datetime import UTC, date, datetime, timedelta

import pytest
from apps import Comes
from forms import Typed, words
from pages import Browser
from people import Gp, Surgery
from sqlalchemy import select
from sqlalchemy.orm import Session

from selfhelp.care.days import day_of
from selfhelp.records.course import Entry

TODAY = day_of(datetime.now(UTC))
NEW = "/toolbox/activity/new"
PLANNER = "/modules/activities/when-where-whom"
TOMORROW = TODAY + timedelta(days=1)


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
        browser.opens(NEW)
        assert "I dag, " in browser.text
        browser.saves(
            {"q.entry.what": "Gå", "q.entry.day.day": TOMORROW.isoformat(), "q.entry.day.part": "evening"}
        )
        assert dates(session) == {TOMORROW}

        links = [link.get("href", "") for link in browser.page.root.iter("a")]
        browser.opens(next(one for one in links if one.startswith("/toolbox/activity/") and one != NEW))
        assert browser.main_form().data()["q.entry.day.day"] == [TOMORROW.isoformat()]

        browser.saves({"q.entry.day.day": ""})
        assert dates(session) == {None}

    def test_takes_no_day_that_the_page_does_not_offer(self, browser: Browser, session: Session) -> None:
        sent = browser.opens(NEW).main_form().data()
        far = {"q.entry.what": "Gå", "q.entry.day.day": (TODAY + timedelta(days=90)).isoformat()}

        answer = browser.client.post(browser.path, data=sent | far, headers=browser.headers)

        assert answer.status_code == 422
        assert dates(session) == {None}


def planned(card: int, what: str, day: date | None = None, part: str = "") -> dict[str, Typed]:
    """What a person fills in on one card."""
    name = f"q.plans.{card}"
    return {
        f"{name}.what": what,
        f"{name}.day.day": day.isoformat() if day else "",
        f"{name}.day.part": part,
    }


def opened_cards(browser: Browser) -> list[bool]:
    """Which of the cards are unfolded."""
    cards = [one for one in browser.page.root.iter("details") if one.find("summary/h2") is not None]
    return [card.get("open") is not None for card in cards]


class TestThePlanner:
    def test_keeps_two_cards_and_shows_them_when_the_patient_comes_back(self, browser: Browser) -> None:
        browser.opens(PLANNER)
        assert opened_cards(browser) == [True, False, False]
        assert "Planlagt den neste uka" not in browser.text

        browser.saves(planned(1, "Gå til brua", TOMORROW, "evening") | planned(3, "Ringe Geir", TODAY))
        assert browser.status == 200
        browser.opens(PLANNER)

        assert opened_cards(browser) == [True, False, True]
        sent = browser.main_form().data()
        assert sent["q.plans.1.what"] == ["Gå til brua"]
        assert sent["q.plans.1.day.part"] == ["evening"]
        assert sent["q.plans.3.day.day"] == [TODAY.isoformat()]
        assert "Dette er planlagt: «Gå til brua; Ringe Geir»." in browser.text

    def test_lays_out_the_week_with_what_is_planned_anywhere(self, browser: Browser) -> None:
        browser.opens(NEW).saves(
            {
                "q.entry.what": "Høre en plate",
                "q.entry.day.day": TODAY.isoformat(),
                "q.entry.day.part": "morning",
            }
        )
        browser.opens(PLANNER).saves(planned(1, "Gå til brua", TOMORROW))
        strip = next(
            one for one in browser.opens(PLANNER).page.root.iter("div") if one.get("class") == "week"
        )
        table = next(strip.iter("table"))

        heads = [words(one) for one in table.iter("th") if one.get("scope") == "col"]
        rows = {words(row.find("th")): [words(cell) for cell in row.iter("td")] for row in table.iter("tr")}
        assert len(heads) == 8
        assert rows["Om morgenen"] == ["Høre en plate", *[""] * 6]
        assert rows["Ingen tid valgt"] == ["", "Gå til brua", *[""] * 5]
        assert "I dag, " in browser.text
        assert "om morgenen: Høre en plate" in browser.text

    def test_lets_a_card_go_when_it_is_emptied(self, browser: Browser, session: Session) -> None:
        browser.opens(PLANNER).saves(planned(1, "Gå til brua", TODAY) | planned(2, "Ringe Geir", TOMORROW))
        browser.opens(PLANNER).saves(planned(1, ""))

        assert browser.status == 200
        assert dates(session) == {TOMORROW}
        assert "Gå til brua" not in browser.opens("/toolbox/activity").text
        assert "Ringe Geir" in browser.text

    def test_asks_for_one_and_names_the_card_that_lacks_something(self, browser: Browser) -> None:
        browser.opens(PLANNER).saves(planned(1, ""))
        assert browser.status == 422
        assert "1. Hva vil du gjøre? – Fyll ut minst én av disse." in browser.text

        browser.saves(planned(1, "Gå til brua") | planned(2, "", TODAY))
        assert browser.status == 422
        assert "2. Hva vil du gjøre? – " in browser.text
        assert opened_cards(browser) == [True, True, False]

    def test_is_done_in_the_toolbox_and_keeps_that_when_the_step_is_sent_again(
        self, browser: Browser, session: Session
    ) -> None:
        browser.opens(PLANNER).saves(planned(1, "Gå til brua", TODAY))
        links = [link.get("href", "") for link in browser.opens("/toolbox/activity").page.root.iter("a")]
        entry = next(one for one in links if one.startswith("/toolbox/activity/") and one != NEW)
        browser.opens(entry).saves({"q.entry.done": "yes", "q.entry.pleasure": "6"})

        browser.opens(PLANNER).saves({"q.plans.1.guess": "3"})

        session.rollback()
        (kept,) = session.scalars(select(Entry)).all()
        assert kept.done_at is not None
