"""The control: Flask and one Jinja page of 15 KB, with nothing of ours."""

from flask import Flask, render_template_string
from flask.testing import FlaskClient

ROWS = 120
PAGE = """<!doctype html><html lang="en"><head><title>{{ title }}</title></head><body><h1>{{ title }}</h1>
{% for row in rows %}<div class="row"><label for="f{{ row.id }}">{{ row.words }}</label>
<input id="f{{ row.id }}" name="f{{ row.id }}" value="{{ row.value }}"></div>
{% endfor %}</body></html>"""


def control() -> FlaskClient:
    """Return a client of the control."""
    app = Flask("control")

    @app.get("/")
    def page() -> str:
        rows = [
            {"id": n, "words": f"A question of some length, number {n}", "value": "x"} for n in range(ROWS)
        ]
        return render_template_string(PAGE, title="Control", rows=rows)

    return app.test_client()
