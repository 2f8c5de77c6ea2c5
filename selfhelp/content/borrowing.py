"""A language that is under way: what it has no words for yet is borrowed from the source, and marked as such.

Words that somebody's safety or consent hangs on are never borrowed, and neither is a part of a questionnaire.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from itertools import groupby

from selfhelp.content.checks.translations import is_unwritten
from selfhelp.content.confirmed import INSTRUMENTS, Confirmed
from selfhelp.content.grammar import RawBlock, RawFile, RawItem, Span
from selfhelp.content.pairs import Part, by_place
from selfhelp.content.problems import Place, Problem
from selfhelp.content.units import MARK, units_of
from selfhelp.content.whole import must_be_whole
from selfhelp.exercises.words import Borrowed


def filled(
    source: Mapping[str, RawFile], own: Mapping[str, RawFile], confirmed: Confirmed
) -> dict[str, RawFile]:
    """Return the language's files, with the source's words marked wherever it has none of its own.

    Words that are the source's letter for letter are its own once somebody has confirmed them.
    """
    locale = next((raw.locale for raw in own.values()), "")
    found = dict(own)
    for key, theirs in source.items():
        mine = own.get(key) or RawFile(f"{locale}/{key}", [""])
        right = confirmed.get(mine.path, {})
        unwritten = (u for u in units_of(theirs, mine) if MARK in u.own.text or u.name not in right)
        found[key] = _Filling(frozenset(id(u.own) for u in unwritten if is_unwritten(u))).file(theirs, mine)
    return found


def softened(problems: Iterable[Problem]) -> Iterator[Problem]:
    """Yield the problems of a language under way. That it lacks words is a mistake for some of them only."""
    for problem in problems:
        soft = problem.name == "untranslated" and not _must_be_whole(problem)
        yield replace(problem, level="warning") if soft else problem


def by_folder(problems: Iterable[Problem]) -> list[Problem]:
    """Return the problems with one for each folder where a language under way lacks several files."""
    told = sorted(problems, key=_folder)
    kept: list[Problem] = []
    for folder, group in groupby(told, key=_folder):
        those = list(group)
        if folder and len(those) > 1:
            language = dict(those[0].facts)["language"]
            facts = (("count", str(len(those))), ("language", language))
            kept.append(Problem(Place(folder), "untranslated.folder", facts, "warning"))
        else:
            kept += those
    return kept


def _folder(problem: Problem) -> str:
    """Return the folder of a file that a language under way lacks; "" for every other problem."""
    lacks = problem.rule == "untranslated.file" and problem.level == "warning"
    return problem.place.path.rsplit("/", 1)[0] if lacks else ""


def _must_be_whole(problem: Problem) -> bool:
    is_questionnaire = problem.place.path.partition("/")[2].startswith(INSTRUMENTS)
    return must_be_whole(problem.place.path) and not (
        is_questionnaire and problem.rule == "untranslated.file"
    )


@dataclass(frozen=True, slots=True)
class _Filling:
    """Fills one file. `unwritten` are the texts that stand there, and are the source's."""

    unwritten: frozenset[int]

    def file(self, source: RawFile, own: RawFile) -> RawFile:
        front = {word: self._span(span, own.front.get(word)) for word, span in source.front.items()}
        mine = by_place(own)
        parts = [self._part(part, mine.get(key)) for key, part in by_place(source).items()]
        return RawFile(own.path, own.lines, {**own.front, **front}, parts=parts)

    def _span(self, source: Span, own: Span | None) -> Span:
        if own is not None and own.text and id(own) not in self.unwritten:
            return own
        return Span(Borrowed(source.text, source.place.path.split("/", 1)[0]), source.place)

    def _part(self, source: Part, own: Part | None) -> Part:
        if isinstance(source, Span):
            return self._span(source, own if isinstance(own, Span) else None)
        return self._block(source, own if isinstance(own, RawBlock) else RawBlock(source.kind, source.id))

    def _block(self, source: RawBlock, own: RawBlock) -> RawBlock:
        settings = {word: self._span(span, own.settings.get(word)) for word, span in source.settings.items()}
        mine = {item.id.text: item for item in own.items}
        return RawBlock(
            own.kind,
            own.id,
            {**own.settings, **settings},
            text=source.text and self._span(source.text, own.text),
            items=[self._item(item, mine.get(item.id.text)) for item in source.items],
        )

    def _item(self, source: RawItem, own: RawItem | None) -> RawItem:
        words = self._span(source.words, own.words if own else None)
        feedback = source.feedback and self._span(source.feedback, own.feedback if own else None)
        return RawItem(source.id, source.note, words, feedback)
