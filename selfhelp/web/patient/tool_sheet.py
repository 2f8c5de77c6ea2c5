"""A tool on paper: all that the patient wrote with it, and an empty form to fill in by hand."""

from flask import render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext
from markupsafe import Markup

from selfhelp.care import entries
from selfhelp.care.days import day_of
from selfhelp.exercises.tool import Tool
from selfhelp.web import database, paper
from selfhelp.web.access import mine
from selfhelp.web.desk import now
from selfhelp.web.fragments import fragment
from selfhelp.web.language import locale
from selfhelp.web.patient.blueprint import bp
from selfhelp.web.patient.download import log_in_first
from selfhelp.web.patient.toolbox import my_tool
from selfhelp.web.patient.tools import drawn_of


@bp.get("/toolbox/<tool_id>/sheet")
def tool_sheet(tool_id: str) -> ResponseReturnValue:
    """Show a tool's sheet, to be printed."""
    this = my_tool(tool_id)
    return render_template(
        "paper/sheet.html",
        sheet=_sheet(this),
        back=_back_to(this),
        pdf=url_for("patient.tool_sheet_pdf", tool_id=this.id),
        has_pages=True,
    )


@bp.get("/toolbox/<tool_id>/sheet.pdf")
def tool_sheet_pdf(tool_id: str) -> ResponseReturnValue:
    """Give the same sheet as a PDF: it stays on the machine, so it takes a fresh log-in."""
    this = my_tool(tool_id)
    here = url_for("patient.tool_sheet", tool_id=this.id)
    if first := log_in_first(here):
        return first
    if not paper.can_make_pdf():
        return paper.no_pdf(here)
    return paper.pdf(_sheet(this), title=gettext("Sheet to print"), language=locale())


def _sheet(this: Tool) -> Markup:
    written = entries.entries_of(database.session(), mine(), this.id)
    return fragment(
        "paper/tool.html", language=locale(), tool=this, drawn=drawn_of(this, written), today=day_of(now())
    )


def _back_to(this: Tool) -> str:
    return url_for("patient.tool", tool_id=this.id)
