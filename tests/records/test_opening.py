"""Opening databases: what cannot be opened is told by its setting, and never with what the driver says."""

import sqlite3
from pathlib import Path

import pytest
from sqlalchemy import make_url
from sqlalchemy.exc import OperationalError

from selfhelp.records import opening
from selfhelp.records.database import PRAGMAS, DatabaseNotSafeError
from selfhelp.records.opening import opened, why_not
from selfhelp.settings import DATABASE_URL

SECRET = "hemmelig"


def refused(code: int) -> OperationalError:
    """What SQLAlchemy raises when SQLite says no."""
    said = sqlite3.OperationalError(f"something about {SECRET}")
    said.sqlite_errorcode = code
    return OperationalError(f"connect to {SECRET}", None, said)


class TestOpened:
    def test_leaves_the_database_as_it_was(self, url: str) -> None:
        path = Path(str(make_url(url).database))
        before = path.read_bytes()

        opened(DATABASE_URL, url).dispose()

        assert path.read_bytes() == before

    def test_names_the_setting_of_a_database_that_is_not_safe(
        self, url: str, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setitem(PRAGMAS, "synchronous", ("NORMAL", "2"))

        with pytest.raises(DatabaseNotSafeError) as error:
            opened(DATABASE_URL, url)

        assert str(error.value) == (
            "SELFHELP_DATABASE_URL names a database that is not safe. "
            "SQLite has synchronous = 1, and needs 2."
        )

    def test_tells_nothing_of_a_servers_address(self) -> None:
        address = make_url(f"postgresql+psycopg://u:{SECRET}@h/db")

        assert opening._cannot_open(DATABASE_URL, address, refused(0)) == (
            "The database server that SELFHELP_DATABASE_URL names cannot be reached, or lets nobody in so. "
            "See that it runs, and that host, port, name, user and password are right."
        )


class TestWhyNot:
    @pytest.mark.parametrize(
        ("code", "why"),
        [
            (sqlite3.SQLITE_BUSY, "is held by another program. Stop that program, and try again."),
            (sqlite3.SQLITE_FULL, "has no room on its disk. Make room, and try again."),
            (sqlite3.SQLITE_CORRUPT_INDEX, "is damaged. Put back the newest backup."),
            (
                sqlite3.SQLITE_IOERR,
                "cannot be used. See that it runs, and that its disk is whole and has room.",
            ),
        ],
    )
    def test_follows_what_sqlite_says_and_not_its_words(self, code: int, why: str) -> None:
        assert why_not(refused(code)) == why
