"""Sheets of paper: one page of A4, tagged PDF/UA, nothing personal around it, nothing fetched, no 500."""

import dataclasses
import subprocess
import sys
from collections.abc import Iterator
from io import BytesIO
from typing import Any
from xml.etree.ElementTree import Element

import pytest
from apps import Comes
from flask import Flask
from forms import words
from pages import Browser, said_in
from people import Gp, Patient, Surgery
from pypdf import PdfReader
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from selfhelp.demo import LogIns
from selfhelp.records.log import AccessLog
from selfhelp.web import paper
from selfhelp.web.follow_up_page import sheet_pdf
from web.demo_pages import LONG, fullest, pages
from web.filling import has_done
from web.test_demo import demo
from web.test_whole_way import TEXT, writes_card

__all__ = ["demo"]

A4 = (595, 842)  # in points


def downloaded(browser: Browser, path: str) -> PdfReader:
    """A PDF as it comes to a browser."""
    response = browser.client.get(path, headers=browser.headers)
    assert (response.status_code, response.mimetype) == (200, "application/pdf")
    assert response.headers["Cache-Control"] == "no-store"
    return PdfReader(BytesIO(response.data))


def plain(reader: PdfReader) -> str:
    return " ".join(" ".join(page.extract_text() for page in reader.pages).split())


def is_heading(element: Element) -> bool:
    return element.tag.rpartition("}")[2] in {"h1", "h2", "h3"}


def structure(reader: PdfReader) -> Iterator[tuple[str, Any]]:
    """Every element of the tag tree with its kind, in the order in which it is read."""
    root: Any = reader.root_object
    waiting = [root["/StructTreeRoot"]["/K"]]
    while waiting:
        found = waiting.pop(0)
        found = found.get_object() if hasattr(found, "get_object") else found
        if isinstance(found, list):
            waiting[:0] = found
        elif isinstance(found, dict) and "/S" in found:
            yield str(found["/S"]), found
            waiting[:0] = [found["/K"]] if "/K" in found else []


@pytest.fixture
def gps(comes: Comes, surgery: Surgery, gp: Gp, patient: Patient) -> Browser:
    """The GP's browser, after the patient's module 1 and with a card."""
    has_done(surgery, patient)
    writes_card(comes(patient))
    return comes(gp)


@pytest.fixture
def without_pango(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    def missing() -> None:
        raise OSError("cannot load library 'libpango-1.0-0'")

    monkeypatch.setattr(paper, "_weasyprint", missing)
    paper.can_make_pdf.cache_clear()
    yield
    paper.can_make_pdf.cache_clear()


class TestThePdf:
    def test_is_tagged_and_says_so(self, gps: Browser, patient: Patient) -> None:
        reader = downloaded(gps, f"/gp/patients/{patient.enrolment_id}/sheet.pdf")
        root: Any = reader.root_object
        about = reader.metadata
        kinds = [kind for kind, _ in structure(reader)]

        assert root["/MarkInfo"]["/Marked"]
        assert root["/ViewerPreferences"]["/DisplayDocTitle"]
        assert root["/Lang"] == "nb"
        assert b'pdfuaid:part="1"' in root["/Metadata"].get_object().get_data()
        assert about is not None
        assert about.title == "Oppfølging – Ett steg om gangen"
        sheet = gps.opens(f"/gp/patients/{patient.enrolment_id}/sheet").page.root.find(".//article")
        assert sheet is not None
        shown = [f"/{one.tag.rpartition('}')[2].upper()}" for one in sheet.iter() if is_heading(one)]
        assert shown[0] == "/H1"
        assert len(shown) > 8
        assert [kind for kind in kinds if kind.startswith("/H")] == shown
        assert {"/Document", "/P", "/L", "/LI", "/BlockQuote"} <= set(kinds)

    def test_has_its_letters_with_it(self, gps: Browser, patient: Patient) -> None:
        reader = downloaded(gps, f"/gp/patients/{patient.enrolment_id}/sheet.pdf")

        for font in reader.pages[0]["/Resources"]["/Font"].values():  # type: ignore[index]
            [inner] = font.get_object()["/DescendantFonts"]
            described = inner.get_object()["/FontDescriptor"].get_object()
            assert {"/FontFile", "/FontFile2", "/FontFile3"} & described.keys()

    def test_tells_nothing_of_anybody_in_name_and_title(self, gps: Browser, patient: Patient) -> None:
        response = gps.client.get(f"/gp/patients/{patient.enrolment_id}/sheet.pdf", headers=gps.headers)
        about = PdfReader(BytesIO(response.data)).metadata

        assert response.headers["Content-Disposition"] == f"attachment; filename={said_in('nb', 'sheet.pdf')}"
        assert about is not None
        told = " ".join(str(value) for value in about.values())
        assert "Kari" not in told
        assert "rød lue" not in told
        assert str(patient.enrolment_id) not in told

    def test_holds_what_stands_on_the_screen(self, gps: Browser, patient: Patient) -> None:
        page = f"/gp/patients/{patient.enrolment_id}"
        on_paper = plain(downloaded(gps, f"{page}/sheet.pdf"))
        gps.opens(page)
        shown = gps.page.root.find(".//div[@class='follow-up']")
        assert shown is not None

        assert TEXT in on_paper
        for paragraph in (words(one) for kind in ("h2", "blockquote") for one in shown.iter(kind)):
            assert paragraph in on_paper

    def test_gives_every_drawing_words(self, demo: tuple[Flask, LogIns]) -> None:
        app, _ = demo
        page = fullest(pages(app, "en")["furu-elv 11"])

        figures = [one for kind, one in structure(made(app, page, "en")) if kind == "/Figure"]

        assert len(figures) == 1
        assert "PHQ-9" in str(figures[0]["/Alt"])


def made(app: Flask, page: object, language: str) -> PdfReader:
    with app.test_request_context():
        response = app.make_response(sheet_pdf(page, language))  # type: ignore[arg-type]
        response.direct_passthrough = False
        return PdfReader(BytesIO(response.get_data()))


class TestEverySheet:
    @pytest.mark.parametrize("language", ["nb", "en"])
    def test_is_one_page_of_a4(
        self, demo: tuple[Flask, LogIns], language: str, subtests: pytest.Subtests
    ) -> None:
        app, _ = demo
        found = pages(app, language)
        full = fullest(found["furu-elv 11"])
        bare = dataclasses.replace(full, card=None, scores=(), place=None, practice=None, notices=())

        for name, page in {**found, "the fullest": full, "the barest": bare}.items():
            with subtests.test(name):
                reader = made(app, page, language)
                assert len(reader.pages) == 1
                assert tuple(round(side) for side in reader.pages[0].mediabox[2:]) == A4
                assert plain(reader).count(" ".join(LONG.split())) == (2 if page is full else 0)


class TestFetching:
    @pytest.mark.parametrize(
        "address",
        [
            "http://example.org/a.css",
            "https://example.org/a.svg",
            "file:///etc/hostname",
            f"{paper.HOME}/gp/patients",
            f"{paper.HOME}/static/../paper.py",
            f"{paper.HOME}/static//etc/hostname",
            "ftp://example.org/a",
        ],
    )
    def test_is_refused_for_all_that_is_not_ours(self, address: str) -> None:
        with pytest.raises(ValueError, match="our own files"):
            paper._fetcher().fetch(address)  # type: ignore[attr-defined]

    def test_gives_our_own_styles_and_letters(self) -> None:
        fetcher = paper._fetcher()

        assert b".sheet" in fetcher.fetch(f"{paper.HOME}/static/paper.css?v=12345678").read()  # type: ignore[attr-defined]
        letters = fetcher.fetch(f"{paper.HOME}/static/fonts/source-sans-400.woff2")  # type: ignore[attr-defined]
        assert letters.read()[:4] == b"wOF2"

    def test_never_happens_for_what_a_page_names_elsewhere(self) -> None:
        page = (
            '<html lang="nb"><title>x</title><img src="http://example.org/a.png" alt="x"><p>Kråka</p></html>'
        )

        assert "Kråka" in plain(PdfReader(BytesIO(paper.made(page))))


class TestWithoutPango:
    @pytest.mark.usefixtures("without_pango")
    def test_the_page_says_what_to_install_and_writes_no_look(
        self, comes: Comes, session: Session, gp: Gp, patient: Patient
    ) -> None:
        for who, path in (
            (gp, f"/gp/patients/{patient.enrolment_id}/sheet.pdf"),
            (patient, "/sharing/sheet.pdf"),
        ):
            browser = comes(who).opens(path)
            assert browser.status == 501
            assert "apt-get install libpango-1.0-0" in browser.text
            assert browser.follows("To the page for printing").status == 200

        whats = session.scalars(select(AccessLog.what).order_by(AccessLog.seq)).all()
        assert whats == ["list", "print"]  # of which the second is the page that leads on

    def test_nothing_loads_weasyprint_before_a_pdf_is_asked_for(self) -> None:
        asks = "import sys, selfhelp.app, selfhelp.cli; sys.exit('weasyprint' in sys.modules)"

        assert subprocess.run([sys.executable, "-c", asks], check=False).returncode == 0  # noqa: S603


class TestThePatientsOwn:
    def test_is_the_very_page_the_doctor_gets_and_no_look(
        self, comes: Comes, gps: Browser, session: Session, patient: Patient
    ) -> None:
        def looks() -> int:
            session.rollback()
            return session.scalars(select(func.count()).select_from(AccessLog)).one()

        theirs = comes(patient)
        at_the_gps = f"/gp/patients/{patient.enrolment_id}"
        note = gps.opens(f"{at_the_gps}/note.txt").html
        sheet = words(gps.opens(f"{at_the_gps}/sheet").page.root.find(".//article[@class='sheet']"))
        before = looks()

        assert theirs.opens("/sharing").follows("Plain text").html == note
        shown = theirs.opens("/sharing").follows("Print").page.root.find(".//article[@class='sheet']")
        assert words(shown) == sheet
        assert TEXT in plain(downloaded(theirs, "/sharing/sheet.pdf"))
        assert looks() == before

    def test_is_gone_when_sharing_has_ended(self, comes: Comes, patient: Patient) -> None:
        theirs = comes(patient)
        theirs.opens("/sharing").presses("Yes, stop sharing")

        for page in ("note.txt", "sheet", "sheet.pdf"):
            assert theirs.opens(f"/sharing/{page}").status == 404

    def test_tells_in_words_what_the_doctor_took_along(
        self, comes: Comes, gps: Browser, patient: Patient
    ) -> None:
        page = f"/gp/patients/{patient.enrolment_id}"
        gps.opens(f"{page}/sheet")
        downloaded(gps, f"{page}/sheet.pdf")

        theirs = comes(patient).opens("/sharing")

        rows = [words(row) for row in theirs.page.root.findall(".//tbody/tr")]
        assert rows[0].endswith(theirs.says("The page for the appointment, as a PDF"))
        assert rows[1].endswith(theirs.says("The page for the appointment, to print"))
