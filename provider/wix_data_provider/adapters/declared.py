"""A dynamic resource in the user's program: the SDK's class, declared as `pulumi.dynamic` wants it.

What a plugin is told by the engine and a dynamic provider is not, travels in hidden inputs: the
resource's URN, its timeouts, and where the content of an asset is.
"""

from __future__ import annotations

import asyncio
import os
from functools import cache
from typing import TYPE_CHECKING, Any, NoReturn

import pulumi
from pulumi import _types
from pulumi.dynamic import dynamic

from wix_data_provider.adapters.dynamic import TIMEOUTS, URN, Handlers
from wix_data_provider.adapters.python_values import ASSET, NULL

if TYPE_CHECKING:
    from collections.abc import Awaitable


class Declared(pulumi.dynamic.Resource):
    """The base, beside the SDK's own class, of every class of pulumi_wix_data.dynamic.

    The SDK's class comes first: it reads the arguments and calls this for a custom resource.
    """

    def __init__(self, token: str, name: str, props: Any, opts: pulumi.ResourceOptions) -> None:
        _refuse(name, opts)
        type_ = f"pulumi-python:{self._resource_type_name}"
        declared: dict[str, Any] = props.__dict__
        for key, value in declared.items():
            declared[key] = carried(value)
        declared[dynamic.PROVIDER_KEY] = pickled(token)
        declared[URN] = _urn(name, type_, opts.parent)
        declared[TIMEOUTS] = _timeouts(opts.custom_timeouts)
        opts.version = opts.plugin_download_url = None  # the SDK's, for the plugin
        super(pulumi.dynamic.Resource, self).__init__(type_, name, props, opts)


@cache
def pickled(token: str) -> str:
    """The provider of a resource, as each of its state entries has it: once for all of them.

    `pulumi.dynamic.Resource` pickles it for each resource, through one more layer every time.
    """
    text: str = dynamic.serialize_provider(Handlers(token))
    return text


def carried(value: Any) -> Any:
    """The property with each asset and each null in it in a form that every call of the engine
    carries. A property that is null is absent."""
    if isinstance(value, pulumi.Output):
        return value.apply(carried)
    return None if value is None else _carried(value)


def _carried(value: Any) -> Any:  # noqa: PLR0911 - one line a type
    if value is None:
        return {NULL: True}
    if isinstance(value, pulumi.Output):
        return value.apply(_carried)
    if isinstance(value, pulumi.FileAsset):
        return {ASSET: {"sha256": "", "path": os.fspath(value.path)}}
    if isinstance(value, pulumi.StringAsset):
        return {ASSET: {"sha256": "", "text": value.text}}
    if isinstance(value, pulumi.RemoteAsset):
        return {ASSET: {"sha256": "", "uri": value.uri}}
    if isinstance(value, pulumi.Archive):
        raise TypeError(
            "an archive cannot be imported: give a FileAsset, StringAsset or RemoteAsset"
        )
    if _types.is_input_type(type(value)):  # such as MovementSourceArgs: absent is None there
        given = _types.input_type_to_dict(value)
        return {key: _carried(child) for key, child in given.items() if child is not None}
    if isinstance(value, dict):
        return {key: _carried(child) for key, child in value.items()}
    if isinstance(value, (list, tuple)):
        return [_carried(child) for child in value]
    return value


def refuse_to_get() -> NoReturn:
    """For `get`: the SDK's own would read through the plugin."""
    raise TypeError(f"a dynamic resource cannot be read by its ID: {_USE_THE_PLUGIN}")


def _refuse(name: str, opts: pulumi.ResourceOptions) -> None:
    if opts.import_ is not None:
        raise ValueError(f"{name}: a dynamic resource cannot be imported: {_USE_THE_PLUGIN}")
    if opts.provider is not None:
        raise ValueError(
            f"{name}: a dynamic resource has no provider: configure the stack (`pulumi config set "
            "wix-data:siteId …`) or the environment, and give each resource its `site_id`"
        )


_USE_THE_PLUGIN = "use pulumi_wix_data, with the plugin"


def _urn(name: str, type_: str, parent: pulumi.Resource | None) -> Awaitable[str | None]:
    """Without the parent as a dependency: a child that waits for its parent waits for itself."""
    return asyncio.ensure_future(pulumi.create_urn(name, type_, parent).future())


def _timeouts(given: pulumi.CustomTimeouts | None) -> dict[str, str] | None:
    return {name: text for name, text in vars(given).items() if text} if given else None
