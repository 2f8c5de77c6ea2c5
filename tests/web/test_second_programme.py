"""Another programme, about sleep: nothing of the first is in it, and a setting is all it takes to run it."""

import dataclasses
from base64 import b64encode
from pathlib import Path

import pytest
from apps import Comes
from content.folders import Folder
from people import Surgery

from selfhelp.settings import (
    CONTENT,
    DATABASE_URL,
    KEYS_URL,
    MASTER_KEY,
    PUBLIC_URL,
    SECRET_KEY,
    Settings,
)
from web.any_answer import WROTE
from web.joining import People
from web.test_every_step import goes_through

SECOND = Path(__file__).parents[1] / "content" / "second"
TITLE = {"nb": "Bedre netter", "en": "Better nights"}
NIGHT = {"nb": "Natten", "en": "The night"}
MODULE_2 = {"nb": "Modul 2 av 2: Ro i senga", "en": "Module 2 of 2: Rest in bed"}
MODULES = {"rhythm": ("hello", "first-night", "get-up"), "rest": ("awake", "my-plan", "before-the-talk")}
OF_THE_FIRST = ("PHQ", "GAD", "Ett steg om gangen", "One step at a time", "Ida", "Kjeden", "depre")


@pytest.fixture
def settings(settings: Settings) -> Settings:
    chosen = Settings.from_environment(
        {
            CONTENT: str(SECOND),
            SECRET_KEY: settings.secret_key,
            DATABASE_URL: settings.database_url,
            KEYS_URL: settings.keys_url,
            MASTER_KEY: b64encode(settings.master_key).decode(),
            PUBLIC_URL: "http://127.0.0.1",
        }
    )
    return dataclasses.replace(chosen, public_url=settings.public_url, secure_cookies=False)


@pytest.fixture(params=["nb", "en"])
def people(request: pytest.FixtureRequest, comes: Comes, surgery: Surgery) -> People:
    people = People(comes, surgery, str(request.param))
    people.gp_activates()
    people.patient_joins(people.gp_invites())
    return people


def test_has_no_mistake() -> None:
    assert Folder(SECOND).told() == ""


def test_is_done_from_the_invitation_to_the_doctors_page(people: People) -> None:
    patient, language = people.patient, people.language
    met = {}
    for module in MODULES:
        patient.opens(f"/modules/{module}")
        patient.opens(f"/modules/{module}/{MODULES[module][0]}")
        met[module] = tuple(goes_through(patient, module))
    patient.opens("/toolbox/night")
    tool = patient.text
    patient.opens("/card")
    card = patient.html

    assert met == MODULES
    assert NIGHT[language] in tool
    assert WROTE in tool
    assert WROTE in card
    assert patient.opens("/home").page.title.endswith(TITLE[language])

    doctor = people.gp.opens("/gp/patients")
    doctor.opens(next(a.get("href", "") for a in doctor.page.root.iter("a") if _is_patient(a.get("href"))))
    assert WROTE in doctor.text
    assert NIGHT[language] in doctor.text
    assert MODULE_2[language] in doctor.text


def _is_patient(href: str | None) -> bool:
    parts = (href or "").strip("/").split("/")
    return parts[:2] == ["gp", "patients"] and len(parts) == 3


def test_no_page_names_anything_of_the_first(people: People) -> None:
    patient, doctor = people.patient, people.gp
    patients = ("/home", "/toolbox", "/sharing", "/how-it-goes", "/modules/rhythm", "/help-now", "/evidence")
    doctors = ("/gp/patients", "/gp/modules", "/gp/modules/rest", "/gp/booklet", "/gp/invite", "/gp/account")
    for browser, pages in ((patient, patients), (doctor, doctors)):
        for page in pages:
            assert browser.opens(page).status == 200, page
            assert [word for word in OF_THE_FIRST if word in browser.html] == [], page
