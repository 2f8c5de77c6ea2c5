"""The doctor reads exactly what was shown: none of the patient's other words, and none fewer."""

import dataclasses
from dataclasses import dataclass
from datetime import date
from typing import Any

from databases import NOW
from hypothesis import given, settings
from hypothesis import strategies as st
from people import EVERYTHING, Gp, shipped_catalogue
from sqlalchemy.orm import Session

from care.windows import Window
from selfhelp.care import sharing
from selfhelp.care.follow_up import FollowUp, follow_up
from selfhelp.care.mine import Mine
from selfhelp.exercises.entry_maker import ToolBlock
from selfhelp.exercises.exercise import Exercise
from selfhelp.exercises.plan import Plan
from selfhelp.exercises.text import Text
from selfhelp.exercises.words import Json

PROGRAMME = shipped_catalogue()["nb"]
MODULE = PROGRAMME.modules["link"]
DAY = date(2026, 12, 1)


@dataclass(frozen=True)
class Choices:
    """What a patient decides about sharing."""

    shares: frozenset[str]
    ticked: frozenset[str]
    answered: frozenset[str]
    card_shown: bool
    own_shown: bool


ASKING = tuple(exercise for step in MODULE.steps for exercise in step.asking)
COUNTED = {tool.title for tool in PROGRAMME.tools.values() if tool.gp == "count"}
IDS = [exercise.id for exercise in ASKING]
CHOICES = st.builds(
    Choices,
    shares=st.frozensets(st.sampled_from(EVERYTHING)),
    ticked=st.frozensets(st.sampled_from(IDS)),
    answered=st.frozensets(st.sampled_from(IDS), min_size=len(IDS) // 2),
    card_shown=st.booleans(),
    own_shown=st.booleans(),
)


def canary(name: str) -> str:
    return f"«kanari {name} her»"


def own_words(exercise: Exercise) -> Json:
    """An answer in own words wherever the exercise takes them."""
    if isinstance(exercise, Text):
        return canary(exercise.id)
    if isinstance(exercise, Plan):
        return {option.id: canary(f"{exercise.id}.{option.id}") for option in exercise.options}
    if isinstance(exercise, ToolBlock):
        written = {block.id: own_words(block) for block in exercise.tool.asking}
        return {block: value for block, value in written.items() if value is not None}
    others: dict[str, Any] = {
        "scale": 3,
        "instrument": None,
        "home-practice": {"choice": "main", "day": canary("day"), "place": canary("place")},
        "useful": {"useful": ["words"], "hard": ["goals"], "own": canary("own"), "show_own": False},
        "card": {"text": canary("card"), "tool": "chain", "show": False, "date": DAY.isoformat()},
    }
    return others.get(exercise.kind, exercise.options[0].id if exercise.kind in {"choice", "quiz"} else None)


def answer(session: Session, mine: Mine, chosen: Choices) -> None:
    """Fill in the module as the patient chose."""
    for step in MODULE.steps:
        values = {e.id: own_words(e) for e in step.asking if e.id in chosen.answered}
        if values.get("card"):
            values["card"] = {**values["card"], "show": chosen.card_shown}
        if values.get("helped"):
            values["helped"] = {**values["helped"], "show_own": chosen.own_shown}
        window = Window(session, mine, step.id)
        ticked = {e.id for e in step.asking if e.gp == "ask" and e.kept_as == "answer"} & chosen.ticked
        window.sends(values, shown=ticked)


def allowed(session: Session, mine: Mine, chosen: Choices) -> set[str]:
    """The own words that may reach the doctor, found from the patient's choices alone."""
    words = set()
    if "answers" in chosen.shares:
        for step in MODULE.steps:
            scope = Window(session, mine, step.id).sees().scope
            words |= {
                canary(e.id)
                for e in step.asking
                if isinstance(e, Text) and e.gp == "ask" and e.id in chosen.ticked & chosen.answered
                if scope.shows(e)
            }
    if "card" in chosen.shares:
        words |= {canary("card")} if chosen.card_shown and "card" in chosen.answered else set()
        words |= {canary("own")} if chosen.own_shown and "helped" in chosen.answered else set()
    return words


def every_canary() -> set[str]:
    found = {canary(name) for name in ("day", "place", "own", "card")}
    for exercise in ASKING:
        value = own_words(exercise)
        if isinstance(exercise, Text | Plan | ToolBlock):
            found |= set(_texts(value))
    return found


def _texts(value: Json) -> list[str]:
    if isinstance(value, dict):
        return [text for inner in value.values() for text in _texts(inner)]
    return [value] if isinstance(value, str) and "kanari" in value else []


def read(session: Session, mine: Mine, gp: Gp, chosen: Choices) -> FollowUp:
    link = sharing.link_for_gp(session, gp_id=gp.id, enrolment_id=mine.enrolment_id)
    assert link is not None
    link = dataclasses.replace(link, shares=chosen.shares)
    return follow_up(session, mine=mine, link=link, note="", now=NOW)


class TestFollowUp:
    @settings(max_examples=40)
    @given(chosen=CHOICES)
    def test_holds_exactly_the_words_that_were_shown(
        self, session: Session, mine: Mine, gp: Gp, chosen: Choices
    ) -> None:
        here = dataclasses.replace(mine, programme=PROGRAMME)
        try:
            answer(session, here, chosen)

            page = read(session, here, gp, chosen)

            held = repr(page)
            assert {word for word in every_canary() if word in held} == allowed(session, here, chosen)
            assert ("progress" in chosen.shares) == (page.place is not None)
            assert "progress" in chosen.shares or page.practice is None
            assert "card" in chosen.shares or page.card is None
            assert "answers" in chosen.shares or page.answers == ()
            assert "progress" in chosen.shares or page.uses == ()
            assert set(dict(page.uses)) <= COUNTED
            dated = "card" in chosen.shares & chosen.answered
            assert page.appointment == (DAY if dated else None)
        finally:
            session.rollback()

    def test_is_searched_for_words_of_every_kind(self) -> None:
        """The test above would prove little if own words stood in few places."""
        assert len(every_canary()) >= 15
