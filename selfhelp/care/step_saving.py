"""Sending a step: everything it holds is kept in one transaction, or nothing is overwritten at all."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import TypedDict

from sqlalchemy.orm import Session

from selfhelp.care import answers, cards, entries, made_here, notices, readings
from selfhelp.care.answers import Given
from selfhelp.care.mine import Mine
from selfhelp.care.step_page import Stamp, StepNow, step_now
from selfhelp.care.windows import Others, Page
from selfhelp.content.model import Module, Step
from selfhelp.exercises.choice import Choice
from selfhelp.exercises.entry_maker import EntryMaker
from selfhelp.exercises.exercise import Exercise
from selfhelp.exercises.instrument import Instrument
from selfhelp.exercises.useful import Useful
from selfhelp.exercises.words import Json, Saved
from selfhelp.records.course import Enrolment


@dataclass(frozen=True, slots=True)
class Sent:
    """What came from one page: values by exercise, answers ticked for the doctor, its key and its stamp.

    `other` and `whole` are those of `windows.Page`.
    """

    values: Saved
    shown: frozenset[str]
    page_key: str
    stamp: Stamp
    other: str = ""
    whole: bool = True

    def page(self, revision: int) -> Page:
        """Return the page as it stands to one thing it edits."""
        return Page(self.page_key, revision, self.other, self.whole)


class Where(TypedDict):
    """Whose answers, to which step, from which page, when."""

    mine: Mine
    module: str
    step: str
    page: Page
    now: datetime


def save_step(
    session: Session, *, mine: Mine, module: Module, before: StepNow, sent: Sent, now: datetime
) -> Mapping[str, Json]:
    """Keep what was sent, or return what disagrees with another window: then nothing was overwritten.

    They are kept beside what stands, with all else this window changed, until the patient has chosen.
    """
    step, page = before.step, sent.page(sent.stamp.answers)
    asked = {exercise.id: exercise for exercise in step.asking if exercise.id in sent.values}
    changed = {
        name: sent.values[name]
        for name, exercise in asked.items()
        if not _same(exercise, before.value(exercise), sent.values[name])
    }
    behind = {name for name, one in asked.items() if before.is_behind(one, sent.stamp, sent.page_key)}
    levels = {name: exercise.gp for name, exercise in asked.items()}
    where: Where = {"mine": mine, "module": module.id, "step": step.id, "page": page, "now": now}
    if behind & changed.keys() or page.keeps_both:
        others = answers.keep_other(session, given=Given(changed, frozenset(), module.edition), **where)
        _tell_danger(session, mine, module, step, others, now)
        return {} if page.keeps_both else changed
    kept = {
        e.id: e.noted(sent.values[e.id], before.kept.values.get(e.id), now=now)
        for e in asked.values()
        if e.kept_as in {"answer", "reading"}
    }
    # An old window takes a tick for the doctor away, and never sets one that was taken away meanwhile.
    shown = sent.shown - (behind - before.kept.shown)
    after = answers.save_answers(session, given=Given(kept, shown, module.edition, levels), **where)
    new = [asked[name] for name in changed]
    for exercise in new:
        _save_elsewhere(session, mine, module, exercise, before, sent, now)
    if before.kept.others or any(isinstance(exercise, Instrument) for exercise in new):
        _tell_danger(session, mine, module, step, after.others, now)
    _save_card(session, mine, module, new, sent, now)
    _follow(session, mine, asked.values(), sent.values)
    return {}


def keep_saved(
    session: Session, *, mine: Mine, module: Module, step: Step, window: str, now: datetime
) -> None:
    """Let what was saved first stand: the text of that other window goes."""
    others = answers.forget_other(session, mine=mine, module=module.id, step=step.id, window=window)
    _tell_danger(session, mine, module, step, others, now)


def forget_hidden(session: Session, *, mine: Mine, module: Module, now: datetime) -> None:
    """Drop a finished module's answers whose blocks are not shown: the patient would not find them again.

    Readings and entries stay: they have a date, and places of their own.
    """
    scope = step_now(session, mine, module, module.steps[-1], now).scope  # whose names are all the module's
    hidden = {e.id for e in module.asking.values() if e.kept_as == "answer" and not scope.shows(e)}
    answers.forget(session, mine=mine, module=module.id, exercises=hidden)


def shows_danger(exercises: Iterable[Exercise], values: Saved) -> bool:
    """Tell whether a safety item (PHQ-9 item 9) among these answers is more than "not at all"."""
    return any(isinstance(e, Instrument) and e.shows_danger(values.get(e.id)) for e in exercises)


def _same(exercise: Exercise, kept: Json, sent: Json) -> bool:
    return exercise.form(kept) == exercise.form(sent)


def _tell_danger(
    session: Session, mine: Mine, module: Module, step: Step, others: Others, now: datetime
) -> None:
    """Let the doctor's notices know of every answer to a safety item, that of a text that waits included."""
    asked = [exercise for exercise in step.asking if isinstance(exercise, Instrument)]
    for exercise in asked:
        waiting = [exercise.score(written.get(exercise.id)).safety or 0 for written in others.values()]
        place = module.place(exercise)
        worst = max(waiting, default=0)
        readings.keep_danger(session, mine=mine, place=place, exercise=exercise, answer=worst, now=now)
    if asked:
        notices.keep_notices(session, mine)


def _save_elsewhere(
    session: Session,
    mine: Mine,
    module: Module,
    exercise: Exercise,
    before: StepNow,
    sent: Sent,
    now: datetime,
) -> None:
    value = sent.values[exercise.id]
    if isinstance(exercise, Instrument):
        place = module.place(exercise)
        readings.save_reading(session, mine=mine, place=place, exercise=exercise, value=value, now=now)
    elif isinstance(exercise, EntryMaker):
        for card in exercise.cards:
            stands = before.entries.get(exercise.id, {}).get(card)
            entries.save_entry(
                session,
                mine=mine,
                tool=exercise.tool,
                wanted=made_here.id_on(mine, module, exercise, card),
                values=exercise.entry_on(value, card),
                # Whether the page was behind was asked above, of the whole step.
                page=Page(sent.page_key, stands.revision if stands else 0),
                now=now,
            )


def _save_card(
    session: Session, mine: Mine, module: Module, asked: Iterable[Exercise], sent: Sent, now: datetime
) -> None:
    """Keep the card's parts, `useful` and `card`, together."""
    parts = [exercise for exercise in asked if exercise.kept_as == "card"]
    if not parts:
        return
    words: dict[str, Json] = {}
    for exercise in parts:
        emptied = cards.EMPTY_USEFUL if isinstance(exercise, Useful) else cards.EMPTY_CARD
        words |= sent.values[exercise.id] or emptied
        if isinstance(exercise, Useful):
            words["open"] = exercise.gp == "answer"
    page = Page(sent.page_key, sent.stamp.card)
    cards.save_card(session, mine=mine, module=module.id, values=words, page=page, now=now)


def _follow(session: Session, mine: Mine, asked: Iterable[Exercise], values: Saved) -> None:
    """Note the character chosen to follow."""
    for exercise in asked:
        if isinstance(exercise, Choice) and exercise.follows == "character":
            enrolment = session.get(Enrolment, mine.enrolment_id)
            if enrolment is not None:
                enrolment.character = values[exercise.id]
