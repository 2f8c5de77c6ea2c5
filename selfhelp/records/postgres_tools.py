"""PostgreSQL's own tools: `pg_dump` writes a database as one stream, `pg_restore` makes one of it."""

import os
import re
import shutil
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from typing import IO, BinaryIO, cast

from sqlalchemy import Connection, Engine, text

from selfhelp.records.sealed_file import BackupError

THOUSANDS = 10_000  # PostgreSQL writes version 15.3 as 150003
# What tools of every version know of the way to a database.
VARIABLES = {
    **{name: f"PG{name.upper()}" for name in ("host", "hostaddr", "port", "user", "password")},
    **{name: f"PG{name.upper()}" for name in ("sslmode", "sslrootcert", "sslcert", "sslkey")},
}


@contextmanager
def dumped(engine: Engine) -> Iterator[tuple[Connection, BinaryIO, int]]:
    """Give a connection that sees one moment, that moment as `pg_dump` writes it, and the server's version.

    :raises BackupError: if `pg_dump` is missing or older than the server, or fails.
    """
    one_moment = engine.execution_options(isolation_level="REPEATABLE READ", postgresql_readonly=True)
    with one_moment.connect() as connection, connection.begin():
        server = _version_of(connection)
        moment = connection.scalar(text("select pg_export_snapshot()"))
        command = [_tool("pg_dump", server), "--format=custom", "--no-owner", "--no-privileges"]
        with _running([*command, f"--snapshot={moment}"], connection, stdout=subprocess.PIPE) as process:
            yield connection, cast(BinaryIO, _Output(process)), server


@contextmanager
def filling(engine: Engine, made_by: int) -> Iterator[BinaryIO]:
    """Take what `pg_dump` wrote, and make of it the tables of an empty database: all or none.

    :raises BackupError: if `pg_restore` is missing or too old, or fails.
    """
    with engine.connect() as connection:
        command = [_tool("pg_restore", max(made_by, _version_of(connection))), "--exit-on-error"]
        command += ["--single-transaction", "--no-owner", "--no-privileges"]
        with _running(command, connection, stdin=subprocess.PIPE) as process:
            taking = cast(IO[bytes], process.stdin)
            yield cast(BinaryIO, taking)
            taking.close()
            if process.wait():
                raise BackupError(
                    "pg_restore could not fill the database, and left it empty. See that the user in "
                    "SELFHELP_DATABASE_URL owns it, and that its disk has room."
                )


@contextmanager
def scratch_beside(engine: Engine, name: str) -> Iterator[str]:
    """Make an empty database on the same server, give its address, and drop it again.

    :raises BackupError: if the user may not make one.
    """
    alone = engine.execution_options(isolation_level="AUTOCOMMIT")
    with alone.connect() as connection:
        may = text("select rolcreatedb or rolsuper from pg_roles where rolname = current_user")
        if not connection.scalar(may):
            raise BackupError(
                "To try a backup, the user in SELFHELP_DATABASE_URL must be allowed to make a database "
                "beside it: ALTER ROLE … CREATEDB. Or try it on another machine."
            )
        connection.execute(text(f'create database "{name}" template template0'))
        try:
            yield engine.url.set(database=name).render_as_string(hide_password=False)
        finally:
            connection.execute(text(f'drop database "{name}" with (force)'))


def _version_of(connection: Connection) -> int:
    return int(connection.scalar(text("show server_version_num")) or 0) // THOUSANDS


def _tool(name: str, needed: int) -> str:
    """Return where one of the tools lies.

    :raises BackupError: if it is missing, or older than what it has to read.
    """
    path = shutil.which(name)
    if path is None:
        raise BackupError(f"{name} is missing. Install PostgreSQL's client tools, version {needed} or newer.")
    said = subprocess.run([path, "--version"], capture_output=True, text=True, check=False).stdout  # noqa: S603
    version = re.search(r"\(PostgreSQL\) (\d+)", said)
    if version is None or int(version[1]) < needed:
        raise BackupError(
            f"{name} is of version {version[1] if version else 'unknown'}, and must be {needed} or newer. "
            "Install newer client tools of PostgreSQL."
        )
    return path


@contextmanager
def _running(
    command: list[str], connection: Connection, *, stdin: int | None = None, stdout: int | None = None
) -> Iterator[subprocess.Popen[bytes]]:
    """Run one of the tools on the database of this connection, and end it when what is done with it fails.

    Where the database is goes by variables, for others can read a command line. What the tool complains of is
    not passed on: it may hold words of a row.
    """
    reached = connection.connection.driver_connection.info  # type: ignore[union-attr]  # it is open
    known = {**reached.get_parameters(), "password": reached.password or ""}
    process = subprocess.Popen(  # noqa: S603  # found by name in PATH, as an operator means it
        [*command, f"--dbname={reached.dbname}"],
        env={
            "PATH": os.defpath,
            **{VARIABLES[name]: known[name] for name in VARIABLES.keys() & known.keys()},
        },
        stdin=stdin or subprocess.DEVNULL,
        stdout=stdout or subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    with process:
        try:
            yield process
        except BaseException:
            process.kill()
            raise


class _Output:
    """What a tool writes. An end may come too early: so the tool is asked then whether it failed."""

    def __init__(self, process: subprocess.Popen[bytes]) -> None:
        self._process = process

    def read(self, size: int) -> bytes:
        """Return the next bytes; none at the end.

        :raises BackupError: at the end, if the tool failed.
        """
        some = cast(IO[bytes], self._process.stdout).read(size)
        if not some and self._process.wait():
            raise BackupError("pg_dump could not read the database. See that its server runs, and is whole.")
        return some
