"""A small resource for the tests of what all resources share."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from wix_data_provider.errors import ResourceInitFailed
from wix_data_provider.lifecycle.codec import Problem, encode
from wix_data_provider.lifecycle.fields import Choice, Inputs, carry_over, echo, field
from wix_data_provider.lifecycle.resource import (
    Checked,
    Created,
    CreateRequest,
    DeleteRequest,
    Found,
    Preview,
    ReadRequest,
    Resource,
    Timeouts,
    UpdateRequest,
)
from wix_data_provider.lifecycle.values import Asset

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping


class Size(Choice):
    """How large it is."""

    SMALL = "small", "Up to one metre."
    LARGE = "large", "More than that."


class Bed(Inputs):
    """A part of a garden."""

    plant: str = field("What grows there.")
    rows: int | None = field("How many rows.", default=None)


class GardenArgs(Inputs):
    plot: str = field("Where it is.", replace=True)
    size: Size = field("Its size.", default=Size.SMALL)
    beds: list[Bed] | None = field("Its beds.", default=None, rerun=True)
    limit: int | str = field("A count or a percentage.", default=0)
    seeds: Asset | None = field("What is sown.", default=None, replace=True, echo=False)
    triggers: dict[str, Any] | None = field("Any values.", default=None, rerun=True)
    key: str | None = field("Of the gate.", default=None, secret=True)
    open: bool = field("Whether anybody may come in.", default=False)
    ratio: float | None = field("Of sun to shade.", default=None)


class GardenState(GardenArgs):
    status: str = field("GROWING or READY.")
    harvest: int | None = field("In kilograms.", default=None)


class GardenResource(Resource[GardenArgs, GardenState]):
    """Grows at once; on the plot "wet" it never gets ready, on "nowhere" there is nothing."""

    token = "wix-data:index:Garden"
    args = GardenArgs
    state = GardenState
    timeouts = Timeouts(create=60, update=30, delete=20)

    def check(self, inputs: GardenArgs) -> Checked:
        if inputs.plot == "moon":
            return Checked(problems=[Problem("plot", "nothing grows there")])
        return Checked({"plot": inputs.plot.lower()} if inputs.plot else {})

    def operations(self, urn: str, state: GardenState) -> Mapping[str, Collection[str]]:
        return {urn: [] if state.harvest is None else [f"harvest of {state.harvest}"]}

    async def preview_create(self, req: CreateRequest[GardenArgs]) -> Preview:
        req.report.info("5 kg are to be expected")
        return Preview({"harvest": 5})

    async def create(self, req: CreateRequest[GardenArgs]) -> Created[GardenState]:
        state = echo(req.inputs, GardenState, status="READY")
        if req.inputs.plot == "wet":
            raise ResourceInitFailed(id="wet", state=encode(state), reasons=["still wet"])
        req.report.status(f"until {req.deadline:.0f}")
        return Created("g1", state)

    async def preview_update(self, req: UpdateRequest[GardenArgs, GardenState]) -> Preview:
        return Preview(encode(req.state), rest=None)

    async def update(self, req: UpdateRequest[GardenArgs, GardenState]) -> GardenState:
        req.report.status(f"until {req.deadline:.0f}")
        return carry_over(req.inputs, req.state, harvest=7)

    async def read(self, req: ReadRequest[GardenState]) -> Found[GardenArgs, GardenState] | None:
        if req.id == "nowhere":
            return None
        if req.state is not None:
            return Found(req.id, req.state.evolve(harvest=9))
        args = GardenArgs(plot="found")
        return Found(req.id, echo(args, GardenState, status="READY"), args)

    async def delete(self, req: DeleteRequest[GardenState]) -> None:
        req.report.status(f"until {req.deadline:.0f}, {req.state.status}")
