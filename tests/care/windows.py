"""Windows: opened pages of steps, which send what was written on them as the web does."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from itertools import count

from databases import NOW
from sqlalchemy.orm import Session

from selfhelp.care.mine import Mine
from selfhelp.care.step_page import Stamp, StepNow, step_now
from selfhelp.care.step_saving import Sent, save_step
from selfhelp.content.model import Module, Step
from selfhelp.exercises.words import Json

EDITION = "edition-1"
_keys = count(1)


def place(mine: Mine, step_id: str) -> tuple[Module, Step]:
    """Find a step in any module of the programme."""
    for module in mine.programme.modules.values():
        if step := module.step(step_id):
            return module, step
    raise LookupError(step_id)


@dataclass(slots=True)
class Window:
    """One page of a step, opened once. What it sends is based on what stood then."""

    session: Session
    mine: Mine
    step_id: str
    now: datetime = NOW
    key: str = field(default_factory=lambda: f"page-{next(_keys)}")
    stamp: Stamp = field(init=False)

    def __post_init__(self) -> None:
        self.stamp = self.sees().stamp

    def sees(self) -> StepNow:
        """What is kept on the step now."""
        module, step = place(self.mine, self.step_id)
        return step_now(self.session, self.mine, module, step, self.now)

    def sends(
        self,
        values: Mapping[str, Json],
        *,
        shown: Iterable[str] = (),
        other: str = "",
        whole: bool = True,
        now: datetime | None = None,
    ) -> Mapping[str, Json]:
        """Send these exercises; what disagrees with another window comes back."""
        module, _ = place(self.mine, self.step_id)
        disagreeing = save_step(
            self.session,
            mine=self.mine,
            module=module,
            before=self.sees(),
            sent=Sent(values, frozenset(shown), self.key, self.stamp, other, whole),
            now=now or self.now,
        )
        self.session.flush()
        return disagreeing

    def value(self, exercise: str) -> Json:
        """What stands for one exercise of the step."""
        seen = self.sees()
        return seen.value(next(e for e in seen.step.exercises if e.id == exercise))
