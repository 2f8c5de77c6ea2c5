"""A GP's list, page by page: in which order, how many at once, and what a search finds."""

from datetime import date, timedelta

import pytest
from databases import NOW
from people import EVERYTHING, Gp, Surgery
from sqlalchemy import select, update
from sqlalchemy.orm import Session

from care.small_programme import PROGRAMME
from care.test_patients import List
from selfhelp.care.appointments import came_to_nothing
from selfhelp.care.patients import ON_A_PAGE, Wanted, patients_of
from selfhelp.records.course import Appointment, Progress
from selfhelp.records.keys import KeyStore
from selfhelp.records.people import Invitation


@pytest.fixture
def on(session: Session, surgery: Surgery, gp: Gp) -> List:
    return List(session, surgery, gp)


def notes(on: List, wanted: Wanted) -> tuple[list[str], int, int]:
    """The notes on a page, how many were found, and which page it is."""
    keys, gp_id = on.surgery.keys, on.gp.id
    found = patients_of(on.session, keys, gp_id=gp_id, programme=PROGRAMME, now=NOW, wanted=wanted)
    return [row.note for row in found.rows], found.found, found.page


class TestOrder:
    def test_comes_by_the_last_change_where_nothing_else_orders_it(
        self, on: List, surgery: Surgery, gp: Gp
    ) -> None:
        notes = ("først", "åpnet", "holder tilbake")
        shares = {"holder tilbake": ("card",)}
        patients = {
            note: surgery.patient(gp, note=note, shares=shares.get(note, EVERYTHING)) for note in notes
        }
        for note in ("holder tilbake", "åpnet"):
            on.works(patients[note], "thoughts")
            on.session.execute(
                update(Progress)
                .where(Progress.enrolment_id == patients[note].enrolment_id)
                .values(last_opened_at=NOW + timedelta(days=1))
            )

        order = list(on.rows())

        assert order[0] == "åpnet"
        assert set(order[1:]) == {"først", "holder tilbake"}

    def test_shows_the_first_appointment_the_gp_wrote_until_the_patient_has_said_what_to_share(
        self, on: List, surgery: Surgery, gp: Gp
    ) -> None:
        first, moved = date(2026, 11, 25), date(2026, 12, 2)
        surgery.slip(gp, note="invitert", first_appointment=first)
        patient = surgery.patient(gp, note="flyttet", first_appointment=first)
        surgery.patient(gp, note="har ikke valgt", first_appointment=first, shares=(), consented=False)
        surgery.patient(gp, note="deler ikke", first_appointment=first, shares=("progress",))
        on.notes_appointment(patient, moved)

        days = {note: row.appointment for note, row in on.rows().items()}

        known = {"invitert": first, "har ikke valgt": first, "flyttet": moved}
        assert days == {**known, "deler ikke": None}
        assert on.rows(days=4)["invitert"].appointment is None

    def test_lists_no_cancelled_appointment(self, on: List, surgery: Surgery, gp: Gp) -> None:
        patient = surgery.patient(gp, note="avlyst")
        on.notes_appointment(patient, date(2026, 12, 1))
        (row,) = on.session.scalars(select(Appointment))

        came_to_nothing(on.session, mine=on.mine(patient), appointment_id=row.id, now=NOW)

        assert on.rows()["avlyst"].appointment is None

    def test_counts_the_two_weeks_from_the_newest_sheet(
        self, on: List, surgery: Surgery, gp: Gp, session: Session
    ) -> None:
        slip = surgery.slip(gp, note="ny lapp")
        session.get_one(Invitation, slip.invitation_id).renewed_at = NOW + timedelta(days=10)

        row = on.rows(days=20)["ny lapp"]

        assert (row.late, row.given_on) == (False, date(2026, 12, 2))


class TestPages:
    @pytest.fixture
    def many(self, on: List, surgery: Surgery, gp: Gp) -> List:
        for number in range(ON_A_PAGE + 3):
            surgery.slip(gp, note=f"Lue {number:02}", first_appointment=NOW.date() + timedelta(days=number))
        return on

    def test_hold_every_patient_once_and_in_one_order(self, many: List) -> None:
        first, second = notes(many, Wanted(page=1)), notes(many, Wanted(page=2))

        assert first[0] + second[0] == [f"Lue {number:02}" for number in range(ON_A_PAGE + 3)]
        assert [len(first[0]), first[1:], second[1:]] == [ON_A_PAGE, (53, 1), (53, 2)]

    @pytest.mark.parametrize(("asked", "given"), [(0, 1), (3, 2), (99999, 2)])
    def test_that_are_not_there_are_the_nearest(self, many: List, asked: int, given: int) -> None:
        assert notes(many, Wanted(page=asked))[2] == given


class TestSearch:
    def test_finds_notes_with_these_letters_in_capitals_or_not(
        self, on: List, surgery: Surgery, gp: Gp
    ) -> None:
        surgery.patient(gp, note="Rød lue")
        surgery.slip(gp, note="blå lue")
        surgery.slip(gp, note="lærer, Otta")
        surgery.slip(gp)
        surgery.slip(surgery.gp(), note="rød sekk")

        assert set(notes(on, Wanted("LUE"))[0]) == {"Rød lue", "blå lue"}
        assert notes(on, Wanted("rød"))[:2] == (["Rød lue"], 1)
        assert notes(on, Wanted("%")) == ([], 0, 1)

    def test_finds_no_note_of_someone_erased(
        self, on: List, surgery: Surgery, gp: Gp, keys: KeyStore
    ) -> None:
        keys.destroy(surgery.patient(gp, note="rød lue").enrolment_id)

        assert notes(on, Wanted("rød")) == ([], 0, 1)
