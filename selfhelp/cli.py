"""The ``selfhelp`` command."""

import os
import sys
from pathlib import Path
from typing import NoReturn

import click
import waitress
from flask import Flask
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from selfhelp import demo as demo_data
from selfhelp.app import create_app
from selfhelp.care import accounts
from selfhelp.cli_content import content
from selfhelp.content.problems import ContentError
from selfhelp.records.database import DatabaseNotSafeError, make_engine
from selfhelp.records.keys import WrongMasterKeyError
from selfhelp.records.migrate import SchemaError, upgrade, upgrade_key_store
from selfhelp.settings import Settings, SettingsError
from selfhelp.web.desk import Desk, now

THREADS = 8
CANNOT_START = (SettingsError, ContentError, DatabaseNotSafeError, SchemaError, WrongMasterKeyError)


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(package_name="selfhelp", prog_name="selfhelp")
def main() -> None:
    """Run a guided self-help course that patients follow at home and their GP follows up.

    \b
    Look at it first:      selfhelp demo
    Write content:         selfhelp content check
    Run it for patients:   set what docs/settings.md names, then
                           selfhelp db upgrade
                           selfhelp gp add
                           selfhelp serve
    """  # noqa: D301  # Click keeps the lines after \b as they stand


main.add_command(content)


@main.command()
@click.option("--folder", type=click.Path(file_okay=False, path_type=Path), default=Path("selfhelp-demo"),
              show_default=True, help="Where the demo keeps its databases and keys.")  # fmt: skip
@click.option("--port", type=click.IntRange(1, 65535), default=8000, show_default=True)
@click.option("--only-set-up", is_flag=True, help="Make the data, print the log-ins, and stop.")
def demo(folder: Path, port: int, only_set_up: bool) -> None:  # noqa: FBT001  # a flag of the command line
    """Set up invented patients and a GP, and serve them on this machine only.

    A second start finds everything as it was left. To begin afresh, delete the folder.
    """
    url = f"http://127.0.0.1:{port}"
    settings = demo_data.demo_settings(folder, url)
    _upgrade(settings)
    app = create_app(settings)
    with click.progressbar(length=len(demo_data.PATIENTS) + 1, label="Demo patients", file=sys.stderr) as bar:
        log_ins = demo_data.set_up(app, folder, step=lambda: bar.update(1))
    click.echo(log_ins.text(url))
    if not only_set_up:
        click.echo(f"\nServing on {url}   (stop with Ctrl+C)")
        waitress.serve(app, host="127.0.0.1", port=port, threads=THREADS, _quiet=True)


@main.command()
@click.option(
    "--host", default="127.0.0.1", show_default=True, help="Behind a proxy on the same machine, leave it."
)
@click.option("--port", type=click.IntRange(1, 65535), default=8000, show_default=True)
def serve(host: str, port: int) -> None:
    """Serve patients and GPs. Put a proxy with TLS in front; see docs/settings.md."""
    try:
        settings = Settings.from_environment(os.environ)
        app = create_app(settings)
        refuse_unverified(app, settings)
    except CANNOT_START as error:
        _stop(str(error))
    click.echo(f"Serving on http://{host}:{port}", err=True)
    # The application believes exactly the configured number of proxies; waitress must not silence them.
    waitress.serve(
        app, host=host, port=port, threads=THREADS, clear_untrusted_proxy_headers=not settings.trusted_proxies
    )


@main.group()
def db() -> None:
    """Look after the databases."""


@db.command("upgrade")
def db_upgrade() -> None:
    """Bring both databases to the shape this version needs. Make a backup first."""
    try:
        _upgrade(Settings.from_environment(os.environ))
    except CANNOT_START as error:
        _stop(str(error))
    click.echo("The databases have the shape this version needs.", err=True)


@main.group()
def gp() -> None:
    """Look after the GPs' accounts."""


@gp.command("add")
@click.option("--user-name", prompt="User name (for the log-in)")
@click.option("--name", prompt="Name, as patients know it")
@click.option("--practice", prompt="Practice")
@click.option("--language", type=click.Choice(["nb", "en"]), default="nb", show_default=True)
def gp_add(user_name: str, name: str, practice: str, language: str) -> None:
    """Add a GP and print the one-time link by which passphrase and second factor are set.

    Give the link to the GP in person or by a safe channel; it works once, for seven days.
    """
    try:
        settings = Settings.from_environment(os.environ)
        with Session(make_engine(settings.database_url)) as session:
            added = accounts.add_gp(
                session, user_name=user_name, display_name=name, practice=practice, locale=language, now=now()
            )
            session.commit()
    except CANNOT_START as error:
        _stop(str(error))
    except IntegrityError:
        _stop(f"Someone has the user name “{user_name}” already. Choose another.")
    click.echo(f"{settings.public_url}/activate/{added.token}")


def refuse_unverified(app: Flask, settings: Settings) -> None:
    """Refuse to serve patients with questionnaires whose wording no clinician has compared.

    :raises SettingsError: naming them and the setting to set.
    """
    source: Desk = app.extensions["selfhelp"]
    unverified = [q.title for q in source.library.catalogue.source.instruments.values() if not q.verified]
    if unverified and not settings.instruments_verified_by:
        raise SettingsError(
            f"No clinician has compared the wording of {' and '.join(unverified)} yet. Let one compare the "
            "files in content/nb/instruments, and set SELFHELP_INSTRUMENTS_VERIFIED_BY to who did. "
            "See docs/settings.md."
        )


def _upgrade(settings: Settings) -> None:
    with click.progressbar(length=2, label="Databases", file=sys.stderr) as bar:
        upgrade(settings.database_url)
        bar.update(1)
        upgrade_key_store(settings.keys_url)
        bar.update(1)


def _stop(sentence: str) -> NoReturn:
    click.echo(sentence, err=True)
    sys.exit(1)
