"""Keeps the content in memory: read once, and read again when a file changes where an author is at work."""

import logging
import tempfile
import threading
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from typing import Self

from selfhelp.content.archive import unpack
from selfhelp.content.model import Catalogue
from selfhelp.content.problems import ContentError
from selfhelp.content.reading import files_read, load_catalogue

log = logging.getLogger(__name__)


class Library:
    """The content folder, read. With `watch`, a changed file is picked up at the next page."""

    def __init__(self, folder: Path, *, watch: bool = False) -> None:
        """Read the folder.

        :raises ContentError: listing every problem found.
        """
        self.folder = folder
        self.watch = watch
        self._lock = threading.Lock()
        self._media: dict[str, bytes] | None = None  # those of an archive; others are read from the folder
        self._seen = self._stamps() if watch else frozenset()
        self._catalogue = load_catalogue(folder)

    @classmethod
    def of_archive(cls, archive: bytes) -> Self:
        """Read the content of an archive. It stays in memory: folders of a while are cleared some day.

        :raises ContentError: listing every problem found.
        """
        with tempfile.TemporaryDirectory() as folder:
            unpack(archive, Path(folder))
            library = cls(Path(folder))
            library._media = {path.name: path.read_bytes() for path in library._media_files()}
        return library

    def media(self, name: str) -> bytes | None:
        """Return a drawing or a recording; None where there is none of this name."""
        if self._media is not None:
            return self._media.get(name)
        found = next((path for path in self._media_files() if path.name == name), None)
        return found.read_bytes() if found else None

    def _media_files(self) -> Iterator[Path]:
        folder = self.folder / self._catalogue.locales[0] / "media"
        return (path for path in folder.glob("*") if path.is_file())

    @property
    def catalogue(self) -> Catalogue:
        """Return the content as it stands. A change with mistakes in it is logged and not taken."""
        if self.watch:
            self._look_again()
        return self._catalogue

    def _look_again(self) -> None:
        with self._lock:
            stamps = self._stamps()
            if stamps == self._seen:
                return
            self._seen = stamps
            try:
                self._catalogue = load_catalogue(self.folder)
            except ContentError as error:
                told = "content not taken: problems=%d, see `selfhelp content check`; the last good one stays"
                log.error(told, len(error.problems))  # noqa: TRY400  # a sentence, no trace

    def _stamps(self) -> frozenset[tuple[str, int, int]]:
        """Return what changes when a file is written, renamed, added or removed."""
        stamps = set()
        for path in files_read(self.folder):
            with suppress(FileNotFoundError):  # an editor saves by renaming, and may do so right now
                stat = path.stat()
                stamps.add((str(path), stat.st_mtime_ns, stat.st_size))
        return frozenset(stamps)
