"""What was asked earlier: content that was published, or met, before the present one.

Somebody who is in the middle of a module ends it as it began; what was answered can be shown under the
question as it was asked. A content is opened when it is needed, and kept in memory for others.
"""

import logging
import tempfile
import threading
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any
from uuid import UUID

from sqlalchemy import Engine, func, select
from sqlalchemy.orm import Session

from selfhelp.care.releases import archive_of
from selfhelp.content.archive import unpack
from selfhelp.content.block_changes import OPENNESS
from selfhelp.content.changes import breaks, changes
from selfhelp.content.editions import editions_of
from selfhelp.content.model import Catalogue, Module, Part, Programme
from selfhelp.content.problems import ContentError
from selfhelp.content.reading import load_catalogue
from selfhelp.exercises.entry_maker import EntryMaker
from selfhelp.exercises.exercise import Exercise
from selfhelp.exercises.home_practice import HomePractice
from selfhelp.exercises.tool import Tool
from selfhelp.records.course import Edition, Entry, Progress, Release

TOOLS = "tools/"
OPEN_AT_ONCE = 16  # contents in memory, some megabytes each
log = logging.getLogger(__name__)


@dataclass(slots=True)
class Known:
    """Which editions there have been. `structures` is {(name, hash): structure}.

    `newest` is {(name, structure or hash): the digest of the newest release that has it}.
    """

    structures: dict[tuple[str, str], str] = field(default_factory=dict)
    newest: dict[tuple[str, str], str] = field(default_factory=dict)
    releases: dict[str, None] = field(default_factory=dict)  # their digests, the newest last


class Earlier:
    """Everything that was met here. One for the whole process."""

    def __init__(self, engine: Engine) -> None:
        """Read from this database, page after page, without writing. Begin with `look_again`."""
        self._engine = engine
        self._lock = threading.Lock()
        self._known = Known()
        self._opened: dict[str, Catalogue | None] = {}
        self._breaking: dict[tuple[str, str, str], bool] = {}
        self._present: tuple[str, dict[str, str]] = ("", {})
        self._unknown: set[tuple[str, str]] = set()
        # The same object each time: what is made of a module, such as its forms, is kept with it.
        self._met: dict[tuple[str, str, str, str], Module] = {}

    def look_again(self) -> None:
        """Find out which editions there have been: another one has been kept."""
        with Session(self._engine) as session:
            self._known = _known(session.execute(_EDITIONS))

    def programme(self, enrolment_id: UUID, present: Catalogue, locale: str) -> Programme:
        """Return the programme as one patient meets it: what was begun as it was, the rest as it is.

        It is read in a session of its own: who asks may be in the middle of writing.
        """
        programme, now = present[locale], self._structures(present)
        if all(now.get(of) == structure for (of, _), structure in self._known.structures.items()):
            return programme  # nothing has ever asked something else
        with Session(self._engine) as session:
            rows = session.execute(
                select(Progress.module, Progress.edition, Progress.finished_at).where(
                    Progress.enrolment_id == enrolment_id
                )
            ).all()
            begun = [self.module(present, name, edition, locale, done=bool(at)) for name, edition, at in rows]
            named = {tool for one in begun if one for tool in _tools_in(one)}
            tools = self._tools(session, enrolment_id, present, locale, named)
        modules = {**programme.modules, **{one.id: one for one in begun if one}}
        return replace(programme, modules=modules, tools=tools)

    def module(
        self, present: Catalogue, name: str, edition: str, locale: str, *, done: bool = False
    ) -> Module | None:
        """Return a module as somebody meets it who began with this edition; None where nothing is known.

        Words are always the newest. What is asked stays as it was until the module is done; and after that,
        where an answer would lose its question.
        """
        now = present[locale].modules.get(name)
        content = self._content(present, f"modules/{name}", edition, moves_on=done)
        if content is None or content is present:
            return now
        then = content[locale].modules.get(name)
        if then is None or now is None:
            return then or now
        met = (content.digest, present.digest, name, locale)
        if met not in self._met:
            self._met[met] = _beside_present(then, now)
        return self._met[met]

    def tool(self, present: Catalogue, name: str, edition: str, locale: str) -> Tool | None:
        """Return a tool as an entry of this edition is shown: as it is now, where nothing would be lost."""
        content = self._content(present, f"tools/{name}", edition, moves_on=True)
        return (content or present)[locale].tools.get(name) or present[locale].tools.get(name)

    def asked(self, name: str, edition: str, locale: str) -> Module | None:
        """Return a module word for word as it stood; None where that is not known."""
        digest = self._known_of(f"modules/{name}", edition).newest.get((f"modules/{name}", edition))
        content = self._open(digest) if digest else None
        return content[locale].modules.get(name) if content else None

    def contents(self, *, before: Catalogue) -> Iterator[Catalogue]:
        """Yield every other content there has been, the newest first, as far as they can be read."""
        others = (digest for digest in reversed(self._known.releases) if digest != before.digest)
        yield from filter(None, map(self._open, others))

    def _tools(
        self, session: Session, enrolment_id: UUID, present: Catalogue, locale: str, named: set[str]
    ) -> dict[str, Tool]:
        """Return the tools, with those no longer in the programme that the patient has used, or will need."""
        now = present[locale].tools
        editions = self._known.structures
        known = {of.removeprefix(TOOLS): edition for of, edition in editions if of.startswith(TOOLS)}
        gone = sorted(known.keys() - now.keys())
        if not gone:
            return dict(now)
        used = session.scalars(
            select(Entry.tool).where(Entry.enrolment_id == enrolment_id, Entry.tool.in_(gone)).distinct()
        )
        wanted = {*used, *named.intersection(gone)}
        old = {name: self.tool(present, name, known[name], locale) for name in sorted(wanted)}
        return {**now, **{name: tool for name, tool in old.items() if tool}}

    def _content(self, present: Catalogue, of: str, edition: str, *, moves_on: bool) -> Catalogue | None:
        """Return the content in which a module or tool is met; None where the edition is not known."""
        known = self._known_of(of, edition)
        began = known.structures.get((of, edition))
        if began is None:
            return None
        now = self._structures(present).get(of)
        if began == now:
            return present
        then = self._open(known.newest[of, began])
        if then is None or (moves_on and now and not self._breaks(then, present, of)):
            return present
        return then

    def _breaks(self, then: Catalogue, present: Catalogue, of: str) -> bool:
        name = (then.digest, present.digest, of)
        if name not in self._breaking:
            self._breaking[name] = breaks(changes(then, present), of)
        return self._breaking[name]

    def _known_of(self, of: str, edition: str) -> Known:
        """Return what is known; look again for an edition that another process has met first."""
        name = (of, edition)
        if edition and name not in self._known.structures and name not in self._unknown:
            self.look_again()
            if name not in self._known.structures:
                self._unknown.add(name)
        return self._known

    def _structures(self, present: Catalogue) -> dict[str, str]:
        """Return what the present content asks, by module and tool."""
        digest, found = self._present
        if digest != present.digest:
            found = {one.of: one.structure for one in editions_of(present)}
            self._present = (present.digest, found)
        return found

    def _open(self, digest: str) -> Catalogue | None:
        """Return a content that was kept; None where this version of the engine cannot read it."""
        with self._lock:
            found = self._opened.pop(digest) if digest in self._opened else self._read(digest)
            self._opened[digest] = found  # the one used last stands last
            while len(self._opened) > OPEN_AT_ONCE:
                self._opened.pop(next(iter(self._opened)))
            return found

    def _read(self, digest: str) -> Catalogue | None:
        with Session(self._engine) as session, tempfile.TemporaryDirectory() as folder:
            unpack(archive_of(session, digest), Path(folder))
            try:
                return load_catalogue(Path(folder))
            except ContentError as error:
                told = "an earlier content cannot be read any more: release=%s problems=%d"
                log.error(told, digest[:12], len(error.problems))  # noqa: TRY400  # a sentence, no trace
                return None


_EDITIONS = (
    select(Edition.of, Edition.hash, Edition.structure, Edition.release)
    .join(Release, Release.digest == Edition.release)
    .order_by(func.coalesce(Release.published_at, Release.made_at), Release.digest)
)


def _known(rows: Iterable[Any]) -> Known:
    found = Known()
    for of, hash_, structure, release in rows:
        found.structures[of, hash_] = structure
        found.newest[of, hash_] = found.newest[of, structure] = release
        found.releases[release] = None
    return found


def _tools_in(module: Module) -> Iterator[str]:
    """Yield the tools that a module's steps cannot do without."""
    for exercise in module.exercises:
        if isinstance(exercise, EntryMaker):
            yield exercise.tool_id
        elif isinstance(exercise, HomePractice):
            yield from (wanted.tool for option in exercise.options for wanted in exercise.wanted_by(option))


def _beside_present(then: Module, now: Module) -> Module:
    """Return a module as it was begun. What is closed to the doctor now is closed in it."""
    present = {old: one for one in now.asking.values() for old in (*one.was, one.id)}
    steps = tuple(
        replace(step, parts=tuple(_closed_as(part, present) for part in step.parts)) for step in then.steps
    )
    later = {one.id: old for one in now.asking.values() for old in one.was if old in then.asking}
    return replace(then, steps=steps, gp=now.gp, later=later)


def _closed_as(part: Part, present: Mapping[str, Exercise]) -> Part:
    """Return an exercise that lets the doctor get no more than the present one does."""
    if not isinstance(part, Exercise) or not part.asks or part.id not in present:
        return part
    level = min(part.gp, present[part.id].gp, key=OPENNESS.index)
    return replace(part, gp=level if level in part.gp_levels else "nothing")
