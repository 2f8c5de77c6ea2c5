"""A questionnaire with `due`: it waits until the newest reading made elsewhere is old enough."""

import dataclasses
from datetime import UTC, date, datetime, timedelta

import pytest
from databases import NOW
from sqlalchemy.orm import Session

from care.small_programme import FIRST, PHQ, PROGRAMME, SECOND, when
from care.test_readings import items
from care.windows import Window
from selfhelp.care.mine import Mine
from selfhelp.care.readings import readings_of
from selfhelp.care.step_page import step_now
from selfhelp.care.step_saving import forget_hidden
from selfhelp.content.model import Step
from selfhelp.exercises.instrument import Instrument
from selfhelp.exercises.note import Note
from selfhelp.exercises.words import Json, Ref

FULL = {"items": items(12)}
DUE_AGAIN = Step(
    id="due-again",
    title="Igjen",
    parts=(
        Instrument(id="phq", instrument_id="phq-9", of=PHQ, due=13),
        Note(id="later", when=when("phq", "is", "yes", part="waits")),
        Note(id="sum", when=when("phq", ">=", "0", part="sum")),
    ),
)
LATER = dataclasses.replace(SECOND, steps=(*SECOND.steps, DUE_AGAIN))


@pytest.fixture
def mine(mine: Mine) -> Mine:
    """The patient's place in a programme whose second module asks PHQ-9 again."""
    modules = {**PROGRAMME.modules, LATER.id: LATER}
    return dataclasses.replace(mine, programme=dataclasses.replace(PROGRAMME, modules=modules))


def shown(session: Session, mine: Mine, now: datetime) -> list[str]:
    """The blocks of the later step that are shown."""
    seen = Window(session, mine, "due-again", now).sees()
    return [exercise.id for exercise in seen.step.exercises if seen.scope.shows(exercise)]


def first_reading(session: Session, mine: Mine, value: Json = FULL, now: datetime = NOW) -> None:
    Window(session, mine, "how", now).sends({"phq": value})


class TestDue:
    def test_asks_at_once_where_nothing_was_finished(self, session: Session, mine: Mine) -> None:
        assert shown(session, mine, NOW) == ["phq"]

        first_reading(session, mine, {"items": {"1": 1}})

        assert shown(session, mine, NOW) == ["phq"]

    def test_waits_until_thirteen_days_have_passed(self, session: Session, mine: Mine) -> None:
        first_reading(session, mine)

        assert shown(session, mine, NOW) == ["later"]
        assert shown(session, mine, NOW + timedelta(days=12)) == ["later"]
        assert shown(session, mine, NOW + timedelta(days=13)) == ["phq"]

    def test_counts_days_in_norway_and_not_hours(self, session: Session, mine: Mine) -> None:
        late = datetime(2026, 3, 1, 21, 0, tzinfo=UTC)  # ten in the evening
        first_reading(session, mine, now=late)

        assert shown(session, mine, datetime(2026, 3, 13, 22, 59, tzinfo=UTC)) == ["later"]
        assert shown(session, mine, datetime(2026, 3, 13, 23, 1, tzinfo=UTC)) == ["phq"]

    def test_waits_from_the_newest_reading(self, session: Session, mine: Mine) -> None:
        first_reading(session, mine)
        first_reading(session, mine, {"items": items(9)}, now=NOW + timedelta(days=10))

        assert shown(session, mine, NOW + timedelta(days=13)) == ["later"]

    def test_says_the_day_it_is_asked_again(self, session: Session, mine: Mine) -> None:
        first_reading(session, mine, now=datetime(2026, 3, 1, 12, tzinfo=UTC))

        scope = Window(session, mine, "due-again", datetime(2026, 3, 2, 12, tzinfo=UTC)).sees().scope

        assert scope.lookup(Ref("phq", "due-on")) == date(2026, 3, 14)
        assert scope.in_words(Ref("phq", "due-on")) == "14. mars"

    def test_stays_once_it_is_begun_whatever_is_filled_in_elsewhere(
        self, session: Session, mine: Mine
    ) -> None:
        begun = NOW + timedelta(days=20)
        first_reading(session, mine)
        Window(session, mine, "due-again", begun).sends({"phq": {"items": {"1": 2}}})
        first_reading(session, mine, {"items": items(9)}, now=begun)

        assert shown(session, mine, begun) == ["phq"]

        Window(session, mine, "due-again", begun).sends({"phq": FULL})

        assert shown(session, mine, begun + timedelta(days=1)) == ["phq", "sum"]

    def test_takes_what_a_window_sends_that_was_opened_while_it_was_asked(
        self, session: Session, mine: Mine
    ) -> None:
        open_window = Window(session, mine, "due-again")
        first_reading(session, mine)

        open_window.sends({"phq": FULL})

        assert shown(session, mine, NOW) == ["phq", "sum"]
        assert len(readings_of(session, mine)["phq-9"]) == 2

    def test_waits_again_when_it_is_emptied(self, session: Session, mine: Mine) -> None:
        first_reading(session, mine)
        begun = NOW + timedelta(days=13)
        Window(session, mine, "due-again", begun).sends({"phq": FULL})
        first_reading(session, mine, {"items": items(9)}, now=begun)

        Window(session, mine, "due-again", begun).sends({"phq": None})

        assert shown(session, mine, begun) == ["later"]

    def test_loses_no_reading_when_the_module_is_finished(self, session: Session, mine: Mine) -> None:
        Window(session, mine, "due-again").sends({"phq": FULL})
        first_reading(session, mine)

        forget_hidden(session, mine=mine, module=LATER, now=NOW)

        assert Window(session, mine, "due-again").value("phq") == FULL
        assert len(readings_of(session, mine)["phq-9"]) == 2

    def test_is_read_only_on_the_steps_that_need_it(self, session: Session, mine: Mine) -> None:
        first_reading(session, mine)

        assert step_now(session, mine, LATER, DUE_AGAIN, NOW).readings["phq-9"]
        assert not step_now(session, mine, FIRST, FIRST.steps[0], NOW).readings
