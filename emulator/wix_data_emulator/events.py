"""Events as webhooks carry them: JSON in JSON in JSON. Source: docs/wix-api.md, "Webhooks"."""

from __future__ import annotations

import json
import uuid
from dataclasses import dataclass
from typing import TYPE_CHECKING

from wix_data_emulator.instants import to_iso

if TYPE_CHECKING:
    from collections.abc import Mapping

    from wix_data_emulator.settings import Settings

BACKUP, JOB = "wix.data.v2.backup", "wix.hub.v1.job"
IDENTITY = {"identityType": "APP"}


@dataclass(frozen=True)
class Event:
    """Something that happened; `body` is `createdEvent`, `updatedEvent` and the like.

    `sequence` grows with the events of one entity, so that receivers can order them.
    """

    site: str
    fqdn: str
    slug: str
    entity: str
    sequence: int
    body: Mapping[str, object]

    def to_claim(self, settings: Settings, now_ms: int) -> str:
        """The claim `data` of a webhook's JWT."""
        inner = {
            "id": str(uuid.uuid4()),
            "entityFqdn": self.fqdn,
            "slug": self.slug,
            "entityId": self.entity,
            "eventTime": to_iso(now_ms),
            "entityEventSequence": str(self.sequence),
            "triggeredByAnonymizeRequest": False,
            "originatedFrom": None,
            **self.body,
        }
        envelope = {
            "eventType": f"{self.fqdn}_{self.slug}",
            "instanceId": settings.instance_of(self.site),
            "data": json.dumps(inner),
            "identity": json.dumps(IDENTITY),
        }
        return json.dumps(envelope)
