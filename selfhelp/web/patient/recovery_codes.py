"""How many recovery codes are left, and a new sheet of them."""

import secrets

from flask import redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from selfhelp.care import codes
from selfhelp.records.people import Person
from selfhelp.web import database, limits, recovery_sheet
from selfhelp.web.access import is_fresh, visitor
from selfhelp.web.patient.blueprint import bp

LONGEST_KEY = 64


@bp.route("/my-account/recovery-codes", methods=["GET", "POST"])
def recovery_codes() -> ResponseReturnValue:
    """Tell how many are left; shortly after a log-in make a new sheet, which is shown once."""
    who = visitor().person_id
    if request.method != "POST":
        left = codes.recovery_codes_left(database.session(), person_id=who)
        key = secrets.token_urlsafe(32)
        return render_template(
            "patient/recovery_codes.html", left=left, of=codes.RECOVERY_CODES, fresh=is_fresh(), page_key=key
        )
    if not is_fresh() or not (page_key := request.form.get("page_key", "")[:LONGEST_KEY]):
        return redirect(url_for("patient.recovery_codes"), 303)
    limits.count("recovery-sheet", str(who))
    hashes = recovery_sheet.hashes(who, page_key)
    with database.short_session() as short:
        short.get_one(Person, who, with_for_update=True)  # of two pages sent at once, one sheet counts
        codes.replace_recovery_codes(short, person_id=who, hashes=hashes)
    sheet, onward = recovery_sheet.sheet(who, page_key), url_for("patient.account")
    return render_template("account/recovery_codes.html", codes=sheet, onward=onward)
