"""One file in two languages: the source holds words and behaviour, a translation repeats the words."""

from collections.abc import Iterator
from dataclasses import dataclass
from difflib import get_close_matches
from typing import Any

from selfhelp.content.grammar import RawBlock, RawFile, Span
from selfhelp.content.messages import Fact, Language
from selfhelp.content.problems import Place, Problem, suggestion

SHOWN = 60  # letters of the source's words in a message
PROSE = ""
Part = Span | RawBlock
Key = tuple[str, Any, int]  # kind, id, turn; prose: "", the block before it, 0


@dataclass(frozen=True, slots=True)
class Pair:
    """One file in the source and in the language being read; the same file when that is the source."""

    source: RawFile
    own: RawFile

    @property
    def is_source(self) -> bool:
        """Tell whether the language being read is the source."""
        return self.source is self.own

    @property
    def told_lines(self) -> frozenset[int]:
        """Return the source's lines with a mistake: what differs there has been told."""
        return frozenset(problem.place.line for problem in self.source.problems)

    @property
    def is_broken(self) -> bool:
        """Tell whether a file's shape is broken: then what seems missing may only be unread."""
        return self.source.broken or self.own.broken

    def untranslated(self, place: Place, what: str, theirs: Span, **facts: str) -> None:
        """Complain that words of the source have none in this language, showing the source's."""
        if self.is_broken:
            return
        first = theirs.text.split("\n", maxsplit=1)[0]
        known: dict[str, Fact] = {
            "language": Language(self.own.locale),
            "source": self.source.locale,
            "words": first if len(first) <= SHOWN else f"{first[:SHOWN].rstrip()} …",
            "where": f"{theirs.place.path}:{theirs.place.line}",
        }
        self.own.problems.append(Problem(place, f"untranslated.{what}", tuple((known | facts).items())))

    def surplus(self, place: Place, what: str, **facts: Fact) -> None:
        """Complain about what the source does not have."""
        if not self.is_broken:
            self.own.complain(place, f"translation-extra.{what}", **facts)


def matched(pair: Pair) -> Iterator[tuple[Part, Part]]:
    """Yield (source's part, own part) in the source's order; complain about what only one of them has."""
    if pair.is_source:
        yield from ((part, part) for part in pair.own.parts)
        return
    source, own = by_place(pair.source), by_place(pair.own)
    if not pair.is_broken:
        _check_same(pair, source, own)
    yield from ((part, own[key]) for key, part in source.items() if key in own)


def by_place(raw: RawFile) -> dict[Key, Part]:
    """Return the parts by what joins them across languages: kind, id and turn; for prose the block before."""
    parts: dict[Key, Part] = {}
    turns: dict[tuple[str, str], int] = {}
    before: Key = ("", "", 0)
    for part in raw.parts:
        if isinstance(part, Span):
            parts[PROSE, before, 0] = part
            continue
        name = (part.kind.text, part.id.text)
        turns[name] = turns.get(name, 0) + 1
        before = (*name, turns[name])
        parts[before] = part
    return parts


def _check_same(pair: Pair, source: dict[Key, Part], own: dict[Key, Part]) -> None:
    missing = [key for key in source if key not in own]
    extra = [key for key in own if key not in source]
    blocks = {key for key in (*missing, *extra) if key[0] != PROSE}
    told = {key for key in missing if _line(source[key]) in pair.told_lines}
    misspelt = {_meant(key, missing) for key in extra}
    for key in missing:
        if key[1] not in blocks and key not in misspelt | told:
            _complain_missing(pair, source[key], _place_for(key, pair, source, own))
    for key in extra:
        if key[1] not in blocks and _meant(key, missing) not in told:
            _complain_extra(pair, own[key])
    if not missing and not extra and list(source) != list(own):
        first = next(key for key, theirs in zip(own, source, strict=True) if key != theirs)
        part = own[first]
        place = part.place if isinstance(part, Span) else part.kind.place
        pair.own.complain(place, "translation-order", source=pair.source.path)


def _line(part: Part) -> int:
    return part.place.line if isinstance(part, Span) else part.kind.place.line


def _meant(extra: Key, missing: list[Key]) -> Key | None:
    """Return the missing block that an extra one most likely is; two complaints would be one too many."""
    names = {f"{key[0]} {key[1]}": key for key in missing if key[0] != PROSE}
    close = get_close_matches(f"{extra[0]} {extra[1]}", names, n=1, cutoff=0.5)
    return names[close[0]] if close else None


def _place_for(key: Key, pair: Pair, source: dict[Key, Part], own: dict[Key, Part]) -> Place:
    """Return where a missing part belongs: above the next one that is there, or at the end."""
    keys = list(source)
    for after in keys[keys.index(key) + 1 :]:
        if part := own.get(after):
            return part.place if isinstance(part, Span) else part.kind.place
    return Place(pair.own.path, max(len(pair.own.lines) - 1, 1))


def _complain_missing(pair: Pair, part: Part, place: Place) -> None:
    if isinstance(part, RawBlock):
        words = part.text or part.kind
        pair.untranslated(place, "block", Span(words.text, part.kind.place), block=part.name)
    else:
        pair.untranslated(place, "paragraph", part)


def _complain_extra(pair: Pair, part: Part) -> None:
    if isinstance(part, RawBlock):
        hint = suggestion(part.name, [block.name for block in pair.source.blocks])
        pair.surplus(part.kind.place, "block", block=part.name, hint=hint)
    else:
        pair.surplus(part.place, "paragraph")
