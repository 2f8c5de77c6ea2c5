"""The demo: invented patients, each with a page of use, and log-ins that work as they are printed."""

import re
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from apps import made, shut
from flask import Flask
from pages import Browser
from sqlalchemy import select, update
from sqlalchemy.orm import Session

from selfhelp.demo import GP_NAME, OPERATOR_NAME, PASSPHRASE, LogIns, demo_settings, set_up
from selfhelp.demo_answers import CARDS
from selfhelp.demo_patients import PATIENTS
from selfhelp.records.encryption import MasterKey
from selfhelp.records.log import AccessLog
from selfhelp.records.migrate import upgrade, upgrade_key_store
from selfhelp.records.people import Person
from web.test_whole_way import MOST_WORDS, on_the_gps_page, own_voice

URL = "http://localhost:8000"


@pytest.fixture
def demo(tmp_path: Path) -> Iterator[tuple[Flask, LogIns]]:
    """The demo, set up in a folder of its own."""
    settings = demo_settings(tmp_path / "demo", URL)
    upgrade(settings.database_url)
    upgrade_key_store(settings.keys_url, MasterKey(settings.master_key))
    app = made(settings)
    yield app, set_up(app, tmp_path / "demo", lambda: None)
    shut(app)


@pytest.fixture
def gp(demo: tuple[Flask, LogIns]) -> Browser:
    app, log_ins = demo
    browser = Browser(app).opens("/log-in").saves({"user_name": GP_NAME, "passphrase": PASSPHRASE})
    return browser.saves({"code": log_ins.totp})


def reads(app: Flask, language: str) -> None:
    """Let the GP read this language from the next page on."""
    with Session(app.extensions["selfhelp"].engine) as session:
        session.execute(update(Person).where(Person.user_name == GP_NAME).values(locale=language))
        session.commit()


def a_day_passes(app: Flask) -> None:
    """Move what the GP has looked at a day back, so that the next look has something to compare with."""
    with Session(app.extensions["selfhelp"].engine) as session:
        for row in session.scalars(select(AccessLog)):
            row.at -= timedelta(days=1)
        session.commit()


def rows(gp: Browser) -> dict[str, str]:
    """The list, by the GP's own note."""
    found = {}
    for row in gp.page.root.iter("tr"):
        said = " ".join("".join(row.itertext()).split())
        for patient in PATIENTS:
            if patient.note in said:
                found[patient.note] = said
    return found


class TestTheDemo:
    def test_lets_the_gp_in_with_what_is_printed(self, demo: tuple[Flask, LogIns], gp: Browser) -> None:
        assert gp.path == "/gp/patients"
        assert set(rows(gp)) == {patient.note for patient in PATIENTS}

    def test_lets_the_operator_in_with_the_digits_the_page_tells(self, demo: tuple[Flask, LogIns]) -> None:
        app, log_ins = demo
        assert OPERATOR_NAME in log_ins.text(URL)
        browser = Browser(app).opens("/log-in").saves({"user_name": OPERATOR_NAME, "passphrase": PASSPHRASE})
        told = re.search(r"[0-9]{6}", browser.text)
        assert told is not None

        assert browser.saves({"code": told[0]}).path == "/use"

    def test_has_a_page_of_use_for_every_patient(self, gp: Browser) -> None:
        said = {patient.about: gp.opens("/gp/patients").follows(patient.note).text for patient in PATIENTS}

        assert CARDS["group-work"]["text"] in said["done with module 1, with card"]
        assert "14 av 14 steg" in said["done with module 1, with card"]
        assert "2 av 3 gjort" in said["done with module 1, with card"]
        assert "Nyttig: Kjeden, Din egen kjede" in said["done with module 1, with card"]
        assert "8 av 14 steg" in said["midway in module 1, no card"]
        assert "2 av 3 gjort, 1 planlagt" in said["done with module 2, has plans"]
        assert "svarte 2" in said["item 9 of PHQ-9 answered with 2"]
        assert "Ikke åpnet ennå" in said["has not started"]
        assert gp.says("Nothing is shared here now") in said["has stopped sharing"]
        assert CARDS["before-start"]["text"] in said["a card, and no step done"]
        assert "Ikke åpnet siden" in said["nothing opened for over two weeks"]
        assert "Punkt 9: ikke besvart" in said["item 9 of PHQ-9 not answered"]
        assert "PHQ-9: fra 11 til 17" in said["PHQ-9 has risen"]
        assert "PHQ-9: 24" in said["PHQ-9 of 20 or more"]
        assert "Tilbakeblikk i uke 14: fra" in said["all done, a look back waits"]
        assert "Tilbakeblikk i uke 14: gjort" in said["looked back, PHQ-9 of 10 or more"]
        assert "PHQ-9 ved tilbakeblikket: 11" in said["looked back, PHQ-9 of 10 or more"]

    @pytest.mark.parametrize("language", ["nb", "en"])
    def test_takes_at_most_a_hundred_and_twenty_words_of_ours_for_each(
        self, demo: tuple[Flask, LogIns], gp: Browser, language: str
    ) -> None:
        reads(demo[0], language)
        for _ in ("a first look", "a second, with a day to compare with"):
            for patient in PATIENTS:
                if patient.sharing:
                    gp.opens("/gp/patients").follows(patient.note)
                    spoken = own_voice(on_the_gps_page(gp))
                    assert 20 < len(spoken) <= MOST_WORDS, f"{patient.about}: {' '.join(spoken)}"
            a_day_passes(demo[0])

    def test_lets_every_patient_in(self, demo: tuple[Flask, LogIns]) -> None:
        for patient in PATIENTS:
            browser = Browser(demo[0]).opens("/log-in")
            browser.saves({"user_name": patient.user_name, "passphrase": PASSPHRASE})

            first = "/before-you-go-on?next=/home" if patient.is_in_danger else "/home"
            assert (browser.path, browser.status) == (first, 200)

    def test_has_an_invitation_nobody_has_used(self, demo: tuple[Flask, LogIns]) -> None:
        app, log_ins = demo

        assert Browser(app).opens(f"/start/{log_ins.invitation}").saves().path == "/start/account"

    def test_finds_everything_again_at_a_second_start(
        self, demo: tuple[Flask, LogIns], tmp_path: Path, gp: Browser
    ) -> None:
        app, log_ins = demo
        before = rows(gp)

        again = set_up(app, tmp_path / "demo", lambda: None)

        assert again.invitation == log_ins.invitation
        assert rows(gp.opens("/gp/patients")) == before
        assert demo_settings(tmp_path / "demo", URL) == demo_settings(tmp_path / "demo", URL)

    def test_prints_every_log_in(self, demo: tuple[Flask, LogIns]) -> None:
        text = demo[1].text(URL)

        assert all(patient.user_name in text for patient in PATIENTS)
        assert PASSPHRASE in text
        assert re.search(r"\b\d{6}\b", text)
        assert f"{URL}/start/" in text
