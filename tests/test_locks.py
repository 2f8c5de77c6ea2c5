"""The lock files install the same, from anywhere: each package with hashes, and no address of a registry."""

import re
import tomllib
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
LOCKS = ("requirements.lock", "requirements-dev.lock")


def packages(lock: str) -> dict[str, str]:
    """Return each package's version, as the lock names it."""
    return dict(re.findall(r"^([a-z0-9._-]+)==([^ ]+)", (ROOT / lock).read_text("utf-8"), re.MULTILINE))


def wanted(group: str) -> set[str]:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))
    asked = project["project"]["dependencies"] if group == "run" else project["dependency-groups"][group]
    return {re.split(r"[<>=!~ ;\[]", requirement)[0] for requirement in asked}


@pytest.mark.parametrize("lock", LOCKS)
def test_a_lock_holds_packages_with_hashes_and_nothing_else(lock: str) -> None:
    lines = [line.strip() for line in (ROOT / lock).read_text("utf-8").splitlines()]
    odd = [
        line for line in lines if not re.match(r"#|--hash=sha256:[0-9a-f]{64}|[a-z0-9._-]+==[^ /:]+ ", line)
    ]

    assert odd == []


@pytest.mark.parametrize("lock", LOCKS)
def test_every_locked_package_has_a_hash(lock: str) -> None:
    text = (ROOT / lock).read_text("utf-8")
    without = [block.split("==")[0] for block in re.split(r"\n(?=[a-z])", text)[1:] if "--hash=" not in block]

    assert without == []


def test_all_that_is_asked_for_is_locked() -> None:
    assert wanted("run") <= packages("requirements.lock").keys()
    assert wanted("run") | wanted("dev") <= packages("requirements-dev.lock").keys()


def test_developers_run_the_versions_that_operators_run() -> None:
    assert packages("requirements.lock").items() <= packages("requirements-dev.lock").items()


@pytest.mark.parametrize("lock", ["theme/package-lock.json", "audit/package-lock.json"])
def test_no_lock_of_npm_names_a_registry(lock: str) -> None:
    text = (ROOT / lock).read_text("utf-8")

    assert '"integrity"' in text
    assert "://" not in re.sub(r'"(url|funding)": "[^"]*"', "", text)
