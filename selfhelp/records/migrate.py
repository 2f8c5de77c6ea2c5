"""Bringing both databases to the shape this version needs, and refusing to start on another."""

from collections.abc import Callable
from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, Engine, exists, func, insert, inspect, select, text, update

from selfhelp.records.database import for_reading, make_engine
from selfhelp.records.encryption import DataKey, MasterKey
from selfhelp.records.keys import ROOT, STORE_VERSION, KeyBase, StoreVersion, WrappedKey, keep
from selfhelp.settings import OTHER_MASTER_KEY, shipped

Progress = Callable[[str], None]


class SchemaError(Exception):
    """A database has not the tables this version needs."""


def alembic_config(folder: Path | None = None) -> Config:
    """Return what Alembic needs to know: where the migrations lie."""
    config = Config()
    lies_at = str(folder or shipped("migrations"))
    config.set_main_option("script_location", lies_at.replace("%", "%%"))
    return config


def upgrade(url: str, progress: Progress | None = None, *, folder: Path | None = None) -> None:
    """Bring the main database to the newest revision, each revision in a transaction of its own.

    `progress` is told each revision's sentence as it is done.

    :raises SchemaError: if a newer version made the database.
    """
    engine = make_engine(url)
    config = alembic_config(folder)
    try:
        _revisions(engine, folder)
        with engine.connect() as connection:
            config.attributes["connection"] = connection
            config.attributes["progress"] = progress
            command.upgrade(config, "head")
    finally:
        engine.dispose()


def check_head(engine: Engine, *, folder: Path | None = None) -> None:
    """See that the main database is at the newest revision.

    :raises SchemaError: saying what to do when it is not.
    """
    found, wanted = _revisions(engine, folder)
    if found != wanted:
        raise SchemaError(
            f"The database is at revision {found or 'none'}, and this version needs {wanted}. "
            "Run `selfhelp db upgrade` before starting."
        )


def revision_in(connection: Connection) -> str | None:
    """Return the revision of the main database; None when it has no tables yet."""
    return MigrationContext.configure(connection).get_current_revision()


def check_known(revision: str | None, *, folder: Path | None = None) -> None:
    """See that a database of this revision can be brought to the newest.

    :raises SchemaError: if a newer version made it.
    """
    scripts = ScriptDirectory.from_config(alembic_config(folder))
    if revision is not None and revision not in {script.revision for script in scripts.walk_revisions()}:
        raise SchemaError(
            f"The database is at revision {revision}, which this version does not know: "
            "a newer selfhelp made it. Install that version."
        )


def _revisions(engine: Engine, folder: Path | None) -> tuple[str | None, str | None]:
    """Return the revision found and the newest one known."""
    with for_reading(engine).connect() as connection:
        found = revision_in(connection)
    check_known(found, folder=folder)
    return found, ScriptDirectory.from_config(alembic_config(folder)).get_current_head()


def upgrade_key_store(url: str, master: MasterKey) -> None:
    """Make the key store's tables and its root key where they are missing.

    :raises SchemaError: if a newer version made it.
    """
    engine = make_engine(url)
    try:
        with engine.begin() as connection:
            bring_up_to_date(connection, master)
        check_key_store(engine)
    finally:
        engine.dispose()


def bring_up_to_date(connection: Connection, master: MasterKey) -> None:
    """Bring a key store to this version, whose tables and root key are made where they are missing.

    So far every version has only added some. A newer one stays as it is.
    """
    KeyBase.metadata.create_all(connection)
    if connection.dialect.name == "postgresql":  # whose planner else copies some of the keys for itself
        connection.execute(text("ALTER TABLE data_key ALTER COLUMN wrapped SET STATISTICS 0"))
    is_new = not connection.scalar(select(func.count()).select_from(StoreVersion))
    if is_new:
        connection.execute(insert(StoreVersion).values(version=STORE_VERSION))
    older = update(StoreVersion).where(StoreVersion.version.between(1, STORE_VERSION))
    connection.execute(older.values(version=STORE_VERSION))
    if not _has_root(connection):
        keep(connection, master, ROOT, DataKey.new() if is_new else _root_so_far(master))


def check_key_store(engine: Engine) -> None:
    """See that the key store has the tables this version needs.

    :raises SchemaError: saying what to do when it has not.
    """
    with for_reading(engine).connect() as connection:
        there = inspect(connection).has_table(StoreVersion.__tablename__)
        found = connection.scalar(select(StoreVersion.version)) if there else None
    if found is None:
        raise SchemaError(
            "The key store has no tables. Let SELFHELP_KEYS_URL name the one that belongs to the database; "
            "before the first start, run `selfhelp db upgrade`."
        )
    if found < 0:
        raise SchemaError(
            "A restore was begun here and did not come to its end. Run `selfhelp restore` again with "
            "--replace before anything else."
        )
    if found < STORE_VERSION:
        raise SchemaError(
            f"The key store has version {found}, and this version needs {STORE_VERSION}. "
            "Run `selfhelp db upgrade` before starting."
        )
    _refuse_newer(found)


def make_ready(key_engine: Engine, master: MasterKey) -> None:
    """Bring the key store to this version before a restore, which may be the second try.

    :raises SchemaError: if a newer version made it.
    """
    with key_engine.begin() as connection:
        bring_up_to_date(connection, master)
        _refuse_newer(abs(connection.scalars(select(StoreVersion.version)).one()))


def begin_restore(key_engine: Engine) -> None:
    """Let no server start before `end_restore`: the sign before the key store's version is turned."""
    with key_engine.begin() as connection:
        connection.execute(update(StoreVersion).values(version=-STORE_VERSION))


def end_restore(key_engine: Engine) -> None:
    """Let servers start again."""
    with key_engine.begin() as connection:
        connection.execute(update(StoreVersion).values(version=STORE_VERSION))


def _refuse_newer(found: int) -> None:
    if found > STORE_VERSION:
        raise SchemaError(
            f"The key store has version {found}, and this selfhelp knows {STORE_VERSION}. "
            "Install the version that made it."
        )


def check_root(engine: Engine) -> None:
    """See that the key store has a root key.

    :raises SchemaError: saying what to do when it has none.
    """
    with for_reading(engine).connect() as connection:
        if not _has_root(connection):
            raise SchemaError("The key store has no root key yet. Run `selfhelp db upgrade` before starting.")


def _root_so_far(master: MasterKey) -> DataKey:
    """Return what everything came from before there was a root key: the master key itself."""
    if master.other:
        raise SchemaError(
            f"The key store has no root key yet. Leave {OTHER_MASTER_KEY} out, run `selfhelp db upgrade` "
            "with the master key that was in use so far, and set it again then."
        )
    return DataKey(master.secret)


def _has_root(connection: Connection) -> bool:
    return bool(connection.scalar(select(exists(select(WrappedKey).where(WrappedKey.owner == ROOT)))))
