"""What every route of the API has in common: one `Operation`, called with one `Call`."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from wix_data_emulator.collections import LONGEST_ID, get_collection
from wix_data_emulator.items import ENVIRONMENTS, LIVE, Shelf

if TYPE_CHECKING:
    import sqlite3

    from wix_data_emulator.fields import Fields
    from wix_data_emulator.settings import Settings
    from wix_data_emulator.world import World


@dataclass(frozen=True)
class Call:
    """One authenticated request; `base_url` is the host it came to."""

    world: World
    site: str
    path: Mapping[str, str]
    given: Fields
    base_url: str
    now_ms: int

    @property
    def db(self) -> sqlite3.Connection:
        """The state, inside the request's transaction."""
        return self.world.store.db

    @property
    def settings(self) -> Settings:
        """The settings of this moment."""
        return self.world.settings

    def shelf(self) -> Shelf:
        """The items that `dataCollectionId` and `environment` name.

        Raises: ValidationError, RefusedError.
        """
        collection_id = self.given.required_text("dataCollectionId", longest=LONGEST_ID)
        environment = self.given.choice("environment", ENVIRONMENTS) or LIVE
        return Shelf(self.db, get_collection(self.db, self.site, collection_id), environment)


Answer = dict[str, object]
Handler = Callable[[Call], Answer]


@dataclass(frozen=True)
class Operation:
    """A route: who may call it and what it does; raising ApiError undoes it."""

    method: str
    path: str
    permission: str
    handle: Handler
