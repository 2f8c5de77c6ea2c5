"""The access log: who looked at a patient's page, each row sealed to the one before."""

import hashlib
import hmac
import json
from dataclasses import dataclass, fields
from datetime import UTC, datetime
from uuid import UUID

from sqlalchemy import BigInteger, Index, Integer, String
from sqlalchemy.orm import Mapped, mapped_column

from selfhelp.records.base import Base

FIRST_SEQ = 1
BEFORE_THE_FIRST = bytes(hashlib.sha256().digest_size)  # what the first row has for `previous`


@dataclass(frozen=True, slots=True)
class LogFacts:
    """What one row says, as it is hashed."""

    seq: int
    at: datetime
    actor_id: UUID | None
    actor: str
    enrolment_id: UUID
    what: str
    why: str

    def canonical(self) -> bytes:
        """Write the facts in the one form that is hashed: JSON, keys sorted, no spaces, UTC, UTF-8."""
        facts = {
            "seq": self.seq,
            "at": self.at.astimezone(UTC).isoformat(timespec="microseconds"),
            "actor_id": None if self.actor_id is None else str(self.actor_id),
            "actor": self.actor,
            "enrolment_id": str(self.enrolment_id),
            "what": self.what,
            "why": self.why,
        }
        return json.dumps(facts, sort_keys=True, separators=(",", ":"), ensure_ascii=False).encode()


class AccessLog(Base):
    """One look. Rows are only ever added, and outlive the patient's own rows.

    Hence no foreign keys: a row that went with its enrolment would break the chain behind it.
    """

    __tablename__ = "access_log"
    __table_args__ = (Index(None, "enrolment_id", "at"),)

    # Given by `care.access_log` under a lock, not by the database, so that no number is ever missing.
    seq: Mapped[int] = mapped_column(
        BigInteger().with_variant(Integer, "sqlite"), primary_key=True, autoincrement=False
    )
    at: Mapped[datetime]
    actor_id: Mapped[UUID | None]  # an operator has no person
    actor: Mapped[str] = mapped_column(String(200))
    enrolment_id: Mapped[UUID]
    what: Mapped[str] = mapped_column(String(100))
    why: Mapped[str] = mapped_column(String(200))
    previous: Mapped[bytes]
    hash: Mapped[bytes]

    @property
    def facts(self) -> LogFacts:
        """What this row says."""
        return LogFacts(**{fact.name: getattr(self, fact.name) for fact in fields(LogFacts)})


def row_hash(key: bytes, *, previous: bytes, facts: LogFacts) -> bytes:
    """Compute HMAC-SHA-256 over the previous row's hash (always 32 bytes) followed by the facts."""
    return hmac.digest(key, previous + facts.canonical(), hashlib.sha256)
