"""Every link between the pages of docs/ and the README leads somewhere, to the very heading it names."""

import re
from pathlib import Path
from urllib.parse import unquote

import pytest

ROOT = Path(__file__).parents[2]
PAGES = sorted(
    [ROOT / "README.md", ROOT / "CONTRIBUTING.md", ROOT / "CHANGELOG.md", *(ROOT / "docs").rglob("*.md")]
)
BOX = re.compile(r"^```.*?^```$", re.MULTILINE | re.DOTALL)
LINK = re.compile(r"\[[^]]*\]\(([^)\s]+)\)")
HEADING = re.compile(r"^#+ (.+)$", re.MULTILINE)


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(ROOT)))
def test_every_link_of_a_page_leads_somewhere(page: Path) -> None:
    assert [link for link in links(page) if not leads_somewhere(page, link)] == []


@pytest.mark.parametrize("language", ["nb", "en"])
def test_every_page_of_the_guide_is_found_from_the_first(language: str) -> None:
    guide = ROOT / "docs" / "guide" / language
    first = {link.partition("#")[0] for link in links(guide / "index.md")}

    assert {page.name for page in guide.glob("*.md")} - first == {"index.md"}


def links(page: Path) -> list[str]:
    """The links of a page to other pages and headings of the project."""
    text = re.sub(r"`[^`\n]*`", "", BOX.sub("", page.read_text(encoding="utf-8")))
    return [link for link in LINK.findall(text) if not re.match(r"[a-z]+:|/", link)]


def leads_somewhere(page: Path, link: str) -> bool:
    name, _, heading = unquote(link).partition("#")
    target = page.parent / name if name else page
    return target.exists() and (not heading or heading in anchors(target))


def anchors(page: Path) -> set[str]:
    """What the headings of a page are called in an address."""
    text = BOX.sub("", page.read_text(encoding="utf-8"))
    return {re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-") for heading in HEADING.findall(text)}
