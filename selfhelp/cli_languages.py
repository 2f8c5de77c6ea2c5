"""`selfhelp content interface`: how a language that authors add says what the application says."""

from pathlib import Path

import click
from babel.messages.pofile import PoFileError

from selfhelp.cli_content import FOLDER, content_folder
from selfhelp.content.interface_file import write_interface
from selfhelp.content.programme_file import languages


def _code(_context: click.Context, _parameter: click.Parameter, value: str) -> str:
    """Read a language's code, which becomes the name of a folder."""
    try:
        return languages(value)[0]
    except ValueError as wrong:
        raise click.BadParameter(str(wrong)) from None


@click.command()
@click.argument("language", callback=_code)
@click.argument("folder", type=FOLDER, required=False)
def interface(language: str, folder: Path | None) -> None:
    """Write the file where LANGUAGE says what the application says, such as its buttons.

    What stands in it stays. Sentences that are new are added, with the words in Bokmål above each. A sentence
    that is left empty is said in the source language.

    \b
    selfhelp content interface nn
    """  # noqa: D301  # click reads \\b
    try:
        path, new = write_interface(folder or content_folder(), language)
    except PoFileError as wrong:
        raise click.ClickException(
            f"The file that is there cannot be read: {wrong}. `selfhelp content check` shows where."
        ) from None
    click.echo(f"Written: {path}, {new} new sentences.", err=True)
