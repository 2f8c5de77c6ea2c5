"""Nynorsk as a program makes it: enough to see which words are whose."""

import re

from content.folders import Folder
from selfhelp.content.everything import SOURCE
from selfhelp.content.file_shape import read_file
from selfhelp.content.status import confirm_files
from selfhelp.content.units import Unit, units_of
from selfhelp.content.whole import WHOLE

NN = "nn"
WORDS = {
    "jeg": "eg", "ikke": "ikkje", "hva": "kva", "en": "ein", "noe": "noko", "hvor": "kor", "være": "vere",
    "hvordan": "korleis", "fra": "frå", "mye": "mykje", "noen": "nokon", "hvis": "om", "gjøre": "gjere",
    "gjør": "gjer", "bare": "berre", "også": "òg", "mer": "meir", "uke": "veke", "uka": "veka",
}  # fmt: skip
A_WORD = re.compile(r"(?<![\w{|./-])\w+(?![\w}|/-])")


def nynorsk(words: str) -> str:
    """The words in Nynorsk, more or less."""
    return A_WORD.sub(_one, words)


def _one(match: re.Match[str]) -> str:
    word = WORDS.get(match[0].lower(), match[0])
    return word[:1].upper() + word[1:] if match[0][:1].isupper() else word


def add_nynorsk(folder: Folder, *parts: str) -> None:
    """List Nynorsk as under way, and translate what must be whole and these files or folders."""
    listed = next(
        line for line in folder.read("nb/programme.md").splitlines() if line.startswith("languages:")
    )
    folder.edit("nb/programme.md", listed, f"{listed}, {NN}\nunder-way: {NN}")
    files = sorted(
        path.relative_to(folder.path / "en").as_posix() for path in (folder.path / "en").rglob("*.md")
    )
    for key in files:
        if key in WHOLE or key.startswith(parts):
            folder.write(f"{NN}/{key}", translated(folder, key))
    confirm_files(folder.path, [f"{NN}/{key}" for key in files if (folder.path / NN / key).exists()])


def translated(folder: Folder, key: str) -> str:
    """A file with the shape of the English one and the words of the source, in Nynorsk."""
    text = folder.read(f"en/{key}")
    source, own = read_file(f"{SOURCE}/{key}", folder.read(f"{SOURCE}/{key}")), read_file(f"en/{key}", text)
    lines = text.split("\n")
    for unit in sorted(units_of(source, own), key=lambda unit: unit.own.place, reverse=True):
        _write(lines, unit)
    return "\n".join(lines)


def _write(lines: list[str], unit: Unit) -> None:
    said, place = nynorsk(unit.source.text).split("\n"), unit.own.place
    before, height = lines[place.line - 1][: place.column - 1], len(unit.own.text.split("\n"))
    below = before if before.endswith("  > ") else ""
    lines[place.line - 1 : place.line - 1 + height] = [before + said[0], *(below + line for line in said[1:])]
