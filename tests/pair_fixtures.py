"""A small project whose pair of languages is printed, for the tests that read the PDF."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from conftest import editions, once

from editions.project import Edition, Project, load

CONF = """project = 'Tides'
extensions = ['editions']
language = 'en'
editions_languages = {'en': 'English', 'zh_CN': '简体中文'}
editions_pairs = [('en', 'zh_CN')]
html_theme = 'editions'
locale_dirs = ['../locale']
gettext_compact = False
"""
COUNT = 16  # paragraphs, each with a note: some stand where a page ends
LONG = 'The sea rises twice a day, and nobody on the shore has ever asked it why. '
TRANSLATED = '海水每天涨落两次，岸上的人从来没有问过它为什么。'
SAID = {'Tides': '潮汐', 'Ebb': '落潮', 'A list item.': '列表中的一项。', 'A cell': '单元格'}


def source() -> str:
    texts = [f'Passage {n} begins. [#n{n}]_ {LONG * (n % 4 * 3 + 1)}'.strip() for n in range(COUNT)]
    notes = [f'.. [#n{n}] Note {n} names a book.' for n in range(COUNT)]
    rest = ['* A list item.', '.. list-table::\n\n   * - A cell\n     - 12']
    return '\n\n'.join(['Tides\n=====', *texts, 'Ebb\n---', *rest, *notes]) + '\n'


def catalog() -> Iterator[str]:
    yield 'msgid ""\nmsgstr "Content-Type: text/plain; charset=UTF-8\\nLanguage: zh_CN\\n"\n'
    said = dict(SAID)
    for n in range(COUNT):
        text = f'Passage {n} begins. [#n{n}]_ {LONG * (n % 4 * 3 + 1)}'.strip()
        said[text] = f'第{n}段从这里开始。 [#n{n}]_ {TRANSLATED * (n % 3 + 1)}'
        said[f'Note {n} names a book.'] = f'注{n}说出一本书。'
    for one, other in said.items():
        yield f'\nmsgid "{one}"\nmsgstr "{other}"\n'


@pytest.fixture(scope='session')
def tides(shared: Path) -> Project:
    """A small project, its pair printed."""
    root = shared / 'tides-on-paper'
    with once(root):
        if not root.exists():
            making = root.with_name('tides.making')
            (making / 'locale/zh_CN/LC_MESSAGES').mkdir(parents=True)
            (making / 'source').mkdir()
            (making / 'conf.py').write_text(CONF, 'utf-8')
            (making / 'source/index.rst').write_text(source(), 'utf-8')
            path = making / 'locale/zh_CN/LC_MESSAGES/index.po'
            path.write_text(''.join(catalog()), 'utf-8')
            done = editions('build', 'en+zh_CN/pdf', cwd=making)
            assert done.returncode == 0, done.stdout + done.stderr
            assert 'build/site/en+zh-CN/tides.en+zh-CN.pdf' in done.stdout
            making.rename(root)
    return load(root)


@pytest.fixture(scope='session')
def pair(tides: Project) -> Edition:
    return tides.edition('en+zh_CN/pdf')[0]


@pytest.fixture(scope='session')
def paper(tides: Project, pair: Edition) -> Path:
    return tides.outdir(pair) / 'tides.en+zh-CN.pdf'
