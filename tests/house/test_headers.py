"""Every answer carries the same guard, whatever route or error it comes from."""

import dataclasses
import re
from collections.abc import Iterator

import pytest
from apps import Comes, made, shut
from flask import Flask
from pages import Browser
from people import Gp, Patient, Surgery
from werkzeug.test import TestResponse

from house.routes import Things, calls, things_of
from selfhelp.settings import Settings

WANTED = {
    "Content-Security-Policy": (
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; font-src 'self'; "
        "connect-src 'self'; media-src 'self'; manifest-src 'self'; form-action 'self'; base-uri 'none'; "
        "frame-ancestors 'none'; require-trusted-types-for 'script'; trusted-types 'none'"
    ),
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "X-Frame-Options": "DENY",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
}
CACHED_AN_HOUR, FOR_GOOD = "public, max-age=3600", "public, max-age=31536000, immutable"
CACHED = ("static", "public.media", "public.favicon")


def guarded(response: TestResponse) -> bool:
    return {name: response.headers.get(name) for name in WANTED} == WANTED


@pytest.fixture
def things(surgery: Surgery, gp: Gp, patient: Patient) -> Things:
    return things_of(surgery, gp, patient)


@pytest.fixture(params=["stranger", "patient", "gp"])
def browser(request: pytest.FixtureRequest, comes: Comes, patient: Patient, gp: Gp) -> Browser:
    return comes({"stranger": None, "patient": patient, "gp": gp}[request.param]).opens("/help-now")


class TestEveryAnswer:
    def test_carries_the_policy_and_is_not_kept(
        self, app: Flask, browser: Browser, things: Things, subtests: pytest.Subtests
    ) -> None:
        for call in calls(app, things):
            if call.endpoint in {"account.log_out", "account.quick_exit", "patient.log_out_everywhere"}:
                continue
            data = {"csrf_token": browser.token()} if call.method == "POST" else None
            with subtests.test(str(call)):
                response = browser.client.open(
                    call.path, method=call.method, data=data, headers=browser.headers, buffered=True
                )
                assert guarded(response)
                if call.endpoint not in CACHED:
                    assert response.headers["Cache-Control"] == "no-store"

    @pytest.mark.parametrize(
        ("method", "path", "code"),
        [
            ("GET", "/no-such-page", 404),
            ("GET", "/static/no-such-file.js", 404),
            ("GET", "/media/no-such-file.svg", 404),
            ("PUT", "/home", 405),
            ("POST", "/help-now", 405),
            ("GET", "/toolbox/chain/not-an-id", 404),
        ],
    )
    def test_carries_it_when_something_is_wrong(self, app: Flask, method: str, path: str, code: int) -> None:
        response = app.test_client().open(path, method=method, buffered=True)

        assert response.status_code == code
        assert guarded(response)
        assert response.headers["Cache-Control"] == "no-store"

    def test_carries_it_with_too_much_text_and_with_none_at_all(self, app: Flask) -> None:
        client = app.test_client()

        answers = [
            client.post("/log-in", data={"user_name": "x" * 70_000}),
            client.post("/log-in", data=b"\xff" * 100, content_type="application/x-www-form-urlencoded"),
            client.post("/log-in", data=b"{", content_type="application/json"),
            client.get("/help-now", headers={"Accept": "application/json"}),
        ]

        assert [guarded(answer) for answer in answers] == [True] * 4
        assert all(answer.status_code < 500 for answer in answers)

    @pytest.mark.parametrize("path", ["/static/main.js", "/static/selfhelp.css", "/media/chain.svg"])
    def test_may_be_kept_where_nothing_is_personal(self, app: Flask, path: str) -> None:
        client = app.test_client()
        first = client.get(path, buffered=True)
        again = client.get(path, headers={"If-None-Match": first.headers["ETag"]}, buffered=True)

        assert (first.status_code, again.status_code) == (200, 304)
        assert first.headers["Cache-Control"] == again.headers["Cache-Control"] == CACHED_AN_HOUR
        assert "Set-Cookie" not in first.headers
        assert "Cookie" not in first.headers.get("Vary", ""), "kept anew with every new cookie"

    def test_may_be_kept_for_good_where_the_address_names_the_very_content(self, app: Flask) -> None:
        client = app.test_client()
        address = re.search(r"/static/selfhelp\.css\?v=(\w+)", client.get("/help-now").text)
        assert address

        answers = [
            client.get(path, buffered=True).headers["Cache-Control"]
            for path in (address[0], address[0] + "0", "/static/selfhelp.css?v=", "/static/none.css?v=1")
        ]

        assert answers == [FOR_GOOD, CACHED_AN_HOUR, CACHED_AN_HOUR, "no-store"]


class TestOverTls:
    """What a real deployment adds."""

    @pytest.fixture
    def secure(self, settings: Settings) -> Iterator[Flask]:
        app = made(dataclasses.replace(settings, secure_cookies=True))
        yield app
        shut(app)

    def test_asks_to_come_back_over_tls_only(self, secure: Flask) -> None:
        response = secure.test_client().get("/help-now")

        assert response.headers["Strict-Transport-Security"] == "max-age=31536000; includeSubDomains"

    def test_sets_a_cookie_that_is_bound_to_this_host(self, secure: Flask) -> None:
        cookie = secure.test_client().get("/log-in", base_url="https://localhost").headers["Set-Cookie"]

        assert cookie.startswith("__Host-visit=")
        assert {"Secure", "HttpOnly", "Path=/", "SameSite=Strict"} <= set(cookie.split("; "))
        assert "Domain=" not in cookie
        assert "Expires" not in cookie
        assert "Max-Age" not in cookie
