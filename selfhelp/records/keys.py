"""The key store: every enrolment's data key, wrapped, in a database of its own.

It is backed up apart and on a short cycle. Throwing a key away makes the words it sealed unreadable
everywhere, in every older backup of the main database too.
"""

import logging
from collections.abc import Iterable
from contextlib import suppress
from datetime import datetime
from uuid import UUID

from sqlalchemy import Connection, Engine, MetaData, String, delete, func, insert, select, text, update
from sqlalchemy.exc import IntegrityError, SQLAlchemyError
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column

from selfhelp.records.base import NAMES, UtcDateTime
from selfhelp.records.database import empty_write_ahead_log, for_reading
from selfhelp.records.encryption import DataKey, MasterKey, RootKey

log = logging.getLogger(__name__)
STORE_VERSION = 2  # since 2, what was destroyed is remembered
ROOT = UUID(int=0)  # the owner of the root key, which lies among the others and is wrapped like them


class KeyGoneError(Exception):
    """The owner has no key: it was destroyed, and what it sealed is gone for good."""


class WrongMasterKeyError(Exception):
    """The key store holds keys that this master key did not wrap."""


class KeyBase(DeclarativeBase):
    """The key store's own few tables."""

    metadata = MetaData(naming_convention=NAMES)
    type_annotation_map = {datetime: UtcDateTime()}  # noqa: RUF012  # read as a plain dictionary


class WrappedKey(KeyBase):
    """One owner's data key, wrapped by the master key named in `master_id`."""

    __tablename__ = "data_key"

    owner: Mapped[UUID] = mapped_column(primary_key=True)
    wrapped: Mapped[bytes]
    master_id: Mapped[str] = mapped_column(String(16))
    made_at: Mapped[datetime] = mapped_column(server_default=func.now())


class DestroyedKey(KeyBase):
    """What is left of a key that was thrown away: whose it was, so that no older backup brings it back."""

    __tablename__ = "destroyed_key"

    owner: Mapped[UUID] = mapped_column(primary_key=True)
    destroyed_at: Mapped[datetime] = mapped_column(server_default=func.now())


class StoreVersion(KeyBase):
    """The one row that tells which shape the key store has."""

    __tablename__ = "key_store"

    version: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)


def keep(connection: Connection, master: MasterKey, owner: UUID, key: DataKey) -> None:
    """Store a new owner's key, wrapped."""
    row = {"owner": owner, "wrapped": master.wrap(key, owner), "master_id": master.id}
    connection.execute(insert(WrappedKey).values(row))


def wipe(engine: Engine) -> None:
    """Leave in the key store's files no byte of a key thrown away, nor of how a key was wrapped before.

    PostgreSQL keeps what was deleted until the table is written anew, which nobody may be in the middle of.
    And it copies what somebody could still see who began earlier, or is just coming to the server. What is
    left then goes with the next run of `selfhelp retain`: what was deleted stays so.
    """
    empty_write_ahead_log(engine)
    if engine.dialect.name == "sqlite":
        return
    try:
        with engine.execution_options(isolation_level="AUTOCOMMIT").connect() as connection:
            connection.execute(text(f"VACUUM FULL {WrappedKey.__tablename__}"))
    except SQLAlchemyError as error:
        log.warning("deleted keys are still in the files: error=%s", type(error).__name__)


class KeyStore:
    """Makes, finds and destroys data keys. Each call is a short transaction of its own.

    A key is stored before anything it seals: an unused key is harmless, a lost one is not.
    """

    def __init__(self, engine: Engine, master: MasterKey) -> None:
        self._engine = engine
        self._reader = for_reading(engine)
        self._master = master

    @property
    def engine(self) -> Engine:
        """Return the database the keys lie in."""
        return self._engine

    def make(self, owner: UUID) -> DataKey:
        """Make and store a key for a new owner.

        :raises sqlalchemy.exc.IntegrityError: if the owner has one; a key is never replaced.
        """
        key = DataKey.new()
        with self._engine.begin() as connection:
            keep(connection, self._master, owner, key)
        return key

    def key(self, owner: UUID) -> DataKey:
        """Return the owner's key.

        :raises KeyGoneError: if there is none.
        :raises WrongMasterKeyError: if another master key wrapped it.
        """
        if (key := self.keys([owner]).get(owner)) is None:
            raise KeyGoneError(f"No data key for {owner}.")
        return key

    def keys(self, owners: Iterable[UUID]) -> dict[UUID, DataKey]:
        """Return the keys of many owners, in one statement. Those without a key are left out.

        :raises WrongMasterKeyError: if another master key wrapped one of them.
        """
        question = select(WrappedKey.owner, WrappedKey.wrapped, WrappedKey.master_id).where(
            WrappedKey.owner.in_(set(owners))
        )
        with self._reader.connect() as connection:
            rows = connection.execute(question).all()
        return {owner: self._unwrap(owner, wrapped, master_id) for owner, wrapped, master_id in rows}

    def root(self) -> RootKey:
        """Return the root key, which `migrate.upgrade_key_store` made.

        :raises KeyGoneError: if there is none.
        :raises WrongMasterKeyError: if another master key wrapped it.
        """
        return RootKey(self.key(ROOT).secret)

    def rewrap(self, at_once: int) -> int:
        """Wrap anew some of the keys that the other master key wrapped. Return how many: 0 when all are done.

        Each call is a transaction of its own, so that servers get their turn and a kill undoes little. No row
        is added: a key that is destroyed meanwhile stays destroyed.
        """
        if (other := self._master.other) is None:
            return 0
        theirs = WrappedKey.master_id == other.id
        question = select(WrappedKey.owner, WrappedKey.wrapped).where(theirs).order_by(WrappedKey.owner)
        with self._engine.begin() as connection:
            rows = connection.execute(question.limit(at_once)).all()
            for owner, wrapped in rows:
                anew = self._master.wrap(other.unwrap(wrapped, owner), owner)
                this = update(WrappedKey).where(WrappedKey.owner == owner, theirs)
                connection.execute(this.values(wrapped=anew, master_id=self._master.id))
        if not rows:
            wipe(self._engine)  # where they lie as the other one wrapped them
        return len(rows)

    def wrapped_by(self) -> dict[str, int]:
        """Count the keys by the name of the master key that wrapped them."""
        question = select(WrappedKey.master_id, func.count().label("number")).group_by(WrappedKey.master_id)
        with self._reader.connect() as connection:
            return {row.master_id: row.number for row in connection.execute(question)}

    def destroy(self, owner: UUID) -> None:
        """Throw the owner's key away, also from SQLite's write-ahead log. It may be gone already.

        From PostgreSQL's files its bytes go with `wipe`, once after all that are to go. That it was destroyed
        stays known, so that a restored backup can be rid of it too.

        :raises ValueError: if it is the root key, without which no doctor could log in.
        """
        if owner == ROOT:
            raise ValueError("The root key is nobody's to throw away.")
        with self._engine.begin() as connection:
            connection.execute(delete(WrappedKey).where(WrappedKey.owner == owner))
            with suppress(IntegrityError), connection.begin_nested():  # noted already, be it at this moment
                connection.execute(insert(DestroyedKey).values(owner=owner))
        empty_write_ahead_log(self._engine)

    def destroyed(self, owners: Iterable[UUID]) -> set[UUID]:
        """Return those of these owners whose key was thrown away, in one statement."""
        question = select(DestroyedKey.owner).where(DestroyedKey.owner.in_(set(owners)))
        with self._reader.connect() as connection:
            return set(connection.scalars(question))

    def wipe(self) -> None:
        """Leave no byte in the files of the keys that were thrown away, see `wipe`."""
        wipe(self._engine)

    def close(self) -> None:
        """Let go of the key store's database."""
        self._engine.dispose()

    def check(self) -> None:
        """See that every key here was wrapped by the master key, or by the other one that is known.

        :raises WrongMasterKeyError: if it is not, so that a wrong setting stops at the start.
        """
        for name in self.wrapped_by():
            self._named(name)

    def _unwrap(self, owner: UUID, wrapped: bytes, master_id: str) -> DataKey:
        return self._named(master_id).unwrap(wrapped, owner)

    def _named(self, master_id: str) -> MasterKey:
        if (found := self._master.named(master_id)) is None:
            raise WrongMasterKeyError(
                f"The key store was made with master key {master_id}, not with {self._master.id}. "
                "Set SELFHELP_MASTER_KEY to the one it was made with."
            )
        return found
