"""What reading brings, before anything is checked: programmes, files as written, each exercise's place."""

from dataclasses import dataclass, field

from selfhelp.content.blocks import Traced
from selfhelp.content.grammar import RawFile
from selfhelp.content.interface_file import Interface
from selfhelp.content.model import Programme
from selfhelp.content.problems import Problem

SOURCE = "nb"  # the language that holds words and behaviour


@dataclass(frozen=True, slots=True)
class Unverified:
    """A file with something in it that a clinician has yet to verify before patients meet it."""

    path: str
    what: str


@dataclass(slots=True)
class Everything:
    """The content in every language; `traced` is {locale: {"modules/link" or "tools/chain": exercises}}."""

    programmes: dict[str, Programme] = field(default_factory=dict)
    files: dict[str, dict[str, RawFile]] = field(default_factory=dict)
    traced: dict[str, dict[str, list[Traced]]] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)
    interfaces: dict[str, Interface] = field(default_factory=dict)

    @property
    def source(self) -> Programme:
        """Return the programme in the source language."""
        return self.programmes[SOURCE]

    @property
    def source_files(self) -> dict[str, RawFile]:
        """Return the source's files by their path below the language's folder."""
        return self.files[SOURCE]

    @property
    def unverified(self) -> tuple[Unverified, ...]:
        """Return what the source marks `verified: false`, by file."""
        return tuple(
            Unverified(raw.path, raw.front["verify"].text if "verify" in raw.front else "")
            for _, raw in sorted(self.source_files.items())
            if "verified" in raw.front and raw.front["verified"].text == "false"
        )
