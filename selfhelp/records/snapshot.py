"""A database as it stands at one moment, while others go on writing; and back from there."""

import io
import sqlite3
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from typing import BinaryIO

from sqlalchemy import Connection, Engine, create_engine, func, inspect, select, table
from sqlalchemy.pool import StaticPool

from selfhelp.records import postgres_tools
from selfhelp.records.sealed_file import BackupError

AS_NO_LOG_IS_USED = b"\x01\x01"  # where a file says it has a write-ahead log, which in memory there is not
FORMAT_AT = slice(18, 20)


@dataclass(frozen=True, slots=True)
class Snapshot:
    """A connection that sees one moment, and the database of that moment as bytes to be read once."""

    connection: Connection
    body: BinaryIO
    server: int = 0


@contextmanager
def snapshot_of(engine: Engine) -> Iterator[Snapshot]:
    """Take a snapshot. Nobody waits for it.

    SQLite's is made in memory, by SQLite's own way of copying: a copied file would lack what is still in
    the write-ahead log. So nothing lies unsealed on a disk, and twice the database's size must have room
    in memory. PostgreSQL's is read from `pg_dump`, which sees what the connection sees.

    :raises BackupError: if the database is damaged, or `pg_dump` is missing or too old.
    """
    if engine.dialect.name == "postgresql":
        with postgres_tools.dumped(engine) as (connection, body, server):
            yield Snapshot(connection, body, server)
        return
    memory = sqlite3.connect(":memory:")
    source = engine.raw_connection()
    try:
        source.driver_connection.backup(memory)  # type: ignore[union-attr]  # it is open
        source.close()
        with as_engine(memory).connect() as connection:
            check_whole(connection)
            yield Snapshot(connection, io.BytesIO(memory.serialize()))
    finally:
        memory.close()


def in_memory(image: io.BytesIO) -> sqlite3.Connection:
    """Open the bytes of an SQLite database without a file."""
    image.getbuffer()[FORMAT_AT] = AS_NO_LOG_IS_USED
    memory = sqlite3.connect(":memory:")
    memory.deserialize(image.getbuffer())
    return memory


def as_engine(memory: sqlite3.Connection) -> Engine:
    """Return an engine whose one connection this is."""
    return create_engine("sqlite://", creator=lambda: memory, poolclass=StaticPool, hide_parameters=True)


def check_whole(connection: Connection) -> None:
    """See that nothing of an SQLite database is damaged, and that no row refers to one that is not there.

    :raises BackupError: if something does.
    """
    if connection.exec_driver_sql("PRAGMA integrity_check").scalars().all() != ["ok"]:
        raise BackupError("The database is damaged. Keep the backups there are, and put back the newest.")
    if broken := connection.exec_driver_sql("PRAGMA foreign_key_check").first():
        raise BackupError(f"The database is damaged: rows of {broken[0]} refer to rows that are not there.")


def rows_in(connection: Connection) -> dict[str, int]:
    """Count the rows of every table."""
    names = sorted(inspect(connection).get_table_names())
    return {name: connection.scalar(select(func.count()).select_from(table(name))) or 0 for name in names}


def check_rows(connection: Connection, wanted: Mapping[str, int]) -> None:
    """See that every table has the rows that the backup tells of.

    :raises BackupError: naming the first that has not.
    """
    found = rows_in(connection)
    for name in sorted(wanted.keys() | found.keys()):
        if found.get(name) != wanted.get(name):
            raise BackupError(
                f"The backup is not what it says: {name} has {found.get(name)} rows, and should have "
                f"{wanted.get(name)}. Take another."
            )
