"""The whole way without JavaScript: invite, join, module 1, the doctor's page. In both languages."""

import re
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

import pytest
from apps import Comes
from forms import parsed, words
from pages import Browser
from people import Surgery, shipped_catalogue
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from selfhelp.records.base import Base
from selfhelp.records.course import Answers, Card, Entry, Reading
from web.filling import MODULE, has_done, works_through
from web.joining import People

TEXT = "Gruppearbeidet på mandag. Jeg gikk før det var ferdig."
MOST_WORDS = 120


@pytest.fixture(params=["nb", "en"])
def people(request: pytest.FixtureRequest, comes: Comes, surgery: Surgery) -> People:
    people = People(comes, surgery, str(request.param))
    people.gp_activates()
    people.patient_joins(people.gp_invites())
    return people


@dataclass(frozen=True)
class Pair:
    """A doctor's and a patient's browsers."""

    gp: Browser
    patient: Browser
    language: str


@pytest.fixture(params=["nb", "en"])
def done(request: pytest.FixtureRequest, comes: Comes, surgery: Surgery) -> Pair:
    """Both, after the patient's module 1."""
    language = str(request.param)
    gp = surgery.gp(locale=language)
    patient = surgery.patient(gp, locale=language, note="rød lue")
    has_done(surgery, patient)
    return Pair(comes(gp), comes(patient), language)


def on_the_gps_page(gp: Browser) -> str:
    """The follow-up page's own part, byte for byte as it was sent to the doctor."""
    start = gp.html.index('<div class="follow-up"')
    return gp.html[start : gp.html.rindex("<section>", 0, gp.html.index("note-head"))].rstrip()


def own_voice(fragment: str) -> list[str]:
    """The words the system itself says: without the patient's own, the curve, and what is folded."""
    root = parsed(f"<!doctype html><html><head><title>x</title></head><body>{fragment}</body></html>")
    for parent in list(root.iter()):
        for child in list(parent):
            if child.tag.rpartition("}")[2] in {"details", "svg"} or child.get("data-own-words") is not None:
                kept = child.tail or ""
                child.clear()
                child.tail = kept
    return re.findall(r"\w[\w’'-]*", words(root.find("body")))


def writes_card(patient: Browser, *, show: bool = True) -> Browser:
    """Write the card from home, for an appointment the day after tomorrow."""
    day = (datetime.now(UTC) + timedelta(days=2)).date().isoformat()
    return patient.opens("/card").saves(
        {"q.card.text": TEXT, "q.card.tool": "chain", "q.card.date": day, "q.card.show": show}
    )


def number(session: Session, table: type[Base]) -> int:
    session.rollback()
    return session.scalars(select(func.count()).select_from(table)).one()


class TestThePatient:
    def test_goes_through_every_step_in_order_and_a_second_time_saves_nothing_new(
        self, people: People, session: Session
    ) -> None:
        passed = works_through(people.patient.follows("Begin"))
        before = [number(session, table) for table in (Answers, Entry, Reading, Card)]
        assert before == [14, 2, 2, 1]

        steps = [path.partition("?")[0].split("/")[3] for path in passed if not path.endswith("/rest")]
        assert list(dict.fromkeys(steps)) == [step.id for step in MODULE.steps]
        assert sum(path.endswith("/rest") for path in passed) == 2
        assert people.patient.says("You have done the whole module") in people.patient.text

        works_through(people.patient.opens("/modules/link/welcome"))
        assert before == [number(session, table) for table in (Answers, Entry, Reading, Card)]

    def test_comes_back_to_the_exact_step_on_another_device(self, people: People, comes: Comes) -> None:
        patient = people.patient.follows("Begin").presses("Save and continue")
        assert patient.path == "/modules/link/how-are-you"

        at_home = patient.window().opens("/home").follows("Continue")

        assert at_home.path == "/modules/link/how-are-you"

    def test_meets_the_person_chosen_from_then_on(self, done: Pair) -> None:
        step = done.patient.opens("/modules/link/own-chain").text
        done.patient.opens("/modules/link/four-people").saves({"q.follow": "odd"})

        assert done.patient.opens("/modules/link/own-chain").text != step

    def test_reads_back_own_words_where_the_author_recalls_them(self, done: Pair) -> None:
        # Inside the author's sentence, which has its own full stop.
        assert TEXT.removesuffix(".") in done.patient.opens("/modules/link/where-to-break").text

    def test_ends_with_the_tools_and_nothing_left(self, done: Pair) -> None:
        patient = done.patient.opens("/modules/link/done")
        assert patient.says("You have done the whole module") in patient.text

        assert patient.follows("Open the toolbox").path == "/toolbox"
        tools = shipped_catalogue()[done.language].tools.values()
        assert [tool.id for tool in tools if tool.title in patient.text] == [
            "chain",
            "small-thing",
            "safety-plan",
        ]
        patient.opens("/toolbox/chain")
        assert TEXT in patient.text


class TestTheCard:
    def test_is_written_from_home_and_seen_as_the_doctor_will(self, done: Pair) -> None:
        patient = writes_card(done.patient)

        assert patient.path.startswith("/card")
        preview = patient.page.root.find(".//div[@class='preview']")
        assert TEXT in words(preview)

    def test_stays_out_of_the_doctors_sight_without_its_tick(self, done: Pair) -> None:
        patient = writes_card(done.patient, show=False)
        assert TEXT not in words(patient.page.root.find(".//div[@class='preview']"))

        assert TEXT not in done.gp.opens("/gp/patients").follows("rød lue").html


class TestTheDoctor:
    def test_reads_byte_for_byte_what_the_patient_saw(self, done: Pair) -> None:
        for share in (True, False):
            writes_card(done.patient, show=share)
            fragment = on_the_gps_page(done.gp.opens("/gp/patients").follows("rød lue"))

            assert fragment.endswith("</div>")
            for path in ("/card", "/sharing", "/modules/link/done"):
                assert fragment in done.patient.opens(path).html

    def test_reads_at_most_a_hundred_and_twenty_words_of_ours(self, done: Pair) -> None:
        writes_card(done.patient)

        spoken = own_voice(on_the_gps_page(done.gp.opens("/gp/patients").follows("rød lue")))

        assert 20 < len(spoken) <= MOST_WORDS, " ".join(spoken)

    def test_opens_with_the_card_and_asks_about_the_tool(self, done: Pair) -> None:
        writes_card(done.patient)
        gp = done.gp.opens("/gp/patients").follows("rød lue")

        assert TEXT in gp.text
        opening = "You wrote something you want to talk about. Would you like to start there?"
        assert gp.says(opening) in gp.text
        chain = shipped_catalogue()[done.language].tools["chain"]
        assert chain.link_question in gp.text

    def test_takes_a_note_that_leaves_the_assessment_to_the_doctor(self, done: Pair) -> None:
        gp = done.gp.opens("/gp/patients").follows("rød lue").follows("Plain text")

        assert gp.page.response.mimetype == "text/plain"
        assert gp.html.count("\n") <= 8
        assert {"nb": "V: [legen skriver]", "en": "A: [the doctor writes]"}[done.language] in gp.html

    def test_is_seen_in_the_patients_log(self, done: Pair) -> None:
        done.gp.opens("/gp/patients").opens("/gp/patients").follows("rød lue")

        rows = [words(row) for row in done.patient.opens("/sharing").page.root.findall(".//tbody/tr")]
        whats = ("The page for the appointment", "Your line in the doctor’s list")
        assert len(rows) == len(whats)
        for row, what in zip(rows, whats, strict=True):
            assert "Kari Lege, Strandveien legesenter" in row
            assert row.endswith(done.patient.says(what))

    def test_reads_nothing_from_the_very_next_request_when_sharing_ends(self, done: Pair) -> None:
        writes_card(done.patient)
        gp = done.gp.opens("/gp/patients").follows("rød lue")
        shown = gp.path

        done.patient.opens("/sharing").presses("Yes, stop sharing")

        assert TEXT not in gp.opens(shown).html
        assert "PHQ" not in gp.html
        assert gp.opens(f"{shown}/note.txt").status == 404
        done.patient.opens("/sharing").presses("Share again with the same doctor")
        assert TEXT in gp.opens(shown).html
