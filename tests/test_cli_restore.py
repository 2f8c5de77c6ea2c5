"""`selfhelp restore`: all that was answered is there again, and nothing that was ended or deleted since."""

from datetime import UTC, datetime, timedelta

from backing_up import Clinic, Shelf, back_up, clinic, clinics, empty, patients, people_in, restore, shelf
from databases import migrated
from people import Patient
from sqlalchemy import func, select
from sqlalchemy.orm import Session
from test_cli import here

from selfhelp.care import accounts, forget, invitations, sharing, visits
from selfhelp.care.codes import new_invitation_code
from selfhelp.care.days import HERE
from selfhelp.care.due_reminders import due
from selfhelp.records.course import Enrolment, Reminder
from selfhelp.records.people import Invitation, Login

__all__ = ["clinic", "clinics", "empty", "here", "migrated", "patients", "shelf"]

RESTORED = "Restored. Servers may start now.\n"
ALL_HAVE_KEYS = "Every one of them has a key.\n"


def deletes_everything(clinic: Clinic, patient: Patient) -> None:
    with Session(clinic.engine) as session:
        forget.forget_everything(session, clinic.keys, patient.enrolment_id, datetime.now(UTC))
        session.commit()


class TestRestore:
    def test_into_an_empty_machine_brings_back_every_word(
        self, clinic: Clinic, patients: list[Patient], empty: Clinic, shelf: Shelf
    ) -> None:
        back_up(clinic, shelf)

        done = restore(empty, shelf)

        assert (done.exit_code, done.stderr) == (0, "")
        assert "Keys brought back: 3." in done.stdout
        assert done.stdout.endswith(f"{ALL_HAVE_KEYS}{RESTORED}")
        assert [empty.words_of(one) for one in patients] == [clinic.words_of(one) for one in patients]
        assert empty.keys.root().secret == clinic.keys.root().secret
        assert empty.says("stats").exit_code == 0

    def test_holds_all_that_was_answered_with_a_yes_before_the_backup_began(
        self, clinic: Clinic, patients: list[Patient], empty: Clinic, shelf: Shelf
    ) -> None:
        with clinic.writing(patients) as said:
            while not all(len(words) > 3 for words in said.values()):
                pass
            before = {enrolment_id: set(words) for enrolment_id, words in said.items()}
            back_up(clinic, shelf)

        assert restore(empty, shelf).exit_code == 0

        for patient in patients:
            assert before[patient.enrolment_id] <= empty.words_of(patient)

    def test_does_not_bring_back_who_deleted_everything_since(
        self, clinic: Clinic, patients: list[Patient], empty: Clinic, shelf: Shelf
    ) -> None:
        gone, *others = patients
        back_up(clinic, shelf)
        deletes_everything(clinic, gone)
        back_up(clinic, shelf, "keys")

        done = restore(empty, shelf)

        assert "Patients here: 2. Deleted once, and deleted again: 1." in done.stdout
        assert people_in(empty) == {one.user_name for one in others}
        assert empty.keys.keys([gone.enrolment_id]) == {}

    def test_of_older_keys_does_not_bring_back_whom_the_key_store_knows_as_deleted(
        self, clinic: Clinic, patients: list[Patient], shelf: Shelf
    ) -> None:
        gone, *others = patients
        back_up(clinic, shelf)
        deletes_everything(clinic, gone)

        done = restore(clinic, shelf, "--replace", typed="replace\n")

        assert "Keys brought back: 0." in done.stdout
        assert "Deleted once, and deleted again: 1." in done.stdout
        assert people_in(clinic) == {one.user_name for one in others}
        assert clinic.keys.keys([gone.enrolment_id]) == {}

    def test_of_newer_keys_deletes_whom_the_key_store_still_has(
        self, clinic: Clinic, patients: list[Patient], empty: Clinic, shelf: Shelf
    ) -> None:
        gone = patients[0]
        back_up(clinic, shelf)
        restore(empty, shelf)
        deletes_everything(clinic, gone)
        back_up(clinic, shelf, "keys")

        done = empty.says(f"restore --keys {shelf.newest('keys')} --identity {shelf.identity}")

        assert "Deleted once, and deleted again: 1." in done.stdout
        assert gone.user_name not in people_in(empty)
        assert empty.keys.keys([gone.enrolment_id]) == {}

    def test_of_the_data_alone_keeps_the_keys_of_those_who_came_since(
        self, clinic: Clinic, patients: list[Patient], shelf: Shelf
    ) -> None:
        back_up(clinic, shelf, "data")
        new = clinic.surgery.patient(clinic.surgery.gp())

        done = clinic.says(
            f"restore --data {shelf.newest('data')} --identity {shelf.identity} --replace", typed="replace\n"
        )

        assert done.exit_code == 0
        assert clinic.keys.keys([new.enrolment_id])
        assert new.user_name not in people_in(clinic)

    def test_says_who_has_no_key(
        self, clinic: Clinic, patients: list[Patient], empty: Clinic, shelf: Shelf
    ) -> None:
        back_up(clinic, shelf, "keys")
        clinic.surgery.patient(clinic.surgery.gp())
        back_up(clinic, shelf, "data")

        done = restore(empty, shelf)

        assert (
            "1 of them have no key, and cannot be read. Look for a newer backup of the keys." in done.stdout
        )
        assert len(people_in(empty)) == 4


class TestThePast:
    def test_opens_nothing_twice(
        self, clinic: Clinic, patients: list[Patient], empty: Clinic, shelf: Shelf
    ) -> None:
        """Visits have ended since, links were used, and somebody has taken up the invitation."""
        now, surgery = datetime.now(UTC), clinic.surgery
        gp = surgery.gp()
        slip = surgery.slip(gp)
        with Session(clinic.engine) as session:
            visits.begin(session, person_id=patients[0].id, device="x", second_factor=False, now=now)
            token = accounts.renew_link(session, gp.user_name, now)
            session.commit()
        assert token is not None
        back_up(clinic, shelf)

        done = restore(empty, shelf)

        assert "Ended: 1 log-ins, 1 one-time links, 1 unused invitations, 0 reminders by mail." in done.stdout
        with Session(empty.engine) as session:
            assert session.scalar(select(func.count()).select_from(Login)) == 0
            assert accounts.link_owner(session, token, now) is None
            found = invitations.find(session, slip.code)
            assert invitations.opened(surgery.hasher, found, slip.code, datetime.now(UTC)) is None

    def test_reminds_nobody_before_it_is_asked_for_again(
        self, clinic: Clinic, patients: list[Patient], empty: Clinic, shelf: Shelf
    ) -> None:
        now, away = datetime.now(UTC), datetime.now(UTC) - timedelta(days=9)
        with Session(clinic.engine) as session:
            session.add(
                Reminder(enrolment_id=patients[0].enrolment_id, days=list("1234567"), value=b"sealed",
                         hour=now.astimezone(HERE).hour, off_hash="off", asked_at=away, confirmed_at=away)
            )  # fmt: skip
            session.get_one(Enrolment, patients[0].enrolment_id).here_at = away
            session.commit()
            assert len(due(session, now)) == 1
        back_up(clinic, shelf)

        restore(empty, shelf)

        with Session(empty.engine) as session:
            assert session.scalars(select(Reminder)).all() == []

    def test_lets_no_doctor_read_before_the_patient_has_said_again_what_to_share(
        self, clinic: Clinic, patients: list[Patient], empty: Clinic, shelf: Shelf
    ) -> None:
        """Somebody may have stopped sharing after the backup was made."""
        back_up(clinic, shelf)

        done = restore(empty, shelf)

        said = f"Patients who are asked again what to share, before a doctor reads on: {len(patients)}."
        assert said in done.stdout
        with Session(empty.engine) as session:
            for patient in patients:
                link = sharing.my_link(session, patient.enrolment_id)
                assert link is not None
                assert not link.has_agreed

    def test_lets_a_doctor_make_a_new_sheet(
        self, clinic: Clinic, patients: list[Patient], empty: Clinic, shelf: Shelf
    ) -> None:
        slip = clinic.surgery.slip(clinic.surgery.gp(), note="rød lue")
        back_up(clinic, shelf)
        restore(empty, shelf)

        with Session(empty.engine) as session:
            row = session.get_one(Invitation, slip.invitation_id)
            code = new_invitation_code(session)
            anew = invitations.renew(row, code=code, verifier_hash="a hash", now=datetime.now(UTC))

            assert anew
            assert invitations.note_of(empty.keys.key(slip.enrolment_id), row) == "rød lue"

    def test_gives_back_no_note_about_somebody_whose_key_was_destroyed(
        self, clinic: Clinic, patients: list[Patient], empty: Clinic, shelf: Shelf
    ) -> None:
        slip = clinic.surgery.slip(clinic.surgery.gp(), note="rød lue")
        back_up(clinic, shelf)
        clinic.keys.destroy(slip.enrolment_id)
        back_up(clinic, shelf, "keys")

        restore(empty, shelf)

        with Session(empty.engine) as session:
            assert session.get_one(Invitation, slip.invitation_id).note is None


class TestADatabaseInUse:
    def test_is_not_replaced_unless_somebody_says_so_and_types_it(
        self, clinic: Clinic, patients: list[Patient], shelf: Shelf
    ) -> None:
        back_up(clinic, shelf)
        new = clinic.surgery.patient(clinic.surgery.gp())

        refused = restore(clinic, shelf)
        doubted = restore(clinic, shelf, "--replace", typed="yes\nno\n")

        assert refused.exit_code == doubted.exit_code == 1
        assert "There are people in the database that SELFHELP_DATABASE_URL names." in refused.stderr
        assert new.user_name in people_in(clinic)

    def test_may_have_been_set_up_already_when_nobody_is_in_it(
        self, clinic: Clinic, patients: list[Patient], empty: Clinic, shelf: Shelf
    ) -> None:
        back_up(clinic, shelf)
        empty.says("db upgrade")

        assert restore(empty, shelf).exit_code == 0
        assert people_in(empty) == {one.user_name for one in patients}

    def test_of_another_installation_takes_no_keys(
        self, clinic: Clinic, patients: list[Patient], empty: Clinic, shelf: Shelf
    ) -> None:
        back_up(clinic, shelf)
        empty.with_patients(1)

        done = empty.says(f"restore --keys {shelf.newest('keys')} --identity {shelf.identity}")

        assert done.exit_code == 1
        assert "belong to another installation" in done.stderr
        assert empty.says("stats").exit_code == 0
