"""The official client takes the emulator's webhooks for those of Wix."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from tests.emulator.running import SITE

if TYPE_CHECKING:
    from collections.abc import Callable


def test_signed_events_reach_the_handlers(flow: Callable[[str], dict[str, Any]]) -> None:
    seen = flow("webhooks")
    ids = seen["ids"]
    happened = {(event["name"], event["id"], event.get("status")) for event in seen["seen"]}
    assert happened == {
        ("backup", ids["backup"], "PENDING"),
        ("backup", ids["backup"], "READY"),
        ("restoration", ids["restoration"], "PENDING"),
        ("restoration", ids["restoration"], "COMPLETED"),
        ("created", ids["job"], "INITIALIZING"),
        ("updated", ids["job"], "FAILED"),
        ("deleted", ids["job"], None),
    }
    assert {event["about"] for event in seen["seen"]} == {"wix.data.v2.backup", "wix.hub.v1.job"}
    assert {event["instanceId"] for event in seen["seen"]} == {SITE}
