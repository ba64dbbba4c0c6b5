"""What stands around a text, in the words of its edition: dates, reading time, its source."""

import re
from collections import Counter
from dataclasses import dataclass

from editions.catalogs.counts import State
from editions.catalogs.credits import Credits
from editions.languages import dates
from editions.languages.language import Language
from editions.transforms import credits
from editions.transforms.strings import _, spoken

SPEEDS = Language('und').table('reading')
IDEOGRAPH = re.compile(
    r'[\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff]'
)
WORD = re.compile(r"\w+(?:[-'’.,]\w+)*")


@dataclass(frozen=True)
class Translation:
    """How far a page is translated, and from what."""

    source: Language
    states: Counter[str]  # messages by state
    hidden: int  # messages that readers do not see in the language of the edition
    text: str = ''  # ISO 8601, as exact as it is known
    revised: str = ''
    credits: Credits = Credits()  # noqa: RUF009 (it is frozen)

    @property
    def share(self) -> float:
        """The part of its messages that readers see in the language of the edition."""
        whole = self.states.total()
        return (whole - self.hidden) / whole if whole else 1.0


def minutes(text: str, language: Language) -> int:
    """The reading time of a text, in whole minutes, at least 1; 0 for an empty text."""
    characters = len(IDEOGRAPH.findall(text))
    words = len(WORD.findall(IDEOGRAPH.sub(' ', text)))
    if not characters + words:
        return 0
    time = words / SPEEDS['words'].get(language.base, SPEEDS['others'])
    time += characters / SPEEDS['characters'].get(language.base, SPEEDS['characters']['zh'])
    return max(1, round(float(time)))


def reading_time(text: str, language: Language) -> str:
    time = minutes(text, language)
    return _('%d min read') % time if time else ''


def follows(translation: Translation, language: Language) -> str:
    """Which text a translation follows, from when, by whom, and where it is not to be relied on."""
    own = spoken(language)
    dated = {
        'language': name_of(translation.source, own),
        'date': dates.in_words(translation.text, own.code),
    }
    lead = _('Based on the %(language)s text of %(date)s.') if translation.text else ''
    parts = [(lead or _('Based on the %(language)s text.')) % dated]
    people = translation.credits
    if people.translators and translation.share:
        parts.append(_('Translated by %s.') % ', '.join(people.translators))
    if translation.revised and translation.share:
        parts.append(_('Translation dated %s.') % dates.in_words(translation.revised, own.code))
    if people.reviewers:
        parts.append(_('Reviewed by %s.') % ', '.join(people.reviewers))
    parts += [credits.sentence(people)] if people.unreviewed else []
    if people.programs:
        parts.append(_('Machine translation by %s.') % ', '.join(people.programs))
    text = ('' if own.ideographic else ' ').join([*parts, *counts(translation)])
    return text.replace('..', '.')  # "29 июня 2016 г." and "Jr." end a sentence by themselves


def name_of(language: Language, reader: Language) -> str:
    """What a language is called in another; its own name where CLDR knows none."""
    return str(dates.locale_of(reader.code).languages.get(language.base, language.name))


def read_beside(other: Language, reader: Language) -> str:
    """The link to the page with another language beside this one."""
    return _('Read side by side with %(language)s') % {'language': name_of(other, reader)}


def vocabulary(source: Language, language: Language) -> list[str]:
    """The words that CLDR may put on a page: the source's name, and the parts of dates."""
    months = [dates.in_words(f'2016-{month:02}-01', language.code) for month in range(1, 13)]
    return [name_of(source, language), *months]


def notice(translation: Translation, threshold: float) -> str:
    """What stands above a page that is hardly translated yet."""
    if translation.share >= threshold:
        return ''
    count, total = translation.hidden, translation.states.total()
    if count == total:
        return _('This page has not been translated yet.')
    words = _('Passages not yet translated: %(count)d of %(total)d.')
    return words % {'count': count, 'total': total}


def counts(translation: Translation) -> list[str]:
    """How many passages are not what the reader takes them for; none where all are current."""
    wordings = {
        State.OUTDATED: _('Passages changed in the original since translation: %d.'),
        State.UNTRANSLATED: _('Passages not yet translated: %d.'),
        State.WITHHELD: _('Passages whose translation is being corrected: %d.'),
    }
    found = translation.states
    return [words % found[state.value] for state, words in wordings.items() if found[state.value]]


def state_label(state: str, *, machine: bool = False) -> str:
    """What stands beside a passage in this state, or by a machine; '' where all is well."""
    labels = {
        State.OUTDATED.value: _('The original has changed since this was translated'),
        State.UNTRANSLATED.value: _('Not yet translated'),
        State.WITHHELD.value: _('The translation is being corrected'),
    }
    found = [labels.get(state, ''), _('Translated by machine, not reviewed') if machine else '']
    return ' · '.join(map(str, filter(None, found)))


def link_label(title: str) -> str:
    """What the link of a place to itself is called.

    Sphinx names each kind of place, `title`, but not in every language, nor in Spanish.
    """
    own = _('Link to this place')
    return title if own == 'Link to this place' else own


def close_label() -> str:
    """What the link is called that leads from a note back to the text."""
    return _('Close the note')


def find(word: str) -> str:
    """What the button of the search says: a verb. Sphinx's `word`, a noun in Spanish, else."""
    own = _('Search')
    return word if own == 'Search' else own
