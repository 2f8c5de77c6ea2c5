"""`selfhelp content format`, and the other commands that write authors' files."""

import sys
from pathlib import Path

import click

from selfhelp.cli_content import FOLDER, IN_LANGUAGE
from selfhelp.content.messages import label
from selfhelp.content.writing.draft import write
from selfhelp.content.writing.formatting import formatted

# Never the content that came with the application: what is written stands in the author's own folder.
IN_FOLDER = click.option(
    "--folder", type=FOLDER, default="content", show_default=True, help="The content folder."
)


@click.command("format")
@click.argument("files", nargs=-1)
@click.option(
    "--check", "only_check", is_flag=True, help="Write nothing; leave with 1 if something would change."
)
@IN_FOLDER
@IN_LANGUAGE
def format_files(files: tuple[str, ...], only_check: bool, folder: Path, language: str) -> None:  # noqa: FBT001
    """Bring FILES into canonical form: order of settings, empty lines, spaces. No word is changed.

    FILES are files or folders; without any, everything in the content folder is formatted. A file that cannot
    be read to the end is left alone and told. Questionnaires are locked, and never touched.

    \b
    selfhelp content format
    selfhelp content format nb/modules/link/goals.md
    selfhelp content format --check
    """  # noqa: D301  # click reads \\b
    found = formatted(folder, [_named(folder, file) for file in files] or [folder])
    if not only_check:
        write(folder, found.changed)
    for path in found.changed:
        click.echo(label(language, "would-change" if only_check else "formatted", file=path))
    for problem in found.problems:
        click.echo(problem.told(language), err=True)
    if found.problems or (only_check and found.changed):
        sys.exit(1)


def _named(folder: Path, name: str) -> Path:
    """Return what an author names from the content folder or from here."""
    for path in (folder / name, Path(name)):
        if path.exists() and path.resolve().is_relative_to(folder.resolve()):
            return folder / path.resolve().relative_to(folder.resolve())
    raise click.BadParameter(
        f'"{name}" is no file or folder in {folder}. Name it as in nb/modules/link/goals.md.'
    )


WRITING: tuple[click.Command, ...] = (format_files,)
