"""Sending a step: what is kept, what is forgotten, and that nothing is kept twice."""

from datetime import timedelta
from uuid import UUID

from databases import NOW
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from care.windows import EDITION, Window
from selfhelp.care.mine import Mine
from selfhelp.care.step_page import Stamp
from selfhelp.care.step_saving import forget_hidden, shows_danger
from selfhelp.records.base import Base
from selfhelp.records.course import Answers, Card, Enrolment, Entry, Reading

PHQ_ITEMS = {str(number): 1 for number in range(1, 10)}


def rows(session: Session, table: type[Base], enrolment_id: UUID) -> int:
    question = select(func.count()).select_from(table)
    return session.scalars(question.where(table.__table__.c.enrolment_id == enrolment_id)).one()


class TestSaveStep:
    def test_keeps_what_was_sent(self, session: Session, mine: Mine) -> None:
        window = Window(session, mine, "thoughts")

        assert window.sends({"thought": "Alle så på meg", "mood": 0}) == {}

        assert window.sees().kept.values == {"thought": "Alle så på meg", "mood": 0}

    def test_notes_the_edition_it_was_given_to(self, session: Session, mine: Mine) -> None:
        Window(session, mine, "thoughts").sends({"thought": "Alle så på meg"})

        assert session.scalars(select(Answers.edition)).one() == EDITION

    def test_forgets_an_answer_the_patient_empties(self, session: Session, mine: Mine) -> None:
        window = Window(session, mine, "thoughts")
        window.sends({"thought": "Alle så på meg", "mood": 3})

        window.sends({"thought": None, "mood": 3})

        assert window.sees().kept.values == {"mood": 3}

    def test_forgets_the_tick_with_the_answer(self, session: Session, mine: Mine) -> None:
        window = Window(session, mine, "thoughts")
        window.sends({"thought": "Alle så på meg"}, shown={"thought"})
        window.sends({"thought": None})

        window.sends({"thought": "Noe nytt"})

        assert window.sees().kept.shown == frozenset()

    def test_leaves_alone_what_was_not_on_the_page(self, session: Session, mine: Mine) -> None:
        Window(session, mine, "thoughts").sends(
            {"thought": "Alle så på meg", "secret": "Bare mitt"}, shown={"thought"}
        )

        Window(session, mine, "thoughts").sends({"mood": 4})

        seen = Window(session, mine, "thoughts").sees().kept
        assert seen.values == {"thought": "Alle så på meg", "secret": "Bare mitt", "mood": 4}
        assert seen.shown == {"thought"}

    def test_ignores_exercises_of_other_steps(self, session: Session, mine: Mine) -> None:
        window = Window(session, mine, "thoughts")
        window.sends({"thought": "Alle så på meg", "follow": "ida", "no-such": "x"})

        assert window.sees().kept.values == {"thought": "Alle så på meg"}
        assert session.get_one(Enrolment, mine.enrolment_id).character is None

    def test_keeps_a_zero(self, session: Session, mine: Mine) -> None:
        window = Window(session, mine, "thoughts")
        window.sends({"mood": 0})

        assert window.value("mood") == 0

    def test_notes_whom_the_patient_follows(self, session: Session, mine: Mine) -> None:
        window = Window(session, mine, "person")
        window.sends({"follow": "ida"})
        assert session.get_one(Enrolment, mine.enrolment_id).character == "ida"

        window.sends({"follow": None})
        assert session.get_one(Enrolment, mine.enrolment_id).character is None

    def test_keeps_nothing_at_all_when_rolled_back(self, session: Session, mine: Mine) -> None:
        Window(session, mine, "home").sends({"card": {"text": "Mandag", "tool": None, "show": True}})
        Window(session, mine, "chain").sends({"own-chain": {"event": "Mandag"}})
        session.rollback()

        assert [rows(session, table, mine.enrolment_id) for table in (Answers, Card, Entry)] == [0, 0, 0]


class TestForgetHidden:
    def test_drops_answers_nobody_would_find_again_when_the_module_is_finished(
        self, session: Session, mine: Mine
    ) -> None:
        window = Window(session, mine, "thoughts")
        window.sends({"thought": "Alle så på meg", "more": "Og de lo", "mood": 3}, shown={"more"})
        Window(session, mine, "how").sends({"phq": {"items": PHQ_ITEMS}})
        window.sends({"thought": None})
        assert window.sees().kept.values == {"more": "Og de lo", "mood": 3}

        forget_hidden(session, mine=mine, module=mine.programme.modules["first"], now=NOW)

        kept = window.sees().kept
        assert (kept.values, kept.shown) == ({"mood": 3}, frozenset())
        assert Window(session, mine, "how").sees().kept.values == {"phq": {"items": PHQ_ITEMS}}

    def test_leaves_what_is_shown(self, session: Session, mine: Mine) -> None:
        window = Window(session, mine, "thoughts")
        window.sends({"thought": "Alle så på meg", "more": "Og de lo"}, shown={"more"})
        before = window.sees().kept

        forget_hidden(session, mine=mine, module=mine.programme.modules["first"], now=NOW)

        assert window.sees().kept == before


class TestSendingTheSameAgain:
    """Autosave, a double click, a request the network repeated: all come from one page, with one key."""

    def test_stores_once(self, session: Session, mine: Mine) -> None:
        thoughts, chain, how, home = (
            Window(session, mine, step) for step in ("thoughts", "chain", "how", "home")
        )
        for _ in range(3):
            thoughts.sends({"thought": "Alle så på meg"})
            chain.sends({"own-chain": {"event": "Mandag"}})
            how.sends({"phq": {"items": PHQ_ITEMS}})
            home.sends({"card": {"text": "Mandag", "tool": "chain", "show": True, "date": "2026-12-01"}})

        tables = (Answers, Entry, Reading, Card)
        assert [rows(session, table, mine.enrolment_id) for table in tables] == [4, 1, 1, 1]
        assert [window.sees().stamp for window in (thoughts, chain, how, home)] == [
            Stamp(1, 0, 0),
            Stamp(1, 1, 0),
            Stamp(1, 0, 0),
            Stamp(1, 0, 1),
        ]

    def test_lets_one_page_save_field_by_field(self, session: Session, mine: Mine) -> None:
        window = Window(session, mine, "thoughts")

        for text in ("Alle", "Alle så", "Alle så på meg"):
            assert window.sends({"thought": text}) == {}
        assert window.sends({"thought": "Alle så på meg", "mood": 3}) == {}

        assert window.sees().kept.values == {"thought": "Alle så på meg", "mood": 3}

    def test_says_the_same_time_when_nothing_changed(self, session: Session, mine: Mine) -> None:
        window = Window(session, mine, "thoughts")
        window.sends({"thought": "Alle så på meg"})
        window.sends({"thought": "Alle så på meg"}, now=NOW + timedelta(hours=1))

        assert window.sees().kept.changed_at == NOW

    @settings(max_examples=25)
    @given(texts=st.lists(st.sampled_from([None, "a", "b", "Alle så på meg"]), max_size=6))
    def test_ends_with_what_was_sent_last(
        self, session: Session, mine: Mine, texts: list[str | None]
    ) -> None:
        window = Window(session, mine, "thoughts")
        for text in texts:
            assert window.sends({"thought": text}) == {}

        assert window.value("thought") == (texts[-1] if texts else None)
        session.rollback()


class TestShowsDanger:
    def test_means_item_nine_above_zero_also_when_nothing_else_is_filled_in(
        self, session: Session, mine: Mine
    ) -> None:
        asking = Window(session, mine, "how").sees().step.asking

        assert shows_danger(asking, {"phq": {"items": {"9": 1}}})
        assert not shows_danger(asking, {"phq": {"items": {**PHQ_ITEMS, "9": 0}}})
        assert not shows_danger(asking, {"phq": {"items": {**PHQ_ITEMS, "9": "no"}}})
        assert not shows_danger(asking, {"phq": None, "gad": {"items": {"7": 3}}})
        assert not shows_danger(asking, {})


class TestStamp:
    def test_reads_what_it_writes(self) -> None:
        assert Stamp.read(str(Stamp(3, 1, 4))) == Stamp(3, 1, 4)

    @given(st.text())
    def test_copes_with_anything(self, written: str) -> None:
        Stamp.read(written)
