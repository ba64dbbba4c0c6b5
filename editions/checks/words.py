"""Rules on words: the glossary's, names of countries, and what belongs to another language.

A term counts where it stands in the source as whole words; of terms that overlap the longest
counts ("China-CELAC Forum" is no "forum"). A rendering may be inflected as far as its endings.
"""

import ast
import re
from collections.abc import Iterator, Sequence
from functools import lru_cache
from typing import Any

from editions.catalogs.glossary import Term
from editions.checks.pair import Pair
from editions.languages.language import Language
from editions.languages.writing import plain_text
from editions.markup import Inline, Markup

HAN = re.compile('[\u3400-\u9fff]')


def terms(pair: Pair) -> Iterator[str]:
    """A term of the glossary is rendered as the glossary says, in one of its forms."""
    for found in present(pair.before.text, pair.glossary).values():
        forms = [form for term in found for form in term.renderings]
        if not any(_stands(form, pair.after.text) for form in forms):
            yield f'{found[0].source}: the glossary has {" or ".join(dict.fromkeys(forms))}'


def forbidden(pair: Pair) -> Iterator[str]:
    """No form is written that the glossary forbids."""
    text = pair.after.text
    lower = text.lower()
    barred = [(t, f) for t in pair.glossary for f in t.barred if f.lower() in lower]
    if not barred:
        return  # as in most texts: to make the patterns takes longer than all else
    approved = _approved(pair.glossary)
    text = approved.sub('\ufffc', text) if approved.pattern else text
    found: dict[str, list[Term]] = {}
    for term, form in barred:
        alike = form.lower() in (each.lower() for each in term.renderings)
        if _barred(form, alike).search(text):  # where it differs by its capitals, these count
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


def _stands(form: str, text: str) -> bool:
    """Whether a rendering stands in a text, with any ending on its longer words.

    Most stand there as they are; to make a pattern takes longer than to ask for that.
    """
    if f' {form} ' in text or (HAN.search(form) and form in text):
        return True
    lower = text.lower()
    stems = all(stem.lower() in lower for stem, _ in _stems(form))
    return stems and bool(pattern_of(form).search(text))


@lru_cache(4096)
def pattern_of(text: str) -> re.Pattern[str]:
    """A rendering with any ending on its longer words: asociaciones estratégicas integrales."""
    if HAN.search(text):
        return re.compile(re.escape(text), re.I)
    words = [re.escape(stem) + ending for stem, ending in _stems(text)]
    return re.compile(r'(?<!\w)' + r'[\s\u00a0]+'.join(words) + r'(?!\w)', re.I)


def _stems(text: str) -> Iterator[tuple[str, str]]:
    """The words of a rendering, each with the pattern of its endings."""
    for word in text.split():
        bends = len(word) >= 5 and word.isalpha() and not word.isupper()
        yield (word[:-2], r'\w{0,4}') if bends else (word, '')


@lru_cache(8)
def _approved(glossary: tuple[Term, ...]) -> re.Pattern[str]:
    forms = {form for term in glossary for form in term.renderings}
    return re.compile('|'.join(map(re.escape, sorted(forms, key=len, reverse=True))))


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
    if not (before := _named(pair.before.text, pair.source_language)):
        return
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
    pattern, codes = _countries(language)
    found = (match for match in pattern.finditer(text) if _begins(match, language))
    return frozenset(codes[match[0]] for match in found)


def _begins(match: re.Match[str], language: str) -> bool:
    """Whether a word begins there; a pattern that asks for that first takes ten times as long."""
    before = match.string[match.start() - 1] if match.start() else ' '
    return not ((before.isalnum() or before == '_') and Language(language).spaced)


@lru_cache
def _countries(language: str) -> tuple[re.Pattern[str], dict[str, str]]:
    codes = {name: code for code, name in _names(language).items()}
    longest = sorted(codes, key=len, reverse=True)
    edge = r'\b' if Language(language).spaced else ''
    return re.compile(rf'(?:{"|".join(map(re.escape, longest)) or "(?!)"}){edge}'), codes


@lru_cache
def _names(language: str) -> dict[str, str]:
    locale = Language(language).locale
    territories = locale.territories if locale else {}
    return {
        code: str(name)
        for code, name in territories.items()
        if re.fullmatch('[A-Z]{2}', code) and code not in _SKIPPED and len(str(name)) > 1
    }


SAME = 0.7  # share of a sentence's words that stand in its source: measured, no false alarm
FEW = 6  # words of a sentence of which all must be the source's
LINE = 200  # characters of the longest line of code
LONG = 60  # characters from which the common words of a sentence tell its language
_WORD = re.compile(r'[^\W\d_]+')
_SENTENCE = re.compile(r'(?<=[.!?;:])\s+|(?<=[。！？；：])')


def untouched(pair: Pair) -> Iterator[str]:
    """No sentence is left in the language of the source."""
    if pair.code or pair.languages[0].base == pair.languages[1].base:
        return
    known = _function_words(pair.source_language)
    if pair.target.strip() == pair.source.strip():
        source = set(_lower(pair.before.text))
        small = known or source
        if len(source) >= 3 and len(source & small) >= min(2, len(small)) and not _names_only(pair):
            yield 'the translation is the source'
        return
    text = _prose(_untitled(pair.after))
    if known and sum(word in known for word in _WORD.findall(text)) < 2:
        return
    source = set(_lower(pair.before.text))
    small = known or source
    for sentence in _SENTENCE.split(text):
        words = [] if _is_credit(sentence) or _is_mixed(sentence) else _lower(sentence)
        shared = sum(word in source for word in words)
        if len(words) < 4 or sum(word in small for word in words) < 2:
            continue
        if len(words) < FEW and shared < len(words):  # Dutch: Lus in waveform is actief.
            continue
        if shared / len(words) >= SAME and not HAN.search(sentence[: len(sentence) // 2]):
            yield f'left as it is in the source: {" ".join(sentence.split())[:60]}'


@lru_cache
def _function_words(code: str) -> frozenset[str]:
    return frozenset(Language(code).table('typography').get('function', ()))


def _is_credit(text: str) -> bool:
    """Every third word is a name, as in "(Contributed by …)" and titles; or it cites a book."""
    words = _WORD.findall(text)
    great = sum(not word[0].islower() for word in words[1:])
    return 3 * great >= len(words) > 0 or bool(_BOOK.search(text))


def _is_mixed(sentence: str) -> bool:
    """It names something in the words of the source, within a sentence in another script."""
    words = _WORD.findall(sentence)
    return sum(word.isascii() for word in words) < 0.8 * len(words) and not HAN.search(sentence)


_BOOK = re.compile(r'\b(?:pp?\.? ?\d|Vol\. ?\d|ISBN|et al\b|eds?\.\)|Proceedings|Press\b)|^\s*//')


def _names_only(pair: Pair) -> bool:
    """Nothing but a reference, as to a paper by its title; or code, or more code than words."""
    if _is_credit(pair.source) or re.fullmatch(r'\s*(["\']).*\1\s*', pair.source):
        return True  # or a string of code
    if len(pair.source) < LINE and any(sign in pair.source for sign in '([='):
        try:
            ast.parse(pair.source.strip())
        except (SyntaxError, ValueError, RecursionError, MemoryError):
            pass  # a sentence
        else:
            return True
    words, prose = (_WORD.findall(each) for each in (pair.source, _prose(pair.before.text)))
    alone = len(pair.before.marks) == 1 and not _WORD.search(pair.before.rest)
    return (alone and pair.before.marks[0].kind in _POINTING) or 2 * len(prose) < len(words)


def _untitled(scanned: Markup) -> str:
    """A text without what its links are called: often the title of a paper."""
    text = scanned.text
    for mark in scanned.marks[:100]:
        if mark.kind == Inline.LINK:
            text = text.replace(mark.read, ' ')
    return text


_POINTING = (Inline.ROLE, Inline.LINK, Inline.REFERENCE)


def _prose(text: str) -> str:
    """Without addresses, tags and code: what is written together with signs is no word."""
    text = plain_text(text)
    if not _CODE.search(text):
        return text
    return _RUN.sub(lambda run: ' ' if _CODE.search(run[0]) else run[0], text)


_RUN = re.compile('[!-~]+')
_CODE = re.compile(r'\w(?:[._/\\@:#]|->)\w|\w\(\)|=')


def _lower(text: str) -> list[str]:
    """The words that are no names, no code and no single letters: those without a capital."""
    words = _WORD.findall(_prose(text))
    return [word for word in words if len(word) > 1 and word.islower() and word.isascii()]


def latin(pair: Pair) -> Iterator[str]:
    """No word of the source, and none of another script, is left in a Chinese text.

    Names and abbreviations may stay.
    """
    if not pair.languages[1].chinese or pair.code or not HAN.search(pair.target):
        return
    source = set(_WORD.findall(pair.before.text.lower()))
    for mark in pair.before.marks:
        if mark.kind == Inline.EMPHASIS:  # a parameter: *state*
            source.discard(mark.label.lower())
    text = _CITED.sub(' ', re.sub('`[^`]*`', ' ', pair.after.text))
    for name in _NAME.findall(text):  # Read the Docs, as it stands in the source
        text = text.replace(name, ' ') if name in pair.source else text
    for phrase in _PHRASE.findall(text):
        if len(phrase.split()) >= PHRASE and not _quoted(phrase, pair):
            yield f'{phrase[:60]} is left in Latin letters'
    yield from _whole_sentences(text, pair)
    for match in _LATIN.finditer(_PHRASE.sub(' ', text)):
        word = match[0]
        if word in source and word in _common(pair.source_language):
            yield f'{word} is left in Latin letters'
    for word in dict.fromkeys(_OTHER_SCRIPT.findall(text)):
        if word not in pair.source:
            yield f'{word[:60]} is in another script'


def _whole_sentences(text: str, pair: Pair) -> Iterator[str]:
    """Sentences of the source among the Chinese ones: Entry is free."""
    known = _function_words(pair.source_language)
    for sentence in _SENTENCE.split(text):
        words = _WORD.findall(sentence)
        whole = sentence.endswith('.') and sentence.strip() in pair.before.text
        short = len(_PHRASE.findall(sentence)) == 0 and len(words) >= 3
        if whole and short and not HAN.search(sentence) and not known.isdisjoint(words):
            yield f'{" ".join(sentence.split())[:60]} is left in Latin letters'


def _quoted(phrase: str, pair: Pair) -> bool:
    """What the source sets apart too: a literal, a title, what a link is called."""
    apart = ' '.join([*(mark.read for mark in pair.before.marks), *_CITED.findall(pair.source)])
    return phrase in apart


PHRASE = 4  # words in lower case in a row: no name is so long
_PHRASE = re.compile(r'(?<![\w.@/\\-])[a-z]{1,40}(?:,? [a-z]{1,40})+(?![\w.@/\\(-])')
_OTHER_SCRIPT = re.compile(
    '[\u0400-\u052f]{2,}|[\u3041-\u3096\u30a1-\u30fa]{2,}|[\uac00-\ud7a3]{2,}|[\u0590-\u06ff]{2,}'
)
_NAME = re.compile(r'(?<![\w-])[A-Z][\w.]*(?: [a-z]{1,4}){1,2} [A-Z][\w.]*(?![\w-])', re.ASCII)
_CITED = re.compile(r'[（(][^（）()]*[)）]|"[^"]*"|“[^“”]*”|「[^「」]*」')
_LATIN = re.compile(r'(?<![\w.@/\\-])[a-z]{3,40}(?![\w.@/\\(-])')


@lru_cache
def _common(code: str) -> frozenset[str]:
    """Words of a language that name nothing in a text: they are never kept in a translation."""
    return frozenset(Language(code).table('typography').get('common', []))


def traditional(pair: Pair) -> Iterator[str]:
    """Simplified Chinese holds no Traditional characters."""
    if not pair.languages[1].simplified:
        return
    text = pair.after.text
    if not HAN.search(text):
        return
    simple = _simplifier().convert(text)
    if len(simple) == len(text):
        changed = (each for each in zip(text, simple, strict=True) if each[0] != each[1])
        for old, new in dict.fromkeys(changed):
            # one that is Simplified when alone (覆) was taken for a part of the wrong word
            if _simplifier().convert(old) != old:
                yield f'{old} is Traditional; Simplified: {new}'


@lru_cache(1)
def _simplifier() -> Any:
    from opencc import OpenCC  # only where a text is Chinese

    return OpenCC('t2s')


def european(pair: Pair) -> Iterator[str]:
    """Brazilian Portuguese holds no European forms."""
    if pair.code or 'BR' not in pair.language:
        return
    table: dict[str, str] = pair.languages[1].table('typography').get('european', {})
    source = set(_WORD.findall(pair.before.text.lower()))
    first = {match[1] for match in _FIRST.finditer(pair.after.text)}
    for word in dict.fromkeys(_WORD.findall(pair.after.text)):
        # a capital that begins a sentence makes no name: Irão is "they will go" there
        here = table.get(word.lower()) or (table.get(word) if word not in first else '')
        if here and word.lower() not in source:
            yield f'{word} is European; Brazil writes {here}'


_FIRST = re.compile(r'(?:^|[.!?:;]\s)\W*([^\W\d_]+)')


def language(pair: Pair) -> Iterator[str]:
    """A sentence is in the language of its catalog, not in a related one: Spanish in Portuguese."""
    sister = pair.languages[1].table('typography').get('sister', '')
    if pair.code or not sister:
        return
    own, other = _common(pair.language), _common(sister)
    own, other = own - other, other - own
    for sentence in _SENTENCE.split(_prose(pair.after.text)):
        words = [word.lower() for word in _WORD.findall(sentence)]
        ours = sum(word in own for word in words)
        theirs = sum(word in other for word in words)
        if len(sentence) >= LONG and theirs >= 3 and theirs > 2 * ours:
            yield f'not in the language of this catalog: {" ".join(sentence.split())[:60]}'
