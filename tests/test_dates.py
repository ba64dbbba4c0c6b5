"""Dates as files give them, and in the words of a language."""

from pathlib import Path

import pytest
from conftest import editions
from selectolax.lexbor import LexborHTMLParser

from editions.findings import UserError
from editions.languages import dates


@pytest.mark.parametrize(
    ('written', 'moment'),
    [
        ('2026-11-24 12:00+0000', '2026-11-24T12:00:00Z'),
        ('2026-11-24 01:00+0200', '2026-11-23T23:00:00Z'),
        ('2026-11-24 23:30-0500', '2026-11-25T04:30:00Z'),
        ('2026-11-24 12:00:59+05:30', '2026-11-24T06:30:00Z'),
        ('2026-11-24 12:00Z', '2026-11-24T12:00:00Z'),
        ('2026-11-24 12:00', '2026-11-24T12:00:00Z'),
        ('YEAR-MO-DA HO:MI+ZONE', ''),
        ('2026-11-31 12:00+0000', ''),
        ('', ''),
    ],
)
def test_a_header_tells_a_moment_in_utc(written: str, moment: str) -> None:
    assert dates.of_header(written) == moment


def test_the_latest_header_counts() -> None:
    headers = ['2026-11-24 01:00+0200', '2026-11-23 23:30+0000', 'YEAR-MO-DA HO:MI+ZONE']
    assert dates.latest(headers) == '2026-11-23T23:30:00Z'
    assert dates.latest([]) == ''


@pytest.mark.parametrize(
    ('iso', 'code', 'expected'),
    [
        ('2016', 'es', '2016'),
        ('2016', 'zh_CN', '2016年'),
        ('2016-11', 'es', 'noviembre de 2016'),
        ('2016-11-17', 'pt_BR', '17 de novembro de 2016'),
        ('2016-11-17', 'zh_CN', '2016年11月17日'),
        ('2016-11-17', 'zh_Hans', '2016年11月17日'),
        ('2016-11-17', 'ca@valencia', '17 de novembre del 2016'),
        ('2016-11-17', 'tlh', 'November 17, 2016'),
        ('2016-11-24T12:00:00Z', 'en', 'November 24, 2016'),
        ('some day', 'en', 'some day'),
        ('2016-11-31', 'en', '2016-11-31'),
        ('2016-13', 'en', '2016-13'),
        ('0000', 'en', '0000'),
        ('', 'en', ''),
    ],
)
def test_dates_are_as_exact_as_they_are_known(iso: str, code: str, expected: str) -> None:
    assert dates.in_words(iso, code) == expected


def test_the_environment_gives_a_file_its_time(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv('SOURCE_DATE_EPOCH', '')
    assert dates.epoch() is None
    monkeypatch.setenv('SOURCE_DATE_EPOCH', '1700000000')
    assert dates.now_in_header() == '2023-11-14 22:13+0000'
    for wrong in ('soon', '9' * 30, '1.5'):
        monkeypatch.setenv('SOURCE_DATE_EPOCH', wrong)
        with pytest.raises(UserError, match='write seconds since 1970'):
            dates.epoch()


CONF = """
project = 'Dates'
extensions = ['editions']
html_theme = 'editions'
editions_languages = {'en': 'English', 'es': 'Español'}
"""


@pytest.mark.parametrize(
    ('text', 'line'),
    [
        (':date: 2016-11-31\n\nTitle\n=====\n\nText.\n', 1),
        (':orphan:\n\n.. meta::\n   :date: in spring\n\nTitle\n=====\n\nText.\n', 4),
    ],
)
def test_a_date_that_is_none_is_a_finding_and_stops_nothing(
    tmp_path: Path, text: str, line: int
) -> None:
    (tmp_path / 'conf.py').write_text(CONF)
    (tmp_path / 'index.rst').write_text(text)
    done = editions('build', cwd=tmp_path)
    assert done.returncode == 0, done.stdout + done.stderr
    said = done.stdout + done.stderr
    assert f'index.rst:{line}: warning: ' in said
    assert 'is not a date; write :date: 2016, 2016-11 or 2016-11-24' in said
    page = LexborHTMLParser((tmp_path / 'build/site/en/index.html').read_bytes())
    assert page.css_first('time') is None
    assert page.css_first('meta[name=citation_publication_date]') is None


def test_a_field_of_another_list_is_no_date_of_the_text(tmp_path: Path) -> None:
    (tmp_path / 'conf.py').write_text(CONF)
    (tmp_path / 'index.rst').write_text('Title\n=====\n\nText.\n\n:date: when it is ripe\n')
    done = editions('build', 'en/html', cwd=tmp_path)
    assert 'is not a date' not in done.stdout + done.stderr
