"""`selfhelp log verify`: says that the log is whole, or names the first bad row."""

from collections.abc import Callable
from pathlib import Path
from uuid import uuid4

import pytest
from databases import NOW
from kept import addresses
from mistakes import MASTER
from sqlalchemy import text
from sqlalchemy.orm import Session
from test_cli import ends_with, here, run, told

from selfhelp import cli_log
from selfhelp.care.access_log import SEALED_BY, append, newest
from selfhelp.records.database import make_engine
from selfhelp.records.encryption import MasterKey
from selfhelp.records.keys import KeyBase, KeyStore
from selfhelp.records.migrate import upgrade_key_store

__all__ = ["here"]

Does = Callable[[str], None]


@pytest.fixture
def does(here: Path) -> Does:
    """Let somebody do something to the database by hand."""

    def does(statement: str) -> None:
        engine = make_engine(addresses(here)[0])
        with engine.begin() as connection:
            connection.execute(text(statement))
        engine.dispose()

    return does


def sealed_by(here: Path) -> bytes:
    keys = make_engine(addresses(here)[1])
    key = KeyStore(keys, MasterKey(MASTER)).root().derive(SEALED_BY)
    keys.dispose()
    return key


def looks(here: Path, number: int) -> str:
    """Let a doctor look so many times, and return the log's head as it is printed."""
    engine = make_engine(addresses(here)[0])
    with Session(engine) as session:
        for _ in range(number):
            append(
                session, sealed_by(here), actor_id=uuid4(), actor="Kari Lege",
                enrolment_id=uuid4(), what="follow-up", why="follow-up", now=NOW,
            )  # fmt: skip
        head = str(newest(session))
        session.commit()
    engine.dispose()
    return head


class TestLogVerify:
    def test_says_that_nobody_has_looked_yet(self, here: Path) -> None:
        assert told(run("log verify", here)) == (0, "The log has no rows yet.\n", "")

    @pytest.mark.parametrize(("number", "rows"), [(1, "1 row"), (6, "6 rows")])
    def test_counts_the_rows_and_prints_a_head_that_it_takes_again(
        self, here: Path, number: int, rows: str
    ) -> None:
        head = looks(here, number)

        assert told(run("log verify", here)) == (0, f"{rows} unbroken, head {head}\n", "")
        assert told(run(f"log verify --head {head}", here)) == (0, f"{rows} unbroken, head {head}\n", "")

    @pytest.mark.parametrize(
        ("deed", "said"),
        [
            ("update access_log set actor = 'x' where seq = 3", "Row 3 is not as it was written, or selfhelp "
             "never wrote it. 2 rows before it are sound."),
            ("delete from access_log where seq = 2", "Row 2 was deleted. 1 row before it is sound."),
            ("update access_log set seq = 7 - seq + 100 where seq in (1, 6)", "Row 1 stands in another place "
             "now: rows were put in another order. It is the first."),
        ],
        ids=["changed", "deleted", "moved"],
    )  # fmt: skip
    def test_names_the_first_bad_row_and_what_is_wrong_with_it(
        self, here: Path, does: Does, deed: str, said: str
    ) -> None:
        looks(here, 6)
        does(deed)

        assert told(run("log verify", here)) == ends_with(f"The log is broken. {said}")

    def test_finds_what_was_cut_off_by_an_earlier_head_alone(self, here: Path, does: Does) -> None:
        head = looks(here, 6)
        does("delete from access_log where seq > 4")
        cut = "The log is broken. Row 5 is missing: the log was cut off from there on. 4 rows before it are"

        assert run("log verify", here).stdout.startswith("4 rows unbroken, head 4:")
        assert told(run(f"log verify --head {head}", here)) == ends_with(f"{cut} sound.")

        looks(here, 3)

        anew = run(f"log verify --head {head}", here)
        assert anew.exit_code == 1
        assert "Row 6 is another than the one noted" in anew.stderr

    def test_asks_for_a_head_as_it_was_printed(self, here: Path) -> None:
        done = run("log verify --head abc", here)

        assert done.exit_code == 2
        assert "give it as it was printed: a number, a colon, 64 digits and letters" in done.stderr

    def test_is_not_content_with_the_log_of_another_key_store(self, here: Path) -> None:
        looks(here, 2)
        engine = make_engine(addresses(here)[1])
        KeyBase.metadata.drop_all(engine)
        engine.dispose()
        upgrade_key_store(addresses(here)[1], MasterKey(MASTER))

        assert told(run("log verify", here)) == ends_with(
            "The log is broken. Row 1 is not as it was written, or selfhelp never wrote it. It is the first."
        )

    def test_shows_how_far_it_is_only_where_that_takes_a_while(
        self, here: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(cli_log, "LONG", 5)
        monkeypatch.setattr("selfhelp.cli_log._is_watched", lambda: True)
        looks(here, 4)
        assert run("log verify", here).stderr == ""

        looks(here, 2)

        assert "Rows" in run("log verify", here).stderr
