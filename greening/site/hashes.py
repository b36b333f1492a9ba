"""The hash by which a published file is known."""

import hashlib


def sha256(content: bytes) -> str:
    """The SHA-256 of some bytes, in hexadecimal, as manifests have it."""
    return hashlib.sha256(content).hexdigest()
