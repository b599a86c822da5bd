"""A short mark in a job's name, by which a lost job is found again."""

from __future__ import annotations

import hashlib
import json
import re
from typing import TYPE_CHECKING, Any

from wix_data_provider.lifecycle.canonical import canonical
from wix_data_provider.lifecycle.codec import encode
from wix_data_provider.lifecycle.fields import properties
from wix_data_provider.lifecycle.values import Asset

if TYPE_CHECKING:
    from collections.abc import Mapping

    from wix_data_provider.lifecycle.fields import Inputs

_MARK = re.compile(r" \[pulumi:[0-9a-f]{12}\]$")
_LONGEST = 1024  # Wix's limit for a job's name


def marker(urn: str, operation: Mapping[str, Any]) -> str:
    """The same for the same resource and the same operation inputs, on every machine.

    >>> marker("urn:a", {"x": 1, "y": 2}) == marker("urn:a", {"y": 2, "x": 1})
    True
    """
    text = json.dumps([urn, operation], sort_keys=True, separators=(",", ":"), default=_stable)
    return hashlib.sha256(text.encode()).hexdigest()[:12]


def mark_of(urn: str, inputs: Inputs, instead: Mapping[str, Any]) -> str:
    """The marker of what `inputs` run; `instead` are values in place of some of theirs."""
    values = encode(inputs)
    names = [prop.name for prop in properties(type(inputs)) if prop.operation]
    return marker(urn, {**{name: canonical(values.get(name)) for name in names}, **instead})


def _stable(value: Any) -> str:
    """Assets among the triggers: their content counts, not their path."""
    return value.sha256 if isinstance(value, Asset) else str(value)


def marked(name: str, mark: str) -> str:
    """
    >>> marked("products", "0123456789ab")
    'products [pulumi:0123456789ab]'
    """
    suffix = f" [pulumi:{mark}]"
    return name[: _LONGEST - len(suffix)] + suffix


def unmarked(name: str) -> str:
    """
    >>> unmarked("products [pulumi:0123456789ab]"), unmarked("products")
    ('products', 'products')
    """
    return _MARK.sub("", name)
