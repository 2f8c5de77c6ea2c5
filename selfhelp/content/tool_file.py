"""Reads a tool's file."""

import re
from types import MappingProxyType

from selfhelp.content.blocks import Found, read_parts
from selfhelp.content.grammar import RawBlock
from selfhelp.content.options import read_block
from selfhelp.content.pairs import Pair
from selfhelp.content.problems import suggestion
from selfhelp.content.shape import Shape, read_front
from selfhelp.exercises.exercise import Exercise, Setting, Shelf
from selfhelp.exercises.tool import Example, Tool
from selfhelp.exercises.words import NO_WORDS, Words

NUMBER = re.compile(r"(?:^|,)\s*([a-z0-9-]+) +([0-9]{1,3})\s*(?=,|$)")
VIEWS = ("chain", "record", "list", "week", "ladder")


def _among(*known: str) -> Setting:
    def read(value: str) -> str:
        if value not in known:
            raise ValueError(f"Use one of: {', '.join(known)}.")
        return value

    return Setting(read)


FRONT = MappingProxyType(
    {
        "title": Setting(words=True, required=True),
        "what": Setting(words=True, required=True),
        "link-question": Setting(words=True),
        "gp": _among("nothing", "count"),
        "view": _among(*VIEWS),
        "keeps": _among("many", "one"),
    }
)
EXAMPLE = Shape(options_are="some", notes_are="a number for an option", ids_are="a character", wordless=True)


def read_tool(pair: Pair, tool_id: str) -> tuple[Tool, Found]:
    """Read one tool; also return what was found, for the checks."""
    values = read_front(pair, FRONT)
    found = read_parts(pair, Shelf(), others=("example",))
    blocks = tuple(part for part in found.parts if isinstance(part, Exercise))
    text = next((part for part in found.parts if isinstance(part, Words)), NO_WORDS)
    examples = tuple(_example(pair, source, own, blocks) for source, own in found.others)
    if pair.is_source and not any(block.asks for block in blocks) and not pair.own.problems:
        pair.own.complain_whole("tool-empty", tool=tool_id)
    defaults = {"title": tool_id} | values
    return Tool(id=tool_id, text=text, blocks=blocks, examples=examples, **defaults), found


def _example(pair: Pair, source: RawBlock, own: RawBlock, blocks: tuple[Exercise, ...]) -> Example:
    """Read `- (event) words` and `- (feelings: sad 70)`."""
    read = read_block(pair, source, own, EXAMPLE)
    if pair.is_source and not pair.own.broken:
        _check_example(pair, own, {block.id: block for block in blocks})
    words = {option.id: option.plain for option in read.options if not option.note}
    strengths = {option.id: dict(_numbers(option.note)) for option in read.options if option.note}
    return Example(read.id, words, strengths)


def _check_example(pair: Pair, own: RawBlock, known: dict[str, Exercise]) -> None:
    written = {block.id.text for block in pair.own.blocks}
    for item in own.items:
        block = known.get(item.id.text)
        if block is None and item.id.text not in written:
            hint = suggestion(item.id.text, known)
            pair.own.complain(item.id.place, "example-unknown", id=item.id.text, hint=hint)
        elif block is not None and item.note is not None:
            pieces = [piece for piece in item.note.text.split(",") if piece.strip()]
            given = dict(_numbers(item.note.text))
            if len(given) < len(pieces) or any(block.option(option) is None for option in given):
                pair.own.complain(item.note.place, "example-number", note=item.note.text, block=block.id)


def _numbers(note: str) -> list[tuple[str, int]]:
    """Read `sad 70, afraid 40`."""
    return [(match[1], int(match[2])) for match in NUMBER.finditer(note)]
