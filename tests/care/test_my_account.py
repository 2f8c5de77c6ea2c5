"""What people decide about their own account."""

from databases import NOW
from people import Patient, Surgery
from sqlalchemy.orm import Session

from selfhelp.care import my_account, visits
from selfhelp.records.people import Person


def begin(session: Session, who: Patient) -> str:
    token = visits.begin(session, person_id=who.id, device="", second_factor=False, now=NOW)
    session.flush()
    return token


class TestSetTextSize:
    def test_comes_with_the_visitor_and_changes_nobody_else(
        self, session: Session, surgery: Surgery, patient: Patient
    ) -> None:
        other = surgery.patient(surgery.gp())
        my_account.set_text_size(session, patient.id, "larger")

        found = [visits.visitor(session, begin(session, who), NOW) for who in (patient, other)]

        assert [one.text_size for one in found if one] == ["larger", "usual"]


class TestSetQuickExit:
    def test_comes_with_the_visitor(self, session: Session, patient: Patient) -> None:
        token = begin(session, patient)
        before = visits.visitor(session, token, NOW)
        my_account.set_quick_exit(session, patient.id, shown=False)
        after = visits.visitor(session, token, NOW)

        assert before is not None
        assert after is not None
        assert (before.quick_exit, after.quick_exit) == (True, False)


class TestChangePassphrase:
    def test_ends_every_visit_of_this_person(
        self, session: Session, surgery: Surgery, patient: Patient
    ) -> None:
        other = surgery.patient(surgery.gp())
        mine, theirs = [begin(session, patient) for _ in range(2)], begin(session, other)

        my_account.change_passphrase(session, patient.id, "another hash")

        assert session.get_one(Person, patient.id).passphrase_hash == "another hash"
        assert [visits.visitor(session, token, NOW) for token in mine] == [None, None]
        assert visits.visitor(session, theirs, NOW) is not None
