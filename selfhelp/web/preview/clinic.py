"""Where the preview's patients are: a database in memory, made for one reading of the content.

They are made up, and answer by the deeds of real ones. Nothing of it is ever on a disk.
"""

import secrets
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from pathlib import Path
from typing import Literal
from uuid import UUID, uuid4

from sqlalchemy import Engine, create_engine
from sqlalchemy.orm import Session
from sqlalchemy.pool import StaticPool

from selfhelp.care import accounts, codes, invitations
from selfhelp.care.codes import InvitationCode
from selfhelp.care.days import day_of
from selfhelp.care.earlier import Earlier
from selfhelp.care.hashing import CODE_COST, Hasher
from selfhelp.care.invitations import NewPatient, Written
from selfhelp.care.mine import Mine
from selfhelp.care.visits import Visitor
from selfhelp.content.described import described_module, described_tool, structure_of
from selfhelp.content.library import Library
from selfhelp.content.model import Catalogue, Module, Programme
from selfhelp.exercises.samples import Hand, Manner, phrases_of
from selfhelp.records.base import Base
from selfhelp.records.course import Enrolment
from selfhelp.records.encryption import MasterKey
from selfhelp.records.keys import KeyBase, KeyStore
from selfhelp.records.people import Invitation, Person
from selfhelp.settings import MASTER_KEY_BYTES, Settings
from selfhelp.web.desk import Desk
from selfhelp.web.preview.life import Life, offset

Answers = Literal["empty", Manner]
ADDRESS = "https://selvhjelp.example"
OFFICE = "22 00 00 00"
DAY = timedelta(days=1)


class AsRead(Library):
    """The content as it could be read, mistakes and all; it never looks at the folder again."""

    def __init__(self, folder: Path, catalogue: Catalogue) -> None:
        self.folder = folder
        self.watch = False
        self._catalogue = catalogue
        self._media = None


@dataclass(frozen=True, slots=True)
class Who:
    """One of the patients: who reads in this language, answers so, and has come to the end of this module."""

    language: str
    answers: Answers
    module: str


@dataclass(slots=True)
class Clinic:
    """A doctor for each language, and the patients, each made when somebody first asks for them."""

    desk: Desk
    now: datetime
    patients: dict[Who, UUID] = field(default_factory=dict)
    doctors: dict[str, UUID] = field(default_factory=dict)
    slips: dict[str, dict[str, str]] = field(default_factory=dict)

    @classmethod
    def of(cls, catalogue: Catalogue, folder: Path, now: datetime) -> "Clinic":
        """Open a clinic that works with this content."""
        engine, keys, master = _in_memory(), _in_memory(), MasterKey(secrets.token_bytes(MASTER_KEY_BYTES))
        Base.metadata.create_all(engine)
        KeyBase.metadata.create_all(keys)
        settings = Settings(
            secret_key="",
            database_url="",
            keys_url="",
            master_key=b"",
            content=folder,
            public_url=ADDRESS,
        )
        desk = Desk(
            settings=settings,
            library=AsRead(folder, catalogue),
            engine=engine,
            reader=engine,
            keys=KeyStore(keys, master),
            root=master,
            passphrases=Hasher(CODE_COST),
            codes=Hasher(CODE_COST),
            earlier=Earlier(engine),
        )
        return cls(desk, now)

    def moved_to(self, catalogue: Catalogue) -> "Clinic":
        """Return the same place and people with this content, if it asks them what they were asked before.

        Else a new one: what they answered might fit no more.
        """
        library = self.desk.library
        if not _asks_the_same(library.catalogue, catalogue):
            return Clinic.of(catalogue, library.folder, self.now)
        desk = replace(self.desk, library=AsRead(library.folder, catalogue), forms={})
        return replace(self, desk=desk)

    def doctor(self, language: str) -> Visitor:
        """Return the doctor who reads in a language."""
        if language not in self.doctors:
            with Session(self.desk.engine) as session:
                self.doctors[language] = _doctor(session, language, self.now)
                session.commit()
        with Session(self.desk.engine) as session:
            return _as_visitor(session.get_one(Person, self.doctors[language]), self.now)

    def patient(self, who: Who) -> Visitor:
        """Return a patient."""
        if who not in self.patients:
            doctor = self.doctor(who.language).person_id
            with Session(self.desk.engine, expire_on_commit=False) as session:
                self.patients[who] = self._admit(session, who, doctor)
                session.commit()
        with Session(self.desk.engine) as session:
            enrolment = session.get_one(Enrolment, self.patients[who])
            return _as_visitor(session.get_one(Person, enrolment.person_id), self.now, enrolment)

    def slip(self, language: str) -> dict[str, str]:
        """Return what the doctor's browser holds of a sheet that nobody has used yet."""
        if language not in self.slips:
            doctor = self.doctor(language).person_id
            with Session(self.desk.engine) as session:
                code = codes.new_invitation_code(session)
                made = _invited(session, self.desk, doctor, self.now, code)
                self.slips[language] = {"of": str(made.id), "code": str(code), "language": language}
                session.commit()
        return self.slips[language]

    def _admit(self, session: Session, who: Who, doctor: UUID) -> UUID:
        programme = self.desk.library.catalogue[who.language]
        met = _up_to(programme, who.module)
        began = self.now - DAY - (offset(programme, met[-1]) if met else timedelta())
        code = codes.new_invitation_code(session)
        invitation = _invited(session, self.desk, doctor, began, code)
        patient = NewPatient(
            person_id=uuid4(),
            user_name=f"{who.language}-{who.answers}-{who.module}",
            passphrase_hash="",
            recovery_hashes=(),
            locale=who.language,
            programme="selfhelp",
            consent_version=programme.consent_version,
            shares=tuple(programme.shares),
        )
        invitations.redeem(session, invitation=invitation, patient=patient, now=began)
        if who.answers != "empty":
            hand = Hand(who.answers, day_of(self.now), phrases_of(programme.tools))
            key = self.desk.keys.key(invitation.enrolment_id)
            Life(session, Mine(invitation.enrolment_id, key, programme), hand).lived(met, began, self.now)
        return invitation.enrolment_id


def _up_to(programme: Programme, module_id: str) -> list[Module]:
    """Return the modules a patient has been through who is at the end of this one."""
    modules = list(programme.modules.values())
    return [one for at, one in enumerate(modules) if module_id in list(programme.modules)[at:]]


def _asks_the_same(before: Catalogue, after: Catalogue) -> bool:
    """Tell whether the people's answers fit as before: to all that is asked, and in the words of examples."""
    if _named(before) != _named(after):
        return False
    then, now = before.source, after.source
    modules = zip(then.modules.values(), now.modules.values(), strict=True)
    tools = zip(then.tools.values(), now.tools.values(), strict=True)
    changed = [
        *(
            (described_module(one, then), described_module(other, now))
            for one, other in modules
            if one.edition != other.edition
        ),
        *(
            (described_tool(one), described_tool(other))
            for one, other in tools
            if one.edition != other.edition
        ),
    ]
    return all(structure_of(one) == structure_of(other) for one, other in changed)


def _named(catalogue: Catalogue) -> object:
    """Return what there is in each language, what is shared, and what the examples lend to the answers."""
    return [
        (
            name,
            list(one.modules),
            list(one.tools),
            one.consent_version,
            list(one.shares),
            phrases_of(one.tools),
        )
        for name, one in catalogue.programmes.items()
    ]


def _in_memory() -> Engine:
    # One connection, whatever thread asks: a database in memory lives and dies with its connection.
    return create_engine("sqlite://", poolclass=StaticPool, connect_args={"check_same_thread": False})


def _doctor(session: Session, language: str, now: datetime) -> UUID:
    name, practice = f"gp-{language}", ADDRESS.partition("//")[2]
    added = accounts.add_gp(
        session, user_name=name, display_name="Kari Lund", practice=practice, locale=language, now=now
    )
    return added.person.id


def _invited(session: Session, desk: Desk, doctor: UUID, now: datetime, code: InvitationCode) -> Invitation:
    return invitations.invite(
        session,
        desk.keys,
        code=code,
        verifier_hash="",
        gp_id=doctor,
        page_key="",
        written=Written(office_number=OFFICE, talked_about=("who-to-call",)),
        now=now,
    )


def _as_visitor(person: Person, now: datetime, enrolment: Enrolment | None = None) -> Visitor:
    return Visitor(
        person_id=person.id,
        role=person.role,
        user_name=person.user_name,
        locale=person.locale,
        display_name=person.display_name or "",
        practice=person.practice or "",
        login="",
        began_at=now,
        last_seen_at=now,
        enrolment_id=enrolment.id if enrolment else None,
        character=(enrolment.character or "") if enrolment else "",
        consent_version=enrolment.consent_version if enrolment else 0,
        has_doctor=enrolment is not None,
    )
