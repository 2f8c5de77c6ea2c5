"""A server takes up what is published while it runs."""

import logging
import threading

from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.orm import Session

from selfhelp.care.served import newer
from selfhelp.content.problems import ContentError
from selfhelp.web.desk import Desk

EVERY = 5.0  # seconds
log = logging.getLogger(__name__)


def follow_publishing(desk: Desk, *, until: threading.Event | None = None) -> threading.Thread:
    """Look every few seconds whether something was published, as long as the process runs, or until then."""
    ended = until or threading.Event()

    def follow() -> None:
        while not ended.wait(EVERY):
            take_up(desk)

    thread = threading.Thread(target=follow, name="publishing", daemon=True)
    thread.start()
    return thread


def take_up(desk: Desk) -> bool:
    """Serve what was published last, from the next page on; tell whether it was new.

    What cannot be had now, or not be read by this version, is left: what was served goes on.
    """
    try:
        with Session(desk.reader) as session:
            library = newer(session, desk.library)
    except (SQLAlchemyError, ContentError) as error:
        log.error("published content not taken up: error=%s", type(error).__name__)  # noqa: TRY400  # a sentence, no trace
        return False
    if library is None:
        return False
    desk.library = library
    desk.earlier.look_again()
    log.info("published content taken up: digest=%s", library.catalogue.digest[:12])
    return True
