"""What one of the preview's patients does: every step of the modules so far, and the tools now and then."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import uuid4

from sqlalchemy.orm import Session

from selfhelp.care import entries, progress
from selfhelp.care.answers import NOTHING_KEPT
from selfhelp.care.cards import NO_CARD
from selfhelp.care.mine import Mine
from selfhelp.care.progress import GoOn
from selfhelp.care.scope import Scope
from selfhelp.care.step_page import StepNow
from selfhelp.care.step_saving import Sent, save_step
from selfhelp.care.windows import Page
from selfhelp.content.model import Module, Programme, Step
from selfhelp.exercises.samples import Hand, sample, sample_entry

PAGE = "sample"
FORTNIGHT = timedelta(days=14)
USES = (timedelta(days=8), timedelta(days=1))  # how long ago each tool was used


@dataclass(frozen=True, slots=True)
class Life:
    """What one patient does: every step of the modules so far, and the tools now and then."""

    session: Session
    mine: Mine
    hand: Hand

    def lived(self, modules: list[Module], began: datetime, now: datetime) -> None:
        """Do all of it."""
        for module in modules:
            at = began + offset(self.mine.programme, module)
            for number, step in enumerate(module.steps):
                self._does(module, step, at + timedelta(minutes=5 * number))
        for tool in self.mine.programme.tools_met(modules[-1].id) if modules else ():
            only = entries.entry_id(self.mine, f"tools/{tool.id}")
            for ago in USES[-1:] if tool.keeps == "one" else USES:
                entries.save_entry(
                    self.session,
                    mine=self.mine,
                    tool=tool,
                    wanted=only if tool.keeps == "one" else uuid4(),
                    values=sample_entry(tool, self.hand, tool.asking),
                    page=Page(PAGE, 0),
                    now=now - ago,
                )

    def _does(self, module: Module, step: Step, at: datetime) -> None:
        mine = self.mine
        # Each step is answered once, so nothing is kept on it before.
        before = StepNow(step, Scope(mine.programme, module), NOTHING_KEPT, NO_CARD, {}, {})
        values = {one.id: sample(one, self.hand) for one in step.asking}
        ticked = frozenset(one.id for one in step.asking if one.asks_doctor)
        sent = Sent(values, ticked, PAGE, before.stamp)
        save_step(self.session, mine=mine, module=module, before=before, sent=sent, now=at)
        go_on = GoOn((module.step_after(step.id) or step).id)
        progress.step_on(self.session, mine=mine, module=module, step=step.id, done=True, go_on=go_on, now=at)


def offset(programme: Programme, module: Module) -> timedelta:
    """Return how long after the start a module is done."""
    if module.week:
        return timedelta(weeks=module.week)
    return FORTNIGHT * (programme.module_number(module.id) - 1)
