"""What is sent as it lies in the repository: styles, scripts, drawings, and the licences with them."""

import gzip
import hashlib
import json
import re
from collections.abc import Iterator
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest
from apps import Comes

ROOT = Path(__file__).parents[2]
STATIC = ROOT / "selfhelp" / "web" / "static"
TEMPLATES = ROOT / "selfhelp" / "web" / "templates"
MEDIA = ROOT / "content" / "nb" / "media"
THEME = ROOT / "theme"

STYLES = STATIC / "selfhelp.css"
PAPER = STATIC / "paper.css"
LETTERS = sorted((STATIC / "fonts").iterdir())
SCRIPTS = sorted(STATIC.glob("*.js"))
OF_PATIENTS = [script for script in SCRIPTS if script.name != "author.js"]  # which the preview alone has
DRAWINGS = [*sorted(MEDIA.glob("*.svg")), *sorted(STATIC.glob("*.svg"))]

# What the policy forbids: styles and scripts inside a page, and handlers in attributes.
FORBIDDEN = re.compile(r"<style|\sstyle=|<script(?![^>]*\ssrc=)|\son[a-z]+=|javascript:", re.IGNORECASE)

UNSAFE = re.compile(
    r"(?:inner|outer|Adjacent)HTML|document\.write|\beval\(|(?:local|session)Storage|indexedDB"
)


def zipped(*files: Path) -> int:
    return sum(len(gzip.compress(file.read_bytes(), 9)) for file in files)


def written_down() -> Iterator[tuple[str, str]]:
    for line in (THEME / "checksums.txt").read_text("utf-8").splitlines():
        checksum, _, path = line.partition("  ")
        yield path, checksum


class TestStyles:
    @pytest.mark.parametrize(("path", "checksum"), [*written_down()])
    def test_are_built_from_the_sources_that_lie_beside_them(self, path: str, checksum: str) -> None:
        found = hashlib.sha256((ROOT / path).read_bytes()).hexdigest()

        assert found == checksum, f"{path} has changed. Build the styles again, see theme/README.md."

    def test_leave_no_source_out_of_the_checksums(self) -> None:
        sources = {f"theme/{file.relative_to(THEME).as_posix()}" for file in (THEME / "src").glob("*.css")}

        assert sources <= {path for path, _ in written_down()}

    def test_stay_small(self) -> None:
        assert zipped(STYLES) <= 16 * 1024

    def test_ask_no_other_host_for_anything(self) -> None:
        assert not re.findall(r"(?:url\(|@import)\s*[\"']?(?!data:)[^)]", STYLES.read_text("utf-8"))

    def test_know_light_dark_contrast_and_paper(self) -> None:
        styles = STYLES.read_text("utf-8")

        cases = "prefers-color-scheme:dark", "prefers-contrast:more", "forced-colors:active", "@media print"
        assert [case for case in cases if case not in styles] == []

    def test_carry_the_licence_of_what_they_are_made_of(self) -> None:
        licence = (STATIC / "licences" / "designsystemet-css.txt").read_text("utf-8")

        assert "Digitaliseringsdirektoratet" in licence
        assert "Permission is hereby granted, free of charge" in licence
        assert "licences/designsystemet-css.txt" in STYLES.read_text("utf-8")[:300]

    def test_are_locked_without_the_address_of_a_registry(self) -> None:
        lock = json.loads((THEME / "package-lock.json").read_text("utf-8"))

        assert not [name for name, package in lock["packages"].items() if "resolved" in package]
        assert all(package.get("integrity") for name, package in lock["packages"].items() if name)


class TestPaper:
    """The sheet's own styles and letters, read by browsers and by WeasyPrint alike."""

    def test_stays_small(self) -> None:
        assert zipped(PAPER) <= 3 * 1024
        assert sum(file.stat().st_size for file in LETTERS) <= 70 * 1024

    def test_asks_for_nothing_but_what_lies_beside_it(self) -> None:
        asked = set(re.findall(r"url\(([^)]*)\)", PAPER.read_text("utf-8")))

        assert "@import" not in PAPER.read_text("utf-8")
        assert asked == {"mark.svg", *(f"fonts/{file.name}" for file in LETTERS)}

    def test_carries_the_licence_of_its_letters(self) -> None:
        licence = (STATIC / "licences" / "source-fonts.txt").read_text("utf-8")

        assert "SIL OPEN FONT LICENSE" in licence.upper()
        assert "Reserved Font Name" in licence
        assert "licences/source-fonts.txt" in PAPER.read_text("utf-8")[:400]


class TestScripts:
    def test_stay_small(self) -> None:
        """No page fetches all of them: what a page holds decides."""
        assert zipped(*OF_PATIENTS) <= 8 * 1024

    @pytest.mark.parametrize("script", SCRIPTS, ids=lambda script: script.name)
    def test_never_make_code_or_markup_of_text_and_keep_nothing_on_the_device(self, script: Path) -> None:
        assert not UNSAFE.findall(script.read_text("utf-8"))

    def test_fetch_only_what_lies_here(self) -> None:
        main = (STATIC / "main.js").read_text("utf-8")

        fetched = re.findall(r"'\./([\w-]+\.js)'", main)

        assert sorted(["main.js", *fetched]) == [script.name for script in OF_PATIENTS]


class TestDrawings:
    @pytest.mark.parametrize("drawing", DRAWINGS, ids=lambda drawing: drawing.name)
    def test_are_small_and_only_shapes(self, drawing: Path) -> None:
        text = drawing.read_text("utf-8")
        tags = {element.tag.rpartition("}")[2] for element in ET.fromstring(text).iter()}  # noqa: S314  # our own files

        assert len(text.encode()) < 4096
        assert tags <= {"svg", "g", "path", "circle", "ellipse", "rect", "clipPath"}
        assert not re.findall(r"style=|href=", text)

    def test_show_the_four_people_of_the_programme(self) -> None:
        assert {"ida.svg", "jon-arne.svg", "samira.svg", "odd.svg"} <= {drawing.name for drawing in DRAWINGS}


def test_templates_hold_no_style_and_no_script_of_their_own() -> None:
    templates = sorted(TEMPLATES.rglob("*.html"))

    assert [file.name for file in templates if FORBIDDEN.search(file.read_text("utf-8"))] == []


def test_the_mark_is_found_at_the_address_browsers_guess(comes: Comes) -> None:
    answer = comes().client.get("/favicon.ico", buffered=True)

    assert (answer.status_code, answer.mimetype) == (200, "image/svg+xml")
