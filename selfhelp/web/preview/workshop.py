"""The folder an author works in: read again when a file changes, checked behind the page.

Where a file is being mended, its page stays as it was when the file was last whole.
"""

import os
import secrets
import threading
import time
from collections.abc import Iterable
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path

from selfhelp.care.days import day_of
from selfhelp.content.draft import Draft, draft_of
from selfhelp.web.desk import now
from selfhelp.web.preview.clinic import Clinic
from selfhelp.web.preview.every_block import with_every_block

LOOKS_EVERY = 0.1  # seconds; a look at four hundred files takes about five thousandths
CHECKS_AFTER = 0.5  # seconds; the pages come first
Stamps = frozenset[tuple[str, int, int]]


@dataclass(slots=True)
class Reading:
    """One reading of the folder, and the clinics that work with it: as it is, and with every block."""

    draft: Draft
    before: "Reading | None" = None  # whose people come along
    clinics: dict[bool, Clinic] = field(default_factory=dict)

    def clinic(self, *, every: bool) -> Clinic | None:
        """Return the clinic; None where nothing can be read."""
        if self.draft.catalogue is not None and every not in self.clinics:
            catalogue = with_every_block(self.draft.catalogue) if every else self.draft.catalogue
            earlier = self.before.clinics.get(every) if self.before else None
            self.clinics[every] = (
                earlier.moved_to(catalogue) if earlier else Clinic.of(catalogue, self.draft.folder, now())
            )
        return self.clinics.get(every)


class Workshop:
    """What is in the folder now, and what was whole before."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.pages = threading.Lock()  # the clinics' databases have one connection: one page at a time
        self._reading = threading.Lock()
        self._start, self._number = secrets.token_hex(4), 0
        self._is_checked = False
        self._whole: dict[str, Reading] = {}  # of a file that has mistakes now
        self._stamps = self._stamps_now()
        self._now = Reading(draft_of(folder))

    @property
    def mark(self) -> str:
        """Return what changes when there is something new to show; its last part, when only problems are."""
        return f"{self._start}-{self._number}-{int(self._is_checked)}"

    @property
    def draft(self) -> Draft:
        """Return the newest reading of the folder."""
        return self.look().draft

    def look(self) -> Reading:
        """Return the newest reading; read again where a file has changed."""
        with self._reading:
            stamps = self._stamps_now()
            with suppress(OSError):  # a folder goes while it is read: the next look comes soon
                if stamps != self._stamps:
                    self._take(draft_of(self.folder))
                    self._stamps = stamps
            return self._now

    def reading_for(self, files: Iterable[str]) -> Reading:
        """Return the newest reading in which these files were whole, if there is one; else the newest."""
        newest = self.look()
        return next((self._whole[file] for file in files if file in self._whole), newest)

    def check(self) -> None:
        """Find out what makes the content harder to read, and tell it as long as it is the newest."""
        reading = self._now
        checked = reading.draft.checked(day_of(now()))
        with self._reading:
            if reading is self._now and not self._is_checked:
                reading.draft, self._is_checked = checked, True

    def wait(self, known: str, seconds: float) -> str:
        """Return the mark as soon as it is another one than is known, or when the time is over."""
        ends = time.monotonic() + seconds
        self.look()
        while self.mark == known and time.monotonic() < ends:
            time.sleep(LOOKS_EVERY)
            self.look()
        return self.mark

    def _take(self, draft: Draft) -> None:
        """Go on with a new reading; keep the one before for the files that were whole there."""
        before, broken = self._now, draft.broken
        kept = {file: one for file, one in self._whole.items() if file in broken}
        self._whole = dict.fromkeys(broken - before.draft.broken, before) | kept
        before.before = None
        self._now, self._is_checked = Reading(draft, before), False
        self._number += 1
        later = threading.Timer(CHECKS_AFTER, self.check)
        later.daemon = True
        later.start()

    def _stamps_now(self) -> Stamps:
        """Return what changes when a file is written, renamed, added or removed."""
        stamps = set()
        for folder, inside, names in os.walk(self.folder):
            inside[:] = [name for name in inside if not name.startswith(".")]
            for path in (Path(folder, name) for name in names if not name.startswith(".")):
                with suppress(FileNotFoundError):  # an editor saves by renaming, and may do so right now
                    stat = path.stat()
                    stamps.add((str(path), stat.st_mtime_ns, stat.st_size))
        return frozenset(stamps)
