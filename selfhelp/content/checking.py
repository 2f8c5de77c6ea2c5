"""The whole check of an author's folder: everything there is to put right, told at once."""

from dataclasses import dataclass
from datetime import date
from pathlib import Path

from selfhelp.content.borrowing import by_folder
from selfhelp.content.checks import for_readers, needed_to_run
from selfhelp.content.checks.instruments import LOCK, lock_text
from selfhelp.content.everything import SOURCE
from selfhelp.content.follow_ups import without_follow_ups
from selfhelp.content.problems import Problem, in_order
from selfhelp.content.reading import read_everything


@dataclass(frozen=True, slots=True)
class Checked:
    """What a check found, and how much it looked at."""

    problems: tuple[Problem, ...]
    steps: int = 0
    languages: int = 0

    @property
    def mistakes(self) -> tuple[Problem, ...]:
        """Return the problems that keep the content from being used."""
        return tuple(problem for problem in self.problems if problem.level == "error")


def check(folder: Path, *, today: date) -> list[Problem]:
    """Return everything there is to put right under `folder`, by file and line."""
    return list(check_all(folder, today=today).problems)


def check_all(folder: Path, *, today: date) -> Checked:
    """Check everything under `folder`, and count it."""
    everything = read_everything(folder)
    problems = without_follow_ups(
        everything,
        everything.problems,
        needed_to_run(everything, folder),
        for_readers(everything, folder, today=today),
    )
    source = everything.programmes.get(SOURCE)
    steps = sum(len(module.steps) for module in source.modules.values()) if source else 0
    return Checked(tuple(in_order(by_folder(problems))), steps, len(everything.programmes))


def lock_instruments(folder: Path) -> Path:
    """Write the lock anew, after someone has compared the questionnaires' wording; return its path."""
    path = folder / LOCK
    path.write_text(lock_text(read_everything(folder).files), encoding="utf-8", newline="\n")
    return path
