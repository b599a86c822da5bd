"""The key of webhooks: RS256, made once, kept with the state.

Source: docs/wix-api.md, "Webhooks".
"""

from __future__ import annotations

import time

import jwt
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import rsa

ALGORITHM = "RS256"
KEY_BITS = 2048
EXPONENT = 65_537
LIFE_S = 3600


def make_key() -> str:
    """A new private key, as PEM."""
    key = rsa.generate_private_key(public_exponent=EXPONENT, key_size=KEY_BITS)
    return key.private_bytes(
        serialization.Encoding.PEM,
        serialization.PrivateFormat.PKCS8,
        serialization.NoEncryption(),
    ).decode()


def public_key_of(key: str) -> str:
    """What receivers check signatures with, as PEM."""
    private = serialization.load_pem_private_key(key.encode(), password=None)
    return (
        private.public_key()
        .public_bytes(serialization.Encoding.PEM, serialization.PublicFormat.SubjectPublicKeyInfo)
        .decode()
    )


def sign(data: str, key: str) -> str:
    """A JWT with `data` as its claim of that name.

    Its dates are the computer's, not the emulator's: receivers check them against their own.
    """
    now_s = int(time.time())
    return jwt.encode({"data": data, "iat": now_s, "exp": now_s + LIFE_S}, key, ALGORITHM)
