"""Drill 20: the machine stops at each statement of each migration, and the migration is run again."""

import os
import shutil
import signal
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from alembic import command
from alembic.script import ScriptDirectory
from databases import a_full_house
from sqlalchemy import ColumnElement, event, inspect, literal_column, select, table
from sqlalchemy.orm import Session

from drills.conftest import Finds
from drills.planted import BUGS
from selfhelp.records import database
from selfhelp.records.database import make_engine
from selfhelp.records.migrate import SchemaError, alembic_config, check_head, upgrade

pytestmark = [pytest.mark.drill, pytest.mark.real]

Rows = dict[str, list[tuple[Any, ...]]]


def revisions() -> list[str]:
    """Every revision, the oldest first."""
    scripts = ScriptDirectory.from_config(alembic_config())
    return [script.revision for script in scripts.walk_revisions()][::-1]


@pytest.fixture(scope="module")
def stages(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """The same rows in a database of each revision."""
    folder = tmp_path_factory.mktemp("stages")
    newest = folder / "newest.sqlite"
    upgrade(f"sqlite:///{newest}")
    engine = make_engine(f"sqlite:///{newest}")
    with Session(engine) as session:
        a_full_house(session)
        session.commit()
    engine.dispose()  # the last to leave folds SQLite's log into the file, which can be copied then
    found: dict[str, Path] = {}
    for revision in revisions()[::-1]:
        goes_to(newest, revision, back=True)
        shutil.copy(newest, found.setdefault(revision, folder / f"{revision}.sqlite"))
    return found


@pytest.mark.parametrize("bug", ["", "commits_after_each_statement"])
@pytest.mark.parametrize(("before", "after"), [*zip(revisions(), revisions()[1:], strict=False)])
def test_is_done_or_not_done_and_nothing_between(
    stages: dict[str, Path], tmp_path: Path, finds: Finds, before: str, after: str, bug: str
) -> None:
    whole = copy(stages[before], tmp_path / "whole.sqlite")
    assert stopped(whole, after, at=0, bug="") is False
    old, new = rows(stages[before]), rows(whole)
    if bug and len([*halves(stages[before], tmp_path, after, "")]) < 4:
        pytest.skip("one statement cannot be cut in two")

    with finds(bug):
        for half in halves(stages[before], tmp_path, after, bug):
            assert rows(half) in (old, new)
            goes_to(half, after)
            assert rows(half) == new


def test_no_server_starts_between(stages: dict[str, Path]) -> None:
    for revision, file in stages.items():
        engine = make_engine(f"sqlite:///{file}")
        if revision == revisions()[-1]:
            check_head(engine)
        else:
            with pytest.raises(SchemaError, match="selfhelp db upgrade"):
                check_head(engine)
        engine.dispose()


def halves(stage: Path, folder: Path, after: str, bug: str) -> Iterator[Path]:
    """The database as it is left by a machine that stops at the first statement, the second, and so on."""
    for number in range(1, 1000):
        half = copy(stage, folder / f"half-{number}-{bug}.sqlite")
        if not stopped(half, after, at=number, bug=bug):
            return
        yield half
    raise AssertionError("a migration without end")


def stopped(file: Path, revision: str, *, at: int, bug: str) -> bool:
    """Migrate in a process of its own, killed at this statement; tell whether it came so far."""
    child = os.fork()
    if child == 0:
        try:
            if bug:
                BUGS[bug]()
            goes_to(file, revision, killed_at=at)
        finally:
            os._exit(0)
    return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == -signal.SIGKILL


def goes_to(file: Path, revision: str, *, back: bool = False, killed_at: int = 0) -> None:
    engine = database.make_engine(f"sqlite:///{file}")
    left = [killed_at]

    def counts(*_told: object) -> None:
        left[0] -= 1
        if left[0] == 0:
            os.kill(os.getpid(), signal.SIGKILL)

    config = alembic_config()
    with engine.connect() as connection:
        config.attributes["connection"] = connection
        if killed_at:
            event.listen(engine, "after_cursor_execute", counts)
        (command.downgrade if back else command.upgrade)(config, revision)
    engine.dispose()


def rows(file: Path) -> Rows:
    """Every row of every table; the revision and the list of tables and indexes are among them."""
    engine = make_engine(f"sqlite:///{file}")
    with engine.connect() as connection:
        tables = [*inspect(connection).get_table_names(), "sqlite_master"]
        found = {
            name: sorted(
                map(tuple, connection.execute(select(*columns(name)).select_from(table(name)))), key=repr
            )
            for name in tables
        }
    engine.dispose()
    return found


def columns(of: str) -> list[ColumnElement[Any]]:
    """All of a table's columns; of SQLite's own what there is: Alembic lists constraints in any order."""
    names = ("type", "name", "tbl_name") if of == "sqlite_master" else ("*",)
    return [literal_column(f'"{of}".{name}') for name in names]


def copy(stage: Path, to: Path) -> Path:
    return Path(shutil.copy(stage, to))
