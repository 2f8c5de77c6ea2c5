"""The form fields: what they hand on, and what they refuse, in which words."""

from typing import Any

import pytest
from werkzeug.datastructures import MultiDict
from wtforms.form import BaseForm

from selfhelp.exercises import fields
from selfhelp.exercises.words import Message

NEEDED = Message("Write something.")


def sent(field: Any, *values: str) -> tuple[Any, list[str]]:
    """Return what a field makes of what was sent, and what it complains of."""
    form = BaseForm({"x": field})
    form.process(MultiDict([("x", value) for value in values]))
    form.validate()
    return form["x"].data, [str(error) for error in form["x"].errors]


class TestText:
    def test_hands_on_the_words_without_spaces_around(self) -> None:
        assert sent(fields.text(), "  ett\r\nto  ") == ("ett\nto", [])

    @pytest.mark.parametrize("typed", ["", "   ", "\n"])
    def test_hands_on_none_for_nothing(self, typed: str) -> None:
        assert sent(fields.text(), typed) == (None, [])

    def test_asks_for_words_where_they_are_required(self) -> None:
        assert sent(fields.text(required=NEEDED), " ")[1] == ["Write something."]
        assert sent(fields.text(required=NEEDED))[1] == ["Write something."]
        assert sent(fields.text(required=NEEDED), "ord") == ("ord", [])

    def test_refuses_more_than_the_longest(self) -> None:
        assert sent(fields.text(3), "fire")[1] == [
            "This answer is too long. There is room for %(longest)d characters."
        ]
        assert sent(fields.text(4), "fire") == ("fire", [])

    @pytest.mark.parametrize("letter", ["\0", "\udfff"])
    def test_refuses_what_no_database_keeps(self, letter: str) -> None:
        assert sent(fields.text(), f"a{letter}b")[1] == [
            "The text contains a character that cannot be saved. Take it out and try again."
        ]

    @pytest.mark.parametrize(
        "number",
        [
            "15076500565",
            "Jeg er 150765-00565 .",
            "150765 00565",
            "(15076500565.)",
            "fnr:15.07.65.00565",
            "1 15076500565",
        ],
    )
    def test_refuses_a_national_identity_number(self, number: str) -> None:
        assert sent(fields.text(), number)[1] == [
            "This looks like a national identity number. Please take it out: it is safer for you."
        ]

    def test_takes_any_other_number(self) -> None:
        assert sent(fields.text(), "12345678901 og 116 123")[1] == []


class TestOneOf:
    def test_takes_what_was_offered(self) -> None:
        assert sent(fields.one_of(["a", "b"]), "a") == ("a", [])
        assert sent(fields.one_of(["a", "b"]), "") == (None, [])

    def test_refuses_what_was_not(self) -> None:
        assert sent(fields.one_of(["a"]), "c")[1] == ["Choose one of the answers on this page."]

    def test_asks_for_one_where_it_is_required(self) -> None:
        assert sent(fields.one_of(["a"], required=NEEDED))[1] == ["Write something."]


class TestMany:
    def test_takes_some(self) -> None:
        assert sent(fields.many(["a", "b", "c"]), "c", "a") == (["c", "a"], [])

    def test_asks_for_one_where_it_is_required(self) -> None:
        field = fields.many(["a", "b"], required=Message("Choose one."))

        assert sent(field) == ([], ["Choose one."])
        assert sent(field, "b") == (["b"], [])

    def test_refuses_one_not_offered(self) -> None:
        assert sent(fields.many(["a"]), "a", "x")[1] == ["Choose one of the answers on this page."]


class TestNumber:
    @pytest.mark.parametrize(("typed", "number"), [("0", 0), (" 7 ", 7), ("10", 10), ("", None)])
    def test_nought_is_a_number_and_nothing_is_none(self, typed: str, number: int | None) -> None:
        assert sent(fields.number(0, 10), typed) == (number, [])

    @pytest.mark.parametrize("typed", ["11", "-1", "1.5", "syv", "1e3", "9" * 5000])
    def test_refuses_anything_else(self, typed: str) -> None:
        assert sent(fields.number(0, 10), typed)[1] == ["Write a whole number from %(low)d to %(high)d."]


class TestDate:
    def test_takes_a_date_or_none(self) -> None:
        day, errors = sent(fields.date(), "2027-03-04")
        assert (day.isoformat(), errors) == ("2027-03-04", [])
        assert sent(fields.date(), "") == (None, [])

    @pytest.mark.parametrize("typed", ["4.3.2027", "2027-02-30", "i morgen"])
    def test_refuses_anything_else(self, typed: str) -> None:
        assert sent(fields.date(), typed)[1] == ["Write the date as year-month-day, for example 2027-03-04."]


def test_a_tick_is_true_or_false() -> None:
    assert sent(fields.tick(), "y")[0] is True
    assert sent(fields.tick())[0] is False


def test_words_are_shown_again_as_they_were_typed() -> None:
    form = BaseForm({"x": fields.text()})  # type: ignore[arg-type]  # the stubs forget that a field made is unbound
    form.process(data={"x": "ett"})

    assert form["x"]._value() == "ett"  # type: ignore[attr-defined]
