"""User names for patients who bring no name: two plain words from nature and a number."""

import secrets
from collections.abc import Mapping
from pathlib import Path

from sqlalchemy import exists, select
from sqlalchemy.orm import Session

from selfhelp.records.people import Person

LOWEST, HIGHEST = 10, 99

# Words anyone can spell on any keyboard, without weather that weighs and without animals people fear.
WORDS: Mapping[str, tuple[str, ...]] = {
    locale: tuple((Path(__file__).parent / "words" / f"alias-{locale}.txt").read_text("utf-8").split())
    for locale in ("nb", "en")
}
NEAREST = "nb"  # of a language that has no words of its own yet


def new_alias(locale: str) -> str:
    """Make a user name in the patient's language, such as “furu-elv-47”."""
    first, second = secrets.SystemRandom().sample(WORDS.get(locale, WORDS[NEAREST]), 2)
    return f"{first}-{second}-{LOWEST + secrets.randbelow(HIGHEST - LOWEST + 1)}"


def free_alias(session: Session, locale: str) -> str:
    """Make a user name that nobody has."""
    alias = new_alias(locale)
    while session.scalar(select(exists().where(Person.user_name == alias))):
        alias = new_alias(locale)
    return alias
