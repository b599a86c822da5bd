"""Every exception of the provider, in one tree.

WixDataError
├ ConfigError          the user's configuration or program
├ ApiError             Wix refused: status, code, request ID
│ └ Unauthenticated · PermissionDenied · NotFound · Conflict · RateLimited · ServerError
│   UrlExpired
├ TransportError       no usable answer; nothing is chained: httpx keeps signed URLs in it
├ ProtocolError        the answer does not fit our model: our bug, or a new API
├ ContentError         the user's file is not what Wix would take
├ Refused              going on would lose or double content
├ LostAnswer           a submit may have taken effect, its answer was lost
├ OperationError       an operation at Wix: its ID and the state last seen
│ └ OperationTimedOut · OperationGone
└ ResourceInitFailed   it exists at Wix but is not ready: the engine saves it

A message says which thing, what is so, and what to do. No key, token, signed URL or item
reaches a message.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Protocol

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence


class WixDataError(Exception):
    """The root: whatever it is, its text can be shown to the user as it is."""


class ConfigError(WixDataError):
    """The provider's configuration is missing or wrong. Who acts: the user."""


class ContentError(WixDataError):
    """The user's file cannot be imported as it is. Who acts: the user, on the file."""


class Refused(WixDataError):
    """Going on would lose or double content, so nothing was done. Who acts: the user."""


class LostAnswer(WixDataError):
    """An operation was submitted and no answer came: it may run at Wix, unknown to us.

    Never repeated blindly. Who acts: the user, by looking at the site first.
    """


class TransportError(WixDataError):
    """No usable answer came: the connection failed, broke or took too long.

    `sent` is False only where the request provably never left this machine.
    """

    def __init__(self, message: str, *, sent: bool = True) -> None:
        super().__init__(message)
        self.sent = sent


class ProtocolError(WixDataError):
    """The answer of Wix does not fit our model of it. Who acts: the provider's authors.

    `sent` is False where it was the answer to a question that comes before the request.
    """

    def __init__(self, message: str, *, sent: bool = True) -> None:
        super().__init__(message)
        self.sent = sent


class ApiError(WixDataError):
    """Wix answered, and refused.

    `status` is the HTTP status, `code` Wix's application error or violated rule where it gave
    one, `request_id` what Wix's support asks for.
    """

    def __init__(
        self,
        message: str,
        *,
        status: int,
        code: str | None = None,
        request_id: str | None = None,
        retry_after_s: float | None = None,
    ) -> None:
        super().__init__(message if request_id is None else f"{message} (request {request_id})")
        self.status = status
        self.code = code
        self.request_id = request_id
        self.retry_after_s = retry_after_s


class Unauthenticated(ApiError):
    """401: the credentials are wrong, expired or missing."""


class PermissionDenied(ApiError):
    """403: the credentials are known, but not allowed to do this on this site."""


class NotFound(ApiError):
    """404: the site has no such thing."""


class Conflict(ApiError):
    """409 or 428: the thing is in a state that does not allow it."""


class RateLimited(ApiError):
    """429: too many requests; `retry_after_s` says when to come back, where Wix does."""


class ServerError(ApiError):
    """5xx or 408: the fault is at Wix, and whether the request took effect is unknown."""


class UrlExpired(ApiError):
    """A signed URL is over or unknown: the caller asks for a new one, where there is one."""


class Operation(Protocol):
    """What every long-running operation of Wix has."""

    @property
    def id(self) -> str: ...
    @property
    def status(self) -> str: ...


class OperationError(WixDataError):
    """Something about an operation at Wix; `last` is the state last seen, if any."""

    def __init__(self, message: str, *, id: str, last: Operation | None = None) -> None:
        super().__init__(message)
        self.id = id
        self.last = last


class OperationTimedOut(OperationError):
    """The deadline passed while Wix was still working; the operation may yet finish.

    Who acts: the user, by raising customTimeouts or by running `pulumi up` again.
    """

    def __init__(self, id: str, *, last: Operation | None, waited_s: float) -> None:
        seen = f"still {last.status} after" if last else "not seen at Wix within"
        super().__init__(
            f"{id}: {seen} {waited_s:.0f} s; the next `pulumi up` waits on "
            "(raise customTimeouts to wait longer in one run)",
            id=id,
            last=last,
        )


class OperationGone(OperationError):
    """Wix no longer shows an operation that was not seen to finish."""


class ResourceInitFailed(WixDataError):
    """The operation exists at Wix but is not (or not successfully) finished.

    The engine saves `id` and `state` (Pulumi's names, plain values), shows `reasons` to the
    user, and keeps the resource red. `inputs` where they are not the caller's own (import).
    """

    def __init__(
        self,
        *,
        id: str,
        state: Mapping[str, Any],
        reasons: Sequence[str],
        inputs: Mapping[str, Any] | None = None,
    ) -> None:
        super().__init__("; ".join(reasons))
        self.id = id
        self.state = state
        self.inputs = inputs
        self.reasons = list(reasons)
