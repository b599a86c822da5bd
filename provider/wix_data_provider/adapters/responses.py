"""Answers of the lifecycle as messages of the protocol."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pulumi.runtime.proto import provider_pb2

if TYPE_CHECKING:
    from collections.abc import Iterator

    from wix_data_provider.lifecycle.diff import Change, Diff
    from wix_data_provider.lifecycle.listing import Page

_Kind = provider_pb2.PropertyDiff.Kind
_Changes = provider_pb2.DiffResponse.DiffChanges


def failures(found: list[tuple[str, str]]) -> list[provider_pb2.CheckFailure]:
    """The reasons, which name their properties: where a failure names one itself, the engine
    prints its value, even a secret one."""
    return [provider_pb2.CheckFailure(reason=reason) for _property, reason in found]


def list_responses(page: Page | None) -> Iterator[provider_pb2.ListResponse]:
    """A page of what exists; None is one that a preview does not know yet."""
    response = provider_pb2.ListResponse
    if page is None:
        yield response(computed=response.Computed())
        return
    for item in page.items:
        yield response(result=response.Result(id=item.id, name=item.name))
    if page.continuation:
        yield response(continuation=response.Continuation(continuation_token=page.continuation))


def diff_response(diff: Diff) -> provider_pb2.DiffResponse:
    """Nested paths in detail, and top-level names for engines that know no better."""
    paths = [change.path for change in diff.changes]
    return provider_pb2.DiffResponse(
        changes=_Changes.DIFF_SOME if paths else _Changes.DIFF_NONE,
        diffs=sorted({path.split(".")[0].split("[")[0] for path in paths}),
        replaces=[change.path for change in diff.changes if change.replace],
        deleteBeforeReplace=diff.delete_before_replace,
        detailedDiff={change.path: _property_diff(change) for change in diff.changes},
        hasDetailedDiff=True,
    )


def _property_diff(change: Change) -> provider_pb2.PropertyDiff:
    name = f"{change.kind.upper()}{'_REPLACE' if change.replace else ''}"
    return provider_pb2.PropertyDiff(kind=_Kind.Value(name), inputDiff=change.input)
