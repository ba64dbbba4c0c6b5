"""The rule on spelling: words are in the dictionary of the language, or known here.

Known are the words of the source (names), of the glossary, and what no dictionary holds:
abbreviations, words with digits. Needs the extra `spell` (Hunspell); without it nothing is said.
"""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from functools import lru_cache
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from editions.catalogs.glossary import Term
from editions.catalogs.po.messages import Catalog, Message
from editions.checks.across import AcrossRule, Said
from editions.checks.pair import pairs
from editions.checks.terms import names
from editions.findings import Severity
from editions.languages.language import Language
from editions.languages.sentences import plain_text

DICTIONARIES = Path(__file__).parent / 'dictionaries'
OFTEN = 3  # a word that a text has so often is a word of the text
SUGGESTED = 40  # findings with a suggestion; each costs a tenth of a second
_WORD = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)*")
_CODE = re.compile(r'\w*[\d_]\w*|\w+[./\\@]\w[\w./\\@]*|\w+\(\)?|--?\w[\w-]*')


def spelling(
    catalogs: Sequence[Catalog], language: str, glossary: tuple[Term, ...] = ()
) -> Iterator[Said]:
    """Words are spelled as the dictionary of the language has them."""
    if not (DICTIONARIES / language).is_dir() or not find_spec('hunspell'):
        return
    found = list(unknown(catalogs, language, glossary))
    often = Counter(word for _, _, word in found)
    for number, (catalog, message, word) in enumerate(found):
        if often[word] < OFTEN:
            hint = suggestion(word, language) if number < SUGGESTED else ''
            yield catalog, message, f'{word} is in no dictionary{hint}'


RULE = AcrossRule(spelling, Severity.WARNING)


def unknown(
    catalogs: Sequence[Catalog], language: str, glossary: tuple[Term, ...]
) -> Iterator[tuple[Catalog, Message, str]]:
    """Each unknown word of each message once."""
    approved = {word.lower() for word in names(glossary)}
    for catalog in catalogs:
        for message in () if catalog.broken else catalog.messages:
            if message.translated and not message.fuzzy and RULE.code not in message.silenced:
                for word in dict.fromkeys(doubtful(message, language)):
                    if word.lower() not in approved:
                        yield catalog, message, word


def doubtful(message: Message, language: str) -> Iterator[str]:
    """The words of a translation that its source does not hold and no dictionary knows."""
    for pair in pairs(message, language, ''):
        if pair.code:
            continue
        source = {word.lower() for word in _WORD.findall(pair.source)}
        for word in _WORD.findall(_CODE.sub(' ', plain_text(pair.after.text))):
            if word.lower() not in source and not known(word.replace('’', "'"), language):
                yield word


@lru_cache(100_000)
def known(word: str, language: str) -> bool:
    """Whether the dictionary, or our short list of words it lacks, holds the word."""
    if len(word) < 3 or word.isupper() or (word[0].isupper() and not word[1:].islower()):
        return True
    table = Language(language).table('spelling')
    if word.lower() in table.get('wrong', {}):
        return False
    if word.lower() in table.get('words', ()) or dictionary(language).spell(word):
        return True
    rests = (word.lower().removeprefix(prefix) for prefix in table.get('prefixes', ()))
    return any(3 < len(r) < len(word) and dictionary(language).spell(r) for r in rests)


def suggestion(word: str, language: str) -> str:
    wrong = Language(language).table('spelling').get('wrong', {})
    found = [wrong[word.lower()]] if word.lower() in wrong else dictionary(language).suggest(word)
    return f'; {" or ".join(found[:2])}?' if found else ''


@lru_cache(2)
def dictionary(language: str) -> Any:
    from hunspell import Hunspell  # an extra, and slow to load

    return Hunspell('index', hunspell_data_dir=str(DICTIONARIES / language))
