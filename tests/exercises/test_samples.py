"""What a sample patient answers can be sent, for every kind, and is kept as it stands."""

from datetime import date
from typing import Any

import pytest
from werkzeug.datastructures import MultiDict
from wtforms.form import BaseForm

from exercises.examples import CHAIN, EXAMPLES, RATED
from selfhelp.exercises.exercise import Exercise, field_name
from selfhelp.exercises.kinds import KINDS
from selfhelp.exercises.samples import SAMPLES, Hand, Manner, phrases_of, sample, sample_entry
from selfhelp.exercises.text import Text
from selfhelp.exercises.tool import Example, Tool
from selfhelp.exercises.words import Json

DAY = date(2026, 11, 28)
MANNERS: tuple[Manner, ...] = ("typical", "extreme")
ALL = {**EXAMPLES, "check, rated": RATED}


def sent(exercise: Exercise, value: Json) -> BaseForm:
    """The form of an exercise as a browser sends it for this value."""
    form = BaseForm({field_name(exercise.id, key): field for key, field in exercise.fields().items()})  # type: ignore[arg-type]  # the stubs forget that a field made is unbound
    data: MultiDict[str, str] = MultiDict()
    for key, typed in exercise.form(value).items():
        for one in typed if isinstance(typed, list) else [typed]:
            if one is not None and one is not False:
                data.add(field_name(exercise.id, key), str(one))
    form.process(data)
    return form


def test_every_kind_that_asks_has_one() -> None:
    assert set(SAMPLES) == {kind for kind in KINDS if KINDS[kind].asks}


@pytest.mark.parametrize("manner", MANNERS)
@pytest.mark.parametrize("name", ALL)
class TestASample:
    def test_answers_something_that_the_form_takes(self, name: str, manner: Manner) -> None:
        exercise = ALL[name]
        value = sample(exercise, Hand(manner, DAY, ("Jeg gikk en tur.",)))
        form = sent(exercise, value)
        read = {key: form[field_name(exercise.id, key)].data for key in exercise.fields()}

        assert value is not None
        assert form.validate(), form.errors
        assert exercise.refused(read, kept=None, today=DAY) == {}

    def test_comes_back_as_it_was(self, name: str, manner: Manner) -> None:
        exercise = ALL[name]
        value = sample(exercise, Hand(manner, DAY, ("Jeg gikk en tur.",)))

        assert exercise.value(exercise.form(value)) == value


class TestTheHand:
    def test_fills_a_text_to_the_brim_or_writes_as_most_do(self) -> None:
        text, phrases = Text(id="x", longest=40), ("Jeg gikk en tur.", "Vi spiste.")
        values: dict[str, Any] = {manner: sample(text, Hand(manner, DAY, phrases)) for manner in MANNERS}

        assert values["typical"] in phrases
        assert 39 <= len(values["extreme"]) <= 40

    def test_writes_no_more_than_there_is_room_for(self) -> None:
        assert sample(Text(id="thought", longest=3), Hand("typical", DAY, ("Jeg gikk en tur.",))) == "tho"


class TestAWorkedExample:
    TOOL = Tool(
        id="chain", title="", blocks=CHAIN.blocks, examples=(Example("ida", {"event": "Nora ringte."}, {}),)
    )

    def test_is_what_most_write(self) -> None:
        entry = sample_entry(self.TOOL, Hand("typical", DAY), self.TOOL.asking)

        assert entry["event"] == "Nora ringte."
        assert set(entry) == {"event", "feelings", "plan", "now"}

    def test_lends_its_words_to_other_texts(self) -> None:
        assert phrases_of({"chain": self.TOOL}) == ("Nora ringte.",)
