"""Node and npm packages on a machine that may have neither; kept in the user's cache.

runtime.py    Node: the one on PATH where it is new enough, else from the Python package index
packages.py   what a package-lock.json names, installed once for each version of that file
"""

from tools.node.packages import installed
from tools.node.runtime import Node, find

__all__ = ["Node", "find", "installed"]
