"""The key store as one file, and back: keys are added to those there are, and what was destroyed stays so.

The copy is an SQLite database, whatever the key store is: it is read row by row, for it is never put in
the place of a key store but merged with one.
"""

import io
import sqlite3
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Any
from uuid import UUID

from sqlalchemy import Connection, Engine, delete, insert, select

from selfhelp.records.encryption import MasterKey
from selfhelp.records.keys import ROOT, DestroyedKey, KeyBase, KeyStore, WrappedKey, wipe
from selfhelp.records.migrate import bring_up_to_date, check_key_store
from selfhelp.records.sealed_file import BackupError
from selfhelp.records.snapshot import Snapshot, as_engine, check_rows, check_whole, in_memory


@contextmanager
def copy_of(key_engine: Engine) -> Iterator[Snapshot]:
    """Copy the key store as it stands at one moment."""
    memory = sqlite3.connect(":memory:")
    one_moment = key_engine.execution_options(read_only=True, postgresql_readonly=True)
    if key_engine.dialect.name == "postgresql":
        one_moment = one_moment.execution_options(isolation_level="REPEATABLE READ")
    try:
        with one_moment.connect() as source, as_engine(memory).connect() as copy:
            KeyBase.metadata.create_all(copy)
            for one in KeyBase.metadata.sorted_tables:
                if rows := [dict(row) for row in source.execute(select(one)).mappings()]:
                    copy.execute(insert(one), rows)
            copy.commit()
            yield Snapshot(copy, io.BytesIO(memory.serialize()))
    finally:
        memory.close()


@contextmanager
def copied_store(image: io.BytesIO, master: MasterKey, rows: Mapping[str, int]) -> Iterator[Engine]:
    """Open a copy, and see that it has these rows and that the master key opens every key in it.

    :raises BackupError: if it has others.
    :raises SchemaError: if a newer version made it.
    :raises WrongMasterKeyError: if another master key wrapped one of them.
    """
    memory = in_memory(image)
    try:
        engine = as_engine(memory)
        with engine.begin() as connection:
            check_whole(connection)
            check_rows(connection, rows)
            bring_up_to_date(connection, master)
        check_key_store(engine)
        KeyStore(engine, master).check()
        yield engine
    finally:
        memory.close()


def merge(copy: Engine, key_engine: Engine, master: MasterKey) -> int:
    """Add what a copy holds to the key store, and return how many keys that brings back.

    Nothing there is replaced, and nothing destroyed comes back.

    :raises BackupError: if the copy is of another installation.
    """
    theirs, ours = (KeyStore(engine, master).root().secret for engine in (copy, key_engine))
    with copy.connect() as source:
        keys, notes = (_rows_of(source, table) for table in (WrappedKey, DestroyedKey))
    with key_engine.begin() as connection:
        if theirs != ours:
            _give_up_the_root(connection)
        already = set(connection.scalars(select(DestroyedKey.owner)))
        known = set(connection.scalars(select(WrappedKey.owner)))
        gone = already | notes.keys()
        brought = keys.keys() - known - gone
        _add(connection, DestroyedKey, [notes[owner] for owner in notes.keys() - already])
        _add(connection, WrappedKey, [keys[owner] for owner in brought])
        for owner in known & gone:
            connection.execute(delete(WrappedKey).where(WrappedKey.owner == owner))
    wipe(key_engine)
    return len(brought - {ROOT})


def _rows_of(source: Connection, table: type[WrappedKey | DestroyedKey]) -> dict[UUID, dict[str, Any]]:
    return {row["owner"]: dict(row) for row in source.execute(select(table.__table__)).mappings()}


def _add(connection: Connection, table: type[KeyBase], rows: list[dict[str, Any]]) -> None:
    if rows:
        connection.execute(insert(table), rows)


def _give_up_the_root(connection: Connection) -> None:
    """Throw away the root key of a key store that nobody has used yet, for another to take its place."""
    used = select(WrappedKey.owner).where(WrappedKey.owner != ROOT).union_all(select(DestroyedKey.owner))
    if connection.execute(used.limit(1)).first():
        raise BackupError(
            "The keys in this backup belong to another installation than the key store in SELFHELP_KEYS_URL. "
            "Move that one away, or name another."
        )
    connection.execute(delete(WrappedKey).where(WrappedKey.owner == ROOT))
