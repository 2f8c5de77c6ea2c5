"""Passkeys: in with one touch. The authenticator signs a challenge, the public key checks it.

Source: W3C, Web Authentication Level 3, §7.1 (registration) and §7.2 (authentication). The library `webauthn`
checks what was signed; that a challenge is good once and for its own purpose, and that the answer is its
owner's, is checked here. What does not hold is refused without a word on what was wrong.
"""

import hashlib
import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, cast
from uuid import UUID, uuid4

from cryptography.exceptions import UnsupportedAlgorithm
from sqlalchemy import CursorResult, delete, exists, select
from sqlalchemy.orm import Session
from webauthn import (
    generate_authentication_options,
    generate_registration_options,
    verify_authentication_response,
    verify_registration_response,
)
from webauthn.authentication.verify_authentication_response import VerifiedAuthentication
from webauthn.helpers import parse_authentication_credential_json
from webauthn.helpers.exceptions import WebAuthnException
from webauthn.helpers.options_to_json_dict import options_to_json_dict
from webauthn.helpers.structs import (
    AuthenticationCredential,
    AuthenticatorSelectionCriteria,
    PublicKeyCredentialDescriptor,
    ResidentKeyRequirement,
    UserVerificationRequirement,
)
from webauthn.registration.verify_registration_response import VerifiedRegistration

from selfhelp.records.people import Challenge, Passkey, Person
from selfhelp.settings import RelyingParty

CHALLENGE_BYTES = 32
CHALLENGE_LASTS = timedelta(minutes=5)
MOST_PASSKEYS = 10
# What the library raises over an answer that is none: its own errors, and those of the parsers it stands on.
NO_ANSWER = (
    *(WebAuthnException, UnsupportedAlgorithm, RecursionError),
    *(ValueError, TypeError, LookupError, AttributeError),
)


@dataclass(frozen=True, slots=True)
class Asked:
    """A challenge, to be kept with the browser's session, and the options its page hands to the browser."""

    challenge: bytes
    options: dict[str, Any]


def passkeys_of(session: Session, person_id: UUID) -> Sequence[Passkey]:
    """Return a person's passkeys, oldest first."""
    found = select(Passkey).where(Passkey.person_id == person_id).order_by(Passkey.created_at, Passkey.id)
    return session.scalars(found).all()


def ask_to_register(
    session: Session, party: RelyingParty, *, service: str, person: Person, now: datetime
) -> Asked:
    """Ask for a new passkey: one that is found without a user name, and verifies whose finger it is.

    An authenticator that holds one of the person's passkeys already says so itself.
    """
    held = passkeys_of(session, person.id)
    challenge = _new_challenge(session, person.id, now)
    options = generate_registration_options(
        rp_id=party.id,
        rp_name=service,
        user_id=person.id.bytes,
        user_name=person.user_name,
        user_display_name=person.display_name or person.user_name,
        challenge=challenge,
        timeout=_milliseconds(CHALLENGE_LASTS),
        authenticator_selection=AuthenticatorSelectionCriteria(
            resident_key=ResidentKeyRequirement.REQUIRED,
            user_verification=UserVerificationRequirement.REQUIRED,
        ),
        exclude_credentials=[PublicKeyCredentialDescriptor(id=passkey.credential_id) for passkey in held],
    )
    return Asked(challenge, options_to_json_dict(options))


def ask_to_log_in(session: Session, party: RelyingParty, now: datetime) -> Asked:
    """Ask whoever comes for a passkey. No passkey is named, so nobody learns who has one."""
    challenge = _new_challenge(session, None, now)
    options = generate_authentication_options(
        rp_id=party.id,
        challenge=challenge,
        timeout=_milliseconds(CHALLENGE_LASTS),
        user_verification=UserVerificationRequirement.REQUIRED,
    )
    return Asked(challenge, options_to_json_dict(options))


def register(
    session: Session,
    party: RelyingParty,
    *,
    person_id: UUID,
    challenge: bytes,
    answer: str,
    name: str,
    now: datetime,
) -> Passkey | None:
    """Keep the public key of a new passkey; None when the answer does not hold. The challenge is used up."""
    if not _spend(session, challenge, person_id, now):
        return None
    verified = _verified_registration(party, challenge, answer)
    if verified is None or not _has_room(session, person_id) or _is_known(session, verified.credential_id):
        return None
    passkey = Passkey(
        id=uuid4(),
        person_id=person_id,
        credential_id=verified.credential_id,
        public_key=verified.credential_public_key,
        sign_count=verified.sign_count,
        name=name,
        created_at=now,
    )
    session.add(passkey)
    session.flush()
    return passkey


def log_in(
    session: Session, party: RelyingParty, *, challenge: bytes, answer: str, now: datetime
) -> Person | None:
    """Return who touched the authenticator; None when the answer does not hold. The challenge is used up."""
    if not _spend(session, challenge, None, now):
        return None
    credential = _credential(answer)
    if credential is None:
        return None
    # Locked, so that of two answers with one count only the first is taken.
    found = select(Passkey).where(Passkey.credential_id == credential.raw_id).with_for_update()
    passkey = session.scalar(found)
    if passkey is None or credential.response.user_handle != passkey.person_id.bytes:
        return None
    verified = _verified_log_in(party, challenge, credential, passkey)
    if verified is None:
        return None
    passkey.sign_count, passkey.last_used_at = verified.new_sign_count, now
    session.flush()
    return session.get(Person, passkey.person_id)


def remove(session: Session, *, person_id: UUID, passkey_id: UUID) -> bool:
    """Forget one of a person's passkeys: it opens nothing from now on. False when there is none such."""
    mine = delete(Passkey).where(Passkey.id == passkey_id, Passkey.person_id == person_id)
    return _rows(session.execute(mine)) == 1


def remove_all(session: Session, person_id: UUID) -> None:
    """Forget all of a person's passkeys, and what was asked for new ones."""
    session.execute(delete(Passkey).where(Passkey.person_id == person_id))
    session.execute(delete(Challenge).where(Challenge.person_id == person_id))


def _new_challenge(session: Session, person_id: UUID | None, now: datetime) -> bytes:
    """Make a challenge, and forget on the way those that nobody answered in time."""
    session.execute(delete(Challenge).where(Challenge.expires_at <= now))
    challenge = secrets.token_bytes(CHALLENGE_BYTES)
    kept = Challenge(challenge_hash=_digest(challenge), person_id=person_id, expires_at=now + CHALLENGE_LASTS)
    session.add(kept)
    session.flush()
    return challenge


def _spend(session: Session, challenge: bytes, person_id: UUID | None, now: datetime) -> bool:
    """Use a challenge up, and tell whether it was good: whoever deletes its row has it, and nobody after."""
    good = delete(Challenge).where(
        Challenge.challenge_hash == _digest(challenge),
        Challenge.person_id == person_id,
        Challenge.expires_at > now,
    )
    return _rows(session.execute(good)) == 1


def _verified_registration(party: RelyingParty, challenge: bytes, answer: str) -> VerifiedRegistration | None:
    try:
        return verify_registration_response(
            credential=answer,
            expected_challenge=challenge,
            expected_rp_id=party.id,
            expected_origin=party.origin,
            require_user_verification=True,
        )
    except NO_ANSWER:
        return None


def _credential(answer: str) -> AuthenticationCredential | None:
    try:
        return parse_authentication_credential_json(answer)
    except NO_ANSWER:
        return None


def _verified_log_in(
    party: RelyingParty, challenge: bytes, credential: AuthenticationCredential, passkey: Passkey
) -> VerifiedAuthentication | None:
    try:
        return verify_authentication_response(
            credential=credential,
            expected_challenge=challenge,
            expected_rp_id=party.id,
            expected_origin=party.origin,
            credential_public_key=passkey.public_key,
            credential_current_sign_count=passkey.sign_count,
            require_user_verification=True,
        )
    except NO_ANSWER:
        return None


def _has_room(session: Session, person_id: UUID) -> bool:
    return len(passkeys_of(session, person_id)) < MOST_PASSKEYS


def _is_known(session: Session, credential_id: bytes) -> bool:
    return bool(session.scalar(select(exists().where(Passkey.credential_id == credential_id))))


def _digest(challenge: bytes) -> str:
    return hashlib.sha256(challenge).hexdigest()


def _milliseconds(span: timedelta) -> int:
    return round(span.total_seconds() * 1000)


def _rows(result: Any) -> int:
    return cast(CursorResult[tuple[()]], result).rowcount
