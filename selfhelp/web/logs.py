"""A log that cannot carry a patient's words: facts and ids pass, anything else is left out.

Exceptions are told by their kind and the lines of code they came through. Their own sentences are left out,
for nobody knows what stands in them.
"""

import logging
import re
import sys
import traceback
from datetime import date
from enum import Enum
from types import TracebackType
from typing import TextIO
from uuid import UUID

GUARDED = ("selfhelp", "waitress", "weasyprint")  # the loggers that meet what people send
LEFT_OUT = "(left out)"
ID = re.compile(r"[A-Za-z0-9][A-Za-z0-9_.:-]{0,39}", re.ASCII)
FORMAT = "%(asctime)s %(levelname)s %(name)s %(message)s"
Fact = int | float | date | UUID | Enum | None
ExceptionFacts = tuple[type[BaseException], BaseException, TracebackType | None]


class NoWords(logging.Filter):
    """Leaves out of a record whatever is not a number, an id, a date or one of our own fixed words."""

    def filter(self, record: logging.LogRecord) -> bool:
        """Clean the record in place; it always goes on."""
        if isinstance(record.args, dict):
            record.args = {name: guarded(value) for name, value in record.args.items()}
        elif record.args:
            record.args = tuple(guarded(value) for value in record.args)
        if isinstance(record.exc_info, tuple) and record.exc_info[0] is not None:
            record.exc_text = told(record.exc_info)
            record.exc_info = None
        record.stack_info = None
        return True


class Guard(logging.StreamHandler[TextIO]):
    """Cleans what is logged and writes it to standard error, whichever that is then."""

    def __init__(self) -> None:
        """Keep no stream: standard error may be another one later."""
        logging.Handler.__init__(self)
        self.addFilter(NoWords())
        self.setFormatter(logging.Formatter(FORMAT))

    @property
    def stream(self) -> TextIO:  # type: ignore[override]  # read only, as in logging's own last resort
        """Return standard error."""
        return sys.stderr


def configure() -> None:
    """Guard the loggers. Records reach other handlers cleaned, for this one comes first."""
    for name in GUARDED:
        logger = logging.getLogger(name)
        if not any(isinstance(handler, Guard) for handler in logger.handlers):
            logger.handlers.insert(0, Guard())


def guarded(value: object) -> object:
    """Return a fact as it is, and words as what was left out."""
    if isinstance(value, Fact) or (isinstance(value, str) and ID.fullmatch(value)):
        return value
    return LEFT_OUT


def told(found: ExceptionFacts) -> str:
    """Return what went wrong and where, without the exception's own sentence."""
    error: BaseException | None = found[1]
    lines: list[str] = []
    while error is not None:
        frames = traceback.extract_tb(error.__traceback__)
        lines = [*traceback.format_list(frames), f"{type(error).__name__}\n", *lines]
        error = error.__cause__ or error.__context__
    return "".join(lines).rstrip()
