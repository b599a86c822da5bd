"""The least that can be a provider: what the plugin's start-up is measured against."""

from __future__ import annotations

import asyncio
import importlib.util
import os
import sys
import types
from typing import Any

spec = importlib.util.find_spec("pulumi")
root = os.path.dirname(str(spec and spec.origin))  # noqa: PTH120
for name in ("pulumi", "pulumi.runtime", "pulumi.runtime.proto"):
    sys.modules[name] = types.ModuleType(name)
    sys.modules[name].__path__ = [os.path.join(root, *name.split(".")[1:])]  # noqa: PTH118

import grpc  # noqa: E402
from pulumi.runtime.proto import provider_pb2, provider_pb2_grpc  # noqa: E402


class Bare(provider_pb2_grpc.ResourceProviderServicer):
    async def Check(self, request: Any, context: Any) -> provider_pb2.CheckResponse:  # noqa: ARG002, N802
        return provider_pb2.CheckResponse(inputs=request.news)


async def serve() -> None:
    server = grpc.aio.server()
    provider_pb2_grpc.add_ResourceProviderServicer_to_server(Bare(), server)
    port = server.add_insecure_port("127.0.0.1:0")
    await server.start()
    print(port, flush=True)
    await server.wait_for_termination()


asyncio.run(serve())
