"""The doctor's texts: short enough to be read between two patients, and looked over within a year."""

from collections.abc import Iterator
from datetime import date, timedelta

from selfhelp.content.checks.measures import words_in
from selfhelp.content.checks.texts import Passage, passages
from selfhelp.content.everything import SOURCE, Everything
from selfhelp.content.grammar import RawFile
from selfhelp.content.problems import Place, Problem

SHOWN_AT_ONCE = 120  # summary, and two questions each with its link question
WHOLE_FILE = 220
QUESTIONS_SHOWN = 2
YEAR = timedelta(days=366)


def check_doctors_texts(everything: Everything) -> Iterator[Problem]:
    """Check every gp.md in every language."""
    for files in everything.files.values():
        for name, raw in files.items():
            if name.endswith("/gp.md") and name in everything.source_files:
                yield from _check_words(raw, list(passages(raw, everything.source_files[name])))


def check_reviewed(everything: Everything, *, today: date) -> Iterator[Problem]:
    """Warn about texts for the doctor that nobody has looked over within a year."""
    for module in everything.source.modules.values():
        raw = everything.files[SOURCE].get(f"modules/{module.id}/gp.md")
        if raw and module.gp.reviewed and today - module.gp.reviewed > YEAR:
            yield raw.warning(raw.front["reviewed"].place, "gp-reviewed", date=module.gp.reviewed.isoformat())


def _check_words(raw: RawFile, shown: list[Passage]) -> Iterator[Problem]:
    summary = [passage for passage in shown if passage.role == "prose"]
    asks = sorted((_count(passage) for passage in shown if passage.kind == "ask"), reverse=True)
    at_once = sum(map(_count, summary)) + sum(asks[:QUESTIONS_SHOWN])
    whole = sum(map(_count, shown))
    place = summary[0].span.part(0, 1) if summary else None
    if place is None:
        if raw.locale == SOURCE and not raw.problems:
            yield Problem(Place(raw.path), "gp-summary")
    elif at_once > SHOWN_AT_ONCE:
        yield raw.problem(place, "gp-long", count=str(at_once), most=str(SHOWN_AT_ONCE))
    elif whole > WHOLE_FILE:
        yield raw.problem(place, "gp-long.whole", count=str(whole), most=str(WHOLE_FILE))


def _count(passage: Passage) -> int:
    return len(words_in(passage.plain))
