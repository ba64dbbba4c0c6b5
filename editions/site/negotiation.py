"""Which language a reader gets at `/`, and where other names of a language or a page lead.

Only `/` negotiates. A language range means our edition of that language, in whatever country;
one in another script means none: who asks for zh-TW gets no Simplified Chinese, but the page
that lets readers choose, as does everybody who asks for nothing we have. The rules are those of
RFC 9110, section 12.5.4, and the lookup of RFC 4647; which script a country writes is CLDR's.

Server files hold these rules (`editions.site.servers`). For hosts that only hand out files there
are pages that lead on; their links are relative, so they lead on under any prefix.
"""

import posixpath
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote

from editions.conf import value_of
from editions.findings import Finding, Severity, UserError
from editions.languages.language import Language
from editions.project import Edition, Format, Project, site_path
from editions.site import pages
from editions.site.front import render


@dataclass(frozen=True)
class Rules:
    """How requests find their language.

    `ranges` are language ranges in lower case, the narrower first, with the tag they mean; ''
    means that the reader chooses. `aliases` are other names of a language's folder, in the
    spelling they are asked for.
    """

    tags: tuple[str, ...]
    ranges: tuple[tuple[str, str], ...]
    aliases: tuple[tuple[str, str], ...]

    def names(self, tag: str) -> tuple[str, ...]:
        """The other names of one language's folder."""
        return tuple(name for name, owner in self.aliases if owner == tag)


def rules(languages: tuple[Language, ...]) -> Rules:
    """The rules for some languages; of two with one base the first listed has its name."""
    bases: dict[str, list[Language]] = {}
    for language in languages:
        bases.setdefault(language.base, []).append(language)
    ranges = (pair for base, those in bases.items() for pair in _ranges(base, those))
    return Rules(
        tuple(language.tag for language in languages),
        tuple(sorted(ranges, key=lambda pair: -pair[0].count('-'))),
        tuple(_aliases(languages, {base: those[0].tag for base, those in bases.items()})),
    )


def _ranges(base: str, languages: list[Language]) -> Iterator[tuple[str, str]]:
    """What the ranges of one language mean: with zh-CN alone zh does, zh-Hant and zh-TW nothing."""
    by_script = {language.script: language.tag for language in reversed(languages)}
    usual = by_script.get(Language(base).script, '')
    if len(languages) > 1 or not usual:
        yield from ((language.tag.lower(), language.tag) for language in languages)
    known = {language.tag.lower() for language in languages}
    for narrow, script in _written_otherwise(base):
        if (tag := by_script.get(script, '')) != usual and narrow not in known:
            yield narrow, tag
    yield base, usual


def _written_otherwise(base: str) -> Iterator[tuple[str, str]]:
    """Countries that write a language in another script than most do, and those scripts."""
    from babel.core import get_global  # slow to import, and needed by few

    usual = Language(base).script
    country = re.compile(f'{base}_[A-Z]{{2}}')
    codes = filter(country.fullmatch, get_global('likely_subtags'))
    found = {code: Language(code).script for code in codes}
    for script in sorted({usual, *found.values()}) if set(found.values()) - {usual} else ():
        yield f'{base}-{script.lower()}', script
    for code, script in found.items():
        if script != usual:
            yield code.replace('_', '-').lower(), script


def _aliases(languages: tuple[Language, ...], named: dict[str, str]) -> Iterator[tuple[str, str]]:
    """Names by which a language's folder is asked for: pt, pt_BR, pt-br, PT-BR ..."""
    seen = {language.tag for language in languages}
    for language in languages:
        tag = language.tag
        names = [language.code, language.code.lower(), tag.lower(), tag.upper()]
        if named[language.base] == tag:
            names += [language.base, language.base.upper()]
        for name in names:
            if name not in seen:
                seen.add(name)
                yield name, tag


def leading_on(project: Project, given: Rules) -> dict[str, bytes]:
    """`pt/index.html` and its like."""
    languages = {language.tag: language for language in project.languages}
    return {
        f'{name}/index.html': _moved(project, languages[tag], f'../{tag}/')
        for name, tag in folders(given)
    }


def folders(given: Rules) -> list[tuple[str, str]]:
    """The names that get a page: (name, tag).

    A name that differs from an edition's folder by case alone gets none: on the disks of Windows
    and macOS its page would overwrite the edition's.
    """
    taken = {tag.lower() for tag in given.tags}
    found = []
    for name, tag in given.aliases:
        if name.lower() not in taken:
            taken.add(name.lower())
            found.append((name, tag))
    return found


def homes(project: Project, site: Path) -> dict[str, bytes]:
    """`es/index.html`, where the first page has another name (Sphinx's root_doc)."""
    return {
        site_path(language, 'index.html'): _moved(project, language, '')
        for language in pages.languages(project, site)
        if not pages.is_brought(project, language, 'index.html') and project.home != 'index.html'
    }


def _moved(project: Project, language: Language, folder: str) -> bytes:
    """A page that leads to the first page of a language, which lies in `folder`."""
    home = project.home
    address = project.url(site_path(language, home))
    return render(
        'moved.html', tag=language.tag, name=language.name, target=folder + home, address=address
    )


REDIRECTS = 'editions_redirects'


def redirects(project: Project) -> Mapping[str, str]:
    """`editions_redirects`: the old name of a document -> its name now, or a place in it.

    Raises UserError where a name is no path below the folder of a language.
    """
    given = value_of(project.settings, REDIRECTS)
    for names in given.items() if isinstance(given, dict) else [given]:
        sound = isinstance(names, tuple) and all(isinstance(name, str) for name in names)
        if not (sound and _is_document(names[0]) and _is_document(names[1].partition('#')[0])):
            raise UserError(
                f'{project.conf}: {names!r} in {REDIRECTS}; it names documents without a suffix: '
                f"{REDIRECTS} = {{'guide/old': 'guide/new'}}"
            )
    return dict(given)


def _is_document(name: str) -> bool:
    outside = not name.isprintable() or name[:1] in ('', '/', '.') or '\\' in name
    outside = outside or name != posixpath.normpath(name)
    return not outside and '#' not in name and not name.endswith('.html')


def renamed(project: Project, site: Path) -> dict[str, bytes]:
    """`es/old.html`, which leads to `es/new.html`, in every language that has the latter."""
    made = {}
    for edition in project.editions():
        for old, new in redirects(project).items():
            path, (name, mark, place) = f'{edition.tag}/{old}.html', new.partition('#')
            page, own = site / edition.tag / f'{name}.html', project.outdir(edition) / f'{old}.html'
            if edition.format is Format.HTML and page.is_file() and not own.is_file():
                target = posixpath.relpath(f'{name}.html', posixpath.dirname(old) or '.')
                made[path] = render(
                    'moved.html',
                    tag=edition.language.tag,
                    name=pages.Page(edition.language, path, page.read_bytes()).title,
                    target=quote(target) + mark + quote(place),
                    address=project.url(f'{edition.tag}/{name}.html'),
                )
    return made


def misnamed(project: Project) -> Iterator[Finding]:
    """Old names that are in use again, and new ones that no document has; once pages are built."""
    folder = project.outdir(Edition(project.source_language, Format.HTML))
    for old, new in redirects(project).items() if folder.is_dir() else ():
        sentence = ''
        if (folder / f'{old}.html').is_file():
            sentence = f'{old!r} is a document again; its readers are not led to {new!r}'
        elif not (folder / f'{new.partition("#")[0]}.html').is_file():
            sentence = f'{old!r} leads to {new!r}, and there is no such document'
        if sentence:
            message = f'{REDIRECTS}: {sentence}'
            yield Finding(project.conf.name, 0, Severity.ERROR, message, 'site.redirect')
