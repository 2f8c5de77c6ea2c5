"""The bridge card and the appointment, from home, at any time before the day."""

import secrets

from flask import abort, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from selfhelp.care import cards, sharing
from selfhelp.care.cards import CardKept, OtherWindowCardError
from selfhelp.care.days import day_of
from selfhelp.care.progress import progress_of
from selfhelp.care.scope import Scope
from selfhelp.content.model import Module
from selfhelp.exercises.card import Card
from selfhelp.exercises.words import Json
from selfhelp.web import database
from selfhelp.web.access import mine
from selfhelp.web.desk import catalogue, now
from selfhelp.web.errors import wants_json
from selfhelp.web.follow_up_page import preview_of
from selfhelp.web.patient.blueprint import bp
from selfhelp.web.patient.saved import CONFLICT, conflict, saved
from selfhelp.web.patient.sent import page_sent
from selfhelp.web.shown import Shown, form_for, show, show_sent, value_sent

CANNOT_SAVE = 422
EMPTY = {"text": None, "tool": None, "show": False, "date": None}


@bp.route("/card", methods=["GET", "POST"])
def card() -> ResponseReturnValue:
    """Write the card, and see the page the doctor will read."""
    module, exercise = _exercise()
    kept = cards.card_now(database.session(), mine(), day_of(now()))
    scope = Scope(mine().programme, module, mine().character)
    if request.method != "POST":
        return _page(show(exercise, scope, _value(kept)), kept)
    form = form_for([exercise], request.form, digest=catalogue().digest)
    fits = form.validate()
    values = value_sent(exercise, _value(kept), form) or EMPTY
    page, at = page_sent(), now()
    try:
        written = cards.save_card(
            database.session(), mine=mine(), module=module.id, values=values, page=page, now=at
        )
    except OtherWindowCardError as other:
        if wants_json():
            return conflict()
        return _page(show_sent(exercise, scope, _value(kept), form), other.kept, second=other.kept), CONFLICT
    database.session().commit()
    if wants_json():
        return saved(written.revision, form)
    if not fits:
        return _page(show_sent(exercise, scope, _value(kept), form), written), CANNOT_SAVE
    return redirect(url_for("patient.card", saved=1), 303)


def _exercise() -> tuple[Module, Card]:
    """Return the module last begun that has a card, and its card; the first module's before any is begun."""
    begun = progress_of(database.session(), mine())
    modules = list(mine().programme.modules.values())
    found = [
        (module, exercise)
        for module in [module for module in modules if module.id in begun] or modules[:1]
        for exercise in module.exercises
        if isinstance(exercise, Card)
    ]
    return found[-1] if found else abort(404)


def _value(kept: CardKept) -> Json:
    return {**kept.values, "date": kept.appointment.isoformat() if kept.appointment else None}


def _page(shown: Shown, kept: CardKept, *, second: CardKept | None = None) -> str:
    link = sharing.my_link(database.session(), mine().enrolment_id)
    return render_template(
        "patient/card.html",
        shown=shown,
        kept=kept,
        second=second,
        link=link,
        preview=preview_of(mine(), link) if link else None,
        page_key=secrets.token_urlsafe(12),
        just_saved="saved" in request.args,
    )
