"""Secrets in an exported state, opened with its passphrase.

Source: pulumi/pulumi, sdk/go/common/resource/config/crypt.go: AES-256-GCM, PBKDF2 of SHA-256.
"""

from __future__ import annotations

import base64
import hashlib
import json
from functools import cache
from typing import Any

from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from wix_data_provider.adapters.marshal import SECRET, SIGNATURE

ROUNDS = 1_000_000
PASSPHRASE = b""


def opened(values: Any, salt: str) -> Any:
    """The same values, with each secret as the engine hands it over. `salt` is the state's."""
    if isinstance(values, dict) and values.get(SIGNATURE) == SECRET:
        return {SIGNATURE: SECRET, "value": json.loads(_plain(values["ciphertext"], salt))}
    if isinstance(values, dict):
        return {name: opened(value, salt) for name, value in values.items()}
    return [opened(value, salt) for value in values] if isinstance(values, list) else values


def _plain(ciphertext: str, salt: str) -> bytes:
    _, nonce, text = ciphertext.split(":")
    box = AESGCM(_key(salt))
    return box.decrypt(base64.b64decode(nonce), base64.b64decode(text), None)


@cache
def _key(salt: str) -> bytes:
    bytes_of_salt = base64.b64decode(salt.split(":")[1])
    return hashlib.pbkdf2_hmac("sha256", PASSPHRASE, bytes_of_salt, ROUNDS, 32)
