"""The check of the shipped content, against bare markdown-it-py over the same files."""

from collections.abc import Callable
from datetime import date

from markdown_it import MarkdownIt

from selfhelp.content.checking import check_all
from selfhelp.content.prose import html_of
from selfhelp.settings import shipped

MARKDOWN, CHECK = "bare markdown-it-py", "check of the content"
DAY = date(2026, 11, 28)  # ages are counted from a day that stays


def content_tasks() -> dict[str, Callable[[], None]]:
    """Return the two tasks. Both read every file from the disk."""
    folder = shipped("content")
    files = sorted(folder.rglob("*.md"))

    def bare() -> None:
        markdown = MarkdownIt("commonmark", {"html": False})
        for file in files:
            markdown.render(file.read_text(encoding="utf-8"))

    def check() -> None:
        html_of.cache_clear()  # the command begins with nothing in mind
        if check_all(folder, today=DAY).mistakes:
            raise SystemExit("The shipped content has mistakes.")

    return {MARKDOWN: bare, CHECK: check}
