"""What the prose is made of: headings in order, links that say where they lead, no HTML, no tables."""

import re
from collections.abc import Iterator

from selfhelp.content.checks.texts import LINK, passages
from selfhelp.content.checks.tone import tone_of
from selfhelp.content.everything import Everything
from selfhelp.content.grammar import RawFile, Span
from selfhelp.content.problems import Problem, suggestion

# The pages that can be linked to; the others are shown where they belong.
OPEN_PAGES = ("/help-now", "/right-for-me", "/privacy", "/evidence", "/accessibility")
OWN_PAGES = ("/how-it-goes",)  # the patient's own: to be linked to from steps, which only patients read
HEADING = re.compile(r"^ {0,3}(?P<level>#{1,6})\s", re.MULTILINE)
UNDERLINED = re.compile(r"^[^\n]*\w[^\n]*\n(?P<line>(?:=+|-+)[ \t]*)$", re.MULTILINE)
# A paragraph that is a bold line and no sentence: a heading to the eye alone.
BOLD = re.compile(r"(?:\A|\n[ \t]*\n)(?P<line>(\*\*|__)[^*\n]*[^*\n.?!:…]\2)[ \t]*(?=\n[ \t]*\n|\Z)")
TABLE = re.compile(r"^[ \t]*\|.*\|[ \t]*$", re.MULTILINE)
HTML = re.compile(r"</?[a-zA-Z][^>\n]*>|<!--")
PICTURE = re.compile(r"!\[")
ADDRESS = re.compile(r"(?:https?://|www\.)\S+")


def check_markup(everything: Everything) -> Iterator[Problem]:
    """Check the prose of every file in every language."""
    for locale, files in everything.files.items():
        tone = tone_of(locale)
        empty = tone.links if tone else frozenset()
        for name, raw in files.items():
            spans = [passage.span for passage in passages(raw, everything.source_files.get(name, raw))]
            yield from _check_headings(raw, spans)
            yield from _check_same_words(raw, spans)
            pages = (*OPEN_PAGES, *OWN_PAGES) if name.startswith("modules/") else OPEN_PAGES
            for span in spans:
                yield from _check_links(raw, span, empty, pages)
                yield from _check_foreign(raw, span)


def _check_headings(raw: RawFile, spans: list[Span]) -> Iterator[Problem]:
    """The page's title is the first level; each heading goes at most one level deeper than the one before."""
    level = 1
    for span in spans:
        for match in HEADING.finditer(span.text) if "#" in span.text else ():
            here = len(match["level"])
            place = span.part(match.start("level"), here)
            if here == 1:
                yield raw.problem(place, "heading-top")
            elif here > level + 1:
                yield raw.problem(place, "heading-jump", wanted="#" * (level + 1), written="#" * here)
            level = max(here, 2)


def _check_links(
    raw: RawFile, span: Span, empty: frozenset[str], pages: tuple[str, ...]
) -> Iterator[Problem]:
    if "](" not in span.text:
        return
    for match in LINK.finditer(span.text):
        words, target = match["words"].strip(), match["target"].strip()
        if span.text.startswith("!", match.start() - 1):
            continue  # a picture, told below
        place = span.part(match.start("words"), len(match["words"]))
        if words.lower().strip(".:") in empty or not words or ADDRESS.fullmatch(words):
            yield raw.problem(place, "link-text", words=words)
        if target.startswith("/") and target not in pages:
            place = span.part(match.start("target"), len(match["target"]))
            yield raw.problem(place, "link-unknown", target=target, hint=suggestion(target, pages))


def _check_same_words(raw: RawFile, spans: list[Span]) -> Iterator[Problem]:
    """Who hears the links of a page one after the other takes the same words for the same place."""
    first: dict[str, tuple[str, int]] = {}
    for span in spans:
        for match in LINK.finditer(span.text) if "](" in span.text else ():
            words, target = match["words"].strip(), match["target"].strip()
            place = span.part(match.start("words"), len(match["words"]))
            before, line = first.setdefault(words.casefold(), (target, place.line))
            if before != target:
                yield raw.problem(place, "link-twice", words=words, target=before, line=str(line))


def _check_foreign(raw: RawFile, span: Span) -> Iterator[Problem]:
    """Complain about what the reader would show as it is written, or not as the author means it."""
    if match := HTML.search(span.text) if "<" in span.text else None:
        yield raw.problem(span.part(match.start(), len(match[0])), "html", text=match[0])
    if match := PICTURE.search(span.text):
        yield raw.problem(span.part(match.start(), 2), "picture-in-prose")
    if match := TABLE.search(span.text) if "|" in span.text else None:
        yield raw.problem(span.part(match.start(), len(match[0])), "table")
    if match := BOLD.search(span.text):
        yield raw.problem(
            span.part(match.start("line"), len(match["line"])),
            "heading-bold",
            words=match["line"].strip("*_"),
        )
    if match := UNDERLINED.search(span.text) if "\n" in span.text else None:
        yield raw.problem(span.part(match.start("line"), len(match["line"])), "heading-underlined")
