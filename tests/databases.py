"""Real databases for tests, just migrated for each, and the people and papers to put in them.

Import what you need into the `conftest.py` beside your tests.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from itertools import count
from uuid import UUID, uuid4

import pytest
from kept import Pair, migrated
from sqlalchemy import Connection, Engine, select, text
from sqlalchemy.orm import Session

from selfhelp.records.course import (
    Answers,
    Appointment,
    Card,
    CareLink,
    Enrolment,
    Entry,
    Progress,
    Reading,
    Reminder,
)
from selfhelp.records.encryption import MasterKey
from selfhelp.records.keys import KeyStore, WrappedKey, wipe
from selfhelp.records.people import Challenge, Invitation, Passkey, Person

__all__ = ["migrated"]

NOW = datetime(2026, 11, 22, 14, 5, tzinfo=UTC)
REFUSES = """
    create function refuses() returns trigger language plpgsql as $$
    begin raise exception 'no' using errcode = 'unique_violation'; end $$
"""
IN_ITS_FILES = """
    select bool_or(position(cast(:wrapped as bytea) in pg_read_binary_file(path, 0, size, true)) > 0)
    from pg_database,
        lateral pg_ls_dir('base/' || oid) as file,
        lateral (select 'base/' || oid || '/' || file as path) as named,
        lateral (select size from pg_stat_file(path, true)) as there
    where datname = current_database()
"""
_number = count(1)


@pytest.fixture
def url(fresh_pair: Pair) -> str:
    return fresh_pair.main.url


@pytest.fixture
def engine(fresh_pair: Pair) -> Engine:
    return fresh_pair.engine


@pytest.fixture
def session(engine: Engine) -> Iterator[Session]:
    with Session(engine) as session:
        yield session


@pytest.fixture
def master() -> MasterKey:
    return MasterKey(bytes(range(32)))


@pytest.fixture
def keys_engine(fresh_pair: Pair) -> Engine:
    return fresh_pair.keys_engine


@pytest.fixture
def keys(keys_engine: Engine, master: MasterKey) -> KeyStore:
    return KeyStore(keys_engine, master)


def refuse_rows(connection: Connection, table: str) -> None:
    """Let the database refuse every new row of a table, as when another was first, or the disk is full."""
    if connection.dialect.name == "sqlite":
        does = "BEGIN SELECT RAISE(ABORT, 'no'); END"
    else:
        connection.exec_driver_sql(REFUSES)
        does = "EXECUTE FUNCTION refuses()"
    connection.exec_driver_sql(f"CREATE TRIGGER refuses BEFORE INSERT ON {table} {does}")


def wrapped_of(keys_engine: Engine, owner: UUID) -> bytes:
    """Return how a key is wrapped, after PostgreSQL's planner has looked at it and at all others."""
    with keys_engine.begin() as connection:
        connection.execute(text("ANALYZE"))
        return connection.scalars(select(WrappedKey.wrapped).where(WrappedKey.owner == owner)).one()


def in_its_files(keys_engine: Engine, wrapped: bytes) -> bool:
    """Look through every file of a PostgreSQL database, with all that was in memory written there."""
    with keys_engine.execution_options(isolation_level="AUTOCOMMIT").connect() as connection:
        connection.execute(text("CHECKPOINT"))
        return bool(connection.scalar(text(IN_ITS_FILES), {"wrapped": wrapped}))


@contextmanager
def wiped(keys_engine: Engine, wrapped: bytes) -> Iterator[None]:
    """What is done meanwhile must write the table of keys anew, and leave these bytes in no file.

    Once in a while PostgreSQL keeps a copy, for somebody who is just coming to the server: then the next run
    takes it, as the next night does.
    """
    assert in_its_files(keys_engine, wrapped)
    before = _file_of_keys(keys_engine)
    yield
    assert _file_of_keys(keys_engine) != before
    for _ in range(20):
        if not in_its_files(keys_engine, wrapped):
            return
        wipe(keys_engine)
    raise AssertionError("a deleted key stays in the files")


def _file_of_keys(keys_engine: Engine) -> int:
    with keys_engine.connect() as connection:
        number: int = connection.scalars(text("SELECT pg_relation_filenode('data_key')")).one()
        return number


def a_patient(user_name: str = "furu-elv-47") -> Person:
    return Person(id=uuid4(), role="patient", user_name=user_name, locale="nb", created_at=NOW)


def a_gp(user_name: str = "lege") -> Person:
    return Person(
        id=uuid4(),
        role="gp",
        user_name=user_name,
        locale="nb",
        created_at=NOW,
        display_name="Kari Lege",
        practice="Strandveien legesenter",
    )


def an_enrolment(patient: Person) -> Enrolment:
    return Enrolment(
        id=uuid4(), person_id=patient.id, programme="selfhelp", started_at=NOW, consent_version=1
    )


def invitations_of(gp: Person, *moments: datetime) -> list[Invitation]:
    """Invitations made at these moments, to enrolments that are not there."""
    made = []
    for moment in moments:
        selector = f"{next(_number):4}"  # with a blank, which no code has that is made by chance
        made.append(an_invitation(gp, Enrolment(id=uuid4()), selector=selector))
        made[-1].created_at = moment
    return made


def an_invitation(gp: Person, enrolment: Enrolment, selector: str = "AB12") -> Invitation:
    return Invitation(
        id=uuid4(),
        gp_id=gp.id,
        enrolment_id=enrolment.id,
        selector=selector,
        verifier_hash="a hash",
        created_at=NOW,
        expires_at=NOW + timedelta(days=21),
    )


def a_care_link(gp: Person, enrolment: Enrolment, invitation: Invitation) -> CareLink:
    return CareLink(
        id=uuid4(),
        enrolment_id=enrolment.id,
        gp_id=gp.id,
        invitation_id=invitation.id,
        granted_at=NOW,
        shares=["progress"],
    )


def a_passkey(gp: Person) -> Passkey:
    return Passkey(
        person_id=gp.id,
        credential_id=b"its id",
        public_key=b"its key",
        sign_count=2**32 - 1,  # the most an authenticator counts to
        name="Kontoret",
        created_at=NOW,
    )


def a_full_house(session: Session) -> Enrolment:
    """Store one row in every table that belongs to an enrolment or to a passkey, and those these need."""
    patient, gp = a_patient(), a_gp()
    enrolment = an_enrolment(patient)
    of_it = {"enrolment_id": enrolment.id}
    saved = {"revision": 1, "page_key": "page", "value": b"sealed", "changed_at": NOW}
    appointment = Appointment(id=uuid4(), date=NOW.date(), **of_it)
    invitation = an_invitation(gp, enrolment)
    session.add_all([patient, gp, enrolment, invitation, a_care_link(gp, enrolment, invitation), appointment])
    session.add_all(
        [
            Answers(module="link", step="the-chain", edition="e1", **of_it, **saved),
            Entry(tool="chain", made_at=NOW, **of_it, **saved),
            Reading(instrument="phq-9", taken_at=NOW, finished=True, value=b"sealed", **of_it),
            Progress(module="link", opened_at=NOW, last_opened_at=NOW, last_step="the-chain", **of_it),
            Reminder(days=["1", "4"], hour=18, value=b"sealed", off_hash="a digest", **of_it),
            Card(module="link", shared=True, appointment_id=appointment.id, **of_it, **saved),
        ]
    )
    session.add(a_passkey(gp))
    session.add(Challenge(challenge_hash="a digest", person_id=gp.id, expires_at=NOW))
    session.flush()
    return enrolment
