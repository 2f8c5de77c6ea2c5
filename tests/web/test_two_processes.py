"""Two servers on one database behave as one: `selfhelp serve`, started twice."""

from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import UTC, datetime
from threading import Barrier
from typing import Any

import pytest
from apps import signs_in, signs_in_with_second_factor
from kept import Place, lay, new_pair
from mistakes import MASTER
from pages import Browser
from people import CHEAP, Gp, Patient, Surgery
from processes import Way, serving
from test_cli import enough, run, told

from selfhelp.care.hashing import Hasher
from selfhelp.records.encryption import MasterKey
from selfhelp.records.keys import KeyStore
from selfhelp.web.limits import LIMITS
from web.test_saving_everywhere import JSON
from web.test_two_windows import BOTH, value

pytestmark = [pytest.mark.allow_hosts(["127.0.0.1", "localhost"]), pytest.mark.xdist_group("two processes")]

STEP, FIELD = "/modules/link/goals", "q.goal-1"
FIRST, SECOND = "Skrevet på telefonen", "Skrevet på pc-en"
RACES, LOOKS, DOCTORS = 8, 50, 5


@dataclass(frozen=True, slots=True)
class Servers:
    """Both servers, the people who come to them, and the commands beside them."""

    ports: list[int]
    surgery: Surgery
    log_verify: Callable[[], tuple[int, str, str]]

    def comes(self, who: Patient | Gp | None = None, *, to: int = 0) -> Browser:
        browser = Browser(Way(self.ports[to]))  # type: ignore[arg-type]  # as an application answers
        if isinstance(who, Patient):
            signs_in(browser, who)
        elif who is not None:
            signs_in_with_second_factor(browser, who)
        return browser

    def goes_on(self, browser: Browser, *, at: int) -> Browser:
        """Another window of a browser, with a copy of its cookies, whose requests come to this server."""
        window = self.comes(to=at)
        for cookie in browser.client._cookies.values():  # type: ignore[union-attr]
            window.client.set_cookie(cookie.key, cookie.value, domain=cookie.domain, path=cookie.path)
        window.private = browser.private
        return window


@pytest.fixture(scope="module")
def servers(ground: Place, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Servers]:
    here, pair = tmp_path_factory.mktemp("servers"), new_pair(ground, "servers")
    lay(pair.urls, here)
    settings = enough(here) | {"SELFHELP_SECURE_COOKIES": "no", "SELFHELP_PUBLIC_URL": "http://localhost"}
    keys = KeyStore(pair.keys_engine, MasterKey(MASTER))
    surgery = Surgery(pair.engine, keys, keys.root(), Hasher(CHEAP), datetime.now(UTC))
    with serving(settings, 2) as ports:
        yield Servers(ports, surgery, lambda: told(run("log verify", here)))
    pair.close()


@pytest.fixture
def patient(servers: Servers) -> Patient:
    return servers.surgery.patient(servers.surgery.gp())


class TestALogIn:
    def test_at_one_is_known_at_the_other(self, servers: Servers, patient: Patient) -> None:
        browser = servers.goes_on(servers.comes(patient, to=0), at=1).opens("/home")

        assert (browser.status, browser.path) == (200, "/home")

    def test_that_ends_at_one_is_worth_nothing_at_the_other(self, servers: Servers, patient: Patient) -> None:
        browser = servers.comes(patient, to=0)
        stolen = servers.goes_on(browser, at=1)
        assert stolen.opens("/home").path == "/home"

        browser.presses("Log out")

        assert stolen.opens("/home").path.startswith("/log-in")


class TestTries:
    def test_are_counted_together(self, servers: Servers) -> None:
        both = [servers.comes(to=number).opens("/start") for number in (0, 1)]
        said = [
            both[number % 2].opens("/start").saves({"code": "7K3M-9QXD-2HTR-5WVB"}).status
            for number in range(LIMITS["code-address"] + 2)
        ]

        assert 429 not in said[:-2]
        assert said[-2:] == [429, 429]


class TestTwoWindows:
    def test_that_save_at_the_same_moment_disagree_and_lose_nothing(self, servers: Servers) -> None:
        gp = servers.surgery.gp()
        for _ in range(RACES):
            first = servers.comes(servers.surgery.patient(gp), to=0).opens(STEP)
            second = servers.goes_on(first, at=1).opens(STEP)

            saved = at_once([(first, FIRST), (second, SECOND)])

            assert sorted(saved) == [200, 409]
            page = first.opens(STEP)
            assert page.says(BOTH) in page.text
            shown = {text for text in (FIRST, SECOND) if text in page.text or text == value(page, FIELD)}
            assert shown == {FIRST, SECOND}


def at_once(written: list[tuple[Browser, str]]) -> list[int]:
    """Let each page's script save what was written there, all at the same moment."""
    start = Barrier(len(written))
    forms: list[tuple[Browser, dict[str, Any]]] = []
    for browser, text in written:
        forms.append((browser, browser.fills({FIELD: text}).main_form().data()))

    def save(one: tuple[Browser, dict[str, Any]]) -> int:
        browser, form = one
        start.wait()
        return browser.client.post(STEP, data=form, headers=JSON | browser.headers).status_code

    with ThreadPoolExecutor(len(written)) as pool:
        return list(pool.map(save, forms))


class TestTheLog:
    def test_of_looks_through_both_is_one_unbroken_chain(self, servers: Servers) -> None:
        doctors = [servers.surgery.gp() for _ in range(DOCTORS)]  # one alone takes turns with nobody else
        pages = [f"/gp/patients/{servers.surgery.patient(gp).enrolment_id}" for gp in doctors]
        browsers = [servers.comes(gp, to=0) for gp in doctors]
        assert {browser.path for browser in browsers} == {"/gp/patients"}
        rows = int(servers.log_verify()[1].split()[0])
        looks = [(number % DOCTORS, number // DOCTORS % 2) for number in range(LOOKS)]
        windows = [(servers.goes_on(browsers[who], at=server), pages[who]) for who, server in looks]

        with ThreadPoolExecutor(8) as pool:
            opened = list(pool.map(lambda one: one[0].opens(one[1]).status, windows))

        assert opened == [200] * LOOKS
        code, said, _ = servers.log_verify()
        assert (code, said.split(",")[0]) == (0, f"{rows + LOOKS} rows unbroken")
