"""The subject of a verb of saying: behind the verb, or before it."""

from __future__ import annotations

from processors.quotes.cue import sentence_start, skip_back
from processors.quotes.cues import CALLED, FILLERS, NP_END, PARTICIPLES, TIME
from processors.quotes.given import opens_name
from processors.quotes.nouns import BODIES, COLLECTIVES, TITLES, bare, definite, is_head
from processors.quotes.people import apposed, near
from processors.quotes.phrase import run_end
from processors.quotes.scan import COLON, COMMA, DASH, PAREN, WORD, Text
from processors.quotes.speaker import Named, Speaker, read
from processors.quotes.verbs import Verb, forms

_CLAUSE = 16
_SKIPPED = FILLERS | TIME
_POSTS = COLLECTIVES | TITLES
_NUMBER = frozenset({"عدد", "عديد", "كثير", "واحد"})
_HAD = frozenset({"كان", "كانت", "وكان", "وكانت"})


class ClauseSubject:
    """Reads subjects in one field."""

    def __init__(self, text: Text, named: tuple[Named, ...]) -> None:
        self.text = text
        self.named = named

    def trim(self, first: int, last: int) -> tuple[int, int]:
        """Return the noun phrase that opens tokens ``[first, last)``, connectives and adverbs left out."""
        text = self.text
        while first < last and (text.word(first) in _SKIPPED or text.kinds[first] == DASH):
            first += 1
        if first < last and text.word(first) in NP_END and text.word(first) != "علي":
            return first, first
        return first, min(last, max(first, run_end(text, first, last)))

    def speaker(self, first: int, last: int) -> Speaker | None:
        """Return the speaker that tokens ``[first, last)``, and an apposition behind them, name."""
        text = self.text
        if text.word(last) in CALLED:
            first, last = last + 1, run_end(text, last + 1, len(text))  # رجل يدعى فلاناً
        last = self._extended(first, last)
        speaker = read(text, first, last, near(self.named, first, last))
        return apposed(text, last, speaker, self.named) if speaker else None

    def _extended(self, first: int, last: int) -> int:
        # «مصدر في وزارة الداخلية»: the body belongs to an unnamed source.
        text = self.text
        if text.word(last) == "عن" and text.word(last - 1) in {"صادر", "صادره"}:
            return run_end(text, last + 1, len(text))
        if bare(text.word(first)) in _POSTS and text.word(last) in {"في", "من", "داخل"}:
            following = bare(text.word(last + 1))
            if following in BODIES:
                return run_end(text, last + 1, len(text))
        if bare(text.word(first)) in _NUMBER and text.word(last) == "من":
            return run_end(text, last + 1, len(text))
        if bare(text.word(first)) in TITLES and text.word(last) in {"في", "من", "لدي", "عن"}:
            return self._post_goes_on(last)
        return last

    def _post_goes_on(self, last: int) -> int:
        # «رئيس اللجنة المنظمة في كرة القدم فرانتس بكنباور»: a person right behind what belongs to the post.
        text = self.text
        person = next((one.first for one in near(self.named, last, last + 6) if one.mention.type == "person"), None)
        inside = range(last + 1, person or last)
        if person and all(text.kinds[at] == WORD and text.word(at) not in NP_END for at in inside):
            return run_end(text, person, len(text))
        return last

    def before(self, index: int, verb: Verb) -> tuple[int, Speaker] | None:
        """Return the subject that stands before a verb, and where it begins."""
        text = self.text
        if verb.joined:
            return None
        end = skip_back(text, index)
        if text.word(end - 1) in {"الذي", "التي", "الذين"}:
            end -= 1
        start = sentence_start(text, index)
        if index - start > 40:
            start = index - 40
        commas = [position + 1 for position in range(start, end) if text.kinds[position] in {COMMA, DASH, COLON}]
        # «غير أن الوزير أضاف أن»: a clause of its own behind «أن».
        inner = [position + 1 for position in range(max(start, end - _CLAUSE), end) if text.word(position) == "ان"]
        for begin in [start, *commas[:-3:-1], *inner[-1:]]:
            first = begin
            while first < end and text.word(first) in FILLERS | {"ان"}:
                first += 1
            last = run_end(text, first, end)
            if first < last and self._names(first, last, verb) and (last == end or self._bridged(last, end)):
                speaker = self.speaker(first, last)
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
