"""Whatever patients write, show and take back, in any order: nobody reads what is not shown to them now."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import count

import hypothesis
from apps import Comes
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule, run_state_machine_as_test
from pages import Browser
from people import EVERYTHING, Surgery

from selfhelp.exercises.exercise import field_name
from selfhelp.web.shown import TICK

_number = count(1)
WHICH = st.sampled_from(["hers", "another's"])


@dataclass
class Written:
    """Words of a patient's, and whether their own tick shows them."""

    words: str
    is_shown: bool


@dataclass
class Home:
    """One patient: the browser, and what a reader of the rules alone would say is shown."""

    browser: Browser
    gp: Browser
    page: str
    shares: frozenset[str] = frozenset(EVERYTHING)
    is_ended: bool = False
    card: Written | None = None
    goal: Written | None = None
    canaries: set[str] = field(default_factory=set)

    def canary(self) -> str:
        """Words that stand nowhere else."""
        words = f"kanari{next(_number)}fugl"
        self.canaries.add(words)
        return words

    def shown(self) -> set[str]:
        """The words that this patient's own doctor may read now."""
        if self.is_ended:
            return set()
        by_part = (("card", self.card), ("answers", self.goal))
        return {one.words for part, one in by_part if part in self.shares and one and one.is_shown}


PATIENTS_PAGES = ("/sharing", "/sharing/sheet", "/sharing/note.txt", "/card", "/toolbox/chain")


def everything_received(browser: Browser, *pages: str) -> str:
    """All that a browser gets when it asks for these pages."""
    received = ""
    for page in pages:
        browser.opens(page)
        received += browser.html + str(browser.page.response.headers)
    return received


class Curious(RuleBasedStateMachine):
    """Two patients with a doctor each. Everybody tries everybody's pages, between all that is done."""

    comes: Comes
    surgery: Surgery

    @initialize()
    def begin(self) -> None:
        self.homes = dict(zip(("hers", "another's"), self._homes(), strict=True))
        self.stranger = self.comes()

    def _homes(self) -> Iterator[Home]:
        for _ in range(2):
            gp = self.surgery.gp()
            patient = self.surgery.patient(gp)
            yield Home(self.comes(patient), self.comes(gp), f"/gp/patients/{patient.enrolment_id}")

    @rule(whose=WHICH, shown=st.booleans())
    def writes_a_card(self, whose: str, *, shown: bool) -> None:
        home = self.homes[whose]
        home.card = Written(home.canary(), shown)
        home.browser.opens("/card").saves({"q.card.text": home.card.words, "q.card.show": shown})

    @rule(whose=WHICH, shown=st.booleans())
    def writes_a_goal(self, whose: str, *, shown: bool) -> None:
        home = self.homes[whose]
        home.goal = Written(home.canary(), shown)
        page = home.browser.opens("/modules/link/goals")
        page.saves({"q.goal-1": home.goal.words, field_name("goal-1", TICK): shown})

    @rule(whose=WHICH)
    def writes_a_chain(self, whose: str) -> None:
        home = self.homes[whose]
        home.browser.opens("/toolbox/chain/new").saves({"q.entry.event": home.canary()})

    @rule(whose=WHICH, parts=st.frozensets(st.sampled_from(EVERYTHING)))
    def chooses_the_parts(self, whose: str, parts: frozenset[str]) -> None:
        home = self.homes[whose]
        if not home.is_ended:
            home.shares = parts
            home.browser.opens("/sharing").saves({"share": sorted(parts)})

    @rule(whose=WHICH)
    def ends_sharing_or_begins_again(self, whose: str) -> None:
        home = self.homes[whose]
        words = "Share again with the same doctor" if home.is_ended else "Yes, stop sharing"
        home.browser.opens("/sharing").presses(words)
        home.is_ended = not home.is_ended

    @rule(whose=WHICH)
    def everybody_tries_to_read(self, whose: str) -> None:
        home = self.homes[whose]
        other = next(one for name, one in self.homes.items() if name != whose)
        the_doctors = (home.page, f"{home.page}/note.txt", f"{home.page}/sheet")

        assert self._read(home.gp, home, "/gp/patients", *the_doctors) == home.shown()
        assert self._read(other.gp, home, "/gp/patients", *the_doctors) == set()
        assert self._read(other.browser, home, *PATIENTS_PAGES, *the_doctors) == set()
        assert self._read(self.stranger, home, *PATIENTS_PAGES, *the_doctors) == set()

    @invariant()
    def the_own_doctor_reads_what_is_shown_and_no_more(self) -> None:
        for home in self.homes.values():
            assert self._read(home.gp, home, home.page) == home.shown()

    def _read(self, browser: Browser, home: Home, *pages: str) -> set[str]:
        received = everything_received(browser, *pages)
        return {words for words in home.canaries if words in received}


class TestNobodyReads:
    def test_what_is_not_shown_to_them(self, comes: Comes, surgery: Surgery) -> None:
        machine = type("CuriousHere", (Curious,), {"comes": staticmethod(comes), "surgery": surgery})
        settings = hypothesis.settings(max_examples=8, stateful_step_count=10)
        run_state_machine_as_test(machine, settings=settings)
