"""One page of a step, ready for its template."""

import secrets
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace

from flask import url_for
from markupsafe import Markup
from wtforms import Form

from selfhelp.care.shown_answers import as_asked
from selfhelp.care.step_page import StepNow
from selfhelp.content.model import Module, Part, Step
from selfhelp.exercises.exercise import Exercise
from selfhelp.exercises.instrument import Instrument
from selfhelp.exercises.words import Json, Words
from selfhelp.web.access import mine
from selfhelp.web.shown import Shown, differences, show, show_sent, value_sent


@dataclass(slots=True)
class StepView:
    """A step's page: what the template asks for. With `form`, the page as it was sent."""

    module: Module
    now: StepNow
    part: int = 1
    form: Form | None = None
    sent: Sequence[Exercise] = ()
    page_key: str = field(default_factory=lambda: secrets.token_urlsafe(12))

    @property
    def parts(self) -> int:
        """Return how many pages the step has."""
        return len(self.now.step.pages)

    @property
    def blocks(self) -> tuple[Part, ...]:
        """Return prose and blocks of this page, hidden ones included."""
        return self.now.step.pages[self.part - 1]

    @property
    def exercises(self) -> tuple[Exercise, ...]:
        """Return the blocks of this page that are shown to this patient now."""
        return tuple(
            part for part in self.blocks if isinstance(part, Exercise) and self.now.scope.shows(part)
        )

    @property
    def shown(self) -> list[Markup | Shown]:
        """Return what the page shows, in order."""
        visible = self.exercises
        return [
            part.filled(self.now.scope.in_words) if isinstance(part, Words) else self._shown(part)
            for part in self.blocks
            if isinstance(part, Words) or part in visible
        ]

    @property
    def number(self) -> int:
        """Return the step's place in the module, from 1."""
        return self.module.number(self.now.step.id)

    @property
    def back(self) -> str:
        """Return the page before this one: of the same step, of the step before, or the module's overview."""
        before = self.module.step_before(self.now.step.id)
        if self.part > 1:
            return step_url(self.module, self.now.step, self.part - 1)
        return step_url(self.module, before, len(before.pages)) if before else module_url(self.module)

    @property
    def is_dangerous(self) -> bool:
        """Tell whether a safety item on this page was answered with more than "not at all", in any window."""
        asked = [e for e in self.exercises if isinstance(e, Instrument)]
        written = [{e.id: self.now.value(e) for e in asked}, *self.now.kept.others.values()]
        return any(e.shows_danger(values.get(e.id)) for e in asked for values in written)

    @property
    def may_be_dangerous(self) -> bool:
        """Tell whether the page holds a safety item at all, so that the help panel lies ready."""
        return any(isinstance(e, Instrument) and e.questionnaire.safety_item for e in self.exercises)

    @property
    def other(self) -> str:
        """Return the other window whose text stands in the fields; "" where nothing waits for a choice."""
        here = {e.id for e in self.exercises}
        windows = [window for window, saved in self.now.kept.others.items() if here & saved.keys()]
        return windows[-1] if windows else ""

    @property
    def both(self) -> list[tuple[str, str, str]]:
        """Return what two windows wrote on this page: (what is asked, what stands, the other text)."""
        written = self.now.kept.others.get(self.other, {})
        asked = [e for e in self.exercises if e.id in written]
        return [part for e in asked for part in differences(e, self.now.value(e), written[e.id])]

    def _shown(self, exercise: Exercise) -> Shown:
        value = self.now.value(exercise)
        if self.form is not None and exercise in self.sent:
            return show_sent(exercise, self.now.scope, value, self.form)
        value = self.now.kept.others.get(self.other, {}).get(exercise.id, value)
        shown = show(exercise, self.now.scope, value, ticked=exercise.id in self.now.kept.shown)
        return replace(shown, asked=self._asked(exercise))

    def _asked(self, exercise: Exercise) -> str:
        """Return the question that was answered, where the author has changed its words since."""
        then = as_asked(mine(), self.module, exercise, self.now.kept)
        told, now = (one.text.html.striptags() for one in (then, exercise))
        return told if told != now else ""


def step_url(module: Module, step: Step, part: int = 1) -> str:
    """Return the address of a step's page; the first page needs no number."""
    return url_for("patient.step", module_id=module.id, step_id=step.id, part=part if part > 1 else None)


def module_url(module: Module) -> str:
    """Return the address of a module's overview."""
    return url_for("patient.module", module_id=module.id)


def sent_exercises(view: StepView, on: Iterable[str]) -> list[Exercise]:
    """Return the exercises that stood on the page that was sent: the page says which."""
    named = set(on)
    return [e for e in view.blocks if isinstance(e, Exercise) and e.asks and e.id in named]


def sent_values(now: StepNow, exercises: Iterable[Exercise], form: Form) -> dict[str, Json]:
    """Return the values to keep. Where a field is wrong, what was kept for it before stays."""
    return {exercise.id: value_sent(exercise, now.value(exercise), form) for exercise in exercises}
