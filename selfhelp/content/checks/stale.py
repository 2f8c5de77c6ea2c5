"""Translations whose source has changed since somebody last saw that they say the same."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

from selfhelp.content.confirmed import Translated, read_lock, states
from selfhelp.content.everything import Everything
from selfhelp.content.messages import Language
from selfhelp.content.problems import Problem
from selfhelp.content.units import MARK

# Where a wrong word may cost most: stale words there are a mistake, and elsewhere a warning.
SAFETY = ("pages/help-now.md", "pages/heavy-thoughts.md", "pages/heavy-now.md", "pages/right-for-me.md")


def check_stale(everything: Everything, folder: Path) -> Iterator[Problem]:
    """Tell of every unit that is not confirmed against the source as it stands. No lock: nothing is known."""
    confirmed = read_lock(folder)
    if confirmed is None:
        return
    for one in states(everything, confirmed):
        if one.state != "translated" and MARK not in one.unit.own.text:
            problem = _problem(one)
            yield replace(problem, level="error") if one.raw.path.endswith(SAFETY) else problem


def _problem(one: Translated) -> Problem:
    source = one.unit.source.place
    return one.raw.warning(
        one.unit.own.place,
        "translation-stale" if one.state == "stale" else "translation-stale.unconfirmed",
        where=f"{source.path}:{source.line}",
        file=one.raw.path,
        language=Language(one.raw.locale),
    )
