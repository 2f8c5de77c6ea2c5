"""Mistakes that somebody could make, planted on purpose: each drill must find its own."""

import inspect
import random
import signal
from collections.abc import Callable, Mapping
from datetime import timedelta
from types import MappingProxyType
from typing import Any
from unittest.mock import patch
from uuid import UUID, uuid4

from flask import session as cookie
from flask_login import current_user
from flask_wtf.csrf import CSRFProtect
from sqlalchemy import Engine, event
from sqlalchemy.orm import Session

from selfhelp.care import access_log, entries, log_check, sharing, shown_answers, visits
from selfhelp.care.hashing import Hasher, Verdict
from selfhelp.care.windows import Page
from selfhelp.records import database, log
from selfhelp.records.encryption import DataKey
from selfhelp.web import access, errors, headers, limits, logs


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


def ends_at_once() -> None:
    """The signal to end is obeyed as the system does by itself."""
    _put(signal, "signal", lambda _number, _heard: None)


def commits_after_each_statement() -> None:
    """A migration is not one transaction: what stops it leaves half of it behind."""
    make = database.make_engine

    def makes(url: str) -> Engine:
        made = make(url)
        event.listen(made, "after_cursor_execute", _commit)
        return made

    _put(database, "make_engine", makes)


def _commit(_connection: Any, cursor: Any, statement: str, *_rest: Any) -> None:
    if not statement.startswith(("BEGIN", "PRAGMA")):
        cursor.connection.execute("COMMIT")
        cursor.connection.execute("BEGIN IMMEDIATE")


def opens_pages_to_whoever_is_logged_in() -> None:
    """Somebody is here: that is taken for enough."""
    _put(access, "_gate", lambda: None if current_user.is_authenticated else _gate())


def lets_every_doctor_look() -> None:
    """The permission is looked up by the patient alone."""
    _put(
        sharing, "link_for_gp", lambda session, *, gp_id, enrolment_id: sharing.my_link(session, enrolment_id)
    )


def remembers_who_may_look() -> None:
    """What a doctor was allowed once is not asked again."""
    found = sharing.link_for_gp
    kept: dict[UUID, Any] = {}

    def remembered(session: Session, *, gp_id: UUID, enrolment_id: UUID) -> Any:
        if enrolment_id not in kept:
            kept[enrolment_id] = found(session, gp_id=gp_id, enrolment_id=enrolment_id)
        return kept[enrolment_id]

    _put(sharing, "link_for_gp", remembered)


def ends_visits_in_the_cookie_alone() -> None:
    """As Flask-Login does by itself: the browser forgets, and a copy of its cookie still opens everything."""
    _put(visits, "end", lambda _session, _login: None)


def knows_a_visit_by_what_was_there_before() -> None:
    """Whoever gave somebody a cookie before the log-in is in with them afterwards."""
    start = access.start_visit

    def starts(person: Any, **more: Any) -> None:
        there = str(cookie.get("csrf_token", ""))
        with patch("secrets.token_urlsafe", lambda _bytes: there):
            start(person, **more)
        cookie["csrf_token"] = there

    _put(access, "start_visit", starts)
    access.login_manager.request_loader(lambda _request: access.load(str(cookie.get("csrf_token", ""))))


def never_lets_a_visit_lapse() -> None:
    """Who was logged in once stays so."""
    _put(visits, "IDLE", dict.fromkeys(visits.IDLE, timedelta(days=999)))
    _put(visits, "LONGEST_VISIT", timedelta(days=999))


def lets_the_browser_keep_pages() -> None:
    """Back shows what was there, to whoever sits down next."""
    _put(headers, "NOT_KEPT", "private, max-age=600")
    _put(headers, "FORGET", '"executionContexts"')


def asks_for_no_form_token() -> None:
    """Any other site can send a form in somebody's name."""
    _put(CSRFProtect, "protect", lambda _self: None)


def writes_when_a_page_is_read() -> None:
    """Each page notes that the visit goes on."""
    _put(visits, "SEEN_EVERY", timedelta(0))


def counts_no_guesses() -> None:
    """A code can be tried for as long as one likes."""
    _put(limits, "allow", lambda *_given, **_by_name: True)


def knows_at_once_that_a_name_is_unknown() -> None:
    """Where there is no hash, none is computed: the answer comes early."""
    check = Hasher.check
    wrong = Verdict(right=False, rehash=False)
    _put(Hasher, "check", lambda self, hashed, secret: check(self, hashed, secret) if hashed else wrong)


def shows_the_doctor_what_was_not_ticked() -> None:
    """Every answer the author lets patients show is shown."""
    _put(shown_answers, "may_see", lambda _exercise, _kept: True)


def logs_what_was_sent() -> None:
    """The log takes whatever it is given."""
    _put(logs.NoWords, "filter", lambda _self, _record: True)


def forgets_item_nine_in_bad_weather() -> None:
    """An answer that cannot be saved is not looked at."""
    _put(errors, "danger_in", lambda _sent: False)


def seals_the_log_without_the_key() -> None:
    """Whoever can write into the database can write the chain anew."""
    for where in (log, access_log, log_check):
        _put(where, "row_hash", lambda _key, **row: _row_hash(b"", **row))


def keeps_words_in_the_clear() -> None:
    """Words are stored as they were written."""
    _put(DataKey, "seal", lambda _self, plain, *, bound_to: plain)
    _put(DataKey, "open", lambda _self, sealed, *, bound_to: sealed)


def _put(owner: object, name: str, mistake: object) -> None:
    setattr(owner, name, mistake)


_gate, _row_hash = access._gate, log.row_hash
BUGS: Mapping[str, Callable[[], None]] = MappingProxyType(
    {
        name: bug
        for name, bug in dict(globals()).items()
        if inspect.isfunction(bug) and bug.__module__ == __name__ and not name.startswith("_")
    }
)
