"""Keeps the content in memory: read once, and read again when a file changes where an author is at work."""

import logging
import threading
from pathlib import Path

from selfhelp.content.model import Catalogue
from selfhelp.content.problems import ContentError
from selfhelp.content.reading import load_catalogue

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
        self._stamp = self._newest() if watch else 0
        self._catalogue = load_catalogue(folder)

    @property
    def catalogue(self) -> Catalogue:
        """Return the content as it stands. A change with mistakes in it is logged and not taken."""
        if self.watch:
            self._look_again()
        return self._catalogue

    def _look_again(self) -> None:
        with self._lock:
            newest = self._newest()
            if newest == self._stamp:
                return
            self._stamp = newest
            try:
                self._catalogue = load_catalogue(self.folder)
            except ContentError as error:
                log.error("content not taken: problems=%d", len(error.problems))  # noqa: TRY400  # a sentence, no trace

    def _newest(self) -> int:
        """Return a number that changes when a file is written, added or removed."""
        stats = [path.stat() for path in self.folder.rglob("*.md")]
        return hash((len(stats), max((stat.st_mtime_ns for stat in stats), default=0)))
