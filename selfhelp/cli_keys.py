"""`selfhelp keys`: a new master key in place of the old one, while servers run."""

import sys

import click

from selfhelp.cli_opened import as_set, database_and_keys
from selfhelp.records.opening import master_of
from selfhelp.settings import OTHER_MASTER_KEY

AT_ONCE = 200  # keys in one transaction: a server that wants to write waits some milliseconds


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
def keys() -> None:
    """Look after the keys that seal what patients wrote."""


@keys.command("rotate")
def keys_rotate() -> None:
    """Wrap every patient's key by the new master key, while servers run.

    SELFHELP_MASTER_KEY is the new one then, and SELFHELP_OTHER_MASTER_KEY the one that goes. In which order
    servers learn of both stands in docs/operating.md. Stopped in the middle, it goes on when it is run again.
    """
    master = master_of(as_set())
    with database_and_keys() as (_engine, store):
        due = store.wrapped_by().get(master.other.id, 0) if master.other else 0
        with click.progressbar(
            length=due, label="Keys", file=sys.stderr, hidden=not sys.stderr.isatty()
        ) as bar:
            while done := store.rewrap(AT_ONCE):
                bar.update(done)
        number = sum(store.wrapped_by().values())
    click.echo(f"All {number} keys are wrapped by master key {master.id}. No other is needed to read them.")
    if master.other:
        click.echo(
            f"Leave {OTHER_MASTER_KEY} out now, and start every server again. Keep the key that it held, "
            f"{master.other.id}, in a safe place until the last backup of the keys from before is gone."
        )
