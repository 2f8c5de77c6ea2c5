"""Pages outside the modules, and the numbers on them."""

from dataclasses import dataclass
from datetime import date

from selfhelp.exercises.words import Words


@dataclass(frozen=True, slots=True)
class HelpNumber:
    """One line of the help page."""

    id: str
    name: str
    call: str
    web: str
    words: Words


@dataclass(frozen=True, slots=True, kw_only=True)
class InfoPage:
    """A page outside the modules: help now, privacy, the slip."""

    id: str
    title: str
    parts: tuple[Words, ...] = ()
    numbers: tuple[HelpNumber, ...] = ()
    checked_on: date | None = None
    picture: str = ""
    picture_alt: str = ""
