"""The catalogs of a domain, and what a later build knows of them without reading them."""

from pathlib import Path

from editions.catalogs.po import parse
from editions.catalogs.po.messages import Catalog
from editions.checks.criteria import Policy, Use
from editions.markup import Kind
from editions.transforms.domains import Domain, Summaries, Summary, sources

TEXT = """msgid ""
msgstr "Content-Type: text/plain; charset=UTF-8\\nLast-Translator: Ana <a@example.org>\\n"

msgid "One *word*."
msgstr "Una *palabra*."

msgid "Bad"
msgstr "`Malo <javascript:x>`_"
"""
POLICY = Policy('es', 'en')


def catalog(text: str) -> Catalog:
    return parse(text.encode(), Path('a.po'), name='a.po', language='es', domain='a')


def domain(text: str, summary: Summary | None = None) -> Domain:
    found = Domain('a', POLICY, (), lambda: [catalog(text)], '', summary or Summary())
    found.settle('uses', tuple)
    return found


def unread() -> list[Catalog]:
    raise AssertionError('it was read')


def test_a_summary_speaks_for_catalogs_that_are_not_read() -> None:
    first = domain(TEXT)
    told = first.findings(None)
    assert [each.line for each in told] == [8]
    summary = first.summarize(told)
    later = Domain('a', POLICY, (), unread, '', summary, holds=True)
    later.settle('uses', tuple)
    assert (later.digest, later.credited) == (first.digest, ('Ana',))
    assert later.findings(None) == told
    assert later.summarize(told) is summary


def test_a_summary_is_of_no_use_where_documents_make_something_else_of_messages() -> None:
    first = domain(TEXT)
    summary = first.summarize(first.findings(None))
    later = Domain('a', POLICY, (), lambda: [catalog(TEXT)], '', summary, holds=True)
    key = next(iter(first.keys))
    later.settle('others', lambda: [(key, Use(Kind.LITERAL))])
    assert later.entries['One *word*.'].uses == (Use(Kind.LITERAL),)
    later.settle('others', tuple)
    assert not later.entries['One *word*.'].uses


def test_a_judgement_is_known_again_though_its_line_is_another() -> None:
    first = domain(TEXT)
    summary = first.summarize(first.findings(None))
    later = domain(f'# A comment.\n{TEXT}', summary)
    shown = later.entries['One *word*.']
    assert shown.key in later.known
    assert shown.line == first.entries['One *word*.'].line + 1
    assert later.digest == first.digest


def test_what_is_offered_to_other_catalogs_is_the_same_while_only_translations_change() -> None:
    words = TEXT.replace('Una', 'La')
    assert sources([catalog(words)]) == sources([catalog(TEXT)])
    for other in (TEXT.replace('Una *palabra*.', ''), TEXT.replace('Bad', 'Good')):
        assert sources([catalog(other)]) != sources([catalog(TEXT)])


def test_summaries_that_were_damaged_are_not_read(tmp_path: Path) -> None:
    made = Summaries('around', {'a': '1'}, domains={'a': Summary(digest='2')})
    made.write(tmp_path)
    assert Summaries.read(tmp_path) == made
    path = next(tmp_path.iterdir())
    path.write_bytes(path.read_bytes()[:-1] + b'!')
    assert Summaries.read(tmp_path) == Summaries()
