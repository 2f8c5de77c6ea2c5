"""Reminders by mail: asked for, changed, turned off, or declined."""

import logging

from flask import abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext
from wtforms import Field, Form
from wtforms.validators import ValidationError

from selfhelp.care import reminders as deeds
from selfhelp.care.reminders import HOURS, MOST_A_WEEK, Kept, Tokens, Wish
from selfhelp.exercises import fields
from selfhelp.exercises.words import Message
from selfhelp.mailing import NotReachableError, PostOffice, RefusedError, TryLaterError, UnknownError
from selfhelp.settings import A_MAIL_ADDRESS
from selfhelp.web import access, database, limits, mails
from selfhelp.web.access import mine, visitor
from selfhelp.web.desk import desk, now
from selfhelp.web.language import locale
from selfhelp.web.patient.blueprint import bp
from selfhelp.web.patient.reminding import clock_hour, in_words, may_be_reminded, weekday_named

log = logging.getLogger(__name__)
CANNOT_SAVE = 422
LONGEST_ADDRESS = 254
DAYS = tuple("1234567")
NOT_SENT = Message(
    "The e-mail could not be sent just now. Your choices are kept. Press the button again in a while."
)
NO_SUCH = Message("The e-mail server says that there is no such address. Look at it once more.")


def _is_address(_form: Form, field: Field) -> None:
    typed = field.data or ""
    if not typed.isascii():
        raise ValidationError(
            Message("Many e-mail servers refuse letters like æ, ø and å in an address. Use another address.")
        )
    if not A_MAIL_ADDRESS.fullmatch(typed) or "." not in typed.rpartition("@")[2]:
        raise ValidationError(Message("Write the whole address without spaces, for example name@example.no."))


class ReminderForm(Form):
    """Where to, on which days, at what hour."""

    address = fields.text(
        LONGEST_ADDRESS, required=Message("Write your e-mail address."), also=(_is_address,)
    )
    days = fields.many(DAYS, required=Message("Choose one day or two."))
    hour = fields.one_of([str(hour) for hour in HOURS], required=Message("Choose an hour."))

    def validate_days(self, field: Field) -> None:
        """Keep it to what does not tire."""
        if len(field.data) > MOST_A_WEEK:
            raise ValidationError(Message("Choose two days at most."))

    @property
    def wish(self) -> Wish:
        """Return what is asked for."""
        return Wish(str(self.address.data), sorted(set(self.days.data)), int(self.hour.data))


@bp.route("/my-account/reminders", methods=["GET", "POST"])
def reminders() -> ResponseReturnValue:
    """Show what has been asked for, and change it. A new address is asked whether it is right."""
    kept = _kept()
    if not may_be_reminded(kept):
        abort(404)
    if request.method != "POST":
        wish = kept.wish
        form = ReminderForm(data={"address": wish.address, "days": wish.days, "hour": str(wish.hour)})
        return _page(form, kept)
    form = ReminderForm(request.form)
    if not form.validate() or not _is_kept(form, kept):
        return _page(form, _kept()), CANNOT_SAVE  # read anew: a mail that could not go leaves the wish kept
    return redirect(url_for("patient.reminders"), 303)


@bp.post("/my-account/reminders/off")
def no_reminders() -> ResponseReturnValue:
    """Turn reminders off and forget the address; or remember that they are not wanted."""
    with database.short_session() as short:
        deeds.say_no(short, mine().enrolment_id)
    flash(gettext("No reminders, then. You can turn them on in My account whenever you like."))
    back = request.form.get("next", "")
    return redirect(back if access.opens(back, "patient") else url_for("patient.account"), 303)


def _kept() -> Kept:
    return deeds.kept(database.session(), mine().key, mine().enrolment_id)


def _is_kept(form: ReminderForm, before: Kept) -> bool:
    """Keep the wish and ask a new address; tell whether that went well, else the form says what is wrong."""
    wish, place = form.wish, mine()
    if before.state != "on" or before.wish.address != wish.address:
        limits.count("reminder-person", str(visitor().person_id))
        limits.count("reminder-address", wish.address.casefold())
    with database.short_session() as short:
        tokens = deeds.set_up(short, key=place.key, enrolment_id=place.enrolment_id, wish=wish, now=now())
    if tokens is None:
        flash(gettext("Your choices are saved."))
        return True
    return _is_asked(form, wish.address, tokens)


def _is_asked(form: ReminderForm, address: str, tokens: Tokens) -> bool:
    server = desk().settings.mail or abort(404)
    mail = mails.confirmation(address, language=locale(), tokens=tokens, now=now())
    try:
        with PostOffice(server) as office:
            office.send(mail)
    except RefusedError:
        form.address.errors = [NO_SUCH]
    except (NotReachableError, TryLaterError, UnknownError) as error:
        log.warning("mail not sent: error=%s", type(error).__name__)
        form.form_errors.append(NOT_SENT)
    return not form.address.errors and not form.form_errors


def _page(form: ReminderForm, kept: Kept) -> str:
    return render_template(
        "patient/reminders.html",
        form=form,
        kept=kept,
        said=in_words(kept),
        days=[(day, weekday_named(day)) for day in DAYS],
        hours=[(str(hour), clock_hour(hour)) for hour in HOURS],
    )
