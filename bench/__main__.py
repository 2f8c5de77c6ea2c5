"""`make bench`: the authors' check, the step page, sending and reading on, and the doctor's list."""

import re
import secrets
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

import pyotp
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import Engine, event

from bench.content import MARKDOWN, content_tasks
from bench.control import control
from bench.measure import medians
from bench.patients import PASSPHRASE, add_doctor
from bench.server import on_server
from selfhelp import demo
from selfhelp.app import create_app
from selfhelp.care.hashing import Cost
from selfhelp.care.patients import ON_A_PAGE
from selfhelp.records.encryption import MasterKey
from selfhelp.records.migrate import upgrade, upgrade_key_store
from selfhelp.web.desk import Desk

STEP, NEXT = "/modules/link/goals", "/modules/link/four-people"
HIDDEN = re.compile(r'<input type="hidden"[^>]*name="([^"]+)"[^>]*value="([^"]*)"')
LIST, FEW, MANY = "/gp/patients", 20, 2000
BARE, STEP_PAGE, CYCLE = "bare Jinja page", "step page", "GET + POST + next page"


def main() -> None:
    """Print what was measured."""
    checked = medians(content_tasks(), calls=1)
    for name, milliseconds in checked.items():
        print(f"{name:24} {milliseconds:6.1f} ms CPU   {milliseconds / checked[MARKDOWN]:5.2f} × bare")
    with tempfile.TemporaryDirectory() as folder:
        app = _app(Path(folder))
        patient = _signed_in(app)
        bare = control()
        tasks = {
            BARE: lambda: _get(bare, "/"),
            STEP_PAGE: lambda: _get(patient, STEP),
            CYCLE: lambda: _cycle(patient),
        }
        for number in (FEW, MANY):
            doctor = _doctor(app, number)
            tasks |= {
                f"list, {number} patients": lambda doctor=doctor: _get(doctor, LIST),
                f"search, {number} patients": lambda doctor=doctor: _search(doctor),
            }
        spent = medians(tasks)
        for name, milliseconds in spent.items():
            print(f"{name:24} {milliseconds:6.2f} ms CPU   {milliseconds / spent[BARE]:5.2f} × bare")
        desk: Desk = app.extensions["selfhelp"]
        for name, task in tasks.items():
            if name != BARE:
                with _counted(desk.engine) as statements:
                    task()
                print(f"{name:24} {len(statements):3} statements")
        few, many = (spent[f"list, {number} patients"] / min(number, ON_A_PAGE) for number in (FEW, MANY))
        print(f"{'a line of the list':24} {many / few:6.2f} × at {MANY} patients what it is at {FEW}")
        size = len(patient.get(STEP).data)
        print(f"{'step page':24} {size / 1024:6.1f} KB before compression")


def _app(folder: Path) -> Flask:
    # As patients meet it: content is not looked at again at every page.
    settings = on_server(replace(demo.demo_settings(folder, "http://127.0.0.1:8000"), reload_content=False))
    upgrade(settings.database_url)
    upgrade_key_store(settings.keys_url, MasterKey(settings.master_key))
    app = create_app(settings, passphrase_cost=Cost(8, 1), code_cost=Cost(8, 1))
    demo.set_up(app, folder, step=lambda: None)
    return app


def _signed_in(app: Flask) -> FlaskClient:
    client = app.test_client()
    hidden = _hidden(client.get("/log-in").text)
    name = {"user_name": demo.PATIENTS[1].user_name, "passphrase": demo.PASSPHRASE}
    if client.post("/log-in", data=hidden | name).status_code != 303:  # noqa: PLR2004
        raise SystemExit("The demo's patient could not log in.")
    return client


def _doctor(app: Flask, patients: int) -> FlaskClient:
    """Return the browser of a doctor with so many patients."""
    client, name = app.test_client(), f"doctor-{patients}"
    totp = pyotp.TOTP(add_doctor(app, name, patients))
    hidden = _hidden(client.get("/log-in").text)
    client.post("/log-in", data=hidden | {"user_name": name, "passphrase": PASSPHRASE})
    hidden = _hidden(client.get("/log-in/code").text)
    client.post("/log-in/code", data=hidden | {"code": totp.now()})
    _get(client, LIST)  # the day's first look writes the log
    return client


def _search(client: FlaskClient) -> None:
    """Search the notes for one that stands on the first page."""
    answer = client.post(LIST, data={"q": "cap 1", "csrf_token": _hidden(_get(client, LIST))["csrf_token"]})
    if answer.status_code != 200:  # noqa: PLR2004
        raise SystemExit("The search was not answered.")


def _get(client: FlaskClient, path: str) -> str:
    answer = client.get(path)
    if answer.status_code != 200:  # noqa: PLR2004
        raise SystemExit(f"{path} answered {answer.status_code}.")
    return answer.text


def _cycle(client: FlaskClient) -> None:
    """Read a step, send something new, and read the next one."""
    sent = _hidden(_get(client, STEP)) | {"on": "goal-1", "q.goal-1": secrets.token_hex(20)}
    if client.post(STEP, data=sent).status_code != 303:  # noqa: PLR2004
        raise SystemExit("The step was not saved.")
    _get(client, NEXT)


def _hidden(page: str) -> dict[str, str]:
    return dict(HIDDEN.findall(page))


@contextmanager
def _counted(engine: Engine) -> Iterator[list[str]]:
    statements: list[str] = []

    def note(_connection: object, _cursor: object, statement: str, *_rest: object) -> None:
        if not statement.startswith("BEGIN"):
            statements.append(statement)

    event.listen(engine, "before_cursor_execute", note)
    try:
        yield statements
    finally:
        event.remove(engine, "before_cursor_execute", note)


if __name__ == "__main__":
    main()
