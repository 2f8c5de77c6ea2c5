"""The files of one language beside the files of the source."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from selfhelp.content.file_shape import read_file
from selfhelp.content.grammar import RawFile
from selfhelp.content.messages import Language
from selfhelp.content.pairs import Pair
from selfhelp.content.problems import Place, Problem, suggestion

MODULES = ("modules", "course")  # folders of folders with a module.md


def read_language(folder: Path, locale: str) -> dict[str, RawFile]:
    """Read the shape of every Markdown file of one language, by its path below the language's folder."""
    root = folder / locale
    paths = sorted(path for path in root.rglob("*.md") if path.is_file())
    keys = {path.relative_to(root).as_posix(): path for path in paths}
    return {key: read_one(path, f"{locale}/{key}") for key, path in keys.items()}


def read_one(path: Path, name: str) -> RawFile:
    """Read the shape of one file; `name` is its path below the content folder."""
    try:
        return read_file(name, path.read_bytes().decode("utf-8"))
    except UnicodeDecodeError as wrong:
        return _unread(name, "encoding", str(wrong.start))
    except OSError as wrong:
        return _unread(name, "file-unreadable", wrong.strerror or "")


def _unread(name: str, rule: str, why: str) -> RawFile:
    raw = RawFile(name, [""], broken=True)
    raw.complain_whole(rule, why=why)
    return raw


@dataclass(slots=True)
class Tree:
    """One language being read. `problems` are those that belong to no file that exists.

    `missing` are files that were named or wanted and are not there.
    """

    locale: str
    source: dict[str, RawFile]
    own: dict[str, RawFile]
    problems: list[Problem] = field(default_factory=list)
    missing: set[str] = field(default_factory=set)
    hashes: Mapping[str, str] = field(default_factory=dict)  # of the editions: see `content.editions`

    @property
    def is_source(self) -> bool:
        """Tell whether this language is the source."""
        return self.source is self.own

    def pair(self, key: str, *, named_in: Pair | None = None, word: str = "", name: str = "") -> Pair | None:
        """Return the file in the source and in this language; complain and return None where one is missing.

        The complaint points at `name` in the front matter's `word` of the file that names it.
        """
        if key not in self.source:
            self.missing.add(key)
            if self.is_source:
                self._complain_no_file(key, named_in, word, name or Path(key).stem)
            return None
        if key not in self.own:
            facts = (("language", Language(self.locale)), ("source", self.source[key].path))
            self.problems.append(Problem(Place(f"{self.locale}/{key}"), "untranslated.file", facts))
            return None
        return Pair(self.source[key], self.own[key])

    def names(self, folder: str) -> list[str]:
        """Return the names, without `.md`, of the source's files in a folder."""
        return [Path(key).stem for key in self.source if Path(key).parent.as_posix() == folder]

    def complain_extra(self) -> None:
        """Complain about files of a translation that the source does not have."""
        if self.is_source:
            return
        for key, raw in self.own.items():
            if key not in self.source and key not in self.missing:
                missing = [theirs for theirs in self.source if theirs not in self.own]
                raw.complain_whole("translation-extra.file", hint=suggestion(key, missing))

    def _complain_no_file(self, key: str, named_in: Pair | None, word: str, name: str) -> None:
        if named_in is None or word not in named_in.own.front:
            self.problems.append(Problem(Place(f"{self.locale}/{key}"), "file-missing"))
            return
        siblings = self._modules(word) if word in MODULES else self.names(Path(key).parent.as_posix())
        hint = suggestion(name, [sibling for sibling in siblings if sibling not in {"module", "gp"}])
        place = named_in.own.front[word].at(name)
        named_in.own.complain(place, "file-missing.named", name=name, file=f"{self.locale}/{key}", hint=hint)

    def _modules(self, base: str) -> list[str]:
        paths = [Path(key) for key in self.source if key.startswith(f"{base}/")]
        return [path.parent.name for path in paths if path.name == "module.md"]
