"""The people of the tests: GPs, patients and their papers, made by the deeds the pages use.

The deeds commit, so that pages in other sessions find what was done. Import what you need into the
`conftest.py` beside your tests.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from functools import cache
from itertools import count
from uuid import UUID, uuid4

import pyotp
from databases import NOW
from sqlalchemy import Engine
from sqlalchemy.orm import Session

from selfhelp.care import accounts, codes, invitations
from selfhelp.care.accounts import Factors, NewPerson
from selfhelp.care.hashing import Cost, Hasher
from selfhelp.care.invitations import NewPatient, Written
from selfhelp.care.mine import Mine
from selfhelp.content.model import Catalogue
from selfhelp.content.reading import load_catalogue
from selfhelp.records.encryption import RootKey
from selfhelp.records.keys import KeyStore
from selfhelp.settings import shipped

CHEAP = Cost(memory_kib=8, passes=1)
PASSPHRASE = "sju blå vannkanner"
EVERYTHING = ("progress", "scores", "card", "answers")
_number = count(100)


@cache
def shipped_catalogue() -> Catalogue:
    """The programme as it is shipped, read once."""
    return load_catalogue(shipped("content"))


@dataclass(frozen=True, slots=True)
class Gp:
    id: UUID
    user_name: str
    name: str
    totp: str
    recovery_codes: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Patient:
    id: UUID
    user_name: str
    enrolment_id: UUID
    recovery_codes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Slip:
    """The paper a GP gives away."""

    code: str
    invitation_id: UUID
    enrolment_id: UUID


@dataclass(frozen=True, slots=True)
class Surgery:
    """Where GPs and patients come from."""

    engine: Engine
    keys: KeyStore
    master: RootKey
    hasher: Hasher
    now: datetime = NOW

    def gp(self, user_name: str = "", *, name: str = "Kari Lege", locale: str = "nb") -> Gp:
        """A GP with passphrase, second factor and recovery codes."""
        with Session(self.engine) as session:
            new = accounts.add_gp(
                session,
                user_name=user_name or f"lege-{next(_number)}",
                display_name=name,
                practice="Strandveien legesenter",
                locale=locale,
                now=self.now,
            )
            return self._activated(session, new)

    def operator(self, user_name: str = "drift", *, name: str = "Dag Drift", locale: str = "nb") -> Gp:
        """Somebody who runs the service, with a log-in like a GP's."""
        with Session(self.engine) as session:
            new = accounts.add_operator(
                session, user_name=user_name, display_name=name, locale=locale, now=self.now
            )
            return self._activated(session, new)

    def _activated(self, session: Session, new: NewPerson) -> Gp:
        secret, paper = pyotp.random_base32(), codes.new_recovery_codes()
        spent = [self._recovery_hash(new.person.id, code) for code in paper]
        factors = Factors(self.hasher.hash(PASSPHRASE), secret, 0, spent)
        accounts.activate(session, token=new.token, factors=factors, root=self.master, now=self.now)
        made = Gp(new.person.id, new.person.user_name, new.person.display_name or "", secret, paper)
        session.commit()
        return made

    def slip(
        self,
        gp: Gp,
        *,
        note: str = "",
        office_number: str = "",
        talked: Iterable[str] = (),
        first_appointment: date | None = None,
    ) -> Slip:
        """An invitation's code, as it stands on the paper."""
        with Session(self.engine) as session:
            code = codes.new_invitation_code(session)
            invitation = invitations.invite(
                session,
                self.keys,
                code=code,
                verifier_hash=self.hasher.hash(code.verifier),
                gp_id=gp.id,
                page_key="",
                written=Written(note, office_number, tuple(talked), first_appointment),
                now=self.now,
            )
            slip = Slip(str(code), invitation.id, invitation.enrolment_id)
            session.commit()
        return slip

    def patient(
        self,
        gp: Gp,
        user_name: str = "",
        *,
        locale: str = "nb",
        shares: Iterable[str] = EVERYTHING,
        note: str = "",
        consented: bool = True,
        first_appointment: date | None = None,
    ) -> Patient:
        """A patient who took up this GP's invitation, and shares these categories."""
        slip = self.slip(gp, note=note, first_appointment=first_appointment)
        new = self._new(user_name, locale=locale, shares=tuple(shares), consented=consented)
        with Session(self.engine) as session:
            found = invitations.find(session, slip.code)
            assert found is not None
            invitations.redeem(session, invitation=found, patient=new, now=self.now)
            session.commit()
        return Patient(new.person_id, new.user_name, slip.enrolment_id)

    def alone(self) -> Patient:
        """A patient whom no doctor follows."""
        new, enrolment_id = self._new(), uuid4()
        self.keys.make(enrolment_id)
        with Session(self.engine) as session:
            invitations.enrol(session, enrolment_id=enrolment_id, patient=new, now=self.now)
            session.commit()
        return Patient(new.person_id, new.user_name, enrolment_id)

    def _new(
        self,
        user_name: str = "",
        *,
        locale: str = "nb",
        shares: tuple[str, ...] = (),
        consented: bool = True,
    ) -> NewPatient:
        return NewPatient(
            person_id=uuid4(),
            user_name=user_name or f"furu-elv-{next(_number)}",
            passphrase_hash=self.hasher.hash(PASSPHRASE),
            recovery_hashes=(),
            locale=locale,
            programme="selfhelp",
            consent_version=shipped_catalogue()["nb"].consent_version if consented else 0,
            shares=shares,
        )

    def give_recovery_codes(self, patient: Patient) -> tuple[str, ...]:
        """Print a patient's sheet of recovery codes."""
        paper = codes.new_recovery_codes()
        with Session(self.engine) as session:
            hashes = [self._recovery_hash(patient.id, code) for code in paper]
            codes.replace_recovery_codes(session, person_id=patient.id, hashes=hashes)
            session.commit()
        return paper

    def place_of(self, patient: Patient, locale: str = "nb", character: str = "") -> Mine:
        """The patient's own place, in the shipped programme."""
        key = self.keys.key(patient.enrolment_id)
        return Mine(patient.enrolment_id, key, shipped_catalogue()[locale], character)

    def _recovery_hash(self, person_id: UUID, code: str) -> str:
        return codes.recovery_hash(self.hasher, person_id, code) or ""
