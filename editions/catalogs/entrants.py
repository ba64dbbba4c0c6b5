"""A message as it enters a catalog: empty, or with the old translation that was offered."""

import re
from collections.abc import Sequence
from dataclasses import replace

from rapidfuzz.distance import Indel

from editions.catalogs.matching import Offer
from editions.catalogs.messages import Message

CURRENT = ('moved', 'neutral', 'declared')  # the rules whose translation is as good as before
_WORD = re.compile(r'\s+|\w+|[^\w\s]')


def entrant(message: Message, offer: Offer | None, forms: int, *, claimed: bool) -> Message:
    """The message of a template as a catalog takes it in, with `forms` plural forms.

    `claimed`: it is the old message, edited, so that the translator's remarks and flags stay.
    """
    flags = tuple(flag for flag in message.flags if flag != 'fuzzy')
    new = replace(
        message,
        flags=flags,
        comments=(),
        previous=None,
        strings=('',) * forms,
    )
    if offer is None:
        return new
    new = replace(new, strings=_strings(offer, forms))
    stays = offer.origin is not None and (claimed or offer.rule == 'moved')
    if offer.origin and stays:
        kept = (flag for flag in offer.origin.flags if flag not in ('fuzzy', *flags))
        flags = (*flags, *kept)
    if offer.rule not in CURRENT:
        flags, new = ('fuzzy', *flags), replace(new, previous=offer.source)
    new = replace(new, flags=flags)
    if offer.origin and stays:
        declared = [_declaration(offer.source.id, message.id)] if offer.rule == 'declared' else []
        new = replace(new, comments=(*offer.origin.comments, *declared))
    return new


def _strings(offer: Offer, forms: int) -> tuple[str, ...]:
    origin = offer.origin
    if origin and origin.string == offer.text and len(origin.strings) == forms:
        return origin.strings
    return (offer.text,) * forms


def _declaration(old: str, new: str) -> str:
    """The record of an edit that the author called neutral: what it changed, word by word."""
    before, after = _WORD.findall(old), _WORD.findall(new)
    said = ''
    for op in Indel.opcodes(before, after):
        if op.tag == 'delete':
            said += f' [-{_line(before[op.src_start : op.src_end])}-]'
        elif op.tag == 'insert':
            said += f' {{+{_line(after[op.dest_start : op.dest_end])}+}}'
    return f'editions: neutral edit:{said}'


def _line(words: Sequence[str]) -> str:
    return ''.join(words).replace('\n', ' ')
