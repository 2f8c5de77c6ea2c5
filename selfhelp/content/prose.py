"""Prose to HTML, once, when the content is read. Raw HTML is off; `{{name|words}}` becomes a hole."""

import re
from collections.abc import Iterable, Iterator
from functools import lru_cache

from markdown_it import MarkdownIt
from markupsafe import Markup

from selfhelp.content.grammar import RawFile, Span
from selfhelp.content.problems import Place
from selfhelp.exercises.settings_read import ID
from selfhelp.exercises.words import NO_WORDS, Borrowed, Recall, Ref, Words

MARKDOWN = MarkdownIt("commonmark", {"html": False})
PROSES = 16_384  # remembered as HTML: an author changes one, and all are read again
RECALL = re.compile(r"\{\{(?P<ref>[^{}|]*)(?:\|(?P<otherwise>[^{}]*))?\}\}")
REF = re.compile(rf"(?:(?P<module>{ID.pattern})/)?(?P<name>{ID.pattern})(?:\.(?P<part>{ID.pattern}))?")
# A hole's place in the prose while Markdown is made into HTML: private letters that no author types.
OPEN, CLOSE = "\ue000", "\ue001"
# What stays on one line: 116 117, whoever has to read it in a hurry; 10 minutes; kl. 19; a dash and its word.
BOUND = re.compile(r"(?<=\d) (?=\w)|(?<=\bkl\.) (?=\d)|(?<=\w) (?=– )")


def read_ref(text: str) -> Ref | None:
    """Read `goal-1`, `link/goal-1` or `chain.thought`; None when it is no name."""
    match = REF.fullmatch(text)
    return Ref(match["name"], match["part"] or "", match["module"] or "") if match else None


def recalls_in(span: Span) -> Iterator[tuple[Ref, Place]]:
    """Yield every name recalled in the prose and where it stands."""
    if "{{" not in span.text:
        return
    for match in RECALL.finditer(span.text):
        name = match["ref"].strip()
        if ref := read_ref(name):
            yield ref, span.part(span.text.index(name, match.start()), len(name))


def render(raw: RawFile, span: Span | None, *, inline: bool = False, holes: bool = True) -> Words:
    """Return the prose as HTML with holes; complain about recalls that are none, or where none may stand."""
    if span is None or not span.text.strip():
        return NO_WORDS
    text = span.text.replace(OPEN, "").replace(CLOSE, "")
    if "{{" not in text and "}}" not in text:
        return _marked(span, [html_of(text, inline=inline)], inline=inline)
    if not holes:
        raw.complain(span.part(max(span.text.find("{{"), 0), 2), "recall-here")
        return _marked(span, [html_of(text, inline=inline)], inline=inline)
    return _marked(span, _with_holes(raw, span, text, inline=inline), inline=inline)


def _marked(span: Span, pieces: Iterable[Markup | Recall], *, inline: bool) -> Words:
    """Return the words, inside a mark of their language where it is borrowed."""
    if not isinstance(span.text, Borrowed):
        return Words(tuple(pieces), span.text)
    tag = "span" if inline else "div"
    opening = Markup('<{} lang="{}" data-borrowed>').format(tag, span.text.language)
    return Words((opening, *pieces, Markup("</{}>").format(tag)), span.text)


def _with_holes(raw: RawFile, span: Span, text: str, *, inline: bool) -> tuple[Markup | Recall, ...]:
    recalls: list[Recall] = []
    places: list[Place] = []

    def hole(match: re.Match[str]) -> str:
        recall = _recall(raw, span, match)
        if recall is None:
            return match[0].strip("{}")
        recalls.append(recall)
        places.append(span.part(match.start(), len(match[0])))
        return f"{OPEN}{len(recalls) - 1}{CLOSE}"

    marked = RECALL.sub(hole, text)
    if "{{" in marked or "}}" in marked:
        sign = "{{" if "{{" in marked else "}}"
        raw.complain(span.part(_loose(span.text, sign), 2), "recall-shape", text=sign)
    pieces = tuple(_pieces(html_of(marked, inline=inline), recalls))
    kept = [id(piece) for piece in pieces]
    for recall, place in zip(recalls, places, strict=True):
        if id(recall) not in kept:  # Markdown has made something else of its place
            raw.complain(place, "recall-in-link")
    return pieces


@lru_cache(maxsize=PROSES)
def html_of(text: str, *, inline: bool) -> Markup:
    """Return Markdown as HTML."""
    html = MARKDOWN.renderInline(text) if inline else MARKDOWN.render(text)
    return Markup(BOUND.sub("\u00a0", html))  # noqa: S704  # made by markdown-it with HTML off


def _pieces(html: Markup, recalls: list[Recall]) -> Iterator[Markup | Recall]:
    for index, piece in enumerate(re.split(f"{OPEN}(\\d+){CLOSE}", html)):
        if index % 2:
            yield recalls[int(piece)]
        elif piece:
            yield Markup(piece)  # noqa: S704  # a part of what markdown-it made


def _loose(text: str, sign: str) -> int:
    """Return where a pair of braces stands that belongs to no recall."""
    return max(RECALL.sub(lambda match: " " * len(match[0]), text).find(sign), 0)


def _recall(raw: RawFile, span: Span, match: re.Match[str]) -> Recall | None:
    place = span.part(match.start(), len(match[0]))
    name = match["ref"].strip()
    ref = read_ref(name)
    if ref is None:
        raw.complain(place, "recall-shape", text=match[0])
        return None
    if not (match["otherwise"] or "").strip():
        raw.complain(place, "recall-otherwise", text=match[0], name=name)
        return None
    return Recall(ref, match["otherwise"].strip())
