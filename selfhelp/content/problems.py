"""What is to put right in the authors' files: a place, a rule's name, what is wrong, how to mend it."""

from collections.abc import Iterable
from dataclasses import dataclass
from difflib import get_close_matches
from typing import Literal

Level = Literal["error", "warning"]


@dataclass(frozen=True, slots=True, order=True)
class Place:
    """Where in the files: path below the content folder, line and column from 1, width of what is marked."""

    path: str
    line: int = 1
    column: int = 1
    width: int = 1


@dataclass(frozen=True, slots=True, order=True)
class Problem:
    """One mistake. `excerpt` holds numbered lines up to the marked one."""

    place: Place
    rule: str
    wrong: str
    mend: str = ""
    level: Level = "error"
    excerpt: tuple[tuple[int, str], ...] = ()

    def __str__(self) -> str:
        """Return the mistake as the author reads it."""
        head = f"{self.level}[{self.rule}] {self.place.path}:{self.place.line}:{self.place.column}"
        lines = [head, f"  {self.wrong}"]
        width = max((len(str(number)) for number, _ in self.excerpt), default=0)
        lines += [f"  {number:>{width}} | {text}" for number, text in self.excerpt]
        if self.excerpt:
            marks = " " * (self.place.column - 1) + "^" * max(self.place.width, 1)
            lines.append(f"  {'':>{width}} | {marks}")
        if self.mend:
            lines += [f"  {line}" for line in self.mend.splitlines()]
        return "\n".join(lines)


class ContentError(Exception):
    """The content cannot be used; carries every problem found, not only the first."""

    def __init__(self, problems: Iterable[Problem]) -> None:
        self.problems = tuple(problems)
        super().__init__("\n".join(str(problem) for problem in self.problems))


def did_you_mean(word: str, known: Iterable[str]) -> str:
    """Return `Did you mean "x"?`, or the list of what is known."""
    known = sorted(known)
    close = get_close_matches(word, known, n=1)
    if close:
        return f'Did you mean "{close[0]}"?'
    return f"Use one of: {', '.join(known)}." if known else ""
