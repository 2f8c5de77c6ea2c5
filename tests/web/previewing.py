"""An author at work: a folder, the preview of it, and a browser that looks at it."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from apps import COMPILED
from content.folders import Folder
from flask import Flask
from pages import Browser

from selfhelp.content.model import Module
from selfhelp.web.preview.factory import create_preview

GOALS = "modules/link/goals"
LINKS = re.compile(r'href="(/[^"]*)"')


@dataclass(frozen=True)
class Author:
    """An author's folder, the preview of it, and a browser that looks at it."""

    folder: Folder
    app: Flask
    browser: Browser

    @property
    def mark(self) -> str:
        found = re.search(r'data-mark="([^"]+)"', self.browser.opens("/").html)
        assert found
        return found[1]

    def links(self, path: str = "/") -> list[str]:
        return LINKS.findall(self.browser.opens(path).html)


def opened(folder: Folder, language: str = "en") -> Author:
    app = create_preview(folder.path)
    app.jinja_env.bytecode_cache = COMPILED
    return Author(folder, app, Browser(app, language=language))


def steps_of(module: Module, look: str) -> Iterator[str]:
    """The addresses of every page of a module's steps."""
    for step in module.steps:
        for part in range(1, len(step.pages) + 1):
            yield f"/as/{look}/modules/{module.id}/{step.id}?part={part}"
