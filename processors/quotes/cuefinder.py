"""Walks through a field and reads every attribution in it."""

from __future__ import annotations

from functools import lru_cache

from processors.quotes.clausesubject import ClauseSubject
from processors.quotes.cue import Cue, heads_clause, skip_back
from processors.quotes.cues import (
    BY,
    BY_TO,
    BY_WHAT,
    CALLED,
    COMP,
    FILLERS,
    FROM,
    NP_END,
    PARTICIPLES,
    PREPOSITIONS,
    SAYINGS,
    words,
)
from processors.quotes.given import opens_name
from processors.quotes.marks import Quoted, count_words
from processors.quotes.nouns import is_head, several
from processors.quotes.people import near
from processors.quotes.phrase import run_end
from processors.quotes.reach import Reach, Report
from processors.quotes.scan import COMMA, LINE, STOP, WORD, Text
from processors.quotes.sourcecues import SourceCues
from processors.quotes.speaker import Named, Speaker, read
from processors.quotes.verbs import Verb, forms

_SOURCES = BY | BY_TO | BY_WHAT | FROM | {"علي", "وعلي"}
_FLAGS = {
    "مشير": "t",
    "لافت": "t",
    "منوه": "t",
    "منبه": "t",
    "ملمح": "t",
    "مشدد": "o",
    "مؤكد": "o",
    "محذر": "f",
    "متخوف": "f",
}
_FLAGS |= {"كاشف": "a", "معبر": "a", "قائل": "s", "مستطرد": "s", "مردف": "s", "مجيب": "s", "متسائل": "s", "ساخر": "s"}
_CAME = frozenset({"جاء", "وجاء", "ورد", "وورد"})
_DAMMA = "\u064f"
_RELAYED = {"نقل": words("عن عنه عنها عنهم"), "نسب": words("إلى إليه إليها إليهم")}


@lru_cache(maxsize=1 << 16)
def _tells(word: str) -> bool:
    """Tell whether a word may open an attribution."""
    return word in PARTICIPLES or word in SAYINGS or word in _SOURCES or word in _CAME or word in forms()


class CueFinder:
    """Finds the attributions of one field; ``opened`` maps an opening mark to its quote."""

    def __init__(
        self, text: Text, opened: dict[int, Quoted], named: tuple[Named, ...], surnames: frozenset[str] = frozenset()
    ) -> None:
        self.text = text
        self.opened = opened
        self.closed = {quoted.closing: quoted for quoted in opened.values()}
        self.named = named
        self.reach = Reach(text, opened, named, surnames)
        self.subject = ClauseSubject(text, named)
        self.sources = SourceCues(text, opened, named, self.reach)

    def all(self) -> list[Cue]:
        """Return the attributions in the order they begin."""
        found: list[Cue] = []
        index = 0
        while index < len(self.text):
            if index in self.opened:
                index = self.opened[index].closing + (1 if self.opened[index].closed else 0)
                index += 0 if index < len(self.text) and self.text.kinds[index] != LINE else 1
                continue
            tells = self.text.kinds[index] == WORD and _tells(self.text.words[index])
            cue = self._at(index) if tells else None
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
            cue = self.sources.cue(index)
            if cue is not None or word not in FILLERS:
                return cue
        if word in _CAME:
            return self._came(index)
        verb = forms().get(word)
        return self._verb(index, verb) if verb is not None else None

    def _verb(self, index: int, verb: Verb) -> Cue | None:
        if self._unsaid(index, verb) or ("h" in verb.flags and not self._sure(index, verb)):
            return None
        if verb.lemma in _RELAYED:
            return self._relayed(index, verb, _RELAYED[verb.lemma])
        report = self.reach.report(index + 1, verb)
        if report is None:
            return self._behind(index, verb) or self._mute(index, verb)
        if "z" in verb.flags or self._passive(index):
            if verb.present:
                return None  # يُذكر أن: a phrase of the reporter's
            return self._cue(index, index + 1, verb, report, None)
        return self._with_subject(index, verb, report)

    def _unsaid(self, index: int, verb: Verb) -> bool:
        """Tell whether a verb says that nothing is, or has been, said: لم يقل، سيعلن، أن يؤكد، إذا قال."""
        before = self.text.word(index - 1)
        if self.text.words[index] in CALLED and self.text.word(index + 1) not in COMP:
            return True
        if before in _NEGATIONS:
            return verb.lemma not in _DENIALS
        wished = before == "ان" and self.text.word(index - 2) != "قبل"
        return before in _CONDITIONS or (verb.present and (wished or verb.future))

    def _mute(self, index: int, verb: Verb) -> Cue | None:
        """«ودعا الوزير إلى …»: who speaks without a report is whom the next «وأضاف» means."""
        text = self.text
        first = self.reach.skip(index + 1)
        word = text.word(first)
        person = any(item.mention.type == "person" for item in near(self.named, first, first + 1))
        if not word or not heads_clause(text, index):
            return None
        if not (person or is_head(word) or opens_name(word)):
            goes_on = verb.joined and not verb.present and text.kind(index - 1) == COMMA and word in PREPOSITIONS
            return self._cue(index, index, verb, None, None, mute=True) if goes_on else None
        speaker = self.subject.speaker(first, run_end(text, first, len(text)))
        return self._cue(index, index, verb, None, speaker, mute=True) if speaker else None

    def _with_subject(self, index: int, verb: Verb, report: Report) -> Cue | None:
        text = self.text
        first, last = self.subject.trim(*report.subject)
        if verb.lemma in {"أبلغ", "أخبر"} and (teller := self.subject.before(index, verb)) is not None:
            return self._cue(teller[0], index, verb, report, teller[1])  # «المسؤول أبلغ الصحيفة أن»
        if first < last < report.stop:
            last = max(last, run_end(text, first, report.stop))
        if first < last:
            return self._cue(index, index, verb, report, self.subject.speaker(first, last))
        before = self.subject.before(index, verb)
        if before is not None:
            return self._cue(before[0], index, verb, report, before[1])
        impersonal = "n" in verb.flags and verb.present and verb.agreement == "m" and verb.lemma not in {"رأى", "اعتبر"}
        # A verb inside a clause has its subject before it; one that is none that speaks: كل المؤشرات تؤكد أن.
        spoken = "s" in verb.flags and report.how in {"colon", "mark"}
        headed = spoken or verb.joined or heads_clause(text, index) or text.word(index - 1) in _HEADING
        return None if impersonal or not headed else self._cue(index, index, verb, report, None, carried=True)

    def _cue(
        self,
        at: int,
        index: int,
        verb: Verb,
        report: Report | None,
        speaker: Speaker | None,
        carried: bool = False,
        mute: bool = False,
    ) -> Cue:
        at = skip_back(self.text, at)
        end = report.at if report else index + 1
        return Cue(
            at=at,
            end=end,
            verb=verb.lemma,
            speaker=speaker,
            report=report,
            agreement="p" if speaker and several(speaker.name) else verb.agreement,
            carried=carried,
            joined=verb.joined or at < index,
            mute=mute,
        )

    def _sure(self, index: int, verb: Verb) -> bool:
        text = self.text
        printed = text.printed(index, index + 1)
        if verb.lemma == "بين" and "\u0651" in printed:
            return True
        following = text.word(index + 1)
        if text.words[index].endswith("تبين") and (following in COMP or following in PREPOSITIONS):
            return False  # تبيّن من حديثه أنه
        if verb.lemma in {"زاد", "أبلغ", "أخبر"}:
            return following != "من"
        reports = following in COMP or (following in PREPOSITIONS and text.word(index + 2) in COMP)
        if heads_clause(text, index) or (verb.joined and (reports or is_head(following) or opens_name(following))):
            return verb.lemma != "رأى" or "ي" not in printed[-1:] or text.loose
        if text.word(index - 1) in {"الذي", "التي", "وقد", "قد", "حيث"}:
            return True
        return (reports or verb.present) and verb.lemma not in {"بين", "وجد", "وعد"}

    def _passive(self, index: int) -> bool:
        printed = self.text.printed(index, index + 1).lstrip("وف")
        return printed[1:2] == _DAMMA

    def _relayed(self, index: int, verb: Verb, behind: frozenset[str]) -> Cue | None:
        """«نقلت الوكالة عن الوزير قوله إن», «نسبت إلى …»: the speaker stands behind عن or إلى."""
        text = self.text
        for position in range(index + 1, min(len(text), index + 16)):
            word = text.word(position)
            if text.kinds[position] in {STOP, LINE} or word in COMP or word in PARTICIPLES:
                return None
            if word in behind:
                pronoun = word not in {"عن", "الي"}
                begin = position + 1
                report = self.reach.report(begin, Verb(verb.lemma, verb.agreement, "s", verb.joined, verb.present), 40)
                if report is None:
                    return None
                end = run_end(text, begin, report.stop)
                speaker = None if pronoun or begin >= end else self.subject.speaker(begin, end)
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
        if (word in SAYINGS and text.word(index - 1) in {"عن", "في", "علي", "مع"}) or text.word(index - 1) == "غير":
            return None
        if following and "s" not in flags and following not in NP_END and following not in COMP:
            return None
        report = self.reach.report(index + 1, Verb(stem, "m", flags, False, False), 24)
        if report is None:
            return None
        return Cue(
            at=index, end=report.at, verb=word if word in SAYINGS else stem, report=report, follows=True, joined=True
        )

    def _behind(self, index: int, verb: Verb) -> Cue | None:
        """«"…"، يقول فلان»: the verb stands behind the quote."""
        text = self.text
        before = index - 1
        while before > 0 and (
            text.word(before) in FILLERS or text.kinds[before] == COMMA or text.word(before) in _BACK
        ):
            before -= 1
        quoted = self.closed.get(before)
        if verb.joined or quoted is None or not quoted.closed or count_words(text, quoted.opening, quoted.closing) < 3:
            return None
        if self.text.kinds[index - 1] == WORD and text.word(index - 1) not in FILLERS | _BACK:
            return None
        end = run_end(text, index + 1, len(text))
        speaker = self.subject.speaker(index + 1, end) if end > index + 1 else None
        return Cue(
            at=before + 1,
            end=max(end, index + 1),
            verb=verb.lemma,
            speaker=speaker,
            agreement=verb.agreement,
            carried=speaker is None,
            joined=True,
        )


_PRONOUNS = words(
    """
لكنه لكنها ولكنه ولكنها انه انها لانه وهو وهي هو هي ان وان الذي التي قد وقد لم ولم ما وما لا ولا سوف
"""
)
_RESUMED = words("مضى ومضى مضت ومضت راح وراح راحت وراحت عاد وعاد عادت وعادت")  # ومضى يقول
_HEADING = _PRONOUNS | _RESUMED
_NEGATIONS = words("لم ولم فلم لن ولن لا ولا")
_DENIALS = frozenset({"استبعد", "نفى", "أنكر"})  # «لم يستبعد أن»: that somebody does say
_CONDITIONS = words("إذا لو هل كلما")
_BACK = frozenset({"هكذا", "كما", "حسبما", "بهذا", "بهذه", "الكلمات", "العبارات", "العباره"})
