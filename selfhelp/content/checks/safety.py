"""What has to be there when someone needs help now: the pages, and the same numbers in every language."""

import re
from collections.abc import Iterator
from datetime import date, timedelta

from selfhelp.content.everything import SOURCE, Everything
from selfhelp.content.grammar import RawFile
from selfhelp.content.messages import Language
from selfhelp.content.problems import Place, Problem

PAGES = (
    *("help-now", "heavy-thoughts", "heavy-now", "front", "right-for-me"),
    *("privacy", "evidence", "accessibility", "slip"),
)
NUMBERS = ("113", "116 117", "116 123")
WITH_NUMBERS = ("help-now", "heavy-thoughts")
# A number to call: 113, 116 117, 22 40 00 40, 800 33 321.
CALL = re.compile(r"(?<![\w-])(?:1\d\d(?: \d{3})?|\d{2} \d{2} \d{2} \d{2}|\d{3} \d{2} \d{3})(?![\w-])")
HALF_A_YEAR = timedelta(days=183)


def check_safety(everything: Everything) -> Iterator[Problem]:
    """Check the pages the application cannot do without, and the help numbers in every language."""
    source = everything.source_files
    for page in PAGES:
        if f"pages/{page}.md" not in source:
            yield Problem(Place(f"{SOURCE}/pages/{page}.md"), "page-missing")
    for page in WITH_NUMBERS:
        if raw := source.get(f"pages/{page}.md"):
            yield from _check_numbers(raw)
    for locale, files in everything.files.items():
        for name, raw in files.items() if locale != SOURCE else ():
            if name.startswith("pages/") and name in source:
                yield from _check_same(source[name], raw)


def _check_numbers(raw: RawFile) -> Iterator[Problem]:
    there = _numbers(raw, raw)
    for number in NUMBERS:
        if number not in there and not raw.problems:
            yield Problem(Place(raw.path), "help-number", (("number", number),))


def check_numbers_age(everything: Everything, *, today: date) -> Iterator[Problem]:
    """Warn about help numbers that nobody has tried within half a year."""
    for page in everything.source.pages.values():
        raw = everything.source_files[f"pages/{page.id}.md"]
        if page.checked_on and today - page.checked_on > HALF_A_YEAR:
            yield raw.warning(raw.front["checked-on"].place, "numbers-old", date=page.checked_on.isoformat())
        elif page.id == "help-now" and page.checked_on is None and "checked-on" not in raw.front:
            yield raw.problem(Place(raw.path, 1, 1, 3), "numbers-undated")


def _numbers(raw: RawFile, source: RawFile) -> set[str]:
    """Return every number to call in a file; the source's settings hold for every language."""
    calls = {block.settings["call"].text for block in source.blocks if "call" in block.settings}
    return calls | set(CALL.findall("\n".join(raw.lines)))


def _check_same(source: RawFile, raw: RawFile) -> Iterator[Problem]:
    """A number in one language and not in the other is a number somebody will not be told."""
    theirs, mine = _numbers(source, source), _numbers(raw, source)
    for number in sorted(theirs - mine):
        facts = (("number", number), ("language", Language(raw.locale)), ("source", source.path))
        yield Problem(Place(raw.path), "help-number.missing", facts)
    for line, text in enumerate(raw.lines, 1):
        for match in CALL.finditer(text):
            if match[0] not in theirs and match[0] not in NUMBERS:  # those are told in the source
                place = Place(raw.path, line, match.start() + 1, len(match[0]))
                yield raw.problem(place, "help-number.other", number=match[0], source=source.path)
