"""The dynamic provider: what `pulumi.dynamic` asks of a resource, answered by the same handlers.

It runs in a process of the Pulumi SDK, which calls it from four threads. Every state entry holds
the name `Handlers` of this module, so neither of the two names may change.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, TypeVar

from pulumi import dynamic

from wix_data_provider.adapters.python_values import HIDDEN, from_python, hashed, to_python
from wix_data_provider.adapters.settings import ProviderArgs
from wix_data_provider.adapters.shared import shared
from wix_data_provider.errors import ConfigError, ResourceInitFailed, WixDataError
from wix_data_provider.lifecycle.fields import properties
from wix_data_provider.lifecycle.schema import PACKAGE
from wix_data_provider.resources import RESOURCES

if TYPE_CHECKING:
    from collections.abc import Mapping

    from wix_data_provider.adapters.shared import Ask, Shared
    from wix_data_provider.client.incoming import Write
    from wix_data_provider.lifecycle.codec import Problem
    from wix_data_provider.lifecycle.provider import Call, Provider, Values
    from wix_data_provider.session import Session

T = TypeVar("T")
Props = dict[str, Any]

URN = f"{HIDDEN}urn"
TIMEOUTS = f"{HIDDEN}timeouts"
"""Hidden inputs: what the engine tells a plugin, but no dynamic provider."""

_NOT_KEPT = (
    "A dynamic resource is not kept half-made, so the state does not show it: the next "
    "`pulumi up` finds the operation again and submits nothing twice"
)


class Handlers(dynamic.ResourceProvider):
    """The provider of one kind of resource. Pickled, it is this class's name and the token:
    a state holds it once for each resource."""

    serialize_as_secret_always = False  # there is none in it

    def __init__(self, token: str) -> None:
        super().__init__()
        self.settings: tuple[tuple[str, Any], ...] = ()
        self._token = token
        self._shared: Shared | None = None

    def __reduce__(self) -> tuple[type[Handlers], tuple[str]]:
        return Handlers, (self._token,)

    def configure(self, req: dynamic.ConfigureRequest) -> None:
        """Called once in a process, with the stack's configuration."""
        names = [prop.name for prop in properties(ProviderArgs)]
        given = {name: req.config.get(f"{PACKAGE}:{name}") for name in names}
        self.settings = tuple((n, value) for n, value in given.items() if value is not None)
        self._shared = shared(self.settings)

    def check(self, _olds: Props, news: Props) -> dynamic.CheckResult:
        async def ask(provider: Provider, call: Call) -> tuple[Values, list[Problem]]:
            inputs, found = await provider.check(call, from_python(news), new=not _olds)
            return (inputs if found else await self._with_hashes(provider, inputs)), found

        try:
            inputs, found = self._answer(news, "read", ask)
        except WixDataError as error:
            return dynamic.CheckResult(news, [_failure(str(error))])
        failures = [_failure(problem.reason) for problem in found]
        return dynamic.CheckResult(_with_hidden(news, inputs), failures)

    def diff(self, _id: str, _olds: Props, _news: Props) -> dynamic.DiffResult:
        inputs, state = from_python(_news), from_python(_olds)
        diff = self._answer(
            _news, "read", lambda provider, call: provider.diff(call, _id, inputs, state)
        )
        return dynamic.DiffResult(
            changes=bool(diff.changes),
            replaces=[change.path for change in diff.changes if change.replace],
            delete_before_replace=diff.delete_before_replace,
        )

    def create(self, props: Props) -> dynamic.CreateResult:
        inputs = from_python(props)
        id, outputs = self._answer(
            props, "create", lambda provider, call: provider.create(call, inputs, preview=False)
        )
        return dynamic.CreateResult(id, _with_hidden(props, outputs))

    def update(self, _id: str, _olds: Props, _news: Props) -> dynamic.UpdateResult:
        inputs, state = from_python(_news), from_python(_olds)
        outputs = self._answer(
            _news,
            "update",
            lambda provider, call: provider.update(call, _id, inputs, state, preview=False),
        )
        return dynamic.UpdateResult(_with_hidden(_news, outputs))

    def read(self, id_: str, props: Props) -> dynamic.ReadResult:
        state = from_python(props)
        found = self._answer(
            props, "read", lambda provider, call: provider.read(call, id_, {}, state)
        )
        if found is None:
            return dynamic.ReadResult("", {})
        id, _inputs, outputs = found
        return dynamic.ReadResult(id, _with_hidden(props, outputs))

    def delete(self, _id: str, _props: Props) -> None:
        state = from_python(_props)
        self._answer(_props, "delete", lambda provider, call: provider.delete(call, _id, state))

    def _answer(self, props: Props, operation: str, ask: Ask[T]) -> T:
        """The handlers' answer. The SDK's host shows an error with its traceback: a short one."""
        assert self._shared is not None  # noqa: S101 - the SDK configures before it calls
        timeout = props.get(TIMEOUTS, {}).get(operation)
        try:
            return self._shared.answer(self._token, props[URN], timeout, ask)
        except ResourceInitFailed as error:
            reason = str(error) if operation == "read" else f"{error}. {_NOT_KEPT}"
        except WixDataError as error:
            reason = str(error)
        raise WixDataError(reason)

    async def _with_hashes(self, provider: Provider, inputs: Values) -> Values:
        """The inputs as the engine would show them to a plugin: assets with their hash. Where
        an asset is a trigger, its content counts, and not where it is."""
        assets = {
            prop.name
            for prop in properties(RESOURCES[self._token].args)
            if prop.kind.name == "asset"
        }
        fetch = _fetcher(provider.session, inputs.get("siteId"))
        return {
            name: await hashed(value, fetch, keep=name in assets) for name, value in inputs.items()
        }


def _fetcher(session: Session, site_id: Any) -> Any:
    async def fetch(uri: str, take: Write) -> None:
        if not isinstance(site_id, str):
            raise ConfigError("a remote source is read with the site's connection: no site yet")
        await session.site(site_id).client.files.fetch(uri, take)

    return fetch


def _with_hidden(props: Props, values: Mapping[str, Any]) -> Props:
    hidden = {name: value for name, value in props.items() if name.startswith(HIDDEN)}
    return {**to_python(values), **hidden}


def _failure(reason: str) -> dynamic.CheckFailure:
    """The reason names the property: the engine would print the value of a named one."""
    return dynamic.CheckFailure("", reason)
