"""Nothing a patient wrote goes out of reach when authors reword, rename or remove what asked for it."""

import logging
import re
from dataclasses import replace
from pathlib import Path

import pytest
from content.folders import SMALL
from databases import NOW
from sqlalchemy.orm import Session

from care.canaries import writes_in, writes_with_tools
from care.earlier_contents import GOALS, Publishes, earlier, publishes
from care.test_earlier_more import RENAMED, meets
from selfhelp.care import entries, progress
from selfhelp.care.earlier import Earlier
from selfhelp.care.mine import Mine
from selfhelp.care.progress import GoOn
from selfhelp.care.windows import Page
from selfhelp.care.workbook.value import GONE, NOT_ASKED_NOW, Part, Piece
from selfhelp.care.workbook.whole import workbook
from selfhelp.content.archive import packed
from selfhelp.content.model import Catalogue
from selfhelp.records.course import Release

__all__ = ["earlier", "publishes"]
CHAIN = "tools/chain.md"
AFTER = re.compile(r"^::: scale after\n.*?\n:::$", re.MULTILINE | re.DOTALL)


def writes(session: Session, mine: Mine) -> set[str]:
    """Answer every step of every module as it is met, be done with it, and use every tool."""
    wrote = writes_in(session, mine, mine.programme.modules.values(), NOW)
    wrote |= writes_with_tools(session, mine, NOW)
    for module in mine.programme.modules.values():
        for step in module.steps:
            progress.step_on(
                session, mine=mine, module=module, step=step.id, done=True, go_on=GoOn(step.id), now=NOW
            )
    session.commit()
    return wrote


def less(catalogue: Catalogue, **changes: object) -> Catalogue:
    """The same content without something, as if it had been published after."""
    programmes = {
        name: replace(one, **changes)  # type: ignore[arg-type]
        for name, one in catalogue.programmes.items()
    }
    return replace(catalogue, programmes=programmes, digest="less")


def read(session: Session, mine: Mine, name: str) -> Part:
    found = workbook(session, mine, NOW).part(name)
    assert found is not None, name
    return found


def holding(found: Part, name: str) -> Piece:
    """The piece with an answer to this exercise."""
    return next(piece for piece in found.pieces if name in piece.saved)


def question(piece: Piece, name: str) -> str:
    return next(line.question for line in piece.lines if line.name == name)


@pytest.fixture
def before(session: Session, mine: Mine, publishes: Publishes, earlier: Earlier) -> tuple[Mine, set[str]]:
    """A patient who has written everything there was to write, in the first content."""
    own = meets(mine, earlier, publishes())
    return own, writes(session, own)


class TestWhatWasWritten:
    def test_stands_under_the_question_as_it_was_asked(
        self, session: Session, before: tuple[Mine, set[str]], publishes: Publishes, earlier: Earlier
    ) -> None:
        new = publishes((f"nb/{GOALS}", "Hva vil du ha annerledes?", "Hva ønsker du deg?"))
        now = meets(before[0], earlier, new)

        piece = holding(read(session, now, "module-link"), "goal-1")

        assert question(piece, "goal-1") == "Hva vil du ha annerledes?"
        assert now.programme.modules["link"].asking["goal-1"].text.source == "Hva ønsker du deg?"
        assert piece.spot

    def test_stands_once_under_a_name_that_was_changed(
        self, session: Session, before: tuple[Mine, set[str]], publishes: Publishes, earlier: Earlier
    ) -> None:
        now = meets(before[0], earlier, publishes(*RENAMED))

        found = read(session, now, "module-link")

        assert [
            name for piece in found.pieces for name in piece.saved if name in {"trigger", "came-when"}
        ] == ["came-when"]
        assert holding(found, "came-when").spot

    def test_stays_whole_when_all_content_is_replaced(
        self, session: Session, before: tuple[Mine, set[str]], earlier: Earlier
    ) -> None:
        own, wrote = before
        assert own.present
        modules = {"challenge": own.programme.modules["challenge"]}
        present = less(own.present, modules=modules, tools={}, instruments={})
        stranger = replace(own, programme=present["nb"], present=present)  # as if nothing had been begun

        whole = workbook(session, stranger, NOW)

        told = " ".join(line.words for one in whole.parts for piece in one.pieces for line in piece.lines)
        assert [one for one in wrote if one not in told] == []
        questions = {line.question for one in whole.parts for piece in one.pieces for line in piece.lines}
        assert {"Hva vil du ha annerledes?", "Hva skjedde?"} <= questions
        gone = next(one for one in whole.parts if one.id == "module-link")
        assert gone.title == own.programme.modules["link"].title
        assert {piece.spot for piece in gone.pieces} == {None}
        assert {piece.notes for piece in gone.pieces} == {(NOT_ASKED_NOW,)}

    def test_stands_without_its_question_where_the_content_of_then_cannot_be_read(
        self,
        session: Session,
        before: tuple[Mine, set[str]],
        earlier: Earlier,
        tmp_path: Path,
        caplog: pytest.LogCaptureFixture,
    ) -> None:
        own, wrote = before
        assert own.present
        session.get_one(Release, own.present.digest).archive = packed(tmp_path / "empty")
        session.commit()
        present = less(own.present, modules={"challenge": own.programme.modules["challenge"]}, tools={})
        stranger = replace(own, programme=present["nb"], present=present)

        with caplog.at_level(logging.CRITICAL):
            whole = workbook(session, stranger, NOW)

        told = " ".join(line.words for one in whole.parts for piece in one.pieces for line in piece.lines)
        assert [one for one in wrote if one not in told] == []
        assert {one.title for one in whole.parts if one.id in {"module-link", "tool-chain"}} == {GONE}

    def test_stays_when_an_exercise_is_taken_out_of_its_step(
        self, session: Session, before: tuple[Mine, set[str]], earlier: Earlier
    ) -> None:
        own, _ = before
        assert own.present
        module = own.programme.modules["link"]
        steps = tuple(
            replace(step, parts=tuple(one for one in step.parts if getattr(one, "id", "") != "goal-1"))
            for step in module.steps
        )
        edited = replace(module, steps=steps, edition="another")
        now = replace(own, programme=replace(own.programme, modules={"link": edited}))

        found = read(session, now, "module-link")

        piece = holding(found, "goal-1")
        assert (piece.notes, piece.spot) == ((NOT_ASKED_NOW,), None)
        assert question(piece, "goal-1") == "Hva vil du ha annerledes?"
        assert holding(found, "goal-1-now").spot

    def test_stays_when_a_tool_no_longer_asks_for_it(
        self, session: Session, before: tuple[Mine, set[str]], publishes: Publishes, earlier: Earlier
    ) -> None:
        block = {one: AFTER.search((SMALL / one / CHAIN).read_text("utf-8")) for one in ("nb", "en")}
        new = publishes(*((f"{one}/{CHAIN}", found[0], "") for one, found in block.items() if found))
        own, now = before[0], meets(before[0], earlier, new)
        one = next(one for one in entries.every_entry(session, own) if "after" in one.values)
        entries.save_entry(
            session,
            mine=now,
            tool=now.programme.tools["chain"],
            wanted=one.id,
            values={"event": "Tirsdag"},
            page=Page("later", one.revision),
            now=NOW,
        )

        piece = next(p for p in read(session, now, "tool-chain").pieces if p.id == f"entries/{one.id}")

        old = own.programme.tools["chain"].block("after")
        assert old is not None
        assert question(piece, "after") == old.text.html.striptags()
        assert piece.lines[0].words == "Tirsdag"
