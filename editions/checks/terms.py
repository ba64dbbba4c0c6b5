"""Rules on terms and names: the glossary is kept, what it forbids is not written, and countries
stay the same.

A term counts where it stands in the source as whole words; of terms that overlap the longest
counts ("China-CELAC Forum" is no "forum"). A rendering may be inflected as far as its endings.
"""

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache

from editions.catalogs.glossary import Term
from editions.checks.pair import Pair
from editions.languages.language import Language

HAN = re.compile('[\u3400-\u9fff]')


def terms(pair: Pair) -> Iterator[str]:
    """A term of the glossary is rendered as the glossary says, in one of its forms."""
    for found in present(pair.before.text, pair.glossary).values():
        forms = [form for term in found for form in term.renderings]
        if not any(pattern_of(form).search(pair.after.text) for form in forms):
            yield f'{found[0].source}: the glossary has {" or ".join(dict.fromkeys(forms))}'


def forbidden(pair: Pair) -> Iterator[str]:
    """No form is written that the glossary forbids."""
    if not pair.glossary:
        return
    approved = _approved(pair.glossary)
    text = approved.sub('\ufffc', pair.after.text) if approved.pattern else pair.after.text
    found: dict[str, list[Term]] = {}
    for term in pair.glossary:
        for form in term.barred:
            if _barred(form, _like(form, term)).search(text):
                found.setdefault(form, []).append(term)
    senses = present(pair.before.text, pair.glossary) if found else {}
    here = {term for terms in senses.values() for term in terms}
    for form, terms in found.items():
        better = [term for term in terms if term in here] or terms
        written = ' or '.join(dict.fromkeys(term.rendering for term in better))
        yield f'{form}: the glossary forbids it; write {written}'


def present(text: str, glossary: tuple[Term, ...]) -> dict[str, list[Term]]:
    """The terms that stand in a source, the longest first, by their source in lower case."""
    if not glossary:
        return {}
    pattern, senses = index(glossary)
    found = dict.fromkeys(match[0].lower() for match in pattern.finditer(' '.join(text.split())))
    return {source: senses[source] for source in found if source in senses}


@lru_cache(8)
def index(glossary: tuple[Term, ...]) -> tuple[re.Pattern[str], dict[str, list[Term]]]:
    """A pattern of all terms, and the terms by their source in lower case."""
    senses: dict[str, list[Term]] = {}
    for term in glossary:
        if key := ' '.join(term.source.lower().split()):
            senses.setdefault(key, []).append(term)
    longest = sorted(senses, key=len, reverse=True)
    pattern = '|'.join(map(re.escape, longest)) or '(?!)'
    return re.compile(rf'(?<![\w-])(?:{pattern})(?![\w-])|(?<!\w)(?:{pattern})(?!\w)', re.I), senses


@lru_cache(4096)
def pattern_of(text: str) -> re.Pattern[str]:
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


# Georgia, Jordan, Chad, Guernsey, Jersey and Réunion: other things are called so, too.
_SKIPPED = frozenset(('GE', 'JO', 'TD', 'GG', 'JE', 'RE'))
_STEM = 4  # letters that a country shares with its adjective: China and Chinese


def countries(pair: Pair) -> Iterator[str]:
    """A country is not exchanged for another, nor its name written with a wrong character."""
    if pair.code:
        return
    before = _named(pair.before.text, pair.source_language)
    after = _named(pair.after.text, pair.language)
    own, other = _names(pair.language), _names(pair.source_language)
    lost = [other[c] for c in sorted(before - after) if not _stem(own.get(c, ''), pair.after.text)]
    new = [own[c] for c in sorted(after - before) if not _stem(other.get(c, ''), pair.before.text)]
    if lost and new:
        yield f'{", ".join(new)} is not in the source, {", ".join(lost)} not in the translation'
    for code in sorted(before - after):
        name = own.get(code, '')
        if (wrong := _near(name).search(pair.after.text)) and wrong[0] not in pair.source:
            yield f'{wrong[0]}: {name}?'


def _stem(name: str, text: str) -> bool:
    """A word of the text begins as the country does, as an adjective: peruano, Chinese."""
    return len(name) >= _STEM and bool(re.search(rf'\b{re.escape(name[:_STEM])}', text, re.I))


@lru_cache
def _near(name: str) -> re.Pattern[str]:
    """A name of three Chinese characters or more with one of them wrong: 厄瓜多而."""
    if len(name) < 3 or not re.fullmatch(f'{HAN.pattern}+', name):
        return re.compile('(?!)')
    forms = (f'{name[:at]}[\u4e00-\u9fff]{name[at + 1 :]}' for at in range(len(name)))
    return re.compile('|'.join(forms))


def _named(text: str, language: str) -> frozenset[str]:
    """The countries that a text names, by their codes (ISO 3166-1)."""
    codes = _codes(language)
    return frozenset(codes[match[0]] for match in _pattern(language).finditer(text))


@lru_cache
def _codes(language: str) -> dict[str, str]:
    return {name: code for code, name in _names(language).items()}


@lru_cache
def _pattern(language: str) -> re.Pattern[str]:
    names = sorted(_names(language).values(), key=len, reverse=True)
    edge = r'\b' if Language(language).spaced else ''
    return re.compile(rf'{edge}(?:{"|".join(map(re.escape, names)) or "(?!)"}){edge}')


@lru_cache
def _names(language: str) -> dict[str, str]:
    locale = Language(language).locale
    territories = locale.territories if locale else {}
    return {
        code: str(name)
        for code, name in territories.items()
        if re.fullmatch('[A-Z]{2}', code) and code not in _SKIPPED and len(str(name)) > 1
    }
