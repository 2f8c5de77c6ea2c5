"""Somebody in the middle of a module ends it as it began; what was answered keeps its question."""

import re
from dataclasses import replace
from pathlib import Path
from uuid import uuid4

import pytest
from content.folders import SMALL
from databases import NOW
from sqlalchemy import Engine
from sqlalchemy.orm import Session

from care.earlier_contents import GOALS, Publishes, earlier, publishes
from selfhelp.care import entries, progress
from selfhelp.care.earlier import Earlier
from selfhelp.care.mine import Mine
from selfhelp.care.progress import GoOn
from selfhelp.care.windows import Page
from selfhelp.content.archive import packed
from selfhelp.content.model import Catalogue, Module
from selfhelp.records.course import Release
from selfhelp.records.database import for_reading

LANGUAGES = ("nb", "en")
BREAKING = (("nb/" + GOALS, "range: 0-10", "range: 0-100"),)
SAFE = (("nb/" + GOALS, "max: 200", "max: 300"),)
WORDS = (("nb/" + GOALS, "Hvor nær er du i dag?", "Hvor nær er du nå?"),)
__all__ = ["earlier", "publishes"]


def begins(session: Session, mine: Mine, catalogue: Catalogue, *, done: bool = False) -> Mine:
    """Let the patient begin the module as it stands now, or go through it."""
    module = catalogue["nb"].modules["link"]
    own = replace(mine, programme=catalogue["nb"])
    for step in module.steps if done else module.steps[:1]:
        progress.step_on(
            session, mine=own, module=module, step=step.id, done=True, go_on=GoOn(step.id), now=NOW
        )
    session.commit()
    return own


def asks(module: Module | None) -> tuple[object, object, str]:
    """What tells the versions apart: the range, the longest answer, the words."""
    assert module is not None
    scale, text = module.asking["goal-1-now"], module.asking["goal-1"]
    return getattr(scale, "ends", None), getattr(text, "longest", None), scale.text.source


BEFORE = ((0, 10), 200, "Hvor nær er du i dag?")


class TestTheProgrammeOfAPatient:
    @pytest.mark.parametrize(
        ("edits", "midway", "after"),
        [
            (WORDS, ((0, 10), 200, "Hvor nær er du nå?"), ((0, 10), 200, "Hvor nær er du nå?")),
            (SAFE, BEFORE, ((0, 10), 300, "Hvor nær er du i dag?")),
            (BREAKING, BEFORE, BEFORE),
        ],
        ids=["words", "safe", "breaking"],
    )
    def test_is_as_it_was_begun(
        self,
        session: Session,
        mine: Mine,
        publishes: Publishes,
        earlier: Earlier,
        edits: tuple[tuple[str, str, str], ...],
        midway: object,
        after: object,
    ) -> None:
        own = begins(session, mine, publishes())
        new = publishes(*edits)

        found = earlier.programme(mine.enrolment_id, new, "nb")
        assert asks(found.modules["link"]) == midway

        begins(session, own, replace(new, programmes={"nb": found}), done=True)
        found = earlier.programme(mine.enrolment_id, new, "nb")
        assert asks(found.modules["link"]) == after

    def test_gets_new_words_for_what_it_still_asks(
        self, session: Session, mine: Mine, publishes: Publishes, earlier: Earlier
    ) -> None:
        begins(session, mine, publishes())
        publishes(*WORDS)
        new = publishes(*BREAKING)

        found = earlier.programme(mine.enrolment_id, new, "nb").modules["link"]
        assert asks(found) == ((0, 10), 200, "Hvor nær er du nå?")

    def test_is_the_present_one_for_who_has_not_begun(
        self, session: Session, mine: Mine, publishes: Publishes, earlier: Earlier
    ) -> None:
        publishes()
        new = publishes(*BREAKING)

        assert earlier.programme(mine.enrolment_id, new, "nb").modules == dict(new["nb"].modules)

    def test_keeps_a_module_that_is_gone(
        self, session: Session, mine: Mine, publishes: Publishes, earlier: Earlier
    ) -> None:
        begins(session, mine, publishes())
        new = publishes()
        less = replace(new["nb"], modules={"challenge": new["nb"].modules["challenge"]})

        found = earlier.programme(mine.enrolment_id, Catalogue({"nb": less}, "less"), "nb")
        assert list(found.modules) == ["challenge", "link"]

    def test_has_the_doctors_newest_text(
        self, session: Session, mine: Mine, publishes: Publishes, earlier: Earlier
    ) -> None:
        begins(session, mine, publishes())
        new = publishes(*BREAKING, ("nb/modules/link/gp.md", "Hva kom i veien?", "Hva hindret deg?"))

        module = earlier.programme(mine.enrolment_id, new, "nb").modules["link"]
        assert asks(module) == BEFORE
        assert module.gp.unopened == "Hva hindret deg?"

    def test_is_the_present_one_where_an_earlier_content_cannot_be_read(
        self,
        session: Session,
        mine: Mine,
        publishes: Publishes,
        earlier: Earlier,
        caplog: pytest.LogCaptureFixture,
        tmp_path: Path,
    ) -> None:
        old = publishes()
        begins(session, mine, old)
        new = publishes(*BREAKING)
        (folder := tmp_path / "empty").mkdir()
        session.get_one(Release, old.digest).archive = packed(folder)
        session.commit()

        assert asks(earlier.programme(mine.enrolment_id, new, "nb").modules["link"])[0] == (0, 100)
        assert "an earlier content cannot be read any more" in caplog.text

    def test_is_found_by_a_process_that_has_not_met_it(
        self, session: Session, mine: Mine, publishes: Publishes, engine: Engine
    ) -> None:
        other = Earlier(for_reading(engine))
        old = publishes()
        assert other.programme(mine.enrolment_id, old, "nb") == old["nb"]
        new = publishes(*BREAKING)
        begins(session, mine, new)

        assert asks(other.module(old, "link", new["nb"].modules["link"].edition, "nb")) == asks(
            new["nb"].modules["link"]
        )

    def test_is_the_present_one_for_an_edition_nobody_knows(
        self, publishes: Publishes, earlier: Earlier
    ) -> None:
        new = publishes(*BREAKING)

        assert earlier.module(new, "link", "e" * 64, "nb") == new["nb"].modules["link"]


class TestAnEntry:
    def test_is_shown_with_the_tool_it_was_made_with(
        self, session: Session, mine: Mine, publishes: Publishes, earlier: Earlier
    ) -> None:
        old = publishes()
        own = replace(mine, programme=old["nb"], present=old, earlier=earlier)
        values = {"event": "Mandag", "after": 6}
        page = Page("page", 0)
        entries.save_entry(
            session,
            mine=own,
            tool=old["nb"].tools["chain"],
            wanted=uuid4(),
            values=values,
            page=page,
            now=NOW,
        )
        session.commit()
        scale = re.compile(r"^::: scale after\n.*?\n:::$", re.MULTILINE | re.DOTALL)
        block = {
            one: scale.search((SMALL / one / "tools" / "chain.md").read_text("utf-8")) for one in LANGUAGES
        }
        new = publishes(*((f"{one}/tools/chain.md", found[0], "") for one, found in block.items() if found))
        own = replace(mine, programme=new["nb"], present=new, earlier=earlier)
        (written,) = entries.entries_of(session, own, "chain")

        assert written.values == values
        assert written.of == old["nb"].tools["chain"]
