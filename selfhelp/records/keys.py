"""The key store: every enrolment's data key, wrapped, in a database of its own.

It is backed up apart and on a short cycle. Throwing a key away makes the words it sealed unreadable
everywhere, in every older backup of the main database too.
"""

from collections.abc import Iterable
from datetime import datetime
from uuid import UUID

from sqlalchemy import Engine, MetaData, String, delete, func, insert, select
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column

from selfhelp.records.base import NAMES, UtcDateTime
from selfhelp.records.database import empty_write_ahead_log, for_reading
from selfhelp.records.encryption import DataKey, MasterKey

STORE_VERSION = 2  # since 2, what was destroyed is remembered


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
        row = {"owner": owner, "wrapped": self._master.wrap(key, owner), "master_id": self._master.id}
        with self._engine.begin() as connection:
            connection.execute(insert(WrappedKey).values(row))
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

    def destroy(self, owner: UUID) -> None:
        """Throw the owner's key away, also from SQLite's write-ahead log. It may be gone already.

        That it was destroyed stays known, so that a restored backup can be rid of it too.
        """
        with self._engine.begin() as connection:
            connection.execute(delete(WrappedKey).where(WrappedKey.owner == owner))
            noted = connection.scalar(select(DestroyedKey.owner).where(DestroyedKey.owner == owner))
            if noted is None:
                connection.execute(insert(DestroyedKey).values(owner=owner))
        empty_write_ahead_log(self._engine)

    def destroyed(self, owners: Iterable[UUID]) -> set[UUID]:
        """Return those of these owners whose key was thrown away, in one statement."""
        question = select(DestroyedKey.owner).where(DestroyedKey.owner.in_(set(owners)))
        with self._reader.connect() as connection:
            return set(connection.scalars(question))

    def check(self) -> None:
        """See that the master key is the one that wrapped every key here.

        :raises WrongMasterKeyError: if it is not, so that a wrong setting stops at the start.
        """
        question = select(WrappedKey.master_id).where(WrappedKey.master_id != self._master.id).limit(1)
        with self._reader.connect() as connection:
            if (other := connection.scalar(question)) is not None:
                raise WrongMasterKeyError(self._other_master(other))

    def _unwrap(self, owner: UUID, wrapped: bytes, master_id: str) -> DataKey:
        if master_id != self._master.id:
            raise WrongMasterKeyError(self._other_master(master_id))
        return self._master.unwrap(wrapped, owner)

    def _other_master(self, master_id: str) -> str:
        return (
            f"The key store was made with master key {master_id}, not with {self._master.id}. "
            "Set SELFHELP_MASTER_KEY to the one it was made with."
        )
