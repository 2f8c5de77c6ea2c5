"""A person's own passkeys, for the account pages of patients and GPs: named, added, removed."""

import logging
from typing import Any
from uuid import UUID

from flask import abort, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext
from wtforms import Form

from selfhelp.care import passkeys, visits
from selfhelp.exercises import fields
from selfhelp.exercises.words import Message
from selfhelp.records.people import LONGEST_PASSKEY_NAME, Passkey, Person
from selfhelp.web import database
from selfhelp.web.access import visitor
from selfhelp.web.challenges import asked, challenge
from selfhelp.web.desk import catalogue, desk, now, party_here
from selfhelp.web.language import locale

log = logging.getLogger(__name__)
UNAUTHORISED = 401
NOT_MADE = Message("No passkey was added. Try again, and touch the device when the browser asks for it.")


class PasskeyForm(Form):
    """What somebody calls a new passkey; left empty, it has a name all the same."""

    name = fields.text(LONGEST_PASSKEY_NAME)


def ask_for_new(*, allowed: bool) -> ResponseReturnValue:
    """Give the page's script what the browser needs to make a passkey."""
    party = party_here()
    if party is None or not allowed:
        return {}, UNAUTHORISED
    service = catalogue()[locale()].title
    with database.short_session() as short:
        me = short.get_one(Person, visitor().person_id)
        return asked("create", passkeys.ask_to_register(short, party, service=service, person=me, now=now()))


def is_added(form: PasskeyForm) -> bool:
    """Keep the passkey that was sent, and tell whether it could be kept; else the form says what is wrong."""
    if not form.validate():
        return False
    if not _kept(form.name.data or gettext("Passkey")):
        log.warning("passkey refused: at=%s", "account")
        form.form_errors.append(NOT_MADE)
        return False
    return True


def mine_named(passkey_id: UUID) -> Passkey:
    """Return a passkey of this person's. 404 for another's and for none at all."""
    found = database.session().get(Passkey, passkey_id)
    return found if found is not None and found.person_id == visitor().person_id else abort(404)


def remove(passkey: Passkey) -> None:
    """Forget a passkey, and end the visits in other browsers: the device may be in other hands."""
    me = visitor()
    with database.short_session() as short:
        passkeys.remove(short, person_id=me.person_id, passkey_id=passkey.id)
        visits.end_others(short, me.person_id, but=me.login)


def shown(form: PasskeyForm | None) -> dict[str, Any]:
    """Return what the page shows: the passkeys, room for more, and where they can be added."""
    return {
        "passkeys": passkeys.passkeys_of(database.session(), visitor().person_id),
        "most": passkeys.MOST_PASSKEYS,
        "form": form or PasskeyForm(),
        "address": desk().settings.public_url if desk().settings.relying_party else "",
    }


def _kept(name: str) -> bool:
    party = party_here()
    if party is None:
        return False
    with database.short_session() as short:
        added = passkeys.register(
            short,
            party,
            person_id=visitor().person_id,
            challenge=challenge(),
            answer=request.form.get("credential", ""),
            name=name,
            now=now(),
        )
    return added is not None
