"""`selfhelp content format`, and the other commands that write authors' files."""

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime
from pathlib import Path

import click

from selfhelp.cli_content import FOLDER, IN_LANGUAGE
from selfhelp.content.messages import label
from selfhelp.content.writing import adding
from selfhelp.content.writing.draft import Draft, write
from selfhelp.content.writing.formatting import formatted
from selfhelp.content.writing.lock_keys import with_lock
from selfhelp.content.writing.new_ids import SORTS, new_id
from selfhelp.content.writing.places import Shelves
from selfhelp.content.writing.refusals import RefusedError
from selfhelp.content.writing.renaming import renamed
from selfhelp.content.writing.translating import translation
from selfhelp.content.writing.trial import new_problems

# Never the content that came with the application: what is written stands in the author's own folder.
IN_FOLDER = click.option(
    "--folder", type=FOLDER, default="content", show_default=True, help="The content folder."
)
AFTER = click.option("--after", default="", metavar="ID", help="What it comes after; without it, the end.")
# What the check may find in what is new: words, a picture and a confirmation that are still to come.
YET_TO_COME = ("to-write", "untranslated", "translation-stale", "picture-missing")


@click.command("format")
@click.argument("files", nargs=-1)
@click.option(
    "--check", "only_check", is_flag=True, help="Write nothing; leave with 1 if something would change."
)
@IN_FOLDER
@IN_LANGUAGE
def format_files(*, files: tuple[str, ...], only_check: bool, folder: Path, language: str) -> None:
    """Bring FILES into canonical form: order of settings, empty lines, spaces. No word is changed.

    FILES are files or folders; without any, everything in the content folder is formatted. A file that cannot
    be read to the end is left alone and told. Questionnaires are locked, and never touched.

    \b
    selfhelp content format
    selfhelp content format nb/modules/link/goals.md
    selfhelp content format --check
    """  # noqa: D301  # click reads \\b
    found = formatted(folder, [_named(folder, file) for file in files] or [folder])
    if found.changed and not only_check:
        with _refused(language):
            write(folder, with_lock(Shelves.of(folder), found.changed))
    for path in found.changed:
        click.echo(label(language, "would-change" if only_check else "formatted", file=path))
    for problem in found.problems:
        click.echo(problem.told(language), err=True)
    if found.problems or (only_check and found.changed):
        sys.exit(1)


@click.group("new")
def new() -> None:
    """Write a new module, step, tool or exercise, in every language.

    The files are well-formed and listed where they must be. A pencil, ✎, stands in front of each text that is
    yours to write, and `selfhelp content check` tells where. Nothing is ever written over.

    \b
    selfhelp content new module sleep
    selfhelp content new step sleep/evening
    selfhelp content new exercise sleep/evening choice bedtime
    selfhelp content new tool night-thoughts
    """  # noqa: D301  # click reads \\b


@new.command("module")
@click.argument("module_id", metavar="ID")
@IN_FOLDER
@IN_LANGUAGE
def new_module_files(module_id: str, folder: Path, language: str) -> None:
    """Write the module ID, with a first step and the texts for the doctor."""
    with _refused(language):
        _add(folder, language, adding.new_module(Shelves.of(folder), module_id, today=_today()))


@new.command("step")
@click.argument("place", metavar="MODULE/ID")
@AFTER
@IN_FOLDER
@IN_LANGUAGE
def new_step_file(place: str, after: str, folder: Path, language: str) -> None:
    """Write the step ID of a MODULE, at its end or after another step."""
    with _refused(language):
        _add(folder, language, adding.new_step(Shelves.of(folder), place, after=after))


@new.command("tool")
@click.argument("tool_id", metavar="ID")
@IN_FOLDER
@IN_LANGUAGE
def new_tool_file(tool_id: str, folder: Path, language: str) -> None:
    """Write the tool ID."""
    with _refused(language):
        _add(folder, language, adding.new_tool(Shelves.of(folder), tool_id))


@new.command("exercise")
@click.argument("place", metavar="MODULE/STEP")
@click.argument("kind")
@click.argument("exercise_id", metavar="ID")
@AFTER
@IN_FOLDER
@IN_LANGUAGE
def new_block(place: str, kind: str, exercise_id: str, after: str, folder: Path, language: str) -> None:
    """Write an exercise of a KIND into a step, or into a tool: at the end, or after another block."""
    with _refused(language):
        shelves = Shelves.of(folder)
        _add(folder, language, adding.new_exercise(shelves, place, kind, exercise_id, after=after))


def _add(folder: Path, language: str, draft: Draft) -> None:
    """Write what is new, if nothing is wrong with it but that it is yet to be written."""
    found = new_problems(folder, draft, today=_today())
    if wrong := [p for p in found if p.level == "error" and p.name not in YET_TO_COME]:
        raise RefusedError("would-be-wrong", wrong)
    write(folder, draft)
    for path in draft:
        click.echo(label(language, "written", file=path))
    click.echo(
        label(language, "to-write", count=str(sum(problem.name == "to-write" for problem in found))), err=True
    )


@click.command("rename")
@click.argument("sort", type=click.Choice(list(SORTS)))
@click.argument("old")
@click.argument("new_name", metavar="NEW")
@click.option("--unused", is_flag=True, help="Nobody has met it yet, so there are no answers to lose.")
@IN_FOLDER
@IN_LANGUAGE
def rename_id(*, sort: str, old: str, new_name: str, unused: bool, folder: Path, language: str) -> None:
    """Give something another id, wherever it is named, in every language.

    An exercise keeps its answers: `was:` says what it was called. The answers of all else are found by its
    id alone, so it is renamed only with --unused. Either everything is written or nothing.

    \b
    selfhelp content rename exercise link/goal-1 first-goal
    selfhelp content rename exercise chain/thought first-thought
    selfhelp content rename step link/goals aims --unused
    selfhelp content rename option link/trigger/night late-evening --unused
    """  # noqa: D301  # click reads \\b
    with _refused(language):
        shelves = Shelves.of(folder)
        renaming, more = new_id(shelves, sort, old, new_name, unused=unused)
        draft = renamed(shelves, renaming, more)
        if wrong := new_problems(folder, draft, today=_today(), moved=renaming.moved):
            raise RefusedError("would-be-wrong", wrong)
        write(folder, draft)
    for path, text in draft.items():
        click.echo(label(language, "written" if text is not None else "removed", file=path))


@click.command("translate")
@click.argument("locale", metavar="LANGUAGE")
@click.argument("files", nargs=-1)
@IN_FOLDER
@IN_LANGUAGE
def translate(locale: str, files: tuple[str, ...], folder: Path, language: str) -> None:
    """Write what a translation lacks, in FILES or in all. A new LANGUAGE is listed in programme.md.

    Ids and blocks are those of the source, and so are the words, for you to translate: a pencil, ✎, stands in
    front of each paragraph, and `selfhelp content check` tells of each text. What is there already is not
    touched.

    \b
    selfhelp content translate en
    selfhelp content translate nn modules/link/goals.md
    """  # noqa: D301  # click reads \\b
    with _refused(language):
        draft = translation(Shelves.of(folder), locale, files)
        write(folder, draft)
    for path in draft:
        click.echo(label(language, "written", file=path))


@contextmanager
def _refused(language: str) -> Iterator[None]:
    """Tell why nothing is written, and leave with 1."""
    try:
        yield
    except RefusedError as error:
        click.echo(error.told(language), err=True)
        sys.exit(1)


def _today() -> date:
    return datetime.now(UTC).date()


def _named(folder: Path, name: str) -> Path:
    """Return what an author names from the content folder or from here."""
    for path in (folder / name, Path(name)):
        if path.exists() and path.resolve().is_relative_to(folder.resolve()):
            return folder / path.resolve().relative_to(folder.resolve())
    raise click.BadParameter(
        f'"{name}" is no file or folder in {folder}. Name it as in nb/modules/link/goals.md.'
    )


WRITING: tuple[click.Command, ...] = (format_files, new, rename_id, translate)
