"""Signing in and out: passphrase, second factor, and text carried over a log-in that has run out."""

from typing import Any
from uuid import UUID

from flask import Blueprint, Response, make_response, redirect, render_template, request, session, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy import select
from wtforms import Form, PasswordField, StringField
from wtforms.validators import InputRequired, Length

from selfhelp.care import accounts, codes, progress
from selfhelp.care.forget import is_long_gone
from selfhelp.care.readings import in_danger
from selfhelp.exercises.words import Message
from selfhelp.records.course import Enrolment
from selfhelp.records.people import Person, folded
from selfhelp.web import access, database, limits
from selfhelp.web.desk import desk, now
from selfhelp.web.headers import FORGET
from selfhelp.web.public import safe_path

bp = Blueprint("account", __name__)
WRONG = Message("The user name or the passphrase is not right. Try again, or use a recovery code.")
WRONG_CODE = Message("The code is not right, or it has been used. Wait for the next one and try again.")
UNAUTHORISED, CANNOT_SAVE = 401, 422
ELSEWHERE = "https://www.yr.no/"
FIRST_FACTOR_LASTS = 300  # seconds between passphrase and six digits
CARRIED = "kept:"  # before the names of fields carried over a lapsed log-in


class LogInForm(Form):
    """User name and passphrase."""

    user_name = StringField(validators=[InputRequired(Message("Enter your user name.")), Length(max=80)])
    passphrase = PasswordField(validators=[InputRequired(Message("Enter your passphrase.")), Length(max=200)])


class CodeForm(Form):
    """Six digits from the telephone, or a recovery code."""

    code = StringField(validators=[InputRequired(Message("Enter the code.")), Length(max=40)])


@bp.route("/log-in", methods=["GET", "POST"])
def log_in() -> ResponseReturnValue:
    """Sign in. Only patients need no second factor; text carried over a lapsed log-in comes back."""
    form = LogInForm(request.form)
    if request.method != "POST" or not form.validate():
        return log_in_page(form, code=200 if request.method != "POST" else CANNOT_SAVE)
    name = str(form.user_name.data)
    limits.count("log-in-address", limits.address())
    limits.count("log-in-name", folded(name))
    person = _person_with(name, str(form.passphrase.data))
    if person is None:
        form.form_errors.append(WRONG)
        return log_in_page(form, code=UNAUTHORISED)
    if person.role != "patient":
        session.clear()
        session["language"] = person.locale
        session["first_factor"] = {"person": str(person.id), "at": now().timestamp()}
        if carried():
            return _code_page(CodeForm(), person)  # a redirect would drop what was being written
        return redirect(url_for("account.second_factor", next=request.values.get("next", "")), 303)
    return let_in(person, second_factor=False)


@bp.route("/log-in/code", methods=["GET", "POST"])
def second_factor() -> ResponseReturnValue:
    """Ask for the six digits, or a recovery code."""
    person = _first_factor_done()
    if person is None:
        return redirect(url_for("account.log_in"), 303)
    form = CodeForm(request.form)
    if request.method != "POST" or not form.validate():
        return _code_page(form, person), 200 if request.method != "POST" else CANNOT_SAVE
    limits.count("second-factor", str(person.id))
    if not _second_factor_fits(person, str(form.code.data)):
        form.form_errors.append(WRONG_CODE)
        return _code_page(form, person), UNAUTHORISED
    return let_in(person, second_factor=True)


@bp.post("/log-out")
def log_out() -> ResponseReturnValue:
    """End the visit, here and on the server. The front page follows, whether there was a visit or not."""
    access.end_visit()
    return _forget(redirect(url_for("public.front", out="yes"), 303))


@bp.post("/leave")
def quick_exit() -> ResponseReturnValue:
    """End the visit and go to a page about the weather, at once, whatever has lapsed."""
    access.end_visit()
    return _forget(make_response(render_template("account/left.html", elsewhere=ELSEWHERE)))


def _forget(response: Any) -> Response:
    response.headers["Clear-Site-Data"] = FORGET
    answer: Response = response
    return answer


def _person_with(name: str, passphrase: str) -> Person | None:
    """Check the passphrase while no transaction is open: it takes a while."""
    with database.short_session() as short:
        person = accounts.person_named(short, name)
    verdict = desk().passphrases.check(person.passphrase_hash if person else None, passphrase)
    if person is None or not verdict.right:
        return None
    if verdict.rehash:
        renewed = desk().passphrases.hash(passphrase)
        with database.short_session() as short:
            if kept := short.get(Person, person.id):
                kept.passphrase_hash = renewed
    return person


def _second_factor_fits(person: Person, code: str) -> bool:
    """Check six digits, or else a recovery code; either is used up."""
    with database.short_session() as short:
        if (kept := short.get(Person, person.id)) and accounts.use_totp(
            short, desk().root, kept, code, now()
        ):
            return True
    spent = codes.recovery_hash(desk().codes, person.id, code)
    if spent is None:
        return False
    with database.short_session() as short:
        return codes.use_recovery_code(short, person_id=person.id, code_hash=spent, now=now())


def _code_page(form: CodeForm, person: Person) -> str:
    """Ask for the code; the demo, whose GP has no telephone, tells it. No setting can switch that on."""
    told = ""
    if desk().settings.demo:
        told = accounts.code_at(accounts.totp_secret(desk().root, person), now())
    wanted = request.values.get("next", "")
    return render_template(
        "account/second_factor.html", form=form, told=told, next=wanted, kept=carried(), carried=CARRIED
    )


def _first_factor_done() -> Person | None:
    """Return whose passphrase was right a moment ago."""
    noted = session.get("first_factor")
    if not noted or now().timestamp() - noted["at"] > FIRST_FACTOR_LASTS:
        return None
    with database.short_session() as short:
        return short.get(Person, UUID(noted["person"]))


def let_in(person: Person, *, second_factor: bool) -> ResponseReturnValue:
    """Begin a visit and go on. Whoever comes back ends here, by whatever way they were let in."""
    before = _enrolment_of(person)  # as it was: once the visit has begun, the patient is here
    access.start_visit(person, second_factor=second_factor)
    return _onward(person, before)


def _enrolment_of(person: Person) -> Enrolment | None:
    with database.short_session() as short:
        return short.scalar(select(Enrolment).where(Enrolment.person_id == person.id))


def _onward(person: Person, before: Enrolment | None) -> ResponseReturnValue:
    """Go to the page that was asked for; with text carried over, to the one button that saves it."""
    path = safe_path(request.values.get("next", ""))
    kept = carried()
    if kept and access.opens(path, person.role, method="POST"):
        return render_template("account/save_carried.html", path=path, kept=kept)
    there = path if access.opens(path, person.role) else home_of(person)
    return redirect(_first_met(person, before, there) if before else there, 303)


def home_of(person: Person) -> str:
    """Return where a person's own pages begin."""
    return url_for(access.HOME[person.role])


def _first_met(person: Person, before: Enrolment, there: str) -> str:
    """Note that the patient goes on, and return what comes first: the help page, a question after a year."""
    at = now()
    if is_long_gone(before.here_at, at):
        there = url_for("patient.still_here", next=there)
    with database.short_session() as short:
        progress.opened(short, before.id, at)
        if in_danger(short, access.place_of(before.id, person.locale), at):
            there = url_for("patient.heavy_thoughts", next=there)
    return there


def carried() -> list[tuple[str, str]]:
    """Return the fields of the page that was being written when the log-in ran out."""
    start = len(CARRIED)
    return [
        (name[start:], value) for name, value in request.form.items(multi=True) if name.startswith(CARRIED)
    ]


def log_in_page(form: LogInForm, *, code: int) -> ResponseReturnValue:
    """Return the log-in page with what was typed. Locked, it is a stranger's and counts as no visit."""
    wanted = request.values.get("next", "")
    locked = "locked" in request.args and access.opens(wanted, "gp")
    if locked:
        access.forget_visitor()
        session["locked_at"] = now().timestamp()  # a changed cookie makes browsers drop the pages behind Back
    page = render_template(
        "account/log_in.html", form=form, next=wanted, kept=carried(), carried=CARRIED, locked=locked
    )
    return page, code
