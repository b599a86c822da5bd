"""The one interface of all resources, with the answers that most of them give.

A handler sees typed inputs and states, never gRPC, protobuf or unknown values: `create`,
`update` and `delete` never run in a preview, `preview_*` never submit anything.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, ClassVar, Generic, TypeVar

from wix_data_provider.deadline import READ_S
from wix_data_provider.lifecycle.diff import Diff, changes
from wix_data_provider.lifecycle.fields import Inputs
from wix_data_provider.lifecycle.values import UNKNOWN, Unknown
from wix_data_provider.record import Record

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping, Sequence

    from wix_data_provider.lifecycle.codec import Problem
    from wix_data_provider.lifecycle.report import Report
    from wix_data_provider.session import Session

A = TypeVar("A", bound=Inputs)
S = TypeVar("S", bound=Inputs)


class Timeouts(Record):
    """Seconds, where the program's customTimeouts say nothing."""

    create: float
    update: float
    delete: float
    read: float = READ_S


class Request(Record):
    """What every request has. `deadline` is seconds on the session's clock."""

    urn: str
    report: Report
    deadline: float


class CreateRequest(Request, Generic[A]):
    inputs: A


class UpdateRequest(Request, Generic[A, S]):
    id: str
    inputs: A
    state: S


class DiffRequest(Request, Generic[A, S]):
    """`ignored`: the properties (Pulumi's names) that the option `ignoreChanges` names."""

    id: str
    inputs: A
    state: S
    ignored: frozenset[str] = frozenset()


class ReadRequest(Request, Generic[S]):
    """`state` is None for an import: then only `id` is known."""

    id: str
    state: S | None


class DeleteRequest(Request, Generic[S]):
    id: str
    state: S


class Checked(Record):
    """`effective`: inputs (Pulumi's names) that Check fills in or makes canonical."""

    effective: Mapping[str, Any] = MappingProxyType({})
    problems: Sequence[Problem] = ()


class Created(Record, Generic[S]):
    id: str
    state: S


class Found(Record, Generic[A, S]):
    """`inputs` are what a program would have to say to own this; used by imports only."""

    id: str
    state: S
    inputs: A | None = None


class Preview(Record):
    """`known`: the computed outputs (Pulumi's names) that are known already. `rest`: what the
    others are: UNKNOWN, or None where nothing runs and they stay absent."""

    known: Mapping[str, Any] = MappingProxyType({})
    rest: Unknown | None = UNKNOWN


class Resource(ABC, Generic[A, S]):
    """One kind of resource: its token, its types and its lifecycle."""

    token: ClassVar[str]
    args: type[A]
    state: type[S]
    timeouts: ClassVar[Timeouts]

    def __init__(self, session: Session) -> None:
        self.session = session

    @abstractmethod
    def operations(self, urn: str, state: S) -> Mapping[str, Collection[str]]:
        """The IDs at Wix of the operations that a state has, by whose they are in the journal:
        the resource's, or a part's of it."""

    def check(self, inputs: A) -> Checked:  # noqa: ARG002 - for the resources that need it
        """Rules between inputs, beyond their types."""
        return Checked()

    async def diff(self, req: DiffRequest[A, S]) -> Diff:
        """What would change; raises to refuse a change before anything is touched."""
        return Diff(changes(req.inputs, req.state))

    @abstractmethod
    async def preview_create(self, req: CreateRequest[A]) -> Preview:
        """Tell what `create` would do, and refuse what it would refuse."""

    @abstractmethod
    async def create(self, req: CreateRequest[A]) -> Created[S]:
        """Run the operation to its end. Raises ResourceInitFailed once there is an ID."""

    @abstractmethod
    async def preview_update(self, req: UpdateRequest[A, S]) -> Preview:
        """Tell what `update` would do."""

    @abstractmethod
    async def update(self, req: UpdateRequest[A, S]) -> S:
        """Take over new inputs, wait on for a pending operation, or run in place."""

    @abstractmethod
    async def read(self, req: ReadRequest[S]) -> Found[A, S] | None:
        """The state as Wix shows it; None where an import finds nothing."""

    @abstractmethod
    async def delete(self, req: DeleteRequest[S]) -> None:
        """Leave: what deleting means is the resource's own."""
