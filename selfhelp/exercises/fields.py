"""The few form fields all kinds are made of. They check; our own templates draw them."""

import re
from collections.abc import Callable, Collection, Mapping, Sequence
from typing import Any

from stdnum.exceptions import ValidationError as NotANumber
from stdnum.no import fodselsnummer
from wtforms import BooleanField, DateField, Field, Form, IntegerField, StringField
from wtforms.form import BaseForm
from wtforms.validators import InputRequired, Optional, StopValidation, ValidationError

from selfhelp.exercises.words import Message

LONGEST = 4000
TOO_LONG = Message("This answer is too long. There is room for %(longest)d characters.")
Check = Callable[[Form, Field], None]
SURROGATES = range(0xD800, 0xE000)
# As people write it: 17054026641, 170540 26641, 17.05.40-26641. Looked for from every digit on.
ELEVEN_DIGITS = re.compile(r"(?=((?:[0-9][ .\u00a0-]?){10}[0-9])(?![0-9]))(?<![0-9])")
__all__ = [
    "LONGEST",
    "BooleanField",
    "Field",
    "date",
    "many",
    "number",
    "once_begun",
    "one_of",
    "text",
    "tick",
]


def text(longest: int = LONGEST, *, required: Message | None = None, also: Sequence[Check] = ()) -> Field:
    """Return a field for free text; too long is refused when sent, never while typing.

    `also` are checks of the page's own, after these.
    """
    always = [_needed(required), _NotTooLong(longest), _refuse_odd_letters, _refuse_national_id]
    return _Words(validators=[*always, *also])


def one_of(values: Collection[str], *, required: Message | None = None) -> Field:
    """Return a field that holds one of the values, or None."""
    return _Words(validators=[_needed(required), _Among(values)])


def many(values: Collection[str], *, required: Message | None = None) -> Field:
    """Return a field that holds a list of some of the values, in the order they were posted."""
    return _Many(validators=[_needed(required), _Among(values)])


def number(low: int, high: int) -> Field:
    """Return a field for a whole number from `low` to `high`; left empty it is None, never 0."""
    outside = Message("Write a whole number from %(low)d to %(high)d.", low=low, high=high)
    return _Number(outside, validators=[Optional(), _Between(low, high, outside)])


def tick() -> Field:
    """Return a field for a tick: True or False."""
    return BooleanField()


def date(*, also: Sequence[Check] = ()) -> Field:
    """Return a field for a date, None when left empty; `also` are more checks."""
    return _Date(validators=[Optional(), *also])


def once_begun(made: Mapping[str, Any]) -> dict[str, Field]:
    """Return the fields by their keys, asked for only once one of them is begun: all may stay empty."""
    for key, field in made.items():
        checks = field.kwargs.get("validators", ())
        field.kwargs["validators"] = [
            _OnceBegun(one, key, made.keys()) if isinstance(one, _Needed) else one for one in checks
        ]
    return dict(made)


class _Words(StringField):  # type: ignore[misc, unused-ignore]  # the stubs leave Field untyped
    """Text as typed, without the spaces around it; nothing typed is None."""

    def process_formdata(self, valuelist: Sequence[Any]) -> None:
        typed = str(valuelist[0]).replace("\r\n", "\n").strip() if valuelist else ""
        self.data = typed or None

    def _value(self) -> str:
        return self.data or ""


class _Many(Field):  # type: ignore[misc, unused-ignore]
    """Ticked boxes of one name."""

    data: list[str]

    def process_formdata(self, valuelist: Sequence[Any]) -> None:
        self.data = [str(value) for value in valuelist]


class _Number(IntegerField):  # type: ignore[misc, unused-ignore]
    """A whole number with a sentence of ours when it is none."""

    def __init__(self, sentence: Message, **rest: Any) -> None:
        super().__init__(**rest)
        self.sentence = sentence
        self.typed = ""

    def process_formdata(self, valuelist: Sequence[Any]) -> None:
        self.typed = str(valuelist[0]).strip() if valuelist else ""
        if not self.typed:
            self.data = None
            return
        try:
            self.data = int(self.typed)
        except ValueError:
            self.data = None
            raise ValueError(self.sentence) from None


class _Date(DateField):  # type: ignore[misc, unused-ignore]
    """A date with a sentence of ours when it is none. `typed` keeps what stood in the field."""

    typed = ""

    def process_formdata(self, valuelist: Sequence[Any]) -> None:
        self.typed = str(valuelist[0]).strip() if valuelist else ""
        if not self.typed:
            self.data = None
            return
        try:
            super().process_formdata([self.typed])
        except ValueError:
            raise ValueError(Message("Write the date as year-month-day, for example 2027-03-04.")) from None


class _Needed(InputRequired):
    """Ask for an answer: what was read counts, not what was typed, for spaces alone are no words."""

    def __init__(self, sentence: Message) -> None:
        super().__init__(sentence)
        self.sentence = sentence

    def __call__(self, form: BaseForm, field: Field) -> None:
        super().__call__(form, field)
        if field.data is None:
            raise StopValidation(self.sentence)


class _OnceBegun:
    """Ask for an answer once something was typed or chosen in one of the fields it belongs with."""

    def __init__(self, needed: _Needed, key: str, keys: Collection[str]) -> None:
        self.needed, self.key, self.keys = needed, key, tuple(keys)

    def __call__(self, form: BaseForm, field: Field) -> None:
        start = field.name.removesuffix(self.key)
        begun = any(str(one).strip() for key in self.keys for one in form[start + key].raw_data or ())
        (self.needed if begun else Optional())(form, field)


def _needed(sentence: Message | None) -> Any:
    return _Needed(sentence) if sentence else Optional()


class _Among:
    """Refuse what was not offered: a stale page or a made-up request."""

    def __init__(self, values: Collection[str]) -> None:
        self.values = frozenset(values)

    def __call__(self, _form: Form, field: Field) -> None:
        chosen = field.data if isinstance(field.data, list) else [field.data]
        if not self.values.issuperset(chosen):
            raise ValidationError(Message("Choose one of the answers on this page."))


class _Between:
    """Our own, because WTForms fills the numbers into the sentence before it can be translated."""

    def __init__(self, low: int, high: int, sentence: Message) -> None:
        self.low, self.high, self.sentence = low, high, sentence

    def __call__(self, _form: Form, field: Field) -> None:
        if field.data is not None and not self.low <= field.data <= self.high:
            raise ValidationError(self.sentence)


class _NotTooLong:
    def __init__(self, longest: int) -> None:
        self.longest = longest

    def __call__(self, _form: Form, field: Field) -> None:
        if len(field.data or "") > self.longest:
            raise ValidationError(
                Message(
                    "This answer is too long. There is room for %(longest)d characters.", longest=self.longest
                )
            )


def _refuse_odd_letters(_form: Form, field: Field) -> None:
    """Refuse what no database keeps faithfully: NUL and half a surrogate pair."""
    if any(letter == "\0" or ord(letter) in SURROGATES for letter in field.data or ""):
        raise StopValidation(
            Message("The text contains a character that cannot be saved. Take it out and try again.")
        )


def _refuse_national_id(_form: Form, field: Field) -> None:
    """Refuse a Norwegian national identity number: nobody needs it here, and it tells who is writing."""
    for found in ELEVEN_DIGITS.finditer(field.data or ""):
        try:
            fodselsnummer.validate(re.sub(r"\D", "", found[1]))
        except NotANumber:
            continue
        raise ValidationError(
            Message("This looks like a national identity number. Please take it out: it is safer for you.")
        )
