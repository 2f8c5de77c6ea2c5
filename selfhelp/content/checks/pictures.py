"""Pictures: the file is there, and there are words for those who do not see it."""

from collections.abc import Iterator
from pathlib import Path

from selfhelp.content.checks.tone import tone_of
from selfhelp.content.everything import SOURCE, Everything
from selfhelp.content.grammar import RawFile, Span
from selfhelp.content.problems import Problem, suggestion

ENDINGS = (".svg", ".png", ".jpg", ".jpeg", ".gif", ".webp")


def check_pictures(everything: Everything, folder: Path) -> Iterator[Problem]:
    """Check every picture named in the source, whose files translations show, and their words everywhere."""
    media = folder / SOURCE / "media"
    there = {path.name for path in media.iterdir()} if media.is_dir() else set()
    for name, raw in everything.source_files.items():
        for span in _named(raw):
            if span.text not in there:
                hint = suggestion(span.text, there)
                yield raw.problem(span.place, "picture-missing", name=span.text, hint=hint)
        if name.endswith("/module.md") and "picture" in raw.front and "picture-alt" not in raw.front:
            yield raw.problem(raw.front_words["picture"].place, "picture-alt")
    for locale, files in everything.files.items():
        tone = tone_of(locale)
        for raw in files.values():
            yield from _check_words(raw, tone.pictures if tone else ())


def _check_words(raw: RawFile, needless: tuple[str, ...]) -> Iterator[Problem]:
    """The words say what the picture says: neither what its file is called, nor that it is a picture."""
    blocks = (block.settings.get("alt") for block in raw.blocks if block.kind.text == "picture")
    for span in filter(None, (raw.front.get("picture-alt"), *blocks)):
        if span.text.lower().endswith(ENDINGS):
            yield raw.problem(span.place, "picture-alt.file")
        for words in needless:
            if span.text.lower().startswith(f"{words} "):
                yield raw.problem(
                    span.part(0, len(words)), "picture-alt.needless", words=span.text[: len(words)]
                )


def _named(raw: RawFile) -> Iterator[Span]:
    """Yield the pictures' names in a file."""
    if span := raw.front.get("picture"):
        yield span
    for block in raw.blocks:
        word = {"picture": "src", "character": "picture"}.get(block.kind.text)
        if word and word in block.settings:
            yield block.settings[word]
