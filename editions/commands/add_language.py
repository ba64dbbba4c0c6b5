"""`editions add-language`: a language ready to be translated into."""

import os
import re
from collections.abc import Iterator
from dataclasses import replace
from importlib.util import find_spec
from pathlib import Path

import click

import editions
from editions.builds.source import now
from editions.catalogs.glossary import path_of
from editions.catalogs.platforms import transifex, weblate
from editions.catalogs.po import read
from editions.catalogs.po.layout import Layout, layout_of
from editions.catalogs.po.messages import Message
from editions.catalogs.po.writing import render
from editions.catalogs.source import Templates
from editions.catalogs.update.carrying import Wishes
from editions.catalogs.update.creation import english_name
from editions.commands._conf import with_language
from editions.commands.update import succession
from editions.files import exclusive, write_text
from editions.findings import UserError, relative
from editions.fonts import coverage
from editions.languages.language import Language, own_name
from editions.project import Project, load

_OURS = Path(editions.__file__).parent / 'locale'
_ENOUGH = 20  # catalogs that tell how all are laid out


@click.command()
@click.argument('code')
@click.option('--name', help='The language in its own words; else as CLDR writes it.')
@click.option('-C', '--directory', default='.', help='The folder of conf.py.')
def command(code: str, name: str | None, directory: str) -> None:
    """Make CODE (fr, pt_BR) ready to be translated into.

    In conf.py, with catalogs, a glossary, and the settings for Weblate and Transifex.
    """
    code = as_written(code)
    english_name(code)
    project = listed(load(Path(directory)), code, name)
    language = project.language(code)
    with exclusive(project.build / '.update'):
        templates = now(project).sound()
        done = succession(project, language, templates, Wishes())
        done.write()
    made = [step.path for step in done.steps if step.changed]
    made += [*strings(project, language), *glossary(project, language)]
    made += platforms(project, templates)
    for path in made:
        click.echo(relative(path, project.root))
    if coverage.needs_own_fonts(code) and not project.settings.get('editions_fonts'):
        click.echo(f'No face of ours is made for {language.name}; the PDF needs editions_fonts.')
        if package := coverage.package(language.name[:1], code):
            click.echo(f"`pip install {package.replace('_', '-')}` has one: ['{package}']")
    if not (language.base == 'en' or known_to_sphinx(code)):
        click.echo(f'Sphinx has no strings in {code}: its own words (Search, Note) stay English.')


def as_written(code: str) -> str:
    """A language code as gettext writes it: pt_BR for pt-BR or PT_br; zh_Hant_TW."""
    first, *rest = re.split('[-_]', code)
    script = {4: str.title}
    return '_'.join([first.lower(), *(script.get(len(part), str.upper)(part) for part in rest)])


def listed(project: Project, code: str, name: str | None) -> Project:
    """The project with the language in conf.py's list; without a list its catalogs tell of it."""
    if any(language.code == code for language in project.languages):
        return project
    conf = project.root / 'conf.py'
    if 'editions_languages' not in project.settings:
        if name:
            raise UserError(f'{conf}: names of languages stand in editions_languages; write one')
        added = Language(code, own_name(code))
        return replace(project, languages=(*project.languages, added))
    text = conf.read_bytes().decode()
    write_text(conf, with_language(text, code, name or own_name(code), str(conf)))
    click.echo(relative(conf, project.root))
    return load(project.root)


def known_to_sphinx(code: str) -> bool:
    """Whether Sphinx has its own words in a language; found without importing Sphinx."""
    spec = find_spec('sphinx')
    places = spec.submodule_search_locations or [] if spec else []
    names = Language(code).lineage
    return any(Path(place, 'locale', name).is_dir() for place in places for name in names)


def strings(project: Project, language: Language) -> Iterator[Path]:
    """Our own words, to be translated in the project where the package has not this language."""
    path = project.catalogs(language) / 'editions.po'
    if language.base == 'en' or language.borrowed(path.name for path in _OURS.iterdir()):
        return
    if path.exists():
        return
    other = read(next(iter(sorted(_OURS.glob('*/LC_MESSAGES/editions.po')))))
    messages = [
        Message(m.id, ('',) * len(m.strings), m.context, m.plural, m.flags) for m in other.messages
    ]
    yield _written(project, language, path, messages)


def glossary(project: Project, language: Language) -> Iterator[Path]:
    """A glossary with the terms that the other languages have, to be filled in."""
    path = path_of(project.locale, language.code)
    if path.exists():
        return
    paths = (path_of(project.locale, other.code) for other in project.languages[1:])
    found = [read(place) for place in paths if place.is_file()]
    terms = {message.key: message for catalog in found for message in catalog.messages}
    if terms:
        messages = [Message(message.id, context=message.context) for message in terms.values()]
        yield _written(project, language, path, messages)


def platforms(project: Project, templates: Templates) -> Iterator[Path]:
    """Weblate's and Transifex's configuration, with what it lacks; what is there stays."""
    home = repository(project)
    name = str(project.settings.get('project') or project.documents[0].name)
    config_of = project.root if (project.root / '.tx' / 'config').is_file() else home
    paths = (project.locale / 'weblate.json', config_of / '.tx' / 'config')
    there = [path.read_text('utf-8') if path.is_file() else '' for path in paths]
    ours = ['editions'] if any(project.locale.glob('*/LC_MESSAGES/editions.po')) else []
    components = weblate(
        [*templates, *ours],
        across(home, project.locale),
        glossary=any(project.locale.glob('*/glossary.po')),
        wrapped=are_wrapped(project),
        there=there[0],
    )
    config = transifex(
        templates,
        across(config_of, project.locale),
        name,
        project.source_language.code,
        templates_at=across(config_of, project.build / 'gettext'),
        there=there[1],
    )
    for path, before, text in zip(paths, there, (components, config), strict=True):
        if text != before:
            write_text(path, text)
            yield path


def repository(project: Project) -> Path:
    """The folder that the platforms see as the whole: the repository's, else the project's."""
    locale = project.locale.resolve()
    folders = (project.root, *project.root.parents)
    above = next((folder for folder in folders if (folder / '.git').exists()), None)
    if above and locale.is_relative_to(above):
        return above
    return Path(os.path.commonpath([project.root, locale.parent]))


def across(folder: Path, path: Path) -> str:
    """A path as seen from a folder."""
    return Path(os.path.relpath(path.resolve(), folder)).as_posix()


def are_wrapped(project: Project) -> bool:
    """Whether the lines of the project's catalogs are broken, as most of the first ones tell."""
    paths = sorted(project.locale.glob('*/LC_MESSAGES/**/*.po'))[:_ENOUGH]
    widths = [layout_of(read(path)).width for path in paths]
    return widths.count(None) * 2 <= len(widths)


def _written(project: Project, language: Language, path: Path, messages: list[Message]) -> Path:
    """Write a catalog of untranslated messages under the header of the language's others."""
    others = sorted(project.catalogs(language).rglob('*.po'))
    head = read(others[0]).head if others else None
    if head is None:
        raise UserError(f'{project.catalogs(language)}: no catalog with a header here')
    layout = Layout(None, babel=False)
    write_text(path, '\n'.join(render(message, layout) for message in (head, *messages)))
    return path
