"""The notices: dated facts of what is shared, when each comes and when it goes."""

import dataclasses
from datetime import timedelta
from typing import Any
from uuid import uuid4

from databases import NOW
from people import Gp
from sqlalchemy.orm import Session

from care.on_the_page import TODAY, Reads, done, phq
from care.small_programme import CHAIN, FIRST, PACED, options
from care.test_readings import items
from selfhelp.care import entries, sharing
from selfhelp.care.follow_up import FollowUp, follow_up
from selfhelp.care.mine import Mine
from selfhelp.care.windows import Page
from selfhelp.exercises.choice import Choice
from selfhelp.exercises.instrument import REFUSED


class TestNotices:
    def flags(self, page: FollowUp) -> list[str]:
        return [notice.flag for notice in page.notices]

    def test_tell_item_nine_above_zero_with_its_date_also_when_the_form_was_never_sent(
        self, session: Session, mine: Mine, reads: Reads
    ) -> None:
        phq(session, mine, {"9": 1})

        (notice,) = reads().notices
        assert (notice.flag, notice.number, notice.on) == ("item9", 1, TODAY)
        assert reads().scores == ()

    def test_tell_that_item_nine_was_refused(self, session: Session, mine: Mine, reads: Reads) -> None:
        phq(session, mine, items(3, item9=REFUSED))

        assert self.flags(reads()) == ["item9-unanswered"]

    def test_keep_telling_item_nine_while_the_next_form_is_only_begun(
        self, session: Session, mine: Mine, reads: Reads
    ) -> None:
        phq(session, mine, items(10, item9=2))
        phq(session, mine, {"1": 1}, step="again", days=14)

        (notice,) = reads(days=14).notices
        assert (notice.flag, notice.number, notice.on) == ("item9", 2, TODAY)

    def test_stop_telling_item_nine_when_it_was_answered_with_zero_since(
        self, session: Session, mine: Mine, reads: Reads
    ) -> None:
        phq(session, mine, items(10, item9=2))
        phq(session, mine, items(8), step="again", days=14)

        assert self.flags(reads(days=14)) == []

    def test_tell_a_sum_of_twenty_or_one_that_may_be(
        self, session: Session, mine: Mine, reads: Reads
    ) -> None:
        phq(session, mine, items(17, refused=1))

        (notice,) = reads().notices
        assert (notice.flag, notice.number, notice.exact) == ("severe", 20, False)

    def test_tell_ten_or_more_at_a_look_back(self, session: Session, mine: Mine, reads: Reads) -> None:
        paced = dataclasses.replace(mine, programme=PACED)
        phq(session, paced, items(14))
        phq(session, paced, items(8), step="again", days=60)
        phq(session, paced, items(11), step="back-14", days=98)

        (notice,) = reads(place=paced, days=98).notices
        assert (notice.flag, notice.number, notice.on) == ("look-back", 11, TODAY + timedelta(days=98))

        phq(session, paced, items(9), step="back-14", days=98)
        assert self.flags(reads(place=paced, days=98)) == []

    def test_tell_a_rise_with_the_sum_it_rose_from(self, session: Session, mine: Mine, reads: Reads) -> None:
        phq(session, mine, items(8))
        phq(session, mine, items(13), step="again", days=14)

        (notice,) = reads(days=14).notices
        assert (notice.flag, notice.number, notice.earlier, notice.exact) == ("worse", 13, 8, True)

    def test_tell_after_three_modules_that_the_sum_has_not_clearly_fallen(
        self, session: Session, mine: Mine, gp: Gp
    ) -> None:
        """Of PHQ-9 alone, and not while it may still be early, nor when it is low by now."""
        three = (FIRST, dataclasses.replace(FIRST, id="b"), dataclasses.replace(FIRST, id="c"))
        programme = dataclasses.replace(mine.programme, modules={one.id: one for one in three})
        mine = dataclasses.replace(mine, programme=programme)
        link = sharing.link_for_gp(session, gp_id=gp.id, enrolment_id=mine.enrolment_id)
        assert link is not None

        def flags() -> list[str]:
            page = follow_up(session, mine=mine, link=link, note="", now=NOW + timedelta(days=40))
            return [notice.flag for notice in page.notices]

        phq(session, mine, items(14))
        phq(session, mine, items(11), days=30)
        for module in three:
            assert flags() in ([], ["silent"])
            steps = [step.id for step in module.steps]
            done(session, mine, *steps, module=module.id, days=30)
        assert flags() == ["no-better"]

        phq(session, mine, items(9), days=31)
        assert flags() == []
        phq(session, mine, items(4), days=32)
        assert flags() == []

    def test_tell_that_nothing_was_opened_for_two_weeks(
        self, session: Session, mine: Mine, reads: Reads
    ) -> None:
        done(session, mine, "thoughts")

        assert self.flags(reads(days=14)) == []
        assert self.flags(reads(days=15)) == ["silent"]

    def test_do_not_tell_of_silence_after_a_finished_module(
        self, session: Session, mine: Mine, reads: Reads
    ) -> None:
        done(session, mine, *(step.id for step in FIRST.steps))

        assert self.flags(reads(days=30)) == []

    def test_tell_that_a_tool_made_uneasy_the_last_two_times_where_answers_are_shared(
        self, session: Session, mine: Mine, reads: Reads
    ) -> None:
        after = Choice(id="after", options=options("calmer", "worse"), uneasy="worse", phase="after")
        breath = dataclasses.replace(CHAIN, blocks=(*CHAIN.blocks, after))
        programme = dataclasses.replace(mine.programme, tools={**mine.programme.tools, "chain": breath})
        changed = dataclasses.replace(mine, programme=programme)

        def flags(**shown: Any) -> list[str]:
            return self.flags(reads(place=changed, **shown))

        told = []
        for day, answer in enumerate(["worse", "calmer", "worse", "worse", None]):
            values = {"event": "Pusten"} | ({"after": answer} if answer else {})
            entries.save_entry(
                session, mine=changed, tool=changed.programme.tools["chain"], wanted=uuid4(), values=values,
                page=Page("page", 0), now=NOW + timedelta(days=day),
            )  # fmt: skip
            told.append(flags())

        assert told == [[], [], [], ["uneasy"], ["uneasy"]]
        assert reads(place=changed).notices[0].on == TODAY + timedelta(days=3)
        assert flags(shares=("progress", "scores", "card")) == []

    def test_tell_only_what_is_shared(self, session: Session, mine: Mine, reads: Reads) -> None:
        phq(session, mine, items(20, item9=2))
        done(session, mine, "how")

        assert set(self.flags(reads(days=30))) == {"item9", "severe", "silent"}
        assert set(self.flags(reads(shares=("scores",), days=30))) == {"item9", "severe"}
        assert self.flags(reads(shares=("progress",), days=30)) == ["silent"]
        assert self.flags(reads(shares=(), days=30)) == []
