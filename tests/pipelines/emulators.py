"""Is the emulator of a pipeline gone?"""

from __future__ import annotations

import socket

from tools.local.loopback import HOST


def is_quiet(port: int) -> bool:
    """Whether nobody listens there."""
    with socket.socket() as probe:
        return probe.connect_ex((HOST, port)) != 0
