"""Markup within the texts of XLIFF, in elements that translators' programs keep as they are.

`<bpt>` and `<ept>` hold what stands before and after words, `<ph>` what is no words at all (XLIFF
1.2, "Inline Elements"). They hold the markup itself, so that a text is all that stands in it, in
its order; an element that a program emptied takes its markup from the source.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from itertools import count

from editions.catalogs.exchange.xml import Element, add, get_text
from editions.markup import Mark

TAGS = ('ph', 'bpt', 'ept')


def fill(source: Element, target: Element, ours: Iterable[Mark], theirs: Iterable[Mark]) -> None:
    """Put the marks of both texts into elements; markup that both have gets the same id."""
    numbers = count(1)
    known: dict[tuple[str, str], list[int]] = defaultdict(list)
    for element, marks in ((source, ours), (target, theirs)):
        text, at, given = element.text or '', 0, defaultdict(list, known)
        element.text = ''
        for mark in marks:
            before, words, after = split(mark)
            number, *given[before, after] = given[before, after] or [next(numbers)]
            if element is source:
                known[before, after] = [*known[before, after], number]
            _say(element, text[at : mark.start])
            at = mark.start
            tags = ('bpt', '', 'ept') if words else ('ph',)
            for tag, part in zip(tags, (before, words, after), strict=False):
                piece, at = text[at : at + len(part)], at + len(part)
                if tag:
                    add(element, tag, piece, id=str(number))
                else:
                    _say(element, piece)
        _say(element, text[at:])


def split(mark: Mark) -> tuple[str, str, str]:
    """What stands before a mark's words, the words, what stands after; else all, '' and ''."""
    if mark.read and mark.label:
        before, words, after = mark.raw.partition(mark.label)
        if before and after:
            return before, words, after
    return mark.raw, '', ''


def _say(element: Element, text: str) -> None:
    if len(element):
        element[-1].tail = (element[-1].tail or '') + text
    else:
        element.text = (element.text or '') + text


def text_of(element: Element | None, source: Element | None) -> str:
    """The text of an element; `source` tells what stood in those that have become empty."""
    codes = _codes(source)
    for each in () if element is None else element.iter('{*}*'):
        if key := _key(each):
            each.text = each.text or codes.get(key)
    return get_text(element)


def _codes(source: Element | None) -> Mapping[tuple[str, str], str]:
    found = () if source is None else source.iter('{*}*')
    return {key: each.text or '' for each in found if (key := _key(each))}


def _key(element: Element) -> tuple[str, str] | None:
    tag = element.tag.rpartition('}')[2]
    return (tag, element.get('id', '')) if tag in TAGS and not len(element) else None
