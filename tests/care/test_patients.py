"""A GP's list: who, where they are, and no more of it than each patient shares."""

from datetime import date, datetime, timedelta
from uuid import UUID

import pytest
from databases import NOW
from people import EVERYTHING, Gp, Patient, Surgery
from sqlalchemy.orm import Session

from care.small_programme import FIRST, PROGRAMME
from care.test_readings import items
from care.windows import Window
from selfhelp.care import progress, sharing
from selfhelp.care.follow_up import follow_up
from selfhelp.care.mine import Mine
from selfhelp.care.patients import Row, patients_of
from selfhelp.care.progress import GoOn
from selfhelp.exercises.instrument import REFUSED
from selfhelp.records.keys import KeyStore
from selfhelp.records.people import Invitation


class List:
    """The list as this GP sees it, and what the patients on it do."""

    def __init__(self, session: Session, surgery: Surgery, gp: Gp) -> None:
        self.session, self.surgery, self.gp = session, surgery, gp

    def rows(self, *, gp: Gp | None = None, days: int = 0) -> dict[str, Row]:
        now = NOW + timedelta(days=days)
        gp_id = (gp or self.gp).id
        found = patients_of(self.session, self.surgery.keys, gp_id=gp_id, programme=PROGRAMME, now=now)
        return {row.note: row for row in found.rows}

    def mine(self, patient: Patient) -> Mine:
        return Mine(patient.enrolment_id, self.surgery.keys.key(patient.enrolment_id), PROGRAMME)

    def works(self, patient: Patient, *steps: str, now: datetime = NOW) -> None:
        for step in steps:
            mine = self.mine(patient)
            progress.step_on(
                self.session, mine=mine, module=FIRST, step=step, done=True, go_on=GoOn(step), now=now
            )

    def answers_phq(self, patient: Patient, item9: int, *, step: str = "how", days: int = 0) -> None:
        name = {"how": "phq", "again": "phq-2"}[step]
        window = Window(self.session, self.mine(patient), step)
        window.sends({name: {"items": items(10, item9=item9)}}, now=NOW + timedelta(days=days))

    def notes_appointment(self, patient: Patient, day: date) -> None:
        sent = {"text": None, "tool": None, "show": False, "date": day.isoformat()}
        Window(self.session, self.mine(patient), "home").sends({"card": sent})

    def ends_sharing(self, patient: Patient) -> None:
        link = sharing.my_link(self.session, patient.enrolment_id)
        assert link is not None
        sharing.end(self.session, link_id=link.id, now=NOW)


@pytest.fixture
def on(session: Session, surgery: Surgery, gp: Gp) -> List:
    return List(session, surgery, gp)


class TestPatientsOf:
    def test_shows_who_was_invited_and_what_came_of_it(
        self, on: List, surgery: Surgery, gp: Gp, session: Session
    ) -> None:
        surgery.slip(gp, note="invitert")
        withdrawn = surgery.slip(gp, note="trukket")
        new, working = surgery.patient(gp, note="ny"), surgery.patient(gp, note="i gang")
        ended = surgery.patient(gp, note="sluttet")
        on.works(working, "thoughts", "person")
        on.works(ended, "thoughts")
        on.ends_sharing(ended)
        session.get_one(Invitation, withdrawn.invitation_id).withdrawn_at = NOW

        rows = on.rows()

        assert {note: row.state for note, row in rows.items()} == {
            "invitert": "invited",
            "ny": "not-started",
            "i gang": "started",
            "sluttet": "ended",
        }
        assert rows["invitert"].patient is None
        assert rows["ny"].patient == new.enrolment_id
        assert (rows["i gang"].module, rows["i gang"].done, rows["i gang"].steps) == (1, 2, 6)
        assert on.rows(days=21)["invitert"].state == "expired"

    def test_tells_nothing_of_someone_who_stopped_sharing(self, on: List, surgery: Surgery, gp: Gp) -> None:
        ended = surgery.patient(gp, note="sluttet")
        on.works(ended, "how")
        on.answers_phq(ended, item9=2)
        on.notes_appointment(ended, date(2026, 12, 1))
        on.ends_sharing(ended)

        row = on.rows()["sluttet"]

        assert (row.module, row.done, row.last_opened, row.notices, row.appointment) == (0, 0, None, (), None)
        assert row.shares == frozenset()

    @pytest.mark.parametrize(
        ("kept_back", "hidden"),
        [
            ("progress", {"module": 0, "done": 0, "last_opened": None}),
            ("scores", {"notices": ()}),
            ("card", {"appointment": None}),
        ],
    )
    def test_tells_only_what_is_shared(
        self, on: List, surgery: Surgery, gp: Gp, kept_back: str, hidden: dict[str, object]
    ) -> None:
        shares = [share for share in EVERYTHING if share != kept_back]
        patient = surgery.patient(gp, note="rød lue", shares=shares)
        on.works(patient, "how")
        on.answers_phq(patient, item9=1)
        on.notes_appointment(patient, date(2026, 12, 1))

        row = on.rows()["rød lue"]

        assert row.shares == {"progress", "scores", "card"} - {kept_back}
        assert {name: getattr(row, name) for name in hidden} == hidden

    def test_does_not_tell_whether_someone_began_who_keeps_progress_back(
        self, on: List, surgery: Surgery, gp: Gp
    ) -> None:
        shares = ("scores", "card", "answers")
        begun = surgery.patient(gp, note="i gang", shares=shares)
        surgery.patient(gp, note="ny", shares=shares)
        on.works(begun, "thoughts")

        rows = on.rows(days=20)

        assert rows["i gang"].state == rows["ny"].state == "joined"
        assert rows["i gang"].late is rows["ny"].late is False

    def test_tells_item_nine_above_zero_of_the_newest_reading(
        self, on: List, surgery: Surgery, gp: Gp
    ) -> None:
        one, two = surgery.patient(gp, note="en"), surgery.patient(gp, note="to")
        on.answers_phq(one, item9=2)
        on.answers_phq(two, item9=2)
        on.answers_phq(two, item9=0, step="again", days=14)

        rows = on.rows(days=14)

        (notice,) = rows["en"].notices
        assert (notice.flag, notice.number, notice.on) == ("item9", 2, NOW.date())
        assert rows["to"].notices == ()

    def test_tells_every_notice_the_follow_up_page_tells(self, on: List, surgery: Surgery, gp: Gp) -> None:
        patient = surgery.patient(gp, note="rød lue")
        on.works(patient, "how")
        window = Window(on.session, on.mine(patient), "how")
        window.sends({"phq": {"items": items(24, item9=REFUSED)}})
        on.works(patient, "thoughts")

        flags = [notice.flag for notice in on.rows(days=15)["rød lue"].notices]
        link = sharing.link_for_gp(on.session, gp_id=gp.id, enrolment_id=patient.enrolment_id)
        assert link is not None
        page = follow_up(on.session, mine=on.mine(patient), link=link, note="", now=NOW + timedelta(days=15))

        assert flags == ["item9-unanswered", "severe", "silent"]
        assert [notice.flag for notice in page.notices] == flags

    def test_keeps_telling_item_nine_while_the_next_form_is_only_begun(
        self, on: List, surgery: Surgery, gp: Gp, session: Session
    ) -> None:
        patient = surgery.patient(gp, note="rød lue")
        on.answers_phq(patient, item9=2)
        begun = Window(session, on.mine(patient), "again", now=NOW + timedelta(days=14))
        begun.sends({"phq-2": {"items": {"1": 1}}})

        (notice,) = on.rows(days=14)["rød lue"].notices
        assert notice.number == 2

    def test_says_who_has_not_begun_after_two_weeks(self, on: List, surgery: Surgery, gp: Gp) -> None:
        surgery.patient(gp, note="ny")
        working = surgery.patient(gp, note="i gang")
        on.works(working, "thoughts")

        assert {note: row.late for note, row in on.rows(days=14).items()} == {"ny": False, "i gang": False}
        assert {note: row.late for note, row in on.rows(days=15).items()} == {"ny": True, "i gang": False}

    def test_comes_by_next_appointment_and_those_who_stopped_last(
        self, on: List, surgery: Surgery, gp: Gp
    ) -> None:
        names = ("uten", "sent", "tidlig", "sluttet")
        patients = {note: surgery.patient(gp, note=note) for note in names}
        on.notes_appointment(patients["sent"], date(2026, 12, 20))
        on.notes_appointment(patients["tidlig"], date(2026, 11, 24))
        on.ends_sharing(patients["sluttet"])

        assert list(on.rows()) == ["tidlig", "sent", "uten", "sluttet"]
        assert on.rows(days=3)["tidlig"].appointment is None

    def test_sorts_nobody_by_what_is_to_notice(self, on: List, surgery: Surgery, gp: Gp) -> None:
        """A list that puts the worst first would judge: see INTENDED_USE.md."""
        heavy, soon = surgery.patient(gp, note="tungt"), surgery.patient(gp, note="snart")
        opened = surgery.patient(gp, note="sist åpnet")
        on.works(heavy, "thoughts")
        on.answers_phq(heavy, item9=2)
        on.works(opened, "thoughts", now=NOW + timedelta(hours=1))
        on.notes_appointment(soon, date(2026, 12, 1))

        assert list(on.rows(days=1)) == ["snart", "sist åpnet", "tungt"]
        assert on.rows(days=1)["tungt"].notices

    def test_is_each_gps_own(self, on: List, surgery: Surgery, gp: Gp) -> None:
        surgery.patient(gp, note="rød lue")

        assert on.rows(gp=surgery.gp()) == {}

    def test_goes_on_without_the_key_of_someone_erased(
        self, on: List, surgery: Surgery, gp: Gp, keys: KeyStore
    ) -> None:
        erased = surgery.patient(gp, note="rød lue")
        on.answers_phq(erased, item9=2)
        keys.destroy(erased.enrolment_id)

        (row,) = on.rows().values()
        assert (row.note, row.notices, row.patient) == ("", (), UUID(str(erased.enrolment_id)))
