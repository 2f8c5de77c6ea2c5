"""How migrations run: on the application's own engine, each revision whole or not at all.

Foreign keys are off while SQLite migrates: a table that must be rebuilt is dropped and made again,
and with foreign keys on, dropping it would delete all rows that hang on it. They are all checked
before a revision is committed.
"""

import os
from typing import Any, Literal

from alembic import context
from alembic.autogenerate.api import AutogenContext
from sqlalchemy import Connection, text

from selfhelp.records import course, lessons, log, people
from selfhelp.records.base import Base, UtcDateTime
from selfhelp.records.database import make_engine

TABLES = (people, course, lessons, log)  # imported so that Base knows them all


def run(connection: Connection) -> None:
    _foreign_keys(connection, "OFF")  # before the transaction: inside one it does nothing
    context.configure(
        connection=connection,
        target_metadata=Base.metadata,
        render_as_batch=True,
        render_item=_render,
        transaction_per_migration=True,
        transactional_ddl=True,
        on_version_apply=_applied,
    )
    try:
        with context.begin_transaction():
            context.run_migrations()
    finally:
        connection.rollback()
        _foreign_keys(connection, "ON")


def _foreign_keys(connection: Connection, on_or_off: str) -> None:
    if connection.dialect.name == "sqlite":
        cursor = connection.connection.cursor()
        cursor.execute(f"PRAGMA foreign_keys = {on_or_off}")
        cursor.close()


def _applied(*, ctx: Any, step: Any, **_: Any) -> None:
    """Look the revision over before it is committed, and tell who is waiting."""
    if ctx.dialect.name == "sqlite":
        broken = ctx.connection.execute(text("PRAGMA foreign_key_check")).first()
        if broken is not None:
            raise RuntimeError(f"{step.up_revision_id} left rows of {broken[0]} without their {broken[2]}.")
    progress = context.config.attributes.get("progress")
    if progress is not None:
        progress(step.up_revision.doc)


def _render(kind: str, item: object, _context: AutogenContext) -> str | Literal[False]:
    """Write plain types into migrations: a migration must not change when a class of ours does."""
    return "sa.DateTime(timezone=True)" if kind == "type" and isinstance(item, UtcDateTime) else False


given = context.config.attributes.get("connection")
if given is not None:
    run(given)
else:
    with make_engine(os.environ["SELFHELP_DATABASE_URL"]).connect() as own:
        run(own)
