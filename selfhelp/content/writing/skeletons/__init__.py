"""What is new looks like this before its author has written it, in the languages that have words for it.

One file for each kind of exercise; the words to be written over stand behind a pencil.
"""

from pathlib import Path
from string import Template

from selfhelp.content.everything import SOURCE
from selfhelp.content.file_shape import read_file
from selfhelp.content.writing.missing import untranslated, untranslated_part

HERE = Path(__file__).parent


def file_text(name: str, locale: str, **values: str) -> str:
    """Return a new file: `module`, `gp`, `step` or `tool`.

    A language without words of its own has the source's, to be translated.
    """
    if not _has(locale):
        return untranslated(read_file(f"{SOURCE}/{_PATHS[name]}", file_text(name, SOURCE, **values)))
    return _filled(HERE / locale / f"{name}.md", values)


def block_text(kind: str, locale: str, **values: str) -> str:
    """Return a new block, without a line's end after it."""
    if not _has(locale):
        raw = read_file(f"{SOURCE}/{_PATHS['step']}", f"---\n---\n\n{block_text(kind, SOURCE, **values)}\n")
        return untranslated_part(raw.parts[0])
    return _filled(HERE / locale / "blocks" / f"{kind}.md", values).rstrip("\n")


_PATHS = {
    "module": "modules/x/module.md",
    "gp": "modules/x/gp.md",
    "step": "modules/x/x.md",
    "tool": "tools/x.md",
}


def _has(locale: str) -> bool:
    return (HERE / locale).is_dir()


def _filled(path: Path, values: dict[str, str]) -> str:
    return Template(path.read_text(encoding="utf-8")).substitute(values)
