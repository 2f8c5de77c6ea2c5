"""Two windows on the same thing: nothing is overwritten in silence, both texts stay until one is chosen."""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

from selfhelp.care.mine import Mine
from selfhelp.exercises.words import Saved

# What other windows wrote beside what stands, by the key of the window, the newest last.
Others = Mapping[str, Saved]
NO_OTHERS: Others = MappingProxyType({})


@dataclass(frozen=True, slots=True)
class Page:
    """The page something is sent from: the revision it was opened on, and the key of that one page.

    A page that shows two texts has that of the window `other` in its fields. Sent `whole` it settles which of
    them is to stay; saved in the background it does not.
    """

    key: str
    revision: int
    other: str = ""
    whole: bool = True

    def is_behind(self, revision: int, page_key: str) -> bool:
        """Tell whether another page has saved since this one was opened. A page is never behind itself."""
        return self.revision != revision and self.key != page_key

    @property
    def window(self) -> str:
        """Return the window whose text stands in the fields."""
        return self.other or self.key

    @property
    def keeps_both(self) -> bool:
        """Tell whether this is a save in the background while the patient has two texts to choose between."""
        return bool(self.other) and not self.whole

    def beside(self, others: Others, written: Saved) -> Others:
        """Return the others with what this page wrote among them."""
        return {**without(others, self.window), self.window: dict(written)}

    def settled(self, others: Others) -> Others:
        """Return the others without the one that this page, sent whole, has settled."""
        return without(others, self.other) if self.whole else others


def must_choose(page: Page, others: Others) -> bool:
    """Tell whether the patient has to choose now: after a page sent whole, or one that just disagreed."""
    return bool(others) if page.whole else page.key in others


def newest(others: Others) -> tuple[str, Saved | None]:
    """Return the window that wrote last, and what it wrote; ("", None) where there are no others."""
    return list(others.items())[-1] if others else ("", None)


def without(others: Others, window: str) -> Others:
    """Return the others without what one window wrote."""
    return {key: saved for key, saved in others.items() if key != window}


def sealed_others(mine: Mine, others: Others, *, bound_to: str) -> bytes | None:
    """Return what is stored of the others; None when there are none."""
    return mine.key.seal_json(dict(others), bound_to=bound_to) if others else None


def opened_others(mine: Mine, sealed: bytes | None, *, bound_to: str) -> Others:
    """Return the others as they were stored."""
    return mine.key.open_json(sealed, bound_to=bound_to) if sealed else NO_OTHERS
