"""Pace and order on the pages: advice to wait, look backs, and a module begun before its turn."""

from datetime import UTC, datetime, timedelta

import pytest
from apps import Comes
from pages import Browser
from people import Gp, Patient, Surgery, shipped_catalogue
from sqlalchemy import update
from sqlalchemy.orm import Session

from selfhelp.records.course import Enrolment, Progress

PROGRAMME = shipped_catalogue()["nb"]
NB, EN = "nb", "en"


def finishes(surgery: Surgery, patient: Patient, *modules: str, days_ago: int) -> None:
    """Finish these modules so many days ago."""
    at = datetime.now(UTC) - timedelta(days=days_ago)
    for name in modules:
        steps = [step.id for step in PROGRAMME.modules[name].steps]
        row = Progress(enrolment_id=patient.enrolment_id, module=name, opened_at=at, last_opened_at=at,
                       finished_at=at, last_step=steps[-1], done=steps)  # fmt: skip
        with Session(surgery.engine) as session:
            session.add(row)
            session.commit()


def began(surgery: Surgery, patient: Patient, *, weeks: int) -> None:
    at = datetime.now(UTC) - timedelta(weeks=weeks, days=1)
    with Session(surgery.engine) as session:
        session.execute(update(Enrolment).where(Enrolment.id == patient.enrolment_id).values(started_at=at))
        session.commit()


@pytest.fixture
def patient(surgery: Surgery, gp: Gp) -> Patient:
    return surgery.patient(gp)


class TestSpacing:
    @pytest.mark.parametrize(
        ("language", "words"),
        [
            (NB, "Gi øvingen litt tid. Modul 2 kan vente til"),
            (EN, "Give the practice some time. Module 2 can wait"),
        ],
    )
    def test_is_advice_with_a_way_on(
        self, comes: Comes, surgery: Surgery, gp: Gp, language: str, words: str
    ) -> None:
        patient = surgery.patient(gp, locale=language)
        finishes(surgery, patient, "link", days_ago=3)
        browser = comes(patient, language=language)

        assert words in browser.opens("/modules/link/done").text
        browser.follows({NB: "Begynn nå likevel", EN: "Begin now all the same"}[language])
        assert browser.path == "/modules/activities"
        assert words in browser.opens("/home").text
        assert browser.follows({NB: "Begynn", EN: "Begin"}[language]).status == 200

    def test_is_over_after_a_while(self, comes: Comes, surgery: Surgery, patient: Patient) -> None:
        finishes(surgery, patient, "link", days_ago=15)

        home = comes(patient, language=NB).opens("/home").text
        assert "Gi øvingen litt tid" not in home
        assert "Fint å se deg. Vi begynner der du slapp." in home


class TestLookBack:
    @pytest.mark.parametrize("language", [NB, EN])
    @pytest.mark.parametrize(("weeks", "number"), [(14, 0), (22, 1)])
    def test_is_the_one_next_thing(
        self, comes: Comes, surgery: Surgery, gp: Gp, *, weeks: int, number: int, language: str
    ) -> None:
        finished = surgery.patient(gp, locale=language)
        finishes(surgery, finished, *PROGRAMME.regular, days_ago=1)
        began(surgery, finished, weeks=weeks)
        module = list(shipped_catalogue()[language].boosters.values())[number]

        browser = comes(finished, language=language).opens("/home")
        assert module.title in browser.text
        browser.follows({NB: "Begynn", EN: "Begin"}[language])
        assert browser.path == f"/modules/{module.id}/{module.steps[0].id}"
        assert module.title in browser.opens(f"/modules/{module.id}").text

    def test_leaves_the_end_with_the_day_until_which_the_place_stays(
        self, comes: Comes, surgery: Surgery, patient: Patient
    ) -> None:
        finishes(surgery, patient, *PROGRAMME.regular, days_ago=1)
        browser = comes(patient, language=NB)

        assert "Plassen din er her i hvert fall til" in browser.opens("/home").text
        assert "Plassen din er her i hvert fall til" in browser.opens("/modules/people/done").text
        began(surgery, patient, weeks=15)
        assert "Plassen din er her i hvert fall til" in browser.opens("/modules/people/done").text


class TestJump:
    @pytest.fixture
    def browser(self, comes: Comes, patient: Patient) -> Browser:
        return comes(patient, language=NB).opens("/modules/calm")

    def test_is_offered_and_never_forbidden(self, browser: Browser) -> None:
        assert "kommer før denne modulen, men du kan begynne her likevel" in browser.text

        browser.follows("Begynn her på egen hånd")
        assert (browser.path, browser.status) == ("/modules/calm/since-last-time", 200)

    def test_is_recorded_when_it_was_agreed(
        self, browser: Browser, comes: Comes, gp: Gp, patient: Patient
    ) -> None:
        browser.presses("Legen og jeg har avtalt å begynne her")
        assert browser.path == "/modules/calm/since-last-time"

        assert "Du og legen avtalte" in browser.opens("/modules/calm").text
        assert PROGRAMME.modules["calm"].title in browser.opens("/home").text
        page = comes(gp, language=NB).opens(f"/gp/patients/{patient.enrolment_id}")
        assert "Modul 4 begynt" in page.text
        assert "etter avtale, før modul 1" in page.text

    def test_asks_nothing_of_the_first_module(self, browser: Browser) -> None:
        assert "avtalt" not in browser.opens("/modules/link").text


class TestAllTheModules:
    @pytest.mark.parametrize(
        ("language", "done", "here"), [(NB, "Gjort", "Du er her"), (EN, "Done", "You are here")]
    )
    def test_stand_as_one_path_from_what_is_done_to_what_is_to_come(
        self, comes: Comes, surgery: Surgery, gp: Gp, language: str, done: str, here: str
    ) -> None:
        patient = surgery.patient(gp, locale=language)
        finishes(surgery, patient, "link", days_ago=3)
        browser = comes(patient, language=language).opens("/home").follows("See all the modules")

        stones = [" ".join("".join(one.itertext()).split()) for one in browser.page.root.iter("li")]
        told = [words for words in stones if words.startswith(("Modul ", "Module "))]

        assert len(told) == len(PROGRAMME.regular)
        assert [done in words for words in told] == [True, False, False, False, False]
        assert [here in words for words in told] == [False, True, False, False, False]

    def test_lead_to_what_is_done_which_can_be_changed(
        self, comes: Comes, surgery: Surgery, patient: Patient
    ) -> None:
        finishes(surgery, patient, "link", days_ago=3)
        browser = comes(patient).opens("/modules").follows(PROGRAMME.modules["link"].title)

        assert "Det du har gjort, står åpent" in browser.text
        browser.follows(PROGRAMME.modules["link"].steps[2].title)
        assert browser.says("Save and continue") in browser.page.html

    def test_show_a_look_back_only_when_its_week_has_come(
        self, comes: Comes, surgery: Surgery, patient: Patient
    ) -> None:
        browser, look_back = comes(patient), PROGRAMME.modules["week-14"].title
        assert look_back not in browser.opens("/modules").text

        finishes(surgery, patient, *PROGRAMME.regular, days_ago=3)
        began(surgery, patient, weeks=14)

        assert look_back in browser.opens("/modules").text
