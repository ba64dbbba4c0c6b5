"""Review pages: what they show of a catalog, and the review comments in it."""

import re
import shutil
from dataclasses import replace
from io import BytesIO
from pathlib import Path

import pytest
from conftest import ROOT, copy_project, editions
from fontTools.ttLib import TTFont

from editions import report
from editions.catalogs import credits, po
from editions.catalogs.counts import State
from editions.catalogs.po.messages import Message
from editions.checks.criteria import Policy
from editions.checks.judgement import Judged, count
from editions.findings import Finding, Severity
from editions.languages.language import Language
from editions.preview import comments, judgements, review
from editions.preview.comments import ReviewComment
from editions.preview.rendering import OVERLAY
from editions.preview.review import Review, changes, reviews
from editions.project import Project, load
from editions.report import Page

CATALOG = Path('locale', 'es', 'LC_MESSAGES', 'index.po')
TEMPLATES = sorted((ROOT / 'editions' / 'templates' / 'review').glob('*.html'))
MESSAGE = Message('Hello', ('Hola',))
HOSTILE = '<script>alert(1)</script><img src=x onerror=alert(2)>'


def spoil(project: Path, start: str, before: str = '', string: str | None = None) -> None:
    """Put lines before a message, or another string into it."""
    path = project / CATALOG
    lines = path.read_text('utf-8').splitlines(keepends=True)
    at = next(i for i, line in enumerate(lines) if line.startswith(f'msgid "{start}'))
    if string is not None:
        lines[at + 1] = f'msgstr "{string}"\n'
    lines.insert(at - 1, before)  # where tools put comments: before the line of locations
    path.write_text(''.join(lines), 'utf-8')


def spanish(root: Path) -> tuple[Project, Review]:
    project = load(root)
    found = {r.catalog.domain: r for r in reviews(project, project.language('es'))}
    return project, found['index']


def html(root: Path, **arguments: object) -> str:
    project = load(root)
    made = review.page_files(project, project.language('es'), **arguments)  # type: ignore[arg-type]
    return made['catalogs/index.html'].decode()


def test_every_message_is_a_row_with_its_state(project: Path) -> None:
    spoil(project, 'During the visit', '#, fuzzy\n#| msgid "During a visit."\n')
    spoil(project, 'I. China-LAC', string='')
    spoil(project, 'The long geographical', string='La **lejanía')
    _, review = spanish(project)
    states = [row.judged.state.value for row in review.rows]
    assert len(states) == len(po.read(project / CATALOG).messages)
    assert {state: states.count(state) for state in set(states) - {'current'}} == {
        'outdated': 1,
        'untranslated': 1,
        'withheld': 1,
    }
    withheld = next(row for row in review.rows if row.judged.state is State.WITHHELD)
    assert 'unclosed' in {finding.code for finding in withheld.findings}
    assert {'withheld', 'found', 'attention'} <= withheld.kinds
    assert review.count('attention') == 3


def test_what_only_warns_is_shown_to_readers_and_said(project: Path) -> None:
    path = project / CATALOG
    path.write_text(
        path.read_text('utf-8').replace('23 de noviembre de 2016', '23 de noviembre de 2019'),
        'utf-8',
    )
    _, review = spanish(project)
    (row,) = [row for row in review.rows if any(f.code == 'numbers' for f in row.findings)]
    assert row.states == ()
    assert row.kinds == {'found', 'attention', 'machine'}


def test_an_outdated_translation_that_is_not_shown_is_both(project: Path) -> None:
    spoil(project, 'During the visit', '#, fuzzy\n#| msgid "During 3 visits."\n')
    _, review = spanish(project)
    row = next(row for row in review.rows if row.message.fuzzy)
    assert row.states == (('outdated',) if row.judged.shown else ('outdated', 'withheld'))
    assert not row.judged.shown


def test_what_changed_in_the_source_is_shown_word_by_word() -> None:
    pieces = changes('The two sides agreed in 2016.', 'The two parties agreed in 2017.')
    assert [(p.text, p.kind) for p in pieces] == [
        ('The two ', ''),
        ('sides', 'del'),
        ('parties', 'ins'),
        (' agreed in ', ''),
        ('2016', 'del'),
        ('2017', 'ins'),
        ('.', ''),
    ]
    assert [p.text for p in changes('中国与拉美', '中国和拉美') if p.kind] == ['与', '和']
    pieces = changes('a red big car', 'a blue small car')  # one change: a space is no island
    assert [p.text for p in pieces if p.kind] == ['red big', 'blue small']


def test_a_previous_source_counts_until_the_translation_is_confirmed() -> None:
    for flags, shown in ((('fuzzy',), True), ((), False)):
        message = replace(MESSAGE, flags=flags, previous=po.Previous('Hullo'))
        judged = Judged(message, State.CURRENT, shown=True)
        assert bool(review.row(judged, (), (), {}).changes) is shown


@pytest.mark.parametrize(
    ('before', 'after'),
    [('', 'all new'), ('gone', ''), ('same', 'same'), ('a  b\n', 'a b'), ('x' * 30_000, 'y z')],
)
def test_both_texts_can_be_read_from_the_difference(before: str, after: str) -> None:
    pieces = changes(before, after)
    assert ''.join(p.text for p in pieces if p.kind != 'ins') == before
    assert ''.join(p.text for p in pieces if p.kind != 'del') == after


def test_the_page_links_to_the_catalog_and_to_the_paragraph(site: Path) -> None:
    text = html(site)
    _, review = spanish(site)
    row = next(row for row in review.rows if row.message.id.startswith('During the visit'))
    assert row.paragraph == '2'
    lines = (site / 'source' / 'index.rst').read_text('utf-8').splitlines()
    path, _, line = row.origin.partition(':')
    assert path == 'source/index.rst'
    assert lines[int(line) - 1].startswith('During the visit')
    assert f'>{row.origin}</span>' in text
    assert f'href="../../../../{CATALOG.as_posix()}#L{row.message.line}"' in text
    assert 'href="../../../site/es/index.html#p2"' in text
    page = (site / 'build' / 'site' / 'es' / 'index.html').read_text('utf-8')
    for each in review.rows:
        assert not each.anchor or f'id="{each.anchor}"' in page


def test_terms_are_marked_in_both_texts(project: Path) -> None:
    _, review = spanish(project)
    row = next(r for r in review.rows if r.message.id.startswith('Towards a Community'))
    assert [p.text for p in row.source if p.kind] == [
        'Community of Shared Future',
        'Latin America and the Caribbean',
    ]
    assert [p.text for p in row.strings[0] if p.kind] == [
        'comunidad de destino común',
        'América Latina y el Caribe',
    ]
    assert all(use.found for use in row.terms)


def test_a_term_that_is_missed_is_named_with_its_renderings(project: Path) -> None:
    spoil(project, 'China’s relations', string='Relaciones de China con el Caribe')
    _, review = spanish(project)
    row = next(r for r in review.rows if r.message.id.startswith('China’s relations'))
    assert [use.source for use in row.missed] == ['Latin America and the Caribbean']
    assert 'América Latina y el Caribe · ALC' in html(project)
    assert not any(r.missed for r in review.rows if r is not row)


def test_a_strangers_catalog_runs_nothing(project: Path) -> None:
    spoil(project, 'During the visit', f'# {HOSTILE}\n#, fuzzy\n#| msgid "{HOSTILE}"\n')
    spoil(project, 'I. China-LAC', f'# review: style minor: {HOSTILE}\n', string=HOSTILE)
    text = html(project)
    assert '<script>alert' not in text
    assert '<img' not in text
    assert text.count('&lt;script&gt;') >= 4


def test_a_catalog_that_cannot_be_read_is_a_page_of_its_findings(project: Path) -> None:
    path = project / CATALOG
    path.write_text(path.read_text('utf-8').replace('msgid', '<<<<<<< HEAD\nmsgid', 1), 'utf-8')
    _, review = spanish(project)
    assert not review.rows
    assert [finding.code for finding in review.defects] == ['catalog.merge']
    assert 'catalog.merge' in html(project)


def test_a_comment_lapses_when_source_or_translation_changes() -> None:
    given = comments.added(
        MESSAGE, ReviewComment('accuracy', 'major', 'falta: «todo» (x) [y]', 'Ana')
    )
    (comment,) = comments.read(given)
    assert (comment.kind, comment.severity, comment.name) == ('accuracy', 'major', 'Ana')
    assert comment.remark == 'falta: «todo» (x) [y]'
    assert comment.holds(given)
    assert not comment.holds(replace(given, id='Hello!'))
    assert not comment.holds(replace(given, strings=('Buenas',)))
    assert comment.holds(replace(given, comments=('note', *given.comments), flags=('x',)))


def test_a_comment_is_about_one_sense_of_a_word() -> None:
    noun, verb = (replace(MESSAGE, context=context) for context in ('noun', 'verb'))
    assert credits.digest(noun) != credits.digest(verb)
    (comment,) = comments.read(comments.added(noun, ReviewComment('approved')))
    assert comment.holds(noun)
    assert not comment.holds(verb)


@pytest.mark.parametrize(
    'remark', ['two\nlines', 'nul\0', '\u202eright', 'x' * 9000, '# fuzzy', '\r\nmsgid ""', '[0]']
)
def test_no_remark_leaves_its_line(remark: str) -> None:
    given = comments.added(MESSAGE, ReviewComment('style', 'minor', remark, '(A)\nB]'))
    assert len(given.comments) == 1
    assert given.comments[0].isprintable()
    (comment,) = comments.read(given)
    assert comment.name == 'A B'
    assert comment.holds(given)


def test_a_comment_that_a_tool_has_wrapped_is_read() -> None:
    lines = ('review: accuracy major (Ana): one', 'two [0123abcd]', 'note: x')
    (comment,) = comments.read(replace(MESSAGE, comments=lines))
    assert (comment.remark, comment.digest, comment.lines) == ('one two', '0123abcd', (0, 1))


def test_reviewers_findings_are_findings(project: Path) -> None:
    spoil(project, 'During the visit', '# review: accuracy major (Ana): falta algo\n')
    spoil(project, 'I. China-LAC', '# review: good!\n')
    catalog = po.read(project / CATALOG, root=project)
    said = [str(finding) for finding in comments.findings(catalog)]
    assert said[0].endswith('warning: major accuracy by Ana: falta algo [review]')
    assert said[1].endswith('[review.unread]')
    done = editions('check', 'es', cwd=project)
    assert done.stdout.count('[review]') == 1
    spoil(project, 'During the visit', '# editions: ignore review\n')
    assert not list(comments.findings(po.read(project / CATALOG)))[1:]


def test_review_ties_what_was_written_by_hand_and_changes_nothing_else(tmp_path: Path) -> None:
    project = copy_project(tmp_path / 'project')
    spoil(project, 'During the visit', '# review: accuracy major (Ana): falta algo\n')
    before = (project / CATALOG).read_bytes()
    done = editions('review', 'es', cwd=project)
    assert done.returncode == 0, done.stderr
    assert f'{CATALOG.as_posix()}: digests added to review comments: 1' in done.stdout
    after = (project / CATALOG).read_bytes()
    changed = set(after.splitlines()) - set(before.splitlines())
    assert len(after.splitlines()) == len(before.splitlines())
    assert re.fullmatch(
        rb'\# review: accuracy major \(Ana\): falta algo \[[0-9a-f]{8}\]', changed.pop()
    )
    assert not changed
    assert (project / 'build' / 'review' / 'es' / 'catalogs' / 'index.html').is_file()
    assert 'digests' not in editions('review', 'es', cwd=project).stdout
    assert (project / CATALOG).read_bytes() == after


def test_a_page_is_in_the_language_of_its_reviewers(project: Path) -> None:
    said = set(re.findall(r"_\('([^']+)'\)", ' '.join(p.read_text('utf-8') for p in TEMPLATES)))
    said |= {
        *review.FILTERS.values(),
        *review.STATES.values(),
        *credits.CATEGORIES.values(),
        *credits.SEVERITIES.values(),
    }
    modules = sorted((ROOT / 'editions' / 'preview').glob('*.py'))
    text = ' '.join(path.read_text('utf-8') for path in modules)
    said |= {*OVERLAY, *re.findall(r'strings\([\'"]([^\'"]+)[\'"]\)', text)}
    said |= set(re.findall(r"RefusedError\(\d+, '([^']+)'\)", text))
    assert 'There is no such language.' in said
    for code in ('es', 'pt_BR', 'zh_CN'):
        folder = ROOT / 'editions' / 'locale' / code / 'LC_MESSAGES'
        catalogs = [po.read(folder / f'{name}.po') for name in ('editions', 'review')]
        assert not said - {m.id for catalog in catalogs for m in catalog.messages if m.translated}
    assert '<legend>Mostrar</legend>' in html(project)


def test_a_language_without_our_words_gets_them_in_english_and_says_so(project: Path) -> None:
    danish = Language('da', 'Dansk')
    shutil.copytree(project / 'locale' / 'es', project / 'locale' / 'da')
    spoil(project, 'The long geographical', string='La **lejanía')
    spanish, other = (
        review.page_files(load(project), each) for each in (Language('es', 'x'), danish)
    )
    assert b'<html lang="es"' in spanish['index.html']
    assert b'<html lang="en" dir="ltr">' in other['index.html']
    assert b'<span lang="da">Dansk' in other['index.html']
    assert re.search(rb'<li class="error" lang="en" dir="ltr">', spanish['catalogs/index.html'])


def test_a_catalog_of_a_folder_leads_to_the_pages_of_its_documents() -> None:
    text = (
        b'msgid ""\nmsgstr "Language: es\\n"\n\nmsgid "One"\nmsgstr ""\n\nmsgid "Two"\nmsgstr ""\n'
    )
    catalog = po.parse(text, domain='guide')
    pages = {
        'guide/start': Page('Start', anchors={report.key('One'): 'p1'}),
        'guide/more': Page('More', anchors={report.key('Two'): 'two', report.key('One'): 'x'}),
    }
    seen = judgements.judge((catalog,), Policy('es', 'en')).judged['']
    found = review.review(Language('es', 'x'), catalog, seen, (), (), pages)
    assert [(row.docname, row.anchor) for row in found.rows] == [
        ('guide/start', 'p1'),
        ('guide/more', 'two'),
    ]


def test_the_source_language_has_nothing_to_compare(project: Path) -> None:
    done = editions('review', 'en', cwd=project)
    assert done.returncode == 2
    assert 'name others: es pt_BR zh_CN' in done.stderr


def test_a_page_whose_words_run_leftwards_does_so(project: Path) -> None:
    shutil.copytree(project / 'locale' / 'es', project / 'locale' / 'ur')
    urdu = Language('ur', 'اردو')
    english = review.page_files(load(project), urdu)['index.html']
    assert b'<html lang="en" dir="ltr">' in english
    words = project / 'locale' / 'ur' / 'LC_MESSAGES' / 'review.po'
    words.write_text(
        'msgid ""\nmsgstr "Language: ur\\n"\n\nmsgid "Review"\nmsgstr "نظر ثانی"\n', 'utf-8'
    )
    made = review.page_files(load(project), urdu)
    assert b'<html lang="ur" dir="rtl">' in made['index.html']
    assert b'<div class="source" lang="en" dir="ltr">' in made['catalogs/index.html']


def test_review_pages_bring_the_fonts_of_their_language(project: Path) -> None:
    made = review.page_files(load(project), Language('zh_CN', '简体中文'))
    (name,) = [name for name in made if name.startswith('front-song')]
    assert f'url("{name}")' in made['review.css'].decode()
    drawn = TTFont(BytesIO(made[name])).getBestCmap()
    assert {ord(character) for character in '共同体审校'} <= drawn.keys()


def test_what_the_page_does_not_show_is_not_counted_as_shown() -> None:
    """A translation that only the build found it cannot print: one count for page and status."""
    catalog = po.parse(b'msgid "One"\nmsgstr "Uno"\n\nmsgid "Two"\nmsgstr "Dos"\n', name='a.po')
    refused = Finding('a.po', 5, Severity.ERROR, 'Sphinx does not read it', 'blocks', 'markup')
    found = judgements.judge((catalog,), Policy('es', 'en'), (), [refused])
    assert [each.shown for each in found.judged['a.po']] == [True, False]
    assert count(found.judged['a.po']).withheld == 1
    assert refused in found.findings['a.po']
