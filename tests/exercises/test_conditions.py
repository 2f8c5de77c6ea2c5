"""When a block is shown: truth tables, and what is missing makes every comparison false."""

import pytest

from selfhelp.content.condition_text import columns_of, read_condition
from selfhelp.exercises.conditions import holds
from selfhelp.exercises.words import Json, Ref

ANSWERS: dict[str, Json] = {
    "night": "night",
    "traps": ["reading", "labels"],
    "rated": {"sad": 0, "glad": 7},
    "seven": 7,
    "nought": 0,
    "half": 6.5,
    "yes": True,
    "chain.thought": "they do not like me",
}


def lookup(ref: Ref) -> Json:
    return ANSWERS.get(str(ref))


@pytest.mark.parametrize(
    ("condition", "shown"),
    [
        ("night is night", True),
        ("night is morning", False),
        ("night is not morning", True),
        ("night is not night", False),
        ("seven is 7", True),
        ("traps includes reading", True),
        ("traps includes fortune", False),
        ("traps lacks fortune", True),
        ("traps lacks reading", False),
        ("rated includes sad", True),
        ("rated lacks calm", True),
        ("night includes night", True),
        ("night lacks night", False),
        ("seven >= 7", True),
        ("seven > 7", False),
        ("seven <= 7", True),
        ("seven < 7", False),
        ("half > 6", True),
        ("half < 6.25", False),
        ("nought <= 0", True),
        ("nought answered", True),
        ("night >= 1", False),
        ("yes >= 1", False),
        ("chain.thought answered", True),
        ("chain.thought unanswered", False),
    ],
)
def test_comparisons(condition: str, shown: bool) -> None:  # noqa: FBT001
    assert holds(read_condition(condition), lookup) is shown


@pytest.mark.parametrize("comparison", ["is", "is not", "includes", "lacks", ">=", "<=", ">", "<"])
def test_every_comparison_with_a_missing_answer_is_false(comparison: str) -> None:
    assert not holds(read_condition(f"missing {comparison} 1"), lookup)


def test_only_the_missing_are_unanswered() -> None:
    assert holds(read_condition("missing unanswered"), lookup)
    assert not holds(read_condition("missing answered"), lookup)


@pytest.mark.parametrize(
    ("left", "right", "both", "either"),
    [
        ("seven > 1", "night is night", True, True),
        ("seven > 1", "night is day", False, True),
        ("seven > 9", "night is night", False, True),
        ("seven > 9", "night is day", False, False),
    ],
)
def test_and_or(left: str, right: str, both: bool, either: bool) -> None:  # noqa: FBT001
    assert holds(read_condition(f"{left} and {right}"), lookup) is both
    assert holds(read_condition(f"{left} or {right}"), lookup) is either


def test_no_condition_always_holds() -> None:
    assert holds(None, lookup)


@pytest.mark.parametrize(
    "text",
    [
        *(
            "",
            "and",
            "a",
            "a is",
            "a is not",
            "a answered b",
            "a >= b",
            "a >= -1",
            "a is b c",
            "A is b",
            "a.b.c is d",
        ),
        *(
            "a is b and",
            "a is b and c is d or e is f",
            "a == b",
            "a >= 1e9",
            "a >= ²",
            "a/b/c is d",
            "a is b or",
        ),
    ],
)
def test_anything_else_is_told_as_a_sentence(text: str) -> None:
    with pytest.raises(ValueError, match=r"\.|value$"):
        read_condition(text)


def test_columns_point_at_names_and_values() -> None:
    text = "a is b  and my-x.count >= 10 and c answered"

    found = [(_word(text, name), _word(text, value)) for name, value in columns_of(text)]

    assert found == [("a", "b"), ("my-x.count", "10"), ("c", "c")]


def test_columns_are_not_led_astray_by_a_value_that_begins_as_a_word() -> None:
    text = "a is not-done or b is  is-it"

    assert [_word(text, value) for _, value in columns_of(text)] == ["not-done", "is-it"]


def _word(text: str, at: int) -> str:
    return text[at:].split(" ", maxsplit=1)[0]
