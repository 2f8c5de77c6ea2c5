"""Looks at what a draft would make of a folder before anything is written there."""

import os
import shutil
import tempfile
from collections import Counter
from collections.abc import Callable
from datetime import date
from pathlib import Path

from selfhelp.content.checking import check
from selfhelp.content.problems import Problem
from selfhelp.content.writing.draft import Draft, write


def new_problems(
    folder: Path, draft: Draft, *, today: date, moved: Callable[[str], str] = str
) -> list[Problem]:
    """Return what the check would find after the draft and does not find before it.

    `moved` tells where a file lies afterwards: what was wrong in it before is no news.
    """
    with tempfile.TemporaryDirectory() as scratch:
        there = Path(scratch) / "content"
        shutil.copytree(folder, there, copy_function=_linked)
        write(there, draft)
        after = check(there, today=today)
    if not after:
        return []
    before = Counter(_news(problem, moved) for problem in check(folder, today=today))
    found = []
    for problem in after:
        key = _news(problem, str)
        before[key] -= 1
        if before[key] < 0:
            found.append(problem)
    return found


def _news(problem: Problem, moved: Callable[[str], str]) -> tuple[str, str]:
    """Return what tells two problems apart although their lines have moved."""
    return moved(problem.place.path), problem.rule


def _linked(source: str, target: str) -> None:
    """Let a copy share its bytes with the file, where the disk can: recordings are large."""
    try:
        os.link(source, target)
    except OSError:
        shutil.copyfile(source, target)
