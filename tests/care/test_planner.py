"""A planner: each card is an entry of its own, found again on its card, and gone when it is emptied."""

from datetime import date, timedelta

import pytest
from databases import NOW
from people import Gp
from sqlalchemy.orm import Session

from care.on_the_page import Reads
from care.small_programme import PROGRAMME, SECOND
from care.windows import Window
from selfhelp.care import entries
from selfhelp.care.access_log import append
from selfhelp.care.days import day_of
from selfhelp.care.mine import Mine
from selfhelp.care.scope import Planned
from selfhelp.exercises.words import Json, Ref

TODAY = day_of(NOW)
WALK: Json = {"what": "Gå til brua"}
CALL: Json = {"what": "Ringe Geir"}


def planned(day: date) -> Json:
    return {"what": "Gå", "day": {"day": day.isoformat(), "part": "morning"}}


def kept(session: Session, mine: Mine) -> list[Json]:
    return [dict(one.values) for one in entries.entries_of(session, mine, "activity")]


def recalled(window: Window, part: str = "") -> str:
    return window.sees().scope.in_words(Ref("plans", part))


@pytest.fixture
def window(session: Session, mine: Mine) -> Window:
    return Window(session, mine, "week")


class TestSaving:
    def test_makes_an_entry_of_each_card_that_is_filled_in(
        self, session: Session, mine: Mine, window: Window
    ) -> None:
        window.sends({"plans": {"1": WALK, "3": CALL}})

        assert sorted(kept(session, mine), key=str) == sorted([WALK, CALL], key=str)
        assert window.value("plans") == {"1": WALK, "3": CALL}

    def test_stores_nothing_new_when_it_is_sent_again(
        self, session: Session, mine: Mine, window: Window
    ) -> None:
        for _ in range(2):
            window.sends({"plans": {"1": WALK, "2": CALL}})

        assert [one.revision for one in entries.entries_of(session, mine, "activity")] == [1, 1]

    def test_leaves_the_other_cards_alone(self, session: Session, mine: Mine, window: Window) -> None:
        window.sends({"plans": {"1": WALK, "2": CALL}})
        window.sends({"plans": {"1": WALK, "2": {"what": "Skrive til Geir"}}})

        revisions = {
            one.values["what"]: one.revision for one in entries.entries_of(session, mine, "activity")
        }
        assert revisions == {"Gå til brua": 1, "Skrive til Geir": 2}

    def test_removes_the_entry_of_a_card_that_is_emptied(
        self, session: Session, mine: Mine, window: Window
    ) -> None:
        window.sends({"plans": {"1": WALK, "2": CALL}})
        window.sends({"plans": {"2": CALL}})
        assert kept(session, mine) == [CALL]

        window.sends({"plans": None})
        assert kept(session, mine) == []

    def test_keeps_both_texts_of_two_windows(self, session: Session, mine: Mine, window: Window) -> None:
        other = Window(session, mine, "week")
        window.sends({"plans": {"1": WALK}})

        both = other.sends({"plans": {"1": CALL}}, now=NOW + timedelta(minutes=1))

        assert both == {"plans": {"1": CALL}}
        assert kept(session, mine) == [WALK]
        assert [dict(one) for one in other.sees().kept.others.values()] == [{"plans": {"1": CALL}}]

    def test_is_never_behind_itself(self, session: Session, mine: Mine, window: Window) -> None:
        other = Window(session, mine, "week")
        other.sends({"plans": {"1": WALK}})
        late = Window(session, mine, "week")
        late.sends({"plans": {"1": WALK, "2": CALL}}, now=NOW + timedelta(minutes=1))

        # The answer to that never came, and the page sends the next text from where it stood.
        later = NOW + timedelta(minutes=2)
        assert late.sends({"plans": {"1": WALK, "2": {"what": "Skrive"}}}, now=later) == {}


class TestRecall:
    def test_counts_and_names_the_cards_that_are_filled_in(self, window: Window) -> None:
        window.sends({"plans": {"2": WALK, "3": {**CALL, "day": {"part": "evening"}}}})

        assert recalled(window) == "Gå til brua; Ringe Geir"
        assert [recalled(window, part) for part in ("count", "1-what", "2-what", "3-what", "2-day")] == [
            *("2", "Gå til brua", "Ringe Geir", "", "Evening")
        ]

    def test_decides_what_is_shown(self, window: Window) -> None:
        def shows() -> bool:
            seen = window.sees()
            return seen.scope.shows(seen.step.exercises[-1])

        assert not shows()
        window.sends({"plans": {"3": WALK}})
        assert shows()


class TestTheWeek:
    def test_holds_what_is_planned_from_today_for_seven_days(self, session: Session, mine: Mine) -> None:
        days = [TODAY + timedelta(days=n) for n in (-1, 6, 0, 7)]
        window = Window(session, mine, "week")
        window.sends({"plans": {str(card): planned(day) for card, day in enumerate(days[:3], 1)}})
        assert [one.for_date for one in entries.entries_of(session, mine, "activity")].count(None) == 0

        week = window.sees().scope.planned
        assert week == {
            "activity": tuple(Planned(day, planned(day)) for day in (TODAY, TODAY + timedelta(days=6)))
        }

    def test_is_asked_for_only_where_a_planner_stands(self, session: Session, mine: Mine) -> None:
        Window(session, mine, "week").sends({"plans": {"1": planned(TODAY)}})

        assert Window(session, mine, "home-again").sees().scope.planned == {}


class TestTheDoctorsPage:
    def test_tells_of_a_plan_once_it_is_done(
        self, session: Session, mine: Mine, gp: Gp, reads: Reads
    ) -> None:
        def plans(card: Json, days: int) -> None:
            at = NOW + timedelta(days=days)
            Window(session, mine, "week").sends({"plans": {"1": card}}, now=at)

        plans(WALK, 0)
        at = NOW + timedelta(days=1)
        append(
            session, b"key", actor_id=gp.id, actor="Kari Lege", enrolment_id=mine.enrolment_id,
            what="follow-up", why="", now=at,
        )  # fmt: skip
        page = reads(days=2)
        assert not page.new
        assert page.uses == ()

        plans({**WALK, "pleasure": 3}, 2)
        page = reads(days=2)
        assert page.new == {"practice"}
        assert page.uses == (("Aktiviteten", "1"),)


def test_the_tool_of_a_planner_counts_as_met() -> None:
    assert PROGRAMME.tools["activity"] in PROGRAMME.tools_met(SECOND.id)
