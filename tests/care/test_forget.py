"""Forgetting everything: the key first, then every row, and nobody else's."""

from datetime import timedelta

import pytest
from databases import NOW, a_full_house
from people import Gp, Surgery
from sqlalchemy import Engine, select, text
from sqlalchemy.orm import Session

from selfhelp.care import forget
from selfhelp.care.invitations import note_of
from selfhelp.records.base import Base
from selfhelp.records.course import Enrolment
from selfhelp.records.keys import KeyStore
from selfhelp.records.people import Invitation, Person

DAY = timedelta(days=1)


@pytest.fixture
def gp(surgery: Surgery) -> Gp:
    return surgery.gp()


class TestForgetEverything:
    def test_leaves_no_row_of_the_patient_in_any_table(self, session: Session, keys: KeyStore) -> None:
        enrolment = a_full_house(session)
        of_a_patient = [table for table in Base.metadata.sorted_tables if "enrolment_id" in table.c]
        assert len(of_a_patient) > 6

        forget.forget_everything(session, keys, enrolment.id, NOW)

        left = {
            table.name: session.scalar(
                select(text("count(*)")).select_from(table).where(table.c.enrolment_id == enrolment.id)
            )
            for table in of_a_patient
            if table.name not in {"invitation", "access_log"}
        }
        assert set(left.values()) == {0}
        assert session.scalars(select(Person.role)).all() == ["gp"]

    def test_leaves_of_the_invitation_only_that_it_was_given(
        self, session: Session, keys: KeyStore, surgery: Surgery, gp: Gp
    ) -> None:
        patient = surgery.patient(gp, note="rød lue")

        forget.forget_everything(session, keys, patient.enrolment_id, NOW)

        left = session.scalars(select(Invitation)).one()
        assert (left.note, left.office_number, left.talked_about, left.first_appointment) == (None,) * 4
        assert left.redeemed_at is not None

    def test_touches_nobody_else(self, session: Session, keys: KeyStore, surgery: Surgery, gp: Gp) -> None:
        gone, stays = surgery.patient(gp, note="borte"), surgery.patient(gp, note="blir")

        forget.forget_everything(session, keys, gone.enrolment_id, NOW)

        assert session.get(Person, stays.id) is not None
        [kept] = session.scalars(select(Invitation).where(Invitation.enrolment_id == stays.enrolment_id))
        assert note_of(keys.key(stays.enrolment_id), kept) == "blir"

    def test_begins_with_the_key(self, engine: Engine, keys: KeyStore, surgery: Surgery, gp: Gp) -> None:
        """Cut off before the rows are gone, nothing can be read any more, and the rest is removed later."""
        patient = surgery.patient(gp)
        with Session(engine) as cut_off:
            forget.forget_everything(cut_off, keys, patient.enrolment_id, NOW)
            cut_off.rollback()

        assert keys.keys([patient.enrolment_id]) == {}
        with Session(engine) as session:
            assert session.get(Person, patient.id) is not None
            assert list(forget.left_behind(session, keys)) == [[patient.enrolment_id]]
            forget.forget_rows(session, [patient.enrolment_id], NOW)
            assert list(forget.left_behind(session, keys)) == []
            assert session.get(Person, patient.id) is None

    def test_is_found_again_by_the_number_on_the_receipt(self, surgery: Surgery, gp: Gp) -> None:
        patient = surgery.patient(gp)

        number = forget.receipt_number(patient.enrolment_id)

        assert forget.read_receipt(f" {number.lower()} ") == patient.enrolment_id
        with pytest.raises(ValueError, match="hexa"):
            forget.read_receipt("not a number")


class TestLeftBehind:
    def test_never_takes_somebody_whose_key_is_only_missing(
        self, session: Session, keys: KeyStore, surgery: Surgery, gp: Gp, keys_engine: Engine
    ) -> None:
        """A key store that was mixed up must not delete a whole practice."""
        surgery.patient(gp)
        with keys_engine.begin() as connection:
            connection.execute(text("delete from data_key"))

        assert list(forget.left_behind(session, keys)) == []


class TestGoneQuiet:
    @pytest.mark.parametrize(("days", "gone"), [(395, 0), (396, 1)])
    def test_is_who_has_not_logged_in_for_thirteen_months(
        self, session: Session, surgery: Surgery, gp: Gp, days: int, gone: int
    ) -> None:
        patient = surgery.patient(gp)

        found = forget.gone_quiet(session, NOW + days * DAY)

        assert list(found) == [patient.enrolment_id] * gone

    def test_counts_from_the_last_log_in(self, session: Session, surgery: Surgery, gp: Gp) -> None:
        patient = surgery.patient(gp)
        session.get_one(Enrolment, patient.enrolment_id).here_at = NOW + 100 * DAY
        session.flush()

        assert forget.gone_quiet(session, NOW + 400 * DAY) == []


class TestForgetIfQuiet:
    def test_spares_who_has_come_back_since_the_list_was_made(
        self, session: Session, keys: KeyStore, surgery: Surgery, gp: Gp
    ) -> None:
        away, back = surgery.patient(gp), surgery.patient(gp)
        at = NOW + 400 * DAY
        assert len(forget.gone_quiet(session, at)) == 2
        session.get_one(Enrolment, back.enrolment_id).here_at = at
        session.flush()

        assert forget.forget_if_quiet(session, keys, away.enrolment_id, at)
        assert not forget.forget_if_quiet(session, keys, back.enrolment_id, at)
        assert set(keys.keys([away.enrolment_id, back.enrolment_id])) == {back.enrolment_id}


class TestForgetUnused:
    @pytest.fixture
    def sheets(self, session: Session, surgery: Surgery, gp: Gp) -> Session:
        surgery.slip(gp, note="ubrukt")
        surgery.patient(gp, note="brukt")
        return session

    def test_forgets_whom_a_sheet_was_for_after_thirty_days(self, sheets: Session, keys: KeyStore) -> None:
        assert forget.forget_unused(sheets, keys, NOW + 29 * DAY) == 0
        assert forget.forget_unused(sheets, keys, NOW + 30 * DAY) == 1

        unused, used = sheets.scalars(select(Invitation).order_by(Invitation.redeemed_at.is_not(None)))
        assert unused.note is None
        assert keys.keys([unused.enrolment_id]) == {}
        assert note_of(keys.key(used.enrolment_id), used) == "brukt"
        assert forget.forget_unused(sheets, keys, NOW + 31 * DAY) == 0

    def test_counts_from_the_newest_sheet(self, sheets: Session, keys: KeyStore) -> None:
        [unused] = sheets.scalars(select(Invitation).where(Invitation.redeemed_at.is_(None)))
        unused.renewed_at = NOW + 20 * DAY
        sheets.flush()

        assert forget.forget_unused(sheets, keys, NOW + 40 * DAY) == 0


class TestForgetInvitations:
    def test_removes_a_sheet_that_nobody_used_thirteen_months_after_it_was_given(
        self, session: Session, surgery: Surgery, gp: Gp
    ) -> None:
        surgery.slip(gp)
        stays = surgery.patient(gp)

        assert forget.forget_invitations(session, NOW + 395 * DAY) == 0
        assert forget.forget_invitations(session, NOW + 396 * DAY) == 1

        assert session.scalars(select(Invitation.enrolment_id)).all() == [stays.enrolment_id]

    def test_removes_the_doctors_line_thirteen_months_after_the_patient_ended(
        self, session: Session, keys: KeyStore, surgery: Surgery, gp: Gp
    ) -> None:
        gone = surgery.patient(gp).enrolment_id
        forget.forget_everything(session, keys, gone, NOW + 500 * DAY)
        forget.forget_everything(session, keys, gone, NOW + 600 * DAY)  # as after a restore

        assert forget.forget_invitations(session, NOW + 895 * DAY) == 0
        assert forget.forget_invitations(session, NOW + 896 * DAY) == 1

    def test_counts_for_each_doctor_the_patient_had(
        self, session: Session, keys: KeyStore, surgery: Surgery, gp: Gp
    ) -> None:
        gone, later = surgery.patient(gp).enrolment_id, surgery.slip(surgery.gp())
        second = session.get_one(Invitation, later.invitation_id)
        second.enrolment_id, second.redeemed_at = gone, NOW
        session.flush()

        forget.forget_everything(session, keys, gone, NOW + DAY)

        assert session.scalars(select(Invitation.ended_at)).all() == [NOW + DAY] * 2
