"""A server on an author's folder, which serves what is published from it. Import both where they are used."""

import dataclasses
from collections.abc import Iterator
from pathlib import Path

import pytest
from apps import made, shut
from content.folders import REAL, Folder
from flask import Flask

from selfhelp.settings import Settings


@pytest.fixture
def folder(tmp_path: Path) -> Folder:
    return Folder.copied(REAL, tmp_path / "content")


@pytest.fixture
def server(settings: Settings, folder: Folder) -> Iterator[Flask]:
    server = made(dataclasses.replace(settings, content=folder.path))
    yield server
    shut(server)
