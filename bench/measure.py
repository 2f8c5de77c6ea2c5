"""Interleaved rounds, processor time a call, medians: what stays stable on a shared machine."""

import gc
import time
from collections.abc import Callable, Mapping
from statistics import median

ROUNDS = 9
CALLS = 40


def medians(
    tasks: Mapping[str, Callable[[], None]], *, rounds: int = ROUNDS, calls: int = CALLS
) -> dict[str, float]:
    """Return each task's processor time a call, in milliseconds; the tasks take turns, round by round."""
    spent: dict[str, list[float]] = {name: [] for name in tasks}
    for task in tasks.values():
        task()
    for _ in range(rounds):
        for name, task in tasks.items():
            spent[name].append(_timed(task, calls))
    return {name: median(times) for name, times in spent.items()}


def _timed(task: Callable[[], None], calls: int) -> float:
    gc.collect()
    began = time.process_time()
    for _ in range(calls):
        task()
    return (time.process_time() - began) * 1000 / calls
