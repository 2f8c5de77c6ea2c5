"""What was saved comes back into the form, and from there is saved the same."""

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from wtforms.form import BaseForm

from exercises.examples import EXAMPLES, FORMS, RATED
from selfhelp.exercises.exercise import Exercise, field_name
from selfhelp.exercises.kinds import KINDS
from selfhelp.exercises.words import Json


def through_fields(exercise: Exercise, data: dict[str, Any]) -> dict[str, Any]:
    """Return the data as the exercise's own form fields hand it back."""
    names = {field_name(exercise.id, key): key for key in exercise.fields()}
    made = {field_name(exercise.id, key): field for key, field in exercise.fields().items()}
    form = BaseForm(made)  # type: ignore[arg-type]  # the stubs forget that a field made is unbound
    form.process(data={field_name(exercise.id, key): value for key, value in data.items()})
    return {names[name]: value for name, value in form.data.items()}


def test_every_kind_that_asks_has_an_example() -> None:
    assert set(EXAMPLES) == set(FORMS) == {kind for kind in KINDS if KINDS[kind].asks}


@pytest.mark.parametrize("kind", EXAMPLES)
@given(data=st.data())
@settings(max_examples=40)
def test_what_was_saved_is_saved_the_same_again(kind: str, data: st.DataObject) -> None:
    exercise = EXAMPLES[kind]
    value = exercise.value(data.draw(FORMS[kind]))

    assert exercise.value(exercise.form(value)) == value
    assert exercise.value(through_fields(exercise, exercise.form(value))) == value


@pytest.mark.parametrize("kind", EXAMPLES)
def test_nothing_answered_is_none_and_stays_none(kind: str) -> None:
    exercise = EXAMPLES[kind]

    assert exercise.value({}) is None
    assert exercise.value(exercise.form(None)) is None
    assert exercise.value(through_fields(exercise, exercise.form(None))) is None
    assert exercise.in_words(None) == ""
    assert exercise.numbers(None) == {}
    assert exercise.feedback(None) == ()


@given(st.fixed_dictionaries({"a": st.none() | st.integers(0, 3), "b": st.none() | st.integers(0, 3)}))
def test_a_rating_of_nought_is_an_answer(form: dict[str, int | None]) -> None:
    value: Json = RATED.value(form)

    assert value == ({key: n for key, n in form.items() if n is not None} or None)
    assert RATED.value(RATED.form(value)) == value


@pytest.mark.parametrize("kind", EXAMPLES)
@given(data=st.data())
@settings(max_examples=20)
def test_answers_read_back_in_words(kind: str, data: st.DataObject) -> None:
    exercise = EXAMPLES[kind]
    value = exercise.value(data.draw(FORMS[kind]))

    assert isinstance(exercise.in_words(value), str)
    assert set(exercise.numbers(value)) <= set(exercise.publishes)
