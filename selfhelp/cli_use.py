"""`selfhelp stats`: how much the programme is used, without anybody to be read out."""

import csv
import io

import click
from sqlalchemy.orm import Session

from selfhelp.care.served import catalogue_served
from selfhelp.care.use import Use, use
from selfhelp.cli_opened import content_of, databases
from selfhelp.records.database import for_reading
from selfhelp.web.desk import now

FIGURES = (
    "A figure is a step of five: 10–14 is at least 10 and at most 14 people, <5 is four, fewer or none.\n"
    "The month that runs now is left out until it is over."
)


@click.command()
@click.option("--csv", "as_csv", is_flag=True, help="For a spreadsheet: the lower end of each step.")
def stats(as_csv: bool) -> None:  # noqa: FBT001  # a flag of the command line
    """Show how many were invited, started and met their doctor, month by month.

    No figure tells fewer than five people apart from none, and nobody can be found by adding or subtracting.
    People with a log-in from `selfhelp operator add` see the same on a page with curves.
    """
    with databases() as (settings, engine), Session(for_reading(engine)) as session:
        with content_of(settings):
            programme = catalogue_served(session, settings.content).source
        found = use(session, programme=programme, now=now())
    click.echo(_as_csv(found) if as_csv else f"{_as_table(found)}\n\n{FIGURES}")


def _as_table(found: Use) -> str:
    rows = [["Month", *(str(measure.title) for measure in found.measures)]]
    rows += [
        [f"{month:%Y-%m}", *(str(measure.figures[number]) for measure in found.measures)]
        for number, month in enumerate(found.months)
    ]
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    return "\n".join("  ".join(map(str.rjust, row, widths)) for row in rows)


def _as_csv(found: Use) -> str:
    """Write the lower ends, for a spreadsheet would read 5-9 as a day in September."""
    text = io.StringIO()
    table = csv.writer(text, lineterminator="\n")
    table.writerow(["month", *(f"{measure.name}_at_least".replace("-", "_") for measure in found.measures)])
    for number, month in enumerate(found.months):
        figures = [measure.figures[number] for measure in found.measures]
        table.writerow(
            [f"{month:%Y-%m}", *(figure.at_least if figure.is_shown else figure for figure in figures)]
        )
    return text.getvalue().rstrip("\n")
