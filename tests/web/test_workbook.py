"""My workbook on the pages: everything, searched, on paper, and as files to keep."""

import gzip
import re
from collections.abc import Iterator
from itertools import pairwise
from typing import Any

import pytest
from apps import Comes
from care.canaries import writes_in, writes_with_tools
from care.test_workbook import CANARY
from flask import Flask
from forms import words
from house.watching import WRITES, statements
from pages import Browser
from people import Gp, Patient, Surgery
from sqlalchemy.orm import Session

from web.filling import has_done
from web.test_paper import downloaded, plain, structure, without_pango
from web.written import write

__all__ = ["without_pango"]
MOST_BYTES = 10_000  # compressed, as every later page


@pytest.fixture
def browser(comes: Comes, surgery: Surgery, patient: Patient) -> Browser:
    """The browser of a patient who has been through the first module."""
    has_done(surgery, patient)
    return comes(patient)


@pytest.fixture
def wrote(surgery: Surgery, patient: Patient) -> set[str]:
    """Everything there is to write, written."""
    mine = surgery.place_of(patient)
    with Session(surgery.engine) as session:
        found = writes_in(session, mine, mine.programme.modules.values(), surgery.now)
        found |= writes_with_tools(session, mine, surgery.now)
        session.commit()
    return found


def parts(browser: Browser) -> list[str]:
    """The addresses of all pages of the workbook."""
    links = [link.get("href", "") for link in browser.opens("/workbook").page.root.iter("a")]
    return [one for one in links if re.fullmatch(r"/workbook/[a-z0-9-]+", one) and one != "/workbook/sheet"]


def pages(browser: Browser) -> Iterator[Browser]:
    """Every page of every part."""
    for path in parts(browser):
        yield browser.opens(path)
        while any(words(link) == browser.says("The next ones") for link in browser.page.root.iter("a")):
            yield browser.follows("The next ones")


class TestEverything:
    def test_stands_on_the_pages_on_paper_and_in_the_files(
        self, comes: Comes, surgery: Surgery, gp: Gp, patient: Patient, wrote: set[str]
    ) -> None:
        other = surgery.place_of(surgery.patient(gp))
        with Session(surgery.engine) as session:
            writes_in(session, other, [other.programme.modules["link"]], surgery.now, "annen")
            session.commit()
        theirs = comes(patient)

        shown = {
            "pages": " ".join(page.text for page in pages(theirs)),
            "sheet": theirs.opens("/workbook/sheet").text,
            "PDF": plain(downloaded(theirs, "/workbook/sheet.pdf")),
            "file": theirs.opens("/workbook/file.html").text,
            "JSON": theirs.opens("/workbook/file.json").html,
        }

        assert len(wrote) > 100
        for where, text in shown.items():
            assert set(CANARY.findall(text)) == wrote, where

    def test_is_ten_kilobytes_a_page_at_most(
        self, browser: Browser, surgery: Surgery, patient: Patient
    ) -> None:
        for number in range(60):
            entry = {"event": f"Hendelse {number}", "thought": "Nå igjen"}
            write(surgery, patient, "chain", entry, surgery.now)

        sizes = [len(gzip.compress(page.html.encode())) for page in pages(browser)]

        assert len(sizes) > 5
        assert max(sizes) < MOST_BYTES

    @pytest.mark.parametrize(
        ("language", "said"), [("nb", "Du har ikke skrevet noe ennå."), ("en", "Nothing is written yet.")]
    )
    def test_says_so_while_there_is_nothing(
        self, comes: Comes, surgery: Surgery, gp: Gp, language: str, said: str
    ) -> None:
        empty = comes(surgery.patient(gp, locale=language))

        for path in ("/workbook", "/workbook/sheet", "/workbook/file.html"):
            assert said in empty.opens(path).text

    def test_leads_from_the_menu_and_back_from_where_something_was_changed(
        self, browser: Browser, surgery: Surgery, patient: Patient
    ) -> None:
        write(surgery, patient, "small-thing", {"what": {"what": "gå"}}, surgery.now)
        browser.opens("/home").follows("My workbook").follows("Den lille tingen")

        change = next(
            one.get("href") for one in browser.page.root.iter("a") if "next=" in one.get("href", "")
        )
        browser.opens(change or "").follows("Back to where you were")

        assert browser.path == "/workbook/tool-small-thing"

    def test_leads_to_the_page_of_the_step_where_it_was_written(self, browser: Browser) -> None:
        browser.opens("/workbook/module-link")
        links = [one.get("href", "") for one in browser.page.root.iter("a")]

        assert "/modules/link/goals" in links
        assert browser.opens("/modules/link/goals").status == 200

    @pytest.mark.parametrize("path", ["module-nowhere", "tool-chain", "cards?page=2", "cards?page=0", "x"])
    def test_has_no_page_for_what_is_not_there(self, comes: Comes, patient: Patient, path: str) -> None:
        assert comes(patient).opens(f"/workbook/{path}").status == 404


class TestTheSearch:
    def test_marks_what_it_finds_and_leads_to_where_it_can_be_changed(self, browser: Browser) -> None:
        browser.opens("/workbook").saves({"q": "KOLLOKVIET gang"})

        assert [words(one) for one in browser.page.root.iter("mark")] == ["kollokviet", "gang"]
        assert "Funnet 1 sted." in browser.text
        assert "/modules/link/goals" in [one.get("href") for one in browser.page.root.iter("a")]

    def test_says_kindly_that_nothing_was_found_and_keeps_the_words(self, browser: Browser) -> None:
        browser.opens("/workbook").saves({"q": " pingvin  <b>"})

        assert "Vi fant ikke «pingvin <b>» her." in browser.text
        assert browser.main_form().data()["q"] == ["pingvin <b>"]
        assert browser.follows("Show everything").path == "/workbook"

    def test_of_nothing_shows_everything(self, browser: Browser) -> None:
        everything = browser.opens("/workbook").text

        assert browser.saves({"q": "  "}).text == everything

    def test_marks_words_that_look_like_markup_as_words(
        self, browser: Browser, surgery: Surgery, patient: Patient
    ) -> None:
        write(surgery, patient, "chain", {"event": "<script>alert(1)</script> & <b>fet</b>"}, surgery.now)

        browser.opens("/workbook").saves({"q": "script &"})

        assert "<script>alert(1)</script> & <b>fet</b>" in browser.text
        assert [words(one) for one in browser.page.root.iter("mark")] == ["script", "script", "&"]

    def test_shows_so_many_and_says_how_many_there_are(
        self, browser: Browser, surgery: Surgery, patient: Patient
    ) -> None:
        for number in range(33):
            write(surgery, patient, "chain", {"event": f"Pingvin {number}"}, surgery.now)

        browser.opens("/workbook").saves({"q": "pingvin"})

        assert len(list(browser.page.root.iter("mark"))) == 30
        assert "Funnet 33 steder. Her er de første 30." in browser.text

    def test_writes_nothing_and_stands_in_no_address(self, app: Flask, browser: Browser) -> None:
        browser.opens("/workbook")
        with statements(app) as sent:
            browser.saves({"q": "kollokviet"})

        assert [one for one in sent if one.startswith(WRITES)] == []
        assert browser.path == "/workbook"


class TestThePdf:
    def test_is_tagged_and_neutral(self, browser: Browser) -> None:
        reader = downloaded(browser, "/workbook/sheet.pdf")
        root: Any = reader.root_object
        kinds = [kind for kind, _ in structure(reader)]

        assert root["/MarkInfo"]["/Marked"]
        assert root["/Lang"] == "nb"
        assert b'pdfuaid:part="1"' in root["/Metadata"].get_object().get_data()
        assert reader.metadata is not None
        assert reader.metadata.title == "Arbeidsboka mi – Ett steg om gangen"
        headings = [kind for kind in kinds if kind.startswith("/H")]
        assert headings[0] == "/H1"
        assert headings.count("/H1") == 1
        levels = [int(kind[2:]) for kind in headings]
        assert all(later - one <= 1 for one, later in pairwise(levels))
        assert "/L" in kinds

    @pytest.mark.usefixtures("without_pango")
    def test_says_what_is_missing_where_none_can_be_made(self, browser: Browser) -> None:
        browser.opens("/workbook/sheet").follows("Save as PDF")

        assert browser.status == 501
        assert browser.follows("To the page for printing").path == "/workbook/sheet"
