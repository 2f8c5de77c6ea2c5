"""Watching what the pages do to the databases."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from apps import desk_of
from flask import Flask
from sqlalchemy import Engine, MetaData, event, select

from selfhelp.records.base import Base
from selfhelp.records.keys import KeyBase

WRITES = ("INSERT", "UPDATE", "DELETE", "REPLACE", "CREATE", "DROP", "ALTER")


@contextmanager
def statements(app: Flask) -> Iterator[list[str]]:
    """Collect every statement sent to either database, without those that begin a transaction or lock."""
    seen: list[str] = []

    def note(_connection: object, _cursor: object, statement: str, *_rest: Any) -> None:
        if not statement.startswith(("BEGIN", "PRAGMA", "LOCK")):
            seen.append(" ".join(statement.split()))

    engines = [desk_of(app).engine, desk_of(app).keys._engine]
    for engine in engines:
        event.listen(engine, "before_cursor_execute", note)
    yield seen
    for engine in engines:
        event.remove(engine, "before_cursor_execute", note)


def dump(app: Flask) -> dict[str, list[tuple[Any, ...]]]:
    """Every row of every table of both databases, but not when a visit was last seen, nor the access log."""
    return _rows(desk_of(app).engine, Base.metadata) | _rows(desk_of(app).keys._engine, KeyBase.metadata)


def _rows(engine: Engine, metadata: MetaData) -> dict[str, list[tuple[Any, ...]]]:
    found = {}
    with engine.connect() as connection:
        for name, table in metadata.tables.items():
            columns = [column for column in table.columns if column.name != "last_seen_at"]
            if name != "access_log":
                found[name] = sorted((tuple(row) for row in connection.execute(select(*columns))), key=repr)
    return found
