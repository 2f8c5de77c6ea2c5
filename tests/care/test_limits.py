"""Rate limits: they hold across sessions, threads and processes."""

from datetime import datetime, timedelta
from multiprocessing import get_context
from multiprocessing.queues import Queue

from databases import NOW
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from selfhelp.care.limits import allow, forget_attempts, hashed
from selfhelp.records.database import make_engine
from selfhelp.records.people import DIGEST, Attempt

WINDOW = timedelta(minutes=15)
LIMIT = 30


def attempt(session: Session, *, key: str = "one", scope: str = "sign-in", now: datetime = NOW) -> bool:
    allowed = allow(session, scope=scope, key_hash=key, limit=3, window=WINDOW, now=now)
    session.commit()
    return allowed


class TestAllow:
    def test_says_yes_up_to_the_limit_and_then_no(self, session: Session) -> None:
        assert [attempt(session) for _ in range(5)] == [True, True, True, False, False]

    def test_counts_each_key_and_each_scope_apart(self, session: Session) -> None:
        for _ in range(4):
            attempt(session)

        assert attempt(session, key="another")
        assert attempt(session, scope="invitation")
        assert not attempt(session)

    def test_says_yes_again_in_the_next_window(self, session: Session) -> None:
        for _ in range(4):
            attempt(session)
        window_start = session.scalars(select(Attempt.window_start)).one()

        assert not attempt(session, now=window_start + WINDOW - timedelta(microseconds=1))
        assert attempt(session, now=window_start + WINDOW)

    def test_forgets_what_was_rolled_back(self, session: Session) -> None:
        allow(session, scope="sign-in", key_hash="one", limit=3, window=WINDOW, now=NOW)
        session.rollback()

        assert session.scalars(select(func.count()).select_from(Attempt)).one() == 0

    def test_lets_two_processes_together_do_no_more_than_one(self, url: str) -> None:
        context = get_context("spawn")
        allowed: Queue[int] = context.Queue()
        processes = [context.Process(target=_try_often, args=(url, allowed)) for _ in range(2)]
        for process in processes:
            process.start()
        counts = [allowed.get(timeout=60) for _ in processes]
        for process in processes:
            process.join()
        allowed.close()
        allowed.join_thread()

        assert sum(counts) == LIMIT


class TestForgetAttempts:
    def test_deletes_old_windows_only(self, session: Session) -> None:
        attempt(session, now=NOW - timedelta(days=2))
        attempt(session)

        assert forget_attempts(session, before=NOW - timedelta(days=1)) == 1
        assert session.scalars(select(func.count()).select_from(Attempt)).one() == 1


class TestHashed:
    def test_shows_nothing_and_differs_by_secret(self) -> None:
        assert hashed(b"secret", "192.0.2.7") == hashed(b"secret", "192.0.2.7")
        assert hashed(b"secret", "192.0.2.7") != hashed(b"another", "192.0.2.7")
        assert "192.0.2.7" not in hashed(b"secret", "192.0.2.7")

    def test_fits_into_its_column(self) -> None:
        assert len(hashed(b"secret", "a name " * 50)) == DIGEST.length


def _try_often(url: str, allowed: "Queue[int]") -> None:
    engine = make_engine(url)
    count = 0
    for _ in range(LIMIT):
        with Session(engine) as session:
            count += allow(session, scope="sign-in", key_hash="one", limit=LIMIT, window=WINDOW, now=NOW)
            session.commit()
    allowed.put(count)
