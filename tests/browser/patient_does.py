"""What a patient does, page by page."""

from dataclasses import dataclass, field
from urllib.parse import urlsplit

from people import PASSPHRASE

from browser.filling import fill_page
from browser.person import Person

LONGEST_WALK = 80  # pages; a module has about 25


def joins(patient: Person, code: str) -> str:
    """From the link on the slip to home; return the user name that was proposed and kept."""
    patient.opens(f"/start/{code}").presses("Go on")
    user_name = patient.page.get_by_label(patient.says("User name"), exact=True).input_value()
    patient.writes("Passphrase", PASSPHRASE).presses("Go on").sees("Your recovery codes")
    patient.presses("I have the codes on paper").sees("What may your doctor see?")
    patient.presses("Share everything and go on")
    return user_name


@dataclass(slots=True)
class Walk:
    """A patient's way through a module: steps in the order they were met, and the rests between."""

    patient: Person
    steps: list[str] = field(default_factory=list)
    met: set[tuple[str, str]] = field(default_factory=set)  # (step, exercise)
    rests: int = 0
    closely: bool = True  # ask axe again about what the scripts have opened
    news: list[str] = field(default_factory=list)

    def to_the_end(self) -> "Walk":
        """Fill in every page and go on, until the module says that it is done."""
        for _ in range(LONGEST_WALK):
            if self.patient.path.endswith("/done"):
                return self
            if self.patient.path.endswith("/rest"):
                self._rest()
            else:
                self._page()
        raise AssertionError(f"The module has no end: {self.steps}")

    def _rest(self) -> None:
        """Stop after the first sitting and come back to where it stopped; go straight on after the next."""
        self.rests += 1
        self.patient.sees("This is a good place to stop")
        if self.rests == 1:
            self.patient.presses("Stop here for today").presses("Continue")
        else:
            self.patient.presses("Go on")

    def _page(self) -> None:
        before = self._here()
        step = self.patient.path.rpartition("/")[2]
        if step not in self.steps:
            self.steps.append(step)
        self.met |= {(step, exercise) for exercise in fill_page(self.patient)}
        if self.patient.way.script and self.closely:
            self.patient.is_clear_to_all()  # again, with all that the scripts have opened
        self.patient.presses("Save and continue")
        if self._here() == before:
            self._reads_news(urlsplit(self.patient.page.url).fragment)

    def _here(self) -> str:
        return self.patient.page.url.partition("#")[0]

    def _reads_news(self, news: str) -> None:
        """The page came back, because an answer opened something new on it."""
        assert news, f"{self.patient.page.url} came back without a word"
        assert news not in self.news, f"{self.patient.page.url} came back twice for {news}"
        self.news.append(news)
        assert self.patient.finds(f"#{news}").is_visible()
        if self.closely:
            self.patient.is_clear_to_all()


def keeps_chains(patient: Person) -> None:
    """Add a chain between the steps, change it, add one more, and take that away again."""
    chain = patient.programme.tools["chain"].title
    patient.menu("Toolbox").presses(chain)
    _writes_chain(patient, "Bussen kom ikke")
    _opens_chain(patient, "Bussen kom ikke")
    patient.finds('[name="q.entry.thought"]').fill("Nå blir alt ødelagt")
    patient.presses("Save").reads("Nå blir alt ødelagt")
    _writes_chain(patient, "Naboen hilste")
    _opens_chain(patient, "Naboen hilste")
    patient.presses("Remove this").reads("Bussen kom ikke")
    assert "Naboen hilste" not in patient.text


def _writes_chain(patient: Person, event: str) -> None:
    patient.presses("Write a new one")
    patient.finds('[name="q.entry.event"]').fill(event)
    patient.presses("Save").reads(event)


def _opens_chain(patient: Person, event: str) -> None:
    written = patient.finds(".ds-card").filter(has_text=event)
    patient.leads_on(written.get_by_role("link", name=patient.says("Change or add")))
