"""The ``selfhelp`` command."""

import os
import sys
from pathlib import Path
from typing import Any

import click
from flask import Flask
from sqlalchemy import Engine
from sqlalchemy.exc import DBAPIError, IntegrityError
from sqlalchemy.orm import Session

from selfhelp import demo as demo_data
from selfhelp.app import create_app
from selfhelp.care import accounts
from selfhelp.cli_backup import backup
from selfhelp.cli_content import content
from selfhelp.cli_keys import keys
from selfhelp.cli_languages import interface
from selfhelp.cli_log import log
from selfhelp.cli_opened import content_of, databases, refuse_unverified, stop, words
from selfhelp.cli_operator import operator
from selfhelp.cli_port import end_gently, open_metrics, take_port
from selfhelp.cli_preview import preview
from selfhelp.cli_publish import diff, publish_folder, roll_back
from selfhelp.cli_remind import remind
from selfhelp.cli_restore import restore
from selfhelp.cli_retain import erase, retain
from selfhelp.cli_rules import explain
from selfhelp.cli_translations import confirm, status
from selfhelp.cli_use import stats
from selfhelp.cli_writing import WRITING
from selfhelp.records.database import DatabaseNotSafeError
from selfhelp.records.keys import WrongMasterKeyError
from selfhelp.records.migrate import SchemaError, upgrade, upgrade_key_store
from selfhelp.records.opening import CannotOpenError, both_opened, check_belong, master_of, why_not
from selfhelp.records.people import LONGEST_NAME, LONGEST_USER_NAME
from selfhelp.records.sealed_file import BackupError
from selfhelp.settings import Settings, SettingsError
from selfhelp.web.desk import Desk, now
from selfhelp.web.published import follow_publishing

NO_PASSKEYS = (
    "SELFHELP_PUBLIC_URL names an IP address, where no browser gives passkeys. GPs can log in with "
    "six digits. See docs/settings.md."
)
CANNOT_GO_ON = (
    *(SettingsError, CannotOpenError, DatabaseNotSafeError, SchemaError, WrongMasterKeyError),
    BackupError,
)


class Told(click.Group):
    """Ends a command that cannot go on with a sentence for the operator, and not with a traceback."""

    def invoke(self, ctx: click.Context) -> object:
        """Run the command, and tell what an operator can set or do when it cannot go on."""
        try:
            return super().invoke(ctx)
        except CANNOT_GO_ON as error:
            stop(str(error))
        except DBAPIError as error:
            stop(f"The database {why_not(error)}")
        except OSError as error:
            if error.filename is None:
                raise  # of no file: a pipe that nobody reads any more, which click ends in silence
            stop(f"The system says “{error.strerror}” of {error.filename}. See that it is there, and that "
                  "the account that runs selfhelp may use it.")  # fmt: skip


@click.group(cls=Told, context_settings={"help_option_names": ["-h", "--help"]})
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


for command in (confirm, diff, explain, interface, preview, publish_folder, roll_back, status):
    content.add_command(command)
for command in (backup, content, erase, keys, log, operator, remind, restore, retain, stats):
    main.add_command(command)
for command in WRITING:
    content.add_command(command)


@main.command()
@click.option("--folder", type=click.Path(file_okay=False, path_type=Path), default=Path("selfhelp-demo"),
              show_default=True, help="Where the demo keeps its databases and keys.")  # fmt: skip
@click.option("--port", type=click.IntRange(1, 65535), default=8000, show_default=True)
@click.option("--only-set-up", is_flag=True, help="Make the data, print the log-ins, and stop.")
def demo(folder: Path, port: int, only_set_up: bool) -> None:  # noqa: FBT001  # a flag of the command line
    """Set up invented patients and a GP, and serve them on this machine only.

    A second start finds everything as it was left. To begin afresh, delete the folder.
    """
    url = f"http://localhost:{port}"  # a name: passkeys are never given at an IP address
    try:
        settings = demo_data.demo_settings(folder, url)
        _upgrade(settings)
        app = _app(settings)
    except CANNOT_GO_ON:
        stop(f"The demo cannot go on with what lies in {folder}. Delete that folder to begin afresh, or "
              "choose another with --folder.")  # fmt: skip
    server = None if only_set_up else take_port(app, host="127.0.0.1", port=port)
    with click.progressbar(length=demo_data.STEPS, label="Demo patients", file=sys.stderr) as bar:
        log_ins = demo_data.set_up(app, folder, step=lambda: bar.update(1))
    click.echo(log_ins.text(url))
    if server:
        click.echo(f"\nServing on {url}   (stop with Ctrl+C)")
        server.run()


@main.command()
@click.option(
    "--host", default="127.0.0.1", show_default=True, help="Behind a proxy on the same machine, leave it."
)
@click.option("--port", type=click.IntRange(1, 65535), default=8000, show_default=True)
@click.option("--metrics-port", type=click.IntRange(1, 65535),
              help="Tell Prometheus numbers on this port of 127.0.0.1; without it, none.")  # fmt: skip
def serve(host: str, port: int, metrics_port: int | None) -> None:
    """Serve patients and GPs. Put a proxy with TLS in front; see docs/deploy.md."""
    settings = Settings.from_environment(os.environ)
    if settings.relying_party is None:
        click.echo(NO_PASSKEYS, err=True)
    app = _app(settings)
    desk: Desk = app.extensions["selfhelp"]
    refuse_unverified(desk.library.catalogue, settings)
    # The application believes exactly the configured number of proxies; waitress must not silence them.
    believing, lines = settings.trusted_proxies > 0, dict[int, Any]()
    server = take_port(app, host=host, port=port, clear_untrusted_proxy_headers=not believing, map=lines)
    end_gently(server, lines)
    if metrics_port:
        open_metrics(app, metrics_port)
    follow_publishing(desk)
    click.echo(f"Serving on http://{host}:{port}", err=True)
    server.run()


@main.group()
def db() -> None:
    """Look after the databases."""


@db.command("upgrade")
def db_upgrade() -> None:
    """Bring both databases to the shape this version needs. Make a backup first."""
    _upgrade(Settings.from_environment(os.environ))
    click.echo("The databases have the shape this version needs.", err=True)


@main.group()
def gp() -> None:
    """Look after the GPs' accounts."""


@gp.command("add")
@click.option("--user-name", prompt="User name (for the log-in)", callback=words(LONGEST_USER_NAME))
@click.option("--name", prompt="Name, as patients know it", callback=words(LONGEST_NAME))
@click.option("--practice", prompt="Practice", callback=words(LONGEST_NAME))
@click.option("--language", type=click.Choice(["nb", "en"]), default="nb", show_default=True)
def gp_add(user_name: str, name: str, practice: str, language: str) -> None:
    """Add a GP and print the one-time link by which passphrase and second factor are set.

    Give the link to the GP in person or by a safe channel; it works once, for seven days.
    """
    with databases() as (settings, engine):
        try:
            token = _add_gp(
                engine, user_name=user_name, display_name=name, practice=practice, locale=language
            )
        except IntegrityError:
            stop(f"Someone has the user name “{user_name}” already. Choose another.")
    click.echo(f"{settings.public_url}/activate/{token}")


@gp.command("link")
@click.argument("user_name")
def gp_link(user_name: str) -> None:
    """Print a new one-time link for a GP whose link is too old, or whose device or passphrase is lost.

    From then on the old passphrase, passkeys, phone and recovery codes open nothing, and nobody is logged in
    as this GP any more; patients and invitations stay.
    Make sure that it is the GP who asks, and give the link in person or by a safe channel.
    """
    with databases() as (settings, engine), Session(engine) as session:
        token = accounts.renew_link(session, user_name, now())
        session.commit()
    if token is None:
        stop(f"There is no GP with the user name “{user_name}”. Add one with: selfhelp gp add")
    click.echo(f"{settings.public_url}/activate/{token}")


def _app(settings: Settings) -> Flask:
    with content_of(settings):
        return create_app(settings)


def _add_gp(engine: Engine, **written: str) -> str:
    with Session(engine) as session:
        added = accounts.add_gp(session, now=now(), **written)
        session.commit()
        return added.token


def _upgrade(settings: Settings) -> None:
    with both_opened(settings) as (engine, key_engine):
        check_belong(engine, key_engine, master_of(settings))
    quiet = not sys.stderr.isatty()
    with click.progressbar(length=2, label="Databases", file=sys.stderr, hidden=quiet) as bar:
        upgrade(settings.database_url)
        bar.update(1)
        upgrade_key_store(settings.keys_url, master_of(settings))
        bar.update(1)
