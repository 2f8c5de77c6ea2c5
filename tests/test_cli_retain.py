"""`selfhelp retain` and `selfhelp erase`: what goes by itself, and what a receipt says is gone."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from functools import partial
from pathlib import Path
from uuid import UUID, uuid4

import pytest
from databases import wiped, wrapped_of
from kept import addresses
from mistakes import MASTER
from people import CHEAP, Surgery, shipped_catalogue
from sqlalchemy import func, select
from sqlalchemy.orm import Session
from test_cli import ends_with, here, run, told

from selfhelp import cli_retain
from selfhelp.care import forget
from selfhelp.care.hashing import Hasher
from selfhelp.care.patients import patients_of
from selfhelp.records.course import Enrolment
from selfhelp.records.database import make_engine
from selfhelp.records.encryption import MasterKey
from selfhelp.records.keys import ROOT, KeyStore
from selfhelp.records.people import Invitation, Person

__all__ = ["here"]

NOW = datetime(2026, 11, 27, 12, tzinfo=UTC)
DAY = timedelta(days=1)


@pytest.fixture
def surgery(here: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Surgery]:
    """Where patients come from who were here thirteen months ago, in the databases of the commands."""
    monkeypatch.setattr(cli_retain, "now", lambda: NOW)
    engine, keys_engine = (make_engine(url) for url in addresses(here))
    master = MasterKey(MASTER)
    yield Surgery(engine, KeyStore(keys_engine, master), master, Hasher(CHEAP), NOW - 396 * DAY)
    engine.dispose()
    keys_engine.dispose()


def here_are(surgery: Surgery, what: type[Person | Enrolment | Invitation]) -> int:
    with Session(surgery.engine) as session:
        return session.scalar(select(func.count()).select_from(what)) or 0


class TestRetain:
    def test_erases_who_was_away_for_thirteen_months_and_nobody_else(
        self, surgery: Surgery, here: Path
    ) -> None:
        gp = surgery.gp()
        quiet, stays = surgery.patient(gp), surgery.patient(gp)
        with Session(surgery.engine) as session:
            session.get_one(Enrolment, stays.enrolment_id).here_at = NOW - 10 * DAY
            session.commit()

        done = run("retain", here)

        assert (done.exit_code, done.stderr) == (0, "")
        assert "     1  patients erased\n" in done.stdout
        assert set(surgery.keys.keys([quiet.enrolment_id, stays.enrolment_id])) == {stays.enrolment_id}
        assert here_are(surgery, Enrolment) == 1
        assert "     0  patients erased\n" in run("retain", here).stdout

    def test_leaves_the_doctor_a_line_that_says_ended_for_thirteen_months(
        self, surgery: Surgery, here: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        gp = surgery.gp()
        surgery.patient(gp, note="rød lue")

        for day, states in ((0, ["erased"]), (395, ["erased"]), (396, [])):
            at = NOW + day * DAY
            monkeypatch.setattr(cli_retain, "now", partial(at.astimezone, UTC))
            assert run("retain", here).exit_code == 0
            with Session(surgery.engine) as session:
                programme = shipped_catalogue()["nb"]
                listed = patients_of(session, surgery.keys, gp_id=gp.id, programme=programme, now=at)
            assert [row.state for row in listed.rows] == states

    @pytest.mark.postgresql
    def test_leaves_no_key_in_the_files_that_was_left_there(self, surgery: Surgery, here: Path) -> None:
        owner = surgery.slip(surgery.gp()).enrolment_id
        wrapped = wrapped_of(surgery.keys.engine, owner)
        surgery.keys.destroy(owner)

        with wiped(surgery.keys.engine, wrapped):
            run("retain", here)

    def test_forgets_unused_sheets_and_removes_old_ones(self, surgery: Surgery, here: Path) -> None:
        gp = surgery.gp()
        surgery.slip(gp, note="gammel")
        before = here_are(surgery, Invitation)

        done = run("retain", here)

        assert "     1  unused invitations forgotten\n" in done.stdout
        assert here_are(surgery, Invitation) < before

    def test_removes_the_rows_of_who_was_deleted_and_came_back_with_a_backup(
        self, surgery: Surgery, here: Path
    ) -> None:
        patient = surgery.patient(surgery.gp())
        with Session(surgery.engine) as session:
            session.get_one(Enrolment, patient.enrolment_id).here_at = NOW
            session.commit()
        surgery.keys.destroy(patient.enrolment_id)

        done = run("retain", here)

        assert "     1  patients erased again\n" in done.stdout
        assert here_are(surgery, Enrolment) == 0


def erase(here: Path, number: UUID) -> tuple[int, str, str]:
    return told(run(f"erase {forget.receipt_number(number)}", here))


class TestErase:
    def test_deletes_again_what_the_receipt_names_and_says_which_it_was(
        self, surgery: Surgery, here: Path
    ) -> None:
        """As after a restore of data and keys that are both older than the deletion."""
        gp = surgery.gp()
        gone, stays = surgery.patient(gp), surgery.patient(gp)

        said = [erase(here, gone.enrolment_id) for _ in range(2)]

        assert said == [
            (0, "What this receipt names was here, and is deleted now.\n", ""),
            (0, "What this receipt names was deleted before, and nothing of it is left.\n", ""),
        ]
        with Session(surgery.engine) as session:
            assert session.scalars(select(Enrolment.id)).all() == [stays.enrolment_id]
        assert surgery.keys.keys([gone.enrolment_id]) == {}

    @pytest.mark.postgresql
    def test_leaves_no_key_in_the_files(self, surgery: Surgery, here: Path) -> None:
        gone = surgery.patient(surgery.gp()).enrolment_id
        wrapped = wrapped_of(surgery.keys.engine, gone)

        with wiped(surgery.keys.engine, wrapped):
            erase(here, gone)

    def test_deletes_a_key_whose_patient_came_after_the_data_were_backed_up(
        self, surgery: Surgery, here: Path
    ) -> None:
        surgery.keys.make(gone := uuid4())

        assert erase(here, gone) == (0, "What this receipt names was here, and is deleted now.\n", "")

        assert surgery.keys.keys([gone]) == {}

    def test_deletes_rows_whose_key_is_gone_already(self, surgery: Surgery, here: Path) -> None:
        gone = surgery.patient(surgery.gp()).enrolment_id
        surgery.keys.destroy(gone)

        assert erase(here, gone) == (0, "What this receipt names was here, and is deleted now.\n", "")

        assert here_are(surgery, Enrolment) == 0

    def test_notes_nothing_where_a_digit_is_wrong(self, surgery: Surgery, here: Path) -> None:
        patient = surgery.patient(surgery.gp()).enrolment_id
        mistyped = UUID(int=patient.int ^ 1)

        said = (
            "Nothing here has this number, and nothing that was deleted had it. Look at the receipt again. "
            "Nothing was changed."
        )
        assert erase(here, mistyped) == ends_with(said)
        assert surgery.keys.destroyed([mistyped, patient]) == set()
        assert here_are(surgery, Enrolment) == 1

    def test_refuses_the_number_of_the_root_key(self, surgery: Surgery, here: Path) -> None:
        said = (
            "This number stands on no receipt: it is that of the key which everything else comes from. "
            "Nothing was changed."
        )
        assert erase(here, ROOT) == ends_with(said)
        assert surgery.keys.root()

    def test_says_when_that_is_no_receipt(self, here: Path) -> None:
        said = ends_with("That is no receipt's number. It has eight groups of four, such as 1B4E-28BA-….")

        assert told(run("erase 1B4E-28", here)) == said
