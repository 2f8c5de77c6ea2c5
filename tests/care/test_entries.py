"""The entries of a tool: made in a step or in the toolbox, kept once, removed when the patient says so."""

from datetime import timedelta
from uuid import UUID, uuid4

import pytest
from databases import NOW
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from care.windows import Window
from selfhelp.care import entries
from selfhelp.care.entries import Written
from selfhelp.care.mine import Mine
from selfhelp.care.windows import Page
from selfhelp.exercises.words import Saved
from selfhelp.records.course import Entry


def write(
    session: Session,
    mine: Mine,
    values: Saved | None,
    *,
    wanted: UUID | None = None,
    page: Page | None = None,
    tool: str = "chain",
    hours: int = 0,
) -> Written | None:
    return entries.save_entry(
        session,
        mine=mine,
        tool=mine.programme.tools[tool],
        wanted=wanted or uuid4(),
        values=values,
        page=page or Page(str(uuid4()), 0),
        now=NOW + timedelta(hours=hours),
    )


class TestSaveEntry:
    def test_keeps_entries_of_the_toolbox_and_of_a_step_together_newest_first(
        self, session: Session, mine: Mine
    ) -> None:
        Window(session, mine, "chain").sends({"own-chain": {"event": "Mandag"}})
        write(session, mine, {"event": "Tirsdag"}, hours=24)
        write(session, mine, {"what": "Gå til brua"}, tool="small-thing")

        written = entries.entries_of(session, mine, "chain")
        assert [one.values for one in written] == [{"event": "Tirsdag"}, {"event": "Mandag"}]
        assert entries.entries_since(session, mine, None) == {"chain": 2, "small-thing": 1}

    def test_stores_once_what_one_page_sends_twice(self, session: Session, mine: Mine) -> None:
        wanted, page = uuid4(), Page("a page", 0)
        for text in ("Mandag", "Mandag", "Mandag morgen"):
            write(session, mine, {"event": text}, wanted=wanted, page=page)

        (only,) = entries.entries_of(session, mine, "chain")
        assert (only.values, only.revision) == ({"event": "Mandag morgen"}, 2)

    def test_keeps_the_time_it_was_made(self, session: Session, mine: Mine) -> None:
        wanted = uuid4()
        write(session, mine, {"event": "Mandag"}, wanted=wanted, page=Page("a page", 0))
        write(session, mine, {"event": "Mandag morgen"}, wanted=wanted, page=Page("a page", 0), hours=48)

        (only,) = entries.entries_of(session, mine, "chain")
        assert only.made_at == NOW

    def test_is_done_at_once_where_nothing_comes_after(self, session: Session, mine: Mine) -> None:
        wanted = uuid4()
        for hours in (0, 5):
            write(session, mine, {"event": f"{hours}"}, wanted=wanted, page=Page("a page", 0), hours=hours)

        assert [one.done_at for one in entries.entries_of(session, mine, "chain")] == [NOW]

    @pytest.mark.parametrize(
        ("after", "done"),
        [({}, False), ({"done": "yes"}, True), ({"pleasure": 0}, True), ({"done": "no"}, False)],
    )
    def test_is_done_when_the_patient_says_so_afterwards(
        self, session: Session, mine: Mine, *, after: Saved, done: bool
    ) -> None:
        wanted, page, plan = uuid4(), Page("a page", 0), {"what": "Gå til brua"}
        write(session, mine, plan, wanted=wanted, page=page, tool="activity")

        kept = write(session, mine, {**plan, **after}, wanted=wanted, page=page, tool="activity", hours=24)

        assert kept is not None
        assert kept.done_at == (NOW + timedelta(hours=24) if done else None)

    def test_is_a_plan_again_when_that_is_taken_back(self, session: Session, mine: Mine) -> None:
        wanted, page = uuid4(), Page("a page", 0)
        write(session, mine, {"what": "Gå", "done": "yes"}, wanted=wanted, page=page, tool="activity")

        kept = write(session, mine, {"what": "Gå"}, wanted=wanted, page=page, tool="activity", hours=1)

        assert kept is not None
        assert kept.done_at is None

    def test_refuses_to_overwrite_what_another_window_wrote(self, session: Session, mine: Mine) -> None:
        wanted = uuid4()
        write(session, mine, {"event": "Fra telefonen"}, wanted=wanted)

        kept = write(session, mine, {"event": "Fra pc-en"}, wanted=wanted, page=Page("pc", 0))

        assert kept is not None
        assert (kept.values, kept.others) == ({"event": "Fra telefonen"}, {"pc": {"event": "Fra pc-en"}})

    def test_keeps_both_texts_until_a_page_that_showed_them_is_sent_whole(
        self, session: Session, mine: Mine
    ) -> None:
        wanted = uuid4()
        write(session, mine, {"event": "Fra telefonen"}, wanted=wanted, page=Page("telefon", 0))
        write(session, mine, {"event": "Fra pc-en"}, wanted=wanted, page=Page("pc", 0))
        write(session, mine, {"event": "Fra telefonen igjen"}, wanted=wanted, page=Page("telefon", 0))
        both = Page("begge", 2, other="pc", whole=False)
        kept = write(session, mine, {"event": "Fra pc-en, og mer"}, wanted=wanted, page=both)

        assert kept is not None
        assert kept.values == {"event": "Fra telefonen igjen"}
        assert kept.others == {"pc": {"event": "Fra pc-en, og mer"}}

        kept = write(session, mine, {"event": "Fra pc-en"}, wanted=wanted, page=Page("begge", 2, other="pc"))
        assert kept is not None
        assert (kept.values, kept.others) == ({"event": "Fra pc-en"}, {})

    def test_does_not_take_an_emptied_entry_away_while_another_text_waits(
        self, session: Session, mine: Mine
    ) -> None:
        wanted, phone = uuid4(), Page("telefon", 0)
        write(session, mine, {"event": "Fra telefonen"}, wanted=wanted, page=phone)
        write(session, mine, {"event": "Fra pc-en"}, wanted=wanted, page=Page("pc", 0))

        write(session, mine, None, wanted=wanted, page=phone)

        kept = entries.entry(session, mine, wanted)
        assert kept is not None
        assert (kept.values, kept.others) == ({}, {"pc": {"event": "Fra pc-en"}})

        entries.forget_other(session, mine=mine, wanted=wanted, window="pc")
        assert entries.entry(session, mine, wanted) is None

    def test_refuses_to_empty_what_another_window_wrote(self, session: Session, mine: Mine) -> None:
        wanted = uuid4()
        write(session, mine, {"event": "Mandag"}, wanted=wanted)
        write(session, mine, {"event": "Fra telefonen"}, wanted=wanted, page=Page("telefon", 1))

        kept = write(session, mine, None, wanted=wanted, page=Page("pc", 1))

        assert kept is not None
        assert (kept.values, kept.others) == ({"event": "Fra telefonen"}, {"pc": {}})

    def test_takes_an_emptied_entry_away(self, session: Session, mine: Mine) -> None:
        wanted, page = uuid4(), Page("a page", 0)
        write(session, mine, {"event": "Mandag"}, wanted=wanted, page=page)

        assert write(session, mine, None, wanted=wanted, page=page) is None
        assert entries.entry(session, mine, wanted) is None

    def test_makes_nothing_of_an_empty_form(self, session: Session, mine: Mine) -> None:
        write(session, mine, None)

        assert session.scalars(select(func.count()).select_from(Entry)).one() == 0


class TestNewestEntries:
    def test_gives_the_newest_with_the_number_of_all(self, session: Session, mine: Mine) -> None:
        early = uuid4()
        write(session, mine, {"event": "Mandag"}, wanted=early)
        write(session, mine, {"event": "Onsdag"}, hours=48)
        write(session, mine, {"event": "Tirsdag"}, hours=24)

        newest, found = entries.newest_entries(session, mine, ["chain", "small-thing"], [early])

        assert set(newest) == {"chain"}
        assert (newest["chain"].values, newest["chain"].count) == ({"event": "Onsdag"}, 3)
        assert found[early].values == {"event": "Mandag"}


class TestEntriesSince:
    def test_counts_from_that_moment_on(self, session: Session, mine: Mine) -> None:
        for hours in (0, 24, 48):
            write(session, mine, {"event": "Noe"}, hours=hours)

        assert entries.entries_since(session, mine, NOW + timedelta(hours=24)) == {"chain": 2}

    def test_counts_a_plan_made_before_on_the_day_it_is_done(self, session: Session, mine: Mine) -> None:
        wanted, page, since = uuid4(), Page("a page", 0), NOW + timedelta(hours=24)
        write(session, mine, {"what": "Gå"}, wanted=wanted, page=page, tool="activity")
        assert entries.entries_since(session, mine, since) == {}

        write(
            session, mine, {"what": "Gå", "pleasure": 4}, wanted=wanted, page=page, tool="activity", hours=30
        )

        assert entries.entries_since(session, mine, since) == {"activity": 1}
