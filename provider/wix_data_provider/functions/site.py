"""What all functions have in common: the site, IDs, statuses, and limits."""

from __future__ import annotations

from contextlib import aclosing
from typing import TYPE_CHECKING, TypeVar

from wix_data_provider.config import is_guid
from wix_data_provider.lifecycle.codec import Problem
from wix_data_provider.lifecycle.fields import Inputs, field
from wix_data_provider.lifecycle.function import Function
from wix_data_provider.lifecycle.resource import Checked
from wix_data_provider.resources.site import SiteInputs, check_site, join

if TYPE_CHECKING:
    from collections.abc import AsyncGenerator

    from wix_data_provider.client import SiteClient

A = TypeVar("A", bound=SiteInputs)
R = TypeVar("R", bound=Inputs)
T = TypeVar("T")

LIMIT = 100
"""How many records are read unless told otherwise: one page of Wix."""


class Limited(SiteInputs):
    """The arguments of a function that reads pages."""

    limit: int = field(
        "How many to return at most; as many pages are read as that takes.", default=LIMIT
    )


class Some(Inputs):
    """The result of a function that reads pages."""

    truncated: bool = field("Whether there are more than `limit`.")


class SiteFunction(Function[A, R]):
    """A function that reads from one site."""

    def check(self, args: A) -> Checked:
        problems = self.problems(args)
        limit = args.limit if isinstance(args, Limited) else 1
        if limit < 1:
            problems.append(Problem("limit", f"`limit` must be at least 1, not {limit}"))
        return join(check_site(args, self.session.config), Checked(problems=problems))

    def problems(self, args: A) -> list[Problem]:  # noqa: ARG002 - for those that have rules
        """What is wrong with its own arguments, beyond their types."""
        return []

    def client(self, args: A) -> SiteClient:
        """The calls for the site. Raises ConfigError where there are no credentials."""
        return self.session.site(args.site).client


def job_problems(job_id: str) -> list[Problem]:
    """What is wrong with a `jobId`."""
    if is_guid(job_id):
        return []
    return [Problem("jobId", f"`jobId` must be the GUID of a job, not {job_id!r}")]


async def first(items: AsyncGenerator[T, None], limit: int) -> tuple[list[T], bool]:
    """The first `limit` items, and whether there are more: pages are read up to one item beyond."""
    found: list[T] = []
    async with aclosing(items):
        async for item in items:
            if len(found) == limit:
                return found, True
            found.append(item)
    return found, False
