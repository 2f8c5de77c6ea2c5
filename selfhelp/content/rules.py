"""The rules of the check: what each asks, why, and an example. The text is the guide's own pages."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from selfhelp.settings import shipped

# The pages, in the order in which an author meets what they tell about.
TOPICS = (
    *("files", "blocks", "names", "conditions", "programme", "tools"),
    *("doctor", "translations", "access", "reading", "safety"),
)
TITLE = re.compile(r"^# (?P<title>.+)$", re.MULTILINE)
SECTION = re.compile(r"^## (?P<name>[a-z-]+)\n\n(?P<text>.*?)(?=^## [a-z-]+$|\Z)", re.MULTILINE | re.DOTALL)
FIRST = re.compile(r"\*(?P<level>[^*\n]+)\* · (?P<summary>.+)")


@dataclass(frozen=True, slots=True)
class Rule:
    """One rule. `level`, `summary` and `text` are in the reader's language; `text` is Markdown."""

    name: str
    level: str
    summary: str
    text: str


@dataclass(frozen=True, slots=True)
class Topic:
    """One page of the guide: rules that belong together."""

    file: str
    title: str
    rules: tuple[Rule, ...]


def pages_of(language: str) -> Path:
    """Return the folder of the pages in one language."""
    return shipped("docs/guide") / language / "rules"


@cache
def topics(language: str) -> tuple[Topic, ...]:
    """Return everything there is to tell, in the order of the guide."""
    return tuple(_topic(pages_of(language) / f"{name}.md") for name in TOPICS)


@cache
def rules(language: str) -> Mapping[str, Rule]:
    """Return every rule by its name."""
    return {rule.name: rule for topic in topics(language) for rule in topic.rules}


def _topic(path: Path) -> Topic:
    text = path.read_text(encoding="utf-8")
    title = TITLE.search(text)
    found = tuple(map(_rule, SECTION.finditer(text)))
    return Topic(path.name, title["title"] if title else path.stem, found)


def _rule(section: re.Match[str]) -> Rule:
    first = FIRST.match(section["text"])
    level, summary = (first["level"], first["summary"]) if first else ("", "")
    return Rule(section["name"], level, summary, section["text"].strip())
