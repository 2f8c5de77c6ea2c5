"""A GP's first time: one link, one sheet of recovery codes, however often the button is pressed."""

import re

import pyotp
import pytest
from apps import Comes
from pages import Browser
from people import Surgery
from sqlalchemy.orm import Session

from selfhelp.care import accounts
from web.joining import A_CODE, GPS_WORDS

SECRET = re.compile(r'class="code">([A-Z2-7 ]+)<')


def link(surgery: Surgery, user_name: str) -> str:
    with Session(surgery.engine) as session:
        new = accounts.add_gp(
            session, user_name=user_name, display_name="Nina Ny", practice="", locale="nb", now=surgery.now
        )
        session.commit()
    return f"/activate/{new.token}"


def secret(browser: Browser) -> str:
    found = SECRET.search(browser.html)
    assert found is not None
    return found[1].replace(" ", "")


@pytest.fixture
def browser(comes: Comes) -> Browser:
    return comes()


class TestActivate:
    def test_shows_the_same_sheet_to_a_double_click(self, browser: Browser, surgery: Surgery) -> None:
        browser.opens(link(surgery, "nina"))
        typed = {"passphrase": GPS_WORDS, "code": pyotp.TOTP(secret(browser)).now()}
        form = browser.fills(typed).main_form().data()
        name = str(browser.app.config["SESSION_COOKIE_NAME"])
        before = browser.client.get_cookie(name)
        assert before is not None
        first = A_CODE.findall(browser.posts(browser.path, form).html)

        browser.client.set_cookie(name, before.value)  # the second click left before the first answer
        again = browser.posts("/activate/" + browser.path.rpartition("/")[2], form)

        assert len(first) == 8
        assert A_CODE.findall(again.html) == first
        assert again.follows("I have the codes on paper").path == "/gp/patients"

    def test_tells_nobody_else_the_sheet(self, browser: Browser, surgery: Surgery, comes: Comes) -> None:
        browser.opens(link(surgery, "nina"))
        here = browser.path
        typed = {"passphrase": GPS_WORDS, "code": pyotp.TOTP(secret(browser)).now()}
        form = browser.fills(typed).main_form().data()
        stranger = comes().opens(here)
        token = stranger.token()
        browser.posts(here, form)

        stranger.posts(here, {**form, "csrf_token": token, "passphrase": "noe helt annet her"})

        assert (stranger.status, A_CODE.findall(stranger.html)) == (410, [])

    def test_gives_each_link_a_secret_of_its_own(self, browser: Browser, surgery: Surgery) -> None:
        first, second = link(surgery, "nina"), link(surgery, "kari")

        secrets = [secret(browser.opens(one)) for one in (first, second)]

        assert secrets[0] != secrets[1]
        assert secret(browser.opens(second)) == secrets[1]
