"""My workbook: everything the patient wrote, part by part, searched, and on paper."""

from dataclasses import dataclass

from flask import abort, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext
from markupsafe import Markup

from selfhelp.care.days import day_of
from selfhelp.care.workbook import search
from selfhelp.care.workbook.value import Part, Piece, Workbook
from selfhelp.care.workbook.whole import workbook as whole_workbook
from selfhelp.web import database, paper
from selfhelp.web.access import mine
from selfhelp.web.desk import now
from selfhelp.web.fragments import fragment
from selfhelp.web.language import locale
from selfhelp.web.patient.blueprint import bp
from selfhelp.web.patient.download import log_in_first

AT_ONCE = 40  # pieces on one page
MOST_FOUND = 30


@dataclass(frozen=True, slots=True)
class Found:
    """What a search has found: the parts with the first pieces, and how many there are in all."""

    words: str
    terms: tuple[str, ...]
    parts: tuple[tuple[Part, tuple[Piece, ...]], ...]
    count: int

    @property
    def shown(self) -> int:
        """Return how many pieces are shown."""
        return sum(len(pieces) for _, pieces in self.parts)


@bp.route("/workbook", methods=["GET", "POST"])
def workbook() -> str:
    """List the parts. A search is a POST that writes nothing: its words must not stand in an address."""
    words = " ".join(request.form.get("q", "").split())[: search.LONGEST]
    whole = my_workbook()
    found = _found(whole, words) if words else None
    return render_template("patient/workbook.html", workbook=whole, found=found)


@bp.get("/workbook/<part_id>")
def workbook_part(part_id: str) -> str:
    """Show all that was written in one module or with one tool, some pieces at once."""
    part = my_workbook().part(part_id) or abort(404)
    pages = -(-len(part.pieces) // AT_ONCE)
    page = request.args.get("page", default=1, type=int)
    if not 1 <= page <= pages:
        abort(404)
    pieces = part.pieces[(page - 1) * AT_ONCE : page * AT_ONCE]
    return render_template("patient/workbook_part.html", part=part, pieces=pieces, page=page, pages=pages)


@bp.get("/workbook/sheet")
def workbook_sheet() -> str:
    """Show the whole workbook as it comes out of a printer."""
    back, pdf = url_for("patient.workbook"), url_for("patient.workbook_pdf")
    return render_template("paper/sheet.html", sheet=_sheet(), back=back, pdf=pdf, has_pages=True)


@bp.get("/workbook/sheet.pdf")
def workbook_pdf() -> ResponseReturnValue:
    """Give the same sheets as a PDF: it stays on the machine, so it takes a fresh log-in."""
    here = url_for("patient.workbook_sheet")
    if first := log_in_first(here):
        return first
    if not paper.can_make_pdf():
        return paper.no_pdf(here)
    return paper.pdf(_sheet(), title=gettext("My workbook"), language=locale())


def my_workbook() -> Workbook:
    """Return everything the signed-in patient wrote."""
    return whole_workbook(database.session(), mine(), now())


def _sheet() -> Markup:
    today = day_of(now())
    return fragment("paper/workbook.html", language=locale(), workbook=my_workbook(), today=today)


def _found(whole: Workbook, words: str) -> Found:
    terms, left, shown = search.terms_in(words), MOST_FOUND, []
    parts = search.found(whole, terms).parts
    for part in parts:
        if pieces := part.pieces[:left]:
            shown.append((part, pieces))
            left -= len(pieces)
    return Found(words, terms, tuple(shown), sum(len(part.pieces) for part in parts))
