"""The demo's invented patients: one for every state in which a doctor can find a follow-up page."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Any, Literal

from selfhelp.exercises.instrument import REFUSED

EVERY_STEP = 1000  # more than there are
MUCH: Mapping[str, Any] = MappingProxyType({str(item): 3 for item in range(1, 9)})
MORE: Mapping[str, Any] = MappingProxyType({"1": 3, "2": 3, "3": 3, "5": 2, "7": 2})


@dataclass(frozen=True, slots=True)
class DemoPatient:
    """One invented patient: how far, and what is special.

    `steps` are those done of the course and of so many `look_backs` after it. `items` are answers to PHQ-9
    in the first module that differ from the usual; `items_again` those of a fortnight later.
    """

    user_name: str
    note: str
    about: str
    steps: int = 0
    days_ago: int = 12
    items: Mapping[str, Any] = field(default_factory=dict)
    items_again: Mapping[str, Any] = field(default_factory=dict)
    look_backs: int = 0
    sharing: bool = True
    writes: bool = False  # in the tools, now and then
    activities: bool = False
    card: Literal["", "group-work", "before-start"] = ""
    locale: str = "nb"

    @property
    def is_in_danger(self) -> bool:
        """Tell whether the newest answer to item 9 is above 0, so that the help page comes after log-in."""
        return {**self.items, **self.items_again}.get("9", 0) not in {0, REFUSED}


DONE = DemoPatient(
    "furu-elv 11", "rød lue", "done with module 1, with card", steps=14, writes=True, card="group-work"
)
MIDWAY = DemoPatient("lyng-vind 24", "lærer, Otta", "midway in module 1, no card", steps=8, days_ago=6)
HEAVY = DemoPatient(
    "tare-hav 37", "ring kontoret", "item 9 of PHQ-9 answered with 2", steps=4, days_ago=2, items={"9": 2}
)
NEW = DemoPatient("bris-fjell 45", "vaktskifte", "has not started", days_ago=16)
ENDED = DemoPatient("mose-bekk 52", "blå sekk", "has stopped sharing", steps=6, days_ago=20, sharing=False)
PLANNING = DemoPatient(
    "gran-li 57", "tegneblokk", "done with module 2, has plans", steps=29, days_ago=24, activities=True
)
EARLY = DemoPatient("stein-vik 63", "gul sykkel", "a card, and no step done", days_ago=3, card="before-start")
STUCK = DemoPatient("siv-tjern 68", "fiolin", "nothing opened for over two weeks", steps=6, days_ago=21)
UNANSWERED = DemoPatient(
    "hegg-dal 71", "nattevakt", "item 9 of PHQ-9 not answered", steps=4, days_ago=5, items={"9": REFUSED}
)
WORSE = DemoPatient("rein-vidde 76", "to katter", "PHQ-9 has risen", steps=7, days_ago=15, items_again=MORE)
SEVERE = DemoPatient("rype-hei 83", "grønn jakke", "PHQ-9 of 20 or more", steps=5, days_ago=4, items=MUCH)
BETWEEN = DemoPatient(
    "ener-sti 98",
    "korsang",
    "all done, a look back waits",
    steps=EVERY_STEP,
    days_ago=110,
    items={"1": 3, "2": 3, "4": 3, "6": 3},
    writes=True,
    activities=True,
)
HEAVY_AGAIN = DemoPatient(
    "myr-sol 86", "seilbåt", "looked back, PHQ-9 of 10 or more", steps=EVERY_STEP, days_ago=103, look_backs=1
)
PATIENTS = (
    *(DONE, MIDWAY, PLANNING, HEAVY, NEW, ENDED, EARLY, STUCK, UNANSWERED, WORSE, SEVERE, BETWEEN),
    HEAVY_AGAIN,
)
