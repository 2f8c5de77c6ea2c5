"""Home practice counts itself: the entries made since it was set, and no others."""

from dataclasses import replace
from datetime import datetime, timedelta
from uuid import UUID, uuid4

from databases import NOW
from sqlalchemy.orm import Session

from care.small_programme import FIRST, SECOND
from care.windows import Window
from selfhelp.care import answers, entries
from selfhelp.care.mine import Mine
from selfhelp.care.practice import Line, Practice, practice_now
from selfhelp.care.windows import Page
from selfhelp.content.model import Module


def chain(session: Session, mine: Mine, made: datetime, tool: str = "chain") -> None:
    page = Page(str(uuid4()), 0)
    entries.save_entry(
        session,
        mine=mine,
        tool=mine.programme.tools[tool],
        wanted=uuid4(),
        values={"event": "Noe"},
        page=page,
        now=made,
    )


def activity(session: Session, mine: Mine, wanted: UUID, now: datetime, *, done: str = "") -> None:
    values = {"what": "Gå til brua"} | ({"done": done} if done else {})
    page = Page("a page", 0)
    entries.save_entry(
        session,
        mine=mine,
        tool=mine.programme.tools["activity"],
        wanted=wanted,
        values=values,
        page=page,
        now=now,
    )


def standing(session: Session, mine: Mine) -> tuple[Line, str]:
    found = practice(session, mine, SECOND)
    assert found is not None
    return found.lines[0], found.instead


def practice(session: Session, mine: Mine, module: Module = FIRST) -> Practice | None:
    kept = answers.answers_in(session, mine, mine.programme.modules)
    return practice_now(session, mine, module, kept)


class TestPracticeNow:
    def test_counts_only_entries_made_since_it_was_set(self, session: Session, mine: Mine) -> None:
        chain(session, mine, NOW - timedelta(days=1))
        Window(session, mine, "home").sends({"practice": {"choice": "main"}}, now=NOW)
        chain(session, mine, NOW + timedelta(days=1))
        chain(session, mine, NOW + timedelta(days=2), tool="small-thing")

        chosen = (Line("Tre kjeder", "chain", 1, 3), Line("To ting", "small-thing", 1, 2))
        assert practice(session, mine) == Practice(chosen, smaller=False, instead="")

    def test_goes_on_counting_when_the_smaller_version_is_chosen_later(
        self, session: Session, mine: Mine
    ) -> None:
        window = Window(session, mine, "home")
        window.sends({"practice": {"choice": "main"}}, now=NOW)
        chain(session, mine, NOW + timedelta(days=1))

        window.sends({"practice": {"choice": "small", "day": "tirsdag"}}, now=NOW + timedelta(days=2))

        found = practice(session, mine)
        assert found is not None
        assert (found.lines[0], found.smaller) == (Line("Én kjede", "chain", 1, 1), True)

    def test_begins_anew_when_it_was_taken_back(self, session: Session, mine: Mine) -> None:
        window = Window(session, mine, "home")
        window.sends({"practice": {"choice": "main"}}, now=NOW)
        chain(session, mine, NOW + timedelta(days=1))
        window.sends({"practice": None}, now=NOW + timedelta(days=2))
        assert practice(session, mine) is None

        window.sends({"practice": {"choice": "main"}}, now=NOW + timedelta(days=3))

        found = practice(session, mine)
        assert found is not None
        assert (found.lines[0], found.instead) == (Line("Tre kjeder", "chain", 0, 3), "Én kjede")

    def test_goes_on_in_the_next_module_until_one_is_chosen_there(self, session: Session, mine: Mine) -> None:
        assert practice(session, mine, SECOND) is None
        Window(session, mine, "home").sends({"practice": {"choice": "main"}}, now=NOW)
        chain(session, mine, NOW + timedelta(days=1))

        found = practice(session, mine, SECOND)

        assert found is not None
        assert found == practice(session, mine)
        assert found.lines[0] == Line("Tre kjeder", "chain", 1, 3)

    def test_counts_a_plan_once_it_is_done(self, session: Session, mine: Mine) -> None:
        planned = uuid4()
        activity(session, mine, planned, NOW - timedelta(days=2))
        activity(session, mine, uuid4(), NOW - timedelta(days=20))
        activity(session, mine, uuid4(), NOW, done="no")
        Window(session, mine, "home-again").sends({"practice-2": {"choice": "main"}}, now=NOW)
        chosen = Line("To kjeder, eller én tur", "chain", 0, 2, planned=1, instead=("activity",))
        assert standing(session, mine) == (chosen, "Én kjede")

        activity(session, mine, planned, NOW + timedelta(days=1), done="yes")

        assert standing(session, mine) == (replace(chosen, done=1, wanted=1, planned=0), "")

    def test_counts_what_is_nearest_to_enough(self, session: Session, mine: Mine) -> None:
        Window(session, mine, "home-again").sends({"practice-2": {"choice": "main"}}, now=NOW)
        chain(session, mine, NOW)
        line = Line("To kjeder, eller én tur", "chain", 1, 2, instead=("activity",))
        assert standing(session, mine) == (line, "")

        activity(session, mine, uuid4(), NOW, done="yes")

        assert standing(session, mine) == (replace(line, wanted=1), "")

    def test_is_nothing_until_a_version_is_chosen(self, session: Session, mine: Mine) -> None:
        assert practice(session, mine) is None
        Window(session, mine, "home").sends({"practice": {"day": "tirsdag"}})

        assert practice(session, mine) is None

    def test_sent_again_stores_nothing_new(self, session: Session, mine: Mine) -> None:
        window = Window(session, mine, "home")
        window.sends({"practice": {"choice": "main"}}, now=NOW)
        window.sends({"practice": {"choice": "main"}}, now=NOW + timedelta(hours=1))

        assert window.sees().kept.revision == 1
