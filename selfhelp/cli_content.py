"""`selfhelp content`: the authors' commands. They need neither a secret nor a database."""

import json
import os
import sys
from datetime import UTC, datetime
from pathlib import Path

import click

from selfhelp.content.checking import Checked, check_all, lock_instruments
from selfhelp.content.messages import LANGUAGES, label
from selfhelp.content.problems import Problem
from selfhelp.settings import shipped

FOLDER = click.Path(exists=True, file_okay=False, path_type=Path)
IN_LANGUAGE = click.option(
    "--language", type=click.Choice(LANGUAGES), default="en", show_default=True, help="Of the messages."
)


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
@click.pass_context
def content(context: click.Context) -> None:
    """Check and look after what authors write.

    \b
    content/nb/modules/link/goals.md      a step: words and behaviour
    content/en/modules/link/goals.md      the same step: words only
    """  # noqa: D301  # click reads \\b
    if os.environ.get("NO_COLOR"):  # what people set who want no colour anywhere: no-color.org
        context.color = False


@content.command()
@click.argument("folder", type=FOLDER, required=False)
@click.option("--json", "as_json", is_flag=True, help="For editors: a list of mistakes, one object each.")
@click.option("--strict", is_flag=True, help="Let warnings count as mistakes, as before a release.")
@click.option("--today", type=click.DateTime(["%Y-%m-%d"]), default=None, hidden=True)
@IN_LANGUAGE
def check(folder: Path | None, as_json: bool, strict: bool, today: datetime | None, language: str) -> None:  # noqa: FBT001
    """List everything there is to put right in FOLDER, by file and line.

    Without FOLDER it is the folder `content` here, or the content that came with the application.
    Leaves with 0 when all is well, with 1 when there are mistakes, and with 2 when the command itself cannot
    be read, so that it can stand before a release. Colours show on a terminal only; NO_COLOR takes them away.

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


def show_problems(found: Checked, language: str) -> None:
    """Print every problem, and how many there are."""
    for problem in found.problems:
        click.echo(_in_colour(problem.told(language), problem))
    click.echo(_summary(found, language), err=bool(found.problems))


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
