"""Entry point of pulumi-resource-wix-data, the plugin that the Pulumi engine starts."""

from __future__ import annotations

import asyncio
import importlib.util
import sys
import types
from pathlib import Path


def main() -> None:
    """Serve as a plugin; the engine gives its address as the argument."""
    _spare_the_sdk()
    from wix_data_provider.adapters.server import serve  # noqa: PLC0415 - after the line above

    arguments = [argument for argument in sys.argv[1:] if not argument.startswith("-")]
    asyncio.run(serve(arguments[0] if arguments else None))


def _spare_the_sdk() -> None:
    """Make pulumi's gRPC stubs importable without `import pulumi`, which costs 300 ms.

    The plugin starts at every `pulumi` command and needs nothing else of the SDK.
    """
    if "pulumi" in sys.modules:
        return
    spec = importlib.util.find_spec("pulumi")
    if spec is None or spec.origin is None:
        raise SystemExit("pulumi-resource-wix-data needs the package pulumi: pip install pulumi")
    root = Path(spec.origin).parent
    for name in ("pulumi", "pulumi.runtime", "pulumi.runtime.proto"):
        module = types.ModuleType(name)
        module.__path__ = [str(root.joinpath(*name.split(".")[1:]))]
        sys.modules[name] = module


if __name__ == "__main__":
    main()
