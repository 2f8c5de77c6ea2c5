"""The course for doctors: one step a page, answered on the page and forgotten; what is done is kept."""

import dataclasses
import io
from collections.abc import Iterator
from pathlib import Path

import pytest
from apps import Comes, made, shut
from content.folders import SMALL, Folder
from flask import Flask
from forms import Typed, words
from house.watching import dump, statements
from pages import Browser
from people import Gp, Surgery
from pypdf import PdfReader
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from selfhelp.records.lessons import LessonStep
from selfhelp.settings import Settings

LOOK = "See what your answer leads to"
OPENING, SCENE, OWN = (f"/gp/course/talk/{step}" for step in ("opening", "scene", "own"))
LANGUAGES = pytest.mark.parametrize("language", ["nb", "en"])


@pytest.fixture
def app(settings: Settings, tmp_path: Path) -> Iterator[Flask]:
    """The application with a course of one lesson of three steps: 8, 9 and 5 minutes."""
    folder = Folder.with_a_course(tmp_path / "content")
    app = made(dataclasses.replace(settings, content=folder.path))
    yield app
    shut(app)


def in_language(surgery: Surgery, comes: Comes, language: str) -> Browser:
    return comes(surgery.gp(locale=language), language=language)


def told(browser: Browser) -> str:
    """The answers the page shows to what was chosen."""
    shown = [e for e in browser.page.root.iter("div") if e.get("data-feedback-for")]
    return " ".join(words(e) for e in shown if e.get("hidden") is None)


@LANGUAGES
def test_a_doctor_goes_through_it(surgery: Surgery, comes: Comes, language: str) -> None:
    gp = in_language(surgery, comes, language).follows("Course")
    assert "22" in gp.text

    gp.follows("Begin").fills({"q.first": "week"}).presses(LOOK)
    assert told(gp).startswith({"nb": "Da får du høre litt", "en": "Then you hear a little"}[language])
    gp.fills({"q.first": "moment"}).presses(LOOK)
    assert (
        told(gp) == {"nb": "Da får du høre en hel historie.", "en": "Then you hear a whole story."}[language]
    )
    assert {"nb": "Du spurte om ett øyeblikk.", "en": "You asked about one moment."}[language] in gp.text

    assert gp.presses("Go on").path == SCENE
    gp.fills({"q.answer": "thought"}).presses(LOOK)
    assert told(gp) == {"nb": "Ida forteller om tanken.", "en": "Ida tells you the thought."}[language]

    assert gp.presses("Go on").path == OWN
    assert gp.presses("Go on").path == "/gp/course"
    assert gp.says("You have done the whole course. Every step stays open.") in gp.text
    assert "22" in gp.follows("Course record").text


class TestCourse:
    def test_goes_on_where_the_doctor_stopped(self, comes: Comes, gp: Gp) -> None:
        browser = comes(gp).opens(OPENING).presses("Go on").opens("/gp/course")

        assert "14" in browser.text
        assert browser.follows("Continue").path == SCENE

    def test_lists_every_step(self, comes: Comes, gp: Gp) -> None:
        browser = comes(gp).opens("/gp/course")

        assert {OPENING, SCENE, OWN} <= {link.get("href") for link in browser.page.root.iter("a")}

    def test_is_named_among_the_patients_until_it_is_done(self, comes: Comes, gp: Gp) -> None:
        browser = comes(gp).opens("/gp/patients")
        assert browser.says("The course for doctors") in browser.text

        for step in (OPENING, SCENE, OWN):
            browser.opens(step).presses("Go on")

        assert browser.says("The course for doctors") not in browser.opens("/gp/patients").text


class TestStep:
    def test_asks_again_for_nothing_and_shows_no_answer_unasked(self, comes: Comes, gp: Gp) -> None:
        assert told(comes(gp).opens(OPENING)) == ""

    def test_answers_every_kind(self, comes: Comes, gp: Gp) -> None:
        typed: dict[str, Typed] = {
            "q.when": "start", "q.with-whom": ["new"], "q.which.c1": "feeling", "q.which.c2": "feeling",
            "q.known": ["hurry", "advice"], "q.wording": "Hva tenkte du?",
        }  # fmt: skip
        browser = comes(gp).opens(OWN).fills(typed).presses(LOOK)

        assert "Da rekker dere å bruke svaret." in told(browser)
        assert "Da er det meste nytt for dere begge." in told(browser)
        assert browser.says("It fits better in another group.") in told(browser)
        assert browser.says("Yes, it fits here.") in told(browser)
        assert "Du er ikke den eneste." in browser.text
        assert browser.main_form().data()["q.wording"] == ["Hva tenkte du?"]

    def test_tells_what_is_to_put_right_and_lets_one_go_on_all_the_same(self, comes: Comes, gp: Gp) -> None:
        browser = comes(gp).opens(OWN).fills({"q.wording": "x" * 41}).presses(LOOK)

        assert browser.says("Choose one of the answers.") in browser.text
        assert browser.main_form().data()["q.wording"] == ["x" * 41]
        assert browser.presses("Go on").path == "/gp/course"

    def test_keeps_nothing_of_what_is_answered(self, app: Flask, comes: Comes, gp: Gp) -> None:
        browser = comes(gp).opens(OWN)
        before = dump(app)

        browser.fills({"q.when": "start", "q.wording": "Hemmelig ord"})
        with statements(app) as sent:
            browser.presses(LOOK)

        assert dump(app) == before
        assert not [one for one in sent if one.startswith(("INSERT", "UPDATE", "DELETE"))]
        assert "Hemmelig" not in browser.opens(OWN).html

    def test_keeps_that_it_is_done_and_nothing_else(self, comes: Comes, gp: Gp, surgery: Surgery) -> None:
        comes(gp).opens(OWN).fills({"q.when": "end", "q.wording": "Hemmelig ord"}).presses("Go on")

        with Session(surgery.engine) as session:
            rows = session.scalars(select(LessonStep)).all()
        assert [(row.person_id, row.lesson, row.step) for row in rows] == [(gp.id, "talk", "own")]

    def test_can_be_done_twice(self, comes: Comes, gp: Gp, surgery: Surgery) -> None:
        browser = comes(gp)
        for _ in range(2):
            browser.opens(OPENING).presses("Go on")

        with Session(surgery.engine) as session:
            assert session.scalar(select(func.count()).select_from(LessonStep)) == 1

    def test_saves_nothing_while_one_types(self, comes: Comes, gp: Gp) -> None:
        assert "data-autosave" not in comes(gp).opens(OWN).html

    @pytest.mark.parametrize("path", ["/gp/course/talk/nowhere", "/gp/course/nowhere/own"])
    def test_is_not_there_when_made_up(self, comes: Comes, gp: Gp, path: str) -> None:
        assert comes(gp).opens(path).status == 404


class TestRecord:
    def test_says_that_nothing_is_done_yet(self, comes: Comes, gp: Gp) -> None:
        browser = comes(gp).opens("/gp/course/record")

        assert browser.says("No step of the course is done yet.") in browser.text

    def test_counts_the_minutes_of_what_is_done(self, comes: Comes, gp: Gp) -> None:
        browser = comes(gp)
        for step in (OPENING, SCENE):
            browser.opens(step).presses("Go on")
        browser.opens("/gp/course/record")

        assert "17 minutter i alt · 0,25 timer" in browser.text
        assert "2 av 3" in browser.text
        assert "Leksjoner gjort: 0 av 1." in browser.text
        assert gp.name in browser.text

    def test_claims_no_points(self, comes: Comes, gp: Gp) -> None:
        assert "Programmet gir ingen poeng" in comes(gp).opens("/gp/course/record").text

    def test_comes_as_a_pdf(self, comes: Comes, gp: Gp) -> None:
        browser = comes(gp).opens(OPENING).presses("Go on")
        answer = browser.client.get("/gp/course/record.pdf", headers=browser.headers)

        document = PdfReader(io.BytesIO(answer.data))
        text = " ".join(document.pages[0].extract_text().split())
        assert answer.mimetype == "application/pdf"
        assert len(document.pages) == 1
        assert "8 minutter i alt" in text
        assert "Samtalen" in text


class TestWithoutACourse:
    @pytest.fixture
    def app(self, settings: Settings) -> Iterator[Flask]:
        app = made(dataclasses.replace(settings, content=SMALL))
        yield app
        shut(app)

    @pytest.mark.parametrize("path", ["/gp/course", OPENING, "/gp/course/record", "/gp/course/record.pdf"])
    def test_there_is_no_page_of_it(self, comes: Comes, gp: Gp, path: str) -> None:
        assert comes(gp).opens(path).status == 404

    def test_there_is_no_way_to_it(self, comes: Comes, gp: Gp) -> None:
        assert "/gp/course" not in comes(gp).opens("/gp/patients").html
