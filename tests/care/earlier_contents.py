"""Contents published one after the other, for tests of what was met earlier."""

from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest
from content.folders import SMALL, Folder
from databases import NOW
from sqlalchemy import Engine
from sqlalchemy.orm import Session

from selfhelp.care.earlier import Earlier
from selfhelp.care.releases import keep_release
from selfhelp.content.archive import packed
from selfhelp.content.model import Catalogue
from selfhelp.content.reading import load_catalogue
from selfhelp.records.database import for_reading

GOALS = "modules/link/goals.md"
Publishes = Callable[..., Catalogue]


@pytest.fixture
def earlier(engine: Engine) -> Earlier:
    return Earlier(for_reading(engine))


@pytest.fixture
def publishes(session: Session, earlier: Earlier, tmp_path: Path) -> Publishes:
    """Keep the small content with these edits, each content later than the one before."""
    at = NOW

    def publishes(*edits: tuple[str, str, str]) -> Catalogue:
        nonlocal at
        at += timedelta(days=1)
        folder = Folder.copied(SMALL, tmp_path / str(at.day))
        for edit in edits:
            folder.edit(*edit)
        catalogue = load_catalogue(folder.path)
        keep_release(session, catalogue, lambda: packed(folder.path), at)
        session.commit()
        earlier.look_again()
        return catalogue

    return publishes
