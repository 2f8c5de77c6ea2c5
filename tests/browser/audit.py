"""Let vnu, html-validate and Lighthouse judge the demo. Run it with `make audit`; see audit/README.md."""

import json
import os
import subprocess
import tempfile
from collections.abc import Iterator, Mapping
from pathlib import Path
from uuid import uuid4

import click
from playwright.sync_api import Browser, Response, sync_playwright

from browser.chromium import FLAGS, NoBrowserError, browser_path, launched
from browser.house import House, open_house
from browser.person import Person, Way
from browser.tour import DONE, tour
from selfhelp.demo import GP_NAME

ROOT = Path(__file__).parents[2]
JUDGES = ROOT / "audit" / "node_modules"
VNU = ("java", "-jar", str(JUDGES / "vnu-jar/build/dist/vnu.jar"), "--stdout", "--format", "gnu")
NOT_KNOWN_YET = "field-sizing|interpolate-size|allow-discrete|_ds-font-size-factor"
STATIC, CONTENT = ROOT / "selfhelp/web/static", ROOT / "content"
WAYS = (Way("nb"), Way("en"))
LEAST = {"performance": 95, "accessibility": 100, "best-practices": 100}


@click.command()
@click.option("--folder", type=click.Path(file_okay=False, path_type=Path), help="Keep the pages here.")
def main(folder: Path | None) -> None:
    """Judge every page of the demo in both languages, and end with 1 when something is found."""
    try:
        with tempfile.TemporaryDirectory() as own, open_house(Path(own)) as house:
            found = _found(house, folder or Path(own) / "pages", Path(own))
    except NoBrowserError as error:
        raise click.ClickException(str(error)) from error
    if found:
        raise click.ClickException("\n".join((f"{len(found)} findings", *found)))
    click.echo("Nothing is found.")


def _found(house: House, pages: Path, reports: Path) -> list[str]:
    with sync_playwright() as played:
        browser = launched(played)
        for way in WAYS:
            click.echo(f"{_write(house, browser, way, pages / way.locale)} pages in {way.locale}")
        browser.close()
    return [*_by_vnu(pages), *_by_html_validate(pages, reports), *_by_lighthouse(house, reports)]


def _write(house: House, browser: Browser, way: Way, folder: Path) -> int:
    """Write each page of the tour as the server sent it; return how many."""
    folder.mkdir(parents=True)
    people: list[Person] = []
    sent: dict[Person, Response] = {}

    def arrives(way: Way = way, *, beside: Person | None = None) -> Person:
        person = beside.opens_tab() if beside else Person(browser, house, way)
        person.is_watchful = False
        person.page.on("response", lambda one: sent.update({person: one}) if _is_page(one) else None)
        people.append(person)
        return person

    for stop in tour(house, way, arrives):
        (folder / f"{stop.name}.html").write_bytes(sent[stop.person].body())
    for person in people:
        person.leaves()
    return len(list(folder.iterdir()))


def _is_page(answer: Response) -> bool:
    return answer.request.is_navigation_request() and not 300 <= answer.status < 400


def _said(command: list[str], more: Mapping[str, str] | None = None) -> list[str]:
    environ = {**os.environ, **(more or {})}
    done = subprocess.run(command, capture_output=True, text=True, check=False, env=environ)  # noqa: S603
    return [line for line in (done.stdout + done.stderr).splitlines() if line.strip()]


def _by_vnu(pages: Path) -> list[str]:
    drawings = [str(file) for folder in (STATIC, CONTENT) for file in folder.rglob("*.svg")]
    styles = [str(file) for file in STATIC.rglob("*.css")]
    known = ["--filterpattern", f".*({NOT_KNOWN_YET}).*"]
    return [
        *_said([*VNU, str(pages)]),
        *_said([*VNU, "--svg", *drawings]),
        *_said([*VNU, *known, "--css", *styles]),
    ]


def _by_html_validate(pages: Path, reports: Path) -> list[str]:
    told = reports / "html-validate.txt"  # through a pipe it loses what it says last
    command = [str(JUDGES / ".bin/html-validate"), "--config", str(ROOT / "audit/html-validate.json")]
    said = _said([*command, "--formatter", f"text={told}", str(pages)])
    return told.read_text("utf-8").splitlines() if told.exists() else said


def _by_lighthouse(house: House, reports: Path) -> Iterator[str]:
    """Judge the pages people are most on, as a phone with a slow line gets them."""
    module = house.module("nb")
    shown = {
        "home": ("/home", DONE),
        "step": (f"/modules/{module.id}/{module.steps[3].id}", DONE),
        "tool": (f"/toolbox/chain/new/{uuid4()}", DONE),  # /new leads here, and loses the cookie
        "follow-up": (f"/gp/patients/{house.enrolment(DONE)}", GP_NAME),
    }
    for page, (path, by) in shown.items():
        report = reports / f"{page}.json"
        name, cookie = house.signs_in(by, "nb")
        said = _said(
            _lighthouse(house.url + path, f"{name}={cookie}", report), {"CHROME_PATH": browser_path()}
        )
        yield from _too_low(page, report) if report.exists() else [f"{page}: {line}" for line in said]


def _lighthouse(url: str, cookie: str, report: Path) -> list[str]:
    flags = " ".join(f'"{flag}"' if " " in flag else flag for flag in FLAGS)
    return [
        *(str(JUDGES / ".bin/lighthouse"), url, "--quiet", "--output=json", f"--output-path={report}"),
        *(f"--only-categories={','.join(LEAST)}", f"--chrome-flags={flags}"),
        *("--extra-headers", json.dumps({"Cookie": cookie})),
    ]


def _too_low(page: str, report: Path) -> Iterator[str]:
    judged = json.loads(report.read_text("utf-8"))
    scores = {name: round(100 * (one["score"] or 0)) for name, one in judged["categories"].items()}
    click.echo(f"{page}: {', '.join(f'{name} {score}' for name, score in scores.items())}")
    if judged["finalDisplayedUrl"] != judged["requestedUrl"]:
        yield f"{page}: led on to {judged['finalDisplayedUrl']}"
    wrong = [audit["id"] for audit in judged["audits"].values() if audit["score"] == 0]
    for name, least in LEAST.items():
        if scores[name] < least:
            yield f"{page}: {name} {scores[name]}, at least {least}; see {', '.join(wrong)}"


if __name__ == "__main__":
    main()
