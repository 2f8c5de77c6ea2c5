"""Making the account: once, however often the page is sent, and with one sheet of recovery codes."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from threading import Barrier

import pytest
from apps import Comes, desk_of
from flask import Flask
from pages import Browser
from people import CHEAP, Gp, Slip, Surgery
from sqlalchemy import func, select, update
from sqlalchemy.orm import Session

from selfhelp.care.hashing import Hasher, Verdict
from selfhelp.records.people import Invitation, Person, RecoveryCode
from selfhelp.web.join import NOT_RIGHT, TAKEN
from selfhelp.web.limits import LIMITS
from web.joining import A_CODE

WORDS = "sti bekk lykt ull"
NEW_WORDS = "fem nye stille ord"
PATIENTS = select(func.count()).where(Person.role == "patient")
THEIR_CODES = PATIENTS.where(RecoveryCode.person_id == Person.id)
Sent = dict[str, list[str]]


class Meeting(Hasher):
    """Hashes passphrases, and lets nobody go on before two have come."""

    def __init__(self) -> None:
        super().__init__(CHEAP)
        self._both = Barrier(2, timeout=30)

    def hash(self, secret: str, *, salt: bytes | None = None) -> str:
        self._both.wait()
        return super().hash(secret, salt=salt)


class Interrupted(Hasher):
    """Checks codes; after the first check something else happens before it is told."""

    def __init__(self, meanwhile: Callable[[], object]) -> None:
        super().__init__(CHEAP)
        self._meanwhile: Callable[[], object] | None = meanwhile

    def check(self, hashed: str | None, secret: str) -> Verdict:
        verdict = super().check(hashed, secret)
        if meanwhile := self._meanwhile:
            self._meanwhile = None
            meanwhile()
        return verdict


@pytest.fixture
def slip(surgery: Surgery, gp: Gp) -> Slip:
    return surgery.slip(gp)


@pytest.fixture
def patient(comes: Comes, slip: Slip) -> Browser:
    """Someone who has filled in user name and passphrase, and not yet sent them."""
    return ready(comes(), slip)


def ready(browser: Browser, slip: Slip, **typed: str) -> Browser:
    browser.opens(f"/start/{slip.code}").saves()
    return browser.fills({"passphrase": WORDS, **typed})


def filled(browser: Browser) -> Sent:
    return browser.main_form().data()


def twin(browser: Browser) -> Browser:
    """The same browser as the server sees it before an answer has come: the same cookie, one more request."""
    other = Browser(browser.app)
    found = browser.client.get_cookie("visit")
    assert found is not None
    other.client.set_cookie("visit", found.value)
    other.page = browser.page
    return other


def sends(browser: Browser, form: Sent, **other: str) -> Browser:
    return browser.posts("/start/account", {**form, **other})


def sheet(browser: Browser) -> list[str]:
    return A_CODE.findall(browser.html)


def later(surgery: Surgery, minutes: int) -> None:
    """Let the account have been made so long ago."""
    with Session(surgery.engine) as session:
        at = datetime.now(UTC) - timedelta(minutes=minutes)
        session.execute(update(Invitation).where(Invitation.redeemed_at.is_not(None)).values(redeemed_at=at))
        session.commit()


def recovers(browser: Browser, form: Sent, code: str) -> Browser:
    browser.opens("/recover")
    return browser.saves({"user_name": form["user_name"][0], "code": code, "passphrase": NEW_WORDS})


class TestTheSamePageSentAgain:
    def test_by_a_double_click_shows_the_same_sheet(self, patient: Browser, session: Session) -> None:
        again, form = twin(patient), filled(patient)

        first, second = sheet(sends(patient, form)), sheet(sends(again, form))

        assert len(first) == 8
        assert second == first
        assert session.scalars(PATIENTS).one() == 1
        assert session.scalars(THEIR_CODES).one() == 8
        assert again.follows("I have the codes on paper").path == "/consent"

    def test_by_a_reload_of_the_answer_shows_the_same_sheet(self, patient: Browser) -> None:
        form = filled(patient)
        first = sheet(sends(patient, form))

        assert [sheet(sends(patient, form)) for _ in range(3)] == [first] * 3
        assert patient.follows("I have the codes on paper").path == "/consent"

    def test_at_the_very_same_moment_shows_the_same_sheet(
        self, app: Flask, patient: Browser, session: Session
    ) -> None:
        app.extensions["selfhelp"] = replace(desk_of(app), passphrases=Meeting())
        form = filled(patient)

        with ThreadPoolExecutor(2) as pool:
            both = list(pool.map(lambda browser: sends(browser, form), (patient, twin(patient))))

        assert [browser.status for browser in both] == [200, 200]
        assert sheet(both[0]) == sheet(both[1])
        assert session.scalars(PATIENTS).one() == 1
        assert [browser.opens("/consent").path for browser in both] == ["/consent", "/consent"]

    def test_while_the_first_is_being_answered_shows_the_same_sheet(
        self, app: Flask, patient: Browser
    ) -> None:
        """The name is found taken: by the patient's own first click."""
        form, first = filled(patient), twin(patient)
        with ThreadPoolExecutor(1) as pool:
            clicked_before = Interrupted(lambda: pool.submit(sends, first, form).result(30))
            app.extensions["selfhelp"] = replace(desk_of(app), codes=clicked_before)
            sends(patient, form)

        assert (first.status, patient.status) == (200, 200)
        assert sheet(first) == sheet(patient)

    def test_shows_codes_that_work_once(self, comes: Comes, patient: Browser) -> None:
        again, form = twin(patient), filled(patient)
        code = sheet(sends(patient, form))[3]
        sends(again, form)

        assert recovers(comes(), form, code).path == "/consent"
        assert sheet(sends(again, {**form, "passphrase": [NEW_WORDS]}))[3] == code
        assert recovers(comes(), form, code).status == 401

    def test_from_another_window_shows_a_sheet_that_counts_instead(
        self, comes: Comes, patient: Browser
    ) -> None:
        form, other = filled(patient), patient.window().opens("/start/account")
        others = {**filled(other.fills({"passphrase": WORDS})), "user_name": form["user_name"]}
        again = twin(other)

        first, second = sheet(sends(patient, form)), sheet(sends(again, others))

        assert len({*first, *second}) == 16
        assert recovers(comes(), form, first[0]).status == 401
        assert recovers(comes(), form, second[0]).path == "/consent"

    def test_stays_with_a_page_that_had_to_be_put_right(self, patient: Browser) -> None:
        key = filled(patient)["page_key"]

        patient.saves({"passphrase": "kort"})

        assert patient.status == 422
        assert filled(patient)["page_key"] == key


class TestAUsedCode:
    @pytest.mark.parametrize("typed", [{"passphrase": "feil ord for alt"}, {"user_name": "en annen"}])
    def test_tells_a_stranger_no_more_than_it_ever_did(
        self, patient: Browser, session: Session, typed: dict[str, str]
    ) -> None:
        stranger, form = twin(patient), filled(patient)
        sends(patient, form)
        before = set(session.scalars(select(RecoveryCode.code_hash)))

        sends(stranger, form, **typed)

        assert (stranger.status, sheet(stranger)) == (410, [])
        assert stranger.says(NOT_RIGHT) in stranger.text
        assert stranger.opens("/home").path.startswith("/log-in")
        assert stranger.opens("/start/account").path == "/start"
        assert set(session.scalars(select(RecoveryCode.code_hash))) == before

    def test_lets_nobody_guess_longer_than_a_log_in_does(self, patient: Browser) -> None:
        form, guessing = filled(patient), [twin(patient) for _ in range(LIMITS["log-in-name"] + 1)]
        sends(patient, form)

        said = [sends(one, form, passphrase=f"feil ord nummer {n}").status for n, one in enumerate(guessing)]

        assert said == [410] * LIMITS["log-in-name"] + [429]
        assert sends(patient, form).status == 429

    def test_is_used_up_for_its_own_patient_after_a_quarter_of_an_hour(
        self, surgery: Surgery, patient: Browser
    ) -> None:
        form = filled(patient)
        sends(patient, form)
        later(surgery, minutes=14)
        assert sheet(sends(patient, form))

        later(surgery, minutes=16)

        assert (sends(patient, form).status, sheet(patient)) == (410, [])

    def test_opens_no_page_to_fill_in_again(self, patient: Browser) -> None:
        sends(patient, filled(patient))

        assert patient.opens("/start/account").path == "/start"


class TestANameThatIsTaken:
    def test_can_be_changed_with_the_code_still_good(
        self, surgery: Surgery, gp: Gp, patient: Browser
    ) -> None:
        taken = surgery.patient(gp).user_name

        for _ in range(LIMITS["log-in-name"] + 1):
            patient.saves({"user_name": taken, "passphrase": WORDS})
            assert patient.status == 422
            assert patient.says(TAKEN) in patient.text

        assert len(sheet(patient.saves({"user_name": "et annet navn", "passphrase": WORDS}))) == 8

    def test_at_the_very_same_moment_is_given_to_one(
        self, app: Flask, comes: Comes, surgery: Surgery, gp: Gp
    ) -> None:
        app.extensions["selfhelp"] = replace(desk_of(app), passphrases=Meeting())
        two = [ready(comes(), surgery.slip(gp), user_name="samme navn") for _ in range(2)]

        with ThreadPoolExecutor(2) as pool:
            list(pool.map(lambda browser: sends(browser, filled(browser)), two))

        assert sorted(browser.status for browser in two) == [200, 422]
        assert sorted(len(sheet(browser)) for browser in two) == [0, 8]
