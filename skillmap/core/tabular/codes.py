"""Codes for things that came with a name only."""

from __future__ import annotations

import hashlib
import re
import unicodedata

_SPOKEN = {"+": " plus ", "#": " sharp ", "&": " and ", "%": " percent "}
_GAPS = re.compile(r"[^A-Z0-9]+")
_DIGEST = 8


def code_from_name(*names: str, longest: int) -> str:
    """Return one stable code for some names: `("Business analyst", "Junior")` gives
    `BUSINESS_ANALYST_JUNIOR`. What is cut off, or written in letters we cannot spell in ASCII, is
    stood in for by a digest, so that different names keep different codes.
    """
    full = " ".join(names)
    spelt = "".join(_SPOKEN.get(letter, letter) for letter in unicodedata.normalize("NFKD", full))
    lost = any(letter.isalnum() and not letter.isascii() for letter in spelt)
    plain = _GAPS.sub("_", spelt.upper()).strip("_")
    if plain and not lost and len(plain) <= longest:
        return plain
    digest = hashlib.sha256(full.encode()).hexdigest()[:_DIGEST].upper()
    return f"{plain[: longest - _DIGEST - 1]}_{digest}".strip("_")


def code_from_uri(uri: str, fallback: str = "") -> str:
    """Return the last part of a URI, which is what we call a concept of a linked vocabulary."""
    return uri.rstrip("/").rpartition("/")[2] or fallback
