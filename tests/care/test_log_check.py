"""Whoever changes the access log is found: which row is the first that is wrong, and what was done to it."""

from datetime import timedelta
from uuid import UUID

import pytest
from databases import NOW
from sqlalchemy import Engine, delete, text, update
from sqlalchemy.orm import Session

from care.test_access_log import KEY, log, look
from selfhelp.care.access_log import Head, newest
from selfhelp.care.log_check import rows_in, verify
from selfhelp.records.log import AccessLog

__all__ = ["log"]


def fault(session: Session, *, key: bytes = KEY, head: Head | None = None) -> tuple[int, str] | None:
    session.commit()
    found = verify(session, key, head=head).fault
    return (found.seq, found.wrong) if found else None


def move(session: Session, before: int, after: int) -> None:
    session.execute(update(AccessLog).where(AccessLog.seq == before).values(seq=after))


class TestVerify:
    def test_finds_nothing_in_an_empty_log(self, session: Session) -> None:
        found = verify(session, KEY)

        assert (found.rows, found.head, found.fault) == (0, None, None)

    def test_counts_a_whole_log_and_tells_its_head(self, log: Session) -> None:
        steps: list[int] = []

        found = verify(log, KEY, head=newest(log), step=steps.append)

        assert (found.rows, found.head, found.fault) == (5, newest(log), None)
        assert sum(steps) == rows_in(log) == 5

    @pytest.mark.parametrize(
        "change",
        [
            {"at": NOW + timedelta(days=1)},
            {"actor_id": None},
            {"actor": "Nobody"},
            {"enrolment_id": UUID(int=8)},
            {"what": "nothing"},
            {"why": "no reason"},
            {"previous": bytes(32)},
            {"hash": bytes(32)},
        ],
        ids=lambda change: next(iter(change)),
    )
    def test_names_a_row_that_was_changed(self, log: Session, change: dict[str, object]) -> None:
        log.execute(update(AccessLog).where(AccessLog.seq == 3).values(change))

        assert fault(log) == (3, "changed")
        assert verify(log, KEY).rows == 2

    @pytest.mark.parametrize(
        "garbage", ["at = 'yesterday'", "enrolment_id = 'nobody'", "hash = 'none'", "previous = 7"]
    )
    @pytest.mark.parametrize("seq", [1, 3])
    def test_names_a_row_that_cannot_even_be_read(self, log: Session, garbage: str, seq: int) -> None:
        log.execute(text(f"update access_log set {garbage} where seq = {seq}"))  # noqa: S608  # our own words

        assert fault(log) == (seq, "changed")

    @pytest.mark.parametrize("seq", [1, 3])
    def test_names_a_row_that_was_deleted(self, log: Session, seq: int) -> None:
        log.execute(delete(AccessLog).where(AccessLog.seq == seq))

        assert fault(log) == (seq, "deleted")

    def test_names_a_deleted_row_though_the_rest_was_moved_up(self, log: Session) -> None:
        log.execute(delete(AccessLog).where(AccessLog.seq == 2))
        for seq in (3, 4, 5):
            move(log, seq, seq - 1)

        assert fault(log) == (2, "deleted")

    @pytest.mark.parametrize(("first", "second"), [(2, 3), (1, 5), (2, 4)])
    def test_names_the_first_of_two_rows_that_changed_places(
        self, log: Session, first: int, second: int
    ) -> None:
        for before, after in ((first, 99), (second, first), (99, second)):
            move(log, before, after)

        assert fault(log) == (first, "moved")

    def test_names_a_row_that_was_put_behind_the_others(self, log: Session) -> None:
        move(log, 2, 9)

        assert fault(log) == (2, "moved")

    @pytest.mark.parametrize("seq", [0, 6])
    def test_names_a_row_that_was_added_by_someone_without_the_key(self, log: Session, seq: int) -> None:
        last = newest(log)
        assert last is not None
        log.execute(
            text(
                "insert into access_log (seq, at, actor, enrolment_id, what, why, previous, hash) "
                "select :seq, at, 'Somebody else', enrolment_id, what, why, :last, hash from access_log "
                "where seq = 5"
            ),
            {"seq": seq, "last": last.hash},
        )

        assert fault(log) == (seq, "changed")

    def test_names_the_first_row_cut_off_at_the_end(self, log: Session) -> None:
        noted = newest(log)
        log.execute(delete(AccessLog).where(AccessLog.seq >= 4))

        assert fault(log) is None
        assert fault(log, head=noted) == (4, "cut off")

    def test_notices_a_log_cut_off_and_written_on(self, log: Session) -> None:
        noted = newest(log)
        log.execute(delete(AccessLog).where(AccessLog.seq == 5))
        log.commit()
        look(log, minute=90)
        look(log, minute=91)

        assert fault(log) is None
        assert fault(log, head=noted) == (5, "written anew")

    def test_notices_an_emptied_log(self, log: Session) -> None:
        noted = newest(log)
        log.execute(delete(AccessLog))

        assert fault(log, head=noted) == (1, "cut off")

    def test_is_content_with_an_older_head(self, log: Session) -> None:
        noted = newest(log)
        look(log)

        assert fault(log, head=noted) is None

    def test_notices_rows_by_someone_without_the_key(self, log: Session) -> None:
        assert fault(log, key=bytes(32)) == (1, "changed")

    def test_reads_what_is_stored_not_what_the_session_remembers(
        self, session: Session, engine: Engine
    ) -> None:
        remembered = look(session)
        assert remembered.why == "consultation"
        session.commit()
        with engine.begin() as connection:
            connection.execute(text("update access_log set why = 'changed'"))

        assert fault(session) == (1, "changed")


class TestAHead:
    def test_is_read_as_it_was_written(self, log: Session) -> None:
        head = newest(log)

        assert head is not None
        assert Head.read(f" {head}\n") == head

    @pytest.mark.parametrize("noted", ["", "5", "5:", "5:xyz", "five:" + "00" * 32, "0:" + "00" * 32, "5:00"])
    def test_is_refused_where_it_is_none(self, noted: str) -> None:
        with pytest.raises(ValueError, match=r"."):
            Head.read(noted)
