"""A programme before and after its author gives exercises other ids, with `was:`. Nothing is lost."""

import dataclasses
from collections.abc import Callable
from uuid import uuid4

import pytest
from databases import NOW
from hypothesis import given
from hypothesis import strategies as st
from people import Gp
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from care.on_the_page import answered
from care.small_programme import PROGRAMME, when
from care.test_gp_levels import with_modules
from care.test_readings import items
from care.windows import Window
from selfhelp.care import answers, entries, readings, sharing
from selfhelp.care.follow_up import FollowUp, follow_up
from selfhelp.care.mine import Mine
from selfhelp.care.practice import Line, practice_now
from selfhelp.care.renamed import stored_ids
from selfhelp.care.step_saving import forget_hidden
from selfhelp.care.windows import Page
from selfhelp.content.model import Module, Programme, Step
from selfhelp.exercises.entry_maker import ToolBlock
from selfhelp.exercises.exercise import Exercise
from selfhelp.exercises.instrument import Instrument
from selfhelp.records.course import Entry, Reading

NEW = {
    "thought": "first-thought",
    "mood": "mood-now",
    "own-chain": "my-chain",
    "phq": "how-heavy",
    "practice": "at-home",
    "event": "situation",
}
CHAIN = {"event": "Nora svarte ikke", "thought": "Hun liker meg ikke"}
SAME_CHAIN = {"situation": "Nora svarte ikke", "first-thought": "Hun liker meg ikke"}


def changed(programme: Programme, change: Callable[[Exercise], Exercise]) -> Programme:
    """The programme after its author has gone through its exercises."""

    def of_module(module: Module) -> Module:
        steps = (dataclasses.replace(step, parts=tuple(map(change, step.exercises))) for step in module.steps)
        return dataclasses.replace(module, steps=tuple(steps))

    return with_modules(programme, map(of_module, programme.modules.values()))


def renamed(programme: Programme) -> Programme:
    """The programme after some exercises, and two blocks of a tool, have got other ids."""
    tools = {
        name: dataclasses.replace(tool, blocks=tuple(map(_with_new_id, tool.blocks)))
        for name, tool in programme.tools.items()
    }

    def new(exercise: Exercise) -> Exercise:
        if isinstance(exercise, ToolBlock):
            exercise = exercise.with_words_from(of=tools[exercise.tool_id])
        return _with_new_id(exercise)

    return changed(dataclasses.replace(programme, tools=tools), new)


def _with_new_id(exercise: Exercise) -> Exercise:
    if exercise.when == when("thought", "answered"):
        return exercise.with_words_from(when=when("first-thought", "answered"))
    if exercise.id not in NEW:
        return exercise
    return exercise.with_words_from(id=NEW[exercise.id], was=(*exercise.was, exercise.id))


@pytest.fixture
def later(mine: Mine) -> Mine:
    """The same patient, after the renaming."""
    return dataclasses.replace(mine, programme=renamed(mine.programme))


def page(session: Session, mine: Mine, gp: Gp) -> FollowUp:
    link = sharing.link_for_gp(session, gp_id=gp.id, enrolment_id=mine.enrolment_id)
    assert link is not None
    return follow_up(session, mine=mine, link=link, note="", now=NOW)


class TestAnAnswer:
    def test_is_found_under_the_new_id(self, session: Session, mine: Mine, later: Mine) -> None:
        Window(session, mine, "thoughts").sends({"thought": "Alle så på meg", "mood": 0})

        assert Window(session, later, "thoughts").sees().kept.values == {
            "first-thought": "Alle så på meg",
            "mood-now": 0,
        }

    def test_shows_the_block_that_asks_for_it(self, session: Session, mine: Mine, later: Mine) -> None:
        Window(session, mine, "thoughts").sends({"thought": "Alle så på meg", "more": "Og de lo"})

        seen = Window(session, later, "thoughts").sees()
        assert [e.id for e in seen.step.asking if seen.scope.shows(e)][-1] == "more"

        forget_hidden(session, mine=later, module=later.programme.modules["first"], now=NOW)
        assert Window(session, later, "thoughts").value("more") == "Og de lo"

    def test_is_shown_to_the_doctor_as_far_as_before(
        self, session: Session, mine: Mine, later: Mine, gp: Gp
    ) -> None:
        Window(session, mine, "thoughts").sends(
            {"thought": "Alle så på meg", "mood": 4, "more": "Og de lo"}, shown={"thought"}
        )

        shown = (("Hva tenker du?", "Alle så på meg"), ("Hvor er du?", "4 of 10"))
        assert answered(page(session, mine, gp)) == answered(page(session, later, gp)) == shown

    def test_is_replaced_and_taken_back_for_good(self, session: Session, mine: Mine, later: Mine) -> None:
        Window(session, mine, "thoughts").sends({"thought": "Alle så på meg", "mood": 4}, shown={"thought"})
        Window(session, later, "thoughts").sends({"first-thought": None, "mood-now": 5})

        for whose in (mine, later):
            assert Window(session, whose, "thoughts").sees().kept.values == {"mood-now": 5}

    def test_of_another_window_can_still_be_chosen(self, session: Session, mine: Mine, later: Mine) -> None:
        phone, desk = Window(session, mine, "thoughts"), Window(session, mine, "thoughts")
        phone.sends({"thought": "På telefonen"})
        desk.sends({"thought": "På pc-en"})

        assert Window(session, later, "thoughts").sees().kept.others == {
            desk.key: {"first-thought": "På pc-en"}
        }

    def test_is_found_after_several_renamings(self, session: Session, mine: Mine) -> None:
        Window(session, mine, "thoughts").sends({"thought": "Alle så på meg"})
        thought = PROGRAMME.modules["first"].asking["thought"]
        again = thought.with_words_from(id="newest", was=("thought", "first-thought"))
        module = dataclasses.replace(
            PROGRAMME.modules["first"], steps=(Step(id="thoughts", title="Tanker", parts=(again,)),)
        )
        last = dataclasses.replace(mine, programme=with_modules(PROGRAMME, [module]))

        assert Window(session, last, "thoughts").value("newest") == "Alle så på meg"


class TestAnEntry:
    def test_keeps_its_place(self, session: Session, mine: Mine, later: Mine) -> None:
        Window(session, mine, "chain").sends({"own-chain": CHAIN})
        window = Window(session, later, "chain")
        assert window.value("my-chain") == SAME_CHAIN

        window.sends({"my-chain": {"situation": "Nora svarte"}})

        assert window.value("my-chain") == {"situation": "Nora svarte"}
        assert session.scalar(select(func.count()).select_from(Entry)) == 1

    def test_of_another_window_can_still_be_chosen(self, session: Session, mine: Mine, later: Mine) -> None:
        wanted = uuid4()
        for key in ("phone", "desk"):
            entries.save_entry(
                session,
                mine=mine,
                tool=mine.programme.tools["chain"],
                wanted=wanted,
                values={"event": key},
                page=Page(key, 0),
                now=NOW,
            )

        entry = entries.entry(session, later, wanted)

        assert entry is not None
        assert (entry.values, entry.others) == ({"situation": "phone"}, {"desk": {"situation": "desk"}})


class TestAReading:
    def test_keeps_its_place(self, session: Session, mine: Mine, later: Mine) -> None:
        Window(session, mine, "how").sends({"phq": {"items": {"1": 1}}})
        window = Window(session, later, "how")
        assert window.value("how-heavy") == {"items": {"1": 1}}

        window.sends({"how-heavy": {"items": items(12)}})

        (taken,) = readings.readings_of(session, later)["phq-9"]
        assert (taken.score.sum, taken.finished) == (12, True)
        assert session.scalar(select(func.count()).select_from(Reading)) == 1

    def test_stays_from_the_doctor_once_the_author_closes_it(
        self, session: Session, mine: Mine, later: Mine, gp: Gp
    ) -> None:
        Window(session, mine, "how").sends({"phq": {"items": items(12)}})
        assert page(session, later, gp).scores

        shut = dataclasses.replace(later, programme=changed(later.programme, _closed))
        assert page(session, shut, gp).scores == ()


def _closed(exercise: Exercise) -> Exercise:
    return exercise.with_words_from(gp="nothing") if isinstance(exercise, Instrument) else exercise


class TestAHomePractice:
    def test_goes_on_counting(self, session: Session, mine: Mine, later: Mine) -> None:
        Window(session, mine, "home").sends({"practice": {"choice": "main"}})
        Window(session, later, "chain").sends({"my-chain": {"situation": "Nora svarte ikke"}})
        kept = answers.answers_in(session, later, ["first"])

        now = practice_now(session, later, later.programme.modules["first"], kept)

        assert now is not None
        assert now.lines[0] == Line("Tre kjeder", "chain", 1, 3)


class TestStoredIds:
    @pytest.mark.parametrize(
        ("stored", "found"),
        [
            ([], {}),
            (["other"], {"other": "other"}),
            (["oldest"], {"now": "oldest"}),
            (["oldest", "older"], {"now": "older"}),
            (["now", "older", "oldest"], {"now": "now"}),
        ],
    )
    def test_the_newest_of_several_counts(self, stored: list[str], found: dict[str, str]) -> None:
        assert stored_ids(stored, {"oldest": "now", "older": "now"}) == found

    @given(st.lists(st.sampled_from(["a", "b", "c", "d"]), unique=True))
    def test_keeps_one_for_each_exercise(self, stored: list[str]) -> None:
        found = stored_ids(stored, {"a": "c", "b": "c"})

        assert set(found) == {{"a": "c", "b": "c"}.get(one, one) for one in stored}
        assert set(found.values()) <= set(stored)
