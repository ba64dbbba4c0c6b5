"""Whether an outdated translation would now state something false.

A translation whose source was reworded still says what was meant. One whose source has another
number, another name, has gained or lost a negation, or is another text, does not: readers get
the source then. What is a number and what negates is known of the source's language.
"""

import re
from collections import Counter

from editions.languages.language import Language
from editions.languages.numbers import numbers
from editions.languages.sentences import negation, sentences

RELATED = 60  # of 100: below it a source is no rewording of the other, but another text
NAME = re.compile(r"[^\W\d_](?:[\w'’.-]*\w)?")
CLAUSE = re.compile(r'(?<=[:;])\s+|\n+')


def falsified(before: str, now: str, language: str) -> str:
    """What changed that makes the old translation false: '' where nothing of the kind did.

    `before` is the source that was translated, `now` the source as it stands; `language` is the
    code of both.
    """
    from rapidfuzz.fuzz import ratio  # needed where something is outdated only

    source = Language(language)
    if _numbers(before, source) != _numbers(now, source):
        return 'a number changed'
    if _negations(before, source) != _negations(now, source):
        return 'a negation changed'
    if _names(before, source) != _names(now, source):
        return 'a name changed'
    if ratio(before, now) < RELATED:
        return 'most of it changed'
    return ''


def _numbers(text: str, language: Language) -> Counter[object]:
    """The numbers of a text by what they say; a word that has no value by itself."""
    found = numbers(text, language)
    return Counter(each.readings[0] if each.readings else each.text.lower() for each in found)


def _negations(text: str, language: Language) -> int:
    known = negation(language)
    return known.outright(text) if known else 0


def _names(text: str, language: Language) -> Counter[str]:
    """Words with a capital that does not come from the start of a sentence."""
    found: Counter[str] = Counter()
    clauses = (part for each in sentences(text, language) for part in CLAUSE.split(each))
    for clause in clauses:
        words = NAME.findall(clause)
        found.update(
            word.rstrip('.').removesuffix('’s') for word in words[1:] if word[:1].isupper()
        )
    return found
