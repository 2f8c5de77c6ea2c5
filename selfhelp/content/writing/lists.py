"""Lists in a front matter: `steps: welcome, goals | chain`."""

from selfhelp.content.grammar import RawFile
from selfhelp.content.writing.edits import Edit
from selfhelp.content.writing.refusals import RefusedError
from selfhelp.exercises.settings_read import ID


def listed(raw: RawFile, word: str) -> list[str]:
    """Return the ids that stand after a word."""
    span = raw.front.get(word)
    return ID.findall(span.text) if span else []


def with_listed(raw: RawFile, word: str, new: str, *, after: str = "") -> Edit:
    """Add an id to a list: behind another one, else at its end. A list that is not there is begun.

    :raises RefusedError: where `after` is not in the list.
    """
    span = raw.front.get(word)
    if after and after not in listed(raw, word):
        raise RefusedError("after-unknown", id=after, file=raw.path)
    if span is None or not span.text:
        line = span.place.line if span else 1 + max(one.place.line for one in raw.front_words.values())
        width = len(raw.lines[line - 1]) if span else 0
        return Edit(line, 1, width, f"{word}: {new}" + ("" if span else "\n"))
    place = span.at(after) if after else span.part(0, len(span.text))
    return Edit(place.line, place.column + place.width, 0, f", {new}")
