"""`selfhelp operator`: log-ins for those who run the service, to the figures of use alone."""

import click
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from selfhelp.care import accounts
from selfhelp.cli_opened import databases, stop, words
from selfhelp.records.people import LONGEST_NAME, LONGEST_USER_NAME
from selfhelp.web.desk import now


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
def operator() -> None:
    """Look after the accounts of those who run the service."""


@operator.command("add")
@click.option("--user-name", prompt="User name (for the log-in)", callback=words(LONGEST_USER_NAME))
@click.option("--name", prompt="Name", callback=words(LONGEST_NAME))
@click.option("--language", type=click.Choice(["nb", "en"]), default="nb", show_default=True)
def operator_add(user_name: str, name: str, language: str) -> None:
    """Add somebody who may see how the programme is used, and print the one-time link.

    With the link they set passphrase and second factor, as doctors do. No page of a patient opens to them.
    """
    with databases() as (settings, engine), Session(engine) as session:
        try:
            added = accounts.add_operator(
                session, user_name=user_name, display_name=name, locale=language, now=now()
            )
            session.commit()
        except IntegrityError:
            stop(f"Someone has the user name “{user_name}” already. Choose another.")
    click.echo(f"{settings.public_url}/activate/{added.token}")


@operator.command("link")
@click.argument("user_name")
def operator_link(user_name: str) -> None:
    """Print a new one-time link for an operator whose link is too old, or whose phone or passphrase is lost.

    From then on the old passphrase, phone and recovery codes open nothing.
    """
    with databases() as (settings, engine), Session(engine) as session:
        token = accounts.renew_link(session, user_name, now(), role="operator")
        session.commit()
    if token is None:
        stop(f"There is no operator with the user name “{user_name}”. Add one with: selfhelp operator add")
    click.echo(f"{settings.public_url}/activate/{token}")
