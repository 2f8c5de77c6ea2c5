"""Brings authors' files into canonical form. A file that cannot be read to the end is left alone."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from selfhelp.content.confirmed import INSTRUMENTS
from selfhelp.content.grammar import RawFile
from selfhelp.content.problems import Problem
from selfhelp.content.tree import read_one
from selfhelp.content.writing.canonical import canonical

MENDED = "fence-pushed-in"  # what canonical form puts right by itself


@dataclass(frozen=True, slots=True)
class Formatted:
    """What formatting finds: new texts by path, and what keeps other files from being formatted."""

    changed: Mapping[str, str]
    problems: tuple[Problem, ...]


def formatted(folder: Path, paths: Iterable[Path]) -> Formatted:
    """Return the canonical form of those files and folders below `folder` that are not in it already."""
    changed: dict[str, str] = {}
    problems: list[Problem] = []
    for path in _files(folder, paths):
        raw = read_one(path, path.relative_to(folder).as_posix())
        if found := _unreadable(raw):
            problems += found
        elif path.read_bytes() != (text := canonical(raw)).encode():
            changed[raw.path] = text
    return Formatted(changed, tuple(problems))


def _files(folder: Path, paths: Iterable[Path]) -> Iterator[Path]:
    """Yield the authors' files; a questionnaire is locked as it was published, and no file of theirs."""
    for path in paths:
        for file in sorted(path.rglob("*.md")) if path.is_dir() else (path,):
            below = file.relative_to(folder).as_posix().partition("/")[2]
            if file.is_file() and below and not below.startswith(INSTRUMENTS):
                yield file


def _unreadable(raw: RawFile) -> list[Problem]:
    return [problem for problem in raw.problems if raw.broken or problem.rule != MENDED]
