"""A patient's own account: what there is, on one page, with a page for each thing that can be changed."""

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext
from wtforms import Form, StringField

from selfhelp.care import codes, my_account, passkeys, reminders, visits
from selfhelp.exercises import fields
from selfhelp.exercises.words import Message
from selfhelp.web import database
from selfhelp.web.access import mine, visitor
from selfhelp.web.desk import now
from selfhelp.web.language import locale
from selfhelp.web.patient.blueprint import bp
from selfhelp.web.patient.reminding import in_words, may_be_reminded
from selfhelp.web.person import set_language, set_text_size

CANNOT_SAVE = 422
SIZES = ("usual", "large", "larger")
CHOOSE = Message("Choose one of the answers on this page.")


class ReadingForm(Form):
    """Language and text size."""

    locale = StringField()
    text_size = fields.one_of(SIZES, required=CHOOSE)


class LeaveButtonForm(Form):
    """Whether the button that leaves at once is on the pages."""

    shown = fields.one_of(("yes", "no"), required=CHOOSE)


@bp.get("/my-account")
def account() -> ResponseReturnValue:
    """Show what there is, and lead to where it is changed."""
    session, me = database.session(), visitor()
    kept = reminders.kept(session, mine().key, mine().enrolment_id)
    return render_template(
        "patient/account.html",
        me=me,
        passkeys=len(passkeys.passkeys_of(session, me.person_id)),
        codes_left=codes.recovery_codes_left(session, person_id=me.person_id),
        devices=len(visits.visits_of(session, me.person_id, now())),
        reminded=in_words(kept) if may_be_reminded(kept) else "",
        sizes=size_words(),
    )


@bp.route("/my-account/reading", methods=["GET", "POST"])
def reading() -> ResponseReturnValue:
    """Choose language and text size, for every page and device."""
    if request.method != "POST":
        form = ReadingForm(data={"locale": locale(), "text_size": visitor().text_size})
        return render_template("patient/reading.html", form=form, sizes=size_words())
    form = ReadingForm(request.form)
    if not form.validate():
        return render_template("patient/reading.html", form=form, sizes=size_words()), CANNOT_SAVE
    set_language(str(form.locale.data))
    set_text_size(form.text_size.data)
    flash(gettext("Your choices are saved."))
    return redirect(url_for("patient.account"), 303)


@bp.route("/my-account/leave-page", methods=["GET", "POST"])
def leave_button() -> ResponseReturnValue:
    """Show what the button does and does not do, and switch it on or off."""
    if request.method != "POST":
        form = LeaveButtonForm(data={"shown": "yes" if visitor().quick_exit else "no"})
        return render_template("patient/leave_button.html", form=form)
    form = LeaveButtonForm(request.form)
    if not form.validate():
        return render_template("patient/leave_button.html", form=form), CANNOT_SAVE
    with database.short_session() as short:
        my_account.set_quick_exit(short, visitor().person_id, shown=form.shown.data == "yes")
    flash(gettext("Your choices are saved."))
    return redirect(url_for("patient.account"), 303)


def size_words() -> list[tuple[str, str]]:
    """Return the sizes there are, as (value, words)."""
    return [("usual", gettext("Usual")), ("large", gettext("Large")), ("larger", gettext("Larger"))]
