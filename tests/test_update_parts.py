"""Paragraphs that are split and merged: each part keeps its own translation, no more, no less."""

from pathlib import Path

import pytest

from editions.catalogs.po import read
from editions.catalogs.po.messages import Message
from editions.catalogs.update import matching
from editions.catalogs.update.matching import Memory

DATA = Path(__file__).parent / 'data' / 'catalogs'


@pytest.fixture(scope='module', params=['es', 'zh_CN'])
def paragraphs(request):
    """The article's longer paragraphs, as they once were translated."""
    catalog = read(DATA / f'article.{request.param}.po')
    found = [
        (m, matching.sentences_of(m.id), matching.sentences_of(m.string)) for m in catalog.messages
    ]
    return [m for m, ours, theirs in found if len(ours) == len(theirs) >= 4]


def halves(source):
    found = matching.sentences_of(source)
    middle = len(found) // 2
    return ' '.join(found[:middle]), ' '.join(found[middle:])


def test_the_halves_of_a_split_paragraph_share_its_translation(paragraphs):
    memory = Memory(paragraphs)
    assert len(paragraphs) >= 8
    for paragraph in paragraphs:
        offers = [memory.offer(Message(half)) for half in halves(paragraph.id)]
        texts = [offer.text for offer in offers]
        assert all(0 < len(text) < len(paragraph.string) for text in texts)
        assert matching.joined_parts(texts, paragraph.id) == paragraph.string
        assert [offer.source.id for offer in offers] == list(halves(paragraph.id))


def test_two_paragraphs_that_became_one_are_both_in_it(paragraphs):
    for paragraph in paragraphs:
        memory = Memory(paragraphs)
        sources = halves(paragraph.id)
        old = [Message(source, (memory.offer(Message(source)).text,)) for source in sources]
        offer = Memory(old).offer(Message(paragraph.id))
        assert offer.text == paragraph.string
        assert offer.rule == 'joined'


def test_of_sentences_that_were_rendered_as_one_the_whole_is_offered():
    one, two = 'A short sentence of few words. ', 'A somewhat longer sentence of the same kind. '
    old = Message(one + two + 'And a last one.', ('Una frase corta y otra algo larga. Y otra.',))
    assert list(matching.paired_parts(old.id, old.string)) == []
    offer = Memory([old]).offer(Message(one + two))
    assert (offer.rule, offer.text) == ('edited', old.string)
