"""Editions: a module or a tool as it stands, in every language.

An answer carries the edition it was given to: it can always be shown under the question as it was asked.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from hashlib import sha256

from selfhelp.content.described import described_module, described_tool, structure_of
from selfhelp.content.grammar import RawFile
from selfhelp.content.model import Catalogue, Programme

AT_ONCE = 50  # contents whose editions are kept in memory
FOR_DOCTORS = "gp.md"  # what the doctor reads about a module is no part of what a patient has answered


@dataclass(frozen=True, slots=True)
class Edition:
    """What stands under a name, "modules/link" or "tools/chain".

    `hash` is that of its files in every language, `structure` that of what is left of them without words.
    """

    of: str
    hash: str
    structure: str


_known: dict[str, tuple[Edition, ...]] = {}  # by the digest of a content: it never changes


def editions_of(catalogue: Catalogue) -> tuple[Edition, ...]:
    """Return the edition of every module and tool; the same files give the same ones, on every machine."""
    if catalogue.digest not in _known:
        if len(_known) >= AT_ONCE:
            _known.clear()
        _known[catalogue.digest] = tuple(_editions(catalogue.source))
    return _known[catalogue.digest]


def _editions(source: Programme) -> Iterator[Edition]:
    for module in source.modules.values():
        yield Edition(module.name, module.edition, structure_of(described_module(module, source)))
    for tool in source.tools.values():
        yield Edition(tool.name, tool.edition, structure_of(described_tool(tool)))


def hashes_of(files: Mapping[str, Mapping[str, RawFile]]) -> dict[str, str]:
    """Return the hash of the files of every module and tool, by name; `files` is {language: {path: file}}.

    A module's are also those of the tools and questionnaires it holds: without them it asks something else.
    """
    texts: dict[str, list[str]] = {}
    held: dict[str, set[str]] = {}
    for locale in sorted(files):
        for path, raw in sorted(files[locale].items()):
            if name := _name(path):
                texts.setdefault(name, []).append("\n".join((f"{locale}/{path}", *raw.lines)))
                held.setdefault(name, set()).update(_held_in(raw) if name.startswith("modules/") else ())
    whole = {name: [*own, *(text for one in sorted(held[name]) for text in texts.get(one, ()))]
             for name, own in texts.items()}  # fmt: skip
    return {name: sha256("\n".join(own).encode()).hexdigest() for name, own in whole.items()}


def _held_in(raw: RawFile) -> Iterator[str]:
    """Yield the tools and questionnaires that a step holds."""
    for word in ("tool", "instrument"):
        yield from (f"{word}s/{one.settings[word].text}" for one in raw.blocks if word in one.settings)


def _name(path: str) -> str:
    """Return what a file belongs to, as patients answer it; "" for nothing."""
    folder, *rest = path.split("/")
    if folder == "modules" and rest[-1] != FOR_DOCTORS:
        return f"{folder}/{rest[0]}"
    return path.removesuffix(".md") if folder in {"tools", "instruments"} else ""
