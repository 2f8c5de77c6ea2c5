"""`selfhelp content status` and `confirm`: how far translations are, and what a clinician has to verify."""

import os
import shutil
import textwrap
from itertools import zip_longest
from pathlib import Path

import click

from selfhelp.cli_content import FOLDER, IN_LANGUAGE, content_folder
from selfhelp.content.confirmed import Translated
from selfhelp.content.messages import told
from selfhelp.content.status import Progress, Sides, UnknownFileError, confirm_files, sides, status_of
from selfhelp.settings import CONTENT_VERIFIED_BY

NARROWEST = 28  # letters of a column; with less room, the texts stand under each other
BETWEEN = "  "


@click.command()
@click.argument("folder", type=FOLDER, required=False)
@IN_LANGUAGE
def status(folder: Path | None, language: str) -> None:
    """Show how far each translation is, and what a clinician has yet to verify.

    A text is stale when its source has changed since somebody last confirmed that they say the same. The
    source as it was then, the source as it is, and the translation stand side by side; the first of them is
    looked up in git. `selfhelp content confirm` notes that they say the same.
    """
    here = folder or content_folder()
    found = status_of(here)
    for one in found.languages:
        _show(here, one, language)
    by = os.environ.get(CONTENT_VERIFIED_BY) or told(language, "status", "nobody")
    click.echo(f"\n{told(language, 'status', 'unverified', count=str(len(found.unverified)), by=by)}")
    for file in found.unverified:
        click.echo(f"  {file.path}" + (f"\n      {file.what}" if file.what else ""))


@click.command()
@click.argument("files", nargs=-1)
@click.option("--all", "everything", is_flag=True, help="Every file of every translation.")
@click.option("--folder", type=FOLDER, default=None, help="The content, where it is not found by itself.")
@IN_LANGUAGE
def confirm(*, files: tuple[str, ...], everything: bool, folder: Path | None, language: str) -> None:
    """Note that the translated FILES say what the source says now.

    \b
    selfhelp content confirm en/modules/link/goals.md
    """  # noqa: D301  # click reads \\b
    try:
        new = confirm_files(folder or content_folder(), None if everything else files)
    except UnknownFileError as unknown:
        raise click.BadParameter(
            f'"{unknown}" is no file of a translation. Name it as `content status` does, for example '
            "en/modules/link/goals.md."
        ) from None
    name = "one-confirmed" if new == 1 else "confirmed"
    click.echo(told(language, "status", name, count=str(new)), err=True)


def _show(folder: Path, one: Progress, language: str) -> None:
    counts = {"translated": one.translated, "stale": len(one.stale), "missing": len(one.missing)}
    words = {name: str(count) for name, count in counts.items()}
    click.echo(told(language, "status", "counts", locale=one.locale, **words))
    for stale in one.stale:
        state = told(language, "status", stale.state)
        click.echo(f"\n  {stale.unit.own.place}  {stale.unit.name} ({state})")
        click.echo(textwrap.indent(_beside(_columns(stale, sides(folder, stale), language)), "    "))
    for problem in one.missing:
        click.echo(f"\n  {problem.place}  {problem.wrong(language)}")
        click.echo(textwrap.indent(problem.mend(language), "    "))


def _columns(stale: Translated, found: Sides, language: str) -> list[tuple[str, str]]:
    """Return the texts under their headings: the source as it was, as it is, and the translation."""
    source = stale.unit.source.place.path.partition("/")[0]
    before = told(language, "status", "before", locale=source)
    now = told(language, "status", "now", locale=source)
    not_known = told(language, "status", "not-known" if stale.confirmed else "never")
    return [(before, found.before or not_known), (now, found.source), (stale.raw.locale, found.own)]


def _beside(columns: list[tuple[str, str]]) -> str:
    """Return texts side by side where there is room for it, else one under the other."""
    room = shutil.get_terminal_size().columns - 4
    width = (room - len(BETWEEN) * (len(columns) - 1)) // len(columns)
    if width < NARROWEST:
        return "\n".join(f"{heading}:\n{textwrap.indent(text, '  ')}" for heading, text in columns)
    wrapped = [[heading, "-" * len(heading), *_wrapped(text, width)] for heading, text in columns]
    rows = zip_longest(*wrapped, fillvalue="")
    return "\n".join(BETWEEN.join(cell.ljust(width) for cell in row).rstrip() for row in rows)


def _wrapped(text: str, width: int) -> list[str]:
    return [part for line in text.splitlines() for part in textwrap.wrap(line, width) or [""]]
