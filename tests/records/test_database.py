"""The engine's promises, each seen kept and seen missing."""

import os
import signal
import sqlite3
import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from multiprocessing import get_context
from pathlib import Path
from uuid import uuid4

import pytest
from databases import NOW, a_patient
from sqlalchemy import Connection, Engine, event, func, select, text
from sqlalchemy.exc import DBAPIError, OperationalError
from sqlalchemy.orm import Session

from selfhelp.records.course import Appointment, Enrolment
from selfhelp.records.database import (
    PRAGMAS,
    DatabaseNotSafeError,
    check_engine,
    empty_write_ahead_log,
    for_reading,
    make_engine,
)
from selfhelp.records.people import Person

WRITERS = 8
WRITES_EACH = 25
PLANTED = {
    "journal_mode": "DELETE",
    "synchronous": "NORMAL",
    "secure_delete": "OFF",
    "foreign_keys": "OFF",
    "busy_timeout": "0",
}


@pytest.fixture
def engine(url: str) -> Iterator[Engine]:
    """One that no other test has: what these tests do to it is not taken back."""
    engine = make_engine(url)
    yield engine
    engine.dispose()


@pytest.fixture
def impatient(url: str) -> Iterator[Engine]:
    """An engine that waits a moment only, so that a test of waiting is short."""
    engine = make_engine(url)
    if engine.dialect.name == "sqlite":
        event.listen(engine, "connect", lambda raw, _: raw.execute("PRAGMA busy_timeout = 10"))
    yield engine
    engine.dispose()


class TestCheckEngine:
    def test_is_content_with_what_make_engine_makes(self, engine: Engine) -> None:
        check_engine(engine)

    @pytest.mark.parametrize("pragma", PRAGMAS)
    def test_refuses_a_wrong_setting(self, engine: Engine, pragma: str) -> None:
        event.listen(engine, "connect", lambda raw, _: raw.execute(f"PRAGMA {pragma} = {PLANTED[pragma]}"))

        with pytest.raises(DatabaseNotSafeError, match=f"SQLite has {pragma} = "):
            check_engine(engine)

    def test_refuses_a_database_that_is_only_in_memory(self) -> None:
        with pytest.raises(DatabaseNotSafeError, match="SQLite has journal_mode = memory, and needs wal"):
            check_engine(make_engine("sqlite://"))

    def test_finds_every_connection_set(self, engine: Engine) -> None:
        readers = for_reading(engine)  # two writers would wait for each other
        with readers.connect() as one, readers.connect() as another:
            for connection in (one, another):
                found = {name: str(_pragma(connection, name)) for name in PRAGMAS}
                assert found == {name: wanted for name, (_, wanted) in PRAGMAS.items()}


class TestWriters:
    def test_eight_at_once_meet_no_lock_error(self, engine: Engine) -> None:
        enrolment = _enrolment(engine)
        start = threading.Barrier(WRITERS)

        def write(_writer: int) -> None:
            start.wait()
            for _ in range(WRITES_EACH):
                with Session(engine) as session:
                    # First reading, then writing: the order that fails when a transaction begins deferred.
                    session.scalars(select(func.count()).select_from(Appointment)).one()
                    session.add(Appointment(enrolment_id=enrolment, date=NOW.date()))
                    session.commit()

        with ThreadPoolExecutor(WRITERS) as pool:
            list(pool.map(write, range(WRITERS)))

        with Session(engine) as session:
            count = session.scalars(select(func.count()).select_from(Appointment)).one()
        assert count == WRITERS * WRITES_EACH

    def test_hold_the_lock_from_the_first_statement(self, engine: Engine, impatient: Engine) -> None:
        with Session(engine) as first, Session(impatient) as second:
            first.execute(text("select 1"))
            with pytest.raises(OperationalError, match="database is locked"):
                second.execute(text("select 1"))

            first.commit()
            second.rollback()

            assert second.execute(text("select 1")).scalar_one() == 1

    def test_that_were_refused_leave_no_connection_behind(self, engine: Engine, impatient: Engine) -> None:
        with Session(engine) as first:
            first.execute(text("select 1"))
            for _ in range(40):  # more than the pool has connections
                with Session(impatient) as second, pytest.raises(OperationalError):
                    second.execute(text("select 1"))

    def test_lose_nothing_that_was_committed_when_killed(self, url: str) -> None:
        process = get_context("spawn").Process(target=_write_and_die, args=(url,))
        process.start()
        process.join()

        with Session(after := make_engine(url)) as session:
            assert session.scalars(select(Person.user_name)).all() == ["committed"]
        after.dispose()


class TestForReading:
    def test_waits_for_nobody(self, engine: Engine, impatient: Engine) -> None:
        with Session(engine) as writer, Session(for_reading(impatient)) as reader:
            writer.add(a_patient())
            writer.flush()

            assert reader.execute(text("select count(*) from person")).scalar_one() == 0

    def test_cannot_write(self, engine: Engine) -> None:
        with Session(for_reading(engine)) as reader:
            reader.add(a_patient())
            with pytest.raises(DBAPIError, match=r"read-?only"):
                reader.flush()

    def test_leaves_the_connection_fit_for_writing(self, engine: Engine) -> None:
        with Session(for_reading(engine)) as reader:
            reader.execute(text("select 1"))
        with Session(engine) as writer:
            writer.add(a_patient())
            writer.commit()

        assert engine.pool.checkedin() == 1  # type: ignore[attr-defined]  # it was the same connection

    def test_sees_one_moment_throughout(self, engine: Engine) -> None:
        with Session(for_reading(engine)) as reader:
            before = reader.execute(text("select count(*) from person")).scalar_one()
            with Session(engine) as writer:
                writer.add(a_patient())
                writer.commit()

            assert reader.execute(text("select count(*) from person")).scalar_one() == before


class TestEmptyWriteAheadLog:
    def test_leaves_no_deleted_word_on_the_disk(self, engine: Engine, disk: Path) -> None:
        patient = a_patient("a-name-that-goes")
        with Session(engine) as session:
            session.add(patient)
            session.commit()
            session.delete(patient)
            session.commit()
        assert any(b"a-name-that-goes" in file.read_bytes() for file in disk.iterdir())

        assert empty_write_ahead_log(engine)

        assert not any(b"a-name-that-goes" in file.read_bytes() for file in disk.iterdir())

    def test_tells_when_someone_was_still_reading(self, engine: Engine, impatient: Engine) -> None:
        with Session(for_reading(engine)) as reader:
            reader.execute(text("select count(*) from person")).scalar_one()
            with Session(engine) as writer:
                writer.add(a_patient())
                writer.commit()

            assert not empty_write_ahead_log(impatient)


class TestMakeEngine:
    def test_makes_one_file_for_several_processes_at_once(self, empty_url: str) -> None:
        context = get_context("spawn")
        processes = [context.Process(target=_open, args=(empty_url,)) for _ in range(3)]
        for process in processes:
            process.start()
        for process in processes:
            process.join()

        assert [process.exitcode for process in processes] == [0, 0, 0]

    def test_waits_while_another_writes_the_first_rows_of_a_new_file(self, tmp_path: Path) -> None:
        """Without our waiting SQLite refuses at once, however long its own wait is."""
        file = tmp_path / "new"
        engine = make_engine(f"sqlite:///{file}")
        with closing(sqlite3.connect(file, isolation_level=None, check_same_thread=False)) as other:
            other.execute("BEGIN IMMEDIATE")
            ending = threading.Timer(0.3, other.execute, ["ROLLBACK"])
            ending.start()
            check_engine(engine)
            ending.join()
        engine.dispose()


def _pragma(connection: Connection, name: str) -> object:
    return connection.exec_driver_sql(f"PRAGMA {name}").scalar()


def _enrolment(engine: Engine) -> object:
    with Session(engine) as session:
        patient = a_patient()
        enrolment = Enrolment(
            id=uuid4(), person_id=patient.id, programme="p", started_at=NOW, consent_version=1
        )
        session.add_all([patient, enrolment])
        session.commit()
        return enrolment.id


def _open(url: str) -> None:
    engine = make_engine(url)
    for _ in range(5):
        check_engine(engine)
        engine.dispose()


def _write_and_die(url: str) -> None:

    with Session(make_engine(url)) as session:
        session.add(a_patient("committed"))
        session.commit()
        session.add(a_patient("not committed"))
        session.flush()
        os.kill(os.getpid(), signal.SIGKILL)
