"""Words that carry no topic: function words and question words, folded. They rank low and are never required.

Made by hand from the grammars' closed classes (prepositions, conjunctions, pronouns,
demonstratives, relatives,
negations, auxiliaries, interrogatives) with their common clitics; they stay in phrases.
"""

from __future__ import annotations

from functools import lru_cache

from processors.arabic.normalise import fold

_FUNCTION = """
ال في من الى على عن مع حتى منذ خلال بين بعد قبل عند عندما لدى لدي نحو ضد حول دون بدون عبر ضمن داخل تحت
فوق امام وراء خلف سوى
و ف ثم او ام بل لكن لكن لان لأن كي لكي اذ اذا إذا لو لولا لما إما اما ان إن أن بان بأن كان كأن
هو هي هم هن هما انا انت انتم نحن اياه به بها بهم له لها لهم لنا لي لك فيه فيها فيهم منه منها منهم
عليه عليها عليهم اليه اليها اليهم
عنه عنها عنهم معه معها معهم عنده لديه لديها لديهم بينهم بينها بعده بعدها قبله قبلها
هذا هذه هذان هذين هؤلاء ذلك تلك ذاك اولئك هنا هناك هنالك كذلك لذلك بذلك وذلك وهذا وهذه وهو وهي
الذي التي الذين اللذين اللذان اللتان اللتين اللاتي اللواتي مما عما فيما بما لما كما ممن
لا لم لن ليس ليست ليسوا غير الا إلا ما قد لقد سوف
كان كانت كانوا يكون تكون كنت يكن تكن وكان وكانت وكانوا يكونوا
كل بعض اي أي ايضا أيضا نفس ذات مثل مثلا فقط جدا اكثر أكثر احد احدى
وفي ومن والى وعلى وعن ومع ومنذ وبعد وقبل وان وإن وأن وقد ولا ولم ولن وكما ولكن واذا وما والذي والتي
والذين فان فإن فقد فلا فلم
"""
_ASKING = "ماذا متى اين كيف كم لماذا هل اي اية ايهما بماذا لماذا علام باي لاي فأي ومتى واين وكيف وكم ولماذا وهل"
_QUESTION = """
من ما ماذا متى اين أين كيف كم لماذا هل أي اي اية أية ايهما أيهما ايهم لم بماذا بم عم فيم مم علام
الام لمن بمن ممن عمن وما ومن ومتى واين وكيف وكم
ولماذا وهل منذ متى باي بأي لأي لاي فأي
"""


@lru_cache(maxsize=1)
def question_words() -> frozenset[str]:
    """Return the folded words that ask wherever they stand (من at the head of a text asks too)."""
    return frozenset(fold(_ASKING).split())


@lru_cache(maxsize=1)
def stop_words() -> frozenset[str]:
    """Return the folded stop words."""
    return frozenset(fold(f"{_FUNCTION} {_QUESTION}").split())


@lru_cache(maxsize=65536)
def is_stop_word(word: str) -> bool:
    """Tell whether a word as printed carries no topic by itself."""
    return fold(word) in stop_words()
