"""The one kind offer of reminders, and that a no is remembered."""

import pytest
from apps import Comes, desk_of, made, shut, signs_in
from flask import Flask
from mail_server import box
from people import Patient, Surgery
from sqlalchemy.orm import Session

from selfhelp.care import progress
from selfhelp.care.progress import GoOn
from selfhelp.settings import Settings
from web.test_my_reminders import PAGE, app, asks

pytestmark = pytest.mark.mail
__all__ = ["app", "box"]
OFFER = "Would you like a reminder?"


class TestTheOffer:
    @pytest.fixture
    def ends(self, app: Flask, surgery: Surgery, patient: Patient) -> list[str]:
        """Where the first sitting and the first module end, and places where nothing is offered."""
        module = next(iter(desk_of(app).library.catalogue.source.modules.values()))
        mine = surgery.place_of(patient)
        with Session(surgery.engine) as session:
            for one in list(mine.programme.modules.values())[:2]:
                for step in one.steps:
                    progress.step_on(
                        session, mine=mine, module=one, step=step.id, done=True, go_on=GoOn(step.id),
                        now=surgery.now,
                    )  # fmt: skip
            session.commit()
        first, second = module.sittings[0][-1], module.sittings[1][-1]
        other = list(mine.programme.modules)[1]
        return [
            f"/modules/{module.id}/{first}/rest",
            f"/modules/{module.id}/done",
            f"/modules/{module.id}/{second}/rest",
            f"/modules/{other}/done",
        ]

    @pytest.mark.parametrize("locale", ["nb", "en"])
    def test_stands_at_the_end_of_the_first_sitting_and_of_the_first_module(
        self, comes: Comes, patient: Patient, ends: list[str], locale: str
    ) -> None:
        browser = comes(patient).opens("/my-account/reading").saves({"locale": locale})

        assert [browser.says(OFFER) in browser.opens(end).text for end in ends] == [True, True, False, False]
        assert browser.opens(ends[0]).follows("Choose days").path == PAGE

    def test_is_gone_for_good_after_a_no(self, comes: Comes, patient: Patient, ends: list[str]) -> None:
        browser = comes(patient).opens(ends[0]).presses("No thanks")

        assert browser.path == ends[0]
        assert [browser.says(OFFER) in browser.opens(end).text for end in ends[:2]] == [False, False]

    def test_is_gone_when_reminders_are_set_up(self, comes: Comes, patient: Patient, ends: list[str]) -> None:
        browser = asks(comes(patient))

        assert [browser.says(OFFER) in browser.opens(end).text for end in ends[:2]] == [False, False]

    def test_is_not_made_where_no_mail_can_be_sent(
        self, comes: Comes, patient: Patient, ends: list[str], settings: Settings
    ) -> None:
        without = made(settings)
        browser = signs_in(comes(into=without), patient)

        assert browser.says(OFFER) not in browser.opens(ends[0]).text
        shut(without)

    def test_leads_nowhere_else_after_a_no(self, comes: Comes, patient: Patient) -> None:
        browser = comes(patient).opens("/my-account")
        token = {"csrf_token": browser.token()}

        for elsewhere in ("//example.org/home", "https://example.org/home", "/gp/patients", "home"):
            browser.posts("/my-account/reminders/off", {**token, "next": elsewhere})
            assert browser.path == "/my-account"
