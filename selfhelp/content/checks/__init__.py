"""Checks of what has been read, one file a family."""

from datetime import date
from pathlib import Path

from selfhelp.content.checks.doctor import check_doctors_texts, check_reviewed
from selfhelp.content.checks.ids import check_ids
from selfhelp.content.checks.instruments import check_instruments
from selfhelp.content.checks.languages import check_interfaces, check_languages
from selfhelp.content.checks.markup import check_markup
from selfhelp.content.checks.modules import check_modules
from selfhelp.content.checks.pictures import check_pictures
from selfhelp.content.checks.readability import check_readability
from selfhelp.content.checks.recordings import check_recordings
from selfhelp.content.checks.references import check_references
from selfhelp.content.checks.safety import check_numbers_age, check_safety
from selfhelp.content.checks.stale import check_stale
from selfhelp.content.checks.tone import check_tone
from selfhelp.content.checks.tool_numbers import check_tool_numbers
from selfhelp.content.checks.translations import check_translations, check_whole
from selfhelp.content.checks.unseen import check_unseen
from selfhelp.content.checks.unwritten import check_unwritten
from selfhelp.content.checks.ways import check_ways
from selfhelp.content.everything import SOURCE, Everything
from selfhelp.content.problems import Problem


def needed_to_run(everything: Everything, folder: Path) -> list[Problem]:
    """Return what would make the content unsafe or impossible to show."""
    if SOURCE not in everything.programmes:
        return []
    return [
        *check_references(everything),
        *check_tool_numbers(everything),
        *check_ids(everything),
        *check_languages(everything),
        *check_modules(everything),
        *check_instruments(everything, folder),
        *check_safety(everything),
        *check_ways(everything),
        *check_whole(everything),
    ]


def for_readers(everything: Everything, folder: Path, *, today: date) -> list[Problem]:
    """Return what makes the content harder to read, or older than it should be."""
    if SOURCE not in everything.programmes:
        return []
    return [
        *check_unseen(everything),
        *check_pictures(everything, folder),
        *check_recordings(everything, folder),
        *check_markup(everything),
        *check_readability(everything),
        *check_tone(everything),
        *check_doctors_texts(everything),
        *check_translations(everything),
        *check_unwritten(everything),
        *check_interfaces(everything),
        *check_stale(everything, folder),
        *check_reviewed(everything, today=today),
        *check_numbers_age(everything, today=today),
    ]
