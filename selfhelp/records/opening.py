"""Opening both databases for a command, or telling the operator in one sentence what to set.

What a driver says is never passed on: nobody knows whether it holds an address with its password.
"""

import sqlite3
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from types import MappingProxyType

from sqlalchemy import URL, Engine, exists, inspect, make_url, select
from sqlalchemy.exc import ArgumentError, DBAPIError

from selfhelp.records.database import DatabaseNotSafeError, check_engine, for_reading, make_engine
from selfhelp.records.encryption import MasterKey
from selfhelp.records.keys import KeyStore, StoreVersion
from selfhelp.records.migrate import SchemaError, check_head, check_key_store, check_root
from selfhelp.records.people import Person
from selfhelp.settings import DATABASE_URL, KEYS_URL, Settings

KNOWN = ("sqlite", "postgresql")
NO_WAY_IN = (
    "cannot be opened for writing. Let its folder exist, and let the account that runs selfhelp write there."
)
HELD = "is held by another program. Stop that program, and try again."
WHY_NOT: Mapping[int, str] = MappingProxyType(
    {
        sqlite3.SQLITE_CANTOPEN: NO_WAY_IN,
        sqlite3.SQLITE_READONLY: NO_WAY_IN,
        sqlite3.SQLITE_PERM: NO_WAY_IN,
        sqlite3.SQLITE_NOTADB: "is no SQLite database. Name another file, or move this one away.",
        sqlite3.SQLITE_BUSY: HELD,
        sqlite3.SQLITE_LOCKED: HELD,
        sqlite3.SQLITE_FULL: "has no room on its disk. Make room, and try again.",
        sqlite3.SQLITE_CORRUPT: "is damaged. Put back the newest backup.",
    }
)


class CannotOpenError(Exception):
    """A setting names a database that cannot be opened. Its sentence says what to set or do."""


@contextmanager
def both_opened(settings: Settings) -> Iterator[tuple[Engine, Engine]]:
    """Open the database and the key store for a command, and let them go when it is done.

    :raises CannotOpenError: naming the setting, and what to do.
    :raises DatabaseNotSafeError: when a database would not keep its promises.
    """
    engine, key_engine = open_both(settings)
    try:
        yield engine, key_engine
    finally:
        engine.dispose()
        key_engine.dispose()


def open_both(settings: Settings) -> tuple[Engine, Engine]:
    """Open the database and the key store, for as long as the process lasts.

    :raises CannotOpenError: naming the setting, and what to do.
    :raises DatabaseNotSafeError: when a database would not keep its promises.
    """
    engine = opened(DATABASE_URL, settings.database_url)
    with let_go_if_it_fails(engine):
        return engine, opened(KEYS_URL, settings.keys_url)


def opened(setting: str, url: str) -> Engine:
    """Open one database, and see that it keeps its promises.

    :raises CannotOpenError: naming the setting, and what to do.
    :raises DatabaseNotSafeError: when it would not keep one.
    """
    address = _read(setting, url)
    try:
        engine = make_engine(url)
        with let_go_if_it_fails(engine):
            check_engine(engine)
            _try_to_write(engine)
    except ImportError:
        raise CannotOpenError(
            f"{setting} needs the package {address.get_driver_name()}, which is not installed here. "
            "Install it beside selfhelp, or name an SQLite file."
        ) from None
    except (ArgumentError, TypeError, ValueError):
        raise _unreadable(setting) from None
    except DBAPIError as error:
        raise CannotOpenError(_cannot_open(setting, address, error)) from None
    except DatabaseNotSafeError as error:
        raise DatabaseNotSafeError(f"{setting} names a database that is not safe. {error}") from None
    return engine


@contextmanager
def let_go_if_it_fails(*engines: Engine) -> Iterator[None]:
    """Close the connections of these engines when what is done with them does not end well."""
    try:
        yield
    except BaseException:
        for engine in engines:
            engine.dispose()
        raise


def why_not(error: DBAPIError) -> str:
    """Return why a database does not do what it is asked, and what to do; its subject is put before."""
    code = getattr(error.orig, "sqlite_errorcode", 0) & 0xFF  # the rest tells finer kinds of the same
    return WHY_NOT.get(code, "cannot be used. See that it runs, and that its disk is whole and has room.")


def check_fit(engine: Engine, key_engine: Engine, master: MasterKey) -> None:
    """See that both databases have the shape this version needs, and that the master key is theirs.

    :raises SchemaError: saying what to do when one has another shape.
    :raises WrongMasterKeyError: if another master key wrapped the keys.
    """
    check_head(engine)
    check_key_store(key_engine)
    check_root(key_engine)
    KeyStore(key_engine, master).check()


def master_of(settings: Settings) -> MasterKey:
    """Return the master key, and with it the other one while one takes over from the other."""
    other = MasterKey(settings.other_master_key) if settings.other_master_key else None
    return MasterKey(settings.master_key, other)


def check_belong(engine: Engine, key_engine: Engine, master: MasterKey) -> None:
    """See that the key store is the database's own, before anything is made in either.

    :raises SchemaError: if there are people and no key store, or the key store has another version.
    :raises WrongMasterKeyError: if another master key wrapped the keys.
    """
    with for_reading(key_engine).connect() as connection:
        is_store = inspect(connection).has_table(StoreVersion.__tablename__)
    if is_store:
        check_key_store(key_engine)
        KeyStore(key_engine, master).check()
    elif _has_people(engine):
        raise SchemaError(
            f"The database is in use, and the key store has no keys. Let {KEYS_URL} name the one that "
            "belongs to the database, or put back its backup."
        )


def _has_people(engine: Engine) -> bool:
    """Tell whether anybody was added: before that the key store was made."""
    with for_reading(engine).connect() as connection:
        if not inspect(connection).has_table(Person.__tablename__):
            return False
        return bool(connection.scalar(select(exists(select(Person.id)))))


def _read(setting: str, url: str) -> URL:
    try:
        address = make_url(url)
        usable = address.get_backend_name() in KNOWN and not address.get_dialect().is_async
    except (ArgumentError, ValueError):
        raise _unreadable(setting) from None
    if not usable:
        raise _unreadable(setting)
    if address.get_backend_name() == "sqlite" and address.database in {None, "", ":memory:"}:
        raise CannotOpenError(f"Let {setting} name a file after sqlite:///, as docs/settings.md shows.")
    return address


def _try_to_write(engine: Engine) -> None:
    """Write on SQLite and take it back: a file that can only be read opens like any other."""
    if engine.dialect.name == "sqlite":
        with engine.connect() as connection:
            connection.exec_driver_sql("PRAGMA user_version = 0")
            connection.rollback()


def _unreadable(setting: str) -> CannotOpenError:
    return CannotOpenError(
        f"Let {setting} be an address that begins with sqlite:/// or postgresql+psycopg://, "
        "as docs/settings.md shows."
    )


def _cannot_open(setting: str, address: URL, error: DBAPIError) -> str:
    if address.get_backend_name() == "sqlite":
        return f"{setting} names the file {address.database}, which {why_not(error)}"
    return (
        f"The database server that {setting} names cannot be reached, or lets nobody in so. See that it "
        "runs, and that host, port, name, user and password are right."
    )
