"""What is to put right in the authors' files: a place, a rule, the facts. The words stand in `messages`."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

from selfhelp.content.messages import Fact, Suggestion, label, sentence

Level = Literal["error", "warning"]
WIDEST = 100  # longer lines are shown in part, around the mark


@dataclass(frozen=True, slots=True, order=True)
class Place:
    """Where in the files: path below the content folder, line and column from 1, width of what is marked."""

    path: str
    line: int = 1
    column: int = 1
    width: int = 1

    def __str__(self) -> str:
        """Return the place as editors understand it."""
        return f"{self.path}:{self.line}:{self.column}"


@dataclass(frozen=True, slots=True)
class Problem:
    """One mistake. `excerpt` holds numbered lines up to the marked one.

    The rule may carry a variant after a point, `untranslated.option`: one name, several sentences.
    """

    place: Place
    rule: str
    facts: tuple[tuple[str, Fact], ...] = ()
    level: Level = "error"
    excerpt: tuple[tuple[int, str], ...] = ()

    @property
    def name(self) -> str:
        """Return the rule's name without its variant."""
        return self.rule.split(".", maxsplit=1)[0]

    def wrong(self, language: str = "en") -> str:
        """Return what is wrong."""
        return sentence(language, self.rule, "wrong", dict(self.facts))

    def mend(self, language: str = "en") -> str:
        """Return how to mend it; "" where that goes without saying."""
        return sentence(language, self.rule, "mend", dict(self.facts))

    def told(self, language: str = "en") -> str:
        """Return the mistake as the author reads it."""
        lines = [f"{label(language, self.level)}[{self.name}] {self.place}", f"  {self.wrong(language)}"]
        lines += self._shown_lines()
        lines += [f"  {line}" for line in self.mend(language).splitlines()]
        return "\n".join(lines)

    def _shown_lines(self) -> list[str]:
        if not self.excerpt:
            return []
        number, marked = self.excerpt[-1]
        gutter, first = len(str(number)), self.place.column - 1
        width = min(max(self.place.width, 1), max(len(marked) - first, 1), WIDEST)
        cut = min(max(first + width + 10 - WIDEST, 0), max(first - 10, 0)) if len(marked) > WIDEST else 0
        shown = [(n, _part(line, cut if n == number else 0)) for n, line in self.excerpt]
        marks = " " * (first - cut + bool(cut)) + "^" * width
        lines = [f"  {n:>{gutter}} | {line}" for n, line in shown]
        return [line.rstrip() for line in (*lines, f"  {'':>{gutter}} | {marks}")]

    def __str__(self) -> str:
        """Return the mistake in English."""
        return self.told()


def _part(line: str, cut: int) -> str:
    """Return at most `WIDEST` letters from `cut` on, nothing in them that could disturb a terminal."""
    clean = "".join(letter if letter.isprintable() else "·" for letter in line)
    end = cut + WIDEST
    return ("…" if cut else "") + clean[cut:end] + ("…" if len(clean) > end else "")


class ContentError(Exception):
    """The content cannot be used; carries every problem found, not only the first."""

    def __init__(self, problems: Iterable[Problem]) -> None:
        self.problems = tuple(problems)
        super().__init__("\n".join(str(problem) for problem in self.problems))


def suggestion(word: str, known: Iterable[str]) -> Suggestion:
    """Return what the author may have meant: `Did you mean "x"?`, or the list of what is known."""
    return Suggestion(word, tuple(sorted(set(known))))


def in_order(problems: Iterable[Problem]) -> list[Problem]:
    """Return the problems by file and line."""
    return sorted(problems, key=lambda problem: (problem.place, problem.rule, str(problem.facts)))
