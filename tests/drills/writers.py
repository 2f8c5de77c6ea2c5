"""People who write on and on, send again what was not answered, and remember what they were told is saved."""

import os
import random
import threading
import time
from collections.abc import Sequence
from dataclasses import dataclass, field
from uuid import uuid4

from drills.practice import LOST_LINE, PATIENCE, Guest

WRITERS = 8
TEXTS = int(os.environ.get("DRILL_TEXTS", "1000"))  # of all writers together
FEW = 120  # where a mistake is planted
SAVED = 200


@dataclass(slots=True)
class Told:
    """What the writers were told, together."""

    saved: dict[str, str] = field(default_factory=dict)  # the words of each entry, by its id
    statuses: list[int] = field(default_factory=list)
    bodies: list[str] = field(default_factory=list)  # of what was no yes
    lost_lines: int = 0


def write(
    guests: Sequence[Guest], ports: Sequence[int], *, each: int, insisting: bool = True, pause: float = 0.05
) -> Told:
    """Let every guest write so many entries at the same time; who insists, until each is saved."""
    told = Told()

    def writes(guest: Guest) -> None:
        for number in range(each):
            entry, text = str(uuid4()), f"Hendelse {number} {uuid4().hex}"
            until = time.monotonic() + PATIENCE
            while not _is_saved(guest, ports, told, entry, text) and insisting and time.monotonic() < until:
                time.sleep(pause)

    threads = [threading.Thread(target=writes, args=(guest,)) for guest in guests]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return told


def _is_saved(guest: Guest, ports: Sequence[int], told: Told, entry: str, text: str) -> bool:
    try:
        answer = guest.writes(random.choice(ports), entry, text)  # noqa: S311  # no secret
    except LOST_LINE:
        told.lost_lines += 1
        return False
    told.statuses.append(answer.status)
    if answer.status == SAVED:
        told.saved[entry] = text
        return True
    told.bodies.append(answer.text)
    return False


def guests_of(guest: Guest, number: int = WRITERS) -> list[Guest]:
    """The same person at so many devices, with the same form open."""
    return [Guest(guest.cookie, dict(guest.form)) for _ in range(number)]
