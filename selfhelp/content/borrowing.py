"""A language that is under way: what it has no words for yet is borrowed from the source, and marked as such.

Words that somebody's safety or consent hangs on are never borrowed, and neither is a part of a questionnaire.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from itertools import groupby

from selfhelp.content.grammar import RawBlock, RawFile, RawItem, Span
from selfhelp.content.pairs import Part, by_place
from selfhelp.content.problems import Place, Problem
from selfhelp.exercises.words import Borrowed

# What a language has whole before anybody can choose it: its name and what is shared, whom to call, privacy.
WHOLE = (
    "programme.md",
    *(f"pages/{page}.md" for page in ("help-now", "heavy-thoughts", "heavy-now", "right-for-me")),
    *("pages/privacy.md", "pages/slip.md"),
)
INSTRUMENTS = "instruments/"


def filled(source: Mapping[str, RawFile], own: Mapping[str, RawFile]) -> dict[str, RawFile]:
    """Return the language's files, with the source's words wherever it has none."""
    locale = next((raw.locale for raw in own.values()), "")
    return {**own, **{key: _file(raw, own.get(key) or _none(raw, locale)) for key, raw in source.items()}}


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
    key = problem.place.path.partition("/")[2]
    return key in WHOLE or (key.startswith(INSTRUMENTS) and problem.rule != "untranslated.file")


def _none(source: RawFile, locale: str) -> RawFile:
    return RawFile(f"{locale}/{source.path.partition('/')[2]}", [""])


def _file(source: RawFile, own: RawFile) -> RawFile:
    theirs = {word: _span(span) for word, span in source.front.items()}
    mine = by_place(own)
    parts = [_part(part, mine.get(key)) for key, part in by_place(source).items()]
    return RawFile(own.path, own.lines, {**theirs, **own.front}, parts=parts)


def _span(span: Span) -> Span:
    return Span(Borrowed(span.text, span.place.path.split("/", 1)[0]), span.place)


def _part(source: Part, own: Part | None) -> Part:
    if isinstance(source, Span):
        return own if isinstance(own, Span) else _span(source)
    return _block(source, own if isinstance(own, RawBlock) else RawBlock(source.kind, source.id))


def _block(source: RawBlock, own: RawBlock) -> RawBlock:
    theirs = {word: _span(span) for word, span in source.settings.items()}
    mine = {item.id.text: item for item in own.items}
    return RawBlock(
        own.kind,
        own.id,
        {**theirs, **own.settings},
        text=own.text or (source.text and _span(source.text)),
        items=[_item(item, mine.get(item.id.text)) for item in source.items],
    )


def _item(source: RawItem, own: RawItem | None) -> RawItem:
    words = own.words if own and own.words.text else _span(source.words)
    feedback = own.feedback if own and own.feedback else source.feedback and _span(source.feedback)
    return RawItem(source.id, source.note, words, feedback)
