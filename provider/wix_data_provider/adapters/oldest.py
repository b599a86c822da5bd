"""The oldest Pulumi CLI that the tests run with, and where a newer one comes from."""

from __future__ import annotations

OLDEST = "3.259.0"
HOW = "https://www.pulumi.com/docs/install/ tells how"
