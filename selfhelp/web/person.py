"""Small deeds on the signed-in person, for patients and GPs alike."""

from flask import g, session
from flask_babel import refresh
from flask_login import current_user

from selfhelp.records.people import Person
from selfhelp.web import database
from selfhelp.web.access import visitor
from selfhelp.web.desk import catalogue


def set_language(wanted: str) -> None:
    """Keep the language for this browser and, when signed in, for the person. Unknown ones are left alone."""
    if wanted not in catalogue().locales:
        return
    session["language"] = wanted
    if current_user.is_authenticated:
        who = visitor().person_id
        with database.short_session() as short:
            if person := short.get(Person, who):
                person.locale = wanted
    g.pop("_login_user", None)
    g.pop("locale", None)
    g.pop("mine", None)
    refresh()
