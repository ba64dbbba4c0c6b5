"""Whether an outdated translation would now state something false.

A translation whose source was reworded still says what was meant. One whose source has another
number, another name, has gained or lost a negation, or is another text, does not: readers get
the source then.
"""

import re
from collections import Counter
from itertools import chain

KIN = 60  # of 100: below it a source is no rewording of the other, but another text
NUMBER = re.compile(r'\d+(?:[.,\u00a0\u202f]\d+)*')
SENTENCE = re.compile(r'(?<=[.!?:;])\s+|\n+')
NAME = re.compile(r"[^\W\d_](?:[\w'’.-]*\w)?")
NEGATIONS = {
    'de': 'nicht kein keine keinen keiner keinem nie niemals ohne weder',
    'en': 'no not never none neither nor without cannot nothing nobody nowhere',
    'es': 'no nunca jamás ni sin ningún ninguna ninguno nada nadie tampoco',
    'fr': 'ne non jamais ni sans aucun aucune rien personne',
    'pt': 'não nunca jamais nem sem nenhum nenhuma nada ninguém',
}
SCALES = {
    'en': 'one two three four five six seven eight nine ten dozen hundred thousand million '
    'billion trillion half third quarter percent twice double first second third last',
}


def falsified(before: str, now: str, language: str = 'en') -> str:
    """What changed that makes the old translation false: '' where nothing of the kind did.

    `before` is the source that was translated, `now` the source as it stands.
    """
    from rapidfuzz.fuzz import ratio  # needed where something is outdated only

    base = language.partition('_')[0]
    if numbers(before, base) != numbers(now, base):
        return 'a number changed'
    if negations(before, base) != negations(now, base):
        return 'a negation changed'
    if names(before) != names(now):
        return 'a name changed'
    if ratio(before, now) < KIN:
        return 'most of it changed'
    return ''


def numbers(text: str, base: str) -> Counter[str]:
    """The figures and number words of a text."""
    scales = set(SCALES.get(base, '').split())
    words = (word for word in re.findall(r'[^\W\d_]+', text.lower()) if word in scales)
    return Counter(chain(NUMBER.findall(text), words))


def negations(text: str, base: str) -> int:
    """How many words of a text deny something."""
    known = set(NEGATIONS.get(base, '').split())
    words = re.findall(r"[^\W\d_]+(?:['’]\w+)?", text.lower())
    return sum(word in known or word.endswith(("n't", 'n’t')) for word in words)


def names(text: str) -> Counter[str]:
    """Words with a capital that does not come from the start of a sentence."""
    found: Counter[str] = Counter()
    for sentence in SENTENCE.split(text):
        words = NAME.findall(sentence)
        found.update(
            word.rstrip('.').removesuffix('’s') for word in words[1:] if word[:1].isupper()
        )
    return found
