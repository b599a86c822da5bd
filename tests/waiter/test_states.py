"""waiter/states.py, and the examples in the docstrings of the waiter."""

from __future__ import annotations

import doctest
import importlib
import pkgutil

import pytest

from wix_data_provider import waiter
from wix_data_provider.waiter.states import BACKUP_STATES, JOB_STATES, Outcome, States

MODULES = [f"{waiter.__name__}.{one.name}" for one in pkgutil.iter_modules(waiter.__path__)]


@pytest.mark.parametrize("name", MODULES)
def test_examples_are_true(name: str) -> None:
    assert doctest.testmod(importlib.import_module(name)).failed == 0


TABLE = [
    (BACKUP_STATES, "PENDING", Outcome.PENDING),
    (BACKUP_STATES, "READY", Outcome.SUCCEEDED),
    (BACKUP_STATES, "FAILED", Outcome.FAILED),
    (BACKUP_STATES, "DELETED", Outcome.FAILED),
    (BACKUP_STATES, "CANCELED", Outcome.FAILED),
    (JOB_STATES, "UNINITIALIZED", Outcome.PENDING),
    (JOB_STATES, "INITIALIZING", Outcome.PENDING),
    (JOB_STATES, "IN_PROGRESS", Outcome.PENDING),
    (JOB_STATES, "COMPLETED", Outcome.SUCCEEDED),
    (JOB_STATES, "PARTIALLY_SUCCESSFUL", Outcome.SUCCEEDED),
    (JOB_STATES, "FAILED", Outcome.FAILED),
]


@pytest.mark.parametrize(("states", "status", "outcome"), TABLE)
def test_every_status_of_the_contract_is_listed(
    states: States, status: str, outcome: Outcome
) -> None:
    assert states.outcome(status) is outcome
    assert states.is_known(status)


@pytest.mark.parametrize("states", [BACKUP_STATES, JOB_STATES])
@pytest.mark.parametrize("status", ["", "PAUSED", "ready", "completed"])
def test_an_unknown_status_is_pending_and_never_success(states: States, status: str) -> None:
    assert states.outcome(status) is Outcome.PENDING
    assert not states.is_known(status)
