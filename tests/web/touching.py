"""What a page and its script do together with an authenticator. Import what you need beside your tests."""

import json
from datetime import UTC, datetime, timedelta

import pytest
from authenticator import DOMAIN, ORIGIN, Authenticator
from pages import Browser
from people import PASSPHRASE, Gp, Surgery
from sqlalchemy import func, select, update
from sqlalchemy.orm import Session

from selfhelp.care import passkeys
from selfhelp.records.people import Login, Person
from selfhelp.settings import RelyingParty

ACCOUNT = "/gp/account"


def script(browser: Browser, asks: str) -> tuple[int, dict[str, dict[str, object]]]:
    """What the page's script gets when it asks for a challenge."""
    said = browser.client.post(
        asks, data={"csrf_token": browser.token()}, headers=browser.headers, environ_base=browser.environ
    )
    return said.status_code, json.loads(said.data)


def steps_up(browser: Browser, passphrase: str = PASSPHRASE) -> Browser:
    browser.opens(ACCOUNT)
    if browser.says("Change my passkeys") in browser.text:
        browser.fills({"passphrase": passphrase}).presses("Change my passkeys")
    return browser


def adds(browser: Browser, device: Authenticator, **typed: str) -> Browser:
    """Add a passkey, as the page and its script do together."""
    _, options = script(steps_up(browser), "/gp/account/passkeys/challenge")
    form = {"credential": device.creates(options["create"]), "csrf_token": browser.token(), **typed}
    return browser.posts("/gp/account/passkeys", form)


def touches(browser: Browser, device: Authenticator, **carried: str) -> Browser:
    """Log in by one touch from the page the browser shows: its form, with the answer in it."""
    _, options = script(browser, "/log-in/passkey/challenge")
    form = next(form for form in browser.page.forms() if form.element.get("action") == "/log-in/passkey")
    return browser.posts(
        "/log-in/passkey", {**form.data(), "credential": device.answers(options["get"]), **carried}
    )


def age(surgery: Surgery, **since: float) -> None:
    """Let time go by for every visit."""
    with Session(surgery.engine) as session:
        session.execute(update(Login).values(last_seen_at=datetime.now(UTC) - timedelta(**since)))
        session.commit()


def visits(session: Session, gp: Gp) -> int:
    session.rollback()
    return session.scalars(select(func.count()).where(Login.person_id == gp.id)).one()


@pytest.fixture
def device(surgery: Surgery, gp: Gp) -> Authenticator:
    """A device whose passkey the GP has added. (Six digits are good once, and the tests need them.)"""
    device, party = Authenticator(), RelyingParty(DOMAIN, ORIGIN)
    with Session(surgery.engine) as session:
        person = session.get_one(Person, gp.id)
        asked = passkeys.ask_to_register(session, party, service="x", person=person, now=surgery.now)
        answer = device.creates(asked.options)
        passkeys.register(
            session, party, person_id=gp.id, challenge=asked.challenge, answer=answer, name="Kontormaskinen",
            now=surgery.now,
        )  # fmt: skip
        session.commit()
    return device
