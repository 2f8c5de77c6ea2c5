"""For whoever watches the service: that the process lives, and that it can serve. Nothing is written."""

import logging
from collections.abc import Callable
from dataclasses import dataclass, field
from time import monotonic

from flask import Blueprint, Flask, current_app
from flask.typing import ResponseReturnValue
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.orm import Session

from selfhelp.care.served import newer
from selfhelp.content.problems import ContentError
from selfhelp.records.database import DatabaseNotSafeError
from selfhelp.records.keys import WrongMasterKeyError
from selfhelp.records.migrate import SchemaError, check_head, check_key_store
from selfhelp.web.desk import Desk

log = logging.getLogger(__name__)
bp = Blueprint("health", __name__)
UNAVAILABLE = 503
LOOK_EVERY = 2.0  # seconds: whoever asks more often gets the last answer, and costs nothing
FAULTS = (SQLAlchemyError, DatabaseNotSafeError, SchemaError, WrongMasterKeyError, ContentError)


@dataclass(slots=True)
class Readiness:
    """Whether one application can serve, looked up now and then."""

    desk: Desk
    trouble: str = ""
    looked_at: float = field(default=float("-inf"))

    def look(self, now: float) -> str:
        """Return in a word what is wrong; nothing when all is well."""
        if now - self.looked_at >= LOOK_EVERY:
            self.looked_at = now
            self.trouble = trouble(self.desk)
        return self.trouble


@bp.get("/alive")
def alive() -> ResponseReturnValue:
    """Answer that the process is up."""
    return {"alive": True}


@bp.get("/ready")
def ready() -> ResponseReturnValue:
    """Answer whether pages can be served and answers saved; 503 with a word for what is wrong."""
    wrong = readiness_of(current_app).look(monotonic())
    return ({"ready": False, "trouble": wrong}, UNAVAILABLE) if wrong else {"ready": True}


def init_app(app: Flask) -> None:
    """Let the application answer whether it is ready."""
    app.extensions["readiness"] = Readiness(app.extensions["selfhelp"])
    app.register_blueprint(bp)


def readiness_of(app: Flask) -> Readiness:
    """Return what an application knows of whether it can serve."""
    found: Readiness = app.extensions["readiness"]
    return found


def trouble(desk: Desk) -> str:
    """Look at all that pages need, and return in a word what is wrong; nothing when all is well."""
    looks: tuple[tuple[str, Callable[[], None]], ...] = (
        ("database", lambda: check_head(desk.reader)),
        ("key-store", lambda: check_key_store(desk.keys.engine)),
        ("master-key", desk.keys.check),
        ("content", lambda: _see_content(desk)),
    )
    for part, look in looks:
        try:
            look()
        except FAULTS as error:
            log.error("not ready: part=%s error=%s", part, type(error).__name__)  # noqa: TRY400  # a sentence, no trace
            return "schema" if isinstance(error, SchemaError) else part
    return ""


def _see_content(desk: Desk) -> None:
    """See that what is published can be read, also when it is newer than what is served."""
    with Session(desk.reader) as session:
        newer(session, desk.library)
