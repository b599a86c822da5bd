"""A lock on a file that ends with the process which holds it."""

from __future__ import annotations

import fcntl


def try_lock(descriptor: int) -> bool:
    """Take the lock on an open file; False where another process holds it.

    Closing the file lets it go, unless a child inherited it: then it lives as long as the child.
    """
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True
