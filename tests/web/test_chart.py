"""The drawing of a curve, at its extremes."""

import re

from flask import Flask

LETTERS = 14  # how high a number is, in the drawing's own measure
WORDS = {"title": "PHQ-9", "finding": "27, 0", "table": "Table", "when": "Date", "value": "Total"}


def test_the_highest_and_the_lowest_number_stay_within_the_drawing(app: Flask) -> None:
    points = [{"when": "1 March", "value": value, "words": f"{value} of 27"} for value in (27, 0)]
    bands = [{"words": "all", "low": 0, "high": 27}]

    with app.test_request_context():
        drawn = app.jinja_env.get_template("macros/chart.html").module.chart(points, bands, 27, WORDS)  # type: ignore[attr-defined]

    height = re.search(r'viewBox="0 0 \d+ (\d+)"', drawn)
    lines = [float(y) for y in re.findall(r'class="chart__value"[^>]* y="([-\d.]+)"', drawn)]
    assert height
    assert len(lines) == 2
    assert all(LETTERS <= line <= float(height[1]) for line in lines), lines
