"""What was written with the tools, also with those that are gone."""

from collections.abc import Iterator

from sqlalchemy.orm import Session

from selfhelp.care import entries
from selfhelp.care.days import day_of
from selfhelp.care.entries import Written
from selfhelp.care.mine import Mine
from selfhelp.care.scope import Scope
from selfhelp.care.workbook.lines import lines_of, lines_of_entry
from selfhelp.care.workbook.value import GONE, NOT_ASKED_NOW, NOT_CHOSEN, Line, Part, Piece, Spot
from selfhelp.exercises.exercise import Exercise
from selfhelp.exercises.words import Saved


def entered(session: Session, mine: Mine, scope: Scope) -> list[Part]:
    """Return the entries of each tool, the newest first; tools in the programme's order."""
    found: dict[str, list[Piece]] = {name: [] for name in mine.programme.tools}
    titles = {name: tool.title for name, tool in mine.programme.tools.items()}
    for one in entries.every_entry(session, mine):
        found.setdefault(one.tool, []).extend(_pieces(mine, one, scope))
        titles.setdefault(one.tool, one.of.title if one.of else GONE)
    return [
        Part(f"tool-{name}", "tool", titles[name], tuple(pieces)) for name, pieces in found.items() if pieces
    ]


def _pieces(mine: Mine, written: Written, scope: Scope) -> Iterator[Piece]:
    """Yield an entry, and what other windows made of it."""
    is_present = written.tool in mine.programme.tools
    stale = () if is_present else (NOT_ASKED_NOW,)
    texts = [(f"entries/{written.id}", written.values, stale)]
    for number, saved in enumerate(written.others.values(), 1):
        texts.append((f"entries/{written.id}/other-{number}", saved, (*stale, NOT_CHOSEN)))
    for name, values, notes in texts:
        if lines := _lines(mine, written, values, scope):
            yield Piece(
                name,
                day_of(written.made_at),
                lines,
                for_day=written.for_date,
                notes=notes,
                spot=Spot(tool=written.tool, entry=written.id) if is_present else None,
                saved=values,
            )


def _lines(mine: Mine, written: Written, values: Saved, scope: Scope) -> tuple[Line, ...]:
    """Return an entry, with what an earlier version of the tool asked for and this one does not."""
    tool = written.of or mine.programme.tools.get(written.tool)
    asked = lines_of_entry(tool, values, scope) if tool else ()
    left = {name: one for name, one in values.items() if tool is None or tool.block(name) is None}
    more = (
        line
        for name, one in left.items()
        for line in lines_of(_block_once(mine, written.tool, name), one, scope)
    )
    return (*asked, *more)


def _block_once(mine: Mine, tool: str, block: str) -> Exercise | None:
    """Return a block that the tool has or once had; None where that is not known."""
    tools = (programme.tools.get(tool) for programme in mine.once())
    return next(filter(None, (one.block(block) for one in tools if one)), None)
