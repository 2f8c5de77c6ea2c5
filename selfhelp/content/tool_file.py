"""Reads a tool's file."""

import re
from types import MappingProxyType

from selfhelp.content.blocks import Found, read_parts
from selfhelp.content.condition_text import read_condition
from selfhelp.content.grammar import RawBlock
from selfhelp.content.options import read_block
from selfhelp.content.pairs import Pair
from selfhelp.content.problems import suggestion
from selfhelp.content.prose import render
from selfhelp.content.shape import Shape, read_front
from selfhelp.exercises import settings_read
from selfhelp.exercises.exercise import Exercise, Setting, Shelf
from selfhelp.exercises.tool import VIEWS, Example, Shows, Tool
from selfhelp.exercises.words import NO_WORDS, Words

NUMBER = re.compile(r"(?:^|,)\s*([a-z0-9-]+) +([0-9]{1,3})\s*(?=,|$)")


def _among(*known: str, field: str = "") -> Setting:
    def read(value: str) -> str:
        if value not in known:
            raise ValueError(f"Use one of: {', '.join(known)}.")
        return value

    return Setting(read, field=field)


FRONT = MappingProxyType(
    {
        "title": Setting(words=True, required=True),
        "gp": _among("nothing", "count"),
        "view": _among(*VIEWS),
        "keeps": _among("many", "one"),
        "for": _among("safety", field="meant_for"),
        "link-question": Setting(words=True),
        "what": Setting(words=True, required=True),
        "picture": Setting(settings_read.media),
        "gp-number": Setting(words=True, holes=True),
    }
)
SHOWS = Shape({"when": Setting(read_condition)}, holes=True)
EXAMPLE = Shape(options_are="some", notes_are="a number for an option", ids_are="a character", wordless=True)


def read_tool(pair: Pair, tool_id: str) -> tuple[Tool, Found]:
    """Read one tool; also return what was found, for the checks."""
    values = read_front(pair, FRONT)
    found = read_parts(pair, Shelf(), others=("example", "shows"))
    blocks = tuple(part for part in found.parts if isinstance(part, Exercise))
    text = next((part for part in found.parts if isinstance(part, Words)), NO_WORDS)
    examples = tuple(
        _example(pair, source, own, blocks) for source, own in found.others if source.kind.text == "example"
    )
    shows = tuple(_shows(pair, source, own) for source, own in found.others if source.kind.text == "shows")
    if pair.is_source and not any(block.asks for block in blocks) and not pair.own.problems:
        pair.own.complain_whole("tool-empty", tool=tool_id)
    number = render(pair.own, pair.own.front.get("gp-number"), inline=True)
    values = {"title": tool_id} | values | {"gp_number": number}
    return Tool(id=tool_id, text=text, blocks=blocks, examples=examples, shows=shows, **values), found


def _shows(pair: Pair, source: RawBlock, own: RawBlock) -> Shows:
    """Read what the author says of all entries together."""
    read = read_block(pair, source, own, SHOWS)
    if pair.is_source and own.text is None and not own.unread:
        pair.own.complain(own.place, "shows-empty", block=own.name)
    return Shows(read.id, read.text, read.values.get("when"))


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
            unknown = next((option for option in given if block.option(option) is None), None)
            if len(given) < len(pieces) or unknown:
                hint = suggestion(unknown or "", [option.id for option in block.options])
                facts = {"note": item.note.text, "block": block.id}
                pair.own.complain(item.note.place, "example-number", hint=hint, **facts)


def _numbers(note: str) -> list[tuple[str, int]]:
    """Read `sad 70, afraid 40`."""
    return [(match[1], int(match[2])) for match in NUMBER.finditer(note)]
