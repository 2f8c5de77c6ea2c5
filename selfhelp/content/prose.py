"""Prose to HTML, once, when the content is read. Raw HTML is off; `{{name|words}}` becomes a hole."""

import re

from markdown_it import MarkdownIt
from markupsafe import Markup

from selfhelp.content.grammar import RawFile, Span
from selfhelp.content.problems import Place
from selfhelp.exercises.settings_read import ID
from selfhelp.exercises.words import NO_WORDS, Recall, Ref, Words

MARKDOWN = MarkdownIt("commonmark", {"html": False})
RECALL = re.compile(r"\{\{\s*(?P<ref>[^{}|]*?)\s*(?:\|(?P<otherwise>[^{}]*))?\}\}")
REF = re.compile(rf"(?:(?P<module>{ID.pattern})/)?(?P<name>{ID.pattern})(?:\.(?P<part>{ID.pattern}))?")
# A hole's place in the prose while Markdown is made into HTML: private letters that no author types.
OPEN, CLOSE = "\ue000", "\ue001"


def read_ref(text: str) -> Ref | None:
    """Read `goal-1`, `link/goal-1` or `chain.thought`; None when it is no name."""
    match = REF.fullmatch(text)
    return Ref(match["name"], match["part"] or "", match["module"] or "") if match else None


def render(raw: RawFile, span: Span | None, *, inline: bool = False) -> Words:
    """Return the prose as HTML with holes; complain about recalls that are none."""
    if span is None or not span.text.strip():
        return NO_WORDS
    recalls: list[Recall] = []

    def hole(match: re.Match[str]) -> str:
        recall = _recall(raw, span, match)
        if recall is None:
            return match[0]
        recalls.append(recall)
        return f"{OPEN}{len(recalls) - 1}{CLOSE}"

    clean = span.text.replace(OPEN, "").replace(CLOSE, "")
    marked = RECALL.sub(hole, clean)
    html = MARKDOWN.renderInline(marked) if inline else MARKDOWN.render(marked)
    return Words(tuple(_pieces(html, recalls)), span.text)


def _pieces(html: str, recalls: list[Recall]) -> list[Markup | Recall]:
    pieces: list[Markup | Recall] = []
    for index, piece in enumerate(re.split(f"{OPEN}(\\d+){CLOSE}", html)):
        if index % 2:
            pieces.append(recalls[int(piece)])
        elif piece:
            pieces.append(Markup(piece))  # noqa: S704  # made by markdown-it with HTML off
    return pieces


def _recall(raw: RawFile, span: Span, match: re.Match[str]) -> Recall | None:
    before = span.text[: match.start()]
    line = span.place.line + before.count("\n")
    start = match.start() - (before.rfind("\n") + 1)
    column = start + (span.place.column if line == span.place.line else 1)
    place = Place(raw.path, line, column, len(match[0]))
    ref = read_ref(match["ref"])
    if ref is None:
        raw.complain(
            place, "recall-shape", f'"{match[0]}" recalls nothing.', "Write  {{name|words when empty}}"
        )
        return None
    if not (match["otherwise"] or "").strip():
        raw.complain(
            place,
            "recall-otherwise",
            f'"{match[0]}" has no words for when there is no answer.',
            f"Write  {{{{{match['ref']}|your thought}}}}",
        )
        return None
    return Recall(ref, match["otherwise"].strip())
