"""The files of one language beside the files of the source."""

from dataclasses import dataclass, field
from pathlib import Path

from selfhelp.content.grammar import RawFile, read_file
from selfhelp.content.problems import Place, Problem, did_you_mean
from selfhelp.content.shape import Pair


def read_language(folder: Path, locale: str) -> dict[str, RawFile]:
    """Read the shape of every Markdown file of one language, by its path below the language's folder."""
    files = {}
    root = folder / locale
    for path in sorted(root.rglob("*.md")):
        key = path.relative_to(root).as_posix()
        files[key] = _read(path, f"{locale}/{key}")
    return files


def _read(path: Path, name: str) -> RawFile:
    try:
        return read_file(name, path.read_text(encoding="utf-8"))
    except UnicodeDecodeError as wrong:
        raw = RawFile(name, [])
        raw.complain(
            Place(name),
            "encoding",
            f"The file is not UTF-8 (byte {wrong.start}).",
            "Save it again as UTF-8 in your editor.",
        )
        return raw


@dataclass(slots=True)
class Tree:
    """One language being read. `problems` are those that belong to no file that exists."""

    locale: str
    source: dict[str, RawFile]
    own: dict[str, RawFile]
    problems: list[Problem] = field(default_factory=list)

    @property
    def is_source(self) -> bool:
        """Tell whether this language is the source."""
        return self.source is self.own

    def pair(self, key: str, *, named_in: Pair | None = None, word: str = "") -> Pair | None:
        """Return the file in the source and in this language; complain and return None where one is missing."""
        if key not in self.source:
            if self.is_source:
                self._complain_no_file(key, named_in, word)
            return None
        if key not in self.own:
            self.problems.append(
                Problem(
                    Place(f"{self.locale}/{key}"),
                    "untranslated",
                    "This file is missing.",
                    f"Write it with the same ids as {self.source[key].path}.",
                )
            )
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
            if key not in self.source:
                raw.complain(
                    Place(raw.path),
                    "translation-extra",
                    "The source has no such file.",
                    did_you_mean(key, self.source),
                )

    def _complain_no_file(self, key: str, named_in: Pair | None, word: str) -> None:
        name = Path(key).stem
        folder = Path(key).parent.as_posix()
        close = did_you_mean(name, [n for n in self.names(folder) if n not in {"module", "gp"}])
        if named_in is None or word not in named_in.own.front:
            self.problems.append(
                Problem(Place(f"{self.locale}/{key}"), "file-missing", "This file is missing.", "Write it.")
            )
            return
        span = named_in.own.front[word]
        start = max(span.text.find(name), 0)
        place = Place(span.place.path, span.place.line, span.place.column + start, len(name))
        named_in.own.complain(
            place, "file-missing", f'"{name}" is named here, but there is no {self.locale}/{key}.', close
        )
