"""Mistakes that somebody could make, planted on purpose: each drill must find its own."""

import random
from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import Any
from uuid import uuid4

from sqlalchemy.orm import Session

from selfhelp.care import entries
from selfhelp.care.windows import Page
from selfhelp.records import database
from selfhelp.web import errors


def acknowledges_before_it_commits() -> None:
    """One answer in twenty is called saved and is not."""
    commit = Session.commit

    def sometimes(session: Session) -> None:
        if random.random() > 0.05:  # noqa: S311  # no secret
            commit(session)

    _put(Session, "commit", sometimes)


def forgets_the_key() -> None:
    """The same entry sent again becomes another entry."""
    save = entries.save_entry

    def saves(session: Session, **given: Any) -> object:
        return save(session, **given | {"wanted": uuid4()})

    _put(entries, "save_entry", saves)


def syncs_now_and_then() -> None:
    """SQLite's usual advice for WAL: quicker, and the last answers are lost with the power."""
    database.PRAGMAS["synchronous"] = ("NORMAL", "1")


def lets_the_last_one_win() -> None:
    """A window that was opened long ago overwrites what was written since."""
    _put(Page, "is_behind", lambda _page, _revision, _key: False)


def says_nothing_of_a_database_that_is_gone() -> None:
    """What the database refuses is an error like any other."""
    _put(errors, "OUT_OF_REACH", ())


def _put(owner: object, name: str, mistake: object) -> None:
    setattr(owner, name, mistake)


BUGS: Mapping[str, Callable[[], None]] = MappingProxyType(
    {
        bug.__name__: bug
        for bug in (
            acknowledges_before_it_commits,
            forgets_the_key,
            syncs_now_and_then,
            lets_the_last_one_win,
            says_nothing_of_a_database_that_is_gone,
        )
    }
)
