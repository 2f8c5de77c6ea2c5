"""Where passkeys are registered and let in. Import what you need beside your tests."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

import pytest
from authenticator import DOMAIN, ORIGIN, Authenticator
from databases import NOW
from people import Gp, Surgery
from sqlalchemy.orm import Session

from selfhelp.care import passkeys
from selfhelp.care.passkeys import Asked
from selfhelp.records.people import Passkey, Person
from selfhelp.settings import RelyingParty

PARTY = RelyingParty(DOMAIN, ORIGIN)
LATER = NOW + timedelta(minutes=2)


@dataclass(frozen=True, slots=True)
class Door:
    """Where passkeys are registered and let in."""

    session: Session

    def asks_for_new(self, gp: Gp) -> Asked:
        person = self.session.get_one(Person, gp.id)
        return passkeys.ask_to_register(self.session, PARTY, service="Ett steg", person=person, now=NOW)

    def keeps(self, gp: Gp, asked: Asked, answer: str, *, now: datetime = NOW) -> Passkey | None:
        return passkeys.register(
            self.session,
            PARTY,
            person_id=gp.id,
            challenge=asked.challenge,
            answer=answer,
            name="Kontoret",
            now=now,
        )

    def registers(self, gp: Gp, device: Authenticator) -> Passkey:
        asked = self.asks_for_new(gp)
        kept = self.keeps(gp, asked, device.creates(asked.options))
        assert kept is not None
        return kept

    def asks(self) -> Asked:
        return passkeys.ask_to_log_in(self.session, PARTY, NOW)

    def lets_in(self, asked: Asked, answer: str, *, now: datetime = LATER) -> UUID | None:
        person = passkeys.log_in(self.session, PARTY, challenge=asked.challenge, answer=answer, now=now)
        return person.id if person else None

    def tries(self, device: Authenticator, *, user_handle: bytes | None = None) -> UUID | None:
        asked = self.asks()
        return self.lets_in(asked, device.answers(asked.options, user_handle=user_handle))


@pytest.fixture
def door(session: Session) -> Door:
    return Door(session)


@pytest.fixture
def device() -> Authenticator:
    return Authenticator()


@pytest.fixture
def other(surgery: Surgery) -> Gp:
    """Another GP, made before the test's own session begins to write."""
    return surgery.gp()


@pytest.fixture
def known(door: Door, gp: Gp, device: Authenticator) -> Authenticator:
    """A device whose passkey is registered."""
    door.registers(gp, device)
    return device
