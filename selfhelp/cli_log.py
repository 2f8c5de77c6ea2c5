"""`selfhelp log`: whether the log of who looked at patients' pages is as it was written."""

import sys
from collections.abc import Mapping
from types import MappingProxyType

import click
from sqlalchemy.orm import Session

from selfhelp.care.access_log import SEALED_BY, Head
from selfhelp.care.log_check import Fault, Verdict, Wrong, rows_in, verify
from selfhelp.cli_opened import database_and_keys, stop
from selfhelp.records.database import for_reading

LONG = 20_000  # rows from which on the walk takes a while
WHAT_IS_WRONG: Mapping[Wrong, str] = MappingProxyType(
    {
        "changed": "is not as it was written, or selfhelp never wrote it",
        "deleted": "was deleted",
        "moved": "stands in another place now: rows were put in another order",
        "cut off": "is missing: the log was cut off from there on",
        "written anew": "is another than the one noted: the log was cut off there or before, and written on",
    }
)


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
def log() -> None:
    """Look after the log of who looked at patients' pages."""


def _head(_context: click.Context, _option: click.Parameter, noted: str | None) -> Head | None:
    try:
        return Head.read(noted) if noted is not None else None
    except ValueError:
        raise click.BadParameter(
            "give it as it was printed: a number, a colon, 64 digits and letters"
        ) from None


@log.command("verify")
@click.option("--head", callback=_head, help="The newest row as it was noted earlier, 123:abc…")
def log_verify(head: Head | None) -> None:
    """See that no row of the log was changed, deleted or moved since it was written.

    Leaves with 1 and names the first bad row when the log is broken.

    A log whose last rows were cut off looks whole by itself. So keep the head that this prints in another
    place, and give it the next time with --head; patients find one in the list they download.
    """
    with database_and_keys() as (engine, keys), Session(for_reading(engine)) as session:
        found = _verified(session, keys.root().derive(SEALED_BY), head)
    if found.fault:
        stop(_told(found.fault, found.rows))
    click.echo(
        f"{_rows(found.rows)} unbroken, head {found.head}" if found.head else "The log has no rows yet."
    )


def _verified(session: Session, key: bytes, head: Head | None) -> Verdict:
    rows = rows_in(session)
    quiet = rows < LONG or not _is_watched()
    with click.progressbar(
        length=rows, label="Rows", file=sys.stderr, hidden=quiet, update_min_steps=max(LONG // 20, 1)
    ) as bar:
        return verify(session, key, head=head, step=bar.update)


def _is_watched() -> bool:
    return sys.stderr.isatty()


def _told(fault: Fault, sound: int) -> str:
    before = (
        f"{_rows(sound)} before it {'is' if sound == 1 else 'are'} sound." if sound else "It is the first."
    )
    return f"The log is broken. Row {fault.seq} {WHAT_IS_WRONG[fault.wrong]}. {before}"


def _rows(number: int) -> str:
    return "1 row" if number == 1 else f"{number} rows"
