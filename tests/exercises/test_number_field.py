"""A number outside its range gets a sentence, never a failure."""

from werkzeug.datastructures import MultiDict
from wtforms import Form

from selfhelp.exercises import fields
from selfhelp.exercises.words import Message


class StrengthForm(Form):
    """One strength from 0 to 100."""

    strength = fields.number(0, 100)


class TestNumber:
    def test_says_the_range_when_it_is_left(self) -> None:
        form = StrengthForm(MultiDict({"strength": "130"}))

        assert not form.validate()
        [sentence] = form.strength.errors
        assert isinstance(sentence, Message)
        assert sentence % sentence.params == "Write a whole number from 0 to 100."

    def test_takes_0_for_an_answer(self) -> None:
        form = StrengthForm(MultiDict({"strength": "0"}))

        assert form.validate()
        assert form.strength.data == 0
