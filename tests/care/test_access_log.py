"""The access log: one unbroken chain, and whoever changes it is found."""

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from uuid import UUID, uuid4

import pytest
from databases import NOW
from sqlalchemy import Engine, select
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import Session

from selfhelp.care.access_log import Look, append, append_daily, newest
from selfhelp.care.log_check import verify
from selfhelp.records.database import for_reading
from selfhelp.records.log import BEFORE_THE_FIRST, AccessLog

KEY = bytes(range(32))
PATIENT = UUID(int=7)
GP = UUID(int=8)


def look(session: Session, minute: int = 0) -> AccessLog:
    row = append(
        session,
        KEY,
        actor_id=uuid4(),
        actor="Kari Lege, Strandveien legesenter",
        enrolment_id=PATIENT,
        what="follow-up page",
        why="consultation",
        now=NOW + timedelta(minutes=minute),
    )
    session.commit()
    return row


@pytest.fixture
def log(session: Session) -> Session:
    """A log of five looks."""
    for minute in range(5):
        look(session, minute)
    return session


class TestAppend:
    def test_numbers_rows_from_one_and_ties_each_to_the_one_before(self, session: Session) -> None:
        rows = [look(session), look(session), look(session)]

        assert [row.seq for row in rows] == [1, 2, 3]
        assert [row.previous for row in rows] == [BEFORE_THE_FIRST, rows[0].hash, rows[1].hash]

    def test_goes_by_number_when_the_clock_goes_back(self, session: Session) -> None:
        look(session, minute=60)
        look(session, minute=0)

        assert verify(session, KEY).fault is None

    def test_makes_fifty_unbroken_rows_of_fifty_looks_at_once(self, engine: Engine) -> None:
        def one_look(_: int) -> None:
            with Session(engine) as session:
                look(session)

        with ThreadPoolExecutor(8) as pool:
            list(pool.map(one_look, range(50)))

        with Session(engine) as session:
            assert verify(session, KEY, head=newest(session)).fault is None
            assert session.scalars(select(AccessLog.seq).order_by(AccessLog.seq)).all() == list(range(1, 51))

    def test_fails_aloud_where_nothing_can_be_written(self, engine: Engine) -> None:
        with Session(for_reading(engine)) as session, pytest.raises(DBAPIError):
            look(session)

    def test_leaves_no_gap_when_a_look_is_rolled_back(self, log: Session) -> None:
        append(log, KEY, actor_id=None, actor="a", enrolment_id=PATIENT, what="b", why="c", now=NOW)
        log.rollback()

        assert look(log).seq == 6
        assert verify(log, KEY).fault is None


def day_look(
    session: Session, *patients: int, at: datetime = NOW, gp: UUID = GP, what: str = "list"
) -> list[int]:
    """Look at these patients, and return those whom the log did not have that day."""
    look = Look(gp, "Kari Lege, Strandveien legesenter", what, "follow-up", at)
    rows = append_daily(session, KEY, look=look, enrolment_ids=[UUID(int=one) for one in patients])
    session.commit()
    return [row.enrolment_id.int for row in rows]


class TestAppendDaily:
    def test_adds_each_patient_once_a_day_in_the_order_given(self, log: Session) -> None:
        assert day_look(log, 3, 1, 2) == [3, 1, 2]
        assert day_look(log, 1, 2, 3, at=NOW + timedelta(hours=2)) == []
        assert day_look(log, 4, 1, at=NOW + timedelta(hours=3)) == [4]
        assert verify(log, KEY, head=newest(log)).fault is None

    def test_begins_the_day_at_midnight_in_norway(self, session: Session) -> None:
        evening = datetime(2026, 11, 22, 22, 59, tzinfo=UTC)

        assert day_look(session, 1, at=evening) == [1]
        assert day_look(session, 1, at=evening + timedelta(minutes=1)) == [1]
        assert day_look(session, 1, at=evening + timedelta(hours=2)) == []

    def test_counts_neither_another_doctors_look_nor_one_of_another_kind(self, session: Session) -> None:
        day_look(session, 1)

        assert day_look(session, 1, gp=UUID(int=9)) == [1]
        assert day_look(session, 1, what="follow-up") == [1]

    def test_is_not_kept_from_it_by_a_row_of_a_clock_that_ran_ahead(self, session: Session) -> None:
        day_look(session, 1, at=NOW + timedelta(days=1000))

        assert day_look(session, 1) == [1]

    def test_makes_one_row_of_eight_looks_at_once(self, engine: Engine) -> None:
        def one_look(_: int) -> list[int]:
            with Session(engine) as session:
                return day_look(session, 1, 2, 3)

        with ThreadPoolExecutor(8) as pool:
            added = list(pool.map(one_look, range(8)))

        assert sorted(added) == [[]] * 7 + [[1, 2, 3]]
        with Session(engine) as session:
            assert verify(session, KEY, head=newest(session)).fault is None
