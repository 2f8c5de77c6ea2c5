"""What a patient wrote lies sealed: the database's own bytes hold none of it, and no row opens elsewhere."""

from pathlib import Path
from uuid import uuid4

import pytest
from databases import NOW
from people import Gp, Patient, Surgery
from sqlalchemy import Engine, select
from sqlalchemy.orm import Session

from care.small_programme import PROGRAMME
from care.windows import Window
from selfhelp.care import answers, cards, entries
from selfhelp.care.mine import Mine
from selfhelp.care.windows import Page
from selfhelp.records.course import Answers, Entry
from selfhelp.records.database import empty_write_ahead_log
from selfhelp.records.encryption import SealBrokenError

CANARIES = {
    name: f"kanari-{number}-{name}"
    for number, name in enumerate(
        (
            *("answer", "other", "entry", "other-entry", "step-entry", "card", "other-card"),
            *("own", "day", "note", "office", "note-of-patient"),
        )
    )
}


def write_everywhere(session: Session, mine: Mine) -> None:
    """Write a canary wherever a patient can write."""
    phone, desk = Window(session, mine, "thoughts"), Window(session, mine, "thoughts")
    phone.sends({"thought": CANARIES["answer"]})
    desk.sends({"thought": CANARIES["other"]})
    Window(session, mine, "chain").sends({"own-chain": {"event": CANARIES["step-entry"]}})
    Window(session, mine, "home").sends(
        {
            "card": {"text": CANARIES["card"], "tool": None, "show": True, "date": None},
            "helped": {"useful": [], "hard": [], "own": CANARIES["own"], "show_own": True},
            "practice": {"choice": "main", "day": CANARIES["day"]},
        }
    )
    Window(session, mine, "how").sends({"phq": {"items": {"9": 3}}})
    wanted = uuid4()
    for name in ("entry", "other-entry"):
        entries.save_entry(
            session,
            mine=mine,
            tool=mine.programme.tools["chain"],
            wanted=wanted,
            values={"event": CANARIES[name]},
            page=Page(name, 0),
            now=NOW,
        )
    cards.save_card(
        session,
        mine=mine,
        module="first",
        values={"text": CANARIES["other-card"]},
        page=Page("late", 0),
        now=NOW,
    )


class TestTheDatabaseFile:
    def test_holds_no_word_of_a_patient_or_of_a_gps_note(
        self, engine: Engine, session: Session, surgery: Surgery, gp: Gp, disk: Path
    ) -> None:
        surgery.slip(gp, note=CANARIES["note"], office_number=CANARIES["office"])
        patient = surgery.patient(gp, note=CANARIES["note-of-patient"])
        write_everywhere(
            session, Mine(patient.enrolment_id, surgery.keys.key(patient.enrolment_id), PROGRAMME)
        )
        session.commit()
        empty_write_ahead_log(engine)

        files = [file for file in disk.iterdir() if file.is_file()]
        stored = b"".join(file.read_bytes() for file in files)
        assert len(stored) > 100_000
        for canary in CANARIES.values():
            assert canary.encode() not in stored
            assert canary.encode("utf-16-le") not in stored
        assert b'"items"' not in stored


class TestSealedRows:
    def test_do_not_open_with_another_patients_key(
        self, session: Session, mine: Mine, surgery: Surgery, gp: Gp
    ) -> None:
        Window(session, mine, "thoughts").sends({"thought": "Alle så på meg"})
        other = surgery.keys.key(self.other(session, surgery, gp).enrolment_id)

        with pytest.raises(SealBrokenError):
            answers.answers_in(session, Mine(mine.enrolment_id, other, PROGRAMME), ["first"])

    def test_do_not_open_in_another_place(self, session: Session, mine: Mine) -> None:
        Window(session, mine, "thoughts").sends({"thought": "Alle så på meg"})
        Window(session, mine, "person").sends({"follow": "ida"})
        first, second = session.scalars(select(Answers).order_by(Answers.step)).all()
        first.value, second.value = second.value, first.value
        session.flush()

        with pytest.raises(SealBrokenError):
            answers.answers_in(session, mine, ["first"])

    def test_do_not_open_as_the_other_windows_text(self, session: Session, mine: Mine) -> None:
        Window(session, mine, "thoughts").sends({"thought": "Alle så på meg"})
        row = session.scalars(select(Answers)).one()
        row.others = row.value
        session.flush()

        with pytest.raises(SealBrokenError):
            answers.answers_in(session, mine, ["first"])

    def test_do_not_open_as_another_entry(self, session: Session, mine: Mine) -> None:
        for text in ("Mandag", "Tirsdag"):
            page = Page(text, 0)
            entries.save_entry(
                session,
                mine=mine,
                tool=mine.programme.tools["chain"],
                wanted=uuid4(),
                values={"event": text},
                page=page,
                now=NOW,
            )
        one, two = session.scalars(select(Entry)).all()
        one.value, two.value = two.value, one.value
        session.flush()

        with pytest.raises(SealBrokenError):
            entries.entries_of(session, mine, "chain")

    def other(self, session: Session, surgery: Surgery, gp: Gp) -> Patient:
        session.commit()
        return surgery.patient(gp)
