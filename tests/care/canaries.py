"""A patient who writes words of their own wherever there is room, so that each can be found again."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from uuid import uuid4

from sqlalchemy.orm import Session

from selfhelp.care import entries
from selfhelp.care.days import day_of
from selfhelp.care.mine import Mine
from selfhelp.care.step_page import Stamp, step_now
from selfhelp.care.step_saving import Sent, save_step
from selfhelp.care.windows import Page
from selfhelp.content.model import Module
from selfhelp.exercises.samples import Hand, sample, sample_entry

FORTNIGHT = timedelta(days=14)


@dataclass(frozen=True, slots=True)
class Pen(Hand):
    """A sample patient's hand that never writes the same words twice, and knows what it wrote."""

    whose: str = "kanari"
    wrote: set[str] = field(default_factory=set)

    def words(self, name: str, longest: int) -> str:
        words = f"{self.whose}{len(self.wrote):04}ord"
        assert len(words) <= longest, name
        self.wrote.add(words)
        return words


def writes_in(
    session: Session, mine: Mine, modules: Iterable[Module], now: datetime, whose: str = "kanari"
) -> set[str]:
    """Fill in every step of these modules, one a fortnight, so that each has a card of its own."""
    wrote: set[str] = set()
    for turn, module in enumerate(modules):
        at = now + turn * FORTNIGHT
        pen = Pen("typical", day_of(at), whose=whose, wrote=wrote)
        for step in module.steps:
            values = {exercise.id: sample(exercise, pen) for exercise in step.asking}
            sent = Sent(values, frozenset(), f"{module.id}-{step.id}", Stamp())
            before = step_now(session, mine, module, step, at)
            assert save_step(session, mine=mine, module=module, before=before, sent=sent, now=at) == {}
    session.flush()
    return wrote


def writes_with_tools(session: Session, mine: Mine, now: datetime, whose: str = "fugl") -> set[str]:
    """Write one entry with every tool, with all that it ever asks."""
    pen = Pen("typical", day_of(now), whose=whose)
    for tool in mine.programme.tools.values():
        page, values = Page(f"{whose}-{tool.id}", 0), sample_entry(tool, pen, tool.asking)
        entries.save_entry(session, mine=mine, tool=tool, wanted=uuid4(), values=values, page=page, now=now)
    session.flush()
    return pen.wrote
