"""The entries of a tool: to add and to edit."""

import secrets
from uuid import UUID, uuid4

from flask import abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext
from wtforms import Form

from selfhelp.care import entries, progress, removed
from selfhelp.care.days import day_of
from selfhelp.care.entries import Written
from selfhelp.care.scope import Scope
from selfhelp.care.windows import must_choose, newest
from selfhelp.exercises.entry_maker import ToolBlock
from selfhelp.exercises.tool import Tool
from selfhelp.exercises.words import Json
from selfhelp.web import database
from selfhelp.web.access import mine
from selfhelp.web.desk import catalogue, now
from selfhelp.web.errors import wants_json
from selfhelp.web.met import keep_content
from selfhelp.web.patient.blueprint import bp
from selfhelp.web.patient.heavy_thoughts import onward_asked
from selfhelp.web.patient.saved import CONFLICT, conflict, saved, wrong
from selfhelp.web.patient.sent import KEEP_SAVED, other_sent, page_sent
from selfhelp.web.person import set_language
from selfhelp.web.shown import Shown, differences, form_for, show, show_sent, validates, value_sent

CANNOT_SAVE = 422
FORM = "entry"  # the id the tool's form has on these pages


@bp.get("/toolbox/<tool_id>/new")
def new_entry(tool_id: str) -> ResponseReturnValue:
    """Begin an entry at an address of its own: loaded again it shows what was saved, and makes no other."""
    return redirect(url_for("patient.entry_begun", tool_id=my_tool(tool_id).id, entry_id=uuid4()))


@bp.route("/toolbox/<tool_id>/new/<uuid:entry_id>", methods=["GET", "POST"])
def entry_begun(tool_id: str, entry_id: UUID) -> ResponseReturnValue:
    """Make an entry, or go on with the one begun here."""
    written = _written(this := my_tool(tool_id), entry_id)
    return _entry(_tool_of(this, written), entry_id, written)


@bp.route("/toolbox/<tool_id>/<uuid:entry_id>", methods=["GET", "POST"])
def entry(tool_id: str, entry_id: UUID) -> ResponseReturnValue:
    """Edit an entry."""
    this = my_tool(tool_id)
    written = _written(this, entry_id)
    # The page brings its entry's id along: emptied in the background, it can still be sent again.
    if written is None and this.keeps == "many" and request.form.get("entry_id") != str(entry_id):
        abort(404)
    return _entry(_tool_of(this, written), entry_id, written)


def _tool_of(this: Tool, written: Written | None) -> Tool:
    """Return the tool as the entry was made with it, where it would lose something today.

    A new entry is read with the tool that its page had.
    """
    if written is not None:
        return written.of or this
    return mine().tool_of(this.id, request.form.get("edition", "")) or this


def my_tool(tool_id: str) -> Tool:
    """Return a tool. 404 when there is none."""
    return mine().programme.tools.get(tool_id) or abort(404)


def _written(this: Tool, wanted: UUID) -> Written | None:
    """Return the entry, as far as there is one. 404 when it belongs to another tool."""
    written = entries.entry(database.session(), mine(), wanted)
    if written is not None and written.tool != this.id:
        abort(404)
    return written


def _entry(this: Tool, wanted: UUID, written: Written | None) -> ResponseReturnValue:
    if request.method != "POST":
        return _page(this, wanted, written)
    if request.form.get("go") == KEEP_SAVED:
        entries.forget_other(database.session(), mine=mine(), wanted=wanted, window=other_sent())
        database.session().commit()
        return redirect(request.path, 303)
    return _save(this, wanted, written)


def _block(this: Tool) -> ToolBlock:
    return ToolBlock(id=FORM, tool_id=this.id, of=this, need=1)


def _save(this: Tool, wanted: UUID, before: Written | None) -> ResponseReturnValue:
    block, stands = _block(this), dict(before.values) if before else None
    form, fits = _sent(this, stands)
    value = value_sent(block, stands, form)
    page, at = page_sent(), now()
    progress.opened(database.session(), mine().enrolment_id, at)
    removed.forget_removed(database.session(), at)
    keep_content(at)
    kept = entries.save_entry(
        database.session(), mine=mine(), tool=this, wanted=wanted, values=value, page=page, now=at
    )
    database.session().commit()
    if kept and must_choose(page, kept.others):
        typed = form if page.window in kept.others else None
        return conflict() if wants_json() else (_page(this, wanted, kept, form=typed), CONFLICT)
    if wants_json():
        return saved(kept.revision if kept else 0, form)
    if language := request.form.get("locale"):
        set_language(language)
    if wrong(form) if language else not fits:
        this = _tool_of(my_tool(this.id), _written(this, wanted))  # in the language just chosen
        return _page(this, wanted, kept, form=_sent(this, stands)[0]), CANNOT_SAVE
    if language:
        return redirect(request.path, 303)
    flash(gettext("%(tool)s: saved.", tool=this.title))
    if news := _first_news(this, before, kept):
        return redirect(f"{request.path}#at-{news}", 303)
    return redirect(onward_asked() or back_to(this), 303)


def _first_news(this: Tool, before: Written | None, after: Written | None) -> str:
    """Return the first block that answers the patient with something the page did not show; "" for none.

    The page says which blocks stood on it: its script may have saved the answers before it was sent.
    """
    known = this.answers_to(before.values if before else {})
    answers = this.answers_to(after.values if after else {})
    if "seen" in request.form:
        stood = {(block, "") for block in request.form["seen"].split()}
        known = frozenset(one for one in known if one[1]) | stood
    news = {block for block, _ in answers - known}
    return next((block.id for block in this.blocks if block.id in news), "")


def _sent(this: Tool, kept: Json) -> tuple[Form, bool]:
    """Return what was sent, and whether all of it can be saved."""
    block = _block(this)
    form = form_for([block], request.form, digest=f"{catalogue().digest}/{this.id}")
    return form, validates(form, [block], {FORM: kept}, day_of(now()))


def back_to(this: Tool) -> str:
    """Return the tool's entries; for a tool that has only one, the toolbox."""
    return url_for("patient.tool", tool_id=this.id) if this.keeps == "many" else url_for("patient.toolbox")


def _page(this: Tool, wanted: UUID, written: Written | None, *, form: Form | None = None) -> str:
    """Show the tool's form: as it was sent, or as it is kept. Of two texts it holds the other window's."""
    block = _block(this)
    other, value = newest(written.others) if written else ("", None)
    if written and not other:
        value = dict(written.values)
    scope = Scope(mine().programme, next(iter(mine().programme.modules.values())), mine().character)
    shown: Shown = show(block, scope, value) if form is None else show_sent(block, scope, value, form)
    return render_template(
        "patient/entry.html",
        tool=this,
        shown=shown,
        entry_id=wanted,
        written=written,
        revision=written.revision if written else 0,
        other=other,
        both=differences(block, dict(written.values), value) if written and other else [],
        onward=onward_asked(),
        page_key=secrets.token_urlsafe(12),
        title=this.title if written else gettext("New: %(tool)s", tool=this.title),
    )
