"""One session for all threads and all resources of a dynamic provider's process."""

from __future__ import annotations

import os
import re
import sys
from functools import cache
from typing import TYPE_CHECKING, Any, TypeVar

from wix_data_provider.adapters.engine import EngineLog, EngineReport
from wix_data_provider.adapters.one_loop import OneLoop, at_exit
from wix_data_provider.adapters.settings import ProviderArgs, settings_of
from wix_data_provider.adapters.wider import widen
from wix_data_provider.config import resolve
from wix_data_provider.errors import ConfigError
from wix_data_provider.journal import journal_folder
from wix_data_provider.lifecycle.codec import decode
from wix_data_provider.lifecycle.provider import Call, Provider
from wix_data_provider.resources import RESOURCES
from wix_data_provider.session import Session

if TYPE_CHECKING:
    from collections.abc import Callable, Coroutine, Mapping

    from wix_data_provider.config import Config

    Ask = Callable[[Provider, Call], Coroutine[Any, Any, "T"]]

T = TypeVar("T")


class Shared:
    """The handlers over one session, on one loop: waits of all threads share their polls."""

    def __init__(self, settings: Mapping[str, Any]) -> None:
        self._settings = settings
        self._log = EngineLog()
        self._provider: Provider | None = None
        self._loop = OneLoop()
        at_exit(self._ended)
        widen()

    def answer(self, token: str, urn: str, timeout: str | None, ask: Ask[T]) -> T:
        """What the handlers answer; the calling thread waits for it.

        Raises WixDataError.
        """
        return self._loop.run(self._answer(token, urn, timeout, ask))

    def close(self) -> None:
        """End the loop, and what is in flight."""
        self._loop.close()

    def _ended(self) -> None:
        """The engine ends this process once it has saved what it was given, if it could."""
        if self._provider is not None:
            self._provider.session.journal.ended()

    async def _answer(self, token: str, urn: str, timeout: str | None, ask: Ask[T]) -> T:
        provider = self._opened()
        report = EngineReport(self._log, urn)
        try:
            return await ask(provider, Call(token, urn, report, seconds(timeout)))
        finally:
            await self._log.flush()

    def _opened(self) -> Provider:
        """Raises ConfigError, to every call."""
        if self._provider is None:
            config = configured(self._settings, os.environ)
            address = engine_address(sys.argv)
            if address:
                self._log.connect(address)
            session = Session(
                config,
                journal_in=journal_folder(os.environ),
                log=self._log.debug,
                warn=self._log.warn,
            )
            self._provider = Provider(session, RESOURCES)
        return self._provider


@cache
def shared(settings: tuple[tuple[str, Any], ...]) -> Shared:
    """The only one for these settings (`wix-data:…` of the stack)."""
    return Shared(dict(settings))


def configured(settings: Mapping[str, Any], environment: Mapping[str, str]) -> Config:
    """Raises ConfigError with every problem in its message."""
    values = settings_of(settings)
    typed, misfits = decode(ProviderArgs, values)
    if typed is None:
        raise ConfigError("; ".join(problem.reason for problem in misfits))
    return resolve(values, environment)


def engine_address(arguments: list[str]) -> str | None:
    """Where the engine takes texts for its display: it tells each provider's process.

    >>> engine_address(["__main__.py", "--tracing=x", "127.0.0.1:36285"])
    '127.0.0.1:36285'
    """
    return next((text for text in arguments[1:] if re.fullmatch(r"\w[\w.-]*:\d+", text)), None)


_UNITS = {"h": 3600.0, "m": 60.0, "s": 1.0, "ms": 1e-3, "us": 1e-6, "µs": 1e-6, "ns": 1e-9}


def seconds(duration: str | None) -> float:
    """A custom timeout, as Go writes durations; 0 where there is none.

    >>> seconds("1h30m"), seconds("1.5s"), seconds(None)
    (5400.0, 1.5, 0.0)
    """
    parts = re.findall(r"([\d.]+)(h|ms|m|s|us|µs|ns)", duration or "")
    return sum((float(number) * _UNITS[unit] for number, unit in parts), 0.0)
