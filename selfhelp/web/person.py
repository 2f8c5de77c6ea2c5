"""Small deeds on the signed-in person, and how large the text is: for patients and GPs alike."""

from flask import g, session
from flask_babel import refresh
from flask_login import current_user

from selfhelp.care import my_account
from selfhelp.records.people import Person, TextSize
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


def set_text_size(wanted: TextSize) -> None:
    """Keep the size for the person, and for this browser's pages when nobody is signed in."""
    session["text_size"] = wanted
    who = visitor().person_id
    with database.short_session() as short:
        my_account.set_text_size(short, who, wanted)
    g.pop("_login_user", None)


def text_size() -> str:
    """Return how large the text is on this page: as the person wants it, or whoever was here last."""
    return visitor().text_size if current_user.is_authenticated else str(session.get("text_size", "usual"))
