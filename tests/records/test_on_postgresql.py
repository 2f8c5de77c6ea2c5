"""What holds on a PostgreSQL server alone."""

import pytest
from databases import a_patient
from sqlalchemy import Engine, make_url, text
from sqlalchemy.exc import IntegrityError, OperationalError
from sqlalchemy.orm import Session

from selfhelp.records import database
from selfhelp.records.database import DatabaseNotSafeError, check_engine, make_engine

pytestmark = pytest.mark.postgresql
CANARY = "a-word-a-patient-wrote"


class TestCheckEngine:
    def test_refuses_a_server_that_answers_before_it_has_written(self, url: str) -> None:
        unsafe = make_url(url).update_query_dict({"options": "-c synchronous_commit=off"})

        engine = make_engine(unsafe.render_as_string(hide_password=False))

        with pytest.raises(DatabaseNotSafeError, match=r"PostgreSQL has synchronous_commit = off\. Set it"):
            check_engine(engine)
        engine.dispose()


class TestAWaitForALock:
    def test_ends(self, url: str, engine: Engine, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(database, "WAIT_FOR_LOCK_MS", 50)
        impatient = make_engine(url)
        with Session(engine) as first, Session(impatient) as second:
            first.execute(text("lock table access_log in exclusive mode"))
            with pytest.raises(OperationalError, match="lock timeout"):
                second.execute(text("lock table access_log in exclusive mode"))
        impatient.dispose()


class TestAnError:
    def test_quotes_no_row(self, session: Session) -> None:
        session.add_all([a_patient(CANARY), a_patient(CANARY)])

        with pytest.raises(IntegrityError, match="uq_person_user_name") as refused:
            session.flush()

        assert CANARY not in f"{refused.value} {refused.value.orig}"
