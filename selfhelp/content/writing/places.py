"""The files an author works in, and what is meant by `link`, `link/goals` or `chain`."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from selfhelp.content.condition_text import RESERVED
from selfhelp.content.everything import SOURCE, Everything
from selfhelp.content.grammar import RawBlock, RawFile
from selfhelp.content.messages import Suggestion
from selfhelp.content.problems import suggestion
from selfhelp.content.reading import read_everything
from selfhelp.content.writing.refusals import RefusedError
from selfhelp.exercises.settings_read import ID

PROGRAMME = "programme.md"
BASES = ("modules", "course", "tools")


@dataclass(frozen=True, slots=True)
class Shelves:
    """Everything in a folder, as written. `folder` is where it stands."""

    folder: Path
    everything: Everything

    @classmethod
    def of(cls, folder: Path) -> "Shelves":
        """Read a folder.

        :raises RefusedError: where there is no programme.
        """
        everything = read_everything(folder)
        if SOURCE not in everything.files:
            raise RefusedError("no-programme", folder=str(folder))
        return cls(folder, everything)

    @property
    def source(self) -> dict[str, RawFile]:
        """Return the source's files by their path below the language's folder."""
        return self.everything.source_files

    @property
    def translations(self) -> dict[str, dict[str, RawFile]]:
        """Return the files of the other languages, by language."""
        return {locale: own for locale, own in self.everything.files.items() if locale != SOURCE}

    def text(self, path: str) -> str:
        """Return a file's text, letter for letter."""
        return (self.folder / path).read_bytes().decode("utf-8")

    def each(self, name: str) -> Iterator[RawFile]:
        """Yield a file in every language that has it, the source first.

        :raises RefusedError: where one cannot be read to the end.
        """
        for own in self.everything.files.values():
            if name in own:
                yield readable(own[name])

    def modules(self) -> list[str]:
        """Return the modules and lessons: `modules/link`, `course/why`."""
        return [name.removesuffix("/module.md") for name in self.source if name.endswith("/module.md")]

    def module(self, named: str) -> str:
        """Return the module that is meant: `modules/link` for `link`.

        :raises RefusedError: where there is none.
        """
        known = self.modules()
        for key in (named, f"modules/{named}", f"course/{named}"):
            if key in known:
                return key
        raise RefusedError("unknown-module", id=named, hint=short_names(named, known))

    def step(self, named: str) -> str:
        """Return the step that is meant: `modules/link/goals` for `link/goals`.

        :raises RefusedError: where there is none.
        """
        module, slash, step = named.rpartition("/")
        if not slash:
            raise RefusedError("shape-step", id=named)
        key = self.module(module)
        steps = self.steps(key)
        if step not in steps:
            raise RefusedError(
                "unknown-step", id=step, module=key.partition("/")[2], hint=suggestion(step, steps)
            )
        return f"{key}/{step}"

    def steps(self, module: str) -> list[str]:
        """Return the files of a module's steps, without `.md`."""
        names = [Path(name) for name in self.source if name.startswith(f"{module}/")]
        return [name.stem for name in names if name.stem not in {"module", "gp"}]

    def tools(self) -> list[str]:
        """Return the tools: `tools/chain`."""
        return [name.removesuffix(".md") for name in self.source if name.startswith("tools/")]

    def tool(self, named: str) -> str:
        """Return the tool that is meant: `tools/chain` for `chain`.

        :raises RefusedError: where there is none.
        """
        for key in (named, f"tools/{named}"):
            if key in self.tools():
                return key
        raise RefusedError("unknown-tool", id=named, hint=short_names(named, self.tools()))

    def files_of(self, key: str) -> list[str]:
        """Return the files that hold the exercises of a module, a lesson or a tool."""
        if key.startswith("tools/"):
            return [f"{key}.md"]
        return [f"{key}/{step}.md" for step in self.steps(key)]

    def blocks_of(self, key: str) -> Iterator[tuple[str, RawBlock]]:
        """Yield the source's blocks of a module, a lesson or a tool, with their files."""
        for name in self.files_of(key):
            yield from ((name, block) for block in self.source[name].blocks)


def readable(raw: RawFile) -> RawFile:
    """Return a file whose shape could be read.

    :raises RefusedError: with what is to be mended first.
    """
    if raw.broken:
        raise RefusedError("mend-first", raw.problems, file=raw.path)
    return raw


def an_id(named: str) -> str:
    """Return what can be an id.

    :raises RefusedError: for what cannot.
    """
    if not ID.fullmatch(named):
        raise RefusedError("id-shape", id=named)
    if named in RESERVED:
        raise RefusedError("id-reserved", id=named)
    return named


def short_names(named: str, keys: list[str]) -> Suggestion:
    """Return what may have been meant, as authors call it."""
    return suggestion(named, [key.partition("/")[2] for key in keys])
