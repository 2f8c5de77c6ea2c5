"""What each kind says: in words, in numbers, as feedback, and about mistakes in its own block."""

import pytest

from exercises.examples import CHAIN, EXAMPLES, RATED, options, questionnaire, words
from selfhelp.exercises.card import Card
from selfhelp.exercises.chart import Chart
from selfhelp.exercises.check import Check
from selfhelp.exercises.choice import Choice
from selfhelp.exercises.choices import Choices
from selfhelp.exercises.conditions import Condition, Term
from selfhelp.exercises.entry_maker import ToolBlock
from selfhelp.exercises.exercise import Exercise, Shelf
from selfhelp.exercises.home_practice import HomePractice, Wanted
from selfhelp.exercises.instrument import Instrument
from selfhelp.exercises.kinds import KINDS
from selfhelp.exercises.practice import Practice
from selfhelp.exercises.quiz import Quiz
from selfhelp.exercises.scale import Scale
from selfhelp.exercises.sort import Sort
from selfhelp.exercises.text import Text
from selfhelp.exercises.tool import Tool
from selfhelp.exercises.words import Json, Ref


@pytest.mark.parametrize(
    ("kind", "value", "said"),
    [
        ("choice", "a", "A"),
        ("choice", "gone", "gone"),
        ("choices", ["a", "b"], "A, B"),
        ("scale", 0, "0"),
        ("text", "hei", "hei"),
        ("strengths", {"sad": 70, "glad": None}, "SAD 70, GLAD"),
        ("sort", {"c1": "g", "c2": "h"}, "C1: G; C2: H"),
        ("check", {"a": 1, "c": 1}, "A, C"),
        ("plan", {"what": "gå.", "when": "nå"}, "WHAT gå, WHEN nå"),
        ("day", {"day": "2026-12-02", "part": "morning"}, "Wednesday 2 December, mORNING"),
        ("day", {"day": "2026-12-02"}, "Wednesday 2 December"),
        ("day", {"part": "evening"}, "EVENING"),
        ("home-practice", {"choice": "main", "day": "mandag"}, "MAIN"),
        ("home-practice", {"day": "mandag"}, ""),
        ("useful", {"useful": ["one"], "hard": [], "own": None, "show_own": False}, "ONE"),
        ("card", {"text": "Jeg gikk.", "tool": None, "show": True, "date": None}, "Jeg gikk."),
        ("tool", {"event": "Naboen gikk forbi."}, "Naboen gikk forbi."),
        ("tool", {"plan": {"what": "gå"}}, "WHAT gå"),
        ("planner", {"1": {"event": "Gå."}, "2": {"plan": {"what": "se"}}}, "Gå.; WHAT se"),
    ],
)
def test_in_words(kind: str, value: Json, said: str) -> None:
    assert EXAMPLES[kind].in_words(value) == said


@pytest.mark.parametrize(
    ("exercise", "value", "numbers"),
    [
        (EXAMPLES["choices"], ["a", "b"], {"count": 2}),
        (EXAMPLES["choices"], ["none"], {"count": 0}),
        (EXAMPLES["strengths"], {"sad": 30, "glad": 70}, {"count": 2, "strongest": "glad"}),
        (EXAMPLES["strengths"], {"sad": None}, {"count": 1}),
        (EXAMPLES["quiz"], "a", {"right": "yes"}),
        (EXAMPLES["quiz"], "b", {"right": "no"}),
        (EXAMPLES["sort"], {"c1": "h", "c2": "h"}, {"right": 1}),
        (EXAMPLES["check"], {"a": 1, "c": 1}, {"count": 2, "sum": 2, "top": "body", "also": None}),
        (EXAMPLES["check"], {"a": 1, "b": 1}, {"count": 2, "sum": 2, "top": None, "also": ["body", "mood"]}),
        (EXAMPLES["planner"], {"2": {"event": "Gå"}}, {"count": 1}),
        (RATED, {"a": 0, "b": 3}, {"count": 1, "sum": 3, "top": None, "also": None}),
    ],
)
def test_numbers(exercise: Exercise, value: Json, numbers: dict[str, Json]) -> None:
    assert exercise.numbers(value) == numbers


@pytest.mark.parametrize(
    ("ratings", "top", "also"),
    [
        ({"a": 3, "b": 2, "c": 1}, "A", ["B"]),  # first and second
        ({"a": 3, "b": 1, "c": 1}, "A", None),  # two share the second place
        ({"a": 2, "b": 3, "c": 3}, None, ["B", "C"]),  # two share the first
        ({"a": 2, "b": 2, "c": 2}, None, None),  # nothing stands out
        ({"a": 0, "b": 2}, "B", None),
        ({"a": 0, "b": 0, "c": 0}, None, None),
    ],
)
def test_a_check_names_the_two_highest_groups(
    ratings: dict[str, int], top: str | None, also: list[str] | None
) -> None:
    check = Check(id="x", options=options("a", "b", "c", notes={i: i.upper() for i in "abc"}), ends=(0, 3))
    numbers = check.numbers(ratings)

    assert (numbers["top"], numbers["also"]) == (top, also)


def test_a_rated_check_reads_back_with_its_numbers() -> None:
    assert RATED.in_words({"a": 0, "b": 3}) == "A 0, B 3"
    assert list(RATED.steps) == [0, 1, 2, 3]
    assert list(Check(id="x").steps) == []


def test_a_check_has_a_field_for_all_ticks_or_one_for_each_number() -> None:
    assert set(EXAMPLES["check"].fields()) == {""}
    assert set(RATED.fields()) == {"a", "b"}


def test_the_option_that_excludes_others_gives_way() -> None:
    assert EXAMPLES["choices"].value({"": ["none", "a"]}) == ["a"]
    assert EXAMPLES["choices"].value({"": ["none"]}) == ["none"]


def test_feedback() -> None:
    assert [f.source for f in EXAMPLES["quiz"].feedback("b")] == ["about b"] * bool(
        EXAMPLES["quiz"].options[1].feedback
    )
    assert EXAMPLES["choice"].feedback("gone") == ()
    assert EXAMPLES["choices"].feedback(["a"]) == ()
    assert EXAMPLES["sort"].feedback({"c1": "g"}) == ()


@pytest.mark.parametrize(
    ("exercise", "said"),
    [
        (Choice(id="x", follows="ida"), '"follows" knows only the word "character".'),
        (
            Choices(id="x", none="no", options=options("any")),
            '"none: no" names no option of this block. Use one of: any.',
        ),
        (Quiz(id="x", options=options("a")), "No option is marked right. Write one as  - (id: right) words"),
        (Sort(id="x", options=options("g")), "Write at least two groups first, each as  - (id) words"),
        (
            Sort(id="x", options=options("g", "h", "c", notes={"c": "i"})),
            'The card "c" belongs to no group of this block. Write  - (c: g) words',
        ),
        (Text(id="x", longest=5000), '"max" can be 4000 at most.'),
        (
            HomePractice(id="x", options=options("a", notes={"a": "²"})),
            '"²" is not a number of entries. Write  - (a: 3) words,  - (a: small-thing 2) words  or  '
            "- (a: 2 or experiment 1) words",
        ),
        (
            Practice(id="x", options=options("a", "b", notes={"a": "20", "b": "0"})),
            '"0" is no number of seconds. Write  - (b: 20) words',
        ),
    ],
)
def test_problems(exercise: Exercise, said: str) -> None:
    assert exercise.problems() == [said]


@pytest.mark.parametrize("kind", EXAMPLES)
def test_the_examples_have_no_problem(kind: str) -> None:
    assert EXAMPLES[kind].problems() == []


def test_a_short_scale_is_a_row_and_a_long_one_a_box() -> None:
    assert Scale(id="x").is_row
    assert not Scale(id="x", ends=(0, 100)).is_row


class TestHomePractice:
    block = HomePractice(
        id="x",
        tool_id="chain",
        options=options(
            "main", "small", "also", notes={"main": "3 or test 1", "small": "1", "also": "walk 2"}
        ),
    )

    def test_wants_what_was_chosen_and_what_goes_with_it(self) -> None:
        chosen = self.block.wanted({"choice": "small"})

        assert [wanted for _, wanted in chosen] == [(Wanted("chain", 1),), (Wanted("walk", 2),)]
        assert [option.id for option, _ in chosen] == ["small", "also"]
        assert self.block.wanted({"day": "mandag"}) == ()
        assert self.block.wanted(None) == ()

    def test_wants_one_of_several_where_the_author_says_so(self) -> None:
        practice, _ = self.block.wanted({"choice": "main"})

        assert practice[1] == (Wanted("chain", 3), Wanted("test", 1))

    @pytest.mark.parametrize("note", ["0", "3 or", "or test 1", "3 test", "3 or 1", "test", "3 or test"])
    def test_names_a_note_that_says_no_number(self, note: str) -> None:
        assert len(HomePractice(id="x", options=options("a", notes={"a": note})).problems()) == 1

    def test_offers_the_versions_alone(self) -> None:
        assert [option.id for option in self.block.offered] == ["main", "small"]

    def test_names_the_tool_that_is_missing(self) -> None:
        for missing in ("walk", "test"):
            there = {"chain": CHAIN, "walk": CHAIN, "test": CHAIN}
            with pytest.raises(KeyError, match=missing):
                self.block.placed(Shelf(tools={name: one for name, one in there.items() if name != missing}))
        assert self.block.placed(Shelf(tools={"chain": CHAIN, "walk": CHAIN, "test": CHAIN})).of is CHAIN


class TestPlaced:
    def test_an_instrument_without_difficulty_asks_for_its_items_alone(self) -> None:
        gad = questionnaire(items=7, safety_item="", difficulty=False)
        assert set(Instrument(id="x", of=gad).fields()) == {str(n) for n in range(1, 8)}

    def test_a_chart_needs_its_instrument(self) -> None:
        with pytest.raises(KeyError, match="phq-9"):
            Chart(id="x", of="phq-9").placed(Shelf())

    def test_a_tool_block_takes_its_tool(self) -> None:
        block = ToolBlock(id="x", tool_id="chain").placed(Shelf(tools={"chain": CHAIN}))
        assert block.tool is CHAIN
        assert (block.title.id, block.title.plain) == ("chain", "The chain")

    def test_a_tool_block_is_of_no_use_before(self) -> None:
        with pytest.raises(LookupError):
            _ = ToolBlock(id="x").tool

    def test_a_card_offers_the_tools_a_doctor_may_hear_of(self) -> None:
        secret = Tool(id="plan", title="Plan", gp="nothing")
        card = Card(id="x").placed(Shelf(tools={"chain": CHAIN, "plan": secret}))
        assert card.offered == ("chain",)

    def test_any_other_kind_is_as_it_was(self) -> None:
        assert Text(id="x").placed(Shelf()) == Text(id="x")


class TestTool:
    def test_shows_what_comes_after_only_for_an_entry(self) -> None:
        assert [block.id for block in CHAIN.shown(None)] == ["event", "feelings", "plan"]
        assert [block.id for block in CHAIN.shown({})] == ["event", "feelings", "plan", "now"]

    def test_reads_its_own_entry_in_conditions(self) -> None:
        look = CHAIN.lookup({"event": "x", "feelings": {"sad": 70}})
        assert look(Ref("event")) == "x"
        assert look(Ref("feelings", "count")) == 1
        assert look(Ref("plan")) is None
        assert look(Ref("gone")) is None

    def test_hides_a_block_whose_condition_does_not_hold(self) -> None:
        why = Text(id="why", when=Condition((Term(Ref("event"), "answered"),)))
        tool = Tool(id="t", title="T", blocks=(Text(id="event"), why))
        assert [block.id for block in tool.shown({})] == ["event"]
        assert [block.id for block in tool.shown({"event": "x"})] == ["event", "why"]

    def test_has_no_words_for_an_empty_entry(self) -> None:
        assert CHAIN.in_words({}) == ""


def test_kinds_that_only_show_ask_nothing() -> None:
    shown = [kind for kind in KINDS.values() if not kind.asks]

    assert {kind.kind for kind in shown} == {
        "recall",
        "say",
        "note",
        "picture",
        "audio",
        "chart",
        "practice",
        "page",
    }
    assert all(kind(id="x").fields() == {} and kind(id="x").value({}) is None for kind in shown)


def test_a_copy_with_other_words() -> None:
    assert Text(id="x").with_words_from(text=words("y")).text.source == "y"
