"""What a patient removes is nowhere at once, comes back for half an hour, and is then gone for good."""

from datetime import timedelta
from uuid import uuid4

import pytest
from databases import NOW
from people import Gp, Surgery
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from care.small_programme import PROGRAMME
from care.test_entries import write
from selfhelp.care import entries, removed
from selfhelp.care.mine import Mine
from selfhelp.care.windows import Page
from selfhelp.records.course import Entry

SOON, LATE = NOW + timedelta(minutes=29), NOW + timedelta(minutes=30)
MONDAY = {"event": "Mandag"}


def rows(session: Session) -> int:
    return session.scalars(select(func.count()).select_from(Entry)).one()


class TestRemove:
    def test_takes_one_out_of_every_list_and_count_and_may_be_asked_twice(
        self, session: Session, mine: Mine
    ) -> None:
        stays, goes = uuid4(), uuid4()
        write(session, mine, MONDAY, wanted=stays)
        write(session, mine, {"event": "Tirsdag"}, wanted=goes, hours=1)

        for _ in range(2):
            removed.remove(session, mine=mine, wanted=goes, now=NOW)

        assert [one.id for one in entries.entries_of(session, mine, "chain")] == [stays]
        assert entries.entry(session, mine, goes) is None
        newest, found = entries.newest_entries(session, mine, ["chain"], [stays, goes])
        assert (newest["chain"].values, newest["chain"].count) == (MONDAY, 1)
        assert set(found) == {stays}
        assert entries.entries_since(session, mine, None) == {"chain": 1}

    def test_leaves_other_patients_alone(
        self, session: Session, mine: Mine, surgery: Surgery, gp: Gp
    ) -> None:
        other = surgery.patient(gp)
        theirs = Mine(other.enrolment_id, surgery.keys.key(other.enrolment_id), PROGRAMME)
        wanted = uuid4()
        write(session, theirs, MONDAY, wanted=wanted)

        removed.remove(session, mine=mine, wanted=wanted, now=NOW)
        assert entries.entry(session, theirs, wanted) is not None

        removed.remove(session, mine=theirs, wanted=wanted, now=NOW)
        assert not removed.can_be_undone(session, mine, NOW)
        assert removed.bring_back(session, mine=mine, wanted=wanted, now=NOW) is False
        assert entries.entry(session, theirs, wanted) is None


class TestBringBack:
    def test_brings_it_back_whole_with_both_texts_of_two_windows(self, session: Session, mine: Mine) -> None:
        wanted = uuid4()
        write(session, mine, MONDAY, wanted=wanted, page=Page("telefon", 0))
        before = write(session, mine, {"event": "Fra pc-en"}, wanted=wanted, page=Page("pc", 0))
        assert before is not None
        assert before.others
        removed.remove(session, mine=mine, wanted=wanted, now=NOW)

        (gone,) = removed.can_be_undone(session, mine, SOON)
        assert (gone.id, gone.tool, gone.made_at) == (wanted, "chain", NOW)
        assert removed.bring_back(session, mine=mine, wanted=wanted, now=SOON) is True

        assert entries.entry(session, mine, wanted) == before
        assert removed.can_be_undone(session, mine, SOON) == ()

    def test_is_too_late_after_half_an_hour(self, session: Session, mine: Mine) -> None:
        wanted = uuid4()
        write(session, mine, MONDAY, wanted=wanted)
        removed.remove(session, mine=mine, wanted=wanted, now=NOW)

        assert removed.can_be_undone(session, mine, LATE) == ()
        assert removed.bring_back(session, mine=mine, wanted=wanted, now=LATE) is False
        assert rows(session) == 0

    def test_says_so_where_the_entry_stands_already(self, session: Session, mine: Mine) -> None:
        wanted = uuid4()
        write(session, mine, MONDAY, wanted=wanted)

        assert removed.bring_back(session, mine=mine, wanted=wanted, now=NOW) is True


class TestForgetRemoved:
    @pytest.mark.parametrize(("at", "left"), [(SOON, 2), (LATE, 1)])
    def test_deletes_what_can_no_longer_be_undone_and_nothing_else(
        self, session: Session, mine: Mine, at: object, left: int
    ) -> None:
        wanted = uuid4()
        write(session, mine, MONDAY, wanted=wanted)
        write(session, mine, MONDAY)
        removed.remove(session, mine=mine, wanted=wanted, now=NOW)

        removed.forget_removed(session, at)  # type: ignore[arg-type]  # parametrized

        assert rows(session) == left


class TestSavingWhatWasRemoved:
    def test_begins_anew_under_the_same_id(self, session: Session, mine: Mine) -> None:
        wanted = uuid4()
        write(session, mine, MONDAY, wanted=wanted)
        removed.remove(session, mine=mine, wanted=wanted, now=NOW)

        kept = write(session, mine, {"event": "Tirsdag"}, wanted=wanted, page=Page("pc", 1), hours=1)

        assert kept is not None
        assert (kept.values, kept.revision, kept.others) == ({"event": "Tirsdag"}, 1, {})
        assert removed.can_be_undone(session, mine, NOW) == ()

    def test_leaves_it_to_be_brought_back_when_nothing_is_sent(self, session: Session, mine: Mine) -> None:
        wanted = uuid4()
        write(session, mine, MONDAY, wanted=wanted)
        removed.remove(session, mine=mine, wanted=wanted, now=NOW)

        assert write(session, mine, None, wanted=wanted) is None
        assert removed.bring_back(session, mine=mine, wanted=wanted, now=NOW) is True
