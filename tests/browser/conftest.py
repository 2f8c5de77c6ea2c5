"""A house to visit, a browser, and people who come with theirs."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, sync_playwright

from browser.chromium import launched
from browser.house import House, open_house
from browser.person import Arrives, Person, Way

AT_A_DESK = Way()


@pytest.fixture(scope="session")
def whole_house(tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    """One house for all journeys of a worker; every test brings its own people."""
    with open_house(tmp_path_factory.mktemp("house")) as house:
        yield house


@pytest.fixture
def house(whole_house: House) -> House:
    whole_house.forgets_attempts()
    return whole_house


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        browser = launched(playwright)
        yield browser
        browser.close()


@pytest.fixture
def arrives(house: House, browser: Browser) -> Iterator[Arrives]:
    """Let people come with a browser. When the test is over, every page they saw must have been in order."""
    people: list[Person] = []

    def arrives(way: Way = AT_A_DESK, *, beside: Person | None = None) -> Person:
        people.append(beside.opens_tab() if beside else Person(browser, house, way))
        return people[-1]

    yield arrives
    for person in people:
        person.leaves()
    problems = [problem for person in people for problem in dict.fromkeys(person.problems)]
    assert not problems, "\n".join(problems)


@pytest.fixture
def at_home(house: House) -> str:
    """The user name of a patient who has taken up an invitation and agreed to share everything."""
    surgery = house.surgery
    return surgery.patient(surgery.gp()).user_name
