"""Pace and order as advice: what comes when, until when it can wait, and what was agreed."""

import dataclasses
from datetime import date, timedelta

import pytest
from databases import NOW
from sqlalchemy.orm import Session

from care.on_the_page import TODAY, done
from care.small_programme import FIRST, PACED, SECOND
from selfhelp.care import progress
from selfhelp.care.home import home
from selfhelp.care.mine import Mine
from selfhelp.care.pace import Pace, comes_first, jumps, months_after, pace_of
from selfhelp.care.progress import progress_of
from selfhelp.records.course import Enrolment


@pytest.fixture
def paced(mine: Mine) -> Mine:
    """The small programme with two boosters, 14 days between modules and 12 months of access."""
    return dataclasses.replace(mine, programme=PACED)


@pytest.fixture
def finished(session: Session, paced: Mine) -> Mine:
    """The same place with the course done on the first day."""
    for module in PACED.regular.values():
        done(session, paced, *(step.id for step in module.steps), module=module.id)
    return paced


def on_day(session: Session, mine: Mine, days: int) -> Pace:
    return pace_of(session, mine, NOW + timedelta(days=days))


def step_on(session: Session, mine: Mine, days: int) -> str | None:
    position = on_day(session, mine, days).position
    return position.step.id if position else None


def first_done(session: Session, mine: Mine, *, days: int = 0) -> None:
    done(session, mine, *(step.id for step in FIRST.steps), module="first", days=days)


class TestProgramme:
    def test_counts_the_course_only(self) -> None:
        assert list(PACED.regular) == ["first", "second"]
        assert list(PACED.boosters) == ["early", "late"]
        assert [PACED.module_number(name) for name in PACED.modules] == [1, 2, 0, 0]

    def test_has_met_every_tool_of_the_course_in_a_booster(self) -> None:
        assert PACED.tools_met("late") == PACED.tools_met("second") != ()


class TestPosition:
    @pytest.mark.parametrize(
        ("days", "step"), [(0, None), (97, None), (98, "back-14"), (153, "back-14"), (154, "back-22")]
    )
    def test_is_the_newest_booster_whose_week_has_come(
        self, session: Session, finished: Mine, days: int, step: str | None
    ) -> None:
        assert step_on(session, finished, days) == step

    def test_waits_for_the_course(self, session: Session, paced: Mine) -> None:
        assert step_on(session, paced, 98) == "thoughts"

    def test_rests_between_the_boosters_and_after_the_last(self, session: Session, finished: Mine) -> None:
        done(session, finished, "back-14", module="early", days=98)
        assert step_on(session, finished, 100) is None

        done(session, finished, "back-22", module="late", days=160)
        assert step_on(session, finished, 170) is None

    def test_lets_an_earlier_booster_go_also_when_it_was_begun(
        self, session: Session, finished: Mine
    ) -> None:
        progress.step_on(
            session, mine=finished, module=PACED.modules["early"], step="back-14", done=False,
            go_on=progress.GoOn("back-14"), now=NOW + timedelta(days=99),
        )  # fmt: skip
        assert step_on(session, finished, 100) == "back-14"
        assert step_on(session, finished, 154) == "back-22"

    def test_leaves_the_day_the_programme_was_done_as_it_was(self, session: Session, finished: Mine) -> None:
        done(session, finished, "back-14", module="early", days=98)

        assert session.get_one(Enrolment, finished.enrolment_id).finished_at == NOW


class TestSpacing:
    def test_advises_to_wait_after_a_module(self, session: Session, paced: Mine) -> None:
        assert on_day(session, paced, 0).waits_until is None

        first_done(session, paced)

        assert on_day(session, paced, 0).waits_until == TODAY + timedelta(days=14)
        assert on_day(session, paced, 13).waits_until == TODAY + timedelta(days=14)
        assert on_day(session, paced, 14).waits_until is None

    def test_is_silent_once_the_next_is_begun(self, session: Session, paced: Mine) -> None:
        first_done(session, paced)
        progress.agree(session, mine=paced, module=SECOND, now=NOW)

        assert on_day(session, paced, 1).waits_until is None

    def test_is_silent_where_the_author_says_nothing(self, session: Session, mine: Mine) -> None:
        first_done(session, mine)

        assert (on_day(session, mine, 0).waits_until, on_day(session, mine, 0).stays_until) == (None, None)


class TestAccess:
    def test_is_told_as_a_day(self, session: Session, paced: Mine) -> None:
        assert on_day(session, paced, 0).stays_until == TODAY.replace(year=TODAY.year + 1)

    @pytest.mark.parametrize(
        ("months", "day"),
        [(1, date(2028, 2, 29)), (12, date(2029, 1, 31)), (11, date(2028, 12, 31)), (13, date(2029, 2, 28))],
    )
    def test_is_the_same_day_or_the_months_last(self, months: int, day: date) -> None:
        assert months_after(date(2028, 1, 31), months) == day


class TestComesFirst:
    def test_is_the_first_module_left(self, session: Session, paced: Mine) -> None:
        assert comes_first(PACED, {}, FIRST) is None
        assert comes_first(PACED, {}, SECOND) is FIRST

        first_done(session, paced)
        assert comes_first(PACED, progress_of(session, paced), SECOND) is None

    def test_is_what_the_module_requires_before_others(self) -> None:
        third = dataclasses.replace(SECOND, id="third", requires=("second",))
        programme = dataclasses.replace(PACED, modules={"first": FIRST, "second": SECOND, "third": third})

        assert comes_first(programme, {}, third) is SECOND

    def test_is_not_asked_again_once_begun(self, session: Session, paced: Mine) -> None:
        progress.agree(session, mine=paced, module=SECOND, now=NOW)

        assert comes_first(PACED, progress_of(session, paced), SECOND) is None


class TestAgree:
    def test_makes_it_the_module_to_go_on_with_and_what_was_left_out_follows(
        self, session: Session, paced: Mine
    ) -> None:
        progress.agree(session, mine=paced, module=SECOND, now=NOW)
        assert step_on(session, paced, 1) == "again"

        done(session, paced, *(step.id for step in SECOND.steps), module="second", days=1)
        assert step_on(session, paced, 20) == "thoughts"

    def test_keeps_the_first_day(self, session: Session, paced: Mine) -> None:
        for days in (0, 3):
            progress.agree(session, mine=paced, module=SECOND, now=NOW + timedelta(days=days))

        told = [(one.number, one.on, one.before) for one in jumps(PACED, progress_of(session, paced))]
        assert told == [(2, TODAY, 1)]

    def test_stays_told_when_what_was_left_out_is_done_since(self, session: Session, paced: Mine) -> None:
        progress.agree(session, mine=paced, module=SECOND, now=NOW)
        first_done(session, paced, days=5)

        assert len(list(jumps(PACED, progress_of(session, paced)))) == 1


class TestHome:
    def test_greets_after_a_gap_with_the_booster_as_the_next_thing(
        self, session: Session, finished: Mine
    ) -> None:
        seen = home(session, finished, NOW + timedelta(days=100))

        assert seen.long_away
        assert seen.position is not None
        assert (seen.position.module.id, seen.position.started) == ("early", False)
