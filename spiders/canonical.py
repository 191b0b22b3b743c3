"""One address per article: tracking, fragments, AMP and mobile variants set aside (RFC 3986 §6.2), and a stable id."""

from __future__ import annotations

import hashlib
import re
from urllib.parse import SplitResult, urljoin, urlsplit

_TRACKING = re.compile(
    r"(?:utm_\w+|fbclid|gclid|gclsrc|dclid|gbraid|wbraid|msclkid|yclid|twclid|ttclid|igshid|igsh|mc_cid|mc_eid|_ga|_gl|_hsenc|_hsmi|"
    r"mkt_tok|ref_src|ref_url|__twitter_impression|cmpid|at_\w+|wt\.\w+|s_cid|ns_\w+|spm|share|shared|sharetype|traffic_source|"
    r"amp|amp_js_v|amp_gsa|usqp|outputtype|__cf_chl\w*|fb_action_ids|fb_action_types|fb_source|fb_ref|mibextid|rss|ocid|xtor|"
    r"taboolaclickid|tblci|obOrigUrl|dicbo|pk_\w+|mtm_\w+|matomo_\w+|replytocom)",
    re.IGNORECASE,
)
_AMP_HOST = re.compile(r"^(?:amp|m|mobile|mobi|wap|touch)\.(?=[^.]+\.[^.]+)")
_CDN = re.compile(r"^([a-z0-9-]+)\.cdn\.ampproject\.org$")
_AMP_PATH = re.compile(r"/amp(?:\.html)?/?$|(?<=/)amp/(?=.)|\.amp(?=\.html$|$)", re.IGNORECASE)
_PORTS = {"http": 80, "https": 443}
_UNRESERVED = frozenset(b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~")
_ESCAPE = re.compile(r"(?:%[0-9A-Fa-f]{2})+")
_RAW = re.compile(r"[^\x21-\x7e]|[\"<>\\^`{|}]|%(?![0-9A-Fa-f]{2})")
_INDEX = re.compile(r"/(?:index|default)\.(?:html?|php|aspx?)$", re.IGNORECASE)
_SECOND_LEVEL = frozenset(["com", "net", "org", "gov", "edu", "co", "ac", "info", "mil", "news"])
_ID_BYTES = 10


def canonicalise(url: str) -> str:
    """Return the address that all variants of an article share; the letters of its path are kept as they are.

    Percent-encoding becomes uniform (UTF-8, upper-case digits, unreserved characters bare), so a path in Arabic letters
    and its encoded form are one. What is no http(s) URL comes back stripped of its fragment and otherwise untouched.
    """
    url = url.strip()
    try:
        parts = urlsplit(url)
        host, port = (parts.hostname or "").lower().rstrip("."), parts.port
    except ValueError:
        return url.split("#", 1)[0]
    if parts.scheme.lower() not in _PORTS or not host:
        return url.split("#", 1)[0]
    if unpacked := _from_cdn(host, parts):
        return canonicalise(unpacked)
    scheme = parts.scheme.lower()
    query = _query(parts.query)
    return f"{scheme}://{_host(host)}{_port(scheme, port)}{_path(parts.path)}{'?' + query if query else ''}"


def _from_cdn(host: str, parts: SplitResult) -> str | None:
    """Return the original of a page in an AMP cache (https://<host>.cdn.ampproject.org/c/s/<host>/<path>)."""
    match = _CDN.match(host)
    inner = re.match(r"^/(?:[cvr]|i|ii)/(s/)?(.+)$", parts.path)
    if not match or not inner or "cdn.ampproject.org" in inner[2].split("/", 1)[0].lower():
        return None
    return f"{'https' if inner[1] else 'http'}://{inner[2]}{'?' + parts.query if parts.query else ''}"


def _host(host: str) -> str:
    if ":" in host:
        return f"[{host}]"
    bare = _AMP_HOST.sub("", host)
    while bare != host:
        host, bare = bare, _AMP_HOST.sub("", bare)
    return _ascii(host)


def _ascii(host: str) -> str:
    try:
        return host.encode("idna").decode("ascii") if not host.isascii() else host
    except UnicodeError:
        return host


def _port(scheme: str, port: int | None) -> str:
    return f":{port}" if port is not None and port != _PORTS[scheme] else ""


def _path(path: str) -> str:
    path = _encode(path)
    path = _without_dots(path if path.startswith("/") else "/" + path)
    previous = None
    while previous != path:
        previous = path
        path = (
            _AMP_PATH.sub(lambda match: "/" if match[0].startswith("/") and match[0].endswith("/") else "", path) or "/"
        )
    return path


def _without_dots(path: str) -> str:
    """Remove dot segments (RFC 3986 §5.2.4)."""
    kept: list[str] = []
    segments = path.split("/")[1:]
    for segment in segments:
        if segment == "..":
            kept[-1:] = []
        elif segment != ".":
            kept.append(segment)
    if segments[-1] in (".", ".."):
        kept.append("")
    return "/" + "/".join(kept)


def _query(query: str) -> str:
    pairs = [pair for pair in query.split("&") if pair and not _TRACKING.fullmatch(pair.split("=", 1)[0])]
    return "&".join(_encode(pair) for pair in pairs)


def _encode(text: str) -> str:
    """Return the text with uniform percent-encoding: escaped as UTF-8 what must be, bare what need not be."""
    raw = _RAW.sub(lambda match: "".join(f"%{byte:02X}" for byte in match[0].encode("utf-8", "surrogatepass")), text)
    return _ESCAPE.sub(lambda match: "".join(map(_unit, bytes.fromhex(match[0].replace("%", "")))), raw)


def _unit(byte: int) -> str:
    return chr(byte) if byte in _UNRESERVED else f"%{byte:02X}"


def article_id(canonical_url: str) -> str:
    """Return the article's id: 20 hexadecimal digits of the canonical URL's SHA-256, without scheme and www."""
    bare = re.sub(r"^https?://(?:www\.)?", "", canonical_url)
    return hashlib.sha256(bare.encode("utf-8", "surrogatepass")).hexdigest()[: 2 * _ID_BYTES]


def registrable(host: str) -> str:
    """Return the part of a host that its owner registered, by the usual second levels (com.sa, net.ma, gov.eg)."""
    labels = host.lower().rstrip(".").split(".")
    wide = len(labels) > 2 and labels[-2] in _SECOND_LEVEL and len(labels[-1]) == 2
    return ".".join(labels[-3:] if wide else labels[-2:])


def choose_canonical(page_url: str, declared: str | None) -> str:
    """Return the canonical address: the page's own rel=canonical where it is the same site's and not the front page."""
    own = canonicalise(page_url)
    if not declared:
        return own
    try:
        there, here = urlsplit(urljoin(page_url, declared.strip())), urlsplit(page_url)
        same = registrable(there.hostname or "") == registrable(here.hostname or "")
    except ValueError:
        return own
    front = not _INDEX.sub("/", there.path).strip("/") and not there.query
    if there.scheme not in _PORTS or not same or (front and here.path.strip("/")):
        return own
    return canonicalise(there.geturl())
