"""What the follow-up page says of the pace: the look backs, and what was begun before its turn."""

import dataclasses
from datetime import timedelta

import pytest
from databases import NOW
from sqlalchemy.orm import Session

from care.on_the_page import TODAY, Reads, done
from care.small_programme import FIRST, PACED
from selfhelp.care import progress
from selfhelp.care.mine import Mine
from selfhelp.care.pace import Jump


class TestLookBacks:
    @pytest.fixture
    def finished(self, session: Session, mine: Mine) -> Mine:
        """Every module done, and two look backs to come: 14 and 22 weeks after the start."""
        for module in PACED.regular.values():
            done(session, mine, *(step.id for step in module.steps), module=module.id)
        return dataclasses.replace(mine, programme=PACED)

    def test_have_their_days_and_whether_they_were_done(
        self, session: Session, finished: Mine, reads: Reads
    ) -> None:
        done(session, finished, "back-14", module="early", days=99)

        first, second = reads(place=finished, days=100).look_backs
        assert (first.week, first.day, first.done) == (
            14,
            TODAY + timedelta(weeks=14),
            TODAY + timedelta(days=99),
        )
        assert (second.week, second.day, second.done) == (22, TODAY + timedelta(weeks=22), None)

    def test_are_the_place_without_a_number(self, session: Session, finished: Mine, reads: Reads) -> None:
        done(session, finished, "back-14", module="early", days=99)

        place = reads(place=finished, days=100).place
        assert place is not None
        assert (place.number, place.of, place.title, place.done) == (0, 2, "Tilbake, uke 14", 1)

    def test_wait_for_the_last_module(self, session: Session, mine: Mine, reads: Reads) -> None:
        mine = dataclasses.replace(mine, programme=PACED)
        done(session, mine, *(step.id for step in FIRST.steps), module="first")

        assert reads(place=mine).look_backs == ()

    def test_are_kept_back_with_the_progress(self, reads: Reads, finished: Mine) -> None:
        assert reads(place=finished, shares=("scores", "card", "answers")).look_backs == ()


class TestJumps:
    @pytest.fixture
    def agreed(self, session: Session, mine: Mine) -> Mine:
        progress.agree(session, mine=mine, module=mine.programme.modules["second"], now=NOW)
        return mine

    def test_stand_in_the_place(self, agreed: Mine, reads: Reads) -> None:
        place = reads(place=agreed).place
        assert place is not None
        assert place.jumps == (Jump(number=2, on=TODAY, before=1),)

    def test_are_kept_back_with_the_progress(self, agreed: Mine, reads: Reads) -> None:
        assert reads(place=agreed, shares=("scores", "card", "answers")).place is None
