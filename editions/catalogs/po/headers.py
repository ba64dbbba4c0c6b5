"""A catalog's header: its fields, what it must say, and how many plural forms it promises.

Source: GNU gettext manual, "Filling in the Header Entry" and "Plural forms".
"""

import gettext
import re
from collections.abc import Iterator, Mapping
from dataclasses import replace

from editions.catalogs.po.encoding import escape
from editions.catalogs.po.messages import Message
from editions.findings import Finding, Severity

_NPLURALS = re.compile(r'\bnplurals\s*=\s*(\d{1,3})\s*;')


def header_fields(text: str) -> dict[str, str]:
    """The fields of a header's msgstr; a line that is none is left out, the first holds."""
    fields: dict[str, str] = {}
    for line in text.split('\n'):
        name, colon, value = line.partition(':')
        if colon and name.strip():
            fields.setdefault(name.strip(), value.strip())
    return fields


def plural_count(header: Mapping[str, str]) -> int | None:
    """How many forms `Plural-Forms` promises; None where it does not say."""
    found = _NPLURALS.search(header.get('Plural-Forms', ''))
    return int(found[1]) if found else None


def usable_plural_forms(header: Mapping[str, str]) -> str:
    """The header's `Plural-Forms` where gettext can run its rule, else ''."""
    forms = header.get('Plural-Forms', '')
    _, found, rule = forms.partition('plural=')
    if not found or plural_count(header) not in range(1, 7):
        return ''
    try:
        gettext.c2py(rule.partition(';')[0].strip())
    except ValueError:  # what every gettext.GNUTranslations would raise on this file
        return ''
    return forms


def with_fields(block: str, fields: Mapping[str, str]) -> str:
    """A header's text with the values of some fields replaced; one that is not there stays out."""
    for name, value in fields.items():
        field = re.compile(
            rf'^("{re.escape(name)}: )(?:[^"\\\n]|\\[^n]|"\r?\n")*\\n"', re.MULTILINE
        )
        text = f'{escape(value)}\\n"'
        block = field.sub(lambda found, text=text: found[1] + text, block, count=1)  # type: ignore[misc]
    return block


def check_header(head: Message | None, header: Mapping[str, str]) -> Iterator[Finding]:
    """What msgfmt -c would want of the header, where it matters to us."""
    if head is None:
        yield _warning(1, 'no header (a message with an empty msgid)')
        return
    if 'charset=' not in header.get('Content-Type', ''):
        sentence = 'no charset in the header; write Content-Type: text/plain; charset=UTF-8'
        yield _warning(head.line, sentence)
    forms = header.get('Plural-Forms')
    if forms is not None and not usable_plural_forms(header):
        yield _warning(head.line, f'Plural-Forms is no rule that gettext can run: {forms[:80]!r}')


def _warning(line: int, sentence: str) -> Finding:
    return Finding('', line, Severity.WARNING, sentence, 'catalog.header')


def check_plurals(
    messages: list[Message], header: Mapping[str, str]
) -> tuple[list[Message], list[Finding]]:
    """Mark the messages that have not as many forms as the header promises."""
    count = plural_count(header)
    checked, findings = [], []
    for message in messages:
        wrong = (
            count is not None
            and message.plural is not None
            and not message.defective
            and not message.fuzzy  # as msgfmt has it
            and len(message.strings) != count
            and any(message.strings)
        )
        if wrong and not message.obsolete:
            sentence = f'{len(message.strings)} plural forms; the header promises {count}'
            line = message.string_line
            findings.append(Finding('', line, Severity.ERROR, sentence, 'catalog.plural'))
        checked.append(replace(message, defective=True) if wrong else message)
    return checked, findings
