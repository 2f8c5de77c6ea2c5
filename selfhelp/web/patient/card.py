"""The bridge card and the appointment, from home, at any time before the day."""

import secrets

from flask import abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext
from wtforms import Form

from selfhelp.care import cards, progress, sharing
from selfhelp.care.appointments import unanswered
from selfhelp.care.cards import CardKept
from selfhelp.care.days import day_of
from selfhelp.care.scope import Scope
from selfhelp.care.windows import must_choose, newest
from selfhelp.content.model import Module
from selfhelp.exercises.card import Card
from selfhelp.exercises.words import Json
from selfhelp.web import database
from selfhelp.web.access import mine
from selfhelp.web.desk import catalogue, now
from selfhelp.web.errors import wants_json
from selfhelp.web.follow_up_page import preview_of
from selfhelp.web.patient.blueprint import bp
from selfhelp.web.patient.saved import CONFLICT, conflict, saved, wrong
from selfhelp.web.patient.sent import KEEP_SAVED, other_sent, page_sent
from selfhelp.web.person import set_language
from selfhelp.web.shown import differences, form_for, show, show_sent, validates, value_sent

CANNOT_SAVE = 422


@bp.route("/card", methods=["GET", "POST"])
def card() -> ResponseReturnValue:
    """Write the card, and see the page the doctor will read."""
    module, exercise = _exercise()
    kept = cards.card_now(database.session(), mine(), day_of(now()))
    if request.method != "POST":
        return _page(module, exercise, kept)
    if request.form.get("go") == KEEP_SAVED:
        cards.forget_other(database.session(), mine=mine(), window=other_sent(), today=day_of(now()))
        database.session().commit()
        return redirect(url_for("patient.card"), 303)
    return _save(module, exercise, kept)


def _save(module: Module, exercise: Card, before: CardKept) -> ResponseReturnValue:
    form, fits = _sent(exercise, before)
    values = value_sent(exercise, _value(before), form) or cards.EMPTY_CARD
    session, page, at = database.session(), page_sent(), now()
    progress.opened(session, mine().enrolment_id, at)
    kept = cards.save_card(session, mine=mine(), module=module.id, values=values, page=page, now=at)
    session.commit()
    if must_choose(page, kept.others):
        typed = form if page.window in kept.others else None
        return conflict() if wants_json() else (_page(module, exercise, kept, form=typed), CONFLICT)
    if wants_json():
        return saved(kept.revision, form)
    if language := request.form.get("locale"):
        set_language(language)
    if wrong(form) if language else not fits:
        module, exercise = _exercise()  # in the language just chosen
        return _page(module, exercise, kept, form=_sent(exercise, before)[0]), CANNOT_SAVE
    if not language:
        flash(gettext("Your card is saved. You can change it until the appointment."))
    return redirect(url_for("patient.card"), 303)


def _sent(exercise: Card, before: CardKept) -> tuple[Form, bool]:
    """Return what was sent, and whether all of it can be saved."""
    form = form_for([exercise], request.form, digest=catalogue().digest)
    return form, validates(form, [exercise], {exercise.id: _value(before)}, day_of(now()))


def _exercise() -> tuple[Module, Card]:
    """Return the module last begun that has a card, and its card; the first module's before any is begun."""
    begun = progress.progress_of(database.session(), mine())
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


def _page(module: Module, exercise: Card, kept: CardKept, *, form: Form | None = None) -> str:
    """Show the card: as it was sent, or as it is kept. Of two texts it holds the other window's."""
    scope = Scope(mine().programme, module, mine().character)
    other, written = newest(kept.others)
    value = written or _value(kept)
    link = sharing.my_link(database.session(), mine().enrolment_id)
    return render_template(
        "patient/card.html",
        shown=show(exercise, scope, value) if form is None else show_sent(exercise, scope, value, form),
        kept=kept,
        other=other,
        both=differences(exercise, _value(kept), written) if written else [],
        passed=unanswered(database.session(), mine().enrolment_id, day_of(now())),
        link=link,
        preview=preview_of(mine(), link) if link else None,
        page_key=secrets.token_urlsafe(12),
    )
