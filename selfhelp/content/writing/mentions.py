"""Every mention of a name outside conditions and recalls: lists, settings, options, examples, own ids."""

import re
from collections.abc import Iterator

from selfhelp.content.blocks import NAMES
from selfhelp.content.everything import SOURCE, Everything
from selfhelp.content.grammar import RawBlock, RawFile, Span
from selfhelp.content.writing.pointers import Pointer, Reader, key_of
from selfhelp.exercises.settings_read import ID

LISTS = {
    "modules": "modules/",
    "boosters": "modules/",
    "course": "course/",
    "tools": "tools/",
}  # of programme.md
OWN_OPTION = ("none", "uneasy", "not-done")  # settings that name an option of their own block
NUMBER_OR = re.compile(r"[0-9]+|or")  # what else may stand in notes
EXAMPLE, USEFUL = "example", "useful"


def pointers(everything: Everything) -> Iterator[Pointer]:
    """Yield every place that names a module, a step, a tool, an exercise or an option."""
    for reader in Reader.of_all(everything):
        yield from reader.names()
        yield from _mentions(reader)


def _mentions(reader: Reader) -> Iterator[Pointer]:
    raw, name = reader.raw, reader.raw.path.partition("/")[2]
    if name == "programme.md":
        yield from _in_programme(reader)
    elif name.endswith("/module.md"):
        yield from _listed(raw, "steps", f"{reader.key}/")
        yield from _listed(raw, "short", f"{reader.key}/")
        yield from _listed(raw, "requires", "modules/")
    elif name.endswith("/gp.md"):
        yield from list(_listed(raw, "example", "tools/"))[:1]  # then whose example it is
        for block in raw.blocks:
            yield from _setting(raw, block, "tool", "tools/")
    elif name.startswith(("modules/", "course/", "tools/")):
        for block in raw.blocks:
            yield from _in_block(raw, block, key_of(name))


def _in_programme(reader: Reader) -> Iterator[Pointer]:
    for word, base in LISTS.items():
        yield from _listed(reader.raw, word, base)
    for block in reader.raw.blocks:
        if block.kind.text == "curve" and "of" in block.settings:
            yield from _asked_anywhere(reader, block.settings["of"])
        for item in block.items if block.kind.text == "goals" else ():
            yield from _asked_anywhere(reader, item.id)
            yield from _asked_anywhere(reader, item.note) if item.note else ()


def _asked_anywhere(reader: Reader, span: Span) -> Iterator[Pointer]:
    """Yield the exercises of that id: a curve is made of all of them, whatever module asks."""
    for key, scope in reader.scopes.items():
        if key.startswith("modules/") and span.text in scope.exercises:
            yield Pointer(f"{key}#{span.text}", reader.raw, span.place)


def _in_block(raw: RawFile, block: RawBlock, key: str) -> Iterator[Pointer]:
    kind = block.kind.text
    if kind == EXAMPLE:
        yield from _in_example(raw, block, key)
    elif kind not in {*NAMES, "shows"}:
        name = f"{key}#{block.id.text}"
        yield Pointer(name, raw, block.id.place)
        for item in block.items:
            yield Pointer(
                f"{key}/{item.id.text}" if kind == USEFUL else f"{name}#{item.id.text}", raw, item.id.place
            )
        yield from _settings(raw, block, key)
        yield from _notes(raw, block, name)


def _in_example(raw: RawFile, block: RawBlock, key: str) -> Iterator[Pointer]:
    """Yield the blocks of a tool that an example fills in, and the options it gives numbers to."""
    for item in block.items:
        name = f"{key}#{item.id.text}"
        yield Pointer(name, raw, item.id.place)
        yield from _ids(raw, item.note, f"{name}#")


def _settings(raw: RawFile, block: RawBlock, key: str) -> Iterator[Pointer]:
    for word in OWN_OPTION:
        yield from _setting(raw, block, word, f"{key}#{block.id.text}#")
    yield from _setting(raw, block, "compares", f"{key}#")
    if block.kind.text in {"tool", "planner", "home-practice"}:
        yield from _setting(raw, block, "tool", "tools/")
    given = block.settings.get("with")
    if given and "tool" in block.settings:
        tool = f"tools/{block.settings['tool'].text}"
        choice = next(iter(ID.findall(given.text)), "")
        yield from list(_ids(raw, given, f"{tool}#"))[:1]
        yield from list(_ids(raw, given, f"{tool}#{choice}#"))[1:]


def _notes(raw: RawFile, block: RawBlock, name: str) -> Iterator[Pointer]:
    """Yield what the notes of options name: a card's groups, the tools of a home practice."""
    base = {"sort": f"{name}#", "home-practice": "tools/"}.get(block.kind.text)
    for item in block.items if base else ():
        yield from _ids(raw, item.note, base or "")


def _setting(raw: RawFile, block: RawBlock, word: str, base: str) -> Iterator[Pointer]:
    if raw.locale == SOURCE:
        yield from _ids(raw, block.settings.get(word), base)


def _listed(raw: RawFile, word: str, base: str) -> Iterator[Pointer]:
    if raw.locale == SOURCE:
        yield from _ids(raw, raw.front.get(word), base)


def _ids(raw: RawFile, span: Span | None, base: str) -> Iterator[Pointer]:
    """Yield the names in a list or note; the numbers among them name nothing."""
    if span is not None:
        for match in ID.finditer(span.text):
            if not NUMBER_OR.fullmatch(match[0]):
                yield Pointer(f"{base}{match[0]}", raw, span.part(match.start(), len(match[0])))
