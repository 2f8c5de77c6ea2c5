"""The numbers for whoever watches the service: right, from closed sets, and nobody's."""

import re
import socket
import urllib.request
from collections import Counter
from collections.abc import Iterator
from urllib.error import URLError

import pytest
from apps import Comes, databases_gone, desk_of, made, shut
from flask import Flask
from house.routes import calls, things_of
from people import Gp, Patient, Surgery
from prometheus_client import generate_latest
from prometheus_client.parser import text_string_to_metric_families
from sqlalchemy.orm import Session

from selfhelp.cli_port import open_metrics
from selfhelp.settings import Settings
from selfhelp.web.access_list import ACCESS
from selfhelp.web.health import readiness_of
from selfhelp.web.metrics import METHODS, metrics_of
from web.test_item_nine import STEP, phq

CANARY = "kanarifugl"
LABELS = ("route", "method", "outcome", "database")
Numbers = Counter[tuple[str, ...]]


@pytest.fixture
def app(settings: Settings) -> Iterator[Flask]:
    """One that nobody has come to: it counts from its beginning."""
    yield (app := made(settings))
    shut(app)


def told(app: Flask) -> str:
    return generate_latest(metrics_of(app).registry).decode()


def numbers(app: Flask, name: str = "selfhelp_requests_total") -> Numbers:
    """Each number of a name, by the values of its labels."""
    found: Numbers = Counter()
    for family in text_string_to_metric_families(told(app)):
        for sample in family.samples:
            if sample.name == name:
                labels = tuple(sample.labels[label] for label in LABELS if label in sample.labels)
                found[labels] = int(sample.value)
    return found


class TestRequests:
    def test_are_counted_by_route_method_and_outcome(self, app: Flask, comes: Comes) -> None:
        browser = comes().opens("/log-in")
        browser.saves({"user_name": "ingen", "passphrase": "feil"})
        browser.opens("/help-now").opens("/help-now").opens("/no-such-page")

        assert numbers(app) == {
            ("account.log_in", "GET", "done"): 1,
            ("account.log_in", "POST", "401"): 1,
            ("public.help_now", "GET", "done"): 2,
            ("none", "GET", "404"): 1,
        }
        assert numbers(app, "selfhelp_request_seconds_count")["public.help_now",] == 2

    def test_that_could_not_be_saved_are_counted_apart(
        self, app: Flask, comes: Comes, patient: Patient
    ) -> None:
        browser = comes(patient).opens("/modules/link/goals")
        with databases_gone(app):
            browser.saves({"q.goal-1": "Gå tur"})

        assert numbers(app)["patient.step", "POST", "503"] == 1

    def test_tell_nothing_of_thoughts_of_death(
        self, app: Flask, comes: Comes, surgery: Surgery, gp: Gp
    ) -> None:
        left = []
        for item9 in (0, 3):
            browser = comes(surgery.patient(gp)).opens(STEP)
            before = numbers(app)
            browser.client.post(STEP, data=browser.fills(phq(item9)).main_form().data())
            left.append(numbers(app) - before)

        assert left[0] == left[1] == {("patient.step", "POST", "done"): 1}

    def test_of_the_page_about_heavy_thoughts_are_counted_among_the_steps(
        self, app: Flask, comes: Comes, patient: Patient
    ) -> None:
        browser = comes(patient)
        before = numbers(app)
        browser.opens("/before-you-go-on")

        assert numbers(app) - before == {("patient.step", "GET", "done"): 1}


class TestLabels:
    def test_come_from_closed_sets_whatever_is_asked(
        self, app: Flask, comes: Comes, surgery: Surgery, gp: Gp, patient: Patient
    ) -> None:
        things = things_of(surgery, gp, patient)
        for who in (None, patient, gp):
            browser = comes(who)
            for call in calls(app, things):
                browser.client.open(call.path, method=call.method, headers=browser.headers, buffered=True)
        app.test_client().open("/help-now", method="KANARIFUGL")

        for route, method, outcome in numbers(app):
            assert route in {*ACCESS, "none"}
            assert method in {*METHODS, "other"}
            assert re.fullmatch(r"done|[45]\d\d", outcome)

    def test_hold_no_word_and_no_name_that_anybody_sent(
        self, app: Flask, comes: Comes, patient: Patient, gp: Gp
    ) -> None:
        browser = comes(patient).opens("/modules/link/goals").saves({"q.goal-1": CANARY})
        browser.headers |= {"User-Agent": CANARY, "Referer": f"http://localhost/{CANARY}"}
        for path in (f"/{CANARY}", f"/help-now?q={CANARY}", f"/start/{CANARY}", f"/static/{CANARY}.js"):
            browser.opens(path)
        browser.posts(f"/modules/{CANARY}/{CANARY}", {"q": CANARY, "csrf_token": CANARY})
        browser.client.open("/help-now", method=CANARY.upper())
        comes(gp).opens(f"/gp/patients/{patient.enrolment_id}")

        found = told(app).casefold()

        assert "gp.follow_up" in found
        secrets = (CANARY, patient.user_name, gp.user_name, gp.name.casefold(), str(patient.enrolment_id))
        assert [one for one in secrets if one in found] == []


class TestOfTheDatabases:
    def test_tell_the_connections_in_use(self, app: Flask) -> None:
        with Session(desk_of(app).engine) as session:
            session.connection()

            assert numbers(app, "selfhelp_database_connections") == {("main",): 1, ("keys",): 0}

    def test_tell_whether_pages_can_be_served(self, app: Flask) -> None:
        assert numbers(app, "selfhelp_ready") == {(): 1}
        with databases_gone(app):
            readiness_of(app).looked_at = float("-inf")

            assert numbers(app, "selfhelp_ready") == {(): 0}


class TestPort:
    def test_is_no_page_of_the_service(self, app: Flask) -> None:
        assert app.test_client().get("/metrics").status_code == 404

    @pytest.mark.browser
    def test_answers_this_machine_alone(self, app: Flask) -> None:
        open_metrics(app, port := free_port())
        with urllib.request.urlopen(f"http://127.0.0.1:{port}/metrics", timeout=10) as answer:
            assert "selfhelp_ready 1.0" in answer.read().decode()

        with pytest.raises(URLError):
            urllib.request.urlopen(f"http://[::1]:{port}/metrics", timeout=10)

    @pytest.mark.browser
    def test_that_is_taken_is_told(self, app: Flask, capsys: pytest.CaptureFixture[str]) -> None:
        with socket.socket() as taken:
            taken.bind(("127.0.0.1", 0))
            taken.listen()
            with pytest.raises(SystemExit):
                open_metrics(app, port := taken.getsockname()[1])

        said = f"Port {port} is in use. Stop what uses it, or choose another with --metrics-port.\n"
        assert capsys.readouterr().err == said


def free_port() -> int:
    with socket.socket() as asking:
        asking.bind(("127.0.0.1", 0))
        port: int = asking.getsockname()[1]
        return port
