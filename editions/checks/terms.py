"""Rules on terms: the glossary of the language is kept, and what it bars is not written.

A term counts where it stands in the source as whole words; of terms that overlap the longest
counts ("China-CELAC Forum" is no "forum"). A rendering may be inflected as far as its endings.
"""

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache

from editions.catalogs.glossary import Term
from editions.checks.pair import Pair

HAN = re.compile('[\u3400-\u9fff]')


def terms(pair: Pair) -> Iterator[str]:
    """A term of the glossary is rendered as the glossary says, in one of its forms."""
    for source, found in _present(pair).items():
        forms = [form for term in found for form in term.renderings]
        if not any(_form(form).search(pair.after.text) for form in forms):
            yield f'{source}: the glossary has {" or ".join(dict.fromkeys(forms))}'


def forbidden(pair: Pair) -> Iterator[str]:
    """No form is written that the glossary bars."""
    if not pair.glossary:
        return
    approved = _approved(pair.glossary)
    text = approved.sub('\ufffc', pair.after.text) if approved.pattern else pair.after.text
    for term in pair.glossary:
        for form in term.barred:
            if _barred(form, _like(form, term)).search(text):
                yield f'{form}: the glossary bars it; write {term.rendering}'


def _present(pair: Pair) -> dict[str, list[Term]]:
    """The terms that stand in the source, the longest first, by their source in lower case."""
    if not pair.glossary:
        return {}
    pattern, senses = _index(pair.glossary)
    text = ' '.join(pair.before.text.split())
    found = dict.fromkeys(match[0].lower() for match in pattern.finditer(text))
    return {source: senses[source] for source in found if source in senses}


@lru_cache(8)
def _index(glossary: tuple[Term, ...]) -> tuple[re.Pattern[str], dict[str, list[Term]]]:
    senses: dict[str, list[Term]] = {}
    for term in glossary:
        senses.setdefault(' '.join(term.source.lower().split()), []).append(term)
    longest = sorted(senses, key=len, reverse=True)
    pattern = '|'.join(map(re.escape, longest)) or '(?!)'
    return re.compile(rf'(?<![\w-])(?:{pattern})(?![\w-])|(?<!\w)(?:{pattern})(?!\w)', re.I), senses


@lru_cache(4096)
def _form(text: str) -> re.Pattern[str]:
    """A rendering with any ending on its longer words: asociaciones estratégicas integrales."""
    if HAN.search(text):
        return re.compile(re.escape(text), re.I)
    words = [_ending(word) for word in text.split()]
    return re.compile(r'(?<!\w)' + r'[\s\u00a0]+'.join(words) + r'(?!\w)', re.I)


def _ending(word: str) -> str:
    if len(word) < 5 or not word.isalpha() or word.isupper():
        return re.escape(word)
    return re.escape(word[:-2]) + r'\w{0,4}'


@lru_cache(8)
def _approved(glossary: tuple[Term, ...]) -> re.Pattern[str]:
    forms = {form for term in glossary for form in term.renderings}
    return re.compile('|'.join(map(re.escape, sorted(forms, key=len, reverse=True))))


def _like(form: str, term: Term) -> bool:
    """It differs from an approved form by its capitals alone."""
    return form.lower() in (each.lower() for each in term.renderings)


@lru_cache(4096)
def _barred(form: str, case: bool) -> re.Pattern[str]:
    edges = ('', '') if HAN.search(form) else (r'(?<!\w)', r'(?!\w)')
    return re.compile(edges[0] + re.escape(form) + edges[1], re.NOFLAG if case else re.I)


def names(glossary: Sequence[Term]) -> frozenset[str]:
    """Every word of the glossary's approved renderings, for the spelling."""
    return frozenset(
        word for term in glossary for form in term.renderings for word in re.findall(r'\w+', form)
    )
