"""What stands around a text, in the language of the edition: dates, reading time, its source."""

from collections import Counter
from dataclasses import dataclass

from editions.catalogs.states import State
from editions.languages import dates
from editions.languages.language import Language
from editions.transforms.strings import _


@dataclass(frozen=True)
class Translation:
    """How far a page is translated, and from what."""

    source: Language
    states: Counter[str]  # messages by state
    text: str = ''  # ISO 8601, as exact as it is known
    revised: str = ''

    @property
    def share(self) -> float:
        """The part of its messages that readers see in the language of the edition."""
        whole = self.states.total()
        hidden = self.states[State.UNTRANSLATED.value] + self.states[State.WITHHELD.value]
        return (whole - hidden) / whole if whole else 1.0


def reading_time(minutes: int) -> str:
    return _('%d min read') % minutes if minutes else ''


def follows(translation: Translation, language: Language) -> str:
    """Which text a translation follows, from when, and where that text has moved on."""
    name = name_of(translation.source, language)
    dated = {'language': name, 'date': dates.in_words(translation.text, language.code)}
    lead = _('Follows the %(language)s text of %(date)s.') if translation.text else ''
    parts = [(lead or _('Follows the %(language)s text.')) % dated]
    if translation.revised:
        parts.append(_('Translation: %s.') % dates.in_words(translation.revised, language.code))
    return ('' if language.ideographic else ' ').join([*parts, *counts(translation)])


def name_of(language: Language, reader: Language) -> str:
    """What a language is called in another; its own name where CLDR knows none."""
    return str(dates.locale_of(reader.code).languages.get(language.base, language.name))


def vocabulary(source: Language, language: Language) -> list[str]:
    """The words that CLDR may put on a page: the source's name, and the parts of dates."""
    months = [dates.in_words(f'2016-{month:02}-01', language.code) for month in range(1, 13)]
    return [name_of(source, language), *months]


def notice(translation: Translation, threshold: float) -> str:
    """What stands above a page that is hardly translated yet."""
    return _('This page is not translated yet.') if translation.share < threshold else ''


def counts(translation: Translation) -> list[str]:
    """How many passages are not what the reader takes them for; none where all are current."""
    wordings = {
        State.OUTDATED: _('Passages of which the source is newer: %d.'),
        State.UNTRANSLATED: _('Passages not translated yet: %d.'),
        State.WITHHELD: _('Passages whose translation is being corrected: %d.'),
    }
    found = translation.states
    return [words % found[state.value] for state, words in wordings.items() if found[state.value]]


def state_label(state: str) -> str:
    """What stands beside a passage in this state; '' where all is well."""
    labels = {
        State.OUTDATED.value: _('The source has changed since this was translated'),
        State.UNTRANSLATED.value: _('Not translated yet'),
        State.WITHHELD.value: _('The translation is being corrected'),
    }
    return labels.get(state, '')


def link_label(title: str) -> str:
    """What the link of a place to itself is called.

    Sphinx names each kind of place, `title`, but not in every language, nor in Spanish.
    """
    own = _('Link to this place')
    return title if own == 'Link to this place' else own


def find(word: str) -> str:
    """What the button of the search says: a verb. Sphinx's `word`, a noun in Spanish, else."""
    own = _('Search')
    return word if own == 'Search' else own


def rights(author: str, line: str) -> str:
    """Whose the text is: as conf.py's copyright line says it, else its author's."""
    if line:
        return f'© {line}'
    return _('The text belongs to its author.') if author else ''
