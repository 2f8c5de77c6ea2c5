"""Which words of the source each translation was last confirmed against: a lock kept by the machine.

It holds a hash for each unit of text. Where the source's words have changed since, the translation is stale:
it may say what the source no longer says.
"""

import hashlib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from selfhelp.content.everything import SOURCE, Everything
from selfhelp.content.grammar import RawFile
from selfhelp.content.units import Unit, units_of

LOCK = "translations.lock"
INSTRUMENTS = "instruments/"  # whose wording has a lock of its own
LETTERS = 16  # of each hash: enough to tell a change, and half the file
State = Literal["translated", "stale", "unconfirmed"]
Confirmed = Mapping[str, Mapping[str, str]]  # {file: {unit: hash}}


@dataclass(frozen=True, slots=True)
class Translated:
    """One unit of a translation, and whether it still fits the source.

    `confirmed` is the hash of the source's words that it was confirmed against; "" where it never was.
    """

    raw: RawFile
    unit: Unit
    state: State
    confirmed: str = ""


def states(everything: Everything, confirmed: Confirmed) -> Iterator[Translated]:
    """Yield every unit of every translation with its state."""
    for raw, unit in _units(everything):
        known = confirmed.get(raw.path, {}).get(unit.name)
        state: State = "unconfirmed" if known is None else "translated"
        now = "stale" if known not in {None, digest_of_unit(unit)} else state
        yield Translated(raw, unit, now, known or "")


def read_lock(folder: Path) -> Confirmed | None:
    """Return what the lock holds; None where there is none, and nothing is known."""
    path = folder / LOCK
    if not path.is_file():
        return None
    found: dict[str, dict[str, str]] = {}
    inside: dict[str, str] = {}
    for line in path.read_text(encoding="utf-8", errors="replace").splitlines():
        if line.startswith("  "):
            digest, _, name = line.strip().partition(" ")
            inside[name] = digest
        else:
            inside = found.setdefault(line.strip(), {})
    return found


def confirm(everything: Everything, folder: Path, files: Iterable[str]) -> int:
    """Keep the present words of the source for these files, e.g. `en/modules/link/goals.md`.

    What is no longer there is forgotten for all files. Return how many units were not confirmed before.
    """
    known, wanted = read_lock(folder) or {}, frozenset(files)
    kept: dict[str, dict[str, str]] = {}
    new = 0
    for raw, unit in _units(everything):
        before = known.get(raw.path, {}).get(unit.name)
        digest = digest_of_unit(unit) if raw.path in wanted else before
        if digest is not None:
            kept.setdefault(raw.path, {})[unit.name] = digest
            new += digest != before
    (folder / LOCK).write_text(lock_text(kept), encoding="utf-8", newline="\n")
    return new


def lock_text(kept: Confirmed) -> str:
    """Return the lock as it is written."""
    lines = [
        line
        for path in sorted(kept)
        for line in (path, *(f"  {digest} {name}" for name, digest in kept[path].items()))
    ]
    return "".join(f"{line}\n" for line in lines)


def _units(everything: Everything) -> Iterator[tuple[RawFile, Unit]]:
    for locale, files in everything.files.items():
        for name, raw in files.items() if locale != SOURCE else ():
            source = everything.source_files.get(name)
            if source is not None and not name.startswith(INSTRUMENTS):
                yield from ((raw, unit) for unit in units_of(source, raw))


def digest_of_unit(unit: Unit) -> str:
    """Return what the lock keeps of the words a unit was confirmed against."""
    return hashlib.sha256(unit.source.text.encode()).hexdigest()[:LETTERS]
