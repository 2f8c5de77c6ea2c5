"""The modules in brief: a page each, and all of them as a booklet. Nothing here is about any patient."""

from flask import abort, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext
from markupsafe import Markup

from selfhelp.content.briefs import brief_of, briefs
from selfhelp.content.model import Programme
from selfhelp.web import paper
from selfhelp.web.access import visitor
from selfhelp.web.desk import catalogue, desk
from selfhelp.web.fragments import fragment, speaking
from selfhelp.web.gp.blueprint import bp


@bp.get("/modules")
def modules() -> ResponseReturnValue:
    """Show what the modules are about, and lead to the brief of each."""
    return render_template("gp/modules.html", briefs=briefs(_programme()))


@bp.get("/modules/<module_id>")
def brief(module_id: str) -> ResponseReturnValue:
    """Show one module as it is read in two minutes."""
    programme = _programme()
    found = brief_of(programme, module_id) or abort(404)
    return render_template("gp/brief.html", brief=found, others=programme.modules)


@bp.get("/booklet")
def booklet() -> ResponseReturnValue:
    """Show all the briefs as pages of A4, to be printed."""
    back, pdf = url_for("gp.modules"), url_for("gp.booklet_pdf")
    return render_template("paper/sheet.html", sheet=_booklet(), back=back, pdf=pdf, has_pages=True)


@bp.get("/booklet.pdf")
def booklet_pdf() -> ResponseReturnValue:
    """Give the same pages as a PDF."""
    if not paper.can_make_pdf():
        return paper.no_pdf(url_for("gp.booklet"))
    language = visitor().locale
    with speaking(language):
        title = gettext("The modules in brief")
    return paper.pdf(_booklet(), title=title, language=language)


def _programme() -> Programme:
    return catalogue()[visitor().locale]


def _booklet() -> Markup:
    programme = _programme()
    return fragment(
        "paper/booklet.html",
        language=visitor().locale,
        programme=programme,
        briefs=briefs(programme),
        evidence=desk().settings.public_url + url_for("public.evidence"),
    )
