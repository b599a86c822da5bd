"""A misspelt argument of a resource, told with the one that is meant: Python does so since 3.13."""

from __future__ import annotations

import inspect
from typing import TYPE_CHECKING, Any

from pulumi_wix_data import _utilities

if TYPE_CHECKING:
    from collections.abc import Callable

__all__: list[str] = []

_OTHERS = {"args", "opts", "__props__"}

_get_resource_args_opts: Callable[..., Any] = _utilities.get_resource_args_opts


def _with_known_names_only(
    resource_args_type: Any, resource_options_type: Any, *args: Any, **kwargs: Any
) -> Any:
    """What each resource makes of its arguments, unless there is one that it does not have."""
    known = inspect.signature(resource_args_type).parameters.keys()
    strange = sorted(kwargs.keys() - known - _OTHERS)
    if strange:
        resource = resource_args_type.__name__.removesuffix("Args")
        raise TypeError(_sentence(resource, strange[0], list(known)))
    return _get_resource_args_opts(resource_args_type, resource_options_type, *args, **kwargs)


def _sentence(resource: str, name: str, known: list[str]) -> str:
    """What there is instead: the nearest name, else all of them."""
    import difflib  # noqa: PLC0415 - seldom needed, and dear at start-up

    close = difflib.get_close_matches(name, known, n=1)
    hint = f"did you mean `{close[0]}`?" if close else f"there are: {', '.join(known)}"
    return f"`{resource}` has no argument `{name}`; {hint}"


_utilities.get_resource_args_opts = _with_known_names_only
