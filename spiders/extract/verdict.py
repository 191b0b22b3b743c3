"""Whether a page is an article at all, and if not, what it is."""

from __future__ import annotations

import re
from collections import Counter
from urllib.parse import urlsplit

from selectolax.lexbor import LexborHTMLParser

from processors.records import RawPage
from spiders.extract.dom import Block, Flat
from spiders.extract.lines import is_date_line, is_noise
from spiders.extract.structured import Structured, types_of
from spiders.extract.text import key

_CHALLENGE = re.compile(
    r"just a moment|checking your browser|attention required|ddos protection|"
    r"verify(?:ing)? (?:that )?you are (?:a )?human|are you a robot|enable javascript and cookies|access denied|"
    r"(?:access|you have been|request) blocked|تم (?:حظر|منع) (?:وصولك|طلبك)|تم حظر عنوان (?:ال)?(?:اي بي|ip)|"
    r"request unsuccessful|security check|captcha|pardon our interruption|unusual traffic|"
    r"التحقق من انك (?:لست|انسان|بشر)|لست روبوت|التحقق من المتصفح|التحقق من الامان|لحظه واحده|يرجي تفعيل جافا ?سكريبت",
    re.IGNORECASE,
)
_ERROR = re.compile(
    r"^(?:(?:خطا|error|http)\s*)?(?:40[0-9]|410|50[0-9])\b|page not found|not found$|^not found|الصفحه غير موجوده|"
    r"الصفحه المطلوبه|الصفحه التي (?:تبحث|طلبت|تحاول)|غير موجوده?$|لم يتم العثور|لم نجد|لم نعثر|المحتوي غير متاح|"
    r"الخبر غير موجود|الصفحه غير متوفره|المقال غير موجود|حدث خطا|internal server error|bad gateway|service unavailable|"
    r"خطا في (?:انشاء |ال)?(?:ال)?اتصال|database connection|account (?:has been )?suspended|"
    r"domain\b.{0,40} (?:is|may be) for sale|buy this domain|تم ايقاف هذا (?:الموقع|الحساب)|"
    r"الموقع تحت الصيانه|under maintenance|تم حذف (?:الخبر|المقال|هذا)",
    re.IGNORECASE,
)
_LOGIN = re.compile(
    r"(?:سجل|تسجيل)\s+(?:ال)?دخول(?:ك)?\s+(?:ل|حتي|لل|لمتابعه|لقراءه)|"
    r"هذا (?:ال)?(?:محتوي|مقال|ماده) (?:خاص|متاح|حصري|مخصص).{0,20}(?:لل?مشترك|لل?اعضاء)|"
    r"(?:اشترك|للاشتراك).{0,40}(?:لقراءه|لمتابعه|للاطلاع|قراءه المقال|بقيه المقال|باقي المقال)|المحتوي للمشتركين|"
    r"للمشتركين فقط|للاعضاء فقط|يجب (?:عليك )?تسجيل الدخول|log ?in to (?:continue|read)|"
    r"subscribe to (?:continue|read)|subscribers only|sign in to (?:continue|read)",
    re.IGNORECASE,
)
_CONSENT = re.compile(r"ملفات تعريف الارتباط|ملفات الارتباط|الكوكيز|\bcookies?\b", re.IGNORECASE)
_LOADING = re.compile(r"جاري?\s+(?:ال)?تحميل|loading|please wait|يرجي الانتظار", re.IGNORECASE)
_LEADS_ON = re.compile(
    r"(?:يتم|جاري?|سيتم)\s+(?:الان )?(?:تحويلك|توجيهك|نقلك)|you are being redirected|redirecting", re.I
)
_SHORT = 400
"""Characters of text below which a page that speaks of an error, a challenge or a login is one."""
_CONSENT_TEXT = 1200
"""Characters of text below which a page that speaks of cookies may be nothing but the question for consent."""
_FEWEST = 60
"""Characters of text an article has at least: a short agency item is two sentences."""
_LISTED = 8
_ARTICLE = 900
"""Characters of running text from which the links around it, however many, do not make a page a list."""
_BUTTONS = 4
_VERSES = 6
_SHARED = 3
"""Words that a short item's text shares with its headline."""


def refusal(page: RawPage) -> tuple[str, str | None] | None:
    """Return why a response cannot be an article, from its status and headers alone."""
    if page.status >= 400:
        return "error page", f"HTTP status {page.status}"
    kind = (page.header("content-type") or "").split(";")[0].strip().lower()
    if (
        kind
        and "html" not in kind
        and kind not in ("text/plain", "application/octet-stream", "application/xml", "text/xml")
    ):
        return "not html", kind
    if not page.body.strip(b"\x00 \t\r\n"):
        return "empty", "the response has no body"
    return None


def judge(
    flat: Flat, data: Structured, url: str, title: str | None, headline: str | None, body: list[str]
) -> tuple[str, str | None] | None:
    """Return why a parsed page is no article, or None where it is one."""
    size = sum(map(len, body))
    shown = key(" ".join(block.text for block in flat.blocks[:400])[:20_000])
    head = key(f"{title or ''} {headline or ''}")
    if size < _SHORT and (reason := _wall(flat.tree, head, shown, key(" ".join(body)))):
        return reason
    if size < _FEWEST * 3 and _LEADS_ON.search(key(" ".join(body))):
        return "empty", "a page that leads on to another"
    if _asks_consent(body):
        return "consent wall", head or None
    if (listing := _listing(flat, data, url, body)) and not _is_brief(data, title, headline, body):
        return ("error page", head) if _ERROR.search(head) else ("listing", listing)
    if size < _FEWEST or not _has_text(body):
        return _empty(flat, data, shown, headline)
    return None if headline else ("no headline", None)


def _wall(tree: LexborHTMLParser, head: str, shown: str, body: str) -> tuple[str, str | None] | None:
    if _CHALLENGE.search(head) or (len(shown) < 1500 and _CHALLENGE.search(shown)) or _script_challenge(tree, shown):
        return "challenge", head or None
    if _ERROR.search(head) or any(_ERROR.search(part) for part in (shown[:150], body[:150]) if len(shown) < 1500):
        return "error page", head or None
    if _LOGIN.search(shown[:4000]) or _LOGIN.search(body):
        return "login wall", head or None
    if tree.css_first("input[type=password]") is not None and len(body) < _FEWEST:
        return "login wall", head or None
    return None


def _asks_consent(body: list[str]) -> bool:
    """Return whether all that the page says is what it stores on the reader's device."""
    asked = sum(len(text) for text in body if _CONSENT.search(key(text)))
    return 0 < sum(map(len, body)) < _CONSENT_TEXT and 2 * asked > sum(map(len, body))


def _script_challenge(tree: LexborHTMLParser, shown: str) -> bool:
    marks = (
        "script[src*='challenge-platform'], #challenge-form, #cf-wrapper, script[src*='_Incapsula'],"
        " iframe[src*='_Incapsula']"
    )
    return len(shown) < 1500 and tree.css_first(marks) is not None


def _has_text(body: list[str]) -> bool:
    return any(len(text.split()) >= 6 for text in body) or _has_verses(body)


def _has_verses(body: list[str]) -> bool:
    """Return whether the lines can be a poem: many of them, each of a few words."""
    return len(body) >= _VERSES and all(len(text.split()) > 1 for text in body)


def _listing(flat: Flat, data: Structured, url: str, body: list[str]) -> str | None:
    """Return what shows that the page lists articles and is none."""
    path = urlsplit(url).path.strip("/")
    links = sum(block.link_share > 0.8 and len(block.text) > 20 for block in flat.blocks)
    size = sum(map(len, body))
    typed = {name for node in data.nodes for name in types_of(node)}
    if data.article and size > _SHORT:
        return None
    if not path and links >= 3 and not data.article:
        return "the address is the front page's"
    if typed & {"CollectionPage", "ItemList", "SearchResultsPage"} and not data.article and links >= 3:
        return "its metadata calls it a collection"
    linked = sum(block.linked for block in flat.blocks if block.link_share > 0.8 and len(block.text) > 20)
    if links >= _LISTED and size < _ARTICLE and linked > 3 * size and "article" not in (data.first("og:type") or ""):
        return f"{links} linked headlines beside {size} characters of text"
    return _teasers(flat, body)


def _teasers(flat: Flat, body: list[str]) -> str | None:
    """A body made of excerpts: each stands in a box of its own under a linked headline."""
    picked = {text[:60] for text in body}
    linked = Counter(block.container for block in flat.blocks if block.link_share > 0.8 and len(block.text) > 15)
    pairs = size = 0
    for i, one in enumerate(flat.blocks):
        if one.link_share <= 0.8:
            continue
        alone = linked[one.container] == 1
        two = _excerpt(flat, i, picked) if alone or one.tag.startswith("h") else None
        if two is not None and (one.tag.startswith("h") or one.container == two.container):
            pairs += 1
            size += len(one.text) + len(two.text) if alone and one.container == two.container else len(two.text)
    shared = size >= 0.6 * sum(map(len, body))
    return f"{pairs} excerpts under linked headlines" if pairs >= 3 and shared and size else None


def _is_brief(data: Structured, title: str | None, headline: str | None, body: list[str]) -> bool:
    """Return whether a page with little text is an item all the same: one paragraph that says what its title says."""
    words = {word for word in key(headline or "").split() if len(word) > 3}
    named = key(headline or "") in key(f"{title or ''} {data.first('og:title') or ''}")
    if not named or len(words) <= _SHARED or not 0 < len(body) <= 3:
        return False
    said = {word.lstrip("وبلفك") for word in key(body[0]).split()}
    return len(said & ({word.lstrip("وبلفك") for word in words})) >= _SHARED


def _excerpt(flat: Flat, i: int, picked: set[str]) -> Block | None:
    """Return the line of the body that follows a linked headline, over what says little (its day, a button)."""
    for block in flat.blocks[i + 1 : i + 1 + _BUTTONS]:
        if block.text[:60] in picked and not _says_little(block):
            return block
        if not _says_little(block):
            return None
    return None


def _says_little(block: Block) -> bool:
    """A line between a linked headline and its excerpt: the day, a count, a button."""
    return len(block.text) < 40 and (is_date_line(block.text) or is_noise(block.text))


def _empty(flat: Flat, data: Structured, shown: str, headline: str | None) -> tuple[str, str | None]:
    if _LOADING.search(shown):
        return "empty", "the text is loaded by a script that was not run"
    media = flat.tree.css_first("video, iframe[src*='youtube'], iframe[src*='dailymotion'], audio, [class*=gallery]")
    if media is not None and headline:
        return "media", "a headline and a film, sound or gallery, without a text"
    return "empty", "no text of an article"
