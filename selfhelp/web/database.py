"""One session a request. Pages that only read cannot write; the route commits once, before it answers."""

import logging
from collections.abc import Iterator
from contextlib import contextmanager

from flask import Flask, g, request
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import Session

from selfhelp.web.desk import desk

log = logging.getLogger(__name__)

# The pages whose GET writes: a patient's page as a GP gets it, on the screen, as a note, to print, as a PDF.
# Each writes the access log first. The list does so once a day, and in a session of its own: opened again,
# it only reads.
WRITING_GETS = frozenset({"gp.follow_up", "gp.follow_up_text", "gp.follow_up_sheet", "gp.follow_up_pdf"})
# What is asked by POST, so that words stand in no address: searches, and a try that its page carries along.
# They change nothing.
ASKING_POSTS = frozenset({"gp.patients", "gp.try_module", "patient.workbook"})
# The forms that can be sent to be looked at. A POST keeps what is ticked out of the address.
LOOKING_POSTS = frozenset({"patient.consent", "patient.sharing", "gp.course_step"})


def session() -> Session:
    """Return this request's session, opened at the first call."""
    if "session" not in g:
        g.session = Session(desk().engine if writes() else desk().reader, expire_on_commit=False)
    opened: Session = g.session
    return opened


def only_looks() -> bool:
    """Tell whether this is a form whose button asks to see what it would do, and to save nothing."""
    return request.endpoint in LOOKING_POSTS and request.form.get("go") == "look"


def let_go() -> None:
    """Close this request's session, so that nobody waits while something slow is done."""
    if opened := g.pop("session", None):
        opened.close()


@contextmanager
def short_session() -> Iterator[Session]:
    """Give a writing session of its own, committed at the end; this request's session is let go first."""
    let_go()
    with Session(desk().engine, expire_on_commit=False) as short:
        yield short
        short.commit()


def writes() -> bool:
    """Tell whether this request may write in its session."""
    if request.method in {"GET", "HEAD"}:
        return request.endpoint in WRITING_GETS
    if request.endpoint in ASKING_POSTS:
        return False
    return not only_looks()


def init_app(app: Flask) -> None:
    """Close the session when the request ends, whatever happened."""

    @app.teardown_request
    def close(_error: BaseException | None) -> None:
        try:
            let_go()
        except DBAPIError as error:
            # The answer is made, and says what was saved. A database that goes away now takes nothing of it.
            log.warning("database out of reach at the end: error=%s", type(error).__name__)
