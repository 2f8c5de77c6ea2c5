"""The canonical form of an author's file: the same words and behaviour, always written the same way."""

import re
from collections.abc import Iterable, Mapping

from selfhelp.content import doctor_file, instrument_file, module_files, page_file, programme_file, tool_file
from selfhelp.content.blocks import IN_TOOLS
from selfhelp.content.file_shape import FENCE, FRONT
from selfhelp.content.grammar import RawBlock, RawFile, RawItem, Span
from selfhelp.content.prose import MARKDOWN
from selfhelp.content.shape import VERIFYING, Shape
from selfhelp.exercises.exercise import Setting
from selfhelp.exercises.kinds import KINDS

EMPTY = re.compile(r"\n(?:[ \t]*\n){2,}")
LAST_SPACES = re.compile(r"[ \t]+$", re.MULTILINE)
HARD_BREAK = re.compile(
    r"(?<=\S) {2,}\n(?=[ \t]*\S)"
)  # two spaces that no one sees are a new line in Markdown
# What comes first in a block, whatever its kind: about its id, when it is there, how a tool shows it.
FIRST = ("was", "when", "compares", "short", "phase")
SHAPES: Mapping[str, Shape] = {
    **programme_file.SHAPES,
    "ask": doctor_file.ASK,
    "next": doctor_file.ONE,
    "unopened": doctor_file.ONE,
    "number": page_file.NUMBER,
    "example": tool_file.EXAMPLE,
    "shows": tool_file.SHOWS,
    **instrument_file.SHAPES,
}
FRONTS: tuple[tuple[re.Pattern[str], Mapping[str, Setting]], ...] = (
    (re.compile(r"[^/]+/programme\.md"), programme_file.FRONT),
    (re.compile(r"[^/]+/(modules|course)/[^/]+/module\.md"), module_files.MODULE),
    (re.compile(r"[^/]+/modules/[^/]+/gp\.md"), doctor_file.FRONT),
    (re.compile(r"[^/]+/(modules|course)/[^/]+/[^/]+\.md"), module_files.STEP),
    (re.compile(r"[^/]+/tools/[^/]+\.md"), tool_file.FRONT),
    (re.compile(r"[^/]+/instruments/[^/]+\.md"), instrument_file.FRONT),
    (re.compile(r"[^/]+/pages/[^/]+\.md"), page_file.FRONT),
)


def canonical(raw: RawFile) -> str:
    """Return a file whose shape could be read, in canonical form."""
    front = _lines(raw.front, (*front_of(raw.path), *VERIFYING))
    parts = [_prose(part) if isinstance(part, Span) else canonical_block(part) for part in raw.parts]
    return "\n\n".join(["\n".join([FRONT, *front, FRONT]), *parts]) + "\n"


def canonical_block(block: RawBlock) -> str:
    """Return a block in canonical form, without a line's end after it."""
    head = "\n".join([f"{FENCE} {block.name}", *_lines(block.settings, _order(block.kind.text))])
    items = "\n".join(line for item in block.items for line in _item(item))
    text = _prose(block.text) if block.text else ""
    return "\n\n".join(filter(None, (head, text, items, FENCE)))


def front_of(path: str) -> Mapping[str, Setting]:
    """Return what the front matter of a file may say, in the order it is written; {} where any is as good."""
    return next((front for pattern, front in FRONTS if pattern.fullmatch(path)), {})


def settings_of(kind: str) -> Mapping[str, Setting]:
    """Return the settings that a kind of block has of its own, wherever it may stand."""
    if kind in KINDS:
        return {**IN_TOOLS, **KINDS[kind].tool_settings, **KINDS[kind].settings}
    return SHAPES[kind].settings if kind in SHAPES else {}


def _order(kind: str) -> tuple[str, ...]:
    """Return the settings of a kind in order: behaviour, what the doctor gets, words."""
    known = settings_of(kind)
    words = [word for word, setting in known.items() if setting.words]
    return (*FIRST, *(word for word in known if word not in words), "gp", *words)


def _lines(settings: Mapping[str, Span], order: Iterable[str]) -> list[str]:
    """Return `word: value` lines in order; words nobody knows come last, as they stood."""
    words = [word for word in dict.fromkeys((*order, *settings)) if word in settings]
    return [f"{word}: {_value(word, settings[word].text)}".rstrip() for word in words]


def _value(word: str, text: str) -> str:
    return text.replace("\\<", "<") if word == "when" else text


def _item(item: RawItem) -> list[str]:
    note = "" if item.note is None else f": {item.note.text}".rstrip()
    feedback = item.feedback.text.split("\n") if item.feedback else []
    return [
        f"- ({item.id.text}{note}) {item.words.text}".rstrip(),
        *(f"  > {line}".rstrip() for line in feedback),
    ]


def _prose(span: Span) -> str:
    """Return prose without spaces nobody sees, as far as it looks the same to those who read it."""
    text = span.text
    for pattern, new in ((HARD_BREAK, "\\\n"), (LAST_SPACES, ""), (EMPTY, "\n\n")):
        for match in reversed(list(pattern.finditer(text))):
            tidied = text[: match.start()] + new + text[match.end() :]
            if _shown(tidied) == _shown(text):
                text = tidied
    return text


def _shown(text: str) -> str:
    """Return the text as HTML, without spaces at the end of lines, which no reader sees."""
    return LAST_SPACES.sub("", MARKDOWN.render(text))
