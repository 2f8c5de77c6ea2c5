"""Putting a backup back: looked through first, and nothing starts before all of it is done."""

import io
import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from uuid import uuid4

from pyrage.x25519 import Identity
from sqlalchemy import Connection, Engine, MetaData, exists, inspect, select

from selfhelp.records import postgres_tools
from selfhelp.records.database import make_engine
from selfhelp.records.encryption import MasterKey
from selfhelp.records.key_copy import copied_store
from selfhelp.records.migrate import begin_restore, check_known, end_restore
from selfhelp.records.people import Person
from selfhelp.records.sealed_file import BackupError, Kind, Manifest, read
from selfhelp.records.snapshot import as_engine, check_rows, check_whole, in_memory

WHAT = {"data": "the data", "keys": "the keys"}


@contextmanager
def tried_data(path: Path, identities: Sequence[Identity], engine: Engine) -> Iterator[Connection]:
    """Restore a backup of the data into scratch, count it, and let it be looked at.

    :raises BackupError: if it cannot be used for this database, or is not what it says.
    """
    manifest = looked_through(path, identities, engine)
    if manifest.database == "sqlite":
        with _unpacked(path, identities) as memory, as_engine(memory).connect() as connection:
            check_whole(connection)
            check_rows(connection, manifest.rows)
            yield connection
        return
    with postgres_tools.scratch_beside(engine, f"selfhelp_check_{uuid4().hex[:8]}") as url:
        scratch = make_engine(url)
        try:
            _fill(scratch, path, identities, manifest)
            with scratch.connect() as connection:
                yield connection
        finally:
            scratch.dispose()


@contextmanager
def opened_keys(path: Path, identities: Sequence[Identity], master: MasterKey) -> Iterator[Engine]:
    """Open a backup of the keys, and see that the master key opens all of them.

    :raises BackupError: if it cannot be used, or is not what it says.
    :raises WrongMasterKeyError: if another master key wrapped one of them.
    """
    image = io.BytesIO()
    manifest = read(path, identities, image)
    _check_kind(path, manifest, "keys")
    with copied_store(image, master, manifest.rows) as copy:
        yield copy


def looked_through(path: Path, identities: Sequence[Identity], engine: Engine) -> Manifest:
    """Read a backup of the data to its end, and see that it fits this database.

    :raises BackupError: if it was changed, cut off, or made of another kind of database.
    :raises SchemaError: if a newer version made it.
    """
    manifest = read(path, identities)
    _check_kind(path, manifest, "data")
    check_known(manifest.revision)
    if manifest.database != engine.dialect.name:
        raise BackupError(
            f"{path} was made of {_called(manifest.database)}, and SELFHELP_DATABASE_URL names "
            f"{_called(engine.dialect.name)}. Let it name one like that it was made of."
        )
    return manifest


def is_used(engine: Engine) -> bool:
    """Tell whether there is anybody in a database."""
    with engine.connect() as connection:
        there = inspect(connection).has_table(Person.__tablename__)
        return there and bool(connection.scalar(select(exists(select(Person.id)))))


def put_back(path: Path, identities: Sequence[Identity], manifest: Manifest, engine: Engine) -> None:
    """Put a backup of the data, which was `looked_through`, in the place of a database.

    :raises BackupError: if it cannot; on SQLite all is as it was then, on PostgreSQL the database is empty.
    """
    if manifest.database == "postgresql":
        with engine.begin() as connection:
            there = MetaData()
            there.reflect(connection)
            there.drop_all(connection)
        _fill(engine, path, identities, manifest)
        return
    with _unpacked(path, identities) as memory:
        target = engine.raw_connection()
        try:
            memory.backup(target.driver_connection)  # type: ignore[arg-type]  # it is open
        finally:
            target.close()


@contextmanager
def shut_meanwhile(key_engine: Engine) -> Iterator[None]:
    """Let no server start from here to the end; nor after it, when what is done meanwhile fails.

    Else one could serve a database in which visits and sheets of paper still count that had ended.
    """
    begin_restore(key_engine)
    yield
    end_restore(key_engine)


@contextmanager
def _unpacked(path: Path, identities: Sequence[Identity]) -> Iterator[sqlite3.Connection]:
    image = io.BytesIO()
    read(path, identities, image)
    memory = in_memory(image)
    del image  # as large as the database itself
    try:
        yield memory
    finally:
        memory.close()


def _fill(engine: Engine, path: Path, identities: Sequence[Identity], manifest: Manifest) -> None:
    with postgres_tools.filling(engine, manifest.server) as taking:
        read(path, identities, taking)
    with engine.connect() as connection:
        check_rows(connection, manifest.rows)


def _check_kind(path: Path, manifest: Manifest, kind: Kind) -> None:
    if manifest.kind != kind:
        raise BackupError(f"{path} is a backup of {WHAT[manifest.kind]}. Give it with --{manifest.kind}.")


def _called(database: str) -> str:
    return {"sqlite": "an SQLite file", "postgresql": "a PostgreSQL database"}.get(database, database)
