"""Numbers for whoever watches the service: how much, how fast, how often in vain. Never who, and never what.

What a number is told apart by comes from closed sets: names of routes, methods, codes of failures. An address
is never among them, for it can hold a code, an id or a word. Nor is how a page went on that was no failure: a
step answers otherwise where somebody has thoughts of death, and that is for nobody to count.
"""

from collections.abc import Mapping
from time import monotonic, perf_counter
from types import MappingProxyType

from flask import Flask, Response, g, request
from prometheus_client import (
    CollectorRegistry,
    Counter,
    Gauge,
    Histogram,
    ProcessCollector,
    disable_created_metrics,
)
from sqlalchemy import Engine, QueuePool

from selfhelp.web.desk import Desk
from selfhelp.web.health import readiness_of

METHODS = frozenset({"GET", "HEAD", "POST", "OPTIONS"})
NO_ROUTE, OTHER, DONE = "none", "other", "done"
FIRST_FAILURE = 400
# Pages that follow on one answer alone are counted as the page they follow on.
COUNTED_AS: Mapping[str, str] = MappingProxyType({"patient.heavy_thoughts": "patient.step"})
SECONDS = (0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10)

disable_created_metrics()  # type: ignore[no-untyped-call]  # they would tell when each page was first opened


class Metrics:
    """The numbers of one application, in a registry of its own."""

    def __init__(self, app: Flask) -> None:
        """Begin to count."""
        desk: Desk = app.extensions["selfhelp"]
        self.registry = CollectorRegistry()
        ProcessCollector(registry=self.registry)
        self.requests = Counter(
            "selfhelp_requests",
            "Requests answered, by route, method and how it went: done, or the code of the failure.",
            ("route", "method", "outcome"),
            registry=self.registry,
        )
        self.durations = Histogram(
            "selfhelp_request_seconds",
            "How long it took to answer a request, by route.",
            ("route",),
            buckets=SECONDS,
            registry=self.registry,
        )
        ready = Gauge(
            "selfhelp_ready", "1 when pages can be served and answers saved.", registry=self.registry
        )
        ready.set_function(lambda: not readiness_of(app).look(monotonic()))
        in_use = Gauge(
            "selfhelp_database_connections",
            "Connections in use now, of 32 at most, by database.",
            ("database",),
            registry=self.registry,
        )
        in_use.labels("main").set_function(lambda: connections_of(desk.engine))
        in_use.labels("keys").set_function(lambda: connections_of(desk.keys.engine))

    def count(self, response: Response) -> None:
        """Count the request that is answered by this."""
        route = request.endpoint or NO_ROUTE
        route = COUNTED_AS.get(route, route)
        method = request.method if request.method in METHODS else OTHER
        outcome = DONE if response.status_code < FIRST_FAILURE else str(response.status_code)
        self.requests.labels(route, method, outcome).inc()
        if "began" in g:
            self.durations.labels(route).observe(perf_counter() - g.began)


def init_app(app: Flask) -> None:
    """Count every request. Call it before anything else that looks at requests."""
    app.extensions["metrics"] = metrics = Metrics(app)

    @app.before_request
    def begin() -> None:
        g.began = perf_counter()

    @app.after_request
    def count(response: Response) -> Response:
        metrics.count(response)
        return response


def metrics_of(app: Flask) -> Metrics:
    """Return the numbers of an application."""
    found: Metrics = app.extensions["metrics"]
    return found


def connections_of(engine: Engine) -> int:
    """Return how many connections are in use now."""
    return engine.pool.checkedout() if isinstance(engine.pool, QueuePool) else 0
