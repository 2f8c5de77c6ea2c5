"""Words that stand in for what an author has yet to write."""

import re
from collections.abc import Iterator

from selfhelp.content.everything import SOURCE, Everything
from selfhelp.content.grammar import RawBlock, RawFile, Span
from selfhelp.content.problems import Problem
from selfhelp.content.units import MARK, is_still_source, units_of

MARKED = re.compile(rf"{MARK}.*")


def check_unwritten(everything: Everything) -> Iterator[Problem]:
    """Tell of each line that is still to be written, in every language."""
    for locale, files in everything.files.items():
        for name, raw in files.items():
            source = everything.source_files.get(name)
            told = set() if source is None or locale == SOURCE else _told(source, raw)
            yield from _to_write(raw, told)


def _told(source: RawFile, raw: RawFile) -> set[int]:
    """Return the texts of a translation whose words are the source's: a rule of its own tells of them."""
    return {id(unit.own) for unit in units_of(source, raw) if is_still_source(unit.source, unit.own)}


def _to_write(raw: RawFile, told: set[int]) -> Iterator[Problem]:
    for span in _spans(raw):
        if id(span) not in told:
            for match in MARKED.finditer(span.text):
                yield raw.problem(span.part(match.start(), len(match[0])), "to-write")


def _spans(raw: RawFile) -> Iterator[Span]:
    """Yield everything an author writes in a file."""
    yield from raw.front.values()
    for part in raw.parts:
        if isinstance(part, RawBlock):
            yield from part.settings.values()
            written = [part.text, *(span for item in part.items for span in (item.words, item.feedback))]
            yield from (span for span in written if span is not None)
        else:
            yield part
