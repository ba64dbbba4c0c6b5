"""Catalogs come from strangers: what they write reaches no reader as power, in any output.

One project is built once for all tests: a page and a Markdown page whose translations are attacks,
a title with signs of HTML, our words and Sphinx's reworded; in our theme, in another, on paper.
"""

import dis
import json
import re
import subprocess
import sys
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from types import SimpleNamespace
from typing import Any
from zipfile import ZipFile

import pytest
from conftest import ROOT, editions, once, sphinx
from docutils import nodes
from jinja2 import Environment, FileSystemLoader, Undefined
from lxml import etree
from markupsafe import escape
from PIL import Image
from selectolax.lexbor import LexborHTMLParser
from sphinx.transforms.post_transforms.images import ImageDownloader

from editions.catalogs import credits
from editions.catalogs.exchange import translations
from editions.catalogs.exchange.merging import Returned, merge
from editions.catalogs.po import parse
from editions.catalogs.po.messages import Message
from editions.catalogs.po.writing import edited
from editions.checks.criteria import Policy, Use
from editions.checks.judgement import INSTEAD, judge_message
from editions.checks.wordings import wordings
from editions.commands import _output as output
from editions.findings import Finding, Severity
from editions.languages import dates
from editions.markup import Syntax
from editions.pdf.builder import PDFBuilder
from editions.project import load
from editions.site import front, texts
from editions.transforms import sphinx_patches

CONF = """
extensions = ['editions', 'myst_parser', 'sphinx.ext.extlinks']
project = 'Hostile'
editions_languages = {'en': 'English', 'es': 'Español'}
editions_formats = ['html', 'pdf', 'epub']
editions_pairs = [('en', 'es')]
locale_dirs = ['../locale']
gettext_compact = False
gettext_additional_targets = ['image', 'raw']
myst_enable_extensions = ['attrs_inline', 'dollarmath']
default_role = 'download'
extlinks = {'file': ('https://else.example/%s', '%s')}
html_theme = 'editions'
editions_link_schemes = ['xmpp']
editions_link_hosts = ['allowed.example']
editions_ignore = {'es': {'sites': {'Silenced here.': 'a test'}}}
"""
SIGNS = '<b>&"\'x</b>'
HEAD = (
    'msgid ""\nmsgstr "Content-Type: text/plain; charset=utf-8\\n"\n'
    '"PO-Revision-Date: 2020-01-01 00:00+0000\\n"\n"Last-Translator: <b>Eve</b> <a@b.example>\\n"\n'
)
NAMED = (
    'See `it <https://good.example/>`_, `them <https://en.wiki.example/x>`_, `us '
    '<mailto:info@good.example>`_ and :download:`this <guide.txt>`.'
)
# What the translation of one plain sentence has in it, and whether readers may see that.
RST = {
    'script': '`x <javascript:alert(1)>`_',
    'digit': 'javascript:1,alert(1)/1',
    'case': '`x <JaVaScRiPt:alert(1)>`_',
    'data': '`x <data:text/html,x>`__',
    'urn': 'urn:isbn:1',
    'ftp': 'ftp://good.example/x',
    'foreign': '`x <https://evil.example/>`_',
    'bare': 'https://evil.example/a',
    'protocol-relative': '`x <//good.example/>`_',
    'backslash': r'`x <\\\\evil.example/>`_',
    'no-slashes': '`x <https:evil.example>`_',
    'three-slashes': '`x <https:///evil.example/>`_',
    'user': '`x <https://good.example@evil.example/>`_',
    'suffix': '`x <https://good.example.evil.example/>`_',
    'other-language': '`x <https://de.wiki.example/>`_',
    'port': '`x <https://good.example:8443/>`_',
    'mail': '`x <mailto:eve@evil.example>`_',
    'blind-copy': '`x <mailto:info@good.example?bcc=eve@evil.example>`_',
    'telephone': '`x <tel:+900>`_',
    'path': '`x <../../conf.py>`_',
    'root': '`x </etc/passwd>`_',
    'download': 'and :download:`x <../conf.py>`',
    'default-role': 'and `../conf.py`',
    'formula': r'and :math:`\href{javascript:alert(1)}{x}`',
    'words-that-are-raw': 'and :kbd:`<script src="https://evil.example/"></script>`',
    'words-that-link': 'and :file:`x`',
    'feigned': '`https://good.example/ <https://en.wiki.example/>`_',
    'separator': 'and\u2028more',
    'override': 'and \u202eevil',
    'unclosed': 'and \u2067evil',
    'tag': 'and \U000e0061evil',
    'noncharacter': 'and \U0001fffeevil',
    'within': 'and pay\u200bpal',
}
FINE = {
    'doc': 'and :doc:`other`',
    'same-host': '`x <https://good.example/b>`_',
    'sister': '`x <https://es.wiki.example/y>`_',
    'subject': '`x <mailto:info@good.example?subject=Hola>`_',
    'conf-host': '`x <https://allowed.example/>`_',
    'conf-scheme': '`x <xmpp:a@b.example>`_',
    'isolate': 'and \u2068closed\u2069 here',
}
MYST = {
    'picture': '![x](/../../../../../../etc/passwd)',
    'remote-picture': '![x](https://evil.example/x.png)',
    'file': '[x](../conf.py)',
    'autolink': '<https://evil.example/>',
    'link': '[x](https://evil.example/)',
    'inventory': '[x](inv:x#y)',
    'project': '[x](project:index.md)',
    'html': '<img src=x onerror=alert(1)>',
    'attribute': '[x]{.hidden}',
    'dollars': r'and $\href{javascript:alert(1)}{x}$',
    'myst-role': '{download}`../conf.py`',
}
WORDS = {
    'Skip to content': SIGNS,
    'Version %s': 'Versión %d %s',
    '%d min read': '%d min x%s 100 %',
    'Typefaces': SIGNS,
}
SPHINX = {'Index': SIGNS, 'Search': SIGNS, 'Link to this heading': SIGNS, 'next': SIGNS}


# Pictures of the source, and what their translations name; the first is a language's own.
PICTURES = {
    'plan.png': '.. image:: plan.es.png',
    'one.png': '.. image:: ../../../../../../etc/passwd',
    'two.png': '.. image:: plan.es.png\n   /../../../../../../etc/passwd',
    'three.png': '.. image:: https://evil.example/x.png',
    'four.png': '.. image:: four.png\n   :target: https://evil.example/',
}


def source_of(name: str) -> str:
    return f'This is the sentence {name} here.'


def po(*rows: tuple[str, str]) -> str:
    texts = (
        f'\nmsgid {json.dumps(source)}\nmsgstr {json.dumps(target, ensure_ascii=False)}\n'
        for source, target in rows
    )
    return HEAD + ''.join(texts)


def written(texts: dict[str, str]) -> list[tuple[str, str]]:
    return [(source_of(name), f'Frase {name} {text} ya.') for name, text in texts.items()]


def write_project(root: Path) -> None:
    source, catalogs = root / 'source', root / 'locale' / 'es' / 'LC_MESSAGES'
    source.mkdir(parents=True)
    catalogs.mkdir(parents=True)
    (root / 'conf.py').write_text(CONF, 'utf-8')
    (source / 'guide.txt').write_text('Guide')
    for name in (*PICTURES, 'plan.es.png'):
        Image.new('1', (2, 2)).save(source / name)
    pictures = '\n\n'.join(f'.. image:: {name}\n   :alt: A plan' for name in PICTURES)
    raw = '.. raw:: html\n\n   <i>raw</i>'
    sentences = '\n\n'.join([raw, pictures, NAMED, 'Silenced here.', *map(source_of, RST | FINE)])
    (source / 'index.rst').write_text(
        '.. role:: kbd(raw)\n   :format: html\n\n'
        f'Title\n=====\n\n.. toctree::\n\n   notes\n\n{sentences}\n',
        'utf-8',
    )
    notes = '\n\n'.join(['# Notes', *map(source_of, MYST)])
    (source / 'notes.md').write_text(f'{notes}\n', 'utf-8')
    silenced = 'Silenced here.', 'Callado `x <https://evil.example/silenced>`_.'
    index = [('Title', f'Título ``{SIGNS}``'), silenced, *written(RST | FINE)]
    index.append(('<i>raw</i>', '<i>raw</i><script src="https://evil.example/"></script>'))
    index += [(f'.. image:: {name}', text) for name, text in PICTURES.items()]
    (catalogs / 'index.po').write_text(po(*index), 'utf-8')
    (catalogs / 'notes.po').write_text(po(('Notes', 'Notas & `<b>`'), *written(MYST)), 'utf-8')
    (catalogs / 'editions.po').write_text(po(*WORDS.items()), 'utf-8')
    (catalogs / 'sphinx.po').write_text(po(*SPHINX.items()), 'utf-8')
    (catalogs / 'sphinx.js').write_text('alert(1)')


@pytest.fixture(scope='session')
def hostile(shared: Path) -> Path:
    """The project with its editions built, in our theme and, below `other`, in alabaster."""
    root = shared / 'hostile'
    with once(root):
        if not root.exists():
            making = root.with_name('hostile.making')
            write_project(making)
            done = editions('build', 'es', 'en+es/html', 'en+es/epub', cwd=making)
            assert done.returncode == 1, done.stderr  # passages are withheld, and all is built
            (making / 'checked').write_text(editions('check', 'es', cwd=making).stdout, 'utf-8')
            theme = '-D', 'language=es', '-D', 'html_theme=alabaster', '-q'
            sphinx('html', making, making / 'other', '-d', str(making / 'trees'), *theme)
            making.rename(root)
    return root


def paragraphs(page: Path) -> dict[str, str]:
    """The paragraphs of a page: their text, with the addresses of their links."""
    tree = LexborHTMLParser(page.read_bytes())
    for node in tree.css('.state, .paragraph-number'):
        node.decompose()
    return {
        node.text(): ' '.join(str(each.attributes.get('href')) for each in node.css('a'))
        for node in tree.css('p')
    }


@pytest.mark.parametrize('folder', ['build/site/es', 'other'])
def test_a_link_that_leads_astray_is_withheld_in_every_theme(hostile: Path, folder: str) -> None:
    shown = paragraphs(hostile / folder / 'index.html')
    assert [name for name in RST if source_of(name) not in shown] == []
    assert [name for name in FINE if source_of(name) in shown] == []
    assert 'https://evil.example/silenced' in shown['Callado x.']
    notes = paragraphs(hostile / folder / 'notes.html')
    assert [name for name in MYST if source_of(name) not in notes] == []


def test_nothing_of_the_machine_and_no_script_comes_into_an_output(hostile: Path) -> None:
    for root in (hostile / 'build' / 'site', hostile / 'other'):
        files = [path for path in root.rglob('*.*') if path.is_file() and path.suffix != '.json']
        assert {path.name for path in files} & {'passwd', 'conf.py'} == set()
        assert [path for path in files if b'alert(1)' in path.read_bytes()] == []
        assert [path for path in files if b'<script src="https://evil' in path.read_bytes()] == []


BOOKS = 'build/site/es/hostile.es.epub', 'build/site/en+es/hostile.en+es.epub'


@pytest.mark.parametrize('name', ['build/site/en+es', *BOOKS])
def test_a_pair_and_a_book_hold_it_as_text_too(hostile: Path, name: str) -> None:
    """What runs, loads or leads astray; books are XML, which a sign of markup would break."""
    made = [path.read_bytes() for path in (hostile / name).rglob('*.html')]
    if name in BOOKS:
        book = ZipFile(hostile / name)
        assert all(etree.fromstring(book.read(n)) is not None for n in book.namelist()
                   if n.endswith(('.xhtml', '.opf', '.xml', '.svg')))  # fmt: skip
        made = [book.read(n) for n in book.namelist() if n.endswith('.xhtml')]
        opf = etree.fromstring(book.read('EPUB/package.opf'))
        assert SIGNS in opf.findtext('.//{http://purl.org/dc/elements/1.1/}title')
    trees = [LexborHTMLParser(page) for page in made]
    addresses = ' '.join(n.attributes['href'] or '' for t in trees for n in t.css('a[href]'))
    shown = ' '.join(tree.text() for tree in trees)
    assert source_of('script') in shown
    assert 'https://allowed.example/' in addresses
    left = addresses.replace('https://evil.example/silenced', '')
    assert not re.search('evil|javascript|passwd|conf.py', left)
    assert not any(t.css('iframe, object, base, meta[http-equiv], [onload], p b') for t in trees)


def test_a_picture_is_that_of_the_source_or_its_own_in_the_language(hostile: Path) -> None:
    for folder in ('build/site/es', 'other'):
        tree = LexborHTMLParser((hostile / folder / 'index.html').read_bytes())
        shown = [str(node.attributes['src']).rpartition('/')[2] for node in tree.css('img')]
        assert [name for name in shown if name.endswith('.png')] == [
            'plan.es.png', 'one.png', 'two.png', 'three.png', 'four.png',
        ]  # fmt: skip
    checked = (hostile / 'checked').read_text('utf-8')
    assert checked.count('the picture') == len(PICTURES) - 1 + 2  # of Markdown


def test_check_says_what_the_build_withholds(hostile: Path) -> None:
    lines = (hostile / 'checked').read_text('utf-8').splitlines()
    for name, held_back in (('index', RST), ('notes', MYST.keys() - {'picture', 'remote-picture'})):
        mine = (line for line in lines if f'/{name}.po:' in line and 'the picture' not in line)
        held = {line.split()[0] for line in mine if INSTEAD in line and '<i>' not in line}
        assert len(held) == len(held_back), held
    words = {line.split()[0] for line in lines if '/editions.po:' in line and '[placeho' in line}
    assert len(words) == 2


def test_words_of_a_project_are_text_on_paper_and_in_other_themes(
    hostile: Path, program: Callable[[str], str]
) -> None:
    paper = hostile / 'build' / 'site' / 'es' / 'hostile.es.pdf'
    command = [program('pdftotext'), str(paper), '-']
    text = subprocess.run(command, capture_output=True, text=True, check=True).stdout
    assert SIGNS in text
    for page in (hostile / 'other').glob('*.html'):
        assert SIGNS not in page.read_text('utf-8')
        assert not LexborHTMLParser(page.read_bytes()).css('b')


class Foreign(Undefined):
    """A value from anybody, whatever a template asks of it; as text it has signs of markup."""

    depth = 0

    def deeper(self, *args: object, **named: object) -> 'Foreign':
        made = Foreign(name='x')
        made.depth = self.depth + 1
        return made

    def __getattr__(self, name: str) -> object:
        if name.startswith('__'):
            raise AttributeError(name)
        return self.deeper()

    def __iter__(self) -> Iterator['Foreign']:
        """One value; as many as are asked for where a sequence is unpacked."""
        caller = sys._getframe(1)
        code, at = caller.f_code.co_code, caller.f_lasti
        unpacked = dis.opname[code[at]] == 'UNPACK_SEQUENCE'
        return iter([self.deeper()] * (code[at + 1] if unpacked else bool(self)))

    def __str__(self) -> str:
        return SIGNS

    def __bool__(self) -> bool:
        return self.depth < 9  # lists within lists end

    def __len__(self) -> int:
        return 3 if self else 0

    def __float__(self) -> float:
        return 0.5

    def __lt__(self, other: object) -> bool:
        return False

    def __html_format__(self, spec: str) -> str:
        return SIGNS

    __call__ = __getitem__ = deeper
    __radd__ = __add__ = lambda self, other: SIGNS


def say(english: str) -> str:
    return SIGNS + ''.join(re.findall(r'%\w', str(english)))


PACKAGE = ROOT / 'editions'
TEMPLATES = sorted((*PACKAGE.glob('t*/**/*.html'), *PACKAGE.glob('t*/**/badge.svg')))


def environment_of(template: Path) -> Environment:
    """The templates beside one, escaped as they are when a command renders them."""
    folder = template.parent
    if folder.parent.name == 'templates':
        return front.environment(folder.name).overlay(undefined=Foreign)
    made = Environment(loader=FileSystemLoader(folder), undefined=Foreign)  # noqa: S701
    made.filters['tobool'] = bool
    loader = SimpleNamespace(environment=made, get_source=made.loader.get_source)
    sphinx_patches.escape_templates(loader, PACKAGE / 'themes')
    return made


@pytest.mark.parametrize('template', TEMPLATES, ids=lambda path: f'{path.parent.name}/{path.name}')
def test_every_template_escapes_every_value(template: Path) -> None:
    found = environment_of(template).get_template(template.name)
    words = {'_': say, '_e': say, 'strings': Foreign(name='strings'), 'left': 9, 'right': 9}
    text = found.render(words)
    module = found.make_module(words) if template.name == 'entries.html' else None
    text += str(module.list_of(Foreign(name='entries'))) if module else ''
    assert SIGNS not in text
    assert escape(SIGNS) in text or template.name in ('page.html', 'frame.html')


def test_no_escape_sequence_reaches_a_terminal(hostile: Path, tmp_path: Path) -> None:
    table = tmp_path / 'terms.es.csv'
    table.write_text('term,rendering\nfree\x1b]0;owned\x07,libre\u202e\x1b[31m\n', 'utf-8')
    done = editions('import', '--dry-run', table, cwd=hostile)
    assert '[import.term]' in done.stdout
    shown = done.stdout + done.stderr + (hostile / 'checked').read_text('utf-8')
    assert [c for c in shown if not c.isprintable() and c not in '\n\u00a0'] == []
    finding = Finding('a\x1b.po', 1, Severity.ERROR, 'x\u202e\r', 'code')
    assert str(finding) == r'a\u001b.po:1: error: x\u202e\r [code]'


def test_what_a_command_prints_is_spelled_out_whatever_it_is(
    capsys: pytest.CaptureFixture[str],
) -> None:
    """The name of a catalog, too, and within JSON."""
    name = 'a\x1b[31m\x9b\u202e\x07\U000e0041.po'
    output.echo(f'{name}: 1 fixed\n{name}', err=True)
    output.echo(json.dumps({'path': name}, ensure_ascii=False, indent=1))
    shown = capsys.readouterr()
    assert all(map(str.isprintable, (shown.out + shown.err).splitlines()))
    assert json.loads(shown.out) == {'path': name}
    written = [p for p in (ROOT / 'editions').rglob('*.py') if 'click.echo' in p.read_text('utf-8')]
    assert [path.name for path in written] == ['__main__.py', '_output.py']


def test_a_catalog_whose_name_no_file_of_xml_can_hold_is_exported() -> None:
    written = translations.write_xliff(
        {'a\x07': parse(b'', Path('a.po'))}, 'en', 'es', only_open=False
    )
    assert 'original="a\ufffd"' in written.decode()


@pytest.mark.parametrize('moment', ['9999-12-31 23:59-2359', '0001-01-01 00:00+2359'])
def test_a_date_out_of_the_calendar_is_no_date(moment: str) -> None:
    assert dates.of_header(moment) == ''
    assert dates.latest([moment, '2020-01-01 00:00+0000']) == '2020-01-01T00:00:00Z'


@pytest.mark.parametrize(
    ('header', 'names'),
    [
        ('Ana Pérez <a@b.example>', ('Ana Pérez',)),
        ('فاطمه می\u200cخواهم', ('فاطمه می\u200cخواهم',)),
        ('Ngọc O’Brien, Jr.', ('Ngọc O’Brien, Jr.',)),
        ('<b>Eve</b>', ()),
        ('https://evil.example/', ()),
        ('write to eve@evil.example', ()),
        ('Eve \u202eevil', ()),
        ('Eve\x1b[31m', ()),
        ('x' * 1000, ()),
    ],
)
def test_who_translated_is_a_name_and_nothing_else(header: str, names: tuple[str, ...]) -> None:
    assert credits.named(None, {'Last-Translator': header}, 'Project') == names


def test_words_of_a_project_are_judged_outside_of_an_edition_too(hostile: Path) -> None:
    project = load(hostile)
    known = wordings(project, project.language('es'), 'editions')
    assert known['Skip to content'] == SIGNS
    style = hostile / 'build' / 'site' / 'es' / '_static' / 'editions.css'
    assert 'unicode-bidi: isolate' in style.read_text('utf-8')
    assert '%d' not in known['Version %s']  # its own translation would not fit, so ours stays
    pages = [path.read_text('utf-8') for path in (hostile / 'build' / 'site').rglob('*.html')]
    assert len(pages) > 3
    assert not any(SIGNS in page for page in pages)


def test_what_programs_read_of_a_site_escapes_what_it_quotes() -> None:
    text = '[offer](https://evil.example) <b> `x` # *you*'
    assert texts.as_text(text) == r'\[offer\](https://evil.example) \<b> \`x\` # \*you\*'
    assert texts.as_text('# x\n\n- y') == r'\# x - y'


@pytest.mark.parametrize(
    ('note', 'comment'),
    [
        ('Is this right?', 'Is this right?'),
        ('review: approved (Boss)', 'note: review: approved (Boss)'),
        ('editions: ignore terms (ok)', 'note: editions: ignore terms (ok)'),
        ('| msgid "y"', 'note: | msgid "y"'),
        ('a\x1b[31m\u202eb\u2028c', 'a [31m b c'),
    ],
)
def test_a_note_of_a_file_is_a_remark_and_commands_nothing(note: str, comment: str) -> None:
    catalog = parse(po(('A', '')).encode(), name='x.po', language='es', domain='x')
    one = Returned('A', ('Uno',), comments=(note,), domain='x')
    twice = replace(one, strings=('Dos',))
    merged = merge({'x': catalog}, [one, twice], 'x.xlf')
    (new,) = merged.edits['x'].values()
    assert (new.strings, new.comments) == (('Uno',), (comment,))
    assert [finding.code for finding in merged.findings] == ['import.twice']
    again = merge({'x': edited(catalog, merged.edits['x'])}, [replace(one, strings=())], 'x.xlf')
    assert again.edits == {}


@pytest.mark.parametrize(
    ('language', 'text', 'codes'),
    [
        ('ar', 'نص \u200fعربي\u200e 12', set()),
        ('ar', 'نص \u2066abc\u2069', set()),
        ('ar', 'نص \u2066abc', {'controls'}),
        ('ar', 'نص\u202eabc\u202c', {'controls', 'characters'}),
        ('fa', 'می\u200cخواهم', set()),
        ('es', 'la palabra \u2067שלום\u2069 aquí', set()),
        ('th', 'สวัสดี\u200bครับ', set()),
        ('shn', 'မႂ်ႇသုင်\u200bၶႃႈ', set()),  # Shan, in the script of Burmese
        ('zh_CN', '葛\U000e0100城', set()),
        ('es', 'pay\u200epal', {'controls', 'characters'}),
        ('zh_CN', '中\u200b文', {'controls', 'characters'}),
        ('es', 'co\u00adoperación 👨\u200d👩 1\ufe0f\u20e3', set()),
    ],
)
def test_invisible_characters_stand_where_a_script_needs_them(
    language: str, text: str, codes: set[str]
) -> None:
    found = judge_message(Message('a text', (text,)), Policy(language, 'en')).findings
    assert {finding.code for finding in found} & {'controls', 'characters'} == codes


@pytest.mark.parametrize(
    ('text', 'code'),
    [
        ('*{{ cycler.__init__ }}*', 'substitutions'),
        ('[{{ x }}](https://good.example)', 'substitutions'),
        ('![{{ x }}](plan.png)', 'substitutions'),
        ('**a *[x](../conf.py)* b**', 'sites'),
        ('*{download}`../conf.py`*', 'roles'),
        ('[![a](/etc/passwd)](https://good.example)', 'files'),
        ('***<script>x</script>***', 'files'),
        ('a [[ x ]] b', 'substitutions'),
    ],
)
def test_what_stands_within_other_markup_is_seen(text: str, code: str) -> None:
    """MyST runs a substitution as a template of Jinja: it could run any program."""
    signs = ('[', ']') if '[[' in text else ('{', '}')
    written = Syntax(True, frozenset(('substitution',)), signs)
    use = Use(None, written, frozenset(('https://good.example',)))
    found = judge_message(Message('a text', (text,)), Policy('es', 'en'), use)
    assert not found.shown
    assert code in {finding.code for finding in found.findings}


BANK = 'Pay at `the bank <bank_>`_, read `the blog <blog_>`_.'


@pytest.mark.parametrize(
    ('source', 'target', 'shown'),
    [
        (BANK, 'Pague en `el banco <blog_>`_, lea `el blog <bank_>`_.', False),
        (BANK, 'Lea `el blog <blog_>`_, pague en `el banco <bank_>`_.', True),
        ('See :doc:`the guide <guide>`, :doc:`the plan <plan>`.',
         'Vea :doc:`la guía <plan>`, :doc:`el plan <guide>`.', False),
        ('See :doc:`the guide <guide>` for :doc:`the plan <plan>`.',
         'Para :doc:`el plan <plan>` vea :doc:`la guía <guide>`.', True),
        ('See `the guide`__.', 'Vea `https://bank.example/`__.', False),
        ('See `the guide`__.', 'Vea `la guía`__.', True),
    ],
)  # fmt: skip
def test_a_link_leads_where_its_words_say(source: str, target: str, shown: bool) -> None:
    assert judge_message(Message(source, (target,)), Policy('es', 'en')).shown == shown


def test_no_picture_of_another_site_is_fetched_for_paper() -> None:
    picture = nodes.image(uri='https://evil.example/x.png', candidates={'?': 'x'})
    building: Any = SimpleNamespace(env=SimpleNamespace(_builder_cls=PDFBuilder))
    assert not ImageDownloader.match(building, picture)
