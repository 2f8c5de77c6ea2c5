"""What the tables themselves hold to, whoever writes to them."""

import traceback
from uuid import uuid4

import pytest
from databases import NOW, a_full_house, a_gp, a_patient
from sqlalchemy import Engine, delete, func, inspect, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from selfhelp.records.base import Base
from selfhelp.records.course import Appointment, Card, Enrolment
from selfhelp.records.people import Activation, Login, Person, RecoveryCode, folded

CANARY = "a word that a patient wrote"

ENROLMENT_OWNED = {
    table.name for table in Base.metadata.tables.values() if "enrolment_id" in table.columns
} - {"invitation", "access_log"}


class TestPerson:
    @pytest.mark.parametrize("named", [{"display_name": "Ola"}, {"practice": "Strandveien"}])
    def test_has_no_name_when_a_patient(self, session: Session, named: dict[str, str]) -> None:
        patient = a_patient()
        for column, value in named.items():
            setattr(patient, column, value)
        session.add(patient)

        with pytest.raises(IntegrityError, match="ck_person_patient_has_no_name"):
            session.flush()

    def test_is_a_patient_a_gp_or_an_operator(self, session: Session) -> None:
        somebody = a_gp()
        somebody.role = "admin"  # type: ignore[assignment]  # what the types forbid, the table does too
        session.add(somebody)

        with pytest.raises(IntegrityError, match="ck_person_role_is_known"):
            session.flush()

    def test_has_a_user_name_nobody_else_has_in_any_writing(self, session: Session) -> None:
        session.add_all([a_patient("Furu-Elv-47"), a_patient(" furu-elv-47")])

        with pytest.raises(IntegrityError, match=r"person[._]user_name"):
            session.flush()

    def test_is_found_by_the_folded_user_name(self, session: Session) -> None:
        session.add(a_patient("Blåbær-Ås"))
        session.commit()

        in_two_parts = "BLA\N{COMBINING RING ABOVE}BÆR-A\N{COMBINING RING ABOVE}S "

        assert session.scalars(select(Person).where(Person.user_name == folded(in_two_parts))).one()

    def test_takes_sign_ins_and_codes_along(self, session: Session) -> None:
        gp = a_gp()
        mine = {"person_id": gp.id}
        session.add_all(
            [
                gp,
                RecoveryCode(code_hash="hash", **mine),
                Activation(token_hash="one", expires_at=NOW, **mine),
                Login(
                    token_hash="two", created_at=NOW, last_seen_at=NOW, second_factor=True, device="", **mine
                ),
            ]
        )
        session.commit()

        session.execute(delete(Person).where(Person.id == gp.id))
        session.commit()

        for table in (RecoveryCode, Activation, Login):
            assert session.scalars(select(func.count()).select_from(table)).one() == 0


class TestEnrolment:
    def test_is_referred_to_with_a_cascade_and_led_with_by_every_table_it_owns(self, engine: Engine) -> None:
        there = inspect(engine)
        for table in ENROLMENT_OWNED:
            [key] = [
                key for key in there.get_foreign_keys(table) if key["constrained_columns"] == ["enrolment_id"]
            ]
            assert key["referred_table"] == "enrolment"
            assert key["options"]["ondelete"] == "CASCADE"
            leading = {index["column_names"][0] for index in there.get_indexes(table)}
            leading.add(there.get_pk_constraint(table)["constrained_columns"][0])
            assert "enrolment_id" in leading, table

    def test_takes_everything_along(self, session: Session) -> None:
        enrolment = a_full_house(session)
        session.commit()

        session.execute(delete(Enrolment).where(Enrolment.id == enrolment.id))
        session.commit()

        left = {
            name: session.scalars(select(func.count()).select_from(Base.metadata.tables[name])).one()
            for name in ENROLMENT_OWNED
        }
        assert left == dict.fromkeys(ENROLMENT_OWNED, 0)
        assert len(left) == 8

    def test_must_be_there_at_the_end_of_the_transaction(self, session: Session) -> None:
        session.add(Appointment(enrolment_id=uuid4(), date=NOW.date()))
        session.flush()

        with pytest.raises(IntegrityError, match=r"(?i)foreign key constraint"):
            session.commit()

    def test_keeps_the_card_when_its_appointment_goes(self, session: Session) -> None:
        a_full_house(session)
        session.commit()

        session.execute(delete(Appointment))
        session.commit()

        assert session.scalars(select(Card)).one().appointment_id is None


class TestExceptions:
    def test_carry_no_parameters(self, session: Session) -> None:
        session.add_all([a_patient(CANARY), a_patient(CANARY)])

        with pytest.raises(IntegrityError) as caught:
            session.flush()

        told = "".join(traceback.format_exception(caught.value)) + repr(caught.value)
        assert "parameters hidden" in told
        assert CANARY not in told
