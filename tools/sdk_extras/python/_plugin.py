"""Puts the plugin of this environment where the engine looks for it: `pip install` cannot.

When a program that an engine runs imports the SDK; and where the SDK was imported before (inline
programs of the Automation API), with the first resource or function. Without an engine nothing is
written: not for type checkers, documentation, or tests with mocks.
"""

from __future__ import annotations

import os
import sys
from typing import TYPE_CHECKING

import pulumi
from pulumi.runtime.proto.engine_pb2_grpc import EngineStub
from pulumi.runtime.settings import get_engine

from pulumi_wix_data import _utilities
from wix_data_provider.adapters import launcher

if TYPE_CHECKING:
    from collections.abc import Callable

__all__: list[str] = []


class _Plugin:
    """Made known once to each engine, of which a process can meet many."""

    def __init__(self) -> None:
        self._version: Callable[[], str] = _utilities.get_version
        self._engine: EngineStub | None = None

    def version(self) -> str:
        """What each resource and function asks for, before it asks the engine for anything."""
        problem = self.make_known()
        if problem:
            self._engine = get_engine()  # told once
            self._tell(problem)
        return self._version()

    def make_known(self) -> str:
        """Why it could not be, or nothing."""
        engine = get_engine()
        if engine is self._engine or not isinstance(engine, EngineStub):
            return ""
        try:
            launcher.install(os.environ, launcher.this_python())
        except launcher.CannotInstall as error:
            return str(error)
        self._engine = engine
        return ""

    def _tell(self, problem: str) -> None:
        if "pulumi_wix_data.dynamic" not in sys.modules:  # it is for those who have no plugin
            pulumi.log.warn(problem)


_plugin = _Plugin()
_plugin.make_known()
_utilities.get_version = _plugin.version
