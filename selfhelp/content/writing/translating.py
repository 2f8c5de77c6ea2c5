"""Writes what a translation lacks, or a whole new one: ids, and the source's words to be translated."""

from collections.abc import Collection, Iterator

from babel import Locale, UnknownLocaleError

from selfhelp.content.confirmed import INSTRUMENTS
from selfhelp.content.everything import SOURCE
from selfhelp.content.problems import suggestion
from selfhelp.content.tree import read_language
from selfhelp.content.writing.draft import Draft
from selfhelp.content.writing.edits import edited
from selfhelp.content.writing.filling import filled
from selfhelp.content.writing.lists import listed, with_listed
from selfhelp.content.writing.missing import untranslated
from selfhelp.content.writing.places import PROGRAMME, Shelves, readable
from selfhelp.content.writing.refusals import RefusedError


def translation(shelves: Shelves, locale: str, files: Collection[str] = ()) -> Draft:
    """Return what a language lacks in these files, `modules/link/goals.md`, or in all; and list the language.

    :raises RefusedError: for what is no language or no file, or cannot be read to the end.
    """
    if locale == SOURCE or not _is_language(locale):
        raise RefusedError("language-source" if locale == SOURCE else "language-unknown", id=locale)
    names = [_name(shelves, locale, file) for file in files] or _all(shelves)
    own = read_language(shelves.folder, locale)
    draft: dict[str, str | None] = {}
    for name in names:
        source, path = readable(shelves.source[name]), f"{locale}/{name}"
        if name not in own:
            draft[path] = untranslated(source)
            continue
        before = shelves.text(readable(own[name]).path)
        if (after := filled(source, own[name], before)) != before:
            draft[path] = after
    return draft | dict(_listed(shelves, locale))


def _all(shelves: Shelves) -> list[str]:
    """Return every file but the questionnaires, which stand in their published words or not at all."""
    return [name for name in shelves.source if not name.startswith(INSTRUMENTS)]


def _is_language(locale: str) -> bool:
    try:
        return str(Locale.parse(locale, sep="-")).replace("_", "-").lower() == locale
    except (ValueError, UnknownLocaleError):
        return False


def _name(shelves: Shelves, locale: str, file: str) -> str:
    """Return a file's path below its language's folder.

    :raises RefusedError: where the source has no such file.
    """
    name = file.removeprefix(f"{locale}/").removeprefix(f"{SOURCE}/")
    if name not in shelves.source:
        raise RefusedError("unknown-file", file=file, hint=suggestion(name, shelves.source))
    return name


def _listed(shelves: Shelves, locale: str) -> Iterator[tuple[str, str]]:
    programme = readable(shelves.source[PROGRAMME])
    if locale not in listed(programme, "languages"):
        edits = [with_listed(programme, word, locale) for word in ("languages", "under-way")]
        yield programme.path, edited(shelves.text(programme.path), edits)
