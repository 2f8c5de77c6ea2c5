"""The workbook holds all that a patient wrote, and no other's word."""

import re
from dataclasses import replace
from datetime import date, timedelta
from uuid import uuid4

import pytest
from databases import NOW
from exercises.examples import EXAMPLES
from hypothesis import given, settings
from hypothesis import strategies as st
from people import Gp, Surgery, shipped_catalogue
from sqlalchemy.orm import Session

from care.canaries import writes_in, writes_with_tools
from care.on_the_page import card
from care.windows import Window
from selfhelp.care import appointments, cards, entries, removed
from selfhelp.care.mine import Mine
from selfhelp.care.scope import Scope
from selfhelp.care.windows import Page
from selfhelp.care.workbook.lines import lines_of
from selfhelp.care.workbook.value import NOT_CHOSEN, Part, Spot
from selfhelp.care.workbook.whole import workbook
from selfhelp.exercises.kinds import KINDS
from selfhelp.exercises.samples import Hand, sample
from selfhelp.exercises.words import Json, Message

SHIPPED = shipped_catalogue()["nb"]
CANARY = re.compile(r"(?:kanari|fugl|annen)\d{4}ord")
STEPS = [(module, step) for module in SHIPPED.modules.values() for step in module.steps]
DAY = NOW.date()


def in_english(words: str) -> str:
    return words % words.params if isinstance(words, Message) else words


def part(session: Session, mine: Mine, name: str) -> Part:
    found = workbook(session, mine, NOW).part(name)
    assert found is not None, name
    return found


def said(found: Part) -> list[tuple[str, str]]:
    """Every question and answer of a part."""
    lines = (line for piece in found.pieces for line in piece.lines)
    return [(line.question, line.day.isoformat() if line.day else in_english(line.words)) for line in lines]


class TestTheWorkbook:
    @settings(max_examples=15)
    @given(chosen=st.sets(st.sampled_from(range(len(STEPS))), max_size=30))
    def test_holds_exactly_what_was_written(
        self, session: Session, mine: Mine, surgery: Surgery, gp: Gp, chosen: set[int]
    ) -> None:
        here = replace(mine, programme=SHIPPED)
        there = replace(surgery.place_of(surgery.patient(gp)), programme=SHIPPED)
        met = {
            module.id: replace(
                module,
                steps=tuple(step for at, (of, step) in enumerate(STEPS) if of is module and at in chosen),
            )
            for module in SHIPPED.modules.values()
        }
        try:
            wrote = writes_in(session, here, met.values(), NOW)
            others = writes_in(session, there, met.values(), NOW, "annen")

            told = " ".join(words for one in workbook(session, here, NOW).parts for _, words in said(one))

            assert set(CANARY.findall(told)) == wrote
            assert not {one for one in others if one in told}
        finally:
            session.rollback()

    def test_holds_what_was_written_with_every_tool(self, session: Session, mine: Mine) -> None:
        here = replace(mine, programme=SHIPPED)
        wrote = writes_with_tools(session, here, NOW)

        whole = workbook(session, here, NOW)

        assert [one.id for one in whole.parts] == [f"tool-{name}" for name in SHIPPED.tools]
        told = " ".join(words for one in whole.parts for _, words in said(one))
        assert set(CANARY.findall(told)) == wrote

    def test_is_empty_at_first(self, session: Session, mine: Mine) -> None:
        assert workbook(session, mine, NOW).parts == ()

    def test_asks_with_the_patients_own_words_where_the_author_recalls_them(
        self, session: Session, mine: Mine
    ) -> None:
        writes_in(session, replace(mine, programme=SHIPPED), SHIPPED.modules.values(), NOW)
        whole = workbook(session, replace(mine, programme=SHIPPED), NOW)
        asked = {line.question for one in whole.parts for piece in one.pieces for line in piece.lines}

        assert "Hva vil du ha annerledes?" in asked
        assert [one for one in asked if CANARY.search(one)]


class TestAnAnswer:
    @pytest.mark.parametrize("manner", ["typical", "extreme"])
    @pytest.mark.parametrize("kind", [kind for kind in KINDS if KINDS[kind].asks])
    def test_of_every_kind_can_be_read(self, mine: Mine, kind: str, manner: str) -> None:
        exercise = EXAMPLES[kind]
        value = sample(exercise, Hand(manner, DAY, ("Jeg gikk en tur.",)))  # type: ignore[arg-type]

        lines = lines_of(exercise, value, self.scope(mine), title="Steget")

        assert lines
        assert all(line.question and (line.words or line.day) for line in lines)
        assert not any(sign in line.words for line in lines for sign in "{}[]")

    @pytest.mark.parametrize(
        ("kind", "value", "told"),
        [
            ("choices", ["a", "b"], ["A\nB"]),
            ("scale", 3, ["3 of 10"]),
            ("letter", {"text": "Hei", "day": "2027-01-02"}, ["Hei", "2027-01-02"]),
            ("sort", {"p": "x"}, ["p: x"]),
            ("instrument", {"items": {"1": 2, "9": "no"}, "difficulty": 1}, ["answer 2", "No", "degree 1"]),
        ],
    )
    def test_is_told_in_words(self, mine: Mine, kind: str, value: Json, told: list[str]) -> None:
        lines = lines_of(EXAMPLES[kind], value, self.scope(mine))

        assert [line.day.isoformat() if line.day else in_english(line.words) for line in lines] == told

    @pytest.mark.parametrize("kind", ["choices", "strengths", "letter", "tool", "instrument", "day", "card"])
    def test_to_a_question_of_another_kind_is_told_as_it_stands(self, mine: Mine, kind: str) -> None:
        for exercise in (EXAMPLES[kind], None):
            lines = lines_of(exercise, 7, self.scope(mine))
            assert [line.words for line in lines] == ["7"]

    def test_that_is_none_is_left_out(self, mine: Mine) -> None:
        assert lines_of(EXAMPLES["text"], None, self.scope(mine)) == ()

    def scope(self, mine: Mine) -> Scope:
        return Scope(mine.programme, mine.programme.modules["first"])


class TestAModule:
    def test_tells_the_day_of_each_answer_and_where_to_change_it(self, session: Session, mine: Mine) -> None:
        Window(session, mine, "thoughts").sends({"thought": "Alltid meg"})
        Window(session, mine, "thoughts").sends({"mood": 4}, now=NOW + timedelta(days=3))

        (piece,) = part(session, mine, "module-first").pieces

        assert (piece.heading, piece.spot) == ("Tanker", Spot("first", "thoughts", 1))
        assert [(line.name, line.on) for line in piece.lines] == [
            ("thought", DAY),
            ("mood", DAY + timedelta(days=3)),
        ]
        assert piece.on == DAY + timedelta(days=3)
        assert piece.saved == {"thought": "Alltid meg", "mood": 4}

    def test_holds_what_waits_for_a_choice(self, session: Session, mine: Mine) -> None:
        first, second = Window(session, mine, "thoughts"), Window(session, mine, "thoughts")
        first.sends({"thought": "Den ene"})
        second.sends({"thought": "Den andre"})

        stands, waits = part(session, mine, "module-first").pieces

        assert (stands.notes, stands.lines[0].words) == ((), "Den ene")
        assert (waits.notes, waits.lines[0].words) == ((NOT_CHOSEN,), "Den andre")
        assert waits.spot == stands.spot

    def test_leaves_questionnaires_to_where_their_days_are(self, session: Session, mine: Mine) -> None:
        Window(session, mine, "how").sends({"phq": {"items": {"1": 2}}})

        whole = workbook(session, mine, NOW)

        assert [one.id for one in whole.parts] == ["questionnaires"]


class TestATool:
    def test_has_its_entries_with_the_newest_first_and_their_days(self, session: Session, mine: Mine) -> None:
        for number, words in enumerate(("Først", "Så")):
            self.writes(session, mine, "chain", {"event": words}, days=number)

        pieces = part(session, mine, "tool-chain").pieces

        assert [piece.lines[0].words for piece in pieces] == ["Så", "Først"]
        assert [piece.lines[0].question for piece in pieces] == ["Hva skjedde?"] * 2
        assert [piece.on for piece in pieces] == [DAY + timedelta(days=1), DAY]

    def test_tells_for_which_day_something_is_planned(self, session: Session, mine: Mine) -> None:
        self.writes(session, mine, "activity", {"what": "Gå", "day": {"day": "2026-12-02"}})

        (piece,) = part(session, mine, "tool-activity").pieces

        assert piece.for_day == date(2026, 12, 2)

    def test_leaves_out_what_was_removed(self, session: Session, mine: Mine) -> None:
        wanted = self.writes(session, mine, "chain", {"event": "Bort"})
        removed.remove(session, mine=mine, wanted=wanted, now=NOW)

        assert workbook(session, mine, NOW).parts == ()

    def writes(self, session: Session, mine: Mine, tool: str, values: Json, *, days: int = 0):  # type: ignore[no-untyped-def]
        wanted = uuid4()
        entries.save_entry(
            session, mine=mine, tool=mine.programme.tools[tool], wanted=wanted, values=values,
            page=Page(str(wanted), 0), now=NOW + timedelta(days=days),
        )  # fmt: skip
        return wanted


class TestAQuestionnaire:
    def test_tells_its_sum_in_words_and_every_answer(self, session: Session, mine: Mine) -> None:
        Window(session, mine, "how").sends({"phq": {"items": {str(n): 1 for n in range(1, 10)}}})

        found = part(session, mine, "questionnaires")

        assert said(found)[:2] == [("Total", "9 of 27"), ("In words", "milde plager")]
        assert len(said(found)) == 11
        assert found.pieces[0].heading == "PHQ-9"

    def test_can_be_changed_where_it_was_filled_in_last(self, session: Session, mine: Mine) -> None:
        for days in (0, 20):
            answers = {"items": {str(n): 1 + days // 20 for n in range(1, 10)}}
            Window(session, mine, "how").sends({"phq": answers}, now=NOW + timedelta(days=days))

        newest, oldest = part(session, mine, "questionnaires").pieces

        assert (newest.spot, oldest.spot) == (Spot("first", "how", 1), None)
        assert newest.on == oldest.on + timedelta(days=20)

    def test_begun_is_told_without_a_sum(self, session: Session, mine: Mine) -> None:
        Window(session, mine, "how").sends({"phq": {"items": {"1": 2}}})

        (piece,) = part(session, mine, "questionnaires").pieces

        assert [in_english(line.words) for line in piece.lines] == ["Mer enn halvparten av dagene"]
        assert piece.notes

    def test_of_an_instrument_that_is_gone_is_still_there(self, session: Session, mine: Mine) -> None:
        Window(session, mine, "how").sends({"phq": {"items": {str(n): 1 for n in range(1, 10)}}})
        less = replace(mine, programme=replace(mine.programme, instruments={}))

        (piece,) = part(session, less, "questionnaires").pieces

        assert piece.heading == "phq-9"
        assert piece.saved["items"]["9"] == 1


class TestACard:
    def test_stands_with_its_appointment_and_the_present_one_can_be_changed(
        self, session: Session, mine: Mine
    ) -> None:
        card(session, mine, text="Det gamle", tool="chain", date=DAY.isoformat())
        appointment = cards.card_now(session, mine, DAY).appointment_id
        assert appointment
        appointments.met(session, mine=mine, appointment_id=appointment, now=NOW)
        later = NOW + timedelta(days=1)
        Window(session, mine, "home").sends(
            {"card": {"text": "Det nye", "tool": None, "date": "2026-12-24", "show": False}}, now=later
        )

        found = workbook(session, mine, later).part("cards")
        assert found is not None

        words = [
            (piece.heading, piece.lines[0].words if piece.lines else "", piece.spot) for piece in found.pieces
        ]
        assert words == [
            ("Appointment", "", None),
            ("Bridge card", "Det nye", Spot()),
            ("Appointment", "", None),
            ("Bridge card", "Det gamle", None),
        ]
        assert [len(piece.notes) for piece in found.pieces] == [0, 0, 1, 1]  # they met, and it was shown

    def test_holds_what_was_useful_and_hard(self, session: Session, mine: Mine) -> None:
        helped = {"useful": ["chain"], "hard": [], "own": "Å skrive", "show_own": False}
        Window(session, mine, "home").sends({"helped": helped})

        (piece,) = part(session, mine, "cards").pieces

        assert [line.words for line in piece.lines] == ["Chain", "Å skrive"]
        assert piece.spot == Spot("first", "home", 1)

    def test_holds_what_waits_for_a_choice(self, session: Session, mine: Mine) -> None:
        page = Page("one", 0)
        cards.save_card(session, mine=mine, module="first", values={"text": "Den ene"}, page=page, now=NOW)
        page = Page("two", 0)
        cards.save_card(session, mine=mine, module="first", values={"text": "Den andre"}, page=page, now=NOW)

        stands, waits = part(session, mine, "cards").pieces

        assert [one.lines[0].words for one in (stands, waits)] == ["Den ene", "Den andre"]
        assert waits.notes == (NOT_CHOSEN,)
