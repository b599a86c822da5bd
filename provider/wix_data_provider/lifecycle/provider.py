"""A provider without a protocol: plain values in, plain values out; adapters do the rest."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from wix_data_provider.deadline import DEADLINE
from wix_data_provider.errors import ConfigError, ProtocolError
from wix_data_provider.lifecycle.codec import Problem, decode, encode
from wix_data_provider.lifecycle.fields import properties
from wix_data_provider.lifecycle.resource import (
    CreateRequest,
    DeleteRequest,
    DiffRequest,
    ReadRequest,
    Resource,
    UpdateRequest,
)
from wix_data_provider.lifecycle.strict import decode_inputs, hushed
from wix_data_provider.lifecycle.values import Secret, has_secret, plain
from wix_data_provider.record import Record

if TYPE_CHECKING:
    from collections.abc import Mapping

    from wix_data_provider.lifecycle.diff import Diff
    from wix_data_provider.lifecycle.report import Report
    from wix_data_provider.lifecycle.resource import Preview
    from wix_data_provider.session import Session

Values = dict[str, Any]
AnyResource = Resource[Any, Any]


class Call(Record):
    """One call of the engine. `timeout` in seconds, 0 where the program sets none."""

    token: str
    urn: str
    report: Report
    timeout: float = 0


class Provider:
    """All resources over one session."""

    def __init__(self, session: Session, resources: Mapping[str, type[AnyResource]]) -> None:
        self.session = session
        self._resources = resources
        self._handlers: dict[str, AnyResource] = {}

    async def check(
        self, call: Call, inputs: Values, *, new: bool = True
    ) -> tuple[Values, list[Problem]]:
        """The inputs with what is effective filled in, and what is wrong with them.

        `new`: there is no such resource yet, so that its operation is due; else Diff decides.
        """
        handler = self._handler(call.token)
        typed, problems = decode_inputs(handler.args, inputs)
        if typed is None:
            return inputs, problems
        self.session.shown(call.urn, typed)
        if new:
            self.session.due.add(call.urn)
        else:
            self.session.journal.exists(call.urn)
        checked = handler.check(typed)
        effective = {
            name: Secret(value) if has_secret(inputs.get(name)) else value
            for name, value in checked.effective.items()
        }
        return {**inputs, **effective}, [*problems, *hushed(checked.problems, inputs)]

    async def diff(
        self,
        call: Call,
        id: str,
        inputs: Values,
        state: Values,
        *,
        ignored: frozenset[str] = frozenset(),
    ) -> Diff:
        """What would change. The engine gives `ignored` inputs as they were before."""
        handler = self._handler(call.token)
        request = DiffRequest(
            urn=call.urn,
            report=call.report,
            deadline=self._deadline(call, handler.timeouts.read),
            id=id,
            inputs=_typed(handler.args, inputs),
            state=self._state(call, handler, state),
            ignored=ignored,
        )
        diff = await handler.diff(request)
        if not diff.changes:
            self._tell_of_unsaved(call)
        return diff

    async def create(self, call: Call, inputs: Values, *, preview: bool) -> tuple[str, Values]:
        """The ID (empty in a preview) and the outputs."""
        handler = self._handler(call.token)
        request = CreateRequest(
            urn=call.urn,
            report=call.report,
            deadline=self._deadline(call, handler.timeouts.create),
            inputs=_typed(handler.args, inputs),
        )
        if preview:
            self._tell_of_earlier(call)
            forecast = await handler.preview_create(request)
            return "", _forecast(handler, inputs, forecast)
        created = await handler.create(request)
        self._answered(handler, call.urn, created.state)
        return created.id, sealed(handler, encode(created.state), inputs)

    async def update(
        self,
        call: Call,
        id: str,
        inputs: Values,
        state: Values,
        *,
        preview: bool,
    ) -> Values:
        """The outputs after the update."""
        handler = self._handler(call.token)
        request = UpdateRequest(
            urn=call.urn,
            report=call.report,
            deadline=self._deadline(call, handler.timeouts.update),
            id=id,
            inputs=_typed(handler.args, inputs),
            state=self._state(call, handler, state),
        )
        if preview:
            forecast = await handler.preview_update(request)
            return _forecast(handler, inputs, forecast)
        updated = await handler.update(request)
        self._answered(handler, call.urn, updated)
        return sealed(handler, encode(updated), inputs)

    async def read(
        self,
        call: Call,
        id: str,
        inputs: Values,
        state: Values,
    ) -> tuple[str, Values, Values] | None:
        """ID, inputs and outputs as Wix shows them; None where there is no such thing."""
        handler = self._handler(call.token)
        request = ReadRequest(
            urn=call.urn,
            report=call.report,
            deadline=self._deadline(call, handler.timeouts.read),
            id=id,
            state=self._state(call, handler, state) if state else None,
        )
        found = await handler.read(request)
        if found is None:
            return None
        shown = inputs if found.inputs is None else encode(found.inputs)
        return found.id, shown, sealed(handler, encode(found.state), inputs, state)

    async def delete(self, call: Call, id: str, state: Values) -> None:
        handler = self._handler(call.token)
        request = DeleteRequest(
            urn=call.urn,
            report=call.report,
            deadline=self._deadline(call, handler.timeouts.delete),
            id=id,
            state=self._state(call, handler, state),
        )
        old = handler.operations(call.urn, request.state).get(call.urn, ())
        if set(old) & set(self.session.journal.given_again(call.urn)):
            return  # what replaces it goes on with the same operation
        await handler.delete(request)

    async def aclose(self) -> None:
        """Close the connections to Wix."""
        await self.session.aclose()

    def half_made(self, call: Call, outputs: Mapping[str, Any], *given: Values) -> Values:
        """The outputs of a resource that is kept red, as they may leave: what is secret in what
        was `given` is marked."""
        handler = self._handler(call.token)
        typed, _ = decode(handler.state, outputs)
        if typed is not None:
            self._answered(handler, call.urn, typed)
        return sealed(handler, outputs, *given)

    def _answered(self, handler: AnyResource, urn: str, state: Any) -> None:
        for part, ids in handler.operations(urn, state).items():
            self.session.journal.answered(part, ids)

    def _state(self, call: Call, handler: AnyResource, state: Values) -> Any:
        """The typed state; the journal learns which operations the engine has."""
        typed = _typed(handler.state, state)
        for urn, ids in handler.operations(call.urn, typed).items():
            self.session.journal.shown(urn, ids)
        return typed

    def _tell_of_earlier(self, call: Call) -> None:
        ended = self.session.journal.ended_note(call.urn)
        if ended is not None:
            call.report.info(
                f"an earlier run submitted this at {ended.submitted}: where that must not run "
                "twice, `up` submits nothing until `pulumi refresh` has shown that the stack has it"
            )
        note = self.session.journal.open_note(call.urn)
        if note is not None:
            call.report.info(
                f"an earlier run submitted this at {note.submitted}, and its end was not saved: "
                "`up` looks for that operation before it submits anything, and goes on with it "
                "where the inputs are the same"
            )

    def _tell_of_unsaved(self, call: Call) -> None:
        """Nothing runs now, and so nothing looks for what a run began that was killed."""
        note = self.session.journal.open_note(call.urn)
        if note is not None:
            operation = f"operation {note.id}" if note.id else "an operation"
            call.report.warning(
                f"an earlier run submitted {operation} at {note.submitted}, and its end was not "
                "saved; where this run does not go on with it, look at the site"
            )

    def _deadline(self, call: Call, default: float) -> float:
        """Of this call, and of all that it asks Wix."""
        deadline = self.session.clock.now() + (call.timeout or default)
        DEADLINE.set(deadline)
        return deadline

    def _handler(self, token: str) -> AnyResource:
        if token not in self._resources:
            known = ", ".join(sorted(self._resources))
            raise ConfigError(f"there is no resource {token}; this version has: {known}")
        if token not in self._handlers:
            self._handlers[token] = self._resources[token](self.session)
        return self._handlers[token]


def sealed(handler: AnyResource, outputs: Mapping[str, Any], *given: Values) -> Values:
    """Marks outputs secret where the property is, or where one of that name was in what was
    given: the inputs, and in a refresh the outputs of before. So is a text that is one of those
    secrets, as `path` is that of `downloadTo`."""
    hidden = [
        (name, plain(value))
        for values in given
        for name, value in values.items()
        if has_secret(value)
    ]
    secret = {prop.name for prop in properties(handler.state) if prop.secret}
    secret |= {name for name, _ in hidden}
    texts = {value for _, value in hidden if isinstance(value, str)}
    return {
        name: Secret(value)
        if name in secret or (isinstance(value, str) and value in texts)
        else value
        for name, value in outputs.items()
    }


def _typed(cls: type[Any], values: Mapping[str, Any]) -> Any:
    typed, problems = decode(cls, values)
    if typed is None:
        raise ProtocolError(
            f"the engine handed over what Check had not passed: {problems[0].reason}"
        )
    return typed


def _forecast(handler: AnyResource, inputs: Values, forecast: Preview) -> Values:
    """Outputs of a preview: echoes of the inputs, what is known, and the rest as foreseen."""
    echoed = {prop.name for prop in properties(handler.args) if prop.echo}
    typed = encode(_typed(handler.args, inputs))
    outputs: Values = {}
    for prop in properties(handler.state):
        if not prop.echo:
            continue
        if prop.name not in echoed:
            outputs[prop.name] = forecast.known.get(prop.name, forecast.rest)
        elif prop.name in inputs:
            outputs[prop.name] = inputs[prop.name]
        elif prop.name in typed:
            outputs[prop.name] = typed[prop.name]
    return sealed(handler, {n: v for n, v in outputs.items() if v is not None}, inputs)
