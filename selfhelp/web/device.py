"""What kind of browser somebody uses, in two plain words. More is not kept: it would tell people apart."""

from flask_babel import gettext

# The first that is found counts: most browsers also say that they are others.
BROWSERS = {
    "Edg": "Edge",
    "OPR/": "Opera",
    "SamsungBrowser/": "Samsung Internet",
    "FxiOS/": "Firefox",
    "Firefox/": "Firefox",
    "CriOS/": "Chrome",
    "Chrome/": "Chrome",
    "Safari/": "Safari",
}
SYSTEMS = {
    "Android": "Android",
    "iPhone": "iPhone",
    "iPad": "iPad",
    "CrOS": "Chromebook",
    "Windows": "Windows",
    "Macintosh": "Mac",
    "Linux": "Linux",
}
BETWEEN = "|"


def device_of(agent: str) -> str:
    """Return what is kept of a browser's own description: “Chrome|Android”, each part "" when unknown."""
    found = (
        next((name for sign, name in known.items() if sign in agent), "") for known in (BROWSERS, SYSTEMS)
    )
    return BETWEEN.join(found)


def device_in_words(kept: str) -> str:
    """Say what was kept: “Chrome on Android”."""
    browser, _, system = kept.partition(BETWEEN)
    if not browser and not system:
        return str(gettext("A browser we do not know"))
    if not browser or not system:
        return browser or system
    return str(gettext("%(browser)s on %(system)s", browser=browser, system=system))
