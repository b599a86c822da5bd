"""Waiting for operations at Wix, knowing no URL: states.py tells what a status means,
schedule.py when to look next, poller.py does the looking, estimate.py says how long it may take.
"""

from __future__ import annotations

from wix_data_provider.waiter.poller import Poller
from wix_data_provider.waiter.states import BACKUP_STATES, JOB_STATES, Outcome, States

__all__ = ["BACKUP_STATES", "JOB_STATES", "Outcome", "Poller", "States"]
