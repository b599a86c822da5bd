"""The one error of this package."""


class EngineError(Exception):
    """The engine cannot be had; the message says why and what to do."""
