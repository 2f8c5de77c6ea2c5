"""`selfhelp remind` while the key store goes away: nothing is lost that was not handed in."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from mail_server import MailBox, box
from people import Surgery
from sqlalchemy import Engine, event, text
from test_cli import ends_with, here, told
from test_cli_remind import Asks, _at_that_time, asks, remind, surgery

pytestmark = pytest.mark.mail
__all__ = ["_at_that_time", "asks", "box", "here", "surgery"]

RENAMED = "alter table {} rename to {}"


@contextmanager
def gone_once_claimed(key_engine: Engine) -> Iterator[None]:
    """Take the keys away as soon as a reminder is being claimed, and bring them back at the end."""
    claims: list[str] = []

    def goes(*heard: object) -> None:
        if str(heard[2]).startswith("UPDATE reminder") and not claims:
            claims.append(str(heard[2]))
            with key_engine.begin() as connection:
                connection.execute(text(RENAMED.format("data_key", "away")))

    event.listen(Engine, "before_cursor_execute", goes)
    try:
        yield
    finally:
        event.remove(Engine, "before_cursor_execute", goes)
    assert len(claims) == 1
    with key_engine.begin() as connection:
        connection.execute(text(RENAMED.format("away", "data_key")))


class TestRemind:
    def test_gives_back_what_it_could_not_write(
        self, here: Path, box: MailBox, asks: Asks, surgery: Surgery
    ) -> None:
        asks("en@example.no")
        with gone_once_claimed(surgery.keys.engine):
            done = told(remind(here, box))

        said = "The database cannot be used. See that it runs, and that its disk is whole and has room."
        assert done == ends_with(said)
        assert told(remind(here, box)) == (0, "1 sent.\n", "")
        assert len(box.mails) == 1
