"""What all tests share. A fixture that only some tests need stands beside them."""

import hypothesis
import pytest

# No test fails for being slow: how fast the machine is says nothing of the code.
# A fixture made once for all examples of a test is what the tests that use one mean.
hypothesis.settings.register_profile(
    "ours",
    deadline=None,
    suppress_health_check=[hypothesis.HealthCheck.too_slow, hypothesis.HealthCheck.function_scoped_fixture],
)
hypothesis.settings.register_profile(
    "thousands", hypothesis.settings.get_profile("ours"), max_examples=10_000
)
hypothesis.settings.load_profile("ours")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Let browser tests reach a server on this machine; every other test goes without sockets.

    The long ones are begun first, so that no worker is left alone with one at the end.
    """
    items.sort(key=lambda item: item.get_closest_marker("long") is None)
    for item in items:
        if item.get_closest_marker("browser"):
            item.add_marker(pytest.mark.allow_hosts(["127.0.0.1", "localhost", "::1"]))
