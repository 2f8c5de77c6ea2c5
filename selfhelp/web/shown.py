"""Exercises as the templates draw them: the author's words, what is kept or typed, what to put right."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from markupsafe import Markup
from werkzeug.datastructures import MultiDict
from wtforms import Form

from selfhelp.care.scope import Origin, Scope
from selfhelp.exercises.entry_maker import EntryMaker, part_of
from selfhelp.exercises.exercise import Exercise, Option, field_name
from selfhelp.exercises.fields import tick
from selfhelp.exercises.words import Json, Ref, Saved, Words
from selfhelp.web.desk import desk

TICK = "doctor-may-see"  # the key of the tick "my doctor can see this"


@dataclass(frozen=True, slots=True)
class FieldView:
    """A form field as the macros want it, with no form behind it."""

    name: str
    data: Any = None
    errors: Sequence[str] = ()
    typed: str = ""
    choices: Sequence[tuple[str, str]] = ()

    @property
    def id(self) -> str:
        """Return the id in the page, which is the name."""
        return self.name


@dataclass(frozen=True, slots=True)
class Shown:
    """One exercise on a page. `data` and `errors` are by field key, "" for the exercise's own.

    `asked` is the question as it was when it was answered, where it reads otherwise now.
    """

    exercise: Exercise
    scope: Scope
    value: Json = None
    data: Mapping[str, Any] = field(default_factory=dict)
    errors: Mapping[str, Sequence[str]] = field(default_factory=dict)
    typed: Mapping[str, str] = field(default_factory=dict)
    ticked: bool = False
    asked: str = ""
    prefix: str = ""  # the id of the exercise this block stands in, for a tool's own blocks

    @property
    def kind(self) -> str:
        """Return the kind, which names the template."""
        return self.exercise.kind

    @property
    def name(self) -> str:
        """Return the exercise's id as it stands in field names."""
        return f"{self.prefix}.{self.exercise.id}" if self.prefix else self.exercise.id

    @property
    def text(self) -> Markup:
        """Return the author's words with the patient's own in their holes."""
        return self.words(self.exercise.text)

    def words(self, words: Words) -> Markup:
        """Return some words with the patient's own in their holes."""
        return words.filled(self.scope.in_words)

    def option_words(self, option: Option) -> Markup:
        """Return an option's words."""
        return self.words(option.words)

    def field(self, key: str = "", otherwise: Any = None) -> FieldView:
        """Return one field; `otherwise` is what stands in it until something has been chosen."""
        data = self.data.get(key)
        return FieldView(
            field_name(self.name, key),
            otherwise if data is None else data,
            self.errors.get(key, ()),
            self.typed.get(key, ""),
        )

    @property
    def tick_field(self) -> FieldView:
        """Return the field "my doctor can see this"."""
        return FieldView(field_name(self.name, TICK), self.ticked)

    @property
    def options(self) -> list[tuple[str, Markup]]:
        """Return the options as (id, words)."""
        return [(option.id, self.option_words(option)) for option in self.exercise.options]

    @property
    def day_chosen(self) -> date | None:
        """Return the day that stands in the field; None for none, and for what is no day."""
        day = self.data.get("day")
        return day if isinstance(day, date) else None

    def answers(self, options: Iterable[Option], kind: str = "info") -> list[tuple[str, Markup, str]]:
        """Return the feedback to these options as (id, words, look)."""
        return [(o.id, self.words(o.feedback), kind) for o in options if o.feedback]

    def recalled(self, ref: Ref) -> str:
        """Return the patient's own words for a name; "" when there are none."""
        return self.scope.in_words(ref)

    def origin(self, ref: Ref) -> Origin | None:
        """Return when and where the patient wrote what a name recalls."""
        return self.scope.origin(ref)

    def is_begun(self, card: str) -> bool:
        """Tell whether a card of a planner holds anything, typed or kept, or something to put right."""
        parts = (part_of(one, card) for one in (self.data, self.typed, self.errors))
        return any(value not in (None, "", [], False) for part in parts for value in part.values())

    def inner(self, card: str = "") -> list["Shown"]:
        """Return the blocks of a tool's form, as they are to be drawn here; `card`: of which one."""
        if not isinstance(self.exercise, EntryMaker):
            return []
        entry = self.exercise.entry_on(self.value, card)
        scope = self.scope.inside(self.exercise.tool, entry or {})
        data, errors, typed = (
            part_of(one, card) if card else one for one in (self.data, self.errors, self.typed)
        )
        return [
            Shown(
                block,
                scope,
                (entry or {}).get(block.id),
                part_of(data, block.id),
                part_of(errors, block.id),
                part_of(typed, block.id),
                prefix=f"{self.name}.{card}" if card else self.name,
            )
            for block in self.exercise.tool.shown(entry)
            if not block.asks or block in self.exercise.asked
        ]


def show(exercise: Exercise, scope: Scope, value: Json, *, ticked: bool = False) -> Shown:
    """Show an exercise with what is kept."""
    return Shown(exercise, scope, value, exercise.form(value), ticked=ticked)


def show_sent(exercise: Exercise, scope: Scope, value: Json, form: Form) -> Shown:
    """Show an exercise as it was sent, with what is to put right; what was typed stays."""
    fields = fields_of(exercise, form)
    return Shown(
        exercise,
        scope,
        value,
        {key: _typed(one) for key, one in fields.items()},
        {key: one.errors for key, one in fields.items() if one.errors},
        {key: getattr(one, "typed", "") for key, one in fields.items()},
        ticked=TICK in fields and bool(fields[TICK].data),
    )


def validates(form: Form, exercises: Iterable[Exercise], kept: Saved, today: date) -> bool:
    """Tell whether all that was sent can be saved; what cannot has its sentence at its field."""
    fits = form.validate()
    for exercise in exercises:
        fields = fields_of(exercise, form)
        data = {key: one.data for key, one in fields.items()}
        for key, sentence in exercise.refused(data, kept=kept.get(exercise.id), today=today).items():
            fields[key].errors = [*fields[key].errors, sentence]
            fits = False
    return fits


def value_sent(exercise: Exercise, kept: Json, form: Form) -> Json:
    """Return the value to keep. Where what was typed cannot be saved, what was kept before stays."""
    before = exercise.form(kept)
    data = {
        key: before.get(key) if one.errors and one.raw_data and one.raw_data[0] else one.data
        for key, one in fields_of(exercise, form).items()
        if key != TICK
    }
    return exercise.value(data)


def fields_of(exercise: Exercise, form: Form) -> dict[str, Any]:
    """Return the form's fields of one exercise, by key."""
    known = [*exercise.fields(), *([TICK] if exercise.asks_doctor else [])]
    return {key: form[field_name(exercise.id, key)] for key in known}


def differences(exercise: Exercise, stands: Json, other: Json) -> list[tuple[str, str, str]]:
    """Return what differs between two answers, as (what is asked, what stands, the other)."""
    pairs = zip(exercise.told(stands), exercise.told(other), strict=True)
    return [(asked, first, second) for (asked, first), (_, second) in pairs if first != second]


def form_for(exercises: Sequence[Exercise], sent: MultiDict[str, str], *, digest: str) -> Form:
    """Return the form made of these exercises, filled with what was sent."""
    made_of = (digest, tuple(id(exercise) for exercise in exercises))
    classes = desk().forms
    if made_of not in classes:
        fields = {
            field_name(exercise.id, key): one
            for exercise in exercises
            for key, one in _all_fields(exercise).items()
        }
        if len(classes) > 500:  # noqa: PLR2004  # contents that were replaced while the process ran
            classes.clear()
        # The exercises are kept with the class, so that their ids are not given to others.
        classes[made_of] = (type("StepForm", (Form,), fields), tuple(exercises))
    form: Form = classes[made_of][0](sent)
    return form


def _all_fields(exercise: Exercise) -> dict[str, Any]:
    return exercise.fields() | ({TICK: tick()} if exercise.asks_doctor else {})


def _typed(one: Any) -> Any:
    """Return what was typed, also where it could not be read."""
    return one.raw_data[0] if one.errors and one.raw_data and not isinstance(one.data, list) else one.data
