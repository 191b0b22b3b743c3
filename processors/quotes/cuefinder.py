"""Walks through a field and reads every attribution in it."""

from __future__ import annotations

from processors.quotes.cue import Cue, heads_clause, sentence_start, skip_back
from processors.quotes.cues import BY, BY_TO, BY_WHAT, COMP, FILLERS, FROM, NP_END, PARTICIPLES, PREPOSITIONS, SAYINGS, TIME
from processors.quotes.given import opens_name
from processors.quotes.marks import Quoted, count_words
from processors.quotes.nouns import BODIES, COLLECTIVES, OUTLETS, TITLES, bare, definite, is_head
from processors.quotes.people import apposed, near
from processors.quotes.reach import Reach, Report, run_end
from processors.quotes.scan import COLON, COMMA, DASH, LINE, MARK, PAREN, STOP, WORD, Text
from processors.quotes.sources import source_at
from processors.quotes.speaker import Named, Speaker, read
from processors.quotes.verbs import Verb, forms

_SOURCES = BY | BY_TO | BY_WHAT | FROM | {"علي", "وعلي"}
_FLAGS = {"مشير": "t", "لافت": "t", "منوه": "t", "منبه": "t", "ملمح": "t", "مشدد": "o", "مؤكد": "o", "محذر": "f", "متخوف": "f"}
_FLAGS |= {"كاشف": "a", "معبر": "a", "قائل": "s", "مستطرد": "s", "مردف": "s", "مجيب": "s", "متسائل": "s", "ساخر": "s"}
_CAME = frozenset({"جاء", "وجاء", "ورد", "وورد"})
_DAMMA = "\u064f"
_OF = frozenset({"عنه", "عنها", "عنهم"})


class CueFinder:
    """Finds the attributions of one field; ``hidden`` maps an opening mark to the token behind its quote."""

    def __init__(self, text: Text, opened: dict[int, Quoted], named: tuple[Named, ...]) -> None:
        self.text = text
        self.opened = opened
        self.closed = {quoted.closing: quoted for quoted in opened.values()}
        self.named = named
        self.reach = Reach(text, opened)

    def all(self) -> list[Cue]:
        """Return the attributions in the order they begin."""
        found: list[Cue] = []
        index = 0
        while index < len(self.text):
            if index in self.opened:
                index = self.opened[index].closing + (1 if self.opened[index].closed else 0)
                index += 0 if index < len(self.text) and self.text.kinds[index] != LINE else 1
                continue
            cue = self._at(index) if self.text.kinds[index] == WORD else None
            if cue is not None:
                found.append(cue)
                index = max(index + 1, cue.end)
                continue
            index += 1
        return found

    def _at(self, index: int) -> Cue | None:
        word = self.text.words[index]
        if word in PARTICIPLES or word in SAYINGS:
            return self._participle(index)
        if word in _SOURCES:
            cue = self._source(index)
            if cue is not None or word not in FILLERS:
                return cue
        if word in _CAME:
            return self._came(index)
        verb = forms().get(word)
        return self._verb(index, verb) if verb is not None else None

    def _verb(self, index: int, verb: Verb) -> Cue | None:
        text = self.text
        if "h" in verb.flags and not self._sure(index, verb):
            return None
        if verb.lemma == "نقل":
            return self._relayed(index, verb)
        report = self.reach.report(index + 1, verb)
        if report is None:
            return self._behind(index, verb)
        if "z" in verb.flags or self._passive(index):
            return self._cue(index, index + 1, verb, report, None)
        first, last = self._trim(*report.subject)
        if first < last < report.stop:
            last = max(last, run_end(text, first, report.stop))
        if first < last:
            return self._cue(index, index, verb, report, self._subject(first, last))
        before = self._before(index, verb)
        if before is not None:
            return self._cue(before[0], index, verb, report, before[1])
        if "n" in verb.flags and verb.present and verb.agreement == "m" and verb.lemma not in {"رأى", "اعتبر"}:
            return None
        if not (verb.joined or heads_clause(text, index) or text.word(index - 1) in _PRONOUNS):
            return None  # its subject stands before it, and is none that speaks (كل المؤشرات تؤكد أن)
        return self._cue(index, index, verb, report, None, carried=True)

    def _cue(
        self, at: int, index: int, verb: Verb, report: Report | None, speaker: Speaker | None, carried: bool = False
    ) -> Cue:
        at = skip_back(self.text, at)
        end = report.at if report else index + 1
        return Cue(
            at=at,
            end=end,
            verb=verb.lemma,
            speaker=speaker,
            report=report,
            agreement=verb.agreement,
            carried=carried,
            joined=verb.joined or at < index,
        )

    def _sure(self, index: int, verb: Verb) -> bool:
        text = self.text
        printed = text.printed(index, index + 1)
        if verb.lemma == "بين" and "\u0651" in printed:
            return True
        following = text.word(index + 1)
        reports = following in COMP or (following in PREPOSITIONS and text.word(index + 2) in COMP)
        if heads_clause(text, index) or (verb.joined and (reports or is_head(following) or opens_name(following))):
            return verb.lemma != "رأى" or "ي" not in printed[-1:] or text.loose
        if text.word(index - 1) in {"الذي", "التي", "وقد", "قد", "حيث"}:
            return True
        return (reports or verb.present) and verb.lemma not in {"بين", "وجد", "وعد"}

    def _passive(self, index: int) -> bool:
        printed = self.text.printed(index, index + 1).lstrip("وف")
        return printed[1:2] == _DAMMA or printed[1:3].endswith(_DAMMA) and printed[1:2] == "ّ"

    def _trim(self, first: int, last: int) -> tuple[int, int]:
        text = self.text
        while first < last and (text.word(first) in FILLERS | TIME or text.kinds[first] == DASH):
            first += 1
        if first < last and text.word(first) in NP_END and text.word(first) != "علي":
            return first, first
        return first, min(last, max(first, run_end(text, first, last)))

    def _subject(self, first: int, last: int) -> Speaker | None:
        text = self.text
        last = self._extended(first, last)
        speaker = read(text, first, last, near(self.named, first, last))
        return apposed(text, last, speaker, self.named) if speaker else None

    def _extended(self, first: int, last: int) -> int:
        # «مصدر في وزارة الداخلية»: the body belongs to an unnamed source.
        text = self.text
        if text.word(last) == "عن" and text.word(last - 1) in {"صادر", "صادره"}:
            return run_end(text, last + 1, len(text))
        if bare(text.word(first)) in COLLECTIVES | TITLES and text.word(last) in {"في", "من", "داخل"}:
            following = bare(text.word(last + 1))
            if following in BODIES:
                return run_end(text, last + 1, len(text))
        return last

    def _before(self, index: int, verb: Verb) -> tuple[int, Speaker] | None:
        """Return the subject that stands before a verb, and where it begins."""
        text = self.text
        end = skip_back(text, index)
        if text.word(end - 1) in {"الذي", "التي", "الذين"}:
            end -= 1
        start = sentence_start(text, index)
        if index - start > 40:
            start = index - 40
        commas = [position + 1 for position in range(start, end) if text.kinds[position] in {COMMA, DASH, COLON}]
        for begin in [start, *commas[:-3:-1]]:
            first = begin
            while first < end and text.word(first) in FILLERS | {"ان"}:
                first += 1
            last = run_end(text, first, end)
            if first < last and self._names(first, last, verb) and (last == end or self._bridged(last, end)):
                speaker = self._subject(first, last)
                if speaker is not None:
                    return first, speaker
        return None

    def _names(self, first: int, last: int, verb: Verb) -> bool:
        word = self.text.word(first)
        if forms().get(word) and not opens_name(word):
            return False
        if is_head(word) or opens_name(word) or near(self.named, first, first + 1):
            return True
        if word in NP_END or word in PARTICIPLES:
            return False
        had = self.text.word(first - 1) in _HAD
        return last - first <= 4 and (had or (definite(word) and not verb.present))

    def _bridged(self, last: int, end: int) -> bool:
        # «فلان، مدير المركز، قال»: only an apposition between commas.
        kinds = self.text.kinds[last:end]
        return kinds[0] in {COMMA, DASH, PAREN} and kinds[-1] in {COMMA, DASH, PAREN} and len(kinds) <= 14

    def _relayed(self, index: int, verb: Verb) -> Cue | None:
        """«نقلت الوكالة عن الوزير قوله إن»: the speaker stands behind عن."""
        text = self.text
        for position in range(index + 1, min(len(text), index + 16)):
            word = text.word(position)
            if text.kinds[position] in {STOP, LINE} or word in COMP or word in PARTICIPLES:
                return None
            if word == "عن" or word in _OF:
                pronoun = word in _OF
                begin = position + 1
                report = self.reach.report(begin, Verb(verb.lemma, verb.agreement, "s", verb.joined, verb.present), 40)
                if report is None:
                    return None
                end = run_end(text, begin, report.stop)
                speaker = None if pronoun or begin >= end else self._subject(begin, end)
                return self._cue(index, position, verb, report, speaker, carried=pronoun)
        return None

    def _came(self, index: int) -> Cue | None:
        """«وجاء في بيان الوزارة أن»."""
        text = self.text
        if text.word(index + 1) not in {"في", "ب"} or not heads_clause(text, index):
            return None
        verb = Verb("جاء", "m", "s", True, False)
        report = self.reach.report(index + 2, verb, 30)
        if report is None:
            return None
        end = self._came_end(index + 2, report.stop)
        speaker = read(text, index + 2, end, ())
        return self._cue(index, index, verb, report, speaker)

    def _came_end(self, first: int, stop: int) -> int:
        return run_end(self.text, first, stop)

    def _participle(self, index: int) -> Cue | None:
        text = self.text
        word = text.words[index]
        stem = PARTICIPLES.get(word, "قائل")
        following = text.word(index + 1)
        flags = _FLAGS.get(stem, "")
        if word in SAYINGS and text.word(index - 1) in {"عن", "في", "علي", "مع"}:
            return None
        if following and "s" not in flags and following not in NP_END and following not in COMP:
            return None
        report = self.reach.report(index + 1, Verb(stem, "m", flags, False, False), 24)
        if report is None:
            return None
        return Cue(at=index, end=report.at, verb=word if word in SAYINGS else stem, report=report, follows=True, joined=True)

    def _source(self, index: int) -> Cue | None:
        text = self.text
        source = source_at(text, index, self.named)
        if source is None or (source.speaker is None and not source.pronoun):
            return None
        speaker = apposed(text, source.end, source.speaker, self.named) if source.speaker else None
        starts = skip_back(text, index) == sentence_start(text, index) or self._opens_sentence(index)
        report = None
        if source.verb is not None and source.verb.lemma in {"قال"} or source.verb is not None and text.words[index] == "كما":
            report = self.reach.report(source.end, source.verb, 24)
            bare_how = text.words[index] == "كما"
            if report is not None or (bare_how and (source.verb.lemma not in _PLAIN or text.kind(source.end) == WORD)):
                return None
            starts = False
        if starts:
            report = self._source_report(source.end)
            if report is None:
                return None
        return Cue(
            at=index,
            end=report.at if report else source.end,
            verb=source.verb.lemma if source.verb else text.words[index],
            speaker=speaker,
            report=report,
            carried=source.pronoun,
            joined=True,
            source=True,
            agreement=source.verb.agreement if source.verb else None,
        )

    def _opens_sentence(self, index: int) -> bool:
        start = sentence_start(self.text, index)
        return index - start <= 1

    def _source_report(self, end: int) -> Report | None:
        # Behind the source comes the statement: after a comma, after فإن or فقد, or at once.
        text = self.text
        for index in range(end, min(len(text), end + 24)):
            if text.kinds[index] in {STOP, LINE}:
                return None
            if text.word(index) in _SO:
                return Report(index + 1, "source", (end, end), index)
            if text.kinds[index] == MARK and index in self.opened:
                return Report(index, "source", (end, end), index)
        for index in range(end, min(len(text), end + 24)):
            if text.kinds[index] in {COMMA, COLON}:
                if text.kind(index + 1) == WORD and bare(text.word(index + 1)) in TITLES:
                    continue
                following = index + 1
                return Report(following, "source", (end, end), index)
            if text.kinds[index] in {STOP, LINE}:
                return None
        return Report(end, "source", (end, end), end) if text.kind(end) == WORD else None

    def _behind(self, index: int, verb: Verb) -> Cue | None:
        """«"…"، يقول فلان»: the verb stands behind the quote."""
        text = self.text
        before = index - 1
        while before > 0 and (text.word(before) in FILLERS or text.kinds[before] == COMMA or text.word(before) in _BACK):
            before -= 1
        quoted = self.closed.get(before)
        if verb.joined or quoted is None or not quoted.closed or count_words(text, quoted.opening, quoted.closing) < 3:
            return None
        if self.text.kinds[index - 1] == WORD and text.word(index - 1) not in FILLERS | _BACK:
            return None
        end = run_end(text, index + 1, len(text))
        speaker = self._subject(index + 1, end) if end > index + 1 else None
        return Cue(
            at=before + 1, end=max(end, index + 1), verb=verb.lemma, speaker=speaker, agreement=verb.agreement,
            carried=speaker is None, joined=True,
        )


_PRONOUNS = frozenset("لكنه لكنها ولكنه ولكنها انه انها لانه وهو وهي هو هي ان وان الذي التي قد وقد لم ولم ما وما لا ولا سوف".split())
_SO = frozenset({"فان", "فانه", "فانها", "فانهم", "فقد", "فلقد"})
_HAD = frozenset({"كان", "كانت", "وكان", "وكانت"})
_BACK = frozenset({"هكذا", "كما", "حسبما", "بهذا", "بهذه", "الكلمات", "العبارات", "العباره"})
_PLAIN = frozenset({"قال", "ذكر", "أعلن", "أفاد", "أوضح", "صرح", "أكد", "أشار", "أورد", "نقل", "كشف", "بين", "رأى"})
