"""Removing an entry asks nothing, and can be undone without a script."""

from datetime import UTC, datetime, timedelta

from apps import Comes
from pages import Browser
from people import Patient
from sqlalchemy import update
from sqlalchemy.orm import Session

from selfhelp.records.course import Entry
from selfhelp.web.desk import Desk

EVENT, TEXT = "q.entry.event", "Bussen gikk fra meg"
UNDO = "Undo"


def removes(browser: Browser) -> str:
    """Write a chain and remove it; return where it stood."""
    browser.opens("/toolbox/chain/new").saves({EVENT: TEXT})
    links = [link.get("href", "") for link in browser.page.root.iter("a")]
    entry = next(
        one
        for one in links
        if one.startswith("/toolbox/chain/") and one[-3:] != "new" and one[-5:] != "sheet"
    )
    browser.opens(entry).presses("Remove this")
    return entry


def half_an_hour_passes(desk: Desk) -> None:
    with Session(desk.engine) as session:
        session.execute(update(Entry).values(removed_at=datetime.now(UTC) - timedelta(minutes=31)))
        session.commit()


class TestRemoveEntry:
    def test_says_that_it_is_removed_and_brings_it_back_at_one_press(
        self, comes: Comes, patient: Patient
    ) -> None:
        browser = comes(patient)
        entry = removes(browser)
        assert browser.path == "/toolbox/chain"
        assert TEXT not in browser.text
        assert browser.opens(entry).status == 404

        browser.opens("/toolbox/chain").presses(UNDO)

        assert browser.says("It is back.") in browser.text
        assert TEXT in browser.text
        assert browser.opens(entry).status == 200
        assert browser.says(UNDO) not in browser.opens("/toolbox").text

    def test_offers_the_way_back_in_the_toolbox_for_a_tool_that_has_only_one(
        self, comes: Comes, patient: Patient
    ) -> None:
        browser = comes(patient).opens("/toolbox/safety-plan").saves({"q.entry.signs": "Jeg svarer ikke"})
        browser.opens("/toolbox/safety-plan").presses("Remove this")
        assert browser.path == "/toolbox"

        browser.presses(UNDO)

        browser.opens("/toolbox/safety-plan")
        assert "Jeg svarer ikke" in browser.html

    def test_says_when_it_is_too_late(self, comes: Comes, patient: Patient, desk: Desk) -> None:
        browser = comes(patient)
        removes(browser)
        half_an_hour_passes(desk)

        browser.presses(UNDO)

        assert browser.says("It is more than half an hour ago, so it is gone.") in browser.text
        assert browser.says(UNDO) not in browser.text

    def test_is_gone_for_good_by_the_next_visit(self, comes: Comes, patient: Patient, desk: Desk) -> None:
        removes(comes(patient))
        half_an_hour_passes(desk)

        comes(patient)

        with Session(desk.engine) as session:
            assert session.query(Entry).count() == 0
