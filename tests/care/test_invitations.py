"""Invitations: taken up once, good for three weeks, and silent about what they are not."""

from datetime import timedelta
from uuid import uuid4

import pytest
from databases import NOW
from people import CHEAP, EVERYTHING, Gp, Slip, Surgery
from sqlalchemy import select
from sqlalchemy.orm import Session

from selfhelp.care import codes, invitations
from selfhelp.care.hashing import Hasher
from selfhelp.care.invitations import Written
from selfhelp.records.course import CareLink, Enrolment
from selfhelp.records.people import Invitation, Person

HASHER = Hasher(CHEAP)
JUST_BEFORE, JUST_AFTER = timedelta(days=21) - timedelta(seconds=1), timedelta(days=21)


@pytest.fixture
def slip(surgery: Surgery, gp: Gp) -> Slip:
    return surgery.slip(gp, note="rød lue", office_number="22 33 44 55", talked=("who-to-call", "made-up"))


def opens(session: Session, typed: str, after: timedelta = timedelta()) -> bool:
    found = invitations.find(session, typed)
    return invitations.opened(HASHER, found, typed, NOW + after) is not None


def redeems(session: Session, slip: Slip) -> Person:
    invitation = session.get_one(Invitation, slip.invitation_id)
    new = invitations.NewPatient(
        uuid4(), "furu-elv-9", HASHER.hash("noe"), ("a hash",), "nb", "selfhelp", 0, EVERYTHING
    )
    return invitations.redeem(session, invitation=invitation, patient=new, now=NOW)


class TestOpened:
    def test_lets_in_with_the_code_however_it_is_typed(self, session: Session, slip: Slip) -> None:
        assert opens(session, slip.code)
        assert opens(session, slip.code.lower().replace("-", " "))

    def test_is_good_for_three_weeks(self, session: Session, slip: Slip) -> None:
        assert opens(session, slip.code, JUST_BEFORE)
        assert not opens(session, slip.code, JUST_AFTER)

    def test_answers_alike_to_used_withdrawn_mistyped_and_made_up(
        self, session: Session, surgery: Surgery, gp: Gp, slip: Slip
    ) -> None:
        used, withdrawn = surgery.slip(gp), surgery.slip(gp)
        session.get_one(Invitation, used.invitation_id).redeemed_at = NOW
        session.get_one(Invitation, withdrawn.invitation_id).withdrawn_at = NOW
        session.flush()
        right_selector = slip.code[:5] + "0000-0000-0000"

        for typed in (used.code, withdrawn.code, right_selector, "0000-0000-0000-0000", "", "hei", "x" * 500):
            assert not opens(session, typed)

    def test_never_opens_with_the_selector_alone(self, session: Session, slip: Slip) -> None:
        assert not opens(session, slip.code[:4])


class TestInvite:
    def invite(
        self,
        session: Session,
        surgery: Surgery,
        gp: Gp,
        page_key: str,
        *,
        note: str = "rød lue",
        seconds: int = 0,
    ) -> tuple[Invitation, str]:
        code = codes.new_invitation_code(session)
        made = invitations.invite(
            session,
            surgery.keys,
            code=code,
            verifier_hash=HASHER.hash(code.verifier),
            gp_id=gp.id,
            page_key=page_key,
            written=Written(note),
            now=NOW + timedelta(seconds=seconds),
        )
        return made, str(code)

    def test_seals_note_number_and_what_was_talked_about(
        self, session: Session, surgery: Surgery, slip: Slip
    ) -> None:
        invitation = session.get_one(Invitation, slip.invitation_id)
        key = surgery.keys.key(slip.enrolment_id)

        assert invitations.note_of(key, invitation) == "rød lue"
        assert invitations.office_number_of(key, invitation) == "22 33 44 55"
        assert invitations.talked_about_of(key, invitation) == ("who-to-call",)
        assert b"lue" not in (invitation.note or b"")

    def test_sent_twice_from_one_page_is_one_invitation_and_the_second_code_opens_it(
        self, session: Session, surgery: Surgery, gp: Gp
    ) -> None:
        first, first_code = self.invite(session, surgery, gp, "a page")
        second, second_code = self.invite(session, surgery, gp, "a page")

        assert first.id == second.id
        assert not opens(session, first_code)
        assert opens(session, second_code)

    @pytest.mark.parametrize(("note", "seconds"), [("blå sekk", 5), ("rød lue", 120)])
    def test_sent_from_one_page_with_another_note_or_later_is_another_patient(
        self, session: Session, surgery: Surgery, gp: Gp, note: str, seconds: int
    ) -> None:
        first, first_code = self.invite(session, surgery, gp, "a page")

        second, second_code = self.invite(session, surgery, gp, "a page", note=note, seconds=seconds)

        assert first.id != second.id
        assert opens(session, first_code)
        assert opens(session, second_code)

    def test_sent_again_after_it_was_withdrawn_is_a_new_one(
        self, session: Session, surgery: Surgery, gp: Gp
    ) -> None:
        first, _ = self.invite(session, surgery, gp, "a page")
        first.withdrawn_at = NOW

        _, code = self.invite(session, surgery, gp, "a page")

        assert opens(session, code)

    def test_sent_again_after_it_was_used_is_a_new_one(
        self, session: Session, surgery: Surgery, gp: Gp
    ) -> None:
        first, _ = self.invite(session, surgery, gp, "a page")
        first.redeemed_at = NOW

        _, code = self.invite(session, surgery, gp, "a page")

        assert opens(session, code)

    def test_of_two_gps_with_the_same_page_key_are_two(
        self, session: Session, surgery: Surgery, gp: Gp
    ) -> None:
        other = surgery.gp()
        first, _ = self.invite(session, surgery, gp, "a page")
        second, _ = self.invite(session, surgery, other, "a page")

        assert first.id != second.id


class TestRedeem:
    def test_makes_account_enrolment_and_permission_at_once(
        self, session: Session, surgery: Surgery, gp: Gp
    ) -> None:
        patient = surgery.patient(gp, "Furu-Elv 12", shares=("progress",))

        person = session.get_one(Person, patient.id)
        enrolment = session.get_one(Enrolment, patient.enrolment_id)
        link = session.scalars(select(CareLink)).one()
        assert (person.role, person.user_name, person.display_name) == ("patient", "furu-elv 12", None)
        assert (enrolment.person_id, enrolment.started_at) == (person.id, NOW)
        assert (link.gp_id, link.enrolment_id, link.shares) == (gp.id, enrolment.id, ["progress"])

    def test_uses_the_code_up(self, session: Session, surgery: Surgery, gp: Gp, slip: Slip) -> None:
        person = redeems(session, slip)

        assert not opens(session, slip.code)
        assert codes.recovery_codes_left(session, person_id=person.id) == 1


class TestJustRedeemedBy:
    def test_is_the_patient_for_a_quarter_of_an_hour(self, session: Session, slip: Slip) -> None:
        person = redeems(session, slip)

        for after, found in ((0, person), (15, person), (16, None)):
            at = NOW + timedelta(minutes=after)
            assert invitations.just_redeemed_by(session, slip.code, at) is found

    def test_is_nobody_when_nobody_has(self, session: Session, surgery: Surgery, gp: Gp, slip: Slip) -> None:
        redeems(session, surgery.slip(gp))

        for typed in (slip.code, "0000-0000-0000-0000", ""):
            assert invitations.just_redeemed_by(session, typed, NOW) is None
