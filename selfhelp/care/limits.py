"""Rate limits, counted in the database so that they hold across processes and restarts.

Windows are fixed: each begins at a whole multiple of its length. So at a border twice the limit can
pass within a short time; set limits with that in mind.
"""

import hashlib
import hmac
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import cast

from sqlalchemy import CursorResult, delete
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session

from selfhelp.records.people import Attempt

EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
INSERT: dict[str, Callable[[type[Attempt]], sqlite.Insert | postgresql.Insert]] = {
    "sqlite": sqlite.insert,
    "postgresql": postgresql.insert,
}


def allow(
    session: Session, *, scope: str, key_hash: str, limit: int, window: timedelta, now: datetime
) -> bool:
    """Count one try and tell whether it is within the limit.

    Commit at once, whatever the answer, in a transaction of its own: an attempt that is rolled back
    was never counted, and one left open makes every other writer wait while a passphrase is checked.
    """
    window_start = now - (now - EPOCH) % window
    insert = INSERT[session.get_bind().dialect.name]
    tries = (
        insert(Attempt)
        .values(scope=scope, key_hash=key_hash, window_start=window_start, count=1)
        .on_conflict_do_update(
            index_elements=[Attempt.scope, Attempt.key_hash, Attempt.window_start],
            set_={"count": Attempt.count + 1},
        )
        .returning(Attempt.count)
    )
    return session.execute(tries).scalar_one() <= limit


def hashed(secret: bytes, value: str) -> str:
    """Return what stands in the database for an address, a user name or a code someone tried."""
    return hmac.digest(secret, value.encode(), hashlib.sha256).hex()


def forget_attempts(session: Session, *, before: datetime) -> int:
    """Delete the windows that began before a moment, and return how many there were."""
    result = session.execute(delete(Attempt).where(Attempt.window_start < before))
    return cast(CursorResult[tuple[()]], result).rowcount
