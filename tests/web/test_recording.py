"""A recording: the browser's own player, a piece at a time, and its words for everyone."""

import dataclasses
import wave
from collections.abc import Iterator
from pathlib import Path

import pytest
from apps import Comes, made, shut
from content.folders import SMALL, Folder
from flask import Flask
from people import Gp, Patient, Surgery

from selfhelp.settings import Settings

GOALS = "/modules/link/goals"
WORDS = "Bølgene slår mot moloen."
ASKED = {"nb": "Tenk på en vanlig uke.", "en": "Think of an ordinary week."}


def block(name: str, words: str) -> str:
    return f"::: audio waves\nfile: {name}\n\n{words}\n\n:::"


@pytest.fixture
def app(settings: Settings, tmp_path: Path) -> Iterator[Flask]:
    """An application whose first goals come with the sound of waves, in Norwegian alone."""
    folder = Folder.copied(SMALL, tmp_path / "content")
    with wave.open(str(folder.path / "nb/media/waves.wav"), "wb") as sound:
        sound.setparams((1, 1, 8000, 0, "NONE", "not compressed"))
        sound.writeframes(bytes(4000))
    for locale, name, words in (("nb", "waves.wav", WORDS), ("en", "none", "Waves beat on the pier.")):
        folder.edit(
            f"{locale}/modules/link/goals.md", ASKED[locale], f"{ASKED[locale]}\n\n{block(name, words)}"
        )
    app = made(dataclasses.replace(settings, content=folder.path))
    yield app
    shut(app)


def test_is_offered_with_its_words(comes: Comes, patient: Patient) -> None:
    html = comes(patient).opens(GOALS).html

    assert '<audio controls preload="none" src="/media/waves.wav"' in html
    assert WORDS in html


def test_leaves_the_words_alone_where_a_language_has_none(comes: Comes, surgery: Surgery, gp: Gp) -> None:
    html = comes(surgery.patient(gp, locale="en"), language="en").opens(GOALS).html

    assert "<audio" not in html
    assert "Waves beat on the pier." in html


def test_is_sent_a_piece_at_a_time(app: Flask) -> None:
    with app.test_client().get("/media/waves.wav", headers={"Range": "bytes=0-99"}) as answer:
        assert (answer.status_code, len(answer.data)) == (206, 100)
        assert answer.headers["Cache-Control"] == "public, max-age=3600"


@pytest.mark.parametrize(
    ("end", "mimetype"),
    [
        *(("mp3", "audio/mpeg"), ("m4a", "audio/mp4"), ("ogg", "audio/ogg")),
        *(("opus", "audio/ogg"), ("wav", "audio/wav")),
    ],
)
def test_is_told_to_the_player_as_what_it_is(app: Flask, tmp_path: Path, end: str, mimetype: str) -> None:
    (tmp_path / "content/nb/media" / f"sound.{end}").write_bytes(b"sound")

    with app.test_client().get(f"/media/sound.{end}") as answer:
        assert (answer.status_code, answer.mimetype) == (200, mimetype)
