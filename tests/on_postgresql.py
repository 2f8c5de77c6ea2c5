"""The tests' databases on a PostgreSQL server, whose address SELFHELP_TEST_POSTGRES holds.

The account must be allowed to make databases. All of them begin with `selfhelp_test_`, and go at the end.
"""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from itertools import chain
from secrets import token_hex

import psycopg
from psycopg import Connection, sql
from sqlalchemy import URL, Engine, make_url

VARIABLE = "SELFHELP_TEST_POSTGRES"

# A table made anew has another number, whatever its name and its columns.
SHAPE = """
    select md5(string_agg(part, ',' order by part)) from (
        select concat_ws(' ', attrelid, attrelid::regclass, attname, atttypid, atttypmod, attnotnull)
        from pg_attribute
        where attnum > 0
            and attrelid in (select oid from pg_class where relnamespace = 'public'::regnamespace)
        union all select concat_ws(' ', oid, conname) from pg_constraint
            where connamespace = 'public'::regnamespace
        union all select concat_ws(' ', oid, tgname) from pg_trigger where not tgisinternal
    ) as parts (part)
"""
TABLES = "select tablename from pg_tables where schemaname = 'public' order by tablename"
# Where each row lies and who wrote it: any change of a row changes one of them.
ROWS = "(select string_agg(ctid::text || xmin::text, ',' order by ctid) from {})"
# Whoever was left in the middle of something would make the next test wait.
LET_GO = """
    select pg_terminate_backend(pid) from pg_stat_activity
    where datname = current_database() and pid <> pg_backend_pid() and state like 'idle in%'
"""

Marks = dict[str, str | None]


@dataclass(slots=True)
class Condition:
    """What every table holds, as COPY writes it, and the marks of the rows when they were last seen so."""

    rows: dict[str, bytes]
    marks: Marks


@dataclass(slots=True)
class Served:
    """One database on the server, and the conditions it can be put back to."""

    server: URL
    name: str
    _shape: str = ""
    _conditions: dict[str, Condition] = field(default_factory=dict)
    _open: Connection | None = None

    @property
    def url(self) -> str:
        return self.server.set(database=self.name).render_as_string(hide_password=False)

    def remember(self, condition: str, *_engines: Engine) -> None:
        if not self._conditions:
            self._shape = self._asks(SHAPE)
            self._copied(self.name, self._template)
        with self._connection().transaction():
            marks = self._marks()
            rows = {table: self._read(table) for table, mark in marks.items() if mark}
        self._conditions[condition] = Condition(rows, marks)

    def put_back(self, condition: str, *_engines: Engine) -> None:
        """Empty what was written in, and write anew what belongs there."""
        wanted = self._conditions[condition]
        self._come_back()
        if self._asks(SHAPE) != self._shape:
            self._copied(self._template, self.name)
        self._connection().execute(LET_GO)
        with self._connection().transaction():
            now = self._marks()
            changed = [table for table, mark in now.items() if mark != wanted.marks[table]]
            for table in changed:
                self._connection().execute(sql.SQL("delete from {}").format(sql.Identifier(table)))
            for table in changed:
                if rows := wanted.rows.get(table):
                    self._write(table, rows)
            if any(table in wanted.rows for table in changed):
                wanted.marks = self._marks()

    def empty(self) -> None:
        self._leave()
        with self._at_server() as connection:
            _make_anew(connection, self.name)

    @contextmanager
    def gone(self) -> Iterator[None]:
        """Take it away, and bring it back."""
        away = f"{self.name}_away"
        self._renamed(self.name, away)
        try:
            yield
        finally:
            self._renamed(away, self.name)

    def drop(self) -> None:
        self._leave()
        with self._at_server() as connection:
            for name in (self.name, self._template):
                _drop(connection, name)

    @property
    def _template(self) -> str:
        return f"{self.name}_as_made"

    def _asks(self, question: str) -> str:
        row = self._connection().execute(question).fetchone()
        assert row is not None
        return str(row[0])

    def _marks(self) -> Marks:
        tables = [name for (name,) in self._connection().execute(TABLES).fetchall()]
        asked = [sql.SQL(ROWS).format(sql.Identifier(name)) for name in tables]
        row = self._connection().execute(sql.SQL("select {}").format(sql.SQL(", ").join(asked))).fetchone()
        return dict(zip(tables, row or (), strict=True))

    def _read(self, table: str) -> bytes:
        read = sql.SQL("copy {} to stdout").format(sql.Identifier(table))
        with self._connection().cursor().copy(read) as copy:
            return b"".join(copy)

    def _write(self, table: str, rows: bytes) -> None:
        write = sql.SQL("copy {} from stdin").format(sql.Identifier(table))
        with self._connection().cursor().copy(write) as copy:
            copy.write(rows)

    def _connection(self) -> Connection:
        if self._open is None or self._open.closed:
            self._open = _connected(self.server, self.name)
        return self._open

    def _come_back(self) -> None:
        """Connect anew where a test, or its database's going away, has cut us off."""
        try:
            self._connection().execute("select 1")
        except psycopg.OperationalError:
            self._leave()

    def _leave(self) -> None:
        if self._open is not None:
            self._open.close()

    def _copied(self, source: str, target: str) -> None:
        self._leave()
        with self._at_server() as connection:
            connection.execute(ALL_OUT, [source])
            _make_anew(connection, target, template=source)

    def _renamed(self, old: str, new: str) -> None:
        self._leave()
        with self._at_server() as connection:
            connection.execute(ALL_OUT, [old])
            names = sql.Identifier(old), sql.Identifier(new)
            connection.execute(sql.SQL("alter database {} rename to {}").format(*names))

    def _at_server(self) -> Connection:
        return _connected(self.server, "postgres")


ALL_OUT = "select pg_terminate_backend(pid) from pg_stat_activity where datname = %s"


class Server:
    """The databases of one worker."""

    def __init__(self) -> None:
        self._url = make_url(os.environ[VARIABLE]).set(drivername="postgresql+psycopg")
        self._run = token_hex(4)
        self._made: dict[str, tuple[Served, Served]] = {}

    def pair(self, name: str) -> tuple[Served, Served]:
        """Make an empty database and an empty key store; asked for again, empty ones again."""
        if name not in self._made:
            start = f"selfhelp_test_{self._run}_{name}"
            self._made[name] = Served(self._url, f"{start}_main"), Served(self._url, f"{start}_keys")
        for one in self._made[name]:
            one.empty()
        return self._made[name]

    def close(self) -> None:
        """Leave the server as it was found."""
        for one in chain.from_iterable(self._made.values()):
            one.drop()


def _make_anew(connection: Connection, name: str, *, template: str = "template1") -> None:
    _drop(connection, name)
    names = sql.Identifier(name), sql.Identifier(template)
    connection.execute(sql.SQL("create database {} template {}").format(*names))


def _drop(connection: Connection, name: str) -> None:
    connection.execute(sql.SQL("drop database if exists {} with (force)").format(sql.Identifier(name)))


def _connected(server: URL, database: str) -> Connection:
    """Connect without SQLAlchemy, to an address as SQLAlchemy reads it."""
    address = server.set(drivername="postgresql", database=database)
    return psycopg.connect(address.render_as_string(hide_password=False), autocommit=True)
