"""Drills that are tests of every day: with the mistake of each planted, those tests must fail."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
FAILED = 1  # as pytest ends when tests ran, and some failed
WITHIN = 600.0  # seconds

pytestmark = [pytest.mark.drill, pytest.mark.real]


@pytest.mark.parametrize(
    ("number", "bug", "tests"),
    [
        (5, "opens_pages_to_whoever_is_logged_in", "house/test_access.py::TestAccess"),
        (5, "lets_every_doctor_look", "house/test_access.py"),
        (7, "knows_a_visit_by_what_was_there_before", "web/test_visits.py::TestSigningIn"),
        (8, "lets_the_browser_keep_pages", "browser/test_leaving.py"),
        (10, "asks_for_no_form_token", "web/test_visits.py::TestFormTokens"),
        (10, "writes_when_a_page_is_read", "house/test_gets.py::TestTheWriters"),
        (11, "counts_no_guesses", "web/test_limits.py::TestInvitationCodes"),
        (12, "knows_at_once_that_a_name_is_unknown", "care/test_hashing.py"),
        (13, "shows_the_doctor_what_was_not_ticked", "care/test_exact_sharing.py"),
        (15, "logs_what_was_sent", "web/test_logs.py"),
        (17, "forgets_item_nine_in_bad_weather", "web/test_item_nine.py::TestInBadWeather"),
        (22, "seals_the_log_without_the_key", "care/test_log_check.py"),
    ],
)
def test_a_planted_mistake_is_found(number: int, bug: str, tests: str) -> None:
    command = [sys.executable, "-m", "pytest", "-p", "drills.plant", "-p", "no:cacheprovider", "-q", "-x"]
    done = subprocess.run(  # noqa: S603  # our own command
        [*command, f"tests/{tests}"],
        cwd=ROOT,
        env=os.environ | {"PLANTED": bug, "PYTHONPATH": f"{ROOT / 'tests'}:{ROOT}"},
        capture_output=True,
        text=True,
        timeout=WITHIN,
        check=False,
    )

    assert done.returncode == FAILED, f"drill {number} does not find it:\n{done.stdout[-2000:]}{done.stderr}"
