"""What would be lost without a sound: prose that no page shows, and a second one of what there is one of."""

from collections.abc import Iterator

from selfhelp.content.everything import Everything
from selfhelp.content.grammar import RawBlock, RawFile
from selfhelp.content.problems import Problem

# Files whose prose is shown in one place, above all else.
LED = ("programme.md", "tools/", "instruments/")
ONCE = (
    *("unopened", "next", "goals", "change", "change-patient"),
    *("answers", "items", "bands", "refuse", "difficulty"),
)


def check_unseen(everything: Everything) -> Iterator[Problem]:
    """Check every file of the source; a translation has the same parts."""
    for name, raw in everything.source_files.items():
        if raw.broken:
            continue
        if name.startswith(LED) or name.endswith("/gp.md"):
            yield from _check_prose(raw)
        yield from _check_once(raw)


def _check_prose(raw: RawFile) -> Iterator[Problem]:
    below = False
    for part in raw.parts:
        if isinstance(part, RawBlock):
            below = True
        elif below:
            yield raw.problem(part.place, "text-unseen")


def _check_once(raw: RawFile) -> Iterator[Problem]:
    first: dict[str, RawBlock] = {}
    for block in raw.blocks:
        kind = block.kind.text
        known = first.setdefault(kind, block)
        if kind in ONCE and known is not block:
            yield raw.problem(block.kind.place, "block-twice", kind=kind, line=str(known.kind.place.line))
