"""Yields the TLS context: the certificates are read once."""

from __future__ import annotations

import ssl
from functools import lru_cache


@lru_cache(maxsize=2)
def tls(verify: bool) -> ssl.SSLContext:
    """Give the TLS context; reading the certificates costs up to 50 ms, so it is done once."""
    context = ssl.create_default_context()
    if not verify:
        context.check_hostname = False
        context.verify_mode = ssl.CERT_NONE
    return context
