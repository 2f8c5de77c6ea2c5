"""A step that asks for a tool's entry, one where it is optional, and the toolbox, which always asks."""

import dataclasses
from collections.abc import Iterator
from pathlib import Path

import pytest
from apps import Comes, made, shut
from content.folders import REAL, Folder
from flask import Flask
from pages import Browser
from people import Patient

from selfhelp.settings import Settings

STEP, NEXT = "/modules/link/own-chain", "/modules/link/where-to-break"
NEW = "/toolbox/chain/new"
ASKED = "Skriv noen ord her. Ett ord er nok."


@pytest.fixture
def optional(settings: Settings, tmp_path: Path) -> Iterator[Flask]:
    """The application with a step whose author asks for no entry."""
    folder = Folder.copied(REAL, tmp_path / "content")
    folder.edit("nb/modules/link/own-chain.md", "need: 1", "need: 0")
    app = made(dataclasses.replace(settings, content=folder.path))
    yield app
    shut(app)


def told(browser: Browser, path: str, typed: dict[str, str]) -> bool:
    """Tell whether words are asked for when this is sent; else the patient is led on."""
    browser.opens(path).saves(typed)
    assert browser.status == (422 if ASKED in browser.text else 200)
    return ASKED in browser.text


def test_a_step_that_asks_tells_so_kindly(comes: Comes, patient: Patient) -> None:
    assert told(comes(patient), STEP, {})


def test_a_step_where_it_is_optional_lets_the_form_stay_empty(
    optional: Flask, comes: Comes, patient: Patient
) -> None:
    browser = comes(patient, into=optional)

    assert not told(browser, STEP, {})
    assert browser.path == NEXT


def test_a_begun_form_is_asked_for_what_the_tool_requires(
    optional: Flask, comes: Comes, patient: Patient
) -> None:
    browser = comes(patient, into=optional)

    assert told(browser, STEP, {"q.own-chain.thought": "Alle så på meg"})
    assert not told(browser, STEP, {"q.own-chain.event": "Jeg kom for sent"})


def test_the_toolbox_asks_always(optional: Flask, comes: Comes, patient: Patient) -> None:
    browser = comes(patient, into=optional)

    assert told(browser, NEW, {})
    assert not told(browser, NEW, {"q.entry.event": "Bussen gikk fra meg"})
