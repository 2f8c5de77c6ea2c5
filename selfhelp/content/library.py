"""Keeps the content in memory: read once, and read again when a file changes where an author is at work."""

import logging
import shutil
import tempfile
import threading
import weakref
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
        self._seen = self._stamps() if watch else frozenset()
        self._catalogue = load_catalogue(folder)

    @classmethod
    def of_archive(cls, archive: bytes) -> Self:
        """Read the content of an archive, which lies in a folder of its own as long as it is used.

        :raises ContentError: listing every problem found.
        """
        folder = Path(tempfile.mkdtemp(prefix="selfhelp-"))
        try:
            unpack(archive, folder)
            library = cls(folder)
        except BaseException:
            shutil.rmtree(folder)
            raise
        weakref.finalize(library, shutil.rmtree, folder, ignore_errors=True)
        return library

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
