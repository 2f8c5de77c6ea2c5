"""What the operator's commands open, and how they end when they cannot go on."""

import os
import shlex
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import NoReturn

import click
from sqlalchemy import Engine

from selfhelp.content.model import Catalogue
from selfhelp.content.problems import ContentError
from selfhelp.records.keys import KeyStore
from selfhelp.records.opening import both_opened, check_fit, master_of
from selfhelp.settings import Settings, SettingsError


def as_set() -> Settings:
    """Read the settings from the environment.

    :raises SettingsError: naming all that is missing or wrong.
    """
    return Settings.from_environment(os.environ)


@contextmanager
def databases() -> Iterator[tuple[Settings, Engine]]:
    """Open both databases as the environment names them, see that they fit, and give the main one.

    :raises SettingsError, CannotOpenError, DatabaseNotSafeError, SchemaError, WrongMasterKeyError: with a
        sentence for the operator.
    """
    settings = as_set()
    with both_opened(settings) as (engine, key_engine):
        check_fit(engine, key_engine, master_of(settings))
        yield settings, engine


@contextmanager
def database_and_keys() -> Iterator[tuple[Engine, KeyStore]]:
    """Open both databases as `databases` does, and give the main one and the key store."""
    settings = as_set()
    master = master_of(settings)
    with both_opened(settings) as (engine, key_engine):
        check_fit(engine, key_engine, master)
        yield engine, KeyStore(key_engine, master)


@contextmanager
def content_of(settings: Settings) -> Iterator[None]:
    """End a command that reads the content and finds mistakes there."""
    try:
        yield
    except ContentError as error:
        check = f"selfhelp content check {shlex.quote(str(settings.content))}"
        stop(f"The content has mistakes, the first at {error.problems[0].place}. `{check}` lists them all.")


def refuse_unverified(catalogue: Catalogue, settings: Settings) -> None:
    """Refuse to let patients meet content that its authors mark as not yet verified by a clinician.

    :raises SettingsError: naming how much it is and the setting to set.
    """
    unverified = catalogue.unverified
    if unverified and not settings.content_verified_by:
        raise SettingsError(
            f"No clinician has verified {len(unverified)} of the content's files yet, {unverified[0]} among "
            "them. Let one go through what `selfhelp content status` lists, and set "
            "SELFHELP_CONTENT_VERIFIED_BY to who did. See docs/settings.md."
        )


def words(longest: int) -> Callable[[click.Context, click.Parameter, str], str]:
    """Return what checks that an option has words, and not more letters than can be kept."""

    def checked(_context: click.Context, _option: click.Parameter, said: str) -> str:
        written = said.strip()
        if not written or len(written) > longest:
            raise click.BadParameter(f"write 1 to {longest} letters")
        return written

    return checked


def stop(sentence: str) -> NoReturn:
    """End the command with a sentence, and with 1."""
    click.echo(sentence, err=True)
    sys.exit(1)
