"""The house's own files: small, and templates that compile and hold to the policy."""

import re
from pathlib import Path

import pytest
from flask import Flask

ROOT = Path(__file__).parents[2]
LONGEST_FILE, LONGEST_TEMPLATE = 300, 60
WRITTEN = (".py", ".js", ".html", ".txt")


def written_here(*folders: str) -> list[Path]:
    """The files we write ourselves, without what others made and machines built."""
    found = (file for folder in folders for file in (ROOT / folder).rglob("*") if file.suffix in WRITTEN)
    return [file for file in found if not {"vendor", "licences", "node_modules"} & set(file.parts)]


TEMPLATES = [file for file in written_here("selfhelp/web/templates") if file.suffix == ".html"]


def name(file: Path) -> str:
    return str(file.relative_to(ROOT))


class TestEveryFile:
    def test_has_at_most_three_hundred_lines(self) -> None:
        lengths = {
            name(file): len(file.read_text("utf-8").splitlines())
            for file in written_here("selfhelp", "tests", "migrations", "scripts", "bench")
        }

        assert len(lengths) > 100
        assert {file: length for file, length in lengths.items() if length > LONGEST_FILE} == {}


@pytest.mark.parametrize("template", TEMPLATES, ids=name)
class TestEveryTemplate:
    def test_compiles(self, app: Flask, template: Path) -> None:
        app.jinja_env.compile(template.read_text("utf-8"), name(template))

    def test_is_short(self, template: Path) -> None:
        assert len(template.read_text("utf-8").splitlines()) <= LONGEST_TEMPLATE

    def test_trusts_no_text(self, template: Path) -> None:
        assert not re.search(r"\|\s*safe\b|autoescape|Markup", template.read_text("utf-8"))

    def test_holds_to_the_policy(self, template: Path) -> None:
        """No style or script within the page, and nothing fetched from elsewhere."""
        written = template.read_text("utf-8")

        assert not re.search(r"<style|\sstyle=|\son[a-z]+=|javascript:", written)
        assert all("src=" in tag for tag in re.findall(r"<script[^>]*>", written))
        assert not re.search(r"(?:src|action|srcset)=[\"']?(?:https?:)?//", written)

    def test_imports_only_what_it_uses(self, template: Path) -> None:
        written = template.read_text("utf-8")
        for line, macros in re.findall(r"(\{% from \S+ import ([^%]+) %\})", written):
            for macro in macros.replace(" with context", "").split(","):
                called = macro.split(" as ")[-1].strip()
                assert re.search(rf"\b{called}\b", written.replace(line, "")), (
                    f"{called} is imported and not used"
                )
