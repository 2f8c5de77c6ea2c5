"""Sheets of paper as PDF/UA-1: made in memory from a fragment and our own styles, and kept nowhere.

WeasyPrint needs Pango, which pip cannot install. It is loaded when the first PDF is asked for, so that a
server without it does everything else.
"""

import logging
from functools import cache
from importlib import import_module
from io import BytesIO
from threading import Lock
from types import ModuleType

from flask import render_template, send_file
from flask.typing import ResponseReturnValue
from flask_babel import gettext
from markupsafe import Markup

from selfhelp.web import database
from selfhelp.web.fragments import speaking
from selfhelp.web.words import STATIC

log = logging.getLogger(__name__)
NOT_HERE = 501  # "not implemented": this server lacks a part, and trying again does not help
HOME = "http://sheet.invalid"  # stands for this site while a sheet is set; nothing is fetched from any other
_one_at_a_time = Lock()  # Pango's fonts are shared by all threads, and one sheet is enough work at once


@cache
def can_make_pdf() -> bool:
    """Tell whether this machine has what PDFs are made with."""
    try:
        _weasyprint()
    except (ImportError, OSError) as error:
        log.warning("no PDFs can be made: error=%s", type(error).__name__)
        return False
    return True


def no_pdf(back: str) -> ResponseReturnValue:
    """Say what is missing, and lead back to the page that can be printed."""
    return render_template("paper/no_pdf.html", back=back), NOT_HERE


def pdf(sheet: Markup, *, title: str, language: str) -> ResponseReturnValue:
    """Send a sheet as a PDF whose name and title tell nothing of anybody. Call it where `can_make_pdf`."""
    database.let_go()  # nobody waits for the database while the sheet is set
    with speaking(language):
        page = render_template("paper/document.html", sheet=sheet, title=title, language=language)
        name = gettext("sheet.pdf")
    return send_file(BytesIO(made(page)), "application/pdf", as_attachment=True, download_name=name)


def made(page: str) -> bytes:
    """Return a page as PDF/UA-1."""
    with _one_at_a_time:
        html = _weasyprint().HTML(string=page, base_url=f"{HOME}/", url_fetcher=_fetcher())
        written: bytes = html.write_pdf(pdf_variant="pdf/ua-1", pdf_tags=True)
    return written


def _weasyprint() -> ModuleType:
    weasyprint = import_module("weasyprint")
    logging.getLogger("weasyprint").setLevel(logging.ERROR)  # else it warns of styles for browsers
    return weasyprint


@cache
def _fetcher() -> object:
    """Return what brings WeasyPrint our own static files and what lies in the page itself; nothing else."""
    from weasyprint.urls import URLFetcher, URLFetcherResponse  # noqa: PLC0415

    class OurOwn(URLFetcher):
        def fetch(self, url: str, headers: dict[str, str] | None = None) -> object:
            """Fetch one file.

            :raises ValueError: when it is not ours.
            """
            if url.startswith("data:"):
                return super().fetch(url, headers)
            wanted = STATIC / url.partition("?")[0].removeprefix(f"{HOME}/static/")
            file = wanted.resolve()
            if not url.startswith(f"{HOME}/static/") or not file.is_relative_to(STATIC.resolve()):
                raise ValueError("A sheet is made of our own files only.")
            kind = {".css": "text/css", ".svg": "image/svg+xml"}.get(file.suffix, "font/woff2")
            return URLFetcherResponse(url, file.read_bytes(), {"Content-Type": kind})

    return OurOwn(allowed_protocols=("data",))
