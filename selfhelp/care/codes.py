"""Codes people read from paper and type: invitations, and recovery codes.

Crockford's base32 has no I, L, O or U, so a code can be read aloud and typed wrong in fewer ways. What is
typed is forgiven small letters, spaces, dashes, O for 0, and I or L for 1.
"""

import hmac
import secrets
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import cast
from uuid import UUID

from sqlalchemy import CursorResult, delete, exists, func, select, update
from sqlalchemy.orm import Session

from selfhelp.care.hashing import Hasher
from selfhelp.records.people import Invitation, RecoveryCode

ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
MISREAD = str.maketrans("OIL", "011")
GROUP = 4

SELECTOR_LETTERS = 4
VERIFIER_LETTERS = 12
RECOVERY_LETTERS = 12
RECOVERY_CODES = 8


@dataclass(frozen=True, slots=True)
class InvitationCode:
    """The code on the slip. The selector finds the invitation; only the verifier's hash is stored."""

    selector: str
    verifier: str

    def __str__(self) -> str:
        return grouped(self.selector + self.verifier)

    def __repr__(self) -> str:
        return f"InvitationCode(selector={self.selector!r})"


def new_invitation_code(session: Session) -> InvitationCode:
    """Make a code whose selector no invitation has had."""
    selector = _random(SELECTOR_LETTERS)
    while session.scalar(select(exists().where(Invitation.selector == selector))):
        selector = _random(SELECTOR_LETTERS)
    return InvitationCode(selector=selector, verifier=_random(VERIFIER_LETTERS))


def read_invitation_code(typed: str) -> InvitationCode | None:
    """Read what someone typed, or None when it cannot be a code."""
    code = _read(typed, SELECTOR_LETTERS + VERIFIER_LETTERS)
    if code is None:
        return None
    return InvitationCode(selector=code[:SELECTOR_LETTERS], verifier=code[SELECTOR_LETTERS:])


def new_recovery_codes() -> tuple[str, ...]:
    """Make the codes for one sheet of paper, as they are printed."""
    return tuple(grouped(_random(RECOVERY_LETTERS)) for _ in range(RECOVERY_CODES))


def recovery_codes_of(secret: bytes, *, person_id: UUID, page_key: str) -> tuple[str, ...]:
    """Return the codes a page shows its person: sent twice, it shows the same sheet.

    They lie in no database. Without the secret nobody can tell them, not even from the page's key.
    """
    about = (person_id.bytes + bytes([number]) + page_key.encode() for number in range(RECOVERY_CODES))
    return tuple(grouped(_letters(hmac.digest(secret, one, "sha256"))) for one in about)


def recovery_hash(hasher: Hasher, person_id: UUID, typed: str) -> str | None:
    """Hash a recovery code for its person, or None when it cannot be a code.

    The salt is the person's id, so that one hash is enough to find the code among all of them. For an
    unknown user name pass any other id: it takes the same time and finds nothing.
    """
    code = _read(typed, RECOVERY_LETTERS)
    return None if code is None else hasher.hash(code, salt=person_id.bytes)


def replace_recovery_codes(session: Session, *, person_id: UUID, hashes: Iterable[str]) -> None:
    """Make these the person's only recovery codes. One that was used already stays used."""
    wanted, theirs = set(hashes), RecoveryCode.person_id == person_id
    session.execute(delete(RecoveryCode).where(theirs, RecoveryCode.code_hash.not_in(wanted)))
    wanted -= set(session.scalars(select(RecoveryCode.code_hash).where(theirs)))
    session.add_all(RecoveryCode(person_id=person_id, code_hash=code_hash) for code_hash in wanted)
    session.flush()


def use_recovery_code(session: Session, *, person_id: UUID, code_hash: str, now: datetime) -> bool:
    """Spend a recovery code. Of two who try at the same moment, one is told no."""
    result = session.execute(
        update(RecoveryCode)
        .where(RecoveryCode.person_id == person_id)
        .where(RecoveryCode.code_hash == code_hash)
        .where(RecoveryCode.used_at.is_(None))
        .values(used_at=now)
    )
    return cast(CursorResult[tuple[()]], result).rowcount == 1


def recovery_codes_left(session: Session, *, person_id: UUID) -> int:
    """Count the codes that can still be used."""
    question = select(func.count()).where(RecoveryCode.person_id == person_id, RecoveryCode.used_at.is_(None))
    return session.scalars(question).one()


def grouped(code: str) -> str:
    """Write a code in groups of four, as on paper."""
    return "-".join(code[start : start + GROUP] for start in range(0, len(code), GROUP))


def _random(letters: int) -> str:
    return "".join(secrets.choice(ALPHABET) for _ in range(letters))


def _letters(digest: bytes) -> str:
    """Write the first bytes of a digest as letters; 256 is eight times 32, so all are equally likely."""
    return "".join(ALPHABET[byte % len(ALPHABET)] for byte in digest[:RECOVERY_LETTERS])


def _read(typed: str, letters: int) -> str | None:
    code = "".join(filter(str.isalnum, typed.upper())).translate(MISREAD)
    return code if len(code) == letters and set(code) <= set(ALPHABET) else None
