"""How it goes: each number with the day it was given, questionnaires, goals then and now."""

import dataclasses
from datetime import timedelta

import pytest
from databases import NOW
from sqlalchemy.orm import Session

from care.small_programme import FIRST, PHQ, PROGRAMME, SECOND, options, when, words
from care.test_readings import items
from care.windows import Window
from selfhelp.care.days import day_of
from selfhelp.care.how_it_goes import Heavy, how_it_goes
from selfhelp.care.mine import Mine
from selfhelp.content.model import Curve, Goals, Step
from selfhelp.exercises.instrument import Instrument
from selfhelp.exercises.scale import Scale
from selfhelp.exercises.text import Text

TODAY, LATER = day_of(NOW), NOW + timedelta(days=30)
ASKED = Step(
    id="goals",
    title="Mål",
    parts=(
        Text(id="aim", text=words("Hva?")),
        Scale(id="aim-now", when=when("aim", "answered"), low="langt", high="nær"),
    ),
)
LAST = Step(
    id="back",
    title="Tilbake",
    parts=(
        Scale(id="mood", gp="trend", low="lavt", high="høyt"),
        Scale(id="aim-now", low="langt", high="nær"),
        Text(id="beside"),
        Instrument(id="phq-back", instrument_id="phq-9", of=PHQ),
    ),
)
PAIRS = tuple(dataclasses.replace(one, note="aim-now") for one in options("aim"))
GOING = dataclasses.replace(
    PROGRAMME,
    modules={
        **PROGRAMME.modules,
        FIRST.id: dataclasses.replace(FIRST, steps=(*FIRST.steps, ASKED)),
        SECOND.id: dataclasses.replace(SECOND, steps=(*SECOND.steps, LAST)),
    },
    curves={"mood": Curve("mood", "mood", "Humøret"), "phq": Curve("phq", "phq-9", "Skjemaet")},
    goals=Goals("Målene", pairs=PAIRS),
)


@pytest.fixture
def mine(mine: Mine) -> Mine:
    return dataclasses.replace(mine, programme=GOING)


class TestHowItGoes:
    def test_is_empty_before_anything_was_answered(self, session: Session, mine: Mine) -> None:
        assert how_it_goes(session, mine).is_empty

    def test_gives_each_number_with_the_day_it_was_given(self, session: Session, mine: Mine) -> None:
        Window(session, mine, "thoughts").sends({"mood": 0})
        Window(session, mine, "back", LATER).sends({"mood": 5})

        going = how_it_goes(session, mine)

        assert going.lines[0].numbers is not None
        found = [(given.value, given.on) for given in going.lines[0].numbers.given]
        assert found == [(0, TODAY), (5, day_of(LATER))]
        assert not going.is_empty

    def test_moves_no_day_when_the_rest_of_the_step_is_saved(self, session: Session, mine: Mine) -> None:
        Window(session, mine, "thoughts").sends({"mood": 3})
        Window(session, mine, "thoughts", LATER).sends({"mood": 3, "thought": "Alt er likt"})

        numbers = how_it_goes(session, mine).lines[0].numbers

        assert numbers is not None
        assert [given.on for given in numbers.given] == [TODAY]

        Window(session, mine, "thoughts", LATER).sends({"mood": 4})

        numbers = how_it_goes(session, mine).lines[0].numbers
        assert numbers is not None
        assert [given.on for given in numbers.given] == [day_of(LATER)]

    def test_puts_them_in_order_of_day_whatever_the_order_of_modules(
        self, session: Session, mine: Mine
    ) -> None:
        Window(session, mine, "back").sends({"mood": 5})
        Window(session, mine, "thoughts", LATER).sends({"mood": 2})

        numbers = how_it_goes(session, mine).lines[0].numbers

        assert numbers is not None
        assert [given.value for given in numbers.given] == [5, 2]

    def test_shows_a_goal_in_own_words_with_the_first_and_newest_number(
        self, session: Session, mine: Mine
    ) -> None:
        Window(session, mine, "goals").sends({"aim": "Gå en tur", "aim-now": 2})
        Window(session, mine, "back", LATER).sends({"aim-now": 6})

        (goal,) = how_it_goes(session, mine).goals

        assert (goal.title, goal.words.value, goal.words.on) == ("Aim", "Gå en tur", TODAY)
        assert goal.numbers is not None
        assert [given.value for given in goal.numbers.given] == [2, 6]

    def test_leaves_out_what_is_hidden(self, session: Session, mine: Mine) -> None:
        Window(session, mine, "goals").sends({"aim": "Gå en tur", "aim-now": 2})
        Window(session, mine, "goals").sends({"aim": None})

        assert how_it_goes(session, mine).goals == ()


class TestHeavy:
    def after(self, session: Session, mine: Mine, *sums: dict[str, int | str]) -> Heavy:
        made = (("how", "phq", NOW), ("back", "phq-back", LATER))
        for (step, exercise, at), answers in zip(made, sums, strict=False):
            Window(session, mine, step, at).sends({exercise: {"items": answers}})
        return how_it_goes(session, mine).lines[1].heavy

    def test_is_sure_from_twenty_on(self, session: Session, mine: Mine) -> None:
        assert self.after(session, mine, items(20)) == "sure"

    def test_is_not_said_below(self, session: Session, mine: Mine) -> None:
        assert self.after(session, mine, items(19)) == ""

    def test_may_be_so_where_open_questions_could_make_it_twenty(self, session: Session, mine: Mine) -> None:
        assert self.after(session, mine, items(15, refused=2)) == "maybe"

    def test_may_be_so_where_open_questions_could_hide_a_rise(self, session: Session, mine: Mine) -> None:
        assert self.after(session, mine, items(8), items(8, refused=2)) == "maybe"

    def test_is_left_to_the_words_for_worse_where_the_rise_is_sure(
        self, session: Session, mine: Mine
    ) -> None:
        assert self.after(session, mine, items(8), items(13)) == ""
