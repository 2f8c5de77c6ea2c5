"""The engine, and the promises it must keep: what was answered with a yes is on the disk.

On SQLite every promise is a pragma. Each is set *and read back* on every new connection, because a
pragma that does not take effect says nothing.

Transactions: the driver's own way (BEGIN only before the first INSERT) lets two writers both read
and then fail to write. So the driver is told to begin nothing, and every transaction begins with
BEGIN IMMEDIATE, which waits its turn. A page that only reads says so with `for_reading(engine)`: its
transactions begin with a plain BEGIN, wait for nobody, and cannot write at all. Without that last part
a write in a reading transaction would work in most tests and fail under load.

PostgreSQL lets writers go on side by side. Where two must take turns, they say so with a lock: of the person
who sends (`care.visits`), of a row (`with_for_update`), of the access log. A page that only reads sees one
moment throughout there too.
"""

import sqlite3
import time

from sqlalchemy import Connection, Engine, create_engine, event, make_url, text
from sqlalchemy.engine.interfaces import DBAPIConnection, DBAPICursor, ExceptionContext
from sqlalchemy.pool import ConnectionPoolEntry, QueuePool

WAIT_FOR_LOCK_MS = 5_000

# What each pragma is set to, and what it must answer.
PRAGMAS: dict[str, tuple[str, str]] = {
    "busy_timeout": (str(WAIT_FOR_LOCK_MS), str(WAIT_FOR_LOCK_MS)),  # first: the next one may have to wait
    "journal_mode": ("WAL", "wal"),
    "synchronous": ("FULL", "2"),
    "secure_delete": ("ON", "1"),
    "foreign_keys": ("ON", "1"),
}
# What a PostgreSQL server must not answer. With any of these an answered yes can be lost.
POSTGRESQL_REFUSED = {"fsync": "off", "full_page_writes": "off", "synchronous_commit": "off"}

CONNECTIONS = 8  # kept open per process; a request uses one
MORE_CONNECTIONS = 24  # opened when all are in use
WAIT_FOR_CONNECTION_S = 5


class DatabaseNotSafeError(Exception):
    """The database would not keep a promise, so the application must not use it."""


def make_engine(url: str) -> Engine:
    """Make the engine for a database. Nothing is opened yet.

    Exceptions carry no parameters and no rows, for those are what patients wrote.
    """
    sqlite = make_url(url).get_backend_name() == "sqlite"
    connect_args = {"isolation_level": None} if sqlite else {"connect_timeout": WAIT_FOR_CONNECTION_S}
    engine = create_engine(
        url,
        hide_parameters=True,
        poolclass=QueuePool,
        pool_size=CONNECTIONS,
        max_overflow=MORE_CONNECTIONS,
        pool_timeout=WAIT_FOR_CONNECTION_S,
        pool_pre_ping=not sqlite,  # a file does not hang up
        connect_args=connect_args,
    )
    if sqlite:
        event.listen(engine, "connect", _set_pragmas)
        event.listen(engine, "begin", _begin)
    else:
        event.listen(engine, "connect", _wait_no_longer)
        event.listen(engine, "handle_error", _tell_no_words)
    return engine


def for_reading(engine: Engine) -> Engine:
    """Return the same engine, same connections, for transactions that only read."""
    if engine.dialect.name == "sqlite":
        return engine.execution_options(read_only=True)
    return engine.execution_options(isolation_level="REPEATABLE READ", postgresql_readonly=True)


def check_engine(engine: Engine) -> None:
    """Open the database and see that it keeps its promises.

    :raises DatabaseNotSafeError: naming the first promise it does not keep.
    """
    with engine.connect() as connection:
        if engine.dialect.name == "sqlite":
            _check_pragmas(connection.connection.dbapi_connection)
            return
        for name, refused in POSTGRESQL_REFUSED.items():
            if (found := connection.scalar(text(f"SHOW {name}"))) == refused:
                raise DatabaseNotSafeError(f"PostgreSQL has {name} = {found}. Set it to on.")


def empty_write_ahead_log(engine: Engine) -> bool:
    """Fold SQLite's write-ahead log into the file, so that deleted bytes lie in neither.

    Return False when someone was still reading; the next call, or the last to leave, does it then.
    """
    if engine.dialect.name != "sqlite":
        return True
    connection = engine.raw_connection()  # in no transaction, for within one it would wait for itself
    try:
        cursor = connection.cursor()
        cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        row = cursor.fetchone()
    finally:
        connection.close()
    return row is not None and row[0] == 0


def _wait_no_longer(dbapi_connection: DBAPIConnection, _entry: ConnectionPoolEntry) -> None:
    """Let PostgreSQL give up a wait for a lock when SQLite would."""
    cursor = dbapi_connection.cursor()
    cursor.execute(f"SET lock_timeout = {WAIT_FOR_LOCK_MS}")
    cursor.close()
    dbapi_connection.commit()


def _tell_no_words(context: ExceptionContext) -> None:
    """Leave PostgreSQL's first line: what follows quotes the row that was refused."""
    for error in (context.original_exception, context.sqlalchemy_exception):
        if error is not None:
            error.args = (str(error.args[0]).partition("\n")[0],) if error.args else ()


def _set_pragmas(dbapi_connection: DBAPIConnection, _entry: ConnectionPoolEntry) -> None:
    cursor = dbapi_connection.cursor()
    for name, (wanted, _) in PRAGMAS.items():
        _set(cursor, f"PRAGMA {name} = {wanted}")
    cursor.close()
    _check_pragmas(dbapi_connection)


def _set(cursor: DBAPICursor, pragma: str) -> None:
    """Wait where SQLite itself does not: who changes a new file to WAL beside a writer is refused at once."""
    until = time.monotonic() + WAIT_FOR_LOCK_MS / 1000
    while True:
        try:
            cursor.execute(pragma)
        except sqlite3.OperationalError as error:
            if error.sqlite_errorcode != sqlite3.SQLITE_BUSY or time.monotonic() > until:
                raise
            time.sleep(0.01)
        else:
            return


def _check_pragmas(dbapi_connection: DBAPIConnection | None) -> None:
    assert dbapi_connection is not None  # noqa: S101  # only a connection already closed has none
    cursor = dbapi_connection.cursor()
    for name, (_, wanted) in PRAGMAS.items():
        cursor.execute(f"PRAGMA {name}")
        row = cursor.fetchone()
        if str(row[0] if row else None) != wanted:
            raise DatabaseNotSafeError(f"SQLite has {name} = {row[0] if row else None}, and needs {wanted}.")
    cursor.close()


def _begin(connection: Connection) -> None:
    read_only = bool(connection.get_execution_options().get("read_only"))
    cursor = connection.connection.cursor()
    cursor.execute(f"PRAGMA query_only = {'ON' if read_only else 'OFF'}")
    cursor.close()
    # Through SQLAlchemy, so that a lock held too long is its OperationalError.
    connection.exec_driver_sql("BEGIN" if read_only else "BEGIN IMMEDIATE")
