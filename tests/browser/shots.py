"""Photograph every page of the demo: both languages, light, dark, strong contrast, and as it is printed.

Run it with `make shots`; the pictures and a contact sheet lie in ./shots.
"""

import html
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
from browser.tour import Stop, tour

PAPER = 660  # as wide as what is printed of a sheet of A4: these are photographed as they are printed
SCHEMES: tuple[Scheme, ...] = ("light", "dark")
WAYS = [
    *(Way(*one) for one in product(("nb", "en"), [True], (360, 1280), SCHEMES)),
    *(Way("nb", width=360, eyes="contrast"), Way("en", width=1280, scheme="dark", eyes="contrast")),
    *(Way("en", width=360, eyes="forced"), Way("nb", width=1280, scheme="dark", eyes="forced")),
    *(Way(locale, width=PAPER) for locale in ("nb", "en")),
]
IN_README = Path("docs/screenshots")
FOR_README = {
    Way("nb", width=360): {"midway-home": "home-phone", "step-10-own-chain-1": "step-phone"},
    Way("nb", width=1280): {"gp-follow-up-done": "follow-up", "gp-slip": "slip"},
}
# Drawings further down wait until somebody comes near them.
ALL_DRAWN = """Promise.all([...document.images].map((image) => {
  image.loading = 'eager';
  return image.decode().catch(() => {});
}))"""
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
@click.option("--docs", is_flag=True, help="Renew the four pictures of the README instead.")
@click.option("--only", default="", help="Part of a page's name.")
@click.option("--way", "ways", multiple=True, help="For example nb-script-360-light.")
def main(folder: Path, docs: bool, only: str, ways: tuple[str, ...]) -> None:  # noqa: FBT001  # a flag
    """Photograph every page of the demo into a folder."""
    chosen = [way for way in WAYS if not ways or str(way) in ways]
    if docs:
        folder, chosen = IN_README, [way for way in WAYS if way in FOR_README]
    try:
        with (
            tempfile.TemporaryDirectory() as data,
            open_house(Path(data)) as house,
            sync_playwright() as played,
        ):
            browser = launched(played)
            with click.progressbar(chosen, label="Ways") as bar:
                names = [_photographed(house, browser, way, folder, only) for way in bar]
            browser.close()
    except NoBrowserError as error:
        raise click.ClickException(str(error)) from error
    if not docs:
        (folder / "index.html").write_text(_sheet(names[0], chosen), encoding="utf-8")
        click.echo(f"Look at {folder / 'index.html'}")


@contextmanager
def _demo() -> Iterator[House]:
    with tempfile.TemporaryDirectory() as folder, open_house(Path(folder)) as house:
        yield house


def _photographed(house: House, browser: Browser, way: Way, folder: Path, only: str) -> list[str]:
    people: list[Person] = []
    house.forgets_attempts()  # all these people log in from one address

    def arrives(way: Way = way, *, beside: Person | None = None) -> Person:
        people.append(beside.opens_tab() if beside else Person(browser, house, way))
        people[-1].is_watchful = False
        return people[-1]

    names = []
    for stop in tour(house, way, arrives):
        if folder == IN_README and stop.name in FOR_README[way]:
            _for_readme(stop, folder / f"{FOR_README[way][stop.name]}.png")
        elif folder != IN_README and only in stop.name:
            names.append(stop.name)
            _in_full(stop, folder / str(way) / f"{stop.name}.png")
    for person in people:
        person.leaves()
    return names


def _in_full(stop: Stop, path: Path) -> None:
    """The whole page, or what the printer gets of it."""
    page, is_printed = stop.person.page, stop.person.way.width == PAPER
    if is_printed:
        page.emulate_media(media="print")
    page.evaluate(ALL_DRAWN)
    page.screenshot(path=path, full_page=True)
    if is_printed:
        page.emulate_media(media="screen")


def _for_readme(stop: Stop, path: Path) -> None:
    """What fits on the screen; of the slip the sheet alone."""
    if stop.name == "gp-slip":
        stop.person.finds(".slip").screenshot(path=path)
    else:
        stop.person.page.screenshot(path=path)


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
