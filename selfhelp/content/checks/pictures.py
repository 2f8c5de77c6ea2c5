"""Pictures: the file is there, and there are words for those who do not see it."""

from collections.abc import Iterator
from pathlib import Path

from selfhelp.content.everything import SOURCE, Everything
from selfhelp.content.grammar import RawFile, Span
from selfhelp.content.problems import Problem, suggestion


def check_pictures(everything: Everything, folder: Path) -> Iterator[Problem]:
    """Check every picture named in the source; translations show the same files."""
    media = folder / SOURCE / "media"
    there = {path.name for path in media.iterdir()} if media.is_dir() else set()
    for name, raw in everything.source_files.items():
        for span in _named(raw):
            if span.text not in there:
                hint = suggestion(span.text, there)
                yield raw.problem(span.place, "picture-missing", name=span.text, hint=hint)
        if name.endswith("/module.md") and "picture" in raw.front and "picture-alt" not in raw.front:
            yield raw.problem(raw.front_words["picture"].place, "picture-alt")


def _named(raw: RawFile) -> Iterator[Span]:
    """Yield the pictures' names in a file."""
    if span := raw.front.get("picture"):
        yield span
    for block in raw.blocks:
        word = {"picture": "src", "character": "picture"}.get(block.kind.text)
        if word and word in block.settings:
            yield block.settings[word]
