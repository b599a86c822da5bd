"""Who runs the same jobs: each prepares itself, and is then one command that is watched.

provider.py   ours: the real CLI, with the plugin as its process
dynamic.py    a provider written by hand with pulumi.dynamic: dynamic_program.py
script.py     a script with the official JavaScript client: script.mjs
ideal.py      an asyncio client that does no more than it must: ideal_client.py
"""

from tools.bench.contestants.contestant import Contestant, Finished
from tools.bench.contestants.dynamic import Dynamic
from tools.bench.contestants.ideal import Ideal
from tools.bench.contestants.provider import Provider
from tools.bench.contestants.script import Script

ALL: tuple[Contestant, ...] = (Provider(), Dynamic(), Script(), Ideal())

__all__ = ["ALL", "Contestant", "Dynamic", "Finished", "Ideal", "Provider", "Script"]
