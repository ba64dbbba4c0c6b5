"""Which language a reader gets at `/`, and which address an old or other name leads to.

Only `/` negotiates. The primary subtag decides (zh-TW gets Simplified Chinese where no other
Chinese is there); a reader who asks for nothing we have gets the front door, never a guess.
The rules are RFC 9110, section 12.5.4, and the lookup of RFC 4647.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from editions.languages.language import Language

RANGE = re.compile(
    r'[ \t]*([a-z]{1,8}(?:-[a-z0-9]{1,8})*)[ \t]*'
    r'(?:;[ \t]*q=(0(?:\.\d{0,3})?|1(?:\.0{0,3})?)[ \t]*)?',
    re.IGNORECASE,
)
LONGEST = 1000  # characters of a header that are read


@dataclass(frozen=True)
class Rules:
    """How requests find their language.

    `ranges` are language ranges in lower case with the tag they mean, the narrower first;
    `aliases` are other names of a language's folder, in the spelling they are asked for.
    """

    tags: tuple[str, ...]
    ranges: tuple[tuple[str, str], ...]
    aliases: tuple[tuple[str, str], ...]

    def names(self, tag: str) -> tuple[str, ...]:
        """The other names of one language's folder."""
        return tuple(name for name, owner in self.aliases if owner == tag)

    def choose(self, header: str) -> str:
        """The tag that an Accept-Language header asks for; '' where it asks for none of ours."""
        asked = list(self._asked(header[:LONGEST]))
        refused = {tag for tag, quality in asked if not quality}
        wanted = [(quality, tag) for tag, quality in asked if tag not in refused]
        return max(wanted, key=lambda pair: pair[0], default=(0, ''))[1]

    def _asked(self, header: str) -> Iterator[tuple[str, float]]:
        """Our tags in the order of the header, each with its quality."""
        for part in header.split(','):
            match = RANGE.fullmatch(part)
            tag = self._tag(match[1].lower()) if match else ''
            if match and tag:
                yield tag, float(match[2] or 1)

    def _tag(self, asked: str) -> str:
        for known, tag in self.ranges:
            if asked == known or asked.startswith(f'{known}-'):
                return tag
        return ''


def rules(languages: tuple[Language, ...]) -> Rules:
    """The rules for some languages; of two of one family the first listed is the family's."""
    tags = tuple(language.tag for language in languages)
    families: dict[str, str] = {}
    for tag in tags:
        families.setdefault(_family(tag), tag)
    narrow = [pair for tag in tags for pair in _kin(tag, families[_family(tag)])]
    return Rules(
        tags,
        tuple(dict.fromkeys([*sorted(narrow, key=_narrower), *families.items()])),
        tuple(_aliases(languages, families)),
    )


def _family(tag: str) -> str:
    return tag.partition('-')[0].lower()


def _narrower(pair: tuple[str, str]) -> tuple[int, str]:
    return (-pair[0].count('-'), pair[0])


def _kin(tag: str, head: str) -> Iterator[tuple[str, str]]:
    """The ranges of a language beside the head of its family: itself, and those of its script.

    With zh-CN and zh-TW: zh-Hant, zh-HK and zh-MO are readers of zh-TW (CLDR, likely subtags).
    """
    if tag == head:
        return
    yield tag.lower(), tag
    from babel.core import get_global  # needed only where a family has two editions

    likely = get_global('likely_subtags')
    script = _script(likely.get(tag.replace('-', '_'), ''))
    if not script or script == _script(likely.get(_family(head), '')):
        return
    yield f'{_family(tag)}-{script.lower()}', tag
    for known, full in likely.items():
        if re.fullmatch(rf'{_family(tag)}_[A-Z]{{2}}', known) and _script(full) == script:
            yield known.replace('_', '-').lower(), tag


def _script(full: str) -> str:
    found = re.search(r'_([A-Z][a-z]{3})(?:_|$)', full)
    return found[1] if found else ''


def _aliases(
    languages: tuple[Language, ...], families: dict[str, str]
) -> Iterator[tuple[str, str]]:
    """Names by which a language's folder is asked for: pt, pt_BR, pt-br, PT-BR ..."""
    tags = {language.tag for language in languages}
    seen = set(tags)
    for language in languages:
        tag = language.tag
        names = [language.code, language.code.lower(), tag.lower(), tag.upper()]
        if families[_family(tag)] == tag:
            names += [_family(tag), _family(tag).upper()]
        for name in names:
            if name not in seen:
                seen.add(name)
                yield name, tag
