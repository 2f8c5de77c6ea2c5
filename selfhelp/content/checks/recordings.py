"""Recordings: each language's file is there and light enough for a phone, and its words are written out."""

from collections.abc import Iterator
from pathlib import Path

from selfhelp.content.everything import SOURCE, Everything
from selfhelp.content.grammar import RawFile
from selfhelp.content.problems import Problem, suggestion

WORDS = {"audio": "file", "practice": "audio"}  # kind: the setting that names its recording
ENDINGS = (".mp3", ".m4a", ".ogg", ".opus", ".wav")
HEAVIEST = 10_000_000  # bytes: a quarter of an hour of speech, as MP3


def check_recordings(everything: Everything, folder: Path) -> Iterator[Problem]:
    """Check every recording named in any language."""
    media = folder / SOURCE / "media"
    there = {path.name: path.stat().st_size for path in media.iterdir()} if media.is_dir() else {}
    for files in everything.files.values():
        for raw in files.values():
            yield from _check(raw, there)


def _check(raw: RawFile, there: dict[str, int]) -> Iterator[Problem]:
    for block in raw.blocks:
        if block.kind.text == "audio" and block.text is None and not block.unread:
            yield raw.problem(block.place, "audio-transcript", id=block.id.text)
        span = block.settings.get(WORDS.get(block.kind.text, ""))
        if span is None or span.text == "none":
            continue
        if span.text not in there:
            hint = suggestion(span.text, [name for name in there if name.endswith(ENDINGS)])
            yield raw.problem(span.place, "audio-missing", name=span.text, hint=hint)
        elif there[span.text] > HEAVIEST:
            yield raw.warning(
                span.place, "audio-heavy", name=span.text, size=str(there[span.text] // 1_000_000)
            )
