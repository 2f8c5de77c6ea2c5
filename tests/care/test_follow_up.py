"""The follow-up page's value: what the doctor reads, built from the permission and from nothing else."""

import dataclasses
from collections.abc import Callable
from datetime import date, timedelta
from uuid import uuid4

import pytest
from databases import NOW
from people import Gp
from sqlalchemy.orm import Session

from care.on_the_page import TODAY, Reads, answered, card, done, phq
from care.small_programme import CHAIN, PHQ, SHIPPED
from care.test_readings import items
from care.windows import Window
from selfhelp.care import entries
from selfhelp.care.access_log import append
from selfhelp.care.mine import Mine
from selfhelp.care.windows import Page


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

    def test_asks_what_came_in_the_way_after_two_silent_weeks(
        self, session: Session, mine: Mine, reads: Reads
    ) -> None:
        done(session, mine, "thoughts")

        assert reads(days=14).link_question != "Hva kom i veien?"
        assert reads(days=15).link_question == "Hva kom i veien?"

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
        assert (after.opening, after.module) == ("Hvordan gikk det med kjedene?", "first")

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
        assert (place.number, place.of, place.title, place.done, place.steps) == (2, 2, "Så", 1, 3)

    def test_counts_no_steps_the_author_has_removed(self, session: Session, mine: Mine, reads: Reads) -> None:
        done(session, mine, "thoughts", "a-step-that-was")

        place = reads().place
        assert place is not None
        assert place.done == 1


class TestWhatIsNew:
    """Since the doctor last looked, on an earlier day."""

    @pytest.fixture
    def looks(self, session: Session, mine: Mine, gp: Gp) -> Callable[[int], None]:
        def look(days: int) -> None:
            at = NOW + timedelta(days=days)
            append(
                session, b"key", actor_id=gp.id, actor="Kari Lege", enrolment_id=mine.enrolment_id,
                what="follow-up", why="", now=at,
            )  # fmt: skip

        return look

    def test_is_nothing_before_the_first_look(
        self, session: Session, mine: Mine, reads: Reads, looks: Callable[[int], None]
    ) -> None:
        card(session, mine, text="Gruppearbeidet", tool="chain")
        looks(0)

        assert (reads().looked, reads().new) == (None, frozenset())
        assert (reads(days=1).looked, reads(days=1).new) == (TODAY, frozenset())

    def test_is_told_part_by_part(
        self, session: Session, mine: Mine, reads: Reads, looks: Callable[[int], None]
    ) -> None:
        looks(0)
        later = NOW + timedelta(days=1)
        assert reads(days=2).new == frozenset()

        phq(session, mine, items(3), days=1)
        assert reads(days=2).new == {"scores"}
        assert reads(days=2, shares=("card", "progress")).new == frozenset()

        done(session, mine, "thoughts", days=1)
        entries.save_entry(
            session, mine=mine, tool=mine.programme.tools["chain"], wanted=uuid4(), values={"event": "E"},
            page=Page("page", 0), now=later,
        )  # fmt: skip
        Window(session, mine, "home", now=later).sends(
            {"card": {"text": "Gruppearbeidet", "tool": None, "date": None, "show": True}}, now=later
        )
        assert reads(days=2).new == {"scores", "card", "progress", "practice"}
        assert reads(days=2, shares=("scores",)).new == {"scores"}

        looks(2)
        assert reads(days=2).new == {"scores", "card", "progress", "practice"}
        assert reads(days=3).new == frozenset()

    def test_says_nothing_of_a_tool_that_is_the_patients_own(
        self, session: Session, mine: Mine, reads: Reads, looks: Callable[[int], None]
    ) -> None:
        looks(0)
        entries.save_entry(
            session, mine=mine, tool=mine.programme.tools["chain"], wanted=uuid4(), values={"event": "E"},
            page=Page("page", 0), now=NOW + timedelta(days=1),
        )  # fmt: skip
        tools = {**mine.programme.tools, "chain": dataclasses.replace(CHAIN, gp="nothing")}
        own = dataclasses.replace(mine, programme=dataclasses.replace(mine.programme, tools=tools))

        assert reads(days=2).new == {"practice"}
        assert reads(days=2, place=own).new == frozenset()


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
        assert answered(reads()) == (("Hvor er du?", "0 of 10"),)

        window.sends({"thought": "Alle så på meg"}, shown={"thought"})
        assert answered(reads()) == (("Hva tenker du?", "Alle så på meg"), ("Hvor er du?", "0 of 10"))

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
