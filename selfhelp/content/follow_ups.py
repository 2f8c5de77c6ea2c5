"""What follows from a mistake told elsewhere is not told: its author hears of one mistake once."""

from collections.abc import Iterable, Iterator

from selfhelp.content.everything import SOURCE, Everything
from selfhelp.content.problems import Place, Problem

PROGRAMME = f"{SOURCE}/programme.md"
# What depends on a list in programme.md, and the fact that holds the name.
DEPENDS = {
    "tool-unknown": "name",
    "instrument-unknown": "name",
    "name-unknown": "name",
    "module-unknown": "module",
}
# What cannot be told while programme.md itself is to be mended.
UNSURE = {*DEPENDS, "character-unknown", "file-unlisted", "instrument-gone", "when-unknown-option"}


def without_follow_ups(everything: Everything, *rounds: Iterable[Problem]) -> list[Problem]:
    """Return the problems of several rounds of checks, without what only follows from others.

    A later round is not heard about a line that has been told before.
    """
    kept: list[Problem] = []
    told: set[tuple[str, int]] = set()
    for problems in rounds:
        new = [problem for problem in problems if (problem.place.path, problem.place.line) not in told]
        told |= {(problem.place.path, problem.place.line) for problem in new if problem.excerpt}
        kept += new
    programme = everything.files.get(SOURCE, {}).get("programme.md")
    if programme is not None and any(problem.level == "error" for problem in programme.problems):
        return [problem for problem in kept if problem.name not in UNSURE]
    return list(_declarations_suspected(everything, kept))


def _declarations_suspected(everything: Everything, problems: list[Problem]) -> Iterator[Problem]:
    """Yield the problems; where several come from one list that lacks a name, yield that list's instead."""
    unlisted = _unlisted(everything)
    missed: dict[str, list[Problem]] = {}
    for problem in problems:
        name = str(dict(problem.facts).get(DEPENDS.get(problem.name, ""), ""))
        if name in unlisted:
            missed.setdefault(name, []).append(problem)
        elif problem.name != "file-unlisted" or _stem(problem.place) not in missed:
            yield problem
    for name, those in missed.items():
        yield _not_listed(everything, unlisted[name], name, those)


def _stem(place: Place) -> str:
    return place.path.rsplit("/", 1)[-1].removesuffix(".md")


def _unlisted(everything: Everything) -> dict[str, str]:
    """Return {name: the word of programme.md that lacks it} for files that are there."""
    programme = everything.programmes.get(SOURCE)
    if programme is None:
        return {}
    listed = {*programme.tools, *programme.instruments, *programme.modules}
    there = {
        parts[1].removesuffix(".md"): parts[0]
        for parts in (name.split("/") for name in everything.source_files)
        if parts[0] in {"tools", "instruments", "modules"}
    }
    return {name: word for name, word in there.items() if name not in listed}


def _not_listed(everything: Everything, word: str, name: str, those: list[Problem]) -> Problem:
    raw = everything.source_files["programme.md"]
    first = min(those, key=lambda problem: problem.place).place
    place = raw.front[word].place if word in raw.front else Place(raw.path, 1, 1, 3)
    where = f"{first.path}:{first.line}"
    return raw.problem(place, "not-listed", name=name, count=str(len(those)), word=word, where=where)
