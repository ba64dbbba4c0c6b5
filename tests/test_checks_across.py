"""Rules over all catalogs of a language."""

from pathlib import Path

import pytest

from editions.catalogs import po
from editions.catalogs.po.messages import Message
from editions.checks.criteria import Policy
from editions.checks.judgement import findings
from editions.checks.rules import doubtful, known_word, meant_by
from editions.findings import Severity

HEAD = 'msgid ""\nmsgstr "Language: es\\nContent-Type: text/plain; charset=utf-8\\n"\n'


def weights(*messages: tuple[str, str]) -> dict[str, Severity]:
    text = HEAD + ''.join(f'\nmsgid "{a}"\nmsgstr "{b}"\n' for a, b in messages)
    catalog = po.parse(text.encode(), Path('x.po'), language='es')
    return {finding.code: finding.severity for finding in findings([catalog], Policy('es', 'en'))}


def codes(*messages: tuple[str, str]) -> set[str]:
    return set(weights(*messages))


@pytest.mark.parametrize(
    'text', ['Una :term:`Secuencia`', 'Una :term:`secuencia <sequence>`', ':term:`sequence` es']
)
def test_a_term_is_named_as_the_catalogs_translate_it(text: str) -> None:
    found = codes(('sequence', 'secuencia'), ('A :term:`sequence`', text))
    assert 'renamed_terms' not in found


def test_a_term_that_nothing_defines_is_said() -> None:
    found = codes(('sequence', 'secuencia'), ('A :term:`sequence`', 'Una :term:`serie`'))
    assert 'renamed_terms' in found


def test_of_a_term_whose_glossary_is_not_among_the_catalogs_nothing_is_said() -> None:
    assert 'renamed_terms' not in codes(('A :term:`sequence`', 'Una :term:`serie`'))


def test_beside_a_term_of_another_glossary_a_renamed_one_is_said() -> None:
    source = 'A :term:`sequence` or :term:`list`'
    glossary = ('sequence', 'secuencia')
    renamed = codes(glossary, (source, 'Una :term:`serie` o :term:`lista`'))
    right = codes(glossary, (source, 'Una :term:`secuencia` o :term:`lista`'))
    assert ('renamed_terms' in renamed, 'renamed_terms' in right) == (True, False)


def test_only_what_is_surely_misspelled_is_more_than_a_matter_of_taste() -> None:
    pytest.importorskip('hunspell')
    words = ['informacion', 'vincualción', 'invocables', 'corrutinas', 'información']
    assert [word for word in words if not known_word(word, 'es')] == words[:4]
    assert [word for word in words if meant_by(word, 'es')] == words[:2]
    assert [meant_by(word, 'es') for word in ('Informacion', 'vincualción')] == [
        ('Información',), ('vinculación',)
    ]  # fmt: skip


def test_a_label_of_a_program_has_one_translation_on_a_page() -> None:
    save = ('Press :guilabel:`Save` now', 'Pulse :guilabel:`Guardar` ahora')
    same = ('Then :guilabel:`Save` it', 'Luego :guilabel:`guardar`')
    other = ('Then :guilabel:`Save` it', 'Luego :guilabel:`Salvar`')
    assert 'labels' not in codes(save, same)
    form = ('In :guilabel:`Save`', 'En los :guilabel:`Guardados`')
    assert 'labels' not in codes(('A :guilabel:`Save`', 'Un :guilabel:`Guardado`'), form)
    assert 'labels' in codes(save, other)


def test_a_source_in_another_form_may_have_the_same_translation() -> None:
    text = 'Los sensores son ahora palabras clave'
    one, other = (
        'The keyword parameters are now keyword-only',
        'The keyword parameter is now keyword-only',
    )
    assert weights((one, text), (other, text))['same_translation'] is Severity.INFO
    third = 'The keyword functions are now keyword-only'
    assert weights((one, text), (third, text))['same_translation'] is Severity.WARNING


def test_verbs_with_their_pronouns_and_names_of_the_source_are_spelled_right() -> None:
    pytest.importorskip('hunspell')
    wrong = {
        word
        for word in ('corríjalo', 'sepárelas', 'apruébela', 'traducirlo', 'corrijalos', 'gfhdlo')
        if not known_word(word, 'es')
    }
    assert wrong == {'gfhdlo'}
    message = Message("Sphinx's theme", ('el tema de Sphinx y de Sphynx',))
    assert list(doubtful(message, 'es')) == ['Sphynx']
