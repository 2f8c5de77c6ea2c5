"""Keeps `translations.lock` true when ids, files or spaces change and the words do not."""

from collections.abc import Callable, Iterator, Mapping

from selfhelp.content.confirmed import LOCK, digest_of_unit, lock_text, read_lock
from selfhelp.content.file_shape import read_file
from selfhelp.content.grammar import RawFile
from selfhelp.content.units import Unit, units_of
from selfhelp.content.writing.draft import Draft
from selfhelp.content.writing.places import Shelves


def with_lock(shelves: Shelves, draft: Draft, *, moved: Callable[[str], str] = str) -> Draft:
    """Return the draft, and the lock with every text under the name it has afterwards.

    What was confirmed stays so, and what was stale stays stale. `moved` tells where a file lies afterwards.
    """
    confirmed = read_lock(shelves.folder)
    if confirmed is None:
        return draft
    kept = {moved(path): dict(units) for path, units in confirmed.items()}
    for own in shelves.translations.values():
        for name, raw in own.items():
            source = shelves.source.get(name)
            if source is not None and raw.path in confirmed:
                before = list(units_of(source, raw))
                after = list(units_of(_after(source, draft, moved), _after(raw, draft, moved)))
                kept[moved(raw.path)] = _followed(confirmed[raw.path], before, after)
    text = lock_text(kept)
    return draft if text == lock_text(confirmed) else {**draft, LOCK: text}


def _after(raw: RawFile, draft: Draft, moved: Callable[[str], str]) -> RawFile:
    path = moved(raw.path)
    text = draft.get(path)
    return raw if text is None else read_file(path, text)


def _followed(known: Mapping[str, str], before: list[Unit], after: list[Unit]) -> dict[str, str]:
    """Return the hashes of one file under its units' present names; of words that are gone, as they were."""
    pairs = {old.name: (old, new) for old, new in _aligned(before, after)}
    found: dict[str, str] = {}
    for name, digest in known.items():
        old, new = pairs.get(name, (None, None))
        if old and new:
            found[new.name] = digest_of_unit(new) if digest == digest_of_unit(old) else digest
        else:
            found[name] = digest
    return found


def _aligned(before: list[Unit], after: list[Unit]) -> Iterator[tuple[Unit, Unit]]:
    """Yield each unit as it was and as it is. Where some are new among them, the words tell which."""
    if len(before) == len(after):
        yield from zip(before, after, strict=True)
        return
    rest = iter(after)
    for old in before:
        if found := next((new for new in rest if _words(new) == _words(old)), None):
            yield old, found


def _words(unit: Unit) -> tuple[str, str]:
    return unit.source.text, unit.own.text
