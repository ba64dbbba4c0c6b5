"""The pseudo language: what it does to a text, and where its editions are."""

from pathlib import Path

import pytest
from conftest import editions
from hypothesis import given
from hypothesis import strategies as st

from editions.markup import parse
from editions.preview import pseudo


@pytest.mark.parametrize(
    ('source', 'kept'),
    [
        ('See :ref:`the text <label>` and ``code``.', [':ref:`the text <label>`', '``code``']),
        ('By me [*]_ and [1]_', ['[*]_', '[1]_']),
        ('A `link <https://x.org/a>`_ to |name|', ['<https://x.org/a>`_', '|name|']),
        ('Write to me@x.org or https://x.org/a', ['me@x.org', 'https://x.org/a']),
        ('%(count)d of %s pages, {name} and %d', ['%(count)d', '%s', '{name}', '%d']),
        ('A section_ and a `longer one`_', ['section_', '`longer one`_']),
    ],
)
def test_what_a_machine_reads_is_kept(source: str, kept: list[str]) -> None:
    for bidi in (False, True):
        made = pseudo.text(source, bidi=bidi)
        assert made != source
        for part in kept:
            assert part in made


def test_a_text_is_accented_longer_and_in_brackets() -> None:
    assert pseudo.text('Read it', growth=0) == '[Řëáđ ïţ]'
    assert pseudo.text('*Read* it', growth=0) == '[*Řëáđ* ïţ]'
    long = 'word ' * 60 + 'end'
    for growth in (0.2, 0.4, 1.0):
        made = pseudo.text(long, growth=growth)
        assert 1 + growth - 0.1 < len(made) / len(long) < 1 + growth + 0.1
    assert len(pseudo.text('Index')) > 8
    assert pseudo.text(' \n') == ' \n'
    assert pseudo.text('two words', growth=0, bidi=True).count('\u202e') == 2


@given(st.text('ab *`_|:<>[]#1\\ .,“ü中', max_size=60))
def test_markup_stays_what_it_was(source: str) -> None:
    before, after = parse(source.strip()), parse(pseudo.text(source, growth=0)[1:-1])
    if source.strip() and not source[:1].isspace() and not source[-1:].isspace():
        kinds = [mark.kind for mark in before.marks]
        assert [mark.kind for mark in after.marks] == kinds


def test_its_editions_are_built_apart_and_never_published(project: Path) -> None:
    locale = {path: path.read_bytes() for path in (project / 'locale').rglob('*.po')}
    done = editions('pseudo', 'html', cwd=project)
    assert done.returncode == 0, done.stdout
    page = (project / 'build' / 'pseudo' / 'site' / 'en-XA' / 'index.html').read_text('utf-8')
    assert '<html lang="en-XA" dir="ltr"' in page
    assert '[Ţöŵářđš á Çömmüñïţý öf Šħářëđ Füţüřë' in page
    assert '[Ðöŵñłöáđ' in page or '[Đöŵñłöáđ' in page
    assert not (project / 'build' / 'site').exists()
    assert {path: path.read_bytes() for path in (project / 'locale').rglob('*.po')} == locale
    done = editions('pseudo', '--rtl', 'html', cwd=project)
    assert done.returncode == 0, done.stdout
    page = (project / 'build' / 'pseudo' / 'site' / 'ar-XB' / 'index.html').read_text('utf-8')
    assert '<html lang="ar-XB" dir="rtl"' in page
