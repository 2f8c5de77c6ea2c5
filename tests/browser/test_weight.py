"""What pages weigh on the way to a telephone: the first visit, and every page after it."""

import base64
import gzip
from typing import Any

import pytest

from browser.house import House
from browser.person import Arrives, Person, Way
from browser.tour import DONE
from selfhelp.demo import GP_NAME

pytestmark = pytest.mark.browser

FIRST_VISIT, MOST_REQUESTS, LATER_PAGE = 60_000, 6, 10_000  # bytes, as the proxy sends them: with gzip
OF_PATIENTS = (
    *(
        "/home",
        "/modules/link",
        "/modules/link/goals",
        "/modules/link/how-are-you",
        "/modules/link/own-chain",
    ),
    *("/workbook", "/workbook/module-link", "/workbook/tool-chain", "/workbook/questionnaires"),
    *("/modules/calm/three-minutes", "/toolbox/chain", "/toolbox/chain/new", "/card", "/sharing", "/privacy"),
)
OF_DOCTORS = ("/gp/patients", "/gp/modules/link", "/gp/course")


def fetched(person: Person, path: str) -> dict[str, int]:
    """Open a page, and return what the browser fetched for it, with its weight, head and all."""
    session = person.context.new_cdp_session(person.page)
    answers: dict[str, Any] = {}
    kept: set[str] = set()  # by the browser, from the page before
    session.on("Network.responseReceived", lambda told: answers.update({told["requestId"]: told["response"]}))
    session.on("Network.requestServedFromCache", lambda told: kept.add(told["requestId"]))
    session.send("Network.enable")
    person.page.goto(f"{person.home}{path}", wait_until="networkidle")
    weights = {}
    for request, answer in answers.items():
        if request not in kept and not answer.get("fromDiskCache") and not answer["url"].startswith("data:"):
            body = session.send("Network.getResponseBody", {"requestId": request})
            sent = base64.b64decode(body["body"]) if body["base64Encoded"] else body["body"].encode()
            head = "".join(f"{name}: {value}\r\n" for name, value in answer["headers"].items())
            weights[answer["url"].removeprefix(person.home)] = len(gzip.compress(sent, 6)) + len(head)
    session.detach()
    return weights


def test_the_first_visit_is_light(arrives: Arrives) -> None:
    came = fetched(arrives(Way(width=360)), "/")

    assert [path for path in came if path.startswith("/static/selfhelp.css")], "it was not the first visit"
    assert sum(came.values()) <= FIRST_VISIT, came
    assert len(came) <= MOST_REQUESTS, came


@pytest.mark.parametrize(
    ("who", "paths"), [(DONE, OF_PATIENTS), (GP_NAME, OF_DOCTORS)], ids=["patient", "gp"]
)
def test_every_later_page_is_lighter_still(
    who: str, paths: tuple[str, ...], house: House, arrives: Arrives
) -> None:
    person = arrives(Way(width=360)).is_in(who)
    if who == GP_NAME:
        paths = (*paths, f"/gp/patients/{house.enrolment(DONE)}")

    came = {path: fetched(person, path) for path in paths}

    assert all(came.values()), "a page came out of the cache"
    assert {path: one for path, one in came.items() if sum(one.values()) > LATER_PAGE} == {}
