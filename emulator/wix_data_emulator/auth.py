"""Who calls and for which site: API keys and app tokens.

Rules: docs/wix-api.md, "Callers and limits".
"""

from __future__ import annotations

import hashlib
import hmac
import secrets
from typing import TYPE_CHECKING

from wix_data_emulator.errors import RefusedError, ValidationError
from wix_data_emulator.fields import is_guid

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Mapping

    from wix_data_emulator.fields import Fields
    from wix_data_emulator.settings import Settings

SITE_HEADER = "wix-site-id"
TOKEN_LIFE_S = 14_400
TOKEN_START = "OauthNG.JWS."  # noqa: S105 - how tokens begin, none itself
LONGEST_SECRET = 4096


def issue_token(db: sqlite3.Connection, given: Fields, now_ms: int) -> dict[str, object]:
    """The answer of `POST /oauth2/token`; only a hash of the token is kept.

    Raises: ValidationError.
    """
    given.required_text("grant_type", longest=64)
    given.choice("grant_type", ("client_credentials",))
    for name in ("client_id", "client_secret"):
        given.required_text(name, longest=LONGEST_SECRET)
    instance = given.required_text("instance_id", longest=LONGEST_SECRET)
    token = TOKEN_START + secrets.token_urlsafe(32)
    db.execute("DELETE FROM tokens WHERE expires_ms < ?", (now_ms,))
    db.execute(
        "INSERT INTO tokens VALUES (?, ?, ?)",
        (_digest(token), instance, now_ms + TOKEN_LIFE_S * 1000),
    )
    return {"access_token": token, "token_type": "Bearer", "expires_in": TOKEN_LIFE_S}


def authenticate(
    db: sqlite3.Connection,
    headers: Mapping[str, str],
    *,
    api_key: str | None,
    settings: Settings,
    now_ms: int,
) -> str:
    """The site of a request, by its headers (names in lower case).

    Raises: RefusedError (401, 403), ValidationError.
    """
    credential = headers.get("authorization", "")
    named = headers.get(SITE_HEADER)
    if not credential:
        raise _unauthenticated("the header Authorization is missing")
    row = db.execute(
        "SELECT instance FROM tokens WHERE digest = ? AND expires_ms > ?",
        (_digest(credential), now_ms),
    ).fetchone()
    if row is not None:
        return _site_of_app(settings.site_of(row["instance"]), named)
    if credential.startswith(TOKEN_START):
        raise _unauthenticated("the access token is unknown or has expired")
    _check_key(credential, api_key, named)
    return _valid_site(named)


def check_permission(settings: Settings, site: str, permission: str) -> None:
    """Raises: RefusedError, 403, where a setting denies the permission."""
    if not settings.permits(site, permission):
        raise RefusedError(
            403, "PERMISSION_DENIED", f"the caller has no permission {permission} for site {site}"
        )


def _check_key(credential: str, api_key: str | None, named: str | None) -> None:
    if api_key is None:
        if named is None:
            raise _unauthenticated(
                f"neither a known access token nor an API key with the header {SITE_HEADER}"
            )
    elif not hmac.compare_digest(credential.encode(), api_key.encode()):
        raise _unauthenticated("the API key is wrong")


def _valid_site(named: str | None) -> str:
    if named is None:
        raise ValidationError(SITE_HEADER, "is missing", rule="REQUIRED_FIELD")
    if not is_guid(named):
        raise ValidationError(SITE_HEADER, "must be a GUID", rule="INVALID_GUID")
    return named.lower()


def _site_of_app(site: str, named: str | None) -> str:
    own = _valid_site(site)
    if named is not None and _valid_site(named) != own:
        raise RefusedError(
            403, "PERMISSION_DENIED", "the access token belongs to an app on another site"
        )
    return own


def _unauthenticated(description: str) -> RefusedError:
    return RefusedError(401, "UNAUTHENTICATED", description)


def _digest(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()
