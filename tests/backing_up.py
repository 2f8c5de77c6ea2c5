"""A clinic whose databases are backed up, lost and put back, by the commands an operator gives."""

import base64
import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from functools import cached_property
from pathlib import Path
from uuid import UUID

import pytest
from click.testing import Result
from kept import Place, addresses, lay
from mistakes import MASTER
from people import CHEAP, Gp, Patient, Surgery
from sqlalchemy import Engine, select
from sqlalchemy.orm import Session
from test_cli import enough, run

from selfhelp.care.hashing import Hasher
from selfhelp.records.course import Answers
from selfhelp.records.database import make_engine
from selfhelp.records.encryption import MasterKey, row_place
from selfhelp.records.keys import KeyStore
from selfhelp.records.people import Person

CANARY = "gulspurv-canary"


@dataclass
class Clinic:
    """Two databases that belong together, and those who work with them."""

    folder: Path
    master: MasterKey = field(default_factory=lambda: MasterKey(MASTER))

    def says(self, command: str, *, typed: str | None = None, **more: str) -> Result:
        """Give a command, as an operator does."""
        return run(command, self.folder, typed=typed, **more)

    @cached_property
    def engine(self) -> Engine:
        return make_engine(addresses(self.folder)[0])

    @cached_property
    def key_engine(self) -> Engine:
        return make_engine(addresses(self.folder)[1])

    @property
    def keys(self) -> KeyStore:
        return KeyStore(self.key_engine, self.master)

    @property
    def surgery(self) -> Surgery:
        return Surgery(self.engine, self.keys, self.keys.root(), Hasher(CHEAP), datetime.now(UTC))

    def with_patients(self, number: int) -> list[Patient]:
        """Set everything up, with one doctor and so many patients, who have each written something."""
        assert self.says("db upgrade").exit_code == 0
        gp: Gp = self.surgery.gp()
        patients = [self.surgery.patient(gp, note="rød lue") for _ in range(number)]
        for patient in patients:
            self.writes(patient, 0)
        return patients

    def writes(self, patient: Patient, step: int) -> str:
        """Let a patient write something on a step, and have it answered with a yes."""
        words = f"{CANARY} {patient.user_name} {step}"
        enrolment_id = patient.enrolment_id
        place = _place(enrolment_id, step)
        sealed = self.keys.key(enrolment_id).seal_json(words, bound_to=place)
        with Session(self.engine) as session:
            session.add(
                Answers(enrolment_id=enrolment_id, module="link", step=f"s{step}", edition="e", revision=1,
                        page_key="p", value=sealed, changed_at=datetime.now(UTC))
            )  # fmt: skip
            session.commit()
        return words

    def words_of(self, patient: Patient) -> set[str]:
        """Read all that a patient wrote."""
        key = self.keys.key(patient.enrolment_id)
        with Session(self.engine) as session:
            rows = session.scalars(select(Answers).where(Answers.enrolment_id == patient.enrolment_id)).all()
        return {
            key.open_json(row.value, bound_to=_place(patient.enrolment_id, int(row.step[1:]))) for row in rows
        }

    @contextmanager
    def writing(self, patients: list[Patient]) -> Iterator[dict[UUID, set[str]]]:
        """Let every patient write one step after the other, and give what was answered with a yes so far."""
        said: dict[UUID, set[str]] = {patient.enrolment_id: set() for patient in patients}
        stop = threading.Event()

        def write(patient: Patient) -> None:
            for step in range(1, 10_000):
                if stop.is_set():
                    return
                said[patient.enrolment_id].add(self.writes(patient, step))

        threads = [threading.Thread(target=write, args=[patient]) for patient in patients]
        for thread in threads:
            thread.start()
        try:
            yield said
        finally:
            stop.set()
            for thread in threads:
                thread.join()

    def lets_go(self) -> None:
        for engine in (self.engine, self.key_engine):
            engine.dispose()


@dataclass
class Clinics:
    """Where clinics come from: each with two empty databases of its own."""

    folder: Path
    ground: Place
    made: list[Clinic] = field(default_factory=list)

    def new(self, name: str) -> Clinic:
        folder = self.folder / name
        folder.mkdir()
        main, keys = self.ground.pair(name)
        lay((main.url, keys.url), folder)
        self.made.append(Clinic(folder))
        return self.made[-1]

    def let_go(self) -> None:
        for clinic in self.made:
            clinic.lets_go()


@pytest.fixture
def clinics(tmp_path: Path, ground: Place) -> Iterator[Clinics]:
    clinics = Clinics(tmp_path, ground)
    yield clinics
    clinics.let_go()


@pytest.fixture
def clinic(clinics: Clinics) -> Clinic:
    return clinics.new("clinic")


@pytest.fixture
def patients(clinic: Clinic) -> list[Patient]:
    return clinic.with_patients(3)


@pytest.fixture
def empty(clinics: Clinics) -> Clinic:
    """Another machine, with the same master key and nothing else."""
    return clinics.new("empty")


@dataclass(frozen=True)
class Shelf:
    """Where backups lie, data and keys apart, and the private key that opens them."""

    data: Path
    keys: Path
    identity: Path
    public: Mapping[str, str]

    def newest(self, kind: str) -> Path:
        folder = self.data if kind == "data" else self.keys
        return max(folder.glob(f"selfhelp-{kind}-*.age"))


@pytest.fixture
def shelf(tmp_path: Path) -> Shelf:
    return a_shelf(tmp_path)


def a_shelf(folder: Path) -> Shelf:
    made = Shelf(folder / "data-backups", folder / "keys-backups", folder / "identity.txt", {})
    made.data.mkdir()
    made.keys.mkdir()
    said = run(f"backup new-identity {made.identity}", folder, **enough(folder))
    name, _, public = said.stdout.strip().partition("=")
    return Shelf(made.data, made.keys, made.identity, {name: public})


def back_up(clinic: Clinic, shelf: Shelf, *kinds: str) -> None:
    """Back up, with no other file of that second in the way."""
    for kind in kinds or ("data", "keys"):
        folder = shelf.data if kind == "data" else shelf.keys
        for file in folder.glob("*.age"):
            file.rename(file.with_name(file.name.replace("selfhelp-", "older-")))
        done = clinic.says(f"backup {kind} {folder}", **shelf.public)
        assert (done.exit_code, done.stderr) == (0, "")


def restore(clinic: Clinic, shelf: Shelf, more: str = "", *, typed: str | None = None) -> Result:
    data, keys = shelf.newest("data"), shelf.newest("keys")
    command = f"restore --data {data} --keys {keys} --identity {shelf.identity} {more}"
    return clinic.says(command, typed=typed)


def people_in(clinic: Clinic) -> set[str]:
    with Session(clinic.engine) as session:
        return set(session.scalars(select(Person.user_name).where(Person.role == "patient")))


def master_as_set(secret: bytes) -> str:
    return base64.b64encode(secret).decode()


def _place(enrolment_id: UUID, step: int) -> str:
    return row_place("answers", enrolment_id, f"link/s{step}", "value")
