"""Who made a translation that comes from elsewhere: what files say, and what the user says."""

import re
from importlib import import_module
from pathlib import Path

import pytest
from conftest import copy_project

from editions.catalogs import credits
from editions.catalogs.credits import Credit
from editions.catalogs.exchange import transfer, translations
from editions.catalogs.exchange.merging import merge
from editions.catalogs.po import parse
from editions.catalogs.po.messages import Message
from editions.findings import UserError
from editions.project import load

command = import_module('editions.commands.import')
HEADER = 'msgid ""\nmsgstr "Content-Type: text/plain; charset=UTF-8\\nLanguage: es\\n"\n\n'
OPEN = f'{HEADER}msgid "Hello"\nmsgstr ""\n'
NOBODY = Credit()
ANA = Credit(translators=('Ana Pérez',))
DEEPL = Credit(machine=True, programs=('DeepL',))
MACHINE = Credit(machine=True)

TARGET = '<target{}>Hola</target>'
PHASES = (
    '<header><phase-group><phase phase-name="t" process-name="translation" '
    'contact-name="Ana Pérez" date="2026-11-30T10:00:00Z"/><phase phase-name="m" '
    'process-name="mt" tool-id="d"/></phase-group><tool tool-id="d" tool-name="DeepL"/></header>'
)
XLIFF = (
    '<xliff version="1.2" xmlns="urn:oasis:names:tc:xliff:document:1.2"><file original="guide" '
    'source-language="en" target-language="es" datatype="plaintext">{head}<body>'
    '<trans-unit id="1"><source>Hello</source>{target}{more}</trans-unit></body></file></xliff>'
)
XLIFF_2 = (
    '<xliff version="2.1" xmlns="urn:oasis:names:tc:xliff:document:2.0" srcLang="en" trgLang="es"'
    ' xmlns:its="http://www.w3.org/2005/11/its" xmlns:mtc="urn:oasis:names:tc:xliff:matches:2.0">'
    '<file id="f" original="guide"><unit id="1"{unit}>{more}<segment state="translated">'
    '<source>Hello</source><target>Hola</target></segment></unit></file></xliff>'
)
MATCH = (
    '<mtc:matches><mtc:match ref="#m" type="mt" origin="DeepL"><source>Hello</source>'
    '<target>Hola</target></mtc:match></mtc:matches>'
)
TMX = (
    '<tmx version="1.4"><header srclang="en"/><body><tu{unit}><tuv xml:lang="en"><seg>Hello</seg>'
    '</tuv><tuv xml:lang="es"{tuv}>{prop}<seg>Hola</seg></tuv></tu></body></tmx>'
)


def xliff(attributes: str = '', more: str = '') -> tuple[str, str]:
    return 'xliff', XLIFF.format(head=PHASES, target=TARGET.format(attributes), more=more)


def po(before: str = '', head: str = '') -> tuple[str, str]:
    return 'po', f'{head}{HEADER}{before}msgid "Hello"\nmsgstr "Hola"\n'


def tmx(unit: str = '', tuv: str = '', prop: str = '') -> tuple[str, str]:
    return 'tmx', TMX.format(unit=unit, tuv=tuv, prop=prop)


SAYING = (
    (xliff(), NOBODY),
    (xliff(' state-qualifier="leveraged-mt"'), MACHINE),
    (xliff(' state-qualifier="mt-suggestion" phase-name="m"'), DEEPL),
    (xliff(' state-qualifier="exact-match"'), NOBODY),
    (xliff(' phase-name="t"'), ANA),
    (xliff('', '<note>machine: DeepL 2026-11-24</note>'), DEEPL),
    (xliff('', '<note>translator: this is a verb</note>'), NOBODY),
    (xliff('', '<note>reviewed: Ana Pérez 2026-11-24</note>'), NOBODY),
    (('xliff', XLIFF_2.format(unit='', more='')), NOBODY),
    (('xliff', XLIFF_2.format(unit='', more=MATCH)), DEEPL),
    (('xliff', XLIFF_2.format(unit=' its:person="Ana Pérez"', more='')), ANA),
    (
        ('xliff', XLIFF_2.format(
            unit=' its:mtConfidence="0.8" its:annotatorsRef="mt-confidence|https://x.example/DeepL"',
            more='')),
        DEEPL,
    ),
    (po(), NOBODY),
    (po('#, automatically-translated\n'), MACHINE),
    (po('# ai-translated\n'), MACHINE),
    (po('# machine: DeepL 2026-11-24\n'), DEEPL),
    (po('# machine: DeepL [01234567]\n'), NOBODY),  # of another text
    (po(head='# machine: DeepL 2026\n'), DEEPL),
    (po('# translator: Ana Pérez <a@x.example> 2026\n'), ANA),
    (tmx(), NOBODY),
    (tmx(' creationid="Ana Pérez" creationdate="20261130T120000Z"'), ANA),
    (tmx(' creationid="Luz"', ' changeid="Ana Pérez"'), ANA),
    (tmx(' creationid="a@x.example"'), NOBODY),
    (tmx(' creationtool="DeepL"', prop='<prop type="x-Origin">MT</prop>'), DEEPL),
)  # fmt: skip


def taken(form: str, text: str) -> Message:
    """The message of a catalog that takes a file in."""
    there = {'guide': parse(OPEN.encode(), domain='guide', language='es')}
    if form == 'tmx':
        returned = translations.suggestions(
            translations.read_tmx(text.encode(), 'x'), 'en', 'es', there
        )
    else:
        read = translations.read_xliff if form == 'xliff' else translations.read_po
        _, returned = read(text.encode(), 'x')
    (new,) = merge(there, returned, 'x').edits['guide'].values()
    assert new.strings == ('Hola',)
    return new


@pytest.mark.parametrize(('file', 'wanted'), SAYING, ids=lambda each: str(each)[-70:])
def test_what_a_file_says_is_recorded_and_nothing_else(
    file: tuple[str, str], wanted: Credit
) -> None:
    new = taken(*file)
    assert credits.credit(new) == wanted
    for line in new.comments:
        assert re.fullmatch(r'(?:translator|machine): .*\[[0-9a-f]{8}\]|note: .*|ai-.*', line), line


def test_inline_codes_of_xliff_2_are_text_again() -> None:
    text = (
        '<xliff version="2.0" xmlns="urn:oasis:names:tc:xliff:document:2.0" srcLang="en" '
        'trgLang="es"><file id="f"><unit id="1"><originalData><data id="a">**</data></originalData>'
        '<segment state="final"><source>A <pc id="1" dataRefStart="a" dataRefEnd="a">red</pc> cat.'
        '</source><target>Un gato <pc id="1" dataRefStart="a" dataRefEnd="a">rojo</pc>.</target>'
        '</segment><ignorable><source> </source></ignorable><segment><source>Yes.</source>'
        '<target>Sí.</target></segment></unit></file></xliff>'
    )
    tag, (one,) = translations.read_xliff(text.encode(), 'x')
    assert (tag, one.id, one.string) == ('es', 'A **red** cat. Yes.', 'Un gato **rojo**. Sí.')
    assert one.fuzzy  # its second segment is as nobody has touched it


def test_the_user_says_what_a_file_does_not(tmp_path: Path) -> None:
    project = load(copy_project(tmp_path / 'project'))
    catalog = project.catalog(project.language('es'), 'index')
    before, file = catalog.read_bytes(), tmp_path / 'back.po'
    data, _ = transfer.exported(project, project.language('es'), 'po', only_open=False)
    text = data.decode().replace('Hacia una', 'A una')
    named = text.replace(
        'Last-Translator: Community of Shared Future', 'Last-Translator: Ana Pérez <a@x.example>'
    )

    def back(text: str, translator: str = '', machine: str = '') -> list[Credit]:
        """What is known of the title and of the author's name, once a file was taken."""
        catalog.write_bytes(before)
        made = command.made_by(translator, machine)
        words = {'code': '', 'write': True, 'overwrite': False, 'made': made}
        taken = command.take_translations(project, file, text.encode(), **words)
        assert '1 of 30 messages taken' in taken.lines[0]
        found = parse(catalog.read_bytes())
        by = {message.id[:7]: message for message in found.messages}
        return [credits.credit(by[start], found.head) for start in ('Towards', 'Zhu Qin')]

    # nobody is named: our header's word for the rest still holds
    assert back(text) == [MACHINE, MACHINE]
    assert back(named) == [ANA, MACHINE]
    assert back(text, 'Ana Pérez') == [ANA, MACHINE]
    assert back(text, machine='DeepL') == [DEEPL, MACHINE]
    with pytest.raises(UserError, match='write the name of a person'):
        command.made_by('a@b', '')
