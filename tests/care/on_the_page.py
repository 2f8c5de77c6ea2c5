"""What the doctor reads now, and the deeds of a patient that show there."""

import dataclasses
from collections.abc import Callable, Iterable
from datetime import timedelta

import pytest
from databases import NOW
from people import EVERYTHING, Gp
from sqlalchemy.orm import Session

from care.windows import Window
from selfhelp.care import progress, sharing
from selfhelp.care.follow_up import FollowUp, follow_up
from selfhelp.care.mine import Mine
from selfhelp.care.progress import GoOn
from selfhelp.exercises.words import Json, Message

Reads = Callable[..., FollowUp]
TODAY = NOW.date()


@pytest.fixture
def reads(session: Session, mine: Mine, gp: Gp) -> Reads:
    """What the doctor reads now, when these categories are shared."""

    def read(*, shares: Iterable[str] = EVERYTHING, days: int = 0, place: Mine = mine) -> FollowUp:
        link = sharing.link_for_gp(session, gp_id=gp.id, enrolment_id=mine.enrolment_id)
        assert link is not None
        link = dataclasses.replace(link, shares=frozenset(shares))
        return follow_up(session, mine=place, link=link, note="rød lue", now=NOW + timedelta(days=days))

    return read


def answered(page: FollowUp) -> tuple[tuple[str, str], ...]:
    """Questions and answers as the doctor reads them in English."""
    return tuple(
        (asked, words % words.params if isinstance(words, Message) else words)
        for asked, words in page.answers
    )


def phq(session: Session, mine: Mine, answers: Json, *, step: str = "how", days: int = 0) -> None:
    name = {"how": "phq", "again": "phq-2", "back-14": "phq-14"}[step]
    Window(session, mine, step).sends({name: {"items": answers}}, now=NOW + timedelta(days=days))


def done(session: Session, mine: Mine, *steps: str, module: str = "first", days: int = 0) -> None:
    for step in steps:
        progress.step_on(
            session, mine=mine, module=mine.programme.modules[module], step=step, done=True,
            go_on=GoOn(step), now=NOW + timedelta(days=days),
        )  # fmt: skip


def card(session: Session, mine: Mine, **values: Json) -> None:
    Window(session, mine, "home").sends({"card": {"tool": None, "date": None, "show": True, **values}})
