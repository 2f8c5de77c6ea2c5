"""Help now: the numbers to call are there for everyone, whatever is gone."""

import re

from apps import Comes, databases_gone
from flask import Flask
from people import PASSPHRASE, Gp, Patient, Surgery, shipped_catalogue
from sqlalchemy import text

from selfhelp.web.desk import Desk


def test_a_patient_finds_the_number_the_doctor_gave(comes: Comes, surgery: Surgery, gp: Gp) -> None:
    slip = surgery.slip(gp, office_number="22 33 44 55")
    patient = comes().opens(f"/start/{slip.code}").saves({})
    patient.saves({"user_name": "furu-elv-99", "passphrase": PASSPHRASE})

    assert "22 33 44 55" in patient.opens("/help-now").text


def test_everyone_finds_the_numbers_open_to_all(comes: Comes, gp: Gp, patient: Patient) -> None:
    for who in (None, gp, patient):
        assert "116 117" in comes(who).opens("/help-now").text


def test_the_numbers_are_there_with_the_databases_gone(comes: Comes, patient: Patient, desk: Desk) -> None:
    browser = comes(patient)
    with desk.engine.begin() as connection:
        connection.execute(text("ALTER TABLE login RENAME TO gone"))
    with desk.keys._engine.begin() as connection:
        connection.execute(text("ALTER TABLE data_key RENAME TO gone"))

    assert "116 117" in browser.opens("/help-now").text


def test_the_numbers_are_there_when_only_the_keys_are_gone(
    comes: Comes, patient: Patient, desk: Desk
) -> None:
    browser = comes(patient)
    with desk.keys._engine.begin() as connection:
        connection.execute(text("ALTER TABLE data_key RENAME TO gone"))

    assert "116 117" in browser.opens("/help-now").text


class TestThePageForWhenNoProcessAnswers:
    """A proxy keeps it as a file, so it must do without anything of ours, and be nobody's."""

    def test_has_every_number_in_every_language(self, app: Flask, comes: Comes) -> None:
        with databases_gone(app):
            page = comes().opens("/away")

        for language in shipped_catalogue().locales:
            info = shipped_catalogue()[language].pages["help-now"]
            assert info.title in page.text
            assert all(number.name in page.text for number in info.numbers)
            assert all(f'href="tel:{number.call.replace(" ", "")}"' in page.html for number in info.numbers)

    def test_needs_nothing_and_is_the_same_for_all(self, comes: Comes, patient: Patient) -> None:
        page = comes().opens("/away").html

        assert not re.search(r"<script|<form|<img|href=\"/(?!static/selfhelp\.css)|csrf", page)
        assert comes(patient).opens("/away").html == page
