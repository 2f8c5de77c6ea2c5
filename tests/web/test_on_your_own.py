"""Starting without a doctor, where the operator lets people do so, and adding one later by a code."""

from dataclasses import replace
from datetime import timedelta

import pytest
from apps import Comes, desk_of, made, shut
from flask import Flask
from pages import Browser
from people import EVERYTHING, Gp, Surgery
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from selfhelp.care.days import day_of
from selfhelp.records.course import Appointment, CareLink, Enrolment
from selfhelp.records.people import Invitation, Person
from selfhelp.settings import Settings
from selfhelp.web.join import NOT_RIGHT
from selfhelp.web.limits import LIMITS
from web.joining import A_CODE

WORDS, TEXT = "sti bekk lykt ull", "Gruppearbeidet på mandag"
PATIENTS = select(func.count()).where(Person.role == "patient")


@pytest.fixture
def settings(settings: Settings) -> Settings:
    return replace(settings, self_enrolment=True)


@pytest.fixture
def alone(comes: Comes) -> Browser:
    """Someone who has made an account and come home."""
    return begins(comes()).follows("I have the codes on paper").saves()


def begins(browser: Browser) -> Browser:
    browser.opens("/").follows("Start on your own").saves()
    browser.private |= {browser.main_form().data()["user_name"][0], WORDS}
    return browser.saves({"passphrase": WORDS})


class TestStarting:
    def test_is_not_offered_unless_the_operator_says_so(self, settings: Settings, comes: Comes) -> None:
        closed = made(replace(settings, self_enrolment=False))
        browser = comes(into=closed).opens("/")

        assert browser.says("Start on your own") not in browser.text
        assert browser.opens("/start/on-your-own").status == 404
        token = browser.opens("/start").token()
        assert browser.posts("/start/on-your-own", {"csrf_token": token}).status == 404
        shut(closed)

    @pytest.mark.parametrize("language", ["nb", "en"])
    def test_leads_home_by_the_same_way_as_a_code(
        self, comes: Comes, session: Session, language: str
    ) -> None:
        browser = begins(comes(language=language))
        assert len(A_CODE.findall(browser.html)) == 8

        browser.follows("I have the codes on paper")
        assert browser.path == "/consent"
        assert browser.says("You are here on your own") in browser.text
        assert browser.saves().path == "/home"

        assert session.scalars(select(CareLink)).all() == []
        assert session.scalars(select(Enrolment.consent_version)).one() > 0

    def test_saves_answers_under_a_key_of_its_own(self, alone: Browser, comes: Comes) -> None:
        alone.opens("/card").saves({"q.card.text": TEXT})

        assert TEXT in alone.opens("/card").html
        assert TEXT not in begins(comes()).opens("/card").html

    def test_happens_once_when_the_page_is_sent_twice(self, comes: Comes, session: Session) -> None:
        browser = comes().opens("/start/on-your-own").saves().fills({"passphrase": WORDS})
        form = browser.main_form().data()

        sheets = [A_CODE.findall(browser.posts("/start/account", form).html) for _ in range(3)]

        assert (len(sheets[0]), sheets) == (8, [sheets[0]] * 3)
        assert session.scalars(PATIENTS).one() == 1

    def test_takes_nobodys_name_and_lets_nobody_in_by_it(self, alone: Browser, comes: Comes) -> None:
        (name,) = [word for word in alone.private if word != WORDS]
        browser = comes().opens("/start/on-your-own").saves()

        browser.saves({"user_name": name, "passphrase": "fem nye stille ord"})

        assert browser.status == 422
        assert browser.opens("/home").path.startswith("/log-in")

    @pytest.mark.parametrize("scope", ["alone-address", "alone-everyone"])
    def test_is_held_back_after_too_many(
        self, comes: Comes, session: Session, monkeypatch: pytest.MonkeyPatch, scope: str
    ) -> None:
        monkeypatch.setitem(LIMITS, scope, 2)

        assert [begins(comes()).status for _ in range(3)] == [200, 200, 429]
        assert session.scalars(PATIENTS).one() == 2


class TestThePages:
    def test_tell_that_nobody_follows(self, alone: Browser) -> None:
        for path in ("/sharing", "/card"):
            assert alone.says("Let a doctor follow you") in alone.opens(path).text
        assert alone.opens("/help-now").status == 200

    @pytest.mark.parametrize("path", ["/modules/link/goals", "/modules/link/home-practice?part=3", "/card"])
    def test_speak_of_a_doctor_to_come(
        self, alone: Browser, comes: Comes, surgery: Surgery, gp: Gp, path: str
    ) -> None:
        later, mine = "A doctor I choose later can see this", "My doctor can see this"

        assert alone.says(later) in alone.opens(path).text
        assert alone.says(mine) not in alone.text
        followed = comes(surgery.patient(gp)).opens(path)
        assert followed.says(mine) in followed.text
        assert followed.says(later) not in followed.text

    def test_end_no_sharing_that_never_began(self, alone: Browser) -> None:
        token = {"csrf_token": alone.opens("/sharing").token()}

        for path in ("/sharing", "/sharing/end", "/sharing/again"):
            assert alone.posts(path, token).status == 404


class TestAddingADoctor:
    def test_asks_first_what_may_be_seen_and_loses_nothing(
        self, alone: Browser, comes: Comes, surgery: Surgery, gp: Gp, session: Session
    ) -> None:
        first = day_of(surgery.now) + timedelta(days=4)
        slip = surgery.slip(gp, note="rød lue", office_number="22 33 44 55", first_appointment=first)
        alone.opens("/card").saves({"q.card.text": TEXT, "q.card.show": True})

        alone.opens("/sharing").follows("I have a code").saves({"code": slip.code.lower()})

        assert alone.path == "/consent"
        assert "Kari Lege" in alone.text
        doctor = comes(gp).opens("/gp/patients")
        assert TEXT not in doctor.follows("rød lue").html
        assert alone.opens("/home").path == "/consent"
        alone.presses("Share everything and go on")
        assert alone.path == "/home"
        assert "Om 4 dager" in alone.text
        assert TEXT in doctor.opens("/gp/patients").follows("rød lue").html
        assert "22 33 44 55" in alone.opens("/help-now").text
        link = session.scalars(select(CareLink)).one()
        assert set(link.shares) == set(EVERYTHING)
        assert session.scalars(select(Invitation.enrolment_id)).one() == link.enrolment_id
        assert session.scalars(select(Appointment.date)).all() == [first]

    def test_works_from_the_picture_on_the_sheet(
        self, alone: Browser, surgery: Surgery, gp: Gp, app: Flask
    ) -> None:
        slip = surgery.slip(gp)

        assert alone.opens(f"/start/{slip.code}").saves().path == "/consent"
        assert slip.enrolment_id not in desk_of(app).keys.keys([slip.enrolment_id])

    def test_refuses_codes_that_open_nothing(
        self, alone: Browser, comes: Comes, surgery: Surgery, gp: Gp
    ) -> None:
        used = surgery.slip(gp)
        comes().opens(f"/start/{used.code}").saves().saves({"passphrase": "elv måne korg sang"})

        for code in (used.code, "AAAA-BBBB-CCCC-DDDD", "on-your-own"):
            alone.opens("/doctor").saves({"code": code})
            assert alone.status == 422
            assert alone.says(str(NOT_RIGHT)) in alone.text
            assert code in alone.html

    def test_is_counted_like_any_try_of_a_code(self, alone: Browser, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setitem(LIMITS, "code-address", 1)

        tries = [alone.opens("/doctor").saves({"code": "AAAA-BBBB-CCCC-DDDD"}).status for _ in range(2)]

        assert tries == [422, 429]

    def test_adds_no_second_one(self, comes: Comes, surgery: Surgery, gp: Gp, session: Session) -> None:
        slip = surgery.slip(surgery.gp())
        browser = comes(surgery.patient(gp))

        browser.opens(f"/start/{slip.code}").saves()

        assert browser.path == "/sharing"
        assert "Kari Lege" in browser.text
        assert session.get_one(Invitation, slip.invitation_id).redeemed_at is None
