"""adapters/server.py: a process that says its port, and leaves at once when told to."""

from __future__ import annotations

import signal
import socket
import subprocess
import time

import pytest
from google.protobuf import empty_pb2
from pulumi.runtime.proto import provider_pb2

from tests.adapters.plugin import URN
from tests.adapters.process import started
from wix_data_provider import __version__
from wix_data_provider.adapters.marshal import to_struct

NOBODY = "127.0.0.1:9"
SITE = "8a3c9a3e-6d0c-4f6e-9f57-2c6b1a0e4d11"


def test_the_port_is_all_that_it_writes() -> None:
    with started() as plugin:
        assert plugin.first_line == f"{int(plugin.first_line)}\n"
        with plugin.stub() as stub:
            assert stub.GetPluginInfo(empty_pb2.Empty(), timeout=30).version == __version__
        plugin.process.send_signal(signal.SIGTERM)
        assert plugin.rest() == ("", "")


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM], ids=str)
def test_it_ends_on_a_signal(number: signal.Signals) -> None:
    with started(engine=NOBODY) as plugin:
        began = time.monotonic()
        plugin.process.send_signal(number)
        assert plugin.ends() == 0
        assert time.monotonic() - began < 4  # the engine kills it after 5
        assert plugin.rest() == ("", "")


def test_it_ends_on_a_signal_in_the_middle_of_a_call() -> None:
    with (
        socket.create_server(("127.0.0.1", 0)) as silent,
        started() as plugin,
        plugin.stub() as stub,
    ):
        endpoint = f"http://127.0.0.1:{silent.getsockname()[1]}"
        stub.Configure(
            provider_pb2.ConfigureRequest(args=to_struct({"apiKey": "k", "endpoint": endpoint}))
        )
        request = provider_pb2.CreateRequest(urn=URN, properties=to_struct({"siteId": SITE}))
        call = stub.Create.future(request)
        silent.settimeout(30)
        with silent.accept()[0]:  # it has asked, and gets no answer
            began = time.monotonic()
            plugin.process.send_signal(signal.SIGINT)
            assert plugin.ends() == 0
            assert time.monotonic() - began < 4
        assert call.exception(timeout=30) is not None


def test_it_ends_when_the_engine_that_started_it_is_gone() -> None:
    with started(engine=NOBODY) as plugin:
        plugin.close_stdin()
        assert plugin.ends() == 0


def test_it_stays_when_stdin_is_no_pipe_of_an_engine() -> None:
    with started(engine=NOBODY, stdin=subprocess.DEVNULL) as plugin:
        assert serves_on(plugin.first_line)
        with pytest.raises(subprocess.TimeoutExpired):
            plugin.ends(within_s=0.5)


def test_it_stays_when_no_engine_started_it() -> None:
    """For a debugger: PULUMI_DEBUG_PROVIDERS."""
    with started() as plugin:
        plugin.close_stdin()
        with pytest.raises(subprocess.TimeoutExpired):
            plugin.ends(within_s=0.5)


def serves_on(port: str) -> bool:
    with socket.create_connection(("127.0.0.1", int(port)), timeout=30):
        return True
