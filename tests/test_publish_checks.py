"""What `editions publish` refuses: links to nowhere, blocked scripts, false flags, lost places."""

import gzip
import io
import json
import os
import tarfile
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from editions import files, report
from editions.builds import record
from editions.commands import verify
from editions.findings import Severity, UserError
from editions.languages.language import Language
from editions.project import Document, Edition, Format, Project
from editions.report import Report
from editions.site import archive, finish, links, manifest, policy, validators

LANGUAGES = (Language('en', 'English'), Language('es', 'Español'))
BASE = 'https://example.org/repo/'


@pytest.fixture
def project(tmp_path: Path) -> Project:
    return Project(tmp_path, tmp_path, LANGUAGES, (Document('index', 'text'),), BASE)


def page(project: Project, path: str, body: str, lang: str = '') -> None:
    place = project.site / path
    place.parent.mkdir(parents=True, exist_ok=True)
    tag = lang or path.partition('/')[0]
    place.write_text(f'<!DOCTYPE html>\n<html lang="{tag}">\n<body>\n{body}\n</body></html>\n')


def test_nothing_is_made_of_an_edition_that_was_damaged(project: Project, tmp_path: Path) -> None:
    """By a disk that changes neither size nor time of a file: its font could not even be read."""
    edition = next(iter(project.editions()))
    font = (place := project.outdir(edition)) / '_static/fonts/a.woff2'
    files.write_bytes(font, b'a font')
    report.write(place, report.sealed(place, Report(str(edition))))
    moment = font.stat().st_mtime_ns
    font.write_bytes(b'tnof a')
    os.utime(font, ns=(moment, moment))
    files.link(font, project.site / 'en/_static/fonts/a.woff2')
    (found,) = finish.make(project, tmp_path / 'new', finish.Judges()).findings
    assert 'en/html: its files were changed or lost; run: editions build --force' in str(found)


def found(project: Project) -> list[str]:
    """code:line of every finding about links."""
    site = links.Site.of(project.site, project)
    return [f'{f.code.removeprefix("site.")}:{f.line}' for f in site.findings()]


@pytest.mark.parametrize(
    'address',
    [
        'index.html',
        '#here',
        '?q=1',
        '',
        'index.html#here',
        '../es/index.html#there',
        '../es/',
        '/repo/es/#there',
        'https://example.org/repo/es/index.html',
        'https://example.org/elsewhere/',
        'https://example.com/x',
        'mailto:a@example.org',
        '#top',
        'index.html#:~:text=word',
        'index.html#:~:text=word%20two',
        '../en/index.html?x=%20#here',
        'tel:+34910000000',
        'HTTP://other.example/',
    ],
)
def test_a_link_that_leads_somewhere(project: Project, address: str) -> None:
    page(project, 'es/index.html', '<p id="there">x</p>')
    page(project, 'en/index.html', f'<p id="here"><a href="{address}">x</a></p>')
    assert found(project) == []


@pytest.mark.parametrize(
    ('body', 'expected'),
    [
        ('<a href="none.html">x</a>', 'link:4'),
        ('<a href="../es/none.pdf">x</a>', 'link:4'),
        ('<a href="/es/index.html">x</a>', 'link:4'),
        ('<a href="../../secret">x</a>', 'link:4'),
        ('<a href="https://example.org/repo/none.html">x</a>', 'link:4'),
        ('<p>\n<a href="#none">x</a>', 'anchor:5'),
        ('<a href="../es/index.html#none">x</a>', 'anchor:4'),
        ('<img src="none.png" alt="">', 'link:4'),
        ('<img srcset="none.png 2x" alt="">', 'link:4'),
        ('<script src="https://cdn.example.com/x.js"></script>', 'outside:4'),
        ('<img src="//cdn.example.com/x.png" alt="">', 'outside:4'),
        ('<link rel="stylesheet" href="http://fonts.example.com/f.css">', 'outside:4'),
        ('<a href="javascript:alert(1)">x</a>', 'scheme:4'),
        ('<a href="vbscript:x">x</a>', 'scheme:4'),
        ('<a href="data:text/html,x">x</a>', 'scheme:4'),
        ('<i id="a"></i><i id="a"></i>', 'id:0'),
        ('<meta property="og:image" content="https://example.org/repo/x.png">', 'link:4'),
    ],
)
def test_a_link_that_does_not(project: Project, body: str, expected: str) -> None:
    page(project, 'es/index.html', 'x')
    page(project, 'en/index.html', body)
    assert found(project) == [expected]


def test_style_sheets_are_read_too(project: Project) -> None:
    page(project, 'en/index.html', 'x')
    sheet = project.site / 'en/_static/a.css'
    sheet.parent.mkdir()
    sheet.write_text('/* url(comment.png) */\na{b:url("data:x")}\n@font-face{src:url(none.woff2)}')
    (finding,) = links.Site.of(project.site, project).findings()
    assert (finding.path, finding.line) == ('build/site/en/_static/a.css', 3)


def test_places_that_the_last_published_site_had_are_named(project: Project) -> None:
    page(project, 'en/index.html', '<h2 id="old">x</h2><p id="p4"></p><p id="id3"></p>')
    page(project, 'en/gone.html', 'x')
    before = links.Site.of(project.site, project)
    assert before.ids
    after_project = replace(project, root=project.root / 'new')
    page(after_project, 'en/index.html', '<h2 id="new">x</h2>')
    lost = list(links.lost(before, links.Site.of(after_project.site, after_project)))
    assert [f.path for f in lost] == ['build/site/en/gone.html', 'build/site/en/index.html']
    assert {f.severity for f in lost} == {Severity.WARNING}
    assert any('.. _old:' in f.message for f in lost)


@pytest.mark.parametrize(
    ('body', 'count'),
    [
        ('<p>fine</p><script src="_static/a.js"></script>', 0),
        ('<script src="a.js"></script>', 1),
        (
            '<article>x</article><meta http-equiv="refresh" content="0; url=https://evil.example">',
            1,
        ),
        ('<main><meta http-equiv="refresh" content="0; url=../es/"></main>', 0),
        ('<base href="https://evil.example/">', 1),
        ('<script type="application/ld+json">{}</script>', 0),
        ('<style>a{}</style>', 1),
        ('<p style="color:red">x</p>', 1),
        ('<script>x()</script>', 1),
        ('<p onclick="x()">x</p>', 1),
    ],
)
def test_what_the_policy_would_block_is_refused(project: Project, body: str, count: int) -> None:
    page(project, 'en/index.html', body)
    needs = policy.needs(links.Site.of(project.site, project))
    themed = replace(project, settings={'html_theme': 'editions'})
    assert len(list(policy.findings(themed, needs))) == count


def test_another_theme_gets_the_strictest_policy_under_which_it_works(project: Project) -> None:
    page(project, 'en/index.html', '<script>x()</script><p style="x">')
    page(project, 'en/maths.html', '<script src="https://cdn.example.com/x.js"></script>')
    site = links.Site.of(project.site, project)
    needs = policy.needs(site)
    (warning,) = policy.findings(project, needs)
    assert warning.severity is Severity.WARNING
    (outside,) = policy.softened(project, site.findings())
    assert (outside.code, outside.severity) == ('site.outside', Severity.WARNING)
    allowed = needs.policy()
    assert "script-src 'self' 'unsafe-inline' https://cdn.example.com;" in allowed
    assert "default-src 'none'" in allowed
    assert policy.Needs((), (), ()).policy() == policy.STRICT


def test_alternates_that_are_not_mutual_are_named(project: Project) -> None:
    for tag, others in (('en', ('en', 'es')), ('es', ('es',))):
        body = ''.join(
            f'<link rel="alternate" hreflang="{other}" href="{BASE}{other}/index.html">'
            for other in others
        )
        (project.site / tag).mkdir(parents=True)
        (project.site / tag / 'index.html').write_text(f'<head>{body}</head>')
    (finding,) = links.one_sided(links.Site.of(project.site, project))
    assert finding.path == 'build/site/en/index.html'
    assert 'es/index.html' in finding.message


SENTENCE = 'A sentence of the source that is long enough to be told.'


@pytest.mark.parametrize(
    ('body', 'lang', 'count'),
    [
        ('<p>Una frase de la traducción, bastante larga para esto.</p>', 'es', 0),
        (f'<p>{SENTENCE}</p>', 'es', 1),
        (f'<p lang="en">{SENTENCE}</p>', 'es', 0),
        (f'<div lang="en"><p>{SENTENCE}</p></div>', 'es', 0),
        (f'<pre>{SENTENCE}</pre>', 'es', 0),
        ('<p>Zhu Qingqiao</p>', 'es', 0),
        ('<p>texto</p>', 'en', 1),
    ],
)
def test_no_language_is_passed_off_as_another(
    project: Project, body: str, lang: str, count: int
) -> None:
    page(project, 'en/index.html', f'<main><p>{SENTENCE}</p><p>Zhu Qingqiao</p></main>')
    page(project, 'es/index.html', f'<main>{body}</main>', lang)
    assert len(list(links.false_languages(links.Site.of(project.site, project)))) == count


def test_an_edition_with_an_error_or_without_a_build_is_refused(project: Project) -> None:
    html = Edition(LANGUAGES[1], Format.HTML)
    report.write(
        project.outdir(html),
        Report(str(html), pages={'index': report.Page('x', states={'outdated': 2})}),
    )
    failed = Report(str(html), reason='a catalog is broken')
    record.failure_file(project, html).write_text(failed.to_json())
    assert any('a catalog is broken' in f.message for f in finish.unready(project))
    record.failure_file(project, html).unlink()
    codes = [finding.code for finding in finish.unready(project)]
    assert codes == ['site.edition'] * 3


def test_packed_files_are_smaller_and_the_same_every_time(tmp_path: Path) -> None:
    for name in ('a', 'b'):
        folder = tmp_path / name
        folder.mkdir()
        (folder / 'long.html').write_text('word ' * 500)
        (folder / 'short.html').write_text('word')
        (folder / 'face.woff2').write_bytes(b'word ' * 500)
        archive.pack(folder)
    names = sorted(path.name for path in (tmp_path / 'a').iterdir())
    assert names == ['face.woff2', 'long.html', 'long.html.br', 'long.html.gz', 'short.html']
    assert manifest.sums(tmp_path / 'a') == manifest.sums(tmp_path / 'b')


def test_pages_of_one_size_have_times_of_their_own(tmp_path: Path) -> None:
    for name, text in (('a', 'one'), ('b', 'two')):
        (tmp_path / name).write_text(text)
    archive.stamp(tmp_path, 1_700_000_000)
    times = {path.name: path.stat().st_mtime for path in tmp_path.iterdir()}
    assert times['a'] != times['b']
    assert all(1_700_000_000 - 86_400 <= moment < 1_700_000_000 for moment in times.values())


def test_the_list_of_sums_is_that_of_sha256sum(tmp_path: Path) -> None:
    (tmp_path / 'part').mkdir()
    (tmp_path / 'part/ñ 中.txt').write_text('x')
    manifest.write_sums(tmp_path)
    assert manifest.read_sums(tmp_path) == manifest.sums(tmp_path)
    assert (tmp_path / 'SHA256SUMS').read_text().endswith('  part/ñ 中.txt\n')


def test_an_archive_comes_back_as_it_was_and_holds_no_trace_of_its_maker(tmp_path: Path) -> None:
    site = tmp_path / 'publish'
    (site / 'en').mkdir(parents=True)
    (site / 'en/index.html').write_text('x')
    archive.stamp(site, 1_700_000_000)
    for name in ('one.tar.gz', 'two.tar.gz'):
        archive.write_archive(site, tmp_path / name)
    assert (tmp_path / 'one.tar.gz').read_bytes() == (tmp_path / 'two.tar.gz').read_bytes()
    with archive.opened(tmp_path / 'one.tar.gz') as folder:
        assert manifest.sums(folder) == manifest.sums(site)
    with tarfile.open(tmp_path / 'one.tar.gz') as packed:
        assert {(item.uid, item.uname, item.mode) for item in packed} == {(0, '', 0o644)}


def test_an_archive_from_a_stranger_cannot_write_elsewhere(tmp_path: Path) -> None:
    (tmp_path / 'x').write_text('x')
    with tarfile.open(tmp_path / 'bad.tar.gz', 'w:gz') as packed:
        packed.add(tmp_path / 'x', '../../escaped')
    with pytest.raises(UserError, match=r'bad\.tar\.gz'), archive.opened(tmp_path / 'bad.tar.gz'):
        pass
    (tmp_path / 'none.tar.gz').write_text('no archive')
    with pytest.raises(UserError), archive.opened(tmp_path / 'none.tar.gz'):
        pass
    with pytest.raises(UserError), archive.opened(tmp_path / 'nowhere'):
        pass


def member(name: str, data: bytes = b'', **facts: Any) -> bytes:
    """A .tar.gz of one file."""
    item, out = tarfile.TarInfo(name), io.BytesIO()
    item.size = len(data)
    for fact, value in facts.items():
        setattr(item, fact, value)
    with tarfile.open(fileobj=out, mode='w:gz') as packed:
        packed.addfile(item, io.BytesIO(data))
    return out.getvalue()


@pytest.mark.parametrize(
    ('data', 'sentence'),
    [
        (member('a', bytes(12_000_000)), 'it unpacks to more than 10,'),
        (member('a', pax_headers={'GNU.sparse.size': str(1 << 50)}), 'no file of a site'),
        (member('a', mtime=1 << 70), 'not an archive'),
        (member('a', pax_headers={'path': 'a\0b'}), 'not an archive'),
        (member('a', bytes(range(256)) * 9)[:-60], 'not an archive'),
        (gzip.compress(b'x' * 9999)[:20] + b'\xff' * 40, 'not an archive'),
    ],
    ids=['bomb', 'sparse', 'time', 'name', 'cut off', 'damaged'],
)
def test_an_archive_that_is_damaged_or_without_end_is_one_sentence(
    tmp_path: Path, data: bytes, sentence: str
) -> None:
    (path := tmp_path / 'site.tar.gz').write_bytes(data)
    with pytest.raises(UserError, match=sentence), archive.opened(path):
        pass


def published(folder: Path, files: dict[str, bytes], program: str = '1') -> Path:
    folder.mkdir()
    for name, data in files.items():
        (folder / name).write_bytes(data)
    (folder / 'manifest.json').write_text(json.dumps({'versions': {'pango': program}}))
    manifest.write_sums(folder)
    return folder


def compared(before: Path, after: Path) -> list[tuple[str, str]]:
    return [(f.code.removeprefix('verify.'), f.path) for f in manifest.compare(before, after)]


def test_verify_names_what_differs(tmp_path: Path) -> None:
    one = published(tmp_path / 'one', {'same': b'x', 'other': b'x', 'old': b'x'})
    two = published(tmp_path / 'two', {'same': b'x', 'other': b'y', 'new': b'x'})
    assert compared(one, one) == []
    assert compared(one, two) == [('missing', 'new'), ('extra', 'old'), ('differs', 'other')]


def test_verify_sees_a_file_that_was_changed_after_publishing(tmp_path: Path) -> None:
    one = published(tmp_path / 'one', {'a': b'x', 'b': b'x'})
    two = published(tmp_path / 'two', {'a': b'x', 'b': b'x'})
    (one / 'a').write_bytes(b'tampered')
    (one / 'b').unlink()
    (one / 'c').write_bytes(b'x')
    codes = compared(one, two)
    assert {('sum', 'a'), ('sum', 'b'), ('sum', 'c')} <= set(codes)


def test_verify_says_where_the_programs_differ(tmp_path: Path) -> None:
    one = published(tmp_path / 'one', {'a.pdf': b'x'}, '1')
    two = published(tmp_path / 'two', {'a.pdf': b'y'}, '2')
    assert compared(one, two) == [('toolchain', ''), ('differs', 'a.pdf')]


def script(path: Path, text: str) -> str:
    path.write_text(f'#!/bin/sh\n{text}\n')
    path.chmod(0o755)
    return str(path)


@pytest.mark.skipif(os.name == 'nt', reason='the stand-ins are shell scripts')
def test_validators_are_asked_where_they_are(tmp_path: Path) -> None:
    said = {'url': f'file:{tmp_path}/en/a.html', 'lastLine': 3, 'message': 'Bad.'}
    nu = script(tmp_path / 'vnu', f"echo '{json.dumps({'messages': [said]})}' >&2; exit 1")
    (finding,) = validators.check_pages([nu], tmp_path)
    assert str(finding) == 'build/site/en/a.html:3: error: Bad. [site.html]'
    good, bad = (script(tmp_path / n, f'echo {n}; exit {c}') for n, c in (('PASS', 0), ('FAIL', 1)))
    assert validators.judge([good], tmp_path, ['x.pdf'])['x.pdf'].conforms
    assert not validators.judge([bad], tmp_path, ['x.pdf'])['x.pdf'].conforms
    with pytest.raises(UserError):
        validators.judge([str(tmp_path / 'none')], tmp_path, ['x.pdf'])


def test_verify_begins_with_nothing_even_after_a_run_that_was_killed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / 'build/verify/doctrees/es').mkdir(parents=True)
    (tmp_path / 'build/verify/editions/es/html').mkdir(parents=True)
    project = Project(tmp_path, tmp_path, LANGUAGES, ()).apart('verify')

    def build(project: Project, *words: object, **options: object) -> None:
        assert list(project.build.iterdir()) == []
        raise UserError('seen')

    monkeypatch.setattr(verify, 'build', build)
    with pytest.raises(UserError, match='seen'):
        verify.verify(project, tmp_path)
