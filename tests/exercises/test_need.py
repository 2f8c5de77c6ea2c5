"""A tool's form inside a step: asked for, or free to stay empty until it is begun."""

from typing import Any

import pytest
from werkzeug.datastructures import MultiDict
from wtforms.form import BaseForm

from exercises.examples import options
from selfhelp.exercises.choice import CHOOSE_ONE, Choice
from selfhelp.exercises.entry_maker import ToolBlock
from selfhelp.exercises.exercise import field_name
from selfhelp.exercises.scale import Scale
from selfhelp.exercises.strengths import Strengths
from selfhelp.exercises.text import WRITE_A_WORD, Text
from selfhelp.exercises.tool import Tool

CHAIN = Tool(
    id="chain",
    title="The chain",
    blocks=(
        Text(id="event", required=True),
        Text(id="thought"),
        Choice(id="when", options=options("day", "night"), required=True),
        Strengths(id="feelings", options=options("sad", "glad")),
        Scale(id="how-much"),
    ),
)
ASKED = {"event": WRITE_A_WORD, "when": CHOOSE_ONE}


def told(need: int, *sent: tuple[str, str]) -> dict[str, str]:
    """What is to put right in the form, by key."""
    block = ToolBlock(id="own", tool_id="chain", of=CHAIN, need=need)
    fields: dict[str, Any] = {field_name("own", key): one for key, one in block.fields().items()}
    form = BaseForm(fields)
    form.process(MultiDict([(field_name("own", key), value) for key, value in sent]))
    form.validate()
    return {
        name.removeprefix("q.own."): str(one.errors[0]) for name, one in form._fields.items() if one.errors
    }


@pytest.mark.parametrize("sent", [(), (("event", ""), ("thought", "  "), ("how-much", ""))])
class TestAnEmptyForm:
    def test_is_told_where_the_step_asks_for_an_entry(self, sent: tuple[tuple[str, str], ...]) -> None:
        assert told(1, *sent) == ASKED

    def test_is_fine_where_it_is_optional(self, sent: tuple[tuple[str, str], ...]) -> None:
        assert told(0, *sent) == {}


@pytest.mark.parametrize("need", [0, 1])
class TestABegunForm:
    @pytest.mark.parametrize(
        "sent", [("thought", "I am no good"), ("feelings", "sad"), ("feelings.glad", "3"), ("how-much", "0")]
    )
    def test_is_asked_for_what_the_tool_requires(self, need: int, sent: tuple[str, str]) -> None:
        assert told(need, sent) == ASKED

    def test_is_asked_only_for_what_is_missing(self, need: int) -> None:
        assert told(need, ("event", "Nora did not answer")) == {"when": CHOOSE_ONE}
        assert told(need, ("when", "night")) == {"event": WRITE_A_WORD}
        assert told(need, ("event", "Nora did not answer"), ("when", "night")) == {}

    def test_is_asked_where_what_was_typed_cannot_be_read(self, need: int) -> None:
        assert told(need, ("how-much", "a lot")).keys() == {*ASKED, "how-much"}

    def test_refuses_what_was_not_offered(self, need: int) -> None:
        assert told(need, ("event", "Nora"), ("when", "noon")).keys() == {"when"}


class TestWhatTheStepKnows:
    BLOCK = ToolBlock(id="own", tool_id="chain", of=CHAIN, need=1, given=("when", "night"))

    def test_is_not_asked(self) -> None:
        assert "when" not in self.BLOCK.fields()
        assert self.BLOCK.given_in_words == CHAIN.asking[2].words_of("night")

    def test_is_kept_with_the_entry(self) -> None:
        assert self.BLOCK.value({"event": "Late"}) == {"event": "Late", "when": "night"}

    def test_makes_no_entry_by_itself(self) -> None:
        assert self.BLOCK.value({"event": None, "how-much": None}) is None
