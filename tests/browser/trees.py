"""What a screen reader is told about every kind of exercise, as text to read and to compare.

The pages are the examples of the author's guide. Renew the files with `make trees` after a change of a
template, and read what has changed as somebody would hear it.
"""

import re
import tempfile
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import click
from content.folders import Folder
from content.test_guide import FENCED, GUIDE
from mail_server import HERE, free_port
from playwright.sync_api import Page, sync_playwright
from waitress.server import create_server  # type: ignore[import-untyped]

from browser.ax import told
from browser.chromium import launched
from selfhelp.exercises.kinds import KINDS
from selfhelp.web.preview.factory import create_preview

TREES = Path(__file__).parent / "trees"
SHOWN = [kind for kind in KINDS if kind != "page"]  # which divides a step and draws nothing
FILLED, WRONG = "# As the patient has filled it in", "# With something to put right"
TOO_LONG, NO_NUMBER = "æ" * 6000, "tusen"
SUMMARY, EXERCISES = "[data-error-summary]", "form > .exercise"
# Days move on, and what a sample patient writes is of no interest here.
MONTHS = "januar|februar|mars|april|mai|juni|juli|august|september|oktober|november|desember"
DAY = re.compile(
    rf"(I dag, |I morgen, |(?:man|tirs|ons|tors|fre|lør|søn)dag )?\d+\. (?:{MONTHS})(?: \d{{4}})?",
    re.IGNORECASE,
)
ISO, LONG = re.compile(r"\d{4}-\d\d-\d\d"), re.compile(r"æ{100,}")


def of_kind(page: Page, home: str, kind: str) -> str:
    """Return what is told about the example of a kind: filled in, and where it can go wrong, gone wrong."""
    page.goto(f"{home}/as/nb.typical/modules/example/{kind}?part=9")  # its last part
    parts = [FILLED, *_told(page, EXERCISES)]
    if _goes_wrong(page, f"{home}/as/nb.empty/modules/example/{kind}"):
        parts += ["", WRONG, *_told(page, SUMMARY), *_told(page, EXERCISES)]
    return "\n".join(parts) + "\n"


@contextmanager
def examples() -> Iterator[str]:
    """Serve the preview of a module with one step for each kind, and give its address."""
    with tempfile.TemporaryDirectory() as folder:
        _write(Folder.of_one_module(Path(folder)))
        port, channels = free_port(), dict[int, Any]()
        server = create_server(create_preview(Path(folder)), map=channels, host=HERE, port=port, threads=4)
        thread = threading.Thread(target=server.run, name="examples")
        thread.start()
        try:
            yield f"http://localhost:{port}"
        finally:
            server.trigger.pull_trigger(lambda: [channel.close() for channel in list(channels.values())])
            thread.join(10)
            server.task_dispatcher.shutdown()


def _write(folder: Folder) -> None:
    modules = re.search(r"^modules: .*$", folder.read("nb/programme.md"), re.MULTILINE)
    assert modules
    folder.edit("nb/programme.md", modules[0], f"{modules[0]}, example")
    folder.write("nb/modules/example/module.md", f"---\ntitle: E\nsteps: {', '.join(SHOWN)}\n---\n\nSe.\n")
    folder.write("en/modules/example/module.md", "---\ntitle: E\n---\n\nSee.\n")
    for kind in SHOWN:
        both = FENCED.findall((GUIDE / "nb" / f"{kind}.md").read_text(encoding="utf-8"))
        for language, text in zip(("nb", "en"), both, strict=True):
            folder.write(f"{language}/modules/example/{kind}.md", text)


def _goes_wrong(page: Page, empty: str) -> bool:
    """Write what cannot be kept, or where nothing is written, nothing; tell whether the page says so."""
    box = page.locator(f"{EXERCISES} >> :is(textarea, input[type=text]):visible").first
    if not box.count():
        page.goto(empty)
    elif box.get_attribute("inputmode"):
        box.fill(NO_NUMBER)
    else:
        box.fill(TOO_LONG)
    with page.expect_navigation():
        page.locator("form#step > .actions button").first.click()
    return page.locator(SUMMARY).count() > 0


def _told(page: Page, sign: str) -> list[str]:
    return [LONG.sub("ææ …", ISO.sub("DATO", DAY.sub("DAG", _plain(line)))) for line in told(page, sign)]


def _plain(line: str) -> str:
    """Spaces that do not break are heard as any other."""
    return line.replace("\N{NO-BREAK SPACE}", " ").replace("\N{NARROW NO-BREAK SPACE}", " ")


@click.command()
def main() -> None:
    """Write the files anew."""
    with examples() as home, sync_playwright() as played:
        page = launched(played).new_page()
        for kind in SHOWN:
            (TREES / f"{kind}.txt").write_text(of_kind(page, home, kind), encoding="utf-8")


if __name__ == "__main__":
    main()
