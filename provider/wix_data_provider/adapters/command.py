"""The command `wix-data`: the plugin for programs in other languages, and for none."""

from __future__ import annotations

import argparse
import os
import sys

from wix_data_provider import __version__
from wix_data_provider.adapters import launcher
from wix_data_provider.adapters.cli import advice, version_on_path


def main() -> int:
    """0, or 1 where it could not do what it was asked for."""
    parser = argparse.ArgumentParser(prog="wix-data", description=__doc__)
    parser.add_argument("--version", action="version", version=f"wix-data {__version__}")
    commands = parser.add_subparsers(dest="command", required=True)
    commands.add_parser(
        "install-plugin",
        help="make this environment's plugin known to the Pulumi CLI: for programs in YAML, "
        "TypeScript, Go, Java and .NET, and for `pulumi destroy` on a machine that ran none",
    )
    parser.parse_args()
    return _install_plugin()


def _install_plugin() -> int:
    python = launcher.this_python()
    try:
        path, written = launcher.install(os.environ, python)
    except launcher.CannotInstall as error:
        sys.stderr.write(f"wix-data install-plugin: {error}\n")
        return 1
    done = "is installed" if written else "was installed already"
    sys.stdout.write(
        f"The plugin wix-data {__version__} of {python} {done}:\n  {path}\n"
        "It needs that environment: after moving or removing it, run this again.\n"
    )
    todo = advice(version_on_path(os.environ))
    if todo:
        sys.stderr.write(f"warning: {todo}\n")
    return 0
