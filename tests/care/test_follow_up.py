"""The follow-up page's value: what the doctor reads, built from the permission and from nothing else."""

import dataclasses
from collections.abc import Callable, Iterable
from datetime import date, timedelta

import pytest
from databases import NOW
from people import EVERYTHING, Gp
from sqlalchemy.orm import Session

from care.small_programme import FIRST, PHQ, SHIPPED
from care.test_readings import items
from care.windows import Window
from selfhelp.care import progress, sharing
from selfhelp.care.follow_up import FollowUp, follow_up
from selfhelp.care.mine import Mine
from selfhelp.care.progress import GoOn
from selfhelp.exercises.instrument import REFUSED
from selfhelp.exercises.words import Json

Reads = Callable[..., FollowUp]
TODAY = NOW.date()


@pytest.fixture
def reads(session: Session, mine: Mine, gp: Gp) -> Reads:
    """What the doctor reads now, when these categories are shared."""

    def read(*, shares: Iterable[str] = EVERYTHING, days: int = 0) -> FollowUp:
        link = sharing.link_for_gp(session, gp_id=gp.id, enrolment_id=mine.enrolment_id)
        assert link is not None
        link = dataclasses.replace(link, shares=frozenset(shares))
        return follow_up(session, mine=mine, link=link, note="rød lue", now=NOW + timedelta(days=days))

    return read


def phq(session: Session, mine: Mine, answers: Json, *, step: str = "how", days: int = 0) -> None:
    name = {"how": "phq", "again": "phq-2"}[step]
    Window(session, mine, step).sends({name: {"items": answers}}, now=NOW + timedelta(days=days))


def done(session: Session, mine: Mine, *steps: str, module: str = "first", days: int = 0) -> None:
    for step in steps:
        progress.step_on(
            session, mine=mine, module=mine.programme.modules[module], step=step, done=True,
            go_on=GoOn(step), now=NOW + timedelta(days=days),
        )  # fmt: skip


def card(session: Session, mine: Mine, **values: Json) -> None:
    Window(session, mine, "home").sends({"card": {"tool": None, "date": None, "show": True, **values}})


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

    def test_tell_a_rise_with_the_sum_it_rose_from(self, session: Session, mine: Mine, reads: Reads) -> None:
        phq(session, mine, items(8))
        phq(session, mine, items(13), step="again", days=14)

        (notice,) = reads(days=14).notices
        assert (notice.flag, notice.number, notice.earlier, notice.exact) == ("worse", 13, 8, True)

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

    def test_tell_only_what_is_shared(self, session: Session, mine: Mine, reads: Reads) -> None:
        phq(session, mine, items(20, item9=2))
        done(session, mine, "how")

        assert set(self.flags(reads(days=30))) == {"item9", "severe", "silent"}
        assert set(self.flags(reads(shares=("scores",), days=30))) == {"item9", "severe"}
        assert self.flags(reads(shares=("progress",), days=30)) == ["silent"]
        assert self.flags(reads(shares=(), days=30)) == []


class TestScores:
    def test_are_now_before_and_start(self, session: Session, mine: Mine, reads: Reads) -> None:
        phq(session, mine, items(16))
        assert [(s.now.score.sum, s.before, s.start, s.change) for s in reads().scores] == [
            (16, None, None, "")
        ]

        phq(session, mine, items(11), step="again", days=14)

        (score,) = reads().scores
        assert score.of is PHQ
        assert (score.now.score.sum, score.before, score.change) == (11, None, "much-better")
        assert score.start is not None
        assert score.start.score.sum == 16

    def test_leave_out_what_is_not_finished(self, session: Session, mine: Mine, reads: Reads) -> None:
        phq(session, mine, items(16))
        phq(session, mine, {"1": 1}, step="again", days=14)

        assert [len(score.taken) for score in reads().scores] == [1]


class TestOpening:
    def test_is_the_fixed_one_with_a_card_then_the_tools_question(
        self, session: Session, mine: Mine, reads: Reads
    ) -> None:
        done(session, mine, "thoughts")
        card(session, mine, text="Gruppearbeidet på mandag", tool="chain")

        page = reads()
        assert page.opens_with_card
        assert (page.opening, page.link_question) == ("", "Hvilket ledd veide mest?")

    def test_asks_the_modules_link_question_where_the_card_names_no_tool(
        self, session: Session, mine: Mine, reads: Reads
    ) -> None:
        card(session, mine, text="Gruppearbeidet på mandag")

        assert (reads().opening, reads().link_question) == ("", "Hvilket ledd?")

    def test_is_the_modules_first_question_without_a_card(
        self, session: Session, mine: Mine, reads: Reads
    ) -> None:
        done(session, mine, "thoughts")

        page = reads()
        assert (page.opening, page.link_question) == ("Hvordan gikk det med kjedene?", "Hvilket ledd?")

    def test_asks_what_came_in_the_way_where_nothing_was_done(self, reads: Reads) -> None:
        assert (reads().opening, reads().link_question) == ("", "Hva kom i veien?")

    def test_does_not_tell_by_its_question_what_progress_would(
        self, session: Session, mine: Mine, reads: Reads
    ) -> None:
        without = ("scores", "card", "answers")
        before = reads(shares=without)
        done(session, mine, "thoughts")
        done(session, mine, "again", module="second")

        after = reads(shares=without)

        assert (after.opening, after.link_question, after.module) == (
            before.opening,
            before.link_question,
            before.module,
        )
        assert (after.opening, after.module) == ("Hvordan gikk det med kjedene?", "Først")

    def test_forgets_a_card_that_is_not_shown(self, session: Session, mine: Mine, reads: Reads) -> None:
        done(session, mine, "thoughts")
        card(session, mine, text="Gruppearbeidet på mandag", tool="chain", show=False)

        assert not reads().opens_with_card
        assert reads().opening == "Hvordan gikk det med kjedene?"


class TestPlace:
    def test_is_the_module_last_worked_in(self, session: Session, mine: Mine, reads: Reads) -> None:
        done(session, mine, "thoughts", "person")
        done(session, mine, "again", module="second", days=1)

        place = reads(days=1).place
        assert place is not None
        assert (place.number, place.of, place.title, place.done, place.steps) == (2, 2, "Så", 1, 1)

    def test_counts_no_steps_the_author_has_removed(self, session: Session, mine: Mine, reads: Reads) -> None:
        done(session, mine, "thoughts", "a-step-that-was")

        place = reads().place
        assert place is not None
        assert place.done == 1


class TestCard:
    def test_is_whole_with_the_tools_title_and_the_appointment(
        self, session: Session, mine: Mine, reads: Reads
    ) -> None:
        text = "Ord " * 75
        card(session, mine, text=text, tool="chain", date="2026-12-01")

        page = reads()
        assert page.card is not None
        assert (page.card.text, page.card.tool, page.appointment) == (text, "Kjeden", date(2026, 12, 1))

    def test_tells_useful_and_hard_by_title_and_own_words_by_their_own_tick(
        self, session: Session, mine: Mine, reads: Reads
    ) -> None:
        said = {"useful": ["thoughts"], "hard": ["chain"], "own": "Det var tungt", "show_own": False}
        Window(session, mine, "home").sends({"helped": said})

        page = reads()
        assert page.card is not None
        assert (page.card.useful, page.card.hard, page.card.own) == (("Thoughts",), ("Chain",), "")

        Window(session, mine, "home").sends({"helped": {**said, "show_own": True}})
        page = reads()
        assert page.card is not None
        assert page.card.own == "Det var tungt"

    def test_stays_shown_when_what_was_useful_is_sent_empty(
        self, session: Session, mine: Mine, reads: Reads
    ) -> None:
        card(session, mine, text="Gruppearbeidet på mandag")

        Window(session, mine, "home").sends({"helped": None})

        assert reads().opens_with_card


class TestAnswers:
    def test_are_those_with_a_tick_and_the_numbers_the_author_marked(
        self, session: Session, mine: Mine, reads: Reads
    ) -> None:
        window = Window(session, mine, "thoughts")
        window.sends({"thought": "Alle så på meg", "secret": "Bare mitt", "mood": 0}, shown={"secret"})
        assert reads().answers == (("Hvor er du?", "0"),)

        window.sends({"thought": "Alle så på meg"}, shown={"thought"})
        assert reads().answers == (("Hva tenker du?", "Alle så på meg"), ("Hvor er du?", "0"))

    def test_are_gone_when_the_question_is_hidden(self, session: Session, mine: Mine, reads: Reads) -> None:
        window = Window(session, mine, "thoughts")
        window.sends({"thought": "Alle", "more": "Og de lo"}, shown={"more"})
        assert reads().answers == (("Hva mer?", "Og de lo"),)

        window.sends({"thought": None})

        assert reads().answers == ()

    def test_never_show_the_text_of_another_window(self, session: Session, mine: Mine, reads: Reads) -> None:
        phone, desk = Window(session, mine, "thoughts"), Window(session, mine, "thoughts")
        phone.sends({"thought": "Fra telefonen"}, shown={"thought"})
        desk.sends({"thought": "Fra pc-en"}, shown={"thought"})

        assert reads().answers == (("Hva tenker du?", "Fra telefonen"),)


class TestKeptBack:
    def test_names_what_is_not_shared(self, reads: Reads) -> None:
        assert reads().kept_back == ()
        assert reads(shares=("scores", "card", "answers")).kept_back == (SHIPPED.shares["progress"].title,)

    def test_names_everything_before_consent(self, session: Session, mine: Mine, reads: Reads) -> None:
        card(session, mine, text="Mandag", date="2026-12-01")

        page = reads(shares=())
        assert len(page.kept_back) == 4
        assert (page.place, page.practice, page.card, page.appointment) == (None, None, None, None)
        assert (page.scores, page.answers) == ((), ())
