"""Photograph every page of the demo, in both languages, light and dark, on a phone and a desk.

Run it with `make shots`; the pictures and a contact sheet lie in ./shots.
"""

import html
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import product
from pathlib import Path

import click
from playwright.sync_api import Browser, sync_playwright

from browser.chromium import NoBrowserError, Scheme, launched
from browser.house import House, open_house
from browser.person import Person, Way
from browser.tour import tour

SCHEMES: tuple[Scheme, ...] = ("light", "dark")
WAYS = [
    Way(locale, width=width, scheme=scheme)
    for locale, width, scheme in product(("nb", "en"), (360, 1280), SCHEMES)
]
SHEET = """<!doctype html>
<html lang="en"><head><meta charset="utf-8"><title>Pages of the demo</title>
<style>
body {{ font: 16px/1.4 system-ui; margin: 2rem; }}
section {{ display: grid; grid-auto-flow: column; grid-auto-columns: 240px; gap: 1rem; overflow-x: auto; }}
img {{ inline-size: 240px; block-size: 320px; object-fit: cover; object-position: top; }}
figure {{ margin: 0; }} figcaption {{ font-size: 13px; }}
</style></head><body><h1>Pages of the demo</h1>
{rows}
</body></html>
"""


@click.command()
@click.option("--folder", type=click.Path(file_okay=False, path_type=Path), default=Path("shots"))
@click.option("--only", default="", help="Part of a page's name.")
@click.option("--way", "ways", multiple=True, help="For example nb-script-360-light.")
def main(folder: Path, only: str, ways: tuple[str, ...]) -> None:
    """Photograph every page of the demo into a folder."""
    chosen = [way for way in WAYS if not ways or str(way) in ways]
    try:
        with (
            tempfile.TemporaryDirectory() as data,
            open_house(Path(data)) as house,
            sync_playwright() as played,
        ):
            browser = launched(played)
            with click.progressbar(chosen, label="Ways") as bar:
                names = [_photographed(house, browser, way, folder / str(way), only) for way in bar]
            browser.close()
    except NoBrowserError as error:
        raise click.ClickException(str(error)) from error
    (folder / "index.html").write_text(_sheet(names[0], chosen), encoding="utf-8")
    click.echo(f"Look at {folder / 'index.html'}")


@contextmanager
def _demo() -> Iterator[House]:
    with tempfile.TemporaryDirectory() as folder, open_house(Path(folder)) as house:
        yield house


def _photographed(house: House, browser: Browser, way: Way, folder: Path, only: str) -> list[str]:
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    people: list[Person] = []

    def arrives(way: Way = way, *, beside: Person | None = None) -> Person:
        people.append(beside.opens_tab() if beside else Person(browser, house, way))
        people[-1].is_watchful = False
        return people[-1]

    names = []
    for stop in tour(house, way, arrives):
        if only in stop.name:
            names.append(stop.name)
            stop.person.page.screenshot(path=folder / f"{stop.name}.png", full_page=True)
    for person in people:
        person.leaves()
    return names


def _sheet(names: list[str], ways: list[Way]) -> str:
    rows = []
    for name in names:
        figures = "".join(
            f'<figure><a href="{way}/{name}.png"><img loading="lazy" src="{way}/{name}.png" alt=""></a>'
            f"<figcaption>{way}</figcaption></figure>"
            for way in ways
        )
        rows.append(f"<h2>{html.escape(name)}</h2><section>{figures}</section>")
    return SHEET.format(rows="\n".join(rows))


if __name__ == "__main__":
    main()
