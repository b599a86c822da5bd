"""lifecycle/listing.py: what exists, page by page."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from tests.lifecycle.garden import GardenResource
from wix_data_provider.config import Config
from wix_data_provider.errors import ConfigError
from wix_data_provider.lifecycle.codec import Problem
from wix_data_provider.lifecycle.fields import Inputs, field
from wix_data_provider.lifecycle.listing import Listed, Listing, Listings, Page
from wix_data_provider.lifecycle.resource import Checked
from wix_data_provider.lifecycle.schema import resource_spec
from wix_data_provider.lifecycle.values import UNKNOWN
from wix_data_provider.session import Session

if TYPE_CHECKING:
    from collections.abc import AsyncGenerator

    from tests.fake_clock import FakeClock

pytestmark = pytest.mark.anyio

TOKEN = "wix-data:index:Garden"


class ListGardensArgs(Inputs):
    kind: str = field("Which ones.", default="all")


class Gardens(Listing[ListGardensArgs]):
    """Newest first; `c` and `b` came at the same moment."""

    args = ListGardensArgs

    def __init__(self) -> None:
        self.all = [("e", 5), ("d", 4), ("c", 3), ("b", 3), ("a", 1)]
        self.read: list[str] = []
        self.ended = 0

    def check(self, args: ListGardensArgs, config: Config) -> Checked:  # noqa: ARG002
        if args.kind == "secret":
            return Checked(problems=[Problem("kind", "those are not shown")])
        return Checked({"kind": "all" if args.kind == "any" else args.kind})

    async def list(
        self,
        args: ListGardensArgs,
        session: Session,  # noqa: ARG002
        until: str | None,
    ) -> AsyncGenerator[Listed, None]:
        assert args.kind == "all"
        try:
            for id, moment in self.all:
                self.read.append(id)
                if until is None or str(moment) <= until:
                    yield Listed(id, f"garden {id}", str(moment))
        finally:
            self.ended += 1


@pytest.fixture
def gardens() -> Gardens:
    return Gardens()


@pytest.fixture
def listings(gardens: Gardens, clock: FakeClock) -> Listings:
    return Listings(Session(Config(), clock=clock), {TOKEN: gardens})


async def page(listings: Listings, **options: Any) -> tuple[str, str]:
    """The IDs of a page, in one word, and how it goes on."""
    found = await listings.page(TOKEN, {}, **options)
    assert found is not None
    return "".join(item.id for item in found.items), found.continuation


async def test_everything_fits_on_a_page(listings: Listings) -> None:
    assert await page(listings) == ("edcba", "")
    assert await page(listings, size=5) == ("edcba", "")


@pytest.mark.parametrize("size", [1, 2, 3, 4])
async def test_pages_lead_from_one_to_the_next(listings: Listings, size: int) -> None:
    ids, behind = await page(listings, size=size)
    while behind:
        assert len(ids) % size == 0
        more, behind = await page(listings, size=size, behind=behind)
        ids += more
    assert ids == "edcba"


async def test_what_comes_meanwhile_or_vanishes_shifts_nothing(
    listings: Listings, gardens: Gardens
) -> None:
    ids, behind = await page(listings, size=2)
    gardens.all = [("g", 7), *gardens.all[:1], *gardens.all[2:]]  # d is gone
    assert (ids, (await page(listings, behind=behind))[0]) == ("ed", "cba")


async def test_a_limit_ends_the_list_and_reads_no_further(
    listings: Listings, gardens: Gardens
) -> None:
    assert await page(listings, limit=2) == ("ed", "")
    assert (gardens.read, gardens.ended) == (["e", "d"], 1)
    assert (await page(listings, limit=4, size=3))[1] != ""
    assert await page(listings, limit=9, size=0) == ("edcba", "")
    assert gardens.ended == 3


async def test_an_unknown_query_has_no_answer_yet(listings: Listings) -> None:
    assert await listings.page(TOKEN, {"kind": UNKNOWN}) is None


async def test_what_is_effective_reaches_the_listing(listings: Listings) -> None:
    assert isinstance(await listings.page(TOKEN, {"kind": "any"}), Page)


@pytest.mark.parametrize(
    ("query", "reason"),
    [
        ({"kind": "secret"}, "those are not shown"),
        ({"kind": 3}, "`kind` must be a string, not 3"),
        ({"knid": "all"}, "there is no property `knid`; did you mean `kind`?"),
    ],
)
async def test_a_wrong_query_is_refused(
    listings: Listings, gardens: Gardens, query: dict[str, Any], reason: str
) -> None:
    with pytest.raises(ConfigError) as error:
        await listings.page(TOKEN, query)
    assert str(error.value) == reason
    assert gardens.read == []


async def test_a_type_that_cannot_be_listed(listings: Listings) -> None:
    with pytest.raises(ConfigError, match=f"wix-data:index:Pond cannot be listed; .*: {TOKEN}"):
        await listings.page("wix-data:index:Pond", {})


async def test_a_continuation_of_another_kind(listings: Listings) -> None:
    with pytest.raises(ConfigError, match="'2' leads to no page of this list; begin it anew"):
        await listings.page(TOKEN, {}, behind="2")


def test_the_schema_of_a_listed_resource_says_what_to_ask() -> None:
    spec = resource_spec(GardenResource, "A garden.", Gardens())
    assert spec["listInputs"]["properties"].keys() == {"kind"}
    assert "listInputs" not in resource_spec(GardenResource, "A garden.")
