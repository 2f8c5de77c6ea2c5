"""What all tables share."""

from datetime import UTC, datetime, timedelta, timezone

import pytest
from databases import NOW, a_patient
from sqlalchemy import Engine, inspect, select
from sqlalchemy.exc import StatementError
from sqlalchemy.orm import Session

from selfhelp.records import course, lessons, log, people
from selfhelp.records.base import Base
from selfhelp.records.course import Progress, Release
from selfhelp.records.keys import KeyBase
from selfhelp.records.people import Person

OWN_TABLES = (people, course, lessons, log)
LONGEST_NAME_IN_POSTGRESQL = 63


def named_things() -> list[tuple[str, str]]:
    """Return every constraint and index: its table and its name."""
    tables = [*Base.metadata.tables.values(), *KeyBase.metadata.tables.values()]
    constraints = [(table.name, str(constraint.name)) for table in tables for constraint in table.constraints]
    return constraints + [(table.name, str(index.name)) for table in tables for index in table.indexes]


class TestUtcDateTime:
    def test_gives_a_moment_back_in_utc(self, session: Session) -> None:
        oslo_in_summer = timezone(timedelta(hours=2))
        patient = a_patient()
        patient.created_at = datetime(2026, 7, 1, 14, 5, 0, 123456, tzinfo=oslo_in_summer)
        session.add(patient)
        session.commit()

        session.expire_all()

        assert patient.created_at == datetime(2026, 7, 1, 12, 5, 0, 123456, tzinfo=UTC)
        assert patient.created_at.tzinfo is UTC

    def test_refuses_a_time_without_a_zone(self, session: Session) -> None:
        patient = a_patient()
        patient.created_at = datetime(2026, 7, 1, 14, 5)  # noqa: DTZ001  # that is what is refused
        session.add(patient)

        with pytest.raises(StatementError, match=r"A time needs a zone before it is stored\."):
            session.flush()

    def test_keeps_nothing_as_nothing(self, session: Session) -> None:
        session.add(a_patient())
        session.commit()

        assert session.scalars(select(Person.activated_at)).one() is None

    def test_compares_moments_whatever_their_zone(self, session: Session) -> None:
        session.add(a_patient())
        session.commit()
        the_same_moment = NOW.astimezone(timezone(timedelta(hours=-9)))

        assert session.scalars(select(Person).where(Person.created_at == the_same_moment)).one()


class TestLists:
    def test_notice_what_is_appended_in_place(self, session: Session, engine: Engine) -> None:
        patient = a_patient()
        enrolment = course.Enrolment(
            id=patient.id, person_id=patient.id, programme="p", started_at=NOW, consent_version=1
        )
        progress = Progress(
            enrolment_id=enrolment.id, module="link", opened_at=NOW, last_opened_at=NOW, last_step="welcome"
        )
        session.add_all([patient, enrolment, progress])
        session.commit()

        progress.done.append("welcome")
        session.commit()

        with Session(engine) as another:
            assert another.scalars(select(Progress.done)).one() == ["welcome"]


class TestDocuments:
    def test_come_back_as_they_went_in(self, session: Session) -> None:
        archive = bytes(range(256))
        session.add(Release(digest="a", made_at=NOW, archive=archive))
        session.commit()
        session.expire_all()

        assert session.scalars(select(Release)).one().archive == archive


class TestNames:
    def test_of_constraints_and_indexes_follow_the_convention(self) -> None:
        for table, name in named_things():
            kinds = tuple(f"{kind}_{table}" for kind in ("pk", "fk", "uq", "ck", "ix"))
            assert name.startswith(kinds), name

    def test_fit_into_postgresql(self) -> None:
        assert [name for _, name in named_things() if len(name) > LONGEST_NAME_IN_POSTGRESQL] == []

    def test_stand_in_the_database(self, engine: Engine) -> None:
        there = inspect(engine)

        assert [one["name"] for one in there.get_unique_constraints("person")] == ["uq_person_user_name"]
        assert "ck_person_patient_has_no_name" in {
            one["name"] for one in there.get_check_constraints("person")
        }
