"""A person who has a keyboard and nothing else: Tab, arrows, Space, Enter and letters."""

from dataclasses import dataclass, field
from typing import Any

from playwright.sync_api import expect

from browser.filling import APPOINTMENT, own_words
from browser.measures import MEASURE
from browser.person import Person

FARTHEST = 150  # times Tab; whoever needs more is caught somewhere
HERE = """() => {
  const one = document.activeElement;
  const group = [...document.getElementsByName(one.name || 'none')];
  return {
    tag: one.localName, type: one.type ?? '', name: one.name ?? '', id: one.id, value: one.value ?? '',
    words: one.innerText || one.labels?.[0]?.innerText || '',
    isChosen: group.some((other) => other.checked),
    isMarked: one.closest('.strength')?.querySelector('[type=checkbox]').checked ?? true,
    isNumber: one.inputMode === 'numeric',
    // A date has three places to stop at, and the page begins again after its last link.
    isAfter: !window.before || one === window.before || one === document.body
      || Boolean(window.before.compareDocumentPosition(one) & Node.DOCUMENT_POSITION_FOLLOWING),
    moved: void (window.before = one),
  };
}"""


@dataclass(frozen=True, slots=True)
class Spot:
    """What has the focus."""

    tag: str
    type: str
    name: str
    id: str
    value: str
    words: str
    isChosen: bool  # noqa: N815  # as the script names it
    isMarked: bool  # noqa: N815
    isNumber: bool  # noqa: N815
    isAfter: bool  # noqa: N815


@dataclass(slots=True)
class Hands:
    """Hands on the keys. At every stop the focus must show, lie under nothing, and come in order."""

    person: Person
    ticked: dict[str, int] = field(default_factory=dict)

    def press(self, key: str) -> None:
        self.person.page.keyboard.press(key)

    def tab(self) -> Spot:
        """Go on to the next stop."""
        self.press("Tab")
        spot = self.here()
        where = f"{self.person.path}: {spot.tag} {spot.name} “{spot.words[:30]}”"
        if spot.tag != "body":
            wrong = self.person.page.evaluate(f"({MEASURE})({{ focus: true }})")
            assert not wrong, f"{where}: {wrong}"
        assert spot.isAfter, f"{where} comes too late"
        return spot

    def here(self) -> Spot:
        found: dict[str, Any] = self.person.page.evaluate(HERE)
        del found["moved"]
        return Spot(**found)

    def tab_to(self, words: str, **params: object) -> None:
        """Go on until a button or link with these words has the focus."""
        said = self.person.says(words, **params)
        for _ in range(FARTHEST):
            if (spot := self.tab()).tag in {"a", "button"} and spot.words.strip() == said:
                return
        raise AssertionError(f"{self.person.path}: Tab never comes to {said}")

    def leads_on(self, key: str = "Enter") -> None:
        """Press a key that brings a new page."""
        with self.person.page.expect_navigation():
            self.press(key)
        self.person.looks_around()

    def skip_to_content(self) -> None:
        """Pass over the head by the page's first link."""
        assert self.tab().words == self.person.says("Skip to the content")
        self.press("Enter")
        expect(self.person.finds("#main")).to_be_focused()

    def answer_all(self) -> None:
        """Answer whatever Tab comes to, and stop at the button that saves."""
        save = self.person.says("Save and continue")
        for _ in range(FARTHEST):
            spot = self.tab()
            if spot.words == save:
                return
            self.answer(spot)
        raise AssertionError(f"{self.person.path}: Tab never comes to {save}")

    def answer(self, spot: Spot) -> None:
        """Answer what has the focus, where it has no answer yet."""
        if spot.type == "radio" and not spot.isChosen:
            self.press("Space")
            if "phq" not in spot.name and "gad" not in spot.name:
                self.press("ArrowDown")
        elif spot.type == "checkbox" and self.ticked.setdefault(spot.name, 0) < 2:
            self.ticked[spot.name] += 1
            self.press("Space")
        elif spot.tag == "select":
            self.press("ArrowDown")
        elif spot.type == "date" and not spot.value:
            self.write(APPOINTMENT.strftime("%m%d%Y"))
        elif spot.isNumber and spot.isMarked and not spot.value:
            self.write("4")
        elif spot.type in {"text", "textarea"} and not spot.isNumber and not spot.value:
            self.write(own_words(spot.name))

    def write(self, text: str) -> None:
        self.person.page.keyboard.type(text)
