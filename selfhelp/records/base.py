"""What all tables share: the names of their constraints, and times that carry a zone."""

from datetime import UTC, datetime

from sqlalchemy import JSON, DateTime, Dialect, ForeignKey, MetaData
from sqlalchemy.ext.mutable import MutableList
from sqlalchemy.orm import DeclarativeBase
from sqlalchemy.types import TypeDecorator

NAMES = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_N_name)s_%(referred_table_name)s",
    "pk": "pk_%(table_name)s",
}


class NaiveTimeError(ValueError):
    """A time without a zone was about to be stored."""


class UtcDateTime(TypeDecorator[datetime]):
    """A moment. Goes in with any zone and comes out in UTC, on every database."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """Turn a moment into UTC.

        :raises NaiveTimeError: if it has no zone, for then nobody knows which moment it is.
        """
        if value is None:
            return None
        if value.utcoffset() is None:
            raise NaiveTimeError("A time needs a zone before it is stored.")
        return value.astimezone(UTC)

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """Give the zone back that SQLite does not keep."""
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


class Base(DeclarativeBase):
    """The tables of the main database. Keys lie in a database of their own, see `keys`."""

    metadata = MetaData(naming_convention=NAMES)
    type_annotation_map = {  # noqa: RUF012  # SQLAlchemy reads it as a plain dictionary
        datetime: UtcDateTime(),
        # A list that tells when it was changed in place; a plain one would forget what was appended.
        list[str]: MutableList.as_mutable(JSON()),
    }


def refers_to(column: str, *, ondelete: str | None = None) -> ForeignKey:
    """Refer to another table's row, which must be there when the transaction ends.

    Not earlier: there are no relationships from which SQLAlchemy could tell whom to insert first.
    """
    return ForeignKey(column, ondelete=ondelete, deferrable=True, initially="DEFERRED")


def of_enrolment() -> ForeignKey:
    """Belong to an enrolment, and go with it."""
    return refers_to("enrolment.id", ondelete="CASCADE")
