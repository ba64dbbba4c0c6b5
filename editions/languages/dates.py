"""Dates as files give them: read, checked, and written in the words of a language.

A text's date is known as exactly as its author gives it: '2016', '2016-11' or '2016-11-24'.
Moments are ISO 8601 in UTC.
"""

import os
import re
from collections.abc import Iterable
from datetime import UTC, date, datetime
from typing import TYPE_CHECKING

from editions.findings import UserError
from editions.languages.language import Language

if TYPE_CHECKING:
    from babel import Locale

_GETTEXT = re.compile(r'(\d{4}-\d\d-\d\d)[ T](\d\d:\d\d)(?::\d\d)?([+-]\d\d:?\d\d|Z)?')
_KNOWN = re.compile(r'(\d{4})(?:-(\d\d)(?:-(\d\d))?)?')


def of_header(text: str) -> str:
    """A catalog's PO-Revision-Date, `2026-11-24 12:00+0100`, as a moment; '' for anything else.

    A date without a zone counts as UTC.
    """
    if not (match := _GETTEXT.match(text.strip())):
        return ''
    day, time, zone = match.groups()
    try:
        return iso(datetime.fromisoformat(f'{day}T{time}{(zone or "Z").replace("Z", "+00:00")}'))
    except (ValueError, OverflowError):  # in UTC it may lie before the year 1 or after 9999
        return ''


def latest(headers: Iterable[str]) -> str:
    """The latest moment of some PO-Revision-Dates; '' where none can be read."""
    return max(filter(None, map(of_header, headers)), default='')


def epoch() -> datetime | None:
    """SOURCE_DATE_EPOCH, the time that a file is to bear; None where it is not set.

    What readers read is dated by the text and its catalogs all the same
    (https://reproducible-builds.org/specs/source-date-epoch/). Raises UserError.
    """
    value = os.environ.get('SOURCE_DATE_EPOCH', '')
    try:
        return datetime.fromtimestamp(int(value), UTC) if value else None
    except (ValueError, OverflowError, OSError) as error:
        sentence = f'SOURCE_DATE_EPOCH is {value!r}; write seconds since 1970: 1700000000'
        raise UserError(sentence) from error


def now_in_header() -> str:
    """The time for a catalog's PO-Revision-Date."""
    return (epoch() or datetime.now(UTC)).strftime('%Y-%m-%d %H:%M+0000')


def iso(moment: datetime) -> str:
    return moment.astimezone(UTC).isoformat().replace('+00:00', 'Z')


def parts(text: str) -> tuple[int, ...]:
    """(year, month, day) of a date, as many as it gives; () for what is no day of the calendar.

    Of a moment only the day counts.
    """
    match = _KNOWN.fullmatch(text.partition('T')[0])
    numbers = tuple(int(part) for part in match.groups() if part) if match else ()
    try:
        date(*(*numbers, 1, 1)[:3])
    except (ValueError, TypeError):
        return ()
    return numbers


def in_words(text: str, code: str) -> str:
    """A date in the words of a language, as exact as it is known: 'noviembre de 2016'.

    What is no date is returned as it is.
    """
    if not (numbers := parts(text)):
        return text
    from babel.dates import format_date, format_skeleton  # slow to import, and needed by few

    day, locale = date(*(*numbers, 1, 1)[:3]), locale_of(code)
    if len(numbers) == 3:
        return str(format_date(day, 'long', locale))
    return str(format_skeleton(('y', 'yMMMM')[len(numbers) - 1], day, locale=locale))


def locale_of(code: str) -> 'Locale':
    """CLDR's locale of a language, English for one that CLDR does not know."""
    from babel import Locale

    return Language(code).locale or Locale('en')
