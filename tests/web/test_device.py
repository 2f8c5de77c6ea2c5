"""A device in plain words, and nothing of it that tells people apart."""

import pytest
from flask import Flask

from selfhelp.web.device import device_in_words, device_of
from selfhelp.web.fragments import speaking

KIT = "AppleWebKit/537.36 (KHTML, like Gecko)"
AGENTS = {
    f"Mozilla/5.0 (Linux; Android 10; K) {KIT} Chrome/131.0.0.0 Mobile Safari/537.36": "Chrome|Android",
    f"Mozilla/5.0 (Windows NT 10.0; Win64; x64) {KIT} Chrome/131.0 Safari/537.36 Edg/131.0": "Edge|Windows",
    f"Mozilla/5.0 (X11; CrOS x86_64 14541.0.0) {KIT} Chrome/131.0.0.0 Safari/537.36": "Chrome|Chromebook",
    "Mozilla/5.0 (Macintosh; Intel Mac OS X 10.15; rv:133.0) Gecko/20100101 Firefox/133.0": "Firefox|Mac",
    "Mozilla/5.0 (iPhone; CPU iPhone OS 18_1 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) "
    "Version/18.1 Mobile/15E148 Safari/604.1": "Safari|iPhone",
    "Mozilla/5.0 (iPad; CPU OS 18_1 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) "
    "CriOS/131.0.6778.73 Mobile/15E148 Safari/604.1": "Chrome|iPad",
    f"Mozilla/5.0 (Linux; Android 14; SAMSUNG SM-S921B) {KIT} SamsungBrowser/27.0 Chrome/125.0.0.0 "
    "Mobile Safari/537.36": "Samsung Internet|Android",
    "curl/8.5.0": "|",
    "": "|",
}


@pytest.mark.parametrize(("agent", "kept"), AGENTS.items())
def test_keeps_browser_and_system_alone(agent: str, kept: str) -> None:
    assert device_of(agent) == kept


@pytest.mark.parametrize(
    ("kept", "nb", "en"),
    [
        ("Chrome|Android", "Chrome på Android", "Chrome on Android"),
        ("|Windows", "Windows", "Windows"),
        ("Opera|", "Opera", "Opera"),
        ("|", "En nettleser vi ikke kjenner", "A browser we do not know"),
        ("", "En nettleser vi ikke kjenner", "A browser we do not know"),
    ],
)
def test_says_it_in_the_readers_language(app: Flask, kept: str, nb: str, en: str) -> None:
    with app.test_request_context():
        for language, said in (("nb", nb), ("en", en)):
            with speaking(language):
                assert device_in_words(kept) == said
