"""A planner: cards with a form each, asked for once begun, and one of them where the step needs it."""

from datetime import date
from typing import Any

import pytest
from werkzeug.datastructures import MultiDict
from wtforms.form import BaseForm

from exercises.examples import options
from selfhelp.exercises.day import Day
from selfhelp.exercises.exercise import Shelf, field_name
from selfhelp.exercises.planner import FILL_IN_ONE, Planner
from selfhelp.exercises.text import WRITE_A_WORD, Text
from selfhelp.exercises.tool import Tool
from selfhelp.exercises.words import Words

TODAY = date(2026, 11, 28)
WALK = Tool(
    id="walk",
    title="A walk",
    blocks=(
        Text(id="where", required=True, text=Words((), "Where?")),
        Day(id="day", options=options("morning")),
        Text(id="how", phase="after"),
    ),
)


def planner(need: int = 0) -> Planner:
    return Planner(id="plans", tool_id="walk", need=need, number_of_cards=2).placed(
        Shelf(tools={"walk": WALK})
    )


def told(*sent: tuple[str, str], need: int = 0) -> dict[str, str]:
    """What is to put right, by key."""
    block = planner(need)
    fields: dict[str, Any] = {field_name("plans", key): one for key, one in block.fields().items()}
    form = BaseForm(fields)
    form.process(MultiDict([(field_name("plans", key), value) for key, value in sent]))
    form.validate()
    wrong = {
        name.removeprefix("q.plans."): str(one.errors[0]) for name, one in form._fields.items() if one.errors
    }
    data = {name.removeprefix("q.plans."): value for name, value in form.data.items()}
    return wrong | {key: str(said) for key, said in block.refused(data, kept=None, today=TODAY).items()}


class TestNeed:
    def test_lets_all_cards_stay_empty_where_nothing_is_needed(self) -> None:
        assert told() == {}

    def test_asks_for_one_card_and_for_any(self) -> None:
        assert told(need=1) == {"1.where": FILL_IN_ONE}
        assert told(("2.where", "The bridge"), need=1) == {}

    @pytest.mark.parametrize("need", [0, 1])
    def test_asks_of_each_card_by_itself_what_the_tool_requires(self, need: int) -> None:
        sent = (("1.where", "The bridge"), ("2.day.day", "2026-12-02"))

        assert told(*sent, need=need) == {"2.where": WRITE_A_WORD}

    def test_refuses_a_day_on_the_card_it_stands_on(self) -> None:
        assert told(("2.where", "The bridge"), ("2.day.day", "2027-12-02")).keys() == {"2.day.day"}


class TestTold:
    def test_tells_the_cards_apart(self) -> None:
        told = planner().told({"2": {"where": "The bridge"}})

        assert [words for _, words in told] == ["", "", "", "The bridge", "", ""]
        assert [asked[:2] for asked, _ in told] == ["1.", "1.", "1.", "2.", "2.", "2."]

    def test_names_the_card_of_a_field(self) -> None:
        assert planner().asked_in("2.day.part").startswith("2. ")


def test_the_answers_of_a_card_are_named_by_its_turn() -> None:
    value = {"2": {"where": "The bridge"}}

    assert planner().answer_to(value, "1-where") == "The bridge"
    assert planner().answer_to(value, "2-where") is None
    assert planner().answer_to(value, "nonsense") is None
    assert planner().block_of("1-where") == WALK.blocks[0]
    assert planner().block_of("count") is None
