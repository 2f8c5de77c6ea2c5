"""Entries and worked examples as the views draw them."""

from exercises.examples import options
from selfhelp.exercises.choice import Choice
from selfhelp.exercises.choices import Choices
from selfhelp.exercises.scale import Scale
from selfhelp.exercises.strengths import Strengths
from selfhelp.exercises.text import Text
from selfhelp.exercises.tool import Example, Tool
from selfhelp.exercises.tool_rows import Rung

GOAL, LOW, HIGH = Text(id="goal", required=True), Text(id="rung-1"), Text(id="rung-2")
DONE = Choices(id="done", phase="after", options=options("r1", "r2"))
STAIRS = Tool(id="stairs", title="Stairs", blocks=(GOAL, LOW, HIGH, DONE))
CONTACT = Tool(
    id="contact",
    title="Contact",
    blocks=(
        Text(id="who"),
        Choice(id="rung", options=options("call", "meet")),
        Choice(id="done", phase="after", not_done="no", options=options("yes", "no")),
    ),
)


class TestRows:
    def test_leave_open_what_was_not_answered(self) -> None:
        rows = STAIRS.rows({"goal": "Synge", "done": ["r1"]})

        assert [(row.block.id, row.words) for row in rows][:3] == [
            ("goal", "Synge"), ("rung-1", ""), ("rung-2", ""),
        ]  # fmt: skip

    def test_of_an_example_know_what_its_words_stand_for(self) -> None:
        tool = Tool(
            id="t",
            title="T",
            blocks=(
                Choice(id="one", options=options("a", "b")),
                Choices(id="some", options=options("a", "b")),
                Scale(id="number"),
                Strengths(id="feelings", options=options("sad")),
                Text(id="open"),
            ),
        )
        example = Example("ida", {"one": "B", "some": "A, B", "number": "7"}, {"feelings": {"sad": 70}})

        rows = tool.example_rows(example)

        assert [row.value for row in rows] == ["b", ["a", "b"], 7, {"sad": 70}, None]
        assert [row.words for row in rows] == ["B", "A, B", "7", "SAD 70", ""]


class TestRungs:
    def test_are_the_texts_and_those_ticked_are_done(self) -> None:
        entry = {"goal": "Synge", "rung-1": "Høre", "rung-2": "Øve", "done": ["r2"]}

        rungs, rest = STAIRS.rungs(STAIRS.rows(entry))

        assert rungs == (Rung("Høre", "open"), Rung("Øve", "done"))
        assert [row.block.id for row in rest] == ["goal"]

    def test_keep_their_ticks_when_a_rung_below_is_left_open(self) -> None:
        rungs, _ = STAIRS.rungs(STAIRS.rows({"goal": "Synge", "rung-2": "Øve", "done": ["r2"]}))

        assert rungs == (Rung("Øve", "done"),)

    def test_are_the_options_of_a_choice_and_the_chosen_one_is_marked(self) -> None:
        planned = CONTACT.rungs(CONTACT.rows({"who": "Kari", "rung": "meet"}))[0]
        done = CONTACT.rungs(CONTACT.rows({"who": "Kari", "rung": "meet", "done": "yes"}))[0]
        nothing = CONTACT.rungs(CONTACT.rows({"who": "Kari", "rung": "meet", "done": "no"}))[0]

        assert [rung.state for rung in planned] == ["open", "chosen"]
        assert [rung.state for rung in done] == ["open", "done"]
        assert [rung.state for rung in nothing] == ["open", "chosen"]


class TestCompared:
    def test_puts_both_numbers_side_by_side_also_where_one_is_missing(self) -> None:
        tool = Tool(
            id="t",
            title="T",
            blocks=(Text(id="what"), Scale(id="guess"), Scale(id="felt", short="Glede", compares="guess")),
        )

        rest, compared = tool.compared(tool.rows({"what": "Gå", "guess": 0}))

        assert ([row.block.id for row in rest], compared) == (["what"], (("Glede", "0", ""),))
        assert tool.compared(tool.rows({"what": "Gå"}))[1] == ()
