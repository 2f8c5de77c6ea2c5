"""How a page is looked at: in which language, answered how, in which light. A frame's address holds it."""

from dataclasses import dataclass
from typing import Self

from werkzeug.routing import BaseConverter, ValidationError

from selfhelp.web.preview.clinic import Answers

ANSWERS: tuple[Answers, ...] = ("empty", "typical", "extreme")
EVERY, DARK = "every", "dark"


@dataclass(frozen=True, slots=True)
class Look:
    """One way to look at a page. With `every`, no block is hidden."""

    language: str
    answers: Answers = "typical"
    every: bool = False
    dark: bool = False

    def __str__(self) -> str:
        """Return it as it stands in an address: nb.typical, en.extreme.every.dark."""
        return ".".join((self.language, self.answers, *[EVERY] * self.every, *[DARK] * self.dark))

    @classmethod
    def read(cls, written: str) -> Self:
        """Read an address.

        :raises ValueError: if it is none.
        """
        language, said, *more = written.split(".")
        answers = next((one for one in ANSWERS if one == said), None)
        if answers is None:
            raise ValueError(f"Nobody answers {said}.")
        look = cls(language, answers, EVERY in more, DARK in more)
        if str(look) != written:
            raise ValueError(f"{written} is not written {look}.")
        return look


class LookConverter(BaseConverter):
    """Reads and writes a look in an address."""

    def to_python(self, value: str) -> Look:
        """Read it; an address that holds none is nowhere."""
        try:
            return Look.read(value)
        except ValueError:
            raise ValidationError from None

    def to_url(self, value: Look) -> str:
        """Write it."""
        return str(value)
