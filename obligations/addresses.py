"""Web addresses compared: what identifies a page, whose host it is, and hosts that only look like another."""

from __future__ import annotations

from urllib.parse import parse_qsl, urlencode, urlsplit, urlunsplit

from rapidfuzz.distance import Levenshtein

from obligations.text import bare_text

TRACKING = ("utm_", "fbclid", "gclid", "zarsrc", "mc_cid", "mc_eid", "_gl", "igshid")
# Names below these are given out under `.vn`: what an organisation owns is one label longer.
SECOND_LEVEL = frozenset(
    ("ac", "ai", "biz", "com", "edu", "gov", "health", "id", "info", "int", "io", "name", "net", "org", "pro")
)
# A name shorter than this differs in one letter from too many honest ones.
LOOK_ALIKE_FROM = 6
DOUBLES = str.maketrans({"0": "o", "1": "l", "i": "l", "5": "s", "3": "e"})


def canonical(address: str) -> str:
    """Reduce an address to what identifies the page: no scheme, fragment, tracking, `www.` or last slash.

    Raises ValueError where it cannot be read as an address.
    """
    parts = urlsplit(address.strip())
    name = host(address).removeprefix("www.")
    port = f":{parts.port}" if parts.port not in (None, 80, 443) else ""
    query = urlencode(sorted((k, v) for k, v in parse_qsl(parts.query) if not k.lower().startswith(TRACKING)))
    return urlunsplit(("", name + port, parts.path.rstrip("/"), query, ""))


def host(address: str) -> str:
    """Give the host of an address in lower case, as written in DNS; empty where there is none or it is malformed."""
    try:
        name = (urlsplit(address.strip()).hostname or "").rstrip(".")
        return name if name.isascii() else name.encode("idna").decode()
    except ValueError:
        return ""


def belongs(address: str, domain: str) -> bool:
    """Tell whether an address lies on a domain or below it; `facebook.com/so-mau` also fixes the path's beginning."""
    name, _, path = domain.lower().partition("/")
    here = host(address).removeprefix("www.")
    under = here == name.removeprefix("www.") or here.endswith("." + name.removeprefix("www."))
    return under and _starts(urlsplit(address.strip()).path.lower(), path)


def _starts(path: str, beginning: str) -> bool:
    wanted, there = beginning.strip("/").split("/"), path.strip("/").split("/")
    return not beginning.strip("/") or there[: len(wanted)] == wanted


def owned(name: str) -> str:
    """Give the part of a host that one organisation owns: `so.tinh.gov.vn` gives `tinh.gov.vn`."""
    labels = name.split(".")
    deep = len(labels) > 2 and labels[-1] == "vn" and labels[-2] in SECOND_LEVEL
    return ".".join(labels[-3:] if deep else labels[-2:])


def looks_like(name: str, domain: str) -> bool:
    """Tell whether a host that is not on `domain` is made to look as if it were: a trap, not a mistake."""
    real = domain.partition("/")[0].lower().removeprefix("www.")
    if name == real or name.endswith("." + real) or owned(name) == owned(real):
        return False
    if real in name:
        return True
    # Names below gov.vn are given to agencies only, and those of provinces are alike.
    if owned(name).endswith(".gov.vn") or len(_skeleton(owned(real))) < LOOK_ALIKE_FROM:
        return False
    return Levenshtein.distance(_skeleton(owned(name)), _skeleton(owned(real))) <= 1


def _skeleton(name: str) -> str:
    """Write a host as the eye takes it: marks, digits and dashes that imitate letters are put back."""
    try:
        shown = name.encode().decode("idna")
    except ValueError:
        shown = name
    return "".join(c for c in bare_text(shown) if c.isalnum()).translate(DOUBLES).replace("rn", "m").replace("vv", "w")
