"""Pure: what Wix refused, told to a user in one sentence.

Source: https://dev.wix.com/docs/rest/articles/get-started/errors
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from wix_data_provider.client.auth import TOKEN_PATH
from wix_data_provider.errors import (
    ApiError,
    Conflict,
    NotFound,
    PermissionDenied,
    RateLimited,
    ServerError,
    Unauthenticated,
)

if TYPE_CHECKING:
    from wix_data_provider.client.auth import Auth

LONGEST_TEXT = 600
"""Characters of Wix's own words that a message repeats."""

PERMISSIONS = {
    "/wix-data/v2/backups": "'Manage Data Backups'",
    "/data-mover/": "'Data Mover Manage Jobs'",
    "/wix-data/v2/items": "'Read Data Items'",
    "/wix-data/v2/collections": "reading data collections",
}
"""Permission that a route needs, as the dialogue for API keys names it."""

FAULT = 500
"""From here up the status says that the fault is at Wix."""

KINDS: dict[int, type[ApiError]] = {
    401: Unauthenticated,
    403: PermissionDenied,
    404: NotFound,
    408: ServerError,  # of a gateway: whether Wix has the request is unknown
    409: Conflict,
    428: Conflict,
    429: RateLimited,
}


@dataclass(frozen=True)
class Call:
    """One call of the API, as a user may read of it."""

    method: str
    path: str
    site_id: str
    doing: str
    """In words, after "could not": "take a backup"."""

    def failed(self, why: str) -> str:
        """One sentence on why this call failed.

        >>> Call("POST", "/wix-data/v2/backups", "s1", "take a backup").failed("no route")
        'could not take a backup (POST /wix-data/v2/backups, site s1): no route'
        """
        return f"could not {self.doing} ({self.method} {self.path}, site {self.site_id}): {why}"


@dataclass(frozen=True)
class Refusal:
    """An answer that is no success. `body` is the decoded JSON, None if it was none."""

    status: int
    reason: str
    body: object = None
    request_id: str | None = None
    retry_after_s: float | None = None


def error_of(call: Call, refusal: Refusal, auth: Auth) -> ApiError:
    """The error of our tree for an answer from 400 up.

    >>> from wix_data_provider.client.auth import ApiKeyAuth
    >>> call = Call("POST", "/wix-data/v2/backups", "s1", "take a backup")
    >>> print(error_of(call, Refusal(409, "Conflict"), ApiKeyAuth("key-1")))
    could not take a backup (POST /wix-data/v2/backups, site s1): its present state does not\
 allow it (409 Conflict)
    """
    code, words = wording(refusal.body)
    told = f"{code or refusal.reason}: {words}" if words else code or refusal.reason
    said = auth.hide(told)[:LONGEST_TEXT]  # cut last: nobody recognises half a secret
    bad_app = call.path == TOKEN_PATH and refusal.status in {400, 403, 404}
    status = 401 if bad_app else refusal.status
    kind = KINDS.get(status, ServerError if status >= FAULT else ApiError)
    return kind(
        call.failed(_sentence(call, status, f"{refusal.status} {said}".strip(), auth.settings)),
        status=refusal.status,
        code=code,
        request_id=refusal.request_id,
        retry_after_s=refusal.retry_after_s,
    )


def _sentence(call: Call, status: int, said: str, settings: str) -> str:
    needed = (name for start, name in PERMISSIONS.items() if call.path.startswith(start))
    permission = next(needed, None)
    granted = f", with the permission {permission}" if permission else ""
    owner = "of the account that owns this site"
    sentences = {
        401: f"Wix does not accept the credentials ({said}); check {settings}: complete, "
        f"still valid, {owner}{granted}",
        403: f"not permitted ({said}); check siteId, and {settings}: {owner}, with access "
        f"to it{granted}",
        404: f"not found at Wix ({said})",
        408: f"it took too long ({said}); try again later",
        409: f"its present state does not allow it ({said})",
        428: f"its present state does not allow it ({said})",
        429: f"too many requests ({said})",
    }
    fault = f"a fault at Wix ({said}); try again later"
    return sentences.get(status, fault if status >= FAULT else f"Wix refused ({said})")


def wording(body: object) -> tuple[str | None, str]:
    """Code and text of an error body; system errors have neither.

    >>> wording({"message": "", "details": {"applicationError":
    ...     {"code": "BACKUP_NOT_FOUND", "description": "no backup"}}})
    ('BACKUP_NOT_FOUND', 'no backup')
    >>> wording({"message": "bad", "details": {"validationError": {"fieldViolations": [
    ...     {"field": "name", "description": "too long", "ruleName": "MAX_LENGTH"}]}}})
    ('MAX_LENGTH', 'name: too long')
    >>> wording(None)
    (None, '')
    """
    details = _table(body).get("details")
    application = _table(_table(details).get("applicationError"))
    found = _table(_table(details).get("validationError")).get("fieldViolations")
    violations = [_table(one) for one in found] if isinstance(found, list) else []
    rules = [one.get("ruleName") or one.get("violatedRule") for one in violations]
    told = [f"{one.get('field')}: {one.get('description')}" for one in violations]
    code = application.get("code") or next(filter(None, rules), None)
    words = application.get("description") or "; ".join(told) or _table(body).get("message") or ""
    return (str(code) if code else None), " ".join(str(words).split())


def _table(value: object) -> dict[str, Any]:
    return value if isinstance(value, dict) else {}
