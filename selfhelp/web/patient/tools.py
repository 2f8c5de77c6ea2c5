"""The toolbox: every tool met so far; and each tool with its entries by week, and what they show."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta

from flask import abort, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from markupsafe import Markup

from selfhelp.care import entries, removed, tool_shows
from selfhelp.care.days import day_of
from selfhelp.care.entries import Used, Written
from selfhelp.care.progress import progress_of
from selfhelp.care.tool_shows import Point
from selfhelp.content.model import Module
from selfhelp.exercises.tool import Tool
from selfhelp.exercises.tool_numbers import Pair
from selfhelp.exercises.tool_rows import Rows
from selfhelp.web import database
from selfhelp.web.access import mine
from selfhelp.web.desk import now
from selfhelp.web.patient.blueprint import bp
from selfhelp.web.patient.heavy_thoughts import onward_asked
from selfhelp.web.patient.toolbox import my_tool

WEEKS = 8  # on one page
AT_ONCE = 60  # entries on one page of a view that knows no weeks
IN_PICTURE = 8
NO_WEEKS = ("people",)


@dataclass(frozen=True, slots=True)
class Met:
    """A tool the patient has met: the module that brought it, None for one always at hand; its use so far."""

    tool: Tool
    module: Module | None
    used: Used | None


@dataclass(frozen=True, slots=True)
class Drawn:
    """One entry as the views draw it."""

    rows: Rows
    entry: Written
    day: date


@dataclass(frozen=True, slots=True)
class Group:
    """Entries that stand together: those of a week, or all where weeks mean nothing (`monday` None)."""

    monday: date | None
    drawn: tuple[Drawn, ...]


@dataclass(frozen=True, slots=True)
class Shown:
    """What the entries show together: how many, how many are done, sentences, and numbers then and after."""

    count: int
    done: int
    lately: int
    sentences: tuple[Markup, ...]
    pairs: tuple[tuple[Pair, tuple[Point, ...]], ...]


@bp.get("/toolbox")
def toolbox() -> ResponseReturnValue:
    """Show the tools met so far, in the order of the programme."""
    return render_template(
        "patient/toolbox.html",
        met=tools_met(),
        programme=mine().programme,
        removed=removed.can_be_undone(database.session(), mine(), now()),
    )


@bp.get("/toolbox/<tool_id>")
def tool(tool_id: str) -> ResponseReturnValue:
    """Show one tool: what its entries show, and the entries by week, the newest first."""
    this = my_tool(tool_id)
    written = entries.entries_of(database.session(), mine(), this.id)
    if this.keeps == "one":
        only = written[0].id if written else entries.entry_id(mine(), f"tools/{this.id}")
        return redirect(url_for("patient.entry", tool_id=this.id, entry_id=only, next=onward_asked() or None))
    groups, page, pages = _page_of(groups_of(this, written))
    gone = removed.can_be_undone(database.session(), mine(), now())
    return render_template(
        "patient/tool.html",
        tool=this,
        groups=groups,
        page=page,
        pages=pages,
        shown=shown_by(this, written),
        monday=_monday(day_of(now())),
        programme=mine().programme,
        removed=[one for one in gone if one.tool == this.id],
    )


def tools_met() -> list[Met]:
    """Return the tools of the modules begun so far; at the end those no module brings, always at hand."""
    programme = mine().programme
    begun = progress_of(database.session(), mine())
    used = entries.uses(database.session(), mine())
    brought: dict[str, Module] = {}
    for module in programme.modules.values():
        for one in programme.tools_met(module.id):
            brought.setdefault(one.id, module)
    met = [Met(one, brought.get(one.id), used.get(one.id)) for one in programme.tools.values()]
    known = [one for one in met if one.module is None or _has_met(one.tool, begun)]
    order = list(programme.modules)
    return sorted(known, key=lambda one: order.index(one.module.id) if one.module else len(order))


def groups_of(this: Tool, written: Sequence[Written]) -> list[Group]:
    """Return a tool's entries as they stand together."""
    if this.view in NO_WEEKS:
        parts = [written[at : at + AT_ONCE] for at in range(0, len(written), AT_ONCE)]
        return [Group(None, drawn_of(this, part)) for part in parts]
    return [Group(week.first, drawn_of(this, week.entries)) for week in tool_shows.by_week(written)]


def shown_by(this: Tool, written: Sequence[Written]) -> Shown:
    """Return what these entries show together."""
    recent = day_of(now()) - timedelta(weeks=4)
    written = [replace(one, values=entries.in_present_terms(mine(), one)) for one in written]
    points = ((pair, tuple(tool_shows.points_of(pair, written)[-IN_PICTURE:])) for pair in this.pairs)
    return Shown(
        count=len(written),
        done=sum(one.done_at is not None for one in written),
        lately=sum(tool_shows.day_of_entry(one) > recent for one in written),
        sentences=tool_shows.said_of_all(this, written, mine().programme.locale),
        pairs=tuple((pair, found) for pair, found in points if len(found) > 1),
    )


def _has_met(this: Tool, begun: Mapping[str, object]) -> bool:
    programme = mine().programme
    return any(this in programme.tools_met(module) for module in begun if module in programme.modules)


def drawn_of(this: Tool, written: Sequence[Written]) -> tuple[Drawn, ...]:
    """Return entries as the views draw them."""
    return tuple(
        Drawn((one.of or this).rows(one.values), one, tool_shows.day_of_entry(one)) for one in written
    )


def _monday(day: date) -> date:
    return day - timedelta(days=day.weekday())


def _page_of(groups: list[Group]) -> tuple[list[Group], int, int]:
    """Return the groups of the page asked for, its number and how many pages there are. 404 for no page."""
    each = WEEKS if groups and groups[0].monday else 1
    pages = max(-(-len(groups) // each), 1)
    page = request.args.get("page", default=1, type=int)
    if not 1 <= page <= pages:
        abort(404)
    return groups[(page - 1) * each : page * each], page, pages
