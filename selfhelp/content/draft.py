"""A content folder that somebody is writing in: what can be read of it now, and what is to put right."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

from selfhelp.content.archive import digest_of
from selfhelp.content.checks import for_readers, needed_to_run
from selfhelp.content.everything import Everything
from selfhelp.content.follow_ups import without_follow_ups
from selfhelp.content.model import Catalogue
from selfhelp.content.problems import Problem, in_order
from selfhelp.content.reading import read_everything


@dataclass(frozen=True, slots=True)
class Draft:
    """The content as far as it can be read, mistakes and all. `catalogue` is None where nothing can.

    `problems` are at first those that keep it from being used, and `broken` are the files that have them;
    `checked`, they are all there is to put right.
    """

    folder: Path
    everything: Everything
    catalogue: Catalogue | None
    needed: tuple[Problem, ...]
    problems: tuple[Problem, ...]
    broken: frozenset[str]

    def checked(self, today: date) -> "Draft":
        """Return it with what makes it harder to read, or older than it should be, among the problems."""
        found = for_readers(self.everything, self.folder, today=today)
        rounds = self.everything.problems, self.needed, found
        return replace(self, problems=tuple(in_order(without_follow_ups(self.everything, *rounds))))

    def about(self, files: Iterable[str]) -> tuple[Problem, ...]:
        """Return the problems of these files, in every language."""
        wanted = frozenset(files)
        return tuple(one for one in self.problems if file_of(one) in wanted)


def draft_of(folder: Path) -> Draft:
    """Read a folder. What makes it harder to read is not asked yet: that takes as long again."""
    everything = read_everything(folder)
    needed = tuple(needed_to_run(everything, folder))
    problems = in_order(without_follow_ups(everything, everything.problems, needed))
    programmes = everything.programmes
    catalogue = (
        Catalogue(programmes, digest_of(folder), interfaces=everything.interfaces) if programmes else None
    )
    broken = frozenset(one.place.path for one in problems if one.level == "error")
    return Draft(folder, everything, catalogue, needed, tuple(problems), broken)


def file_of(problem: Problem) -> str:
    """Return the file's name in any language, `modules/link/goals.md`."""
    return problem.place.path.partition("/")[2]
