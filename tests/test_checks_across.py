"""Rules over all catalogs of a language."""

from pathlib import Path

import pytest

from editions.catalogs import po
from editions.checks.criteria import Policy
from editions.checks.judgement import findings

HEAD = 'msgid ""\nmsgstr "Language: es\\nContent-Type: text/plain; charset=utf-8\\n"\n'


def codes(*messages: tuple[str, str]) -> set[str]:
    text = HEAD + ''.join(f'\nmsgid "{a}"\nmsgstr "{b}"\n' for a, b in messages)
    catalog = po.parse(text.encode(), Path('x.po'), language='es')
    return {finding.code for finding in findings([catalog], Policy('es', 'en'))}


@pytest.mark.parametrize(
    'text', ['Una :term:`Secuencia`', 'Una :term:`secuencia <sequence>`', ':term:`sequence` es']
)
def test_a_term_is_named_as_the_catalogs_translate_it(text: str) -> None:
    found = codes(('sequence', 'secuencia'), ('A :term:`sequence`', text))
    assert 'renamed_terms' not in found


def test_a_term_that_nothing_defines_is_said() -> None:
    found = codes(('sequence', 'secuencia'), ('A :term:`sequence`', 'Una :term:`serie`'))
    assert 'renamed_terms' in found


def test_a_label_of_a_program_has_one_translation_on_a_page() -> None:
    save = ('Press :guilabel:`Save` now', 'Pulse :guilabel:`Guardar` ahora')
    same = ('Then :guilabel:`Save` it', 'Luego :guilabel:`guardar`')
    other = ('Then :guilabel:`Save` it', 'Luego :guilabel:`Salvar`')
    assert 'labels' not in codes(save, same)
    assert 'labels' in codes(save, other)
