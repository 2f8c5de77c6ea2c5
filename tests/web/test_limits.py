"""Codes and log-ins can be tried so often and no more, however many processes there are."""

from collections.abc import Iterator

import pytest
from apps import Comes, made, shut
from flask import Flask
from pages import Browser
from people import PASSPHRASE, Gp, Patient, Surgery

from selfhelp.settings import Settings
from selfhelp.web.limits import LIMITS

MANY_TRIES = "That was many tries in a short time. Please wait a quarter of an hour, and try again."


@pytest.fixture
def another(settings: Settings, app: Flask) -> Iterator[Flask]:
    """A second process on the same database."""
    second = made(settings)
    yield second
    shut(second)


def tries(browser: Browser, path: str, times: int, **fields: str) -> list[int]:
    """What the same form answers so many times, with something else each time where it says {n}."""
    token = browser.opens(path).token()
    said = []
    for number in range(times):
        data = {name: value.format(n=number) for name, value in fields.items()}
        said.append(browser.posts(path, {**data, "csrf_token": token}).status)
    return said


class TestLogIn:
    def test_of_one_name_stops_after_ten_wrong_tries_with_words_that_say_so(
        self, comes: Comes, patient: Patient
    ) -> None:
        browser = comes()
        said = tries(browser, "/log-in", 11, user_name=patient.user_name, passphrase="feil nummer {n}")

        assert said == [401] * LIMITS["log-in-name"] + [429]
        assert browser.says(MANY_TRIES) in browser.text

    def test_counts_the_name_however_it_is_written(self, comes: Comes, patient: Patient) -> None:
        tries(comes(), "/log-in", 10, user_name=patient.user_name.upper(), passphrase="feil")

        assert tries(comes(), "/log-in", 1, user_name=f"  {patient.user_name} ", passphrase="feil") == [429]

    def test_counts_across_processes(self, comes: Comes, another: Flask, patient: Patient) -> None:
        here, there = comes(), comes(into=another)
        wrong = {"user_name": patient.user_name, "passphrase": "feil ord"}

        assert tries(here, "/log-in", 6, **wrong) == [401] * 6
        assert tries(there, "/log-in", 6, **wrong) == [401] * 4 + [429] * 2
        assert tries(here, "/log-in", 1, **wrong) == [429]

    def test_leaves_others_alone(self, comes: Comes, surgery: Surgery, gp: Gp, patient: Patient) -> None:
        tries(comes(), "/log-in", 12, user_name=patient.user_name, passphrase="feil")

        assert comes(surgery.patient(gp)).path == "/home"

    def test_of_many_names_from_one_address_stops_too(self, comes: Comes) -> None:
        said = tries(comes(), "/log-in", 61, user_name="gjett-{n}", passphrase="feil")

        assert (said.count(401), said[-1]) == (LIMITS["log-in-address"], 429)

    def test_trusts_no_forwarded_address_unless_told_to(self, comes: Comes) -> None:
        browser = comes()
        for number in range(LIMITS["log-in-address"] + 1):
            browser.headers["X-Forwarded-For"] = f"198.51.100.{number}"
            tries(browser, "/log-in", 1, user_name=f"gjett-{number}", passphrase="feil")

        assert browser.status == 429


class TestSecondFactor:
    def test_stops_after_ten_wrong_codes(self, comes: Comes, gp: Gp) -> None:
        browser = comes().opens("/log-in").saves({"user_name": gp.user_name, "passphrase": PASSPHRASE})

        assert tries(browser, "/log-in/code", 11, code="00000{n}") == [401] * 10 + [429]


class TestInvitationCodes:
    def test_stop_after_fifteen_tries_from_one_address(self, comes: Comes, another: Flask) -> None:
        here, there = comes(), comes(into=another)

        assert tries(here, "/start", 10, code="0000-0000-0000-00{n:02}") == [422] * 10
        assert tries(there, "/start", 6, code="0000-0000-0000-10{n:02}") == [422] * 5 + [429]

    def test_still_work_for_a_patient_elsewhere(self, comes: Comes, surgery: Surgery, gp: Gp) -> None:
        tries(comes(), "/start", 20, code="0000-0000-0000-00{n:02}")
        slip = surgery.slip(gp)
        elsewhere = comes()
        elsewhere.environ["REMOTE_ADDR"] = "203.0.113.9"

        assert elsewhere.opens(f"/start/{slip.code}").saves().path == "/start/account"


class TestRecovery:
    def test_stops_after_eight_tries_of_one_name(self, comes: Comes, patient: Patient) -> None:
        wrong = {"code": "0000-0000-00{n:02}", "passphrase": "fem nye stille ord"}

        assert tries(comes(), "/recover", 9, user_name=patient.user_name, **wrong) == [401] * 8 + [429]
