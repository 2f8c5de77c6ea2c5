"""Every place where an author names a module, a step, a tool, an exercise or an option, in every language.

A name is written as a path: `modules/link`, `modules/link/goals`, `tools/chain`, `modules/link#goal-1`,
`modules/link#trigger#night`.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from selfhelp.content.checks.names import Scope, scopes_of
from selfhelp.content.condition_text import columns_of, read_condition
from selfhelp.content.everything import SOURCE, Everything
from selfhelp.content.grammar import RawBlock, RawFile, Span
from selfhelp.content.problems import Place
from selfhelp.content.prose import read_ref, recalls_in
from selfhelp.exercises.conditions import EQUAL, SET
from selfhelp.exercises.planner import CARD_PART
from selfhelp.exercises.tool_numbers import CHANGE, COUNT, MEAN
from selfhelp.exercises.words import Ref

NUMBER_OF = re.compile(rf"(?P<block>.+)-(?:{MEAN}|{CHANGE}|{COUNT})")
ITEM_OF = "strongest"  # the part of an exercise that is one of its options


@dataclass(frozen=True, slots=True)
class Pointer:
    """A place that names something."""

    name: str
    raw: RawFile
    place: Place


@dataclass(slots=True)
class Reader:
    """Reads what names stand for, seen from a module, a lesson or a tool: `key`."""

    scopes: dict[str, Scope]
    tools: frozenset[str]
    raw: RawFile
    key: str

    @classmethod
    def of_all(cls, everything: Everything) -> Iterator["Reader"]:
        """Return a reader for every file that is part of a module, a lesson or a tool, in every language."""
        scopes = scopes_of(everything)
        tools = frozenset(everything.source.tools)
        for files in everything.files.values():
            yield from (cls(scopes, tools, raw, key_of(name)) for name, raw in files.items())

    def names(self) -> Iterator[Pointer]:
        """Yield what stands in conditions and recalls."""
        if number := self.raw.front.get("gp-number"):
            yield from self._recalled(number, of_entries=True)
        for part in self.raw.parts:
            if isinstance(part, RawBlock):
                yield from self._in_block(part)
            else:
                yield from self._recalled(part)

    def _in_block(self, block: RawBlock) -> Iterator[Pointer]:
        of_entries = block.kind.text == "shows"
        if self.raw.locale == SOURCE and "when" in block.settings:
            yield from self._condition(block.settings["when"], of_entries=of_entries)
        if block.kind.text == "recall" and (ref := read_ref(block.id.text)):
            yield from self.reference(ref, block.id.place)
        for span in (block.text, *(item.feedback for item in block.items)):
            if span is not None:
                yield from self._recalled(span, of_entries=of_entries)

    def _recalled(self, span: Span, *, of_entries: bool = False) -> Iterator[Pointer]:
        for ref, place in recalls_in(span):
            yield from self._of_entries(ref, place) if of_entries else self.reference(ref, place)

    def _condition(self, span: Span, *, of_entries: bool) -> Iterator[Pointer]:
        try:
            terms = read_condition(span.text).terms
        except ValueError:
            return  # the check tells of it
        for term, (column, value) in zip(terms, columns_of(span.text), strict=True):
            place = span.part(column, len(str(term.ref)))
            if of_entries:
                yield from self._of_entries(term.ref, place)
                continue
            found = list(self.reference(term.ref, place))
            yield from found
            if term.operator in (*EQUAL, *SET) and _holds_options(term.ref, found):
                yield Pointer(f"{found[-1].name}#{term.value}", self.raw, span.part(value, len(term.value)))

    def reference(self, ref: Ref, place: Place) -> Iterator[Pointer]:
        """Yield what a name and its parts point at: `link/goal-1`, `chain.thought`, `plan.1-what`."""
        key = f"modules/{ref.module}" if ref.module else self.key
        start = len(ref.module) + 1 if ref.module else 0
        if ref.module:
            yield Pointer(key, self.raw, _part(place, 0, ref.module))
        name = _part(place, start, ref.name)
        scope = self.scopes.get(key)
        inside = _part(place, start + len(ref.name) + 1, ref.part)
        if scope and ref.name in scope.written:
            yield Pointer(f"{key}#{ref.name}", self.raw, name)
            tool = getattr(scope.exercises.get(ref.name), "tool_id", "")
            yield from self._in_entry(tool, ref.part, inside) if tool else ()
        elif ref.name in self.tools and not ref.module:
            yield Pointer(f"tools/{ref.name}", self.raw, name)
            yield from self._in_entry(ref.name, ref.part, inside)

    def _in_entry(self, tool: str, part: str, place: Place) -> Iterator[Pointer]:
        """Yield the block of a tool that is meant by what stands after the point."""
        card = CARD_PART.fullmatch(part)
        known = self.scopes[f"tools/{tool}"].written if f"tools/{tool}" in self.scopes else ()
        for block, start in ((part, 0), (card[2] if card else "", 2), (_counted(part), 0)):
            if block and block in known:
                yield Pointer(f"tools/{tool}#{block}", self.raw, _part(place, start, block))
                return

    def _of_entries(self, ref: Ref, place: Place) -> Iterator[Pointer]:
        """Yield the block behind a number of all entries: `guess-mean`."""
        if (block := _counted(ref.name)) and not ref.part:
            yield Pointer(f"{self.key}#{block}", self.raw, _part(place, 0, block))


def key_of(name: str) -> str:
    """Return what a file belongs to: `modules/link` for `modules/link/goals.md`."""
    base, _, rest = name.partition("/")
    return f"{base}/{rest.partition('/')[0].removesuffix('.md')}"


def _holds_options(ref: Ref, found: list[Pointer]) -> bool:
    """Tell whether what a name stands for is compared with one of its options: all but numbers and groups."""
    names = 2 if ref.module else 1
    return len(found) > names or (len(found) == names and ref.part in {"", ITEM_OF})


def _counted(name: str) -> str:
    match = NUMBER_OF.fullmatch(name)
    return match["block"] if match else ""


def _part(place: Place, start: int, text: str) -> Place:
    return Place(place.path, place.line, place.column + start, max(len(text), 1))
