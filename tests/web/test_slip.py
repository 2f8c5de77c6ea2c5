"""The invitation on paper: a cover that tells nothing, and inside all that is needed to begin."""

from datetime import date
from io import BytesIO
from typing import Any

import pytest
from apps import Comes
from flask import Flask, render_template
from forms import words
from pages import TELLING, Browser, said_in
from people import Gp, shipped_catalogue
from pypdf import PdfReader

from selfhelp.web import paper
from web.test_paper import A4, downloaded, plain, structure

OFFICE = "22 33 44 55"
COVER = ("To you", "from your doctor’s office")
FOLD = "Then fold back here, so that this side is the cover"


@pytest.fixture(params=["nb", "en"])
def made(request: pytest.FixtureRequest, comes: Comes, gp: Gp) -> tuple[Browser, str]:
    """The GP's browser at a new sheet, and the sheet's language."""
    browser = comes(gp).opens("/gp/invite").saves({"office_number": OFFICE, "language": request.param})
    assert browser.status == 200
    return browser, request.param


def part(browser: Browser, name: str) -> str:
    return words(browser.page.root.find(f".//div[@class='slip__{name}']"))


class TestTheSlip:
    def test_has_a_cover_that_tells_nothing(self, made: tuple[Browser, str]) -> None:
        browser, language = made

        cover = part(browser, "cover")

        assert cover.split() == [
            *shipped_catalogue()[language].title.split(),
            *" ".join(said_in(language, one) for one in (*COVER, FOLD)).split(),
        ]
        assert not TELLING.search(cover)

    def test_holds_inside_all_that_is_needed_to_begin(self, made: tuple[Browser, str]) -> None:
        browser, language = made
        reasons, way_in = part(browser, "reasons"), part(browser, "in")
        titles = {"nb": ("Hvorfor", "Hva", "Når", "Hvordan"), "en": ("Why", "What", "When", "How")}

        assert all(title in reasons for title in titles[language])
        for number in ("113", "116 117", "116 123", OFFICE):
            assert number in way_in
        assert "http://localhost/start" in way_in
        assert said_in(language, "Next appointment:") in way_in

    def test_is_the_same_as_a_pdf_on_one_tagged_page(self, made: tuple[Browser, str]) -> None:
        browser, language = made
        code = browser.page.root.find(".//span[@class='code']")
        shown = browser.page.root.find(".//article")
        assert shown is not None

        reader = downloaded(browser, f"{browser.path}.pdf")

        assert len(reader.pages) == 1
        assert tuple(round(side) for side in reader.pages[0].mediabox[2:]) == A4
        told = plain(reader)
        assert words(code) in told
        assert all(words(heading) in told for heading in shown.iter("h2"))
        assert reader.metadata is not None
        neutral = " – ".join((said_in(language, "To you"), shipped_catalogue()[language].title))
        assert reader.metadata.title == neutral

    def test_is_read_aloud_in_order_with_words_for_the_picture(self, made: tuple[Browser, str]) -> None:
        browser, language = made
        reader = downloaded(browser, f"{browser.path}.pdf")
        root: Any = reader.root_object
        tags = list(structure(reader))

        assert root["/Lang"] == language
        assert [kind for kind, _ in tags if kind.startswith("/H")] == ["/H1", *["/H2"] * 8]
        [picture] = [one for kind, one in tags if kind == "/Figure"]
        assert "QR" in str(picture["/Alt"])

    def test_is_gone_as_a_pdf_too_when_the_next_one_is_made(self, made: tuple[Browser, str]) -> None:
        browser, _ = made
        first = browser.path

        browser.opens("/gp/invite").saves({})

        assert browser.opens(f"{first}.pdf").text.startswith(
            browser.says("The code of this sheet is not kept")
        )

    def test_is_gone_when_the_invitation_is_taken_back(self, made: tuple[Browser, str]) -> None:
        browser, _ = made
        sheet = browser.path

        browser.opens(sheet.removesuffix("/slip")).presses("Yes, withdraw it")

        for page in (sheet, f"{sheet}.pdf"):
            assert browser.says("The code of this sheet is not kept") in browser.opens(page).text

    def test_prints_the_first_appointment_where_there_is_one(self, app: Flask) -> None:
        facts = {"code": "x", "address": "x", "picture": "x", "office_number": "", "level": 2}
        with app.test_request_context():
            told = render_template(
                "paper/slip.html", slip=shipped_catalogue()["nb"].pages["slip"], language="nb",
                expires=date(2026, 12, 24), first_appointment=date(2026, 12, 8), **facts,
            )  # fmt: skip

        assert "8.\u00a0desember 2026" in told
        assert "slip__dots" not in told


def test_the_longest_addresses_still_fit(app: Flask) -> None:
    """The operator's address may be long; the sheet is one page all the same."""
    with app.test_request_context():
        sheet = render_template(
            "paper/slip.html", slip=shipped_catalogue()["nb"].pages["slip"], language="nb", level=1,
            expires=date(2026, 12, 24), code="8888-8888-8888-8888", office_number="+47 22 33 44 55 66 77",
            address=f"https://{'langt-navn.' * 12}example.org/start", picture="data:image/svg+xml,<svg/>",
        )  # fmt: skip
        page = render_template("paper/document.html", sheet="", title="x", language="nb")

    written = paper.made(page.replace("<body>", f"<body>{sheet}"))

    assert len(PdfReader(BytesIO(written)).pages) == 1
