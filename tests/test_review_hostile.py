"""Catalogs come from strangers: whatever they hold is shown as text, and nothing else breaks."""

from pathlib import Path

import pytest
from conftest import copy_project
from hypothesis import given, settings
from hypothesis import strategies as st
from selectolax.lexbor import LexborHTMLParser

from editions.catalogs import credits, po
from editions.catalogs.glossary import Term
from editions.catalogs.po.messages import Message
from editions.catalogs.po.writing import Layout, render
from editions.checks.criteria import Policy
from editions.languages import dates
from editions.preview import comments, judgements, rendering, review
from editions.preview.review import Form, in_source, in_translation
from editions.preview.reviewing import RefusedError, write
from editions.project import Project, load

TEXT = st.text(st.sampled_from('ab <>&"\'`*_|:\\/{}%\n\t中\u202e\0é;#'), max_size=40)
PARTS = st.sampled_from(['<script>x</script>', '" onclick="x', "';--", '{{ 7*7 }}', '&lt;', ']]>'])
HOSTILE = st.lists(TEXT | PARTS, max_size=4).map(''.join)


@pytest.fixture(scope='module')
def article(tmp_path_factory: pytest.TempPathFactory) -> Project:
    return load(copy_project(tmp_path_factory.mktemp('hostile') / 'article'))


def page(project: Project, message: Message, terms: tuple[Term, ...] = ()) -> str:
    spanish = project.language('es')
    text = render(message, Layout(None, babel=False))
    catalog = po.parse(text.encode('utf-8', 'replace'), name='x.po', language='es', domain='x')
    judged = judgements.judge((catalog,), Policy('es', 'en', glossary=terms))
    found = judged.findings.get(catalog.name, ())
    seen = review.review(spanish, catalog, judged.judged[catalog.name], found, terms, {})
    form = Form('/-/comment', 'token')
    words, source = rendering.strings(project, spanish), project.source_language
    page = 'catalog.html', 'catalogs/x.html'
    return review.page(words, spanish, source, form, *page, review=seen).decode()


@settings(max_examples=60, deadline=None)
@given(HOSTILE, HOSTILE, HOSTILE, HOSTILE)
def test_nothing_becomes_markup(
    article: Project, source: str, string: str, comment: str, remark: str
) -> None:
    lines = (' '.join(comment.split()), f'review: style minor: {" ".join(remark.split())}')
    term = Term(source or 'x', string or 'y', barred=(comment,), note=remark)
    made = page(article, Message(source or 'x', (string,), comments=lines), (term,))
    tree = LexborHTMLParser(made)
    scripts = tree.css('script')
    assert [script.attributes.get('src') for script in scripts] == ['../review.js']
    assert not tree.css('img, iframe, object, style, base, meta[http-equiv]')
    for node in tree.css('*'):
        assert not {name for name in node.attributes if name.startswith('on')}
        assert not (node.attributes.get('href') or '').lower().startswith('javascript')
    assert '49' not in tree.css_first('main').text().replace('{{ 7*7 }}', '') or '49' in source


@settings(max_examples=80, deadline=None)
@given(HOSTILE, st.lists(HOSTILE, min_size=1, max_size=3))
def test_marking_loses_no_character(text: str, phrases: list[str]) -> None:
    terms = [Term(phrase, phrase, barred=(phrase[::-1],)) for phrase in phrases if phrase.strip()]
    assert ''.join(piece.text for piece in in_translation(text, ' '.join(phrases), terms)) == text
    assert ''.join(piece.text for piece in in_source(text, terms)) == text


def test_a_huge_message_takes_no_more_than_its_share(article: Project) -> None:
    previous = po.Previous('word ' * 30_000)
    long = Message('word two ' * 8_000, ('palabra ' * 30_000,), previous=previous)
    made = page(article, long, (Term('word', 'palabra'),))
    assert made.count('palabra') > 30_000


def form(message: Message, **changes: str) -> dict[str, str]:
    fields = {'catalog': 'index', 'digest': credits.digest(message), 'kind': 'approved'}
    return fields | changes


def test_a_catalog_in_another_charset_keeps_it_while_it_can(tmp_path: Path) -> None:
    project = load(copy_project(tmp_path / 'article'))
    spanish = project.language('es')
    path = project.catalogs(spanish) / 'index.po'
    text = (
        'msgid ""\nmsgstr "Content-Type: text/plain; charset=ISO-8859-1\\n"\n\n'
        'msgid "year"\nmsgstr "año"\n'
    )
    path.write_bytes(text.encode('latin-1'))
    message = po.read(path).messages[0]
    write(project, spanish, form(message, remark='está bien'))
    line = f'# reviewed: {dates.now_in_header()[:10]}: está bien [{credits.digest(message)}]\n'
    after = text.replace('msgid "year"', f'{line}msgid "year"')
    assert path.read_bytes() == after.encode('latin-1')
    write(project, spanish, form(message, remark='太长'))
    catalog = po.read(path)
    assert (catalog.charset.lower(), catalog.messages[0].string) == ('utf-8', 'año')
    assert [each.remark for each in comments.read(catalog.messages[0])][1] == '太长'


def test_a_catalog_with_several_messages_in_one_line_stays_sound(tmp_path: Path) -> None:
    project = load(copy_project(tmp_path / 'article'))
    spanish = project.language('es')
    path = project.catalogs(spanish) / 'index.po'
    path.write_text('msgid "a" msgstr "b" msgid "c" msgstr "d"\n', 'utf-8')
    for message in po.read(path).messages:
        write(project, spanish, form(message))
    catalog = po.read(path)
    assert not catalog.broken
    assert [(m.id, m.string) for m in catalog.messages] == [('a', 'b'), ('c', 'd')]
    assert all(len(list(comments.read(message))) == 1 for message in catalog.messages)


def test_a_name_that_points_elsewhere_is_no_catalog(article: Project) -> None:
    for name in ('../../../conf', '/etc/passwd', '..', '', 'index.po', 'index\0'):
        with pytest.raises(RefusedError, match='no such catalog'):
            write(article, article.language('es'), {'catalog': name, 'kind': 'approved'})
