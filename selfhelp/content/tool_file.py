"""Reads a tool's file."""

from types import MappingProxyType

from selfhelp.content.blocks import Found, read_parts
from selfhelp.content.grammar import RawBlock
from selfhelp.content.problems import Place, did_you_mean
from selfhelp.content.shape import Pair, Shape, read_block, read_front
from selfhelp.exercises.exercise import Exercise, Setting, Shelf
from selfhelp.exercises.tool import Example, Tool
from selfhelp.exercises.words import NO_WORDS, Words

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
EXAMPLE = Shape(options_are="some", notes_are="a number for an option", ids_are="a character")


def read_tool(pair: Pair, tool_id: str) -> tuple[Tool, Found]:
    """Read one tool; also return what was found, for the checks."""
    values = read_front(pair, FRONT)
    found = read_parts(pair, Shelf(), others=("example",))
    blocks = tuple(part for part in found.parts if isinstance(part, Exercise))
    text = next((part for part in found.parts if isinstance(part, Words)), NO_WORDS)
    examples = tuple(_example(pair, source, own, blocks) for source, own in found.others)
    if pair.is_source and not any(block.asks for block in blocks):
        pair.own.complain(
            Place(pair.own.path),
            "tool-empty",
            f'The tool "{tool_id}" asks nothing.',
            "Add a block such as  ::: text event",
        )
    defaults = {"title": tool_id} | values
    return Tool(id=tool_id, text=text, blocks=blocks, examples=examples, **defaults), found


def _example(pair: Pair, source: RawBlock, own: RawBlock, blocks: tuple[Exercise, ...]) -> Example:
    """Read `- (event) words` and `- (feelings: sad 70)`."""
    known = {block.id for block in blocks}
    read = read_block(pair, source, own, EXAMPLE)
    for item in own.items if pair.is_source else ():
        if item.id.text not in known:
            pair.own.complain(
                item.id.place,
                "example-unknown",
                f'The tool has no block "{item.id.text}".',
                did_you_mean(item.id.text, known),
            )
    words = {option.id: option.plain for option in read.options if not option.note}
    strengths = {option.id: _numbers(option.note) for option in read.options if option.note}
    return Example(read.id, words, strengths)


def _numbers(note: str) -> dict[str, int]:
    """Read `sad 70, afraid 40`."""
    pairs = (piece.split() for piece in note.split(","))
    return {pair[0]: int(pair[1]) for pair in pairs if len(pair) == 2 and pair[1].isdigit()}  # noqa: PLR2004
