"""The glossary is kept: longest terms, inflected renderings, barred forms, silence."""

import pytest

from editions.catalogs.glossary import Term
from editions.catalogs.po.messages import Message
from editions.checks.criteria import Policy
from editions.checks.judgement import judge_message

GLOSSARY = (
    Term('forum', 'foro'),
    Term('China-CELAC Forum', 'Foro China-CELAC', also=('Foro',)),
    Term('strategic partnership', 'asociación estratégica', barred=('alianza estratégica',)),
    Term('state', 'Estado', barred=('estado',)),
)


def codes(source: str, target: str) -> list[str]:
    found = judge_message(
        Message(source, (target,)), Policy('es', 'en', glossary=GLOSSARY)
    ).findings
    return sorted({f.code for f in found} & {'terms', 'forbidden'})


@pytest.mark.parametrize(
    ('source', 'target', 'expected'),
    [
        ('The forum met.', 'El foro se reunió.', []),
        ('The forum met.', 'La reunión tuvo lugar.', ['terms']),
        ('The China-CELAC Forum met.', 'El Foro China-CELAC se reunió.', []),
        ('Partners matter.', 'Los socios importan.', []),
        ('A strategic partnership.', 'Asociaciones estratégicas.', []),
        ('A strategic partnership.', 'Una alianza estratégica.', ['forbidden', 'terms']),
        ('The state acts.', 'El Estado actúa.', []),
        ('The state acts.', 'El estado actúa.', ['forbidden']),
    ],
)
def test_the_glossary_is_kept(source: str, target: str, expected: list[str]) -> None:
    assert codes(source, target) == expected


def test_a_message_may_ask_for_silence() -> None:
    message = Message('The forum met.', ('Hubo reunión.',), comments=('editions: ignore terms',))
    found = judge_message(message, Policy('es', 'en', glossary=GLOSSARY)).findings
    assert not [f for f in found if f.code == 'terms']
