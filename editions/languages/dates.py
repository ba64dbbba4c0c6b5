"""A date in the words of a language, as exact as it is known."""

from datetime import date

from babel import Locale, UnknownLocaleError
from babel.dates import format_date, format_skeleton

SKELETONS = {4: 'y', 7: 'yMMMM'}  # of CLDR, by the length of what is known: '2016', '2016-11'


def in_words(moment: str, code: str) -> str:
    """An ISO 8601 date in the language of a code: '2016', 'noviembre de 2016'.

    What is no date (2016-11-31), and a language that CLDR does not know, give the text as it is.
    """
    day = moment[:10]
    try:
        locale = Locale.parse(code)
        if len(day) == 10:
            return format_date(date.fromisoformat(day), 'long', locale=locale)
        first = date.fromisoformat(f'{day}-01-01'[:10])
        return format_skeleton(SKELETONS[len(day)], first, locale=locale)
    except (ValueError, KeyError, UnknownLocaleError):
        return moment
