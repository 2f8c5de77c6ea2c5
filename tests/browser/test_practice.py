"""A practice leads on by itself, line by line; and whoever has had enough stops at once."""

import pytest
from playwright.sync_api import Locator, expect

from browser.person import Arrives, Person, Way

pytestmark = pytest.mark.browser

BREATHING = "/modules/calm/three-minutes"
A_WHILE = 20_000  # milliseconds: longer than its first line, shorter than the first two
LONGER_THAN_ALL = 600_000


def lines(patient: Person) -> Locator:
    return patient.finds("[data-practice] [data-seconds]")


def is_led_through_line(patient: Person, number: int) -> None:
    """One line shows, with its number, and it is said to those who listen."""
    line = lines(patient).locator("visible=true")
    expect(line).to_have_count(1)
    expect(line).to_have_attribute("value", str(number))
    expect(line).to_have_attribute("aria-current", "step")
    expect(patient.finds("[data-said]")).to_have_text(line.locator("span").first.inner_text())
    expect(patient.button("Stop")).to_be_in_viewport()


def sees_every_line(patient: Person) -> None:
    expect(lines(patient).locator("visible=true")).to_have_count(lines(patient).count())
    expect(patient.finds("[aria-current=step]")).to_have_count(0)


def test_leads_waits_and_stops_as_the_patient_says(arrives: Arrives, at_home: str) -> None:
    patient = arrives(Way(width=360)).is_in(at_home)
    clock, words = patient.page.clock, patient.finds("[data-stopped]")
    clock.install()
    patient.opens(BREATHING)
    sees_every_line(patient)
    expect(words).to_be_hidden()

    patient.taps("Start")
    clock.fast_forward(1000)
    is_led_through_line(patient, 1)
    patient.is_clear_to_all()

    patient.taps("Pause")
    clock.fast_forward(A_WHILE)
    is_led_through_line(patient, 1)

    patient.taps("Resume")
    clock.fast_forward(A_WHILE)
    is_led_through_line(patient, 2)

    patient.taps("Stop")
    expect(words).to_be_focused()
    expect(words).to_be_in_viewport()
    sees_every_line(patient)
    patient.is_clear_to_all()

    patient.taps("Start")
    clock.fast_forward(LONGER_THAN_ALL)
    expect(patient.finds("[data-said]")).to_have_text(
        patient.says("That was the whole practice. Take your time.")
    )
    expect(words).to_be_hidden()
    sees_every_line(patient)


def test_is_there_to_read_without_scripts(arrives: Arrives, at_home: str) -> None:
    patient = arrives(Way(script=False)).is_in(at_home).opens(BREATHING)

    sees_every_line(patient)
    assert lines(patient).count() > 1
    patient.sees("If you stop before the end:")
    expect(patient.finds("[data-stopped]")).to_be_visible()
    expect(patient.button("Start")).to_have_count(0)
