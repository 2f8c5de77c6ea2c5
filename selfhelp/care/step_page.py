"""One step as one patient sees it now, and what sending it changes."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlalchemy.orm import Session

from selfhelp.care import answers, cards, entries, made_here, readings
from selfhelp.care.answers import NOTHING_KEPT, Kept
from selfhelp.care.cards import NO_CARD, CardKept
from selfhelp.care.days import day_of
from selfhelp.care.made_here import Made
from selfhelp.care.mine import Mine
from selfhelp.care.readings import Scores, Taken
from selfhelp.care.scope import Planned, Scope, names_numbers
from selfhelp.care.windows import Page
from selfhelp.content.model import Module, Step
from selfhelp.exercises.entry_maker import EntryMaker
from selfhelp.exercises.exercise import Exercise
from selfhelp.exercises.instrument import Instrument, Questionnaire
from selfhelp.exercises.planner import Planner
from selfhelp.exercises.words import Json, Ref

WEEK = timedelta(days=6)  # seven days with today


@dataclass(frozen=True, slots=True)
class StepNow:
    """A step with all that is kept on it."""

    step: Step
    scope: Scope
    kept: Kept
    card: CardKept
    entries: Made
    readings: Mapping[str, list[Taken]]

    def value(self, exercise: Exercise) -> Json:
        """Return what is saved for one exercise of the step."""
        if isinstance(exercise, EntryMaker):
            written = self.entries.get(exercise.id)
            return made_here.value_of(exercise, written) if written else None
        if exercise.kept_as == "card":
            return self._card_value(exercise)
        return self.kept.values.get(exercise.id)

    def visible(self) -> frozenset[tuple[str, str]]:
        """Return what is shown, as (block, feedback) names, to find out what an answer has brought forth."""
        shown = [exercise for exercise in self.step.exercises if self.scope.shows(exercise)]
        blocks = {(exercise.id, "") for exercise in shown}
        answered = {
            (exercise.id, words.source)
            for exercise in shown
            for words in exercise.feedback(self.value(exercise))
        }
        return frozenset(blocks | answered)

    def scores(self, of: Questionnaire) -> Scores | None:
        """Return what the patient's readings of a questionnaire show; None where there is none."""
        return readings.scores_of(of, self.readings.get(of.id, ()))

    @property
    def stamp(self) -> "Stamp":
        """Return the revisions of everything the page edits."""
        written = (one for cards in self.entries.values() for one in cards.values())
        return Stamp(self.kept.revision, sum(one.revision for one in written), self.card.revision)

    def is_behind(self, exercise: Exercise, sent: "Stamp", page_key: str) -> bool:
        """Tell whether another page has saved what this exercise edits since that page was opened."""
        if exercise.kept_as == "entry":
            written = list(self.entries.get(exercise.id, {}).values())
            last = max(written, key=lambda one: one.changed_at, default=None)
            return last is not None and Page(page_key, sent.entry).is_behind(self.stamp.entry, last.page_key)
        if exercise.kept_as == "card":
            return Page(page_key, sent.card).is_behind(self.card.revision, self.card.page_key)
        return Page(page_key, sent.answers).is_behind(self.kept.revision, self.kept.page_key)

    def _card_value(self, exercise: Exercise) -> Json:
        if self.card is NO_CARD:
            return None
        day = self.card.appointment.isoformat() if self.card.appointment else None
        # Through the form and back: of all that stands on the card only what this exercise asks.
        return exercise.value(exercise.form({**self.card.values, "date": day}))


@dataclass(frozen=True, slots=True)
class Stamp:
    """The revisions a page was opened on; written into the page as `3.1.0`."""

    answers: int = 0
    entry: int = 0
    card: int = 0

    def __str__(self) -> str:
        """Return the stamp as it stands in the page."""
        return f"{self.answers}.{self.entry}.{self.card}"

    @classmethod
    def read(cls, written: str) -> "Stamp":
        """Read a stamp; anything else is the stamp of a page that has seen nothing."""
        numbers = written.split(".")
        if len(numbers) != 3 or not all(n.isascii() and n.isdigit() and len(n) < 9 for n in numbers):  # noqa: PLR2004
            return cls()
        return cls(*map(int, numbers))


def step_now(session: Session, mine: Mine, module: Module, step: Step, now: datetime) -> StepNow:
    """Load a step with the answers, entries, readings and card it shows; statements stay constant."""
    refs = step.names | module.names_up_to(step.id)
    modules = {module.id} | {ref.module for ref in refs if ref.module}
    kept = answers.answers_in(session, mine, modules)
    tools = {ref.name for ref in refs if ref.name in mine.programme.tools}
    tools |= {e.tool_id for e in module.exercises if isinstance(e, EntryMaker) and _needs(e, step, refs)}
    own_ids, counted = made_here.ids_in(mine, module), names_numbers(mine.programme, refs)
    newest, found = entries.newest_entries(session, mine, tools, own_ids, counted) if tools else ({}, {})
    made = made_here.made_in(mine, module, found)
    values = {name: _merged(steps) for name, steps in kept.items()}
    values[module.id] |= made_here.values_of(module, made)
    changed = {
        (name, one): kept_there.changed_at
        for name, steps in kept.items()
        for one, kept_there in steps.items()
        if kept_there.changed_at
    }
    on_step = kept[module.id].get(step.id, NOTHING_KEPT)
    taken = readings.readings_of(session, mine) if any(map(_needs_readings, step.exercises)) else {}
    waiting = _waiting(module, step, on_step, taken, day_of(now))
    planned = _planned(session, mine, step, day_of(now))
    scope = Scope(mine.programme, module, mine.character, values, newest, planned, changed, waiting)
    has_card = any(exercise.kept_as == "card" for exercise in step.exercises)
    return StepNow(
        step=step,
        scope=scope,
        kept=on_step,
        card=cards.card_now(session, mine, day_of(now)) if has_card else NO_CARD,
        entries={e.id: made[e.id] for e in step.asking if e.id in made},
        readings=taken,
    )


def _planned(session: Session, mine: Mine, step: Step, today: date) -> dict[str, tuple[Planned, ...]]:
    """Return what is planned for the week from today, of the tools that a planner on the step is for."""
    tools = {e.tool_id for e in step.exercises if isinstance(e, Planner)}
    found = entries.entries_for(session, mine, tools, today, today + WEEK) if tools else []
    return {
        tool: tuple(
            Planned(e.for_date, entries.in_present_terms(mine, e))
            for e in found
            if e.tool == tool and e.for_date
        )
        for tool in tools
    }


def _needs_readings(exercise: Exercise) -> bool:
    return exercise.kind == "chart" or (isinstance(exercise, Instrument) and exercise.due > 0)


def _waiting(
    module: Module, step: Step, kept: Kept, taken: Mapping[str, Iterable[Taken]], today: date
) -> dict[str, date]:
    """Return {place: day} of the step's questionnaires to be asked on a later day. One begun here stays."""
    begun = set(kept.values).union(*kept.others.values())
    asked = [e for e in step.exercises if isinstance(e, Instrument) and e.due and e.id not in begun]
    days = {
        place: readings.due_on(exercise, place, taken.get(exercise.instrument_id, ()))
        for exercise in asked
        for place in [module.place(exercise)]
    }
    return {place: day for place, day in days.items() if day and day > today}


def _needs(exercise: EntryMaker, step: Step, refs: frozenset[Ref]) -> bool:
    return exercise in step.exercises or any(ref.name == exercise.id for ref in refs)


def _merged(steps: Mapping[str, Kept]) -> dict[str, Json]:
    return {exercise: value for kept in steps.values() for exercise, value in kept.values.items()}
