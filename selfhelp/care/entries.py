"""The entries of a tool: one use of it each, with its date. Those in `care.removed` are not among them."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta
from uuid import UUID, uuid5

from sqlalchemy import ColumnElement, and_, delete, func, or_, select
from sqlalchemy.orm import Session

from selfhelp.care.days import day_of
from selfhelp.care.mine import Mine
from selfhelp.care.renamed import beside, in_terms_of, under_present_ids
from selfhelp.care.scope import Newest
from selfhelp.care.windows import NO_OTHERS, Others, Page, opened_others, sealed_others, without
from selfhelp.exercises.tool import Tool
from selfhelp.exercises.words import Saved
from selfhelp.records.course import Entry
from selfhelp.records.encryption import row_place

FORTNIGHT = timedelta(days=14)


@dataclass(frozen=True, slots=True)
class Written:
    """One entry, opened."""

    id: UUID
    tool: str
    values: Saved
    of: Tool | None  # as it stood when this was written, where it would lose something today
    made_at: datetime
    changed_at: datetime
    for_date: date | None
    done_at: datetime | None  # None for a plan, and for what came to nothing
    revision: int
    page_key: str
    others: Others = field(default_factory=dict)  # what other windows wrote, until the patient has chosen


def entry_id(mine: Mine, place: str) -> UUID:
    """Return the id of the entry made in one exercise, by its place, `link/own-chain`: always the same."""
    return uuid5(mine.enrolment_id, place)


def entries_of(session: Session, mine: Mine, tool: str) -> list[Written]:
    """Return a tool's entries, the newest first."""
    rows = session.scalars(
        select(Entry).where(standing(mine), Entry.tool == tool).order_by(Entry.made_at.desc())
    )
    return [_opened(mine, row) for row in rows]


def every_entry(session: Session, mine: Mine) -> list[Written]:
    """Return the entries of all tools, also of those that are gone, the newest first."""
    rows = session.scalars(select(Entry).where(standing(mine)).order_by(Entry.made_at.desc(), Entry.id))
    return [_opened(mine, row) for row in rows]


def entry(session: Session, mine: Mine, wanted: UUID) -> Written | None:
    """Return one entry."""
    row = session.get(Entry, (mine.enrolment_id, wanted))
    return _opened(mine, row) if row and row.removed_at is None else None


def newest_entries(
    session: Session, mine: Mine, tools: Iterable[str], ids: Iterable[UUID] = (), counted: Iterable[str] = ()
) -> tuple[dict[str, Newest], dict[UUID, Written]]:
    """Return each tool's newest entry with the number of all, and the entries with these ids.

    Of the tools `counted` every entry is opened, for the numbers of all of them together.
    """
    turn = func.row_number().over(partition_by=Entry.tool, order_by=Entry.made_at.desc()).label("turn")
    total = func.count().over(partition_by=Entry.tool).label("total")
    done = func.count(Entry.done_at).over(partition_by=Entry.tool).label("done")
    last = func.max(Entry.done_at).over(partition_by=Entry.tool).label("last")
    ranked = (
        select(Entry.id, turn, total, done, last)
        .where(standing(mine), Entry.tool.in_(sorted(set(tools))))
        .subquery()
    )
    wanted, of_all = list(ids), sorted(set(counted))
    rows = session.execute(
        select(Entry, ranked.c.turn, ranked.c.total, ranked.c.done, ranked.c.last)
        .join(ranked, ranked.c.id == Entry.id)
        .where(
            Entry.enrolment_id == mine.enrolment_id,
            (ranked.c.turn == 1) | Entry.id.in_(wanted) | Entry.tool.in_(of_all),
        )
    )
    newest: dict[str, Newest] = {}
    found: dict[UUID, Written] = {}
    every: dict[str, list[Saved]] = {tool: [] for tool in of_all}
    for row, turn_number, *counts in rows:
        written = _opened(mine, row)
        if turn_number == 1:
            newest[row.tool] = Newest(in_present_terms(mine, written), written.made_at, *counts)
        if row.id in wanted:
            found[row.id] = written
        if row.tool in every:
            every[row.tool].append(in_present_terms(mine, written))
    for tool, values in every.items():
        if tool in newest:
            newest[tool] = replace(newest[tool], numbers=mine.programme.tools[tool].numbers(values))
    return newest, found


def entries_for(session: Session, mine: Mine, tools: Iterable[str], first: date, last: date) -> list[Written]:
    """Return the entries of some tools that are planned for these days, in the order of the days."""
    rows = session.scalars(
        select(Entry)
        .where(
            standing(mine),
            Entry.tool.in_(sorted(tools)),
            Entry.for_date.between(first, last),
        )
        .order_by(Entry.for_date, Entry.made_at)
    )
    return [_opened(mine, row) for row in rows]


@dataclass(frozen=True, slots=True)
class Used:
    """How many entries a tool has, when the newest was made and when one was last changed."""

    count: int
    newest: datetime
    changed: datetime


def uses(session: Session, mine: Mine) -> dict[str, Used]:
    """Return the use of every tool that has entries, in one statement."""
    rows = session.execute(
        select(Entry.tool, func.count(), func.max(Entry.made_at), func.max(Entry.changed_at))
        .where(standing(mine))
        .group_by(Entry.tool)
    )
    return {tool: Used(count, newest, changed) for tool, count, newest, changed in rows}


def entries_since(session: Session, mine: Mine, since: datetime | None) -> dict[str, int]:
    """Return how many entries of each tool are done since then (all that are kept, when `since` is None)."""
    question = select(Entry.tool, func.count()).where(standing(mine)).group_by(Entry.tool)
    if since is not None:
        question = question.where(Entry.done_at >= since)
    return {tool: count for tool, count in session.execute(question)}  # noqa: C416  # rows are no pairs to dict


def plans_since(session: Session, mine: Mine, since: datetime) -> dict[str, int]:
    """Return how many entries of each tool wait to be done, without those that came to nothing.

    A plan has its day since then. One without a day was made since then, or in the fortnight before: what is
    older is let lie.
    """
    rows = session.scalars(
        select(Entry).where(
            standing(mine),
            Entry.done_at.is_(None),
            or_(
                Entry.for_date >= day_of(since),
                and_(Entry.for_date.is_(None), Entry.made_at >= since - FORTNIGHT),
            ),
        )
    )
    waiting = (one for one in (_opened(mine, row) for row in rows) if not _came_to_nothing(one))
    return dict(Counter(one.tool for one in waiting))


def done_since(session: Session, mine: Mine, tools: Iterable[str], since: datetime) -> dict[str, list[Saved]]:
    """Return the values of these tools' entries that are done since then."""
    rows = session.scalars(
        select(Entry).where(standing(mine), Entry.tool.in_(sorted(set(tools))), Entry.done_at >= since)
    )
    found: dict[str, list[Saved]] = {}
    for row in rows:
        found.setdefault(row.tool, []).append(in_present_terms(mine, _opened(mine, row)))
    return found


def save_entry(
    session: Session, *, mine: Mine, tool: Tool, wanted: UUID, values: Saved | None, page: Page, now: datetime
) -> Written | None:
    """Keep one entry under its id, so that a repeated request keeps it once. No values: the entry goes.

    Where another window has changed it since the page was opened, nothing is overwritten: what was sent is
    kept beside it, as `others` tell, until the patient has chosen. Written anew, a removed one begins anew.
    What was written with another version of the tool, and is not asked for in this one, stays.
    """
    row, sent = session.get(Entry, (mine.enrolment_id, wanted)), dict(values or {})
    if row is not None and row.removed_at is not None:
        if not sent:
            return None
        session.delete(row)
        session.flush()
        row = None
    before = _opened(mine, row) if row else None
    sent |= beside(tool, before.of, before.values) if before else {}
    others = page.settled(before.others) if before else NO_OTHERS
    if row is not None and before is not None:
        if dict(before.values) == sent and others == before.others:
            return before
        behind = dict(before.values) != sent and page.is_behind(row.revision, row.page_key)
        if behind or page.keeps_both:
            row.others = _sealed_others(mine, wanted, page.beside(before.others, sent))
            session.flush()
            return _opened(mine, row)
    if not sent and not others:
        _delete(session, mine, wanted)
        return None
    if row is None:
        row = Entry(enrolment_id=mine.enrolment_id, id=wanted, tool=tool.id, made_at=now, revision=0)
        session.add(row)
    row.revision, row.page_key, row.changed_at = row.revision + 1, page.key, now
    row.edition, row.for_date = tool.edition, tool.day_of(sent)
    row.done_at = (row.done_at or now) if tool.is_done(sent) else None
    row.value = mine.key.seal_json(sent, bound_to=_place(mine, wanted))
    row.others = _sealed_others(mine, wanted, others)
    session.flush()
    return _opened(mine, row)


def in_present_terms(mine: Mine, written: Written) -> Saved:
    """Return an entry's values as the present tool asks for them: to count them, and to recall them."""
    tool = mine.programme.tools.get(written.tool)
    return in_terms_of(tool, written.of, written.values) if tool else written.values


def forget_other(session: Session, *, mine: Mine, wanted: UUID, window: str) -> None:
    """Let what stands stand: the text of that other window goes."""
    if row := session.get(Entry, (mine.enrolment_id, wanted)):
        stands = _opened(mine, row)
        row.others = _sealed_others(mine, wanted, without(stands.others, window))
        if not stands.values and row.others is None:
            _delete(session, mine, wanted)


def standing(mine: Mine) -> ColumnElement[bool]:
    """Return the condition for a patient's own entries that are not removed."""
    return (Entry.enrolment_id == mine.enrolment_id) & Entry.removed_at.is_(None)


def _delete(session: Session, mine: Mine, wanted: UUID) -> None:
    session.execute(delete(Entry).where(Entry.enrolment_id == mine.enrolment_id, Entry.id == wanted))


def _came_to_nothing(entry: Written) -> bool:
    return entry.of is not None and entry.of.came_to_nothing(entry.values)


def _place(mine: Mine, wanted: UUID, column: str = "value") -> str:
    return row_place("entry", mine.enrolment_id, str(wanted), column)


def _sealed_others(mine: Mine, wanted: UUID, others: Others) -> bytes | None:
    return sealed_others(mine, others, bound_to=_place(mine, wanted, "others"))


def _opened(mine: Mine, row: Entry) -> Written:
    """Open an entry, with what was kept under a block's old id under the present one."""
    tool = mine.tool_of(row.tool, row.edition)
    renamed = tool.renamed if tool else {}
    others = opened_others(mine, row.others, bound_to=_place(mine, row.id, "others"))
    return Written(
        row.id,
        row.tool,
        under_present_ids(mine.key.open_json(row.value, bound_to=_place(mine, row.id)), renamed),
        tool,
        row.made_at,
        row.changed_at,
        row.for_date,
        row.done_at,
        row.revision,
        row.page_key,
        {window: under_present_ids(saved, renamed) for window, saved in others.items()},
    )
