"""`editions init`: an article of your own, ready to build; no file that exists is touched."""

import re
import unicodedata
from collections.abc import Mapping
from pathlib import Path
from string import Template

import click

from editions.catalogs import store
from editions.catalogs.po.writing import columns
from editions.commands import _hosts, merge
from editions.commands import _output as output
from editions.findings import relative
from editions.languages.language import Language, own_name
from editions.project import load, read_languages

TEMPLATES = Path(__file__).parent.parent / 'templates' / 'init'
WRITTEN, KEPT = 'written', 'is there already, kept'
FILES = {
    'conf.py': 'conf.py.txt',
    'source/index.rst': 'index.rst.txt',
    '.gitignore': 'gitignore.txt',
    '.gitattributes': 'gitattributes.txt',
}


@click.command()
@click.argument('folder', default='.', type=click.Path(path_type=Path, file_okay=False))
@click.option('-t', '--title', help='Title of the article; by default the name of FOLDER.')
@click.option('-a', '--author', default='', help='Author of the article.')
@click.option(
    '-l',
    '--language',
    'codes',
    multiple=True,
    metavar='CODE',
    help='A language: en, pt_BR. Give one -l for each; you write in the first.',
)
@click.option(
    '--with',
    'hosts',
    multiple=True,
    type=click.Choice(list(_hosts.FILES)),
    help='Write the files that build and publish it after each change, for one host or more.',
)
def command(
    folder: Path,
    title: str | None,
    author: str,
    codes: tuple[str, ...],
    hosts: tuple[str, ...],
) -> None:
    """Start an article in FOLDER: a conf.py and a first page. Nothing is overwritten."""
    folder = folder.resolve()
    begin(folder, title, author, codes)
    for path, done in (each for host in hosts for each in _hosts.write(load(folder), host)):
        output.echo(f'{relative(path, Path.cwd()):<17} {WRITTEN if done else KEPT}')


def begin(folder: Path, title: str | None, author: str, codes: tuple[str, ...]) -> None:
    """Write an article, unless there is a project."""
    title = ' '.join((title or folder.name or 'Article').split())
    languages = languages_of(folder, codes or ('en',))
    if found := there_already(folder):
        output.echo(found)
        return
    fields = fields_of(title, ' '.join(author.split()), languages)
    for name, template in FILES.items():
        output.echo(f'{name:<17} {write(folder / name, template, fields)}')
    output.echo(merge.configure(folder))
    output.echo(next_steps(folder, languages))


ONE_LINE = """This is a Sphinx project already, and stays as it is. Add one name in its conf.py:

    extensions = [..., 'editions']

and run `editions build`. `editions doctor` says what else it may lack."""

THERE = """This is a Sphinx project with Editions already, and stays as it is.

`editions build` makes its editions, `editions add-language es` adds a language, and
`editions doctor` says what it may lack."""


def there_already(folder: Path) -> str:
    """What to say of a Sphinx project that we did not write; '' where there is none."""
    paths = [p for p in (folder / 'conf.py', folder / 'source' / 'conf.py') if p.is_file()]
    texts = [path.read_text('utf-8', 'replace') for path in paths]
    if not paths or (paths[0].parent == folder and 'editions_languages' in texts[0]):
        return ''
    named = re.compile(r'^[^#]*[\'"]editions[\'"]', re.MULTILINE)
    return THERE if any(map(named.search, texts)) else ONE_LINE


def languages_of(folder: Path, codes: tuple[str, ...]) -> tuple[Language, ...]:
    """The languages under their own names. Raises UserError for what is no language code."""
    listed = {code.replace('-', '_'): own_name(code.replace('-', '_')) for code in codes}
    return read_languages(folder, folder, {'editions_languages': listed})


def fields_of(title: str, author: str, languages: tuple[Language, ...]) -> Mapping[str, str]:
    """What the templates leave open, each as Python or reStructuredText writes it."""
    written = escaped(title)
    return {
        'project': repr(title),
        'author': f'author = {author!r}\n' if author else '',
        'language': repr(languages[0].code),
        'languages': ''.join(f'    {each.code!r}: {each.name!r},\n' for each in languages),
        'name': repr(file_name(title)),
        'meta': f'.. meta::\n   :author: {author}\n\n' if author else '',
        'title': written,
        'underline': '=' * columns(written),
        'byline': f'.. rst-class:: byline\n\n{escaped(author)}\n' if author else '',
    }


def escaped(text: str) -> str:
    """As reStructuredText prints it letter for letter."""
    return re.sub(r'([\\*`|_])', r'\\\1', text)


def file_name(title: str) -> str:
    """A name for the PDF that every file system and URL takes."""
    plain = unicodedata.normalize('NFKD', title).encode('ascii', 'ignore').decode()
    return '-'.join(re.findall(r'[a-z0-9]+', plain.lower().replace("'", ''))) or 'article'


def write(path: Path, template: str, fields: Mapping[str, str]) -> str:
    """Write one file, unless it is there; say which in a word."""
    text = Template((TEMPLATES / template).read_text('utf-8')).substitute(fields)
    with output.blaming(path):
        return WRITTEN if store.create(path, text) else KEPT


def next_steps(folder: Path, languages: tuple[Language, ...]) -> str:
    steps = [('write in source/index.rst', '')]
    if folder != Path.cwd():
        steps.insert(0, (f'cd {relative(folder, Path.cwd())}', ''))
    if len(languages) > 1:
        steps.append(('editions update', 'makes the catalogs that translators fill, in locale/'))
    steps.append(('editions build', 'all editions, into build/site/'))
    lines = (f'  {step:<28}{meaning}'.rstrip() for step, meaning in steps)
    return '\n'.join(['', 'Now:', *lines])
