"""What a language has whole before anybody can choose it: its name and what is shared, whom to call, privacy.

A questionnaire is there whole, or not at all.
"""

from selfhelp.content.confirmed import INSTRUMENTS

WHOLE = (
    "programme.md",
    *(f"pages/{page}.md" for page in ("help-now", "heavy-thoughts", "heavy-now", "right-for-me")),
    *("pages/privacy.md", "pages/slip.md"),
)


def must_be_whole(path: str) -> bool:
    """Tell whether a file such as `en/pages/help-now.md` is there whole or not at all."""
    key = path.partition("/")[2]
    return key in WHOLE or key.startswith(INSTRUMENTS)
