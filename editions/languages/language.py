"""A language: its code, its name, and what follows from them.

Everything else that is known of a language hangs on this value. Subtags, scripts and parents
are CLDR's (https://unicode.org/reports/tr35/#Likely_Subtags), by way of Babel; what a language
writes stands in `<name>.toml` beside this module, under a name of its lineage.
"""

import re
import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from babel import Locale

CODE = re.compile(r'[a-z]{2,3}(_[A-Z][a-z]{3})?(_[A-Z]{2}|_\d{3})?(@[A-Za-z\d]+)?')
TABLES = Path(__file__).parent

# Modifiers of gettext that name a script; any other is a variant of the language.
SCRIPTS = {'latin': 'Latn', 'cyrillic': 'Cyrl', 'devanagari': 'Deva', 'arabic': 'Arab'}
# Scripts (ISO 15924) that run from right to left, by Unicode's bidirectional classes.
LEFTWARDS = frozenset(
    ('Adlm', 'Arab', 'Aran', 'Hebr', 'Mand', 'Mend', 'Nkoo', 'Rohg', 'Samr', 'Syrc', 'Thaa')
)
IDEOGRAPHS = frozenset(('Hani', 'Hans', 'Hant', 'Jpan'))
# Scripts that put no spaces between words: ideographs, and line break class SA of UAX 14.
UNSPACED = IDEOGRAPHS | {'Khmr', 'Lana', 'Laoo', 'Mymr', 'Tale', 'Talu', 'Thai', 'Tibt'}
SUFFIXED = frozenset(('Hang', 'Kore'))  # scripts with spaces, but none before a particle


@dataclass(frozen=True, order=True)
class Language:
    """A language, under its gettext code and in its own words."""

    code: str  # 'zh_CN', as in locale/ and in sphinx-build -D language=
    name: str = ''  # '简体中文'; empty where nothing is to be printed

    def __hash__(self) -> int:  # it is a key of many caches
        return hash(self.code)

    @property
    def tag(self) -> str:
        """The BCP 47 tag, as in URLs, `lang` and `hreflang` (RFC 5646).

        `pt_BR` is pt-BR, `sr@latin` is sr-Latn, `ca@valencia` is ca-valencia. A modifier that
        can be no variant, since it has fewer than five characters or more than eight, stands
        behind an x: `en@quot` is en-x-quot.
        """
        base, script, territory, variant = _subtags(self.code)
        if not variant or 5 <= len(variant) <= 8:
            return '-'.join(filter(None, (base, script, territory, variant)))
        private = re.findall('.{1,8}', variant)
        return '-'.join(filter(None, (base, script, territory, 'x', *private)))

    @property
    def base(self) -> str:
        """The language without its script, country and variant: 'zh'."""
        return _subtags(self.code)[0]

    @property
    def script(self) -> str:
        """The script it is written in (ISO 15924): 'Hans' for zh_CN, 'Hant' for zh_TW."""
        return _likely(self.code)[1]

    @property
    def territory(self) -> str:
        """The country that is named or, without one, likeliest: 'ES' for es. May be empty."""
        return _likely(self.code)[2]

    @property
    def direction(self) -> str:
        """The direction of its script: 'ltr' or 'rtl'."""
        return 'rtl' if self.script in LEFTWARDS else 'ltr'

    @property
    def spaced(self) -> bool:
        return self.script not in UNSPACED

    @property
    def suffixed(self) -> bool:
        """Whether its particles are written on to what they belong to, also to a literal."""
        return self.script in SUFFIXED or not self.spaced

    @property
    def ideographic(self) -> bool:
        """Whether it is written in Chinese characters, as Chinese and Japanese are."""
        return self.script in IDEOGRAPHS

    @property
    def chinese(self) -> bool:
        """Whether it is written in Simplified or Traditional Chinese; the script tells which."""
        return self.script in ('Hans', 'Hant')

    @property
    def simplified(self) -> bool:
        """Whether it is written in Simplified Chinese, as our Chinese fonts draw it."""
        return self.script == 'Hans'

    @property
    def lineage(self) -> tuple[str, ...]:
        """The names under which something may be known of it, the closest first.

        For es_MX: es_MX, es_Latn_MX, es_419, es_Latn, es. A name that stands for another script
        is none of them: zh_TW ends with zh_Hant, since zh is written in Hans.
        """
        return _lineage(self.code)

    @property
    def locale(self) -> 'Locale | None':
        """CLDR's locale of the language, or of the closest of its lineage."""
        return _locale(self.code)

    def table(self, section: str) -> Mapping[str, Any]:
        """A section of what `<name>.toml` says of the language; empty where nothing does.

        Of several files the closest one of the lineage counts that has the section.
        """
        found: Mapping[str, Any] = _tables(self.code).get(section, {})
        return found

    def borrowed(self, available: Iterable[str]) -> str:
        """Whose words, among these codes, its readers read as their own; '' for none's.

        Its own; its lineage's, as es for es_MX and pt_BR for pt; the first in the same language
        and script. zh_Hans reads zh_CN; zh_TW does not, nor sr@latin the Cyrillic of sr.
        """
        codes = sorted(available)
        if self.code in codes:
            return self.code
        *_, variant = _subtags(self.code)
        steps = list(dict.fromkeys(_likely(name) for name in self.lineage))
        own = steps[0][:2]
        near = [code for code in codes if _likely(code) in steps or _likely(code)[:2] == own]

        def distance(code: str) -> tuple[int, bool]:
            likely = _likely(code)
            step = steps.index(likely) if likely in steps else len(steps)
            return step, _subtags(code)[3] != variant

        return min(near, key=distance, default='')


@lru_cache
def _subtags(code: str) -> tuple[str, str, str, str]:
    """Language, script, territory and variant as they are written in a code."""
    plain, _, modifier = code.partition('@')
    base, *rest = plain.split('_')
    script = next((part for part in rest if len(part) == 4), '')
    territory = next((part for part in rest if len(part) < 4), '')
    named = SCRIPTS.get(modifier.lower(), '')
    if named and script in ('', named):
        return base, named, territory, ''
    return base, script, territory, modifier


@lru_cache
def _likely(code: str) -> tuple[str, str, str]:
    """Language, script and territory of a code, with what is likely where it names none."""
    from babel.core import get_global  # 15 ms

    likely = get_global('likely_subtags')
    base, script, territory, _ = _subtags(code)
    for parts in ((base, script, territory), (base, territory), (base, script), (base,)):
        known = likely.get('_'.join(filter(None, parts)))
        if known:
            _, likely_script, likely_territory = str(known).split('_')[:3]
            return base, script or likely_script, territory or likely_territory
    return base, script, territory


@lru_cache
def _lineage(code: str) -> tuple[str, ...]:
    from babel.core import get_global

    base, script, territory = _likely(code)
    parents = get_global('parent_exceptions')
    names = [code] if '@' in code else []
    names.append('_'.join(filter(None, _subtags(code)[:3])))
    for parts in ((base, script, territory), (base, territory), (base, script), (base,)):
        name = '_'.join(filter(None, parts))
        if _likely(name)[1] == script:
            names.append(name)  # another script is another text
            parent = str(parents.get(name, 'root'))
            names += [parent] if parent != 'root' and _likely(parent)[1] == script else []
    return tuple(dict.fromkeys(names))


@lru_cache
def _locale(code: str) -> 'Locale | None':
    from babel import Locale, localedata  # slow to import, and needed by few

    known = (name for name in _lineage(code) if '@' not in name and localedata.exists(name))
    name = next(known, '')
    return Locale.parse(name) if name else None


@lru_cache
def _tables(code: str) -> Mapping[str, Any]:
    tables: dict[str, Any] = {}
    for name in reversed(_lineage(code)):
        path = TABLES / f'{name}.toml'
        if path.is_file():
            tables |= tomllib.loads(path.read_text('utf-8'))
    return tables


ENGLISH = Language('en', 'English')


def of_tag(tag: str) -> Language:
    """The language of a BCP 47 tag, or a code, in any case: `pt-br` is pt_BR, `sr-latn` sr_Latn."""
    base, *rest = tag.lower().replace('_', '-').split('-')
    variant = '-'.join(part for part in rest if len(part) > 4)
    parts = [part.title() if len(part) == 4 else part.upper() for part in rest if len(part) <= 4]
    return Language('_'.join([base, *parts]) + (f'@{variant}' if variant else ''))


def own_name(code: str) -> str:
    """What a language calls itself by CLDR, as a menu prints it; the code where CLDR is silent.

    `es` is Español, `zh_CN` is 简体中文.
    """
    locale = Language(code).locale
    if locale is None:
        return code
    written = locale.languages.get(f'{locale.language}_{locale.script}')
    own = Language(code).table('name').get('own')  # CLDR's is no name of a language
    name = own or written or locale.get_display_name(locale) or code
    return name[:1].upper() + name[1:]
