"""`selfhelp content`: the authors' commands. They need neither a secret nor a database."""

import json
import os
import sys
from datetime import UTC, datetime
from pathlib import Path

import click

from selfhelp.content.checking import Checked, check_all, lock_instruments
from selfhelp.content.grammar import Span
from selfhelp.content.messages import LANGUAGES, label
from selfhelp.content.problems import Problem
from selfhelp.content.status import UnknownFileError, confirm_files, status_of
from selfhelp.settings import CONTENT_VERIFIED_BY, shipped

FOLDER = click.Path(exists=True, file_okay=False, path_type=Path)
IN_LANGUAGE = click.option(
    "--language", type=click.Choice(LANGUAGES), default="en", show_default=True, help="Of the messages."
)


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
def content() -> None:
    """Check and look after what authors write.

    \b
    content/nb/modules/link/goals.md      a step: words and behaviour
    content/en/modules/link/goals.md      the same step: words only
    """  # noqa: D301  # click reads \\b


@content.command()
@click.argument("folder", type=FOLDER, required=False)
@click.option("--json", "as_json", is_flag=True, help="For editors: a list of mistakes, one object each.")
@click.option("--strict", is_flag=True, help="Let warnings count as mistakes, as before a release.")
@click.option("--today", type=click.DateTime(["%Y-%m-%d"]), default=None, hidden=True)
@IN_LANGUAGE
def check(folder: Path | None, as_json: bool, strict: bool, today: datetime | None, language: str) -> None:  # noqa: FBT001
    """List everything there is to put right in FOLDER, by file and line.

    Without FOLDER it is the folder `content` here, or the content that came with the application.
    Leaves with 1 when there are mistakes, so that it can stand before a release.

    \b
    selfhelp content check
    selfhelp content check ~/my-content --language nb

    \b
    error[when-unknown-option] nb/modules/challenge/traps.md:35:25
      "readng" is no option of "my-traps", so this would never be shown.
      34 | ::: text reading-example
      35 | when: my-traps includes readng
         |                         ^^^^^^
      Did you mean "reading"?

    What stands in the brackets is the rule's name: `selfhelp content explain when-unknown-option`.
    """  # noqa: D301  # click reads \\b
    day = (today or datetime.now(UTC)).date()
    found = check_all(folder or content_folder(), today=day)
    if as_json:
        click.echo(json.dumps([_as_json(problem, language) for problem in found.problems], indent=2))
    else:
        show_problems(found, language)
    if found.mistakes or (strict and found.problems):
        sys.exit(1)


@content.command("lock-instruments")
@click.argument("folder", type=FOLDER, required=False)
def lock(folder: Path | None) -> None:
    """Write down that the questionnaires' wording in FOLDER is the published one.

    Do this only after someone has compared every word with the published questionnaire. From then on
    `content check` refuses a changed file.
    """
    click.echo(f"Written: {lock_instruments(folder or content_folder())}", err=True)


@content.command()
@click.argument("folder", type=FOLDER, required=False)
def status(folder: Path | None) -> None:
    """Show how far each translation is, and what a clinician has yet to verify.

    A text is stale when its source has changed since somebody last confirmed that they say the same; both
    are shown. `selfhelp content confirm` notes that they do.
    """
    found = status_of(folder or content_folder())
    for one in found.languages:
        click.echo(
            f"{one.locale}: {one.translated} translated, {len(one.stale)} stale, {one.missing} missing"
        )
        for stale in one.stale:
            click.echo(f"\n  {stale.unit.own.place}  {stale.unit.name} ({stale.state})")
            click.echo(f"{_side(stale.unit.source)}\n{_side(stale.unit.own)}")
    by = os.environ.get(CONTENT_VERIFIED_BY) or "nobody yet"
    click.echo(
        f"\nFor a clinician to verify (verified: false), {len(found.unverified)} files. Verified by: {by}"
    )
    for file in found.unverified:
        click.echo(f"  {file.path}" + (f"\n      {file.what}" if file.what else ""))


@content.command()
@click.argument("files", nargs=-1)
@click.option("--all", "everything", is_flag=True, help="Every file of every translation.")
@click.option(
    "--folder", type=FOLDER, default=None, help="The content folder, where it is not found by itself."
)
def confirm(files: tuple[str, ...], everything: bool, folder: Path | None) -> None:  # noqa: FBT001  # a flag
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
    click.echo(f"Confirmed: {new} texts.", err=True)


def show_problems(found: Checked, language: str) -> None:
    """Print every problem, and how many there are."""
    for problem in found.problems:
        click.echo(_in_colour(problem.told(language), problem))
    click.echo(_summary(found, language), err=bool(found.problems))


def _side(span: Span) -> str:
    """Return one of the two texts, under its language."""
    return "\n".join(f"    {span.place.path[:2]} | {line}" for line in span.text.splitlines())


def content_folder() -> Path:
    """Return the folder `content` here; else the content that came with the application."""
    here = Path("content")
    return here if here.is_dir() else shipped("content")


def _in_colour(told: str, problem: Problem) -> str:
    """Return the text with its first line coloured; click leaves the colour out where no terminal is."""
    head, *rest = told.split("\n")
    colour = "red" if problem.level == "error" else "yellow"
    return "\n".join([click.style(head, fg=colour, bold=True), *rest])


def _as_json(problem: Problem, language: str) -> dict[str, str | int]:
    return {
        "level": problem.level,
        "rule": problem.name,
        "file": problem.place.path,
        "line": problem.place.line,
        "column": problem.place.column,
        "width": problem.place.width,
        "wrong": problem.wrong(language),
        "mend": problem.mend(language),
    }


def _summary(found: Checked, language: str) -> str:
    """Return the last line: "3 mistakes in 2 files." or "No mistakes. 14 steps in 2 languages."."""
    warnings = len(found.problems) - len(found.mistakes)
    files = _count(language, "file", len({problem.place.path for problem in found.problems}))
    mistakes = _count(language, "mistake", len(found.mistakes))
    if found.mistakes and warnings:
        told = _count(language, "warning", warnings)
        return label(language, "found-both", mistakes=mistakes, warnings=told, files=files)
    if found.mistakes:
        return label(language, "found", found=mistakes, files=files)
    steps, languages = _count(language, "step", found.steps), _count(language, "language", found.languages)
    fine = label(language, "none", steps=steps, languages=languages)
    if not warnings:
        return fine
    return f"{fine} {label(language, 'found', found=_count(language, 'warning', warnings), files=files)}"


def _count(language: str, word: str, count: int) -> str:
    return label(language, f"{word}-one" if count == 1 else f"{word}-many", count=str(count))
