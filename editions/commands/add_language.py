"""`editions add-language`: a language ready to be translated into."""

from collections.abc import Iterable, Iterator
from dataclasses import replace
from pathlib import Path

import click

from editions import files
from editions.builds.source import now
from editions.catalogs import creation, store, wording
from editions.catalogs.update.documents import Catalogs, update_language
from editions.commands import _output as output
from editions.conf import value_of, with_language
from editions.findings import UserError, relative
from editions.fonts import coverage
from editions.languages.language import Language, of_tag, own_name
from editions.project import Project, load


@click.command()
@click.argument('code')
@click.option('--name', help='The language in its own words; by default as CLDR writes it.')
@click.option('-C', '--directory', default='.', help='The folder of conf.py.')
def command(code: str, name: str | None, directory: str) -> None:
    """Add a language by its CODE (fr, pt_BR).

    Writes it into conf.py, with catalogs, a glossary, and the settings for Weblate and Transifex.
    """
    code = of_tag(code).code
    creation.english_name(code)
    before = load(Path(directory))
    if code == before.source_language.code:
        raise UserError(f'{code} is the language of the source; nothing is translated into it')
    project = listed(before, code, name)
    language, templates = project.language(code), now(project).sound()
    made = store.locked(project.locale, lambda: [*written(project, language, templates)])
    for path in dict.fromkeys(made):
        output.echo(relative(path, project.root))
    if project is before and not made:
        output.echo(f'{code} is there already, and lacks nothing.')
    for sentence in remarks(project, language):
        output.echo(sentence)


def listed(project: Project, code: str, name: str | None) -> Project:
    """The project with the language in conf.py's list; without a list its catalogs tell of it."""
    if any(language.code == code for language in project.languages):
        return project
    conf = project.root / 'conf.py'
    if value_of(project.settings, 'editions_languages') is None:
        if name:
            raise UserError(f'{conf}: names of languages stand in editions_languages; write one')
        added = Language(code, own_name(code))
        return replace(project, languages=(*project.languages, added))
    store.change_conf(
        conf, lambda text: with_language(text, code, name or own_name(code), str(conf))
    )
    output.echo(relative(conf, project.root))
    return load(project.root)


def written(project: Project, language: Language, templates: Catalogs) -> Iterator[Path]:
    """Write what the language lacks; yield the paths."""
    yield from put(update_language(project, language, templates).writes())
    header = creation.header_of(project, language, templates)
    yield from put(creation.interface(project, language, header))
    yield from put(creation.new_glossary(project, language, header))
    yield from put(creation.platform_settings(project, templates.keys()))


def put(writes: Iterable[store.Write]) -> Iterator[Path]:
    for each in writes:
        store.write([each])
        yield each.path


def remarks(project: Project, language: Language) -> Iterator[str]:
    if coverage.unserved(language.code) and not value_of(project.settings, 'editions_fonts'):
        yield f'No font comes with Editions for {language.name}; the PDF needs editions_fonts.'
        if package := coverage.package(language.name[:1], language.code):
            yield f"`pip install {package.replace('_', '-')}` has one: ['{package}']"
    if unread := dict(wording.unreviewed(project, language)):
        counted = ', '.join(f'{number} strings in {path.name}' for path, number in unread.items())
        yield (
            f'The interface in {language.name} is a machine translation and wants a reviser: '
            f'{counted} ({min(unread).parent}). Write corrections into '
            f'{relative(project.catalogs(language), project.root)}.'
        )
    ours = wording.packaged(language, 'sphinx')
    if not (ours or language.base == 'en' or known_to_sphinx(language)):
        yield f'Sphinx is not translated into {language.code}: Search, Note ... stay English.'


def known_to_sphinx(language: Language) -> bool:
    """Whether Sphinx has its own words in a language; found without importing Sphinx."""
    place = files.package('sphinx')
    return place is not None and any((place / 'locale' / e).is_dir() for e in language.lineage)
