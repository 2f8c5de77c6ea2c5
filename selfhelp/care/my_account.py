"""What people decide about their own account: the look of the pages, and the passphrase."""

from uuid import UUID

from sqlalchemy import update
from sqlalchemy.orm import Session

from selfhelp.care import visits
from selfhelp.records.people import Person, TextSize


def set_text_size(session: Session, person_id: UUID, size: TextSize) -> None:
    """Keep how large a person wants the text, on every page and every device."""
    session.execute(update(Person).where(Person.id == person_id).values(text_size=size))


def set_quick_exit(session: Session, person_id: UUID, *, shown: bool) -> None:
    """Keep whether a person's pages have the button that leaves at once."""
    session.execute(update(Person).where(Person.id == person_id).values(quick_exit=shown))


def change_passphrase(session: Session, person_id: UUID, hashed: str) -> Person:
    """Let a new passphrase open the account, and end every visit: whoever knew the old one is out.

    The visit that asks for it ends too, so begin a new one: a copy of its cookie must be worth nothing.
    """
    person = session.get_one(Person, person_id)
    person.passphrase_hash = hashed
    visits.end_all(session, person_id)
    session.flush()
    return person
