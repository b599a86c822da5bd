"""Entry point of pulumi-resource-wix-data, the plugin that the Pulumi engine starts.

It starts at every `pulumi` command, so what is imported here is chosen: `make bench` measures it.
"""

from __future__ import annotations

import asyncio
import gc
import importlib.util
import os.path
import sys
import types


def main() -> None:
    """Serve as a plugin; the engine gives its address as the argument."""
    gc.disable()  # until the port is printed: a collection finds nothing among imports
    _spare_the_sdk()
    from wix_data_provider.adapters.server import serve  # noqa: PLC0415 - after the line above

    arguments = [argument for argument in sys.argv[1:] if not argument.startswith("-")]
    asyncio.run(serve(arguments[0] if arguments else None, ready=_collect_garbage))


def _collect_garbage() -> None:
    gc.freeze()
    gc.enable()


def _spare_the_sdk() -> None:
    """Make pulumi's gRPC stubs importable without `import pulumi`, which costs 300 ms.

    Nothing else of the SDK is needed here.
    """
    if "pulumi" in sys.modules:
        return
    spec = importlib.util.find_spec("pulumi")
    if spec is None or spec.origin is None:
        raise SystemExit("pulumi-resource-wix-data needs the package pulumi: pip install pulumi")
    root = os.path.dirname(spec.origin)  # noqa: PTH120 - pathlib is dear at start-up
    for name in ("pulumi", "pulumi.runtime", "pulumi.runtime.proto"):
        module = types.ModuleType(name)
        module.__path__ = [os.path.join(root, *name.split(".")[1:])]  # noqa: PTH118
        sys.modules[name] = module


if __name__ == "__main__":
    main()
