"""One touch: a GP adds a passkey, logs in with it, and comes back through the lock to the very same page."""

import re

import pytest
from people import PASSPHRASE
from playwright.sync_api import Page, Route

from browser import gp_does
from browser.house import House
from browser.person import Arrives, Person, Way

pytestmark = pytest.mark.browser

NOTE = "gul paraply"
DEVICE = {
    "protocol": "ctap2",
    "transport": "internal",
    "hasResidentKey": True,
    "hasUserVerification": True,
    "isUserVerified": True,
    "automaticPresenceSimulation": True,
}


def with_device(gp: Person) -> None:
    """Give the browser an authenticator whose owner touches it at once.

    It is gone when another devtools session of the page ends, as axe's does: so nobody looks around.
    """
    gp.is_watchful = False
    devtools = gp.context.new_cdp_session(gp.page)
    devtools.send("WebAuthn.enable")
    devtools.send("WebAuthn.addVirtualAuthenticator", {"options": DEVICE})


def locks_soon(page: Page) -> None:
    """Let the next page lock soon, but not within a second: then the way back would lead past it."""

    def answer(route: Route) -> None:
        reply = route.fetch()
        seconds, _, address = reply.headers["refresh"].partition(";")
        assert seconds == "905"
        route.fulfill(response=reply, headers={**reply.headers, "refresh": f"2;{address}"})

    page.route("**/gp/patients/*", answer, times=1)


@pytest.mark.parametrize("locale", ["nb", "en"])
def test_from_the_passkey_to_the_lock_and_back(locale: str, house: House, arrives: Arrives) -> None:
    surgery = house.surgery
    made = surgery.gp()
    page = f"/gp/patients/{surgery.patient(made, note=NOTE).enrolment_id}"
    gp = arrives(Way(locale)).is_in(made.user_name)
    with_device(gp)
    gp_does.adds_a_passkey(gp, "Kontormaskinen")

    gp.menu("Log out").opens("/log-in").presses("Log in with a passkey")
    assert gp.path == "/gp/patients"
    gp.presses(NOTE).reads(NOTE)

    locks(gp, house, made.user_name)
    gp.presses("Log in with a passkey").reads(NOTE)
    assert gp.path == page

    gp.is_watchful = True
    gp.menu("My account").reads("Kontormaskinen")
    gp.writes("Passphrase", PASSPHRASE).presses("Change my passkeys").sees(
        "Remove “%(name)s”", name="Kontormaskinen"
    )
    gp.menu("Log out").opens(f"/log-in?next={page}&locked=yes").sees("Locked")


def locks(gp: Person, house: House, user_name: str) -> None:
    """Let the page lock by itself, and find nothing on it, nor on the way back."""
    locks_soon(gp.page)
    gp.page.reload()
    house.lets_time_pass(user_name, minutes=16)
    shut(gp)
    gp.page.go_back(wait_until="commit")
    assert NOTE not in gp.page.content()
    shut(gp)


def shut(gp: Person) -> None:
    gp.page.wait_for_url(re.compile("/log-in.*&locked=yes$"))
    gp.sees("Locked")
    assert NOTE not in gp.page.content()
