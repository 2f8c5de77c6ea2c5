"""What becomes of answers and entries when contents change twice, are renamed, closed, or taken back."""

from dataclasses import replace
from uuid import UUID, uuid4

from databases import NOW
from sqlalchemy.orm import Session

from care.earlier_contents import GOALS, Publishes, earlier, publishes
from selfhelp.care import entries, made_here, progress
from selfhelp.care.earlier import Earlier
from selfhelp.care.mine import Mine
from selfhelp.care.progress import GoOn
from selfhelp.care.scope import Scope
from selfhelp.care.windows import Page
from selfhelp.content.model import Catalogue, Module
from selfhelp.exercises.entry_maker import ToolBlock
from selfhelp.exercises.words import Ref

__all__ = ["earlier", "publishes"]

OWN_CHAIN, CHAIN, TRAPS = "modules/link/own-chain.md", "tools/chain.md", "modules/challenge/traps.md"
BREAKING = ("nb/" + GOALS, "range: 0-10", "range: 0-100")
RENAMED = (
    *((f"{one}/{OWN_CHAIN}", "::: choice trigger", "::: choice came-when") for one in ("nb", "en")),
    (f"nb/{OWN_CHAIN}", "::: choice came-when", "::: choice came-when\nwas: trigger"),
)


def meets(mine: Mine, earlier: Earlier, present: Catalogue) -> Mine:
    """The patient's place in what is published now."""
    programme = earlier.programme(mine.enrolment_id, present, "nb")
    return replace(mine, programme=programme, present=present, earlier=earlier)


def goes_on(session: Session, own: Mine, *, done: bool = False, module: str = "link") -> Module:
    """Answer the first step of the module as it is met, or all of them."""
    met = own.programme.modules[module]
    for step in met.steps if done else met.steps[:1]:
        progress.step_on(session, mine=own, module=met, step=step.id, done=True, go_on=GoOn(step.id), now=NOW)
    session.commit()
    return met


def ids(module: Module) -> set[str]:
    return set(module.asking)


def test_what_is_closed_to_the_doctor_is_closed_in_what_was_begun(
    session: Session, mine: Mine, publishes: Publishes, earlier: Earlier
) -> None:
    old = publishes()
    goes_on(session, meets(mine, earlier, old))
    new = publishes(BREAKING, (f"nb/{OWN_CHAIN}", "gp: answer", "gp: nothing"))

    met = meets(mine, earlier, new).programme.modules["link"]
    assert getattr(met.asking["goal-1-now"], "ends", None) == (0, 10), "as it was begun"
    assert met.asking["trigger"].gp == "nothing"
    assert met is meets(mine, earlier, new).programme.modules["link"], "the forms made of it are kept with it"


def test_what_is_opened_to_the_doctor_is_not_opened_in_what_was_begun(
    session: Session, mine: Mine, publishes: Publishes, earlier: Earlier
) -> None:
    old = publishes((f"nb/{OWN_CHAIN}", "gp: answer", "gp: nothing"))
    goes_on(session, meets(mine, earlier, old))
    new = publishes(BREAKING)

    assert meets(mine, earlier, new).programme.modules["link"].asking["trigger"].gp == "nothing"


def test_who_has_ended_it_keeps_what_was_answered_last(
    session: Session, mine: Mine, publishes: Publishes, earlier: Earlier
) -> None:
    first = publishes()
    goes_on(session, meets(mine, earlier, first), done=True)
    more = publishes(*((f"{one}/{OWN_CHAIN}", old, f"{old}\n- (bus) Buss") for one, old in WORK))
    own = meets(mine, earlier, more)
    assert own.programme.modules["link"].asking["trigger"].option("bus")
    goes_on(session, own, done=True)  # and answers what is new

    again = publishes()
    assert again.digest == first.digest
    assert meets(mine, earlier, again).programme.modules["link"].asking["trigger"].option("bus")


WORK = (("nb", "- (work) På jobb"), ("en", "- (work) At work"))


def test_a_new_id_that_is_taken_back_still_finds_its_answers(
    session: Session, mine: Mine, publishes: Publishes, earlier: Earlier
) -> None:
    first = publishes()
    renamed = publishes(*RENAMED)
    goes_on(session, meets(mine, earlier, renamed), done=True)

    assert "came-when" in ids(meets(mine, earlier, first).programme.modules["link"])


def test_a_condition_of_another_module_finds_what_was_renamed(
    session: Session, mine: Mine, publishes: Publishes, earlier: Earlier
) -> None:
    old = publishes()
    goes_on(session, meets(mine, earlier, old))  # the first module is begun with the old id
    new = publishes(BREAKING, *RENAMED)
    own = meets(mine, earlier, new)
    scope = Scope(own.programme, own.programme.modules["challenge"], answers={"link": {"trigger": "work"}})

    assert "trigger" in ids(own.programme.modules["link"])
    assert scope.lookup(Ref("came-when", module="link")) == "work"
    now = Scope(new["nb"], new["nb"].modules["challenge"], answers={"link": {"came-when": "work"}})
    assert now.lookup(Ref("trigger", module="link")) == "work"


def test_a_page_that_was_opened_before_is_read_as_it_was(
    mine: Mine, publishes: Publishes, earlier: Earlier
) -> None:
    old = publishes()
    new = publishes(BREAKING)

    opened = earlier.module(new, "link", old["nb"].modules["link"].edition, "nb")
    assert opened is not None
    assert getattr(opened.asking["goal-1-now"], "ends", None) == (0, 10)


class TestAnEntryMadeInAStep:
    """The tool was renamed in part, and asks more: the step that was begun has it as it was."""

    RENAMED_TOOL = (
        *((f"{one}/{CHAIN}", "::: text event", "::: text happened") for one in ("nb", "en")),
        ("nb/" + CHAIN, "::: text happened", "::: text happened\nwas: event"),
        ("nb/" + CHAIN, "- (event) Nora svarte ikke.", "- (happened) Nora svarte ikke."),
        ("en/" + CHAIN, "- (event) Nora did not answer.", "- (happened) Nora did not answer."),
        ("nb/" + CHAIN, "::: scale after", "::: text more\n\nMer?\n\n:::\n\n::: scale after"),
        ("en/" + CHAIN, "::: scale after", "::: text more\n\nMore?\n\n:::\n\n::: scale after"),
    )

    def saves(self, session: Session, own: Mine, wanted: UUID, tool: str, **values: str) -> None:
        step = own.programme.modules["link"].asking["my-chain"]
        assert isinstance(step, ToolBlock)
        used = step.tool if tool == "step" else own.programme.tools["chain"]
        before = entries.entry(session, own, wanted)
        page = Page(str(uuid4()), before.revision if before else 0)
        entries.save_entry(session, mine=own, tool=used, wanted=wanted, values=values, page=page, now=NOW)
        session.commit()

    def test_loses_nothing_on_either_way(
        self, session: Session, mine: Mine, publishes: Publishes, earlier: Earlier
    ) -> None:
        old = publishes()
        own = meets(mine, earlier, old)
        module = goes_on(session, own)
        wanted = made_here.id_on(own, module, module.asking["my-chain"], "")
        self.saves(session, own, wanted, "step", event="Mandag", thought="Ingen")

        own = meets(mine, earlier, publishes(*self.RENAMED_TOOL))
        self.saves(session, own, wanted, "toolbox", happened="Mandag", thought="Ingen", more="Regn")
        written = entries.entry(session, own, wanted)
        assert written is not None
        step = own.programme.modules["link"].asking["my-chain"]
        assert isinstance(step, ToolBlock)
        assert made_here.value_of(step, {"": written}) == {"event": "Mandag", "thought": "Ingen"}

        self.saves(session, own, wanted, "step", event="Tirsdag", thought="Ingen")
        written = entries.entry(session, own, wanted)
        assert written is not None
        assert written.values == {"happened": "Tirsdag", "thought": "Ingen", "more": "Regn"}

    def test_is_not_counted_where_it_says_something_else(
        self, session: Session, mine: Mine, publishes: Publishes, earlier: Earlier
    ) -> None:
        own = meets(mine, earlier, publishes())
        wanted = uuid4()
        entries.save_entry(
            session, mine=own, tool=own.programme.tools["chain"], wanted=wanted,
            values={"event": "Mandag", "after": 7}, page=Page("page", 0), now=NOW,
        )  # fmt: skip
        session.commit()
        own = meets(mine, earlier, publishes(("nb/" + CHAIN, "range: 0-10", "range: 0-100")))
        newest, _ = entries.newest_entries(session, own, ["chain"], counted=["chain"])

        assert newest["chain"].values == {"event": "Mandag"}
        assert newest["chain"].numbers == {}
        assert [one.values for one in entries.entries_of(session, own, "chain")] == [
            {"event": "Mandag", "after": 7}
        ]
