"""The tests' databases as SQLite files."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from sqlalchemy import Engine

NAMES = ("selfhelp", "keys")


@dataclass(slots=True)
class File:
    """One database, and the conditions it can be put back to."""

    path: Path
    _conditions: dict[str, bytes] = field(default_factory=dict)

    @property
    def url(self) -> str:
        return f"sqlite:///{self.path}"

    def remember(self, condition: str, *engines: Engine) -> None:
        _close(engines)  # the last to leave folds the write-ahead log into the file
        self._conditions[condition] = self.path.read_bytes()

    def put_back(self, condition: str, *engines: Engine) -> None:
        """Lay a new file there: whoever still has the old one open must not write into this."""
        _close(engines)
        self.empty()
        self.path.write_bytes(self._conditions[condition])

    def empty(self) -> None:
        for left in (self.path, *(self.path.with_name(self.path.name + end) for end in ("-wal", "-shm"))):
            left.unlink(missing_ok=True)

    @contextmanager
    def gone(self) -> Iterator[None]:
        """Take it away, as a dead disk does, and bring it back. Call it with no connection open."""
        away = self.path.rename(self.path.with_suffix(".away"))
        self.path.mkdir()  # a folder of its name cannot be opened, nor made anew
        try:
            yield
        finally:
            self.path.rmdir()
            away.rename(self.path)


class Files:
    """Where the databases of one worker are: each pair in a folder."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def pair(self, name: str) -> tuple[File, File]:
        """Make an empty database and an empty key store; asked for again, empty ones again."""
        (folder := self._folder / name).mkdir(exist_ok=True)
        main, keys = (File(folder / f"{one}.sqlite") for one in NAMES)
        for one in (main, keys):
            one.empty()
        return main, keys

    def close(self) -> None:
        """Leave everything to pytest, which removes the folder."""


def _close(engines: tuple[Engine, ...]) -> None:
    for engine in engines:
        engine.dispose()
