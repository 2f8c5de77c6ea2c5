"""Drill 21: backup, erase a patient, change the master key, lose the disk, restore into an empty machine.

All while patients write. Pass: what was answered with a yes before the backup is there and can be read, the
patient who was erased is nowhere, nothing of the past opens anything, and without the master key no word
can be read from all that lies on any disk.
"""

import io
import shutil
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from uuid import UUID

import pytest
from backing_up import CANARY, Clinic, Clinics, Shelf, clinics, master_as_set, shelf
from mistakes import MASTER
from on_sqlite import Files
from people import Patient, Slip
from sqlalchemy import Engine, func, select
from sqlalchemy.orm import Session

from selfhelp.care import forget, invitations, visits
from selfhelp.records.course import Answers, Enrolment
from selfhelp.records.encryption import MasterKey
from selfhelp.records.keys import KeyStore, WrappedKey
from selfhelp.records.people import Invitation, Person
from selfhelp.records.sealed_file import identities_in, read
from selfhelp.records.snapshot import Snapshot, as_engine

__all__ = ["clinics", "shelf"]

pytestmark = pytest.mark.drill

NEW = bytes(reversed(range(32)))
Plants = Callable[[pytest.MonkeyPatch], None]


@dataclass
class Before:
    """What was known when the disk was lost."""

    patients: list[Patient]
    erased: Patient
    acknowledged: dict[UUID, set[str]]  # before the backup began
    visit: str
    slip: Slip


def under_load(clinic: Clinic, shelf: Shelf) -> Before:
    """Back up, erase, rotate and back the keys up again, while everybody writes."""
    erased, *patients = clinic.with_patients(4)
    surgery, now = clinic.surgery, datetime.now(UTC)
    slip = surgery.slip(surgery.gp())
    with Session(clinic.engine) as session:
        visit = visits.begin(session, person_id=patients[0].id, device="x", second_factor=False, now=now)
        session.commit()
    clinic.master = MasterKey(NEW, MasterKey(MASTER))  # as the servers know both while one takes over
    both = {
        "SELFHELP_MASTER_KEY": master_as_set(NEW),
        "SELFHELP_OTHER_MASTER_KEY": master_as_set(MASTER),
        **shelf.public,
    }
    with clinic.writing(patients) as said:
        while not all(len(words) > 2 for words in said.values()):
            pass
        acknowledged = {enrolment_id: set(words) for enrolment_id, words in said.items()}
        succeeds(clinic, f"backup data {shelf.data}", both)
        succeeds(clinic, f"backup keys {shelf.keys}", both)
        with Session(clinic.engine) as session:
            forget.forget_everything(session, clinic.keys, erased.enrolment_id, datetime.now(UTC))
            session.commit()
        succeeds(clinic, "keys rotate", both)
        older = shelf.newest("keys")
        older.rename(older.with_name(older.name.replace("selfhelp-", "older-")))
        succeeds(clinic, f"backup keys {shelf.keys}", both)
    return Before(patients, erased, acknowledged, visit, slip)


def succeeds(clinic: Clinic, command: str, environment: dict[str, str]) -> None:
    done = clinic.says(command, **environment)
    assert (done.exit_code, done.stderr) == (0, ""), done.output


def restored(empty: Clinic, shelf: Shelf) -> None:
    """Give the documented command, on a machine that has the new master key and nothing else."""
    empty.master = MasterKey(NEW)
    command = f"--data {shelf.newest('data')} --keys {shelf.newest('keys')} --identity {shelf.identity}"
    succeeds(empty, f"restore {command}", {"SELFHELP_MASTER_KEY": master_as_set(NEW)})


def passes(clinics: Clinics, shelf: Shelf) -> None:
    """Go through the drill, and see that everything holds at its end."""
    before = under_load(clinics.new("clinic"), shelf)
    empty = clinics.new("empty")

    restored(empty, shelf)

    every_word_is_there(empty, before)
    the_erased_one_is_nowhere(empty, shelf, before)
    the_past_opens_nothing(empty, before)
    no_word_shows_without_the_master_key(empty, shelf)


def every_word_is_there(empty: Clinic, before: Before) -> None:
    for patient in before.patients:
        assert before.acknowledged[patient.enrolment_id] <= empty.words_of(patient)


def the_erased_one_is_nowhere(empty: Clinic, shelf: Shelf, before: Before) -> None:
    """Not by name, not by key, and not by the older data with all keys that are left."""
    gone = before.erased
    with Session(empty.engine) as session:
        assert session.scalar(select(Person).where(Person.user_name == gone.user_name)) is None
        assert session.get(Enrolment, gone.enrolment_id) is None
        written = select(func.count()).where(Answers.enrolment_id == gone.enrolment_id)
        assert session.scalar(written) == 0
        left = session.scalars(select(Invitation).where(Invitation.enrolment_id == gone.enrolment_id)).one()
        assert left.note is None
    assert empty.keys.keys([gone.enrolment_id]) == {}
    keys = opened(shelf, shelf.newest("keys"))
    with as_engine(sqlite_of(keys)).connect() as connection:
        owners = set(connection.scalars(select(WrappedKey.owner)))
    assert gone.enrolment_id not in owners


def the_past_opens_nothing(empty: Clinic, before: Before) -> None:
    now = datetime.now(UTC)
    with Session(empty.engine) as session:
        assert visits.visitor(session, before.visit, now) is None
        found = invitations.find(session, before.slip.code)
        assert found is not None
        assert invitations.opened(empty.surgery.hasher, found, before.slip.code, now) is None


def no_word_shows_without_the_master_key(empty: Clinic, shelf: Shelf) -> None:
    """Neither in the databases' files nor in the backups, even for one who has their private key."""
    for folder in (empty.folder, folder_of(empty.engine), shelf.data, shelf.keys):
        for file in [one for one in folder.rglob("*") if one.is_file()]:
            assert CANARY.encode() not in file.read_bytes()
    for kind in ("data", "keys"):
        assert CANARY.encode() not in opened(shelf, shelf.newest(kind)).getvalue()
    with pytest.raises(Exception, match="master key"):
        KeyStore(empty.key_engine, MasterKey(bytes(32))).check()


def opened(shelf: Shelf, file: Path) -> io.BytesIO:
    into = io.BytesIO()
    read(file, identities_in(shelf.identity), into)
    return into


def sqlite_of(image: io.BytesIO) -> sqlite3.Connection:
    memory = sqlite3.connect(":memory:")
    memory.deserialize(image.getvalue())
    return memory


def folder_of(engine: Engine) -> Path:
    """Return where SQLite's files lie; on a server an empty place."""
    return Path(str(engine.url.database)).parent if engine.dialect.name == "sqlite" else Path("/nowhere")


class TestDrill21:
    def test_passes(self, clinics: Clinics, shelf: Shelf) -> None:
        passes(clinics, shelf)


def forgets_the_deleted(planted: pytest.MonkeyPatch) -> None:
    planted.setattr("selfhelp.cli_restore.forget_again", lambda *_: 0)


def keeps_what_was_open(planted: pytest.MonkeyPatch) -> None:
    planted.setattr("selfhelp.cli_restore.shut_what_was_open", lambda *_: None)


def copies_the_file(planted: pytest.MonkeyPatch) -> None:
    """What everybody thinks of first: `cp`. What is in the write-ahead log is not in the file."""

    @contextmanager
    def copied(engine: Engine) -> Iterator[Snapshot]:
        file = Path(str(engine.url.database))
        copy = shutil.copy(file, file.with_suffix(".copy"))
        memory = sqlite3.connect(":memory:")
        image = io.BytesIO(Path(copy).read_bytes())
        image.getbuffer()[18:20] = b"\x01\x01"
        memory.deserialize(image.getvalue())
        with as_engine(memory).connect() as connection:
            yield Snapshot(connection, image)

    planted.setattr("selfhelp.records.backups.snapshot_of", copied)


def destroys_no_key(planted: pytest.MonkeyPatch) -> None:
    planted.setattr("selfhelp.records.keys.KeyStore.destroy", lambda *_: None)


PLANTED: dict[Plants, Callable[..., None]] = {
    forgets_the_deleted: the_erased_one_is_nowhere,
    destroys_no_key: the_erased_one_is_nowhere,
    keeps_what_was_open: the_past_opens_nothing,
}


class TestItsPlantedBugs:
    @pytest.mark.parametrize("plants", PLANTED)
    def test_are_noticed(
        self, clinics: Clinics, shelf: Shelf, monkeypatch: pytest.MonkeyPatch, plants: Plants
    ) -> None:
        plants(monkeypatch)

        assert what_notices(clinics, shelf) == PLANTED[plants].__name__

    def test_are_noticed_where_the_file_is_copied(
        self, tmp_path: Path, shelf: Shelf, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        """On SQLite, wherever the other tests run: no other database has files to copy."""
        copies_the_file(monkeypatch)

        clinics = Clinics(tmp_path / "here", Files(tmp_path))
        clinics.folder.mkdir()

        assert what_notices(clinics, shelf) == every_word_is_there.__name__
        clinics.let_go()


def what_notices(clinics: Clinics, shelf: Shelf) -> str:
    with pytest.raises(AssertionError) as noticed:
        passes(clinics, shelf)
    return noticed.traceback[-1].name
