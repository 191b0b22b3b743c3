"""A noun phrase read as a speaker: the name apart from the post (الخبير الأمني عدنان الكناني, and فلان مدير المركز)."""

from __future__ import annotations

from dataclasses import dataclass, replace

from processors.arabic.normalise import fold
from processors.quotes.cues import words
from processors.quotes.given import PARTS, opens_name
from processors.quotes.nouns import BODIES, COLLECTIVES, HONORIFICS, TITLES, bare, definite, is_adjective
from processors.quotes.scan import MARK, WORD, Text
from processors.quotes.verbs import Agreement
from processors.records import Mention

# Behind such a word a title goes on: باسم الوزارة، لشؤون الطاقة، بجامعة بغداد.
_FOR = BODIES | words("شؤون مكافحة حقوق مياه منطقة قطاع اسم نيابة وكالة عام سابق فرع مدينة إقليم قضاء ناحية علوم أمن")
_SURNAMED = HONORIFICS | words("رئيس رئيسة وزير وزيرة")
_GENERAL = words("عام عامة سر مجلس لجنة")
_SPOKESMEN = words("متحدث متحدثة ناطق ناطقة إعلامي إعلامية رسمي رسمية متحدثا")
_INSIDE = words("في من لدى عن على")


@dataclass(frozen=True, slots=True, kw_only=True)
class Speaker:
    """Who speaks: ``name`` as printed (a title or body where no name stands), post, entity, what verb agrees."""

    name: str
    role: str | None = None
    entity: str | None = None
    agreement: Agreement | None = None
    person: bool = False


@dataclass(frozen=True, slots=True)
class Named:
    """A mention of the entity step in tokens ``[first, last)``."""

    first: int
    last: int
    mention: Mention


def read(text: Text, first: int, last: int, named: tuple[Named, ...] = (), strict: bool = False) -> Speaker | None:
    """Read tokens ``[first, last)`` as a speaker; None where they hold no word.

    ``strict``: objects may follow the subject, so that behind a long title only a known given name begins a name.
    """
    while first < last and text.kinds[first] not in {WORD, MARK}:
        first += 1
    while last > first and text.kinds[last - 1] not in {WORD, MARK}:
        last -= 1
    if not any(kind == WORD for kind in text.kinds[first:last]):
        return None
    return _with_mention(text, first, last, named, _by_grammar(text, first, last, strict))


def _with_mention(text: Text, first: int, last: int, named: tuple[Named, ...], read: Speaker) -> Speaker:
    """Join what the grammar reads and what the entity step has found: the longer name, an id that fits it."""
    inside = [name for name in named if first <= name.first < last]
    people = [name for name in inside if name.mention.type == "person"]
    if people:
        speaker = _person(text, first, people[0], read)
        # «هاجم فلان | رئيس الوزراء فلانا»: the post of somebody else, who is named behind it.
        others = any(fold(name.mention.text) in fold(speaker.role or "") for name in people[1:])
        return replace(speaker, role=None) if others else speaker
    if inside and inside[0].first == first and not mention_is_place(inside[0].mention) and not read.role:
        return replace(read, entity=inside[0].mention.entity_id)
    return read


def _person(text: Text, first: int, found: Named, read: Speaker) -> Speaker:
    mention = found.mention
    printed, grammar = set(fold(mention.text).split()), set(fold(read.name).split())
    before = _clean(text, first, found.first) if found.first - first > _idle(text, first, found.first) else None
    if bare(text.word(first)) not in TITLES:
        before = None
    if read.role is None and bare(text.word(first)) in TITLES:  # the grammar saw a title alone
        read = Speaker(name=mention.text, role=mention.role or before, person=True)
    elif printed <= grammar:
        shown = mention.text if _beyond(text, found, read) else read.name
        read = replace(read, name=shown, role=read.role or mention.role, person=True)
    else:
        titled = read.role if found.first > first else None
        read = Speaker(name=mention.text, role=mention.role or titled or before, person=True)
    full = set(fold(mention.name or mention.text).split())
    name = set(fold(read.name).split())
    # A name of two words that the entity's lacks is somebody else's.
    return replace(read, entity=mention.entity_id if name <= full or full <= name else None)


def _beyond(text: Text, found: Named, read: Speaker) -> bool:
    # «هوانغ | يصمم شعارات الشركة»: the grammar ran on over a verb or an object behind the mention.
    following = text.word(found.last)
    name = fold(found.mention.name or "").split()
    ended = len(name) > len(found.mention.text.split())  # a family name: «أنان | الموجود في روما»
    if opens_name(following) or (definite(following) and not ended) or {following, text.word(found.last - 1)} & PARTS:
        return False
    return fold(read.name).startswith(f"{fold(found.mention.text)} {following}")


def mention_is_place(mention: Mention) -> bool:
    """Tell whether a mention is a place that stands for itself, not for its government."""
    return mention.type in {"place", "country"} and not mention.metonym


def _post(text: Text, index: int) -> bool:
    return bare(text.word(index)) in TITLES


def _by_grammar(text: Text, first: int, last: int, strict: bool) -> Speaker:
    if text.kinds[first] == MARK and first + 1 < last:
        closing = next((index for index in range(first + 1, last) if text.kinds[index] == MARK), last - 1)
        return Speaker(name=_clean(text, first, closing + 1))  # «هيئة الأسرى» التابعة للمنظمة
    if strict or bare(text.word(first)) in BODIES:
        last = subject_end(text, first, last)
    begin, end, name = _split(text, first, last)
    if begin is None:
        return Speaker(name=_clean(text, first, last), person=bare(text.word(first)) in TITLES - COLLECTIVES)
    role = _clean(text, first, begin) if begin > first + _idle(text, first, begin) else None
    if name < last and (role is None or bare(text.word(first)) in HONORIFICS) and _is_post(text, begin, name):
        role = _clean(text, name, last)
    if role and bare(text.word(end - 1)) in HONORIFICS and end - first > 1:
        role = _clean(text, first, end - 1)
    return Speaker(name=_clean(text, begin, name), role=role or None, person=True)


def subject_end(text: Text, first: int, last: int) -> int:
    """Return where a subject in tokens ``[first, last)`` ends: «السفير الأميركي | اقتراح …», «قيادة الجيش | قتل …».

    A bare noun behind a word with the article is no part of it.
    """
    settled = 0
    for index in range(first + 1, last):
        word = text.word(index)
        if text.kinds[index] == MARK:
            return _behind_marks(text, index, last)
        if not word or opens_name(word) or bare(word) in HONORIFICS:
            return last
        if _of_his(text, index) and not definite(word):
            return index
        if definite(word):
            if settled and _object_behind(word):
                return index
            settled += 1
        elif _continues(word) or word[0] in "لبو":
            settled = 0
        elif settled:
            return index
    return last


def _object_behind(word: str) -> bool:
    # «وزارة الأشغال | الطريق الساحلي»: behind a word with the article only an adjective has it, too.
    coloured = word.startswith("الا") and len(word) == 6  # الأزرق
    plain = word.startswith("ال") and word[-1] not in "يها" and not coloured
    return plain and not is_adjective(word) and bare(word) not in TITLES | BODIES


def _behind_marks(text: Text, opening: int, last: int) -> int:
    # «صحيفة "بابل" | الإدارة الأميركية», but «شركة "سواحل" المصرية».
    closing = next((index for index in range(opening + 1, last) if text.kinds[index] == MARK), last)
    following = text.word(closing + 1) if closing + 1 < last else ""
    return closing + 1 if definite(following) and not is_adjective(following) else last


def _idle(text: Text, first: int, begin: int) -> bool:
    # «طالب عماد …» is a verb and a name: a title without the article needs a noun behind it.
    head = text.word(first)
    return begin == first + 1 and not definite(head) and head not in HONORIFICS


def _split(text: Text, first: int, last: int) -> tuple[int | None, int, int]:
    """Return where the name begins (None: only a title or a body), where the title ends, where the name ends."""
    word = text.word(first)
    head = bare(word)
    if head in TITLES and not (opens_name(word) and not _goes_on(text, first, last)):
        begin = _name_start(text, first, last)
    elif head in COLLECTIVES or head in BODIES:
        begin = None
    elif not opens_name(word) and last - first > 2 and (definite(word) or definite(text.word(first + 1))):
        # A post that no list holds: «مصفف الشعر اللندني غوستاف فوشيه».
        begin = _name_start(text, first, last)
    else:
        begin = first
    if begin is None:
        return None, last, last
    return begin, begin, _name_end(text, begin, last)


def _goes_on(text: Text, first: int, last: int) -> bool:
    following = text.word(first + 1) if first + 1 < last else ""
    return following in _GENERAL or definite(following) or bare(following) in BODIES


def _name_start(text: Text, first: int, last: int) -> int | None:
    settled = definite(text.word(first)) or bare(text.word(first)) in HONORIFICS
    quoted = False
    for index in range(first + 1, last):
        if text.kinds[index] == MARK:
            quoted, settled = not quoted, True
            continue
        word = text.word(index)
        if not word or quoted:
            continue
        if word == "باسم" and bare(text.word(index - 1)) in _SPOKESMEN:
            settled = False
            continue
        if opens_name(word) and not (word == "علي" and "ى" in text.printed(index, index + 1)):
            return index
        if definite(word):
            settled = True
        elif _continues(word) or _prefixed(text, first, index, last):
            settled = False
        elif settled and word not in TITLES and not is_adjective(word):
            return None if _of_his(text, index) else index
    return _surname(text, first, last)


def _of_his(text: Text, index: int) -> bool:
    # «القاضي | تفهمه»: a pronoun (not ة) ends no name.
    return len(text.word(index)) > 4 and text.printed(index, index + 1).endswith(("ه", "ها", "هم"))


def _continues(word: str) -> bool:
    return word in _INSIDE or word in BODIES or (word[0] in "لب" and word[1:] in _FOR)


def _prefixed(text: Text, first: int, index: int, last: int) -> bool:
    # «مراسل الجزيرة بواشنطن», «رئيس اللجنة لإعمار المسجد»: a preposition, not the first letter of a name.
    if text.word(index)[0] not in "بل" or index == first + 1:
        return False
    return index + 1 == last or definite(text.word(index + 1))


def _surname(text: Text, first: int, last: int) -> int | None:
    # الوزير الكناني: a title and one more word with the article, which is no adjective.
    second = text.word(first + 1)
    if last - first != 2 or bare(text.word(first)) not in _SURNAMED or not definite(text.word(first)):
        return None
    return first + 1 if definite(second) and not is_adjective(second) else None


def _name_end(text: Text, first: int, last: int) -> int:
    for index in range(first + 1, last):
        word = text.word(index)
        if _is_post(text, first, index) or (text.kinds[index] == MARK and text.kinds[first] != MARK):
            return index
        if definite(word) and definite(text.word(index - 1)) and index - 1 > first and word[-1] != "ي":
            return index
        if word and not opens_name(word) and not definite(word) and _object(text, first, index, last):
            return index
    return last


def _is_post(text: Text, first: int, index: int) -> bool:
    # «فلان مدير المركز»: a post behind a name.
    word = text.word(index)
    if word in TITLES and (index - 1 > first or not (opens_name(word) or opens_name(text.word(first)))):
        return True
    return index - first > 1 and definite(word) and bare(word) in TITLES - HONORIFICS


_TANWEEN = "\u064b\u064c\u064d"


def _object(text: Text, first: int, index: int, last: int) -> bool:
    # «ليلى المرزوقي | روايتها الجديدة», «غسان مراد | وفد الأمانة»: a name of two words or more, then another noun.
    word = text.word(index)
    if len(word) > 4 and word.endswith(("ها", "هم", "هما")):
        return True
    if any(mark in text.printed(index, index + 1) for mark in _TANWEEN):
        return True
    following = text.word(index + 1) if index + 1 < last else ""
    before = text.word(index - 1)
    if definite(following) and not following.endswith("ي") and bare(following) not in TITLES and index > first:
        return True
    whole = index - first > 1 or (definite(before) and index - 1 >= first)
    return whole and (definite(following) or (definite(before) and index + 1 < last)) and before not in PARTS


def _clean(text: Text, first: int, last: int) -> str:
    piece = text.printed(first, last).strip(" \u00a0،,:-–—()ـ\u200f\u200e")
    if piece[:1] in "\"“”„«»'‘’" or piece[-1:] in "\"“”„«»'‘’":
        inner = piece.strip("\"“”„«»'‘’ ")
        if not any(mark in inner for mark in '"“”„«»'):
            piece = inner if piece[:1] in "\"“”„«»'‘’" else piece
    return " ".join(piece.split())
