"""How far the translations are, and what a clinician has yet to verify."""

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from selfhelp.content.at_revision import earlier_texts
from selfhelp.content.confirmed import Translated, confirm, digest_of_unit, read_lock, states
from selfhelp.content.everything import SOURCE, Everything, Unverified
from selfhelp.content.file_shape import read_file
from selfhelp.content.problems import Problem, in_order
from selfhelp.content.reading import read_everything
from selfhelp.content.units import units_of


@dataclass(frozen=True, slots=True)
class Progress:
    """One translation. `stale` are the texts not confirmed against the source as it stands.

    `missing` are those that have no words, or the source's own, each as the check tells of it.
    """

    locale: str
    translated: int
    stale: tuple[Translated, ...]
    missing: tuple[Problem, ...]


@dataclass(frozen=True, slots=True)
class Status:
    """What `selfhelp content status` shows."""

    languages: tuple[Progress, ...]
    unverified: tuple[Unverified, ...]


@dataclass(frozen=True, slots=True)
class Sides:
    """A text that is stale, in three versions. `before` is the source it was confirmed against.

    That is "" where nobody ever confirmed it, and where git does not know it: the lock keeps a hash alone.
    """

    before: str
    source: str
    own: str


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


def sides(folder: Path, stale: Translated) -> Sides:
    """Return a stale text beside the source as it is, and as it was."""
    unit = stale.unit
    return Sides(_earlier(folder, stale) if stale.confirmed else "", unit.source.text, unit.own.text)


def _earlier(folder: Path, stale: Translated) -> str:
    """Return the source's words that were confirmed, from the newest revision that still has them."""
    path = stale.unit.source.place.path
    for text in earlier_texts(folder, path):
        for unit in units_of(read_file(path, text), stale.raw):
            if unit.name == stale.unit.name and digest_of_unit(unit) == stale.confirmed:
                return unit.source.text
    return ""


def _progress(everything: Everything, locale: str, found: Iterable[Translated]) -> Progress:
    own = [one for one in found if one.raw.locale == locale]
    stale = tuple(one for one in own if one.state != "translated")
    missing = tuple(
        problem
        for problem in in_order(everything.problems)
        if problem.rule.startswith("untranslated.") and problem.place.path.startswith(f"{locale}/")
    )
    return Progress(locale, len(own) - len(stale), stale, missing)
