"""Lists in a front matter: `steps: welcome, goals | chain`."""

from selfhelp.content.grammar import RawFile
from selfhelp.content.writing.canonical import front_of
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
    if span is None:
        return Edit.above(_line_of(raw, word), f"{word}: {new}\n")
    if not span.text:
        return Edit(span.place.line, 1, len(raw.lines[span.place.line - 1]), f"{word}: {new}")
    place = span.at(after) if after else span.part(0, len(span.text))
    return Edit(place.line, place.column + place.width, 0, f", {new}")


def _line_of(raw: RawFile, word: str) -> int:
    """Return the line where a word that is not there would stand: below those that come before it."""
    order = list(front_of(raw.path))
    before = [raw.front_words[one].place.line for one in order[: order.index(word)] if one in raw.front_words]
    return max(before, default=1) + 1
