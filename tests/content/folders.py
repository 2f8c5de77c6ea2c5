"""A small content folder without mistakes, and what happens to it when an author makes one."""

import re
import shutil
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

from selfhelp.content.checking import check, lock_instruments
from selfhelp.content.checks.instruments import LOCK
from selfhelp.content.status import confirm_files

SMALL = Path(__file__).parent / "small"
TALK = Path(__file__).parent / "talk"  # a lesson with one block of each kind the course knows
REAL = Path(__file__).parents[2] / "content"
DAY = date(2026, 11, 22)
WAYS = re.compile(r"^::: (?:curve|goals)\b.*?\n:::\n\n", re.MULTILINE | re.DOTALL)


@dataclass(frozen=True)
class Folder:
    """A folder an author works in."""

    path: Path

    @classmethod
    def copied(cls, source: Path, to: Path) -> "Folder":
        """Return a copy of a content folder."""
        shutil.copytree(source, to, dirs_exist_ok=True)
        return cls(to)

    @classmethod
    def of_one_module(cls, to: Path, *, modules: int = 1) -> "Folder":
        """A copy of the shipped content with its first module alone, or so many, which is checked sooner."""
        folder = cls.copied(REAL, to)
        folder.delete("translations.lock")  # these tests write anew what nobody has confirmed
        line = re.search(r"^modules: (.*)$", folder.read("nb/programme.md"), re.MULTILINE)
        assert line
        kept = line[1].split(", ")[:modules]
        folder.edit("nb/programme.md", line[0], f"modules: {', '.join(kept)}")
        for programme in ("nb/programme.md", "en/programme.md"):  # whose curves name what the others ask
            folder.write(programme, WAYS.sub("", folder.read(programme)))
        boosters = re.search(r"^boosters: .*$", folder.read("nb/programme.md"), re.MULTILINE)
        assert boosters
        folder.edit("nb/programme.md", boosters[0], "")
        for module in folder.path.glob("*/modules/*"):
            if module.name not in kept:
                shutil.rmtree(module)
        return folder

    @classmethod
    def of_one_language(cls, to: Path) -> "Folder":
        """A copy of the small folder without its translation, where a new line would be missed."""
        folder = cls.copied(SMALL, to)
        shutil.rmtree(folder.path / "en")
        folder.edit("nb/programme.md", "languages: nb, en", "languages: nb")
        lock_instruments(folder.path)
        return folder

    @classmethod
    def with_a_course(cls, to: Path) -> "Folder":
        """A copy of the small folder with a course of one lesson."""
        folder = cls.copied(TALK, cls.copied(SMALL, to).path)
        folder.edit("nb/programme.md", "consent-version: 1", "consent-version: 1\ncourse: talk")
        return folder

    def read(self, file: str) -> str:
        return (self.path / file).read_text(encoding="utf-8")

    def write(self, file: str, text: str) -> None:
        (self.path / file).parent.mkdir(parents=True, exist_ok=True)
        (self.path / file).write_text(text, encoding="utf-8")

    def edit(self, file: str, old: str, new: str) -> None:
        """Replace whole lines, the first time they stand in the file."""
        text, old = f"\n{self.read(file)}", f"\n{old}\n"
        assert old in text, f"{file} has no {old!r}"
        self.write(file, text.replace(old, f"\n{new}\n" if new else "\n", 1)[1:])

    def delete(self, file: str) -> None:
        (self.path / file).unlink()

    def told(self, *, today: date = DAY, language: str = "en") -> str:
        """Return what the author reads."""
        return "\n".join(problem.told(language) for problem in check(self.path, today=today))

    def rules(self, *, today: date = DAY) -> list[str]:
        return [problem.name for problem in check(self.path, today=today)]


@dataclass(frozen=True)
class Mistake:
    """One file of `mistakes`: what the author does, and what the author is told, in English and Norwegian.

    `file:` and lines with `-` and `+` edit it, `+` alone writes it anew; `delete:` removes; `today:` is the
    day; `locked:` adds a line to the lock, `relock` writes it anew;
    `heavy:` makes a file of 12 MB; `copied:` copies a language's folder;
    `confirmed` confirms every translation as it stands then.
    Lines with `>` after these stand in their place once the mistake is mended; without any, it is as before.
    """

    deeds: tuple["str | Edit", ...]
    told: dict[str, str]

    @classmethod
    def read(cls, path: Path) -> "Mistake":
        deeds, *told = path.read_text(encoding="utf-8").split("\n----\n")
        words = dict(zip(("en", "nb"), (one.strip("\n") for one in told), strict=False))
        return cls(tuple(_deeds(deeds.split("\n"))), words)

    @property
    def today(self) -> date:
        return next(
            (date.fromisoformat(deed[7:]) for deed in self._others if deed.startswith("today: ")), DAY
        )

    @property
    def edits(self) -> list["Edit"]:
        return [deed for deed in self.deeds if isinstance(deed, Edit)]

    @property
    def files(self) -> list[str]:
        """Every file that is edited, written or removed."""
        return list(dict.fromkeys([*(edit.file for edit in self.edits), *self.removed]))

    @property
    def removed(self) -> list[str]:
        return [deed[8:] for deed in self._others if deed.startswith("delete: ")]

    @property
    def _others(self) -> list[str]:
        return [deed for deed in self.deeds if isinstance(deed, str)]

    def make(self, folder: Folder) -> None:
        """Make the mistake."""
        for deed in self.deeds:
            if isinstance(deed, Edit):
                deed.make(folder, deed.new)
            else:
                _other_deed(folder, deed)

    def write(self, folder: Folder) -> None:
        """Change the files and nothing else: what is only to be shown needs no lock."""
        for edit in self.edits:
            edit.make(folder, edit.new)
        for file in self.removed:
            folder.delete(file)

    def mend(self, folder: Folder) -> None:
        """Make, in a folder without mistakes, what the author meant."""
        for edit in self.edits:
            if edit.mended:
                edit.make(folder, edit.mended)


@dataclass
class Edit:
    """Lines of a file, what the author makes of them, and what was meant."""

    file: str
    old: list[str] = field(default_factory=list)
    new: list[str] = field(default_factory=list)
    mended: list[str] = field(default_factory=list)

    def make(self, folder: Folder, new: list[str]) -> None:
        if self.old:
            folder.edit(self.file, "\n".join(self.old), "\n".join(new))
        else:
            folder.write(self.file, "\n".join((*new, "")))


def _deeds(lines: list[str]) -> Iterator[str | Edit]:
    file, signs = "", "-+>"
    edit, before = Edit(""), ""
    for line in [*lines, ""]:
        sign = line[:1]
        if edit.file and (sign not in signs or not sign or signs.index(sign) < signs.index(before)):
            yield edit
            edit = Edit("")
        if sign and sign in signs:
            edit.file = file
            {"-": edit.old, "+": edit.new, ">": edit.mended}[sign].append(line[2:])
            before = sign
        elif line.startswith("file: "):
            file = line[6:]
        elif line:
            yield line


def _other_deed(folder: Folder, deed: str) -> None:
    if deed.startswith("delete: "):
        folder.delete(deed[8:])
    elif deed.startswith("copied: "):
        shutil.copytree(folder.path / deed.split()[1], folder.path / deed.split()[2])
    elif deed.startswith("locked: "):
        folder.write(LOCK, f"{folder.read(LOCK)}{'0' * 64}  {deed[8:]}\n")
    elif deed.startswith("heavy: "):
        with (folder.path / deed[7:]).open("wb") as file:
            file.truncate(12_000_000)
    elif deed == "confirmed":
        confirm_files(folder.path, None)
    elif deed == "relock":
        lock_instruments(folder.path)
