"""What a job is submitted from: each kind says it, and all are submitted alike."""

from __future__ import annotations

from types import MappingProxyType
from typing import TYPE_CHECKING, Any

from wix_data_provider.record import Record

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Mapping

    from wix_data_provider.client.job_models import Job

    Ends = tuple[dict[str, Any], dict[str, Any]]  # source and destination, on the wire


class Order(Record):
    """What to submit, and what the state knows of it already.

    `ends` gives source and destination as the wire has them, and uploads a file before it does.
    `operation` are operation inputs in place of the ones in the program, such as a content's
    hash for its path: the job's mark is made of them. `what` names the job in messages.
    `harmless`: the job may run twice. `refusal`: why it must not follow another job of this
    resource, if it must not.
    """

    what: str
    ends: Callable[[], Awaitable[Ends]]
    computed: Mapping[str, Any] = MappingProxyType({})
    operation: Mapping[str, Any] = MappingProxyType({})
    source_site_id: str | None = None
    destination_site_id: str | None = None
    harmless: bool = False
    refusal: Callable[[Job], str | None] = lambda _job: None


def known_ends(
    source: dict[str, Any], destination: dict[str, Any]
) -> Callable[[], Awaitable[Ends]]:
    """Ends that need no preparation."""

    async def ends() -> Ends:
        return source, destination

    return ends
