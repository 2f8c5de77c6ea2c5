"""How far the translations are, and what a clinician has yet to verify."""

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from selfhelp.content.confirmed import Translated, confirm, read_lock, states
from selfhelp.content.everything import SOURCE, Everything, Unverified
from selfhelp.content.reading import read_everything


@dataclass(frozen=True, slots=True)
class Progress:
    """One translation. `stale` are the texts not confirmed against the source as it stands."""

    locale: str
    translated: int
    stale: tuple[Translated, ...]
    missing: int


@dataclass(frozen=True, slots=True)
class Status:
    """What `selfhelp content status` shows."""

    languages: tuple[Progress, ...]
    unverified: tuple[Unverified, ...]


class UnknownFileError(LookupError):
    """A file was named that no translation has; carries the name."""


def status_of(folder: Path) -> Status:
    """Read everything under `folder`, and count it."""
    everything = read_everything(folder)
    found = list(states(everything, read_lock(folder) or {}))
    return Status(
        tuple(_progress(everything, locale, found) for locale in everything.files if locale != SOURCE),
        everything.unverified,
    )


def confirm_files(folder: Path, files: Iterable[str] | None) -> int:
    """Note that these files say what the source says, all of them for None; return how many texts are new.

    :raises UnknownFileError: when one of them is no file of a translation.
    """
    everything = read_everything(folder)
    known = {raw.path for locale, own in everything.files.items() if locale != SOURCE for raw in own.values()}
    wanted = known if files is None else set(files)
    if unknown := sorted(wanted - known):
        raise UnknownFileError(unknown[0])
    return confirm(everything, folder, wanted)


def _progress(everything: Everything, locale: str, found: Iterable[Translated]) -> Progress:
    own = [one for one in found if one.raw.locale == locale]
    stale = tuple(one for one in own if one.state != "translated")
    missing = sum(
        problem.rule.startswith("untranslated.") and problem.place.path.startswith(f"{locale}/")
        for problem in everything.problems
    )
    return Progress(locale, len(own) - len(stale), stale, missing)
