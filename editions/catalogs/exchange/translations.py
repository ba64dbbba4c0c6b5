"""The translations of a language as one file: XLIFF 1.2, .po and TMX 1.4b, out and in.

XLIFF has one `<file>` a catalog, one `<trans-unit>` a message (one a plural form, in a group). The
previous source stands in `<alt-trans>`, context, flags and locations in `<context-group>`,
comments in `<note>`, markup in the elements of `inline`. Names as in the OASIS "XLIFF 1.2
Representation Guide for Gettext PO".

In a .po file an extracted comment, which every editor keeps, holds the catalog of each message
and the digest of the translation it went out with: `#. editions: guide/start 3f2a9c01b2d4`.

A translation memory (TMX, GALA/LISA) holds what is current, obsolete messages too: their
translations may serve again elsewhere. What comes in from one is a suggestion, and only for a text
that it has word for word.
"""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, fields, replace

from lxml import etree

from editions.catalogs.creation import first_head
from editions.catalogs.exchange import inline, provenance, xliff2
from editions.catalogs.exchange.merging import Returned, is_open
from editions.catalogs.exchange.xml import XML_LANG, Element, add, get_text, parse_xml, serialize
from editions.catalogs.po import parse
from editions.catalogs.po.messages import Catalog, Key, Message, digest
from editions.catalogs.po.writing import layout_of, render
from editions.catalogs.update.matching import Memory
from editions.findings import Finding, Severity, UserError
from editions.markup import Mark
from editions.version import __version__

NAMESPACE = 'urn:oasis:names:tc:xliff:document:1.2'
_OPEN_STATES = ('new', 'needs-')  # "needs editing" for Weblate and the CAT tools
_EMPTY_STATES = ('new', 'needs-translation')


Marks = Callable[[Catalog, Message, str], Sequence[Mark]]


def without_marks(catalog: Catalog, message: Message, text: str) -> Sequence[Mark]:
    return ()


def write_xliff(
    catalogs: Mapping[str, Catalog],
    source: str,
    target: str,
    *,
    only_open: bool,
    marks: Marks = without_marks,
) -> bytes:
    """The XLIFF file of a language's catalogs; `source` and `target` are BCP 47 tags.

    `marks` finds the markup in a text of a message.
    """
    written: list[tuple[Catalog, Message]] = []
    root = etree.Element(_tag('xliff'), {'version': '1.2'}, nsmap={None: NAMESPACE})
    for domain, catalog in catalogs.items():
        names = {'source-language': source, 'target-language': target, 'datatype': 'plaintext'}
        file = add(root, 'file', original=domain, **names)
        header = add(file, 'header')
        for comment in catalog.head.comments if catalog.head else ():
            add(header, 'note', comment, **{'from': 'translator'})
        body = add(file, 'body')
        chosen = (m for m in catalog.messages if is_open(m) or not only_open)
        for number, message in enumerate(chosen, 1):
            _write_message(body, message, str(number))
            written += [(catalog, message)] * len(message.strings)
    etree.indent(root, space=' ')
    for unit, (catalog, message) in zip(root.iter(_tag('trans-unit')), written, strict=True):
        texts = [unit.find(_tag(name)) for name in ('source', 'target')]
        inline.fill(*texts, *(marks(catalog, message, each.text or '') for each in texts))
    return serialize(root, indented=True)


def _write_message(body: Element, message: Message, number: str) -> None:
    if message.plural is None:
        _describe(_unit(body, message, number, message.id, message.string), message)
        return
    group = add(body, 'group', id=number, restype='x-gettext-plurals')
    for form, string in enumerate(message.strings):
        source = message.plural if form else message.id
        unit = _unit(group, message, f'{number}[{form}]', source, string)
        if form == 0:
            _describe(unit, message)


def _unit(parent: Element, message: Message, number: str, source: str, string: str) -> Element:
    current = bool(string) and not message.fuzzy
    unit = add(
        parent, 'trans-unit', id=number, approved='yes' if current else 'no', space='preserve'
    )
    add(unit, 'source', source)
    # OmegaT makes `needs-translation`, and no other state, `translated` where it has translated
    state = 'translated' if current else 'needs-adaptation' if string else 'needs-translation'
    add(unit, 'target', string, state=state)
    return unit


def _describe(unit: Element, message: Message) -> None:
    """Everything about a message but its texts."""
    if old := message.previous:
        before = add(unit, 'alt-trans', alttranstype='previous-version')
        add(before, 'source', old.id)
        add(before, 'target', message.string)
        _group(before, {'msgctxt': old.context, 'msgid_plural': old.plural})
    for location in message.locations:
        file, line = re.fullmatch(r'(.*?)(?::(\d+))?', location).groups()  # type: ignore[union-attr]
        group = add(unit, 'context-group', purpose='location')
        add(group, 'context', file, **{'context-type': 'sourcefile'})
        if line:
            add(group, 'context', line, **{'context-type': 'linenumber'})
    known = {'msgctxt': message.context, 'msgid_plural': message.plural}
    known |= {'flags': ', '.join(message.flags) or None, 'base': message.digest}
    _group(unit, known)
    for comment in message.comments:
        add(unit, 'note', comment, **{'from': 'translator'})
    for comment in message.extracted:
        add(unit, 'note', comment, **{'from': 'developer'})


def _group(parent: Element, contexts: Mapping[str, str | None]) -> None:
    known = {name: value for name, value in contexts.items() if value is not None}
    if known:
        group = add(parent, 'context-group', purpose='information')
        for name, value in known.items():
            add(group, 'context', value, **{'context-type': f'x-po-{name}'})


def read_xliff(data: bytes, name: str) -> tuple[str, tuple[Returned, ...]]:
    """The target language's tag, '' where none is named, and the translations of an XLIFF file.

    Raises UserError where it is no XLIFF, or one of several target languages.
    """
    root = parse_xml(data, name)
    if root.tag in [f'{{{each}}}xliff' for each in xliff2.NAMESPACES]:
        return xliff2.read(root)
    if root.tag != _tag('xliff'):
        raise UserError(f'{name}: no XLIFF; its root is {root.tag}')
    files = root.findall(_tag('file'))
    targets = {file.get('target-language', '') for file in files} or {''}
    if len(targets) > 1:
        raise UserError(f'{name}: a file takes one target-language; found {sorted(targets)}')
    return targets.pop(), tuple(one for file in files for one in _read_file(file))


def _read_file(file: Element) -> Iterator[Returned]:
    """Units, and groups of them that are the forms of one plural."""
    domain, unit = file.get('original', ''), _tag('trans-unit')
    for element in file.iter(_tag('group'), unit):
        plural = (element if element.tag != unit else element.getparent()).get('restype')
        if plural != 'x-gettext-plurals':
            if element.tag == unit:
                yield _returned([element], domain)
        elif element.tag != unit and (forms := element.findall(unit)):
            yield _returned(forms, domain)


def _returned(units: list[Element], domain: str) -> Returned:
    first = units[0]
    contexts = first.iterfind(f'{_tag("context-group")}/{_tag("context")}')
    known = {context.get('context-type', ''): get_text(context) for context in contexts}
    handed_out_empty = known.get('x-po-base') == digest([''] * len(units), fuzzy=False)
    fuzzy = any(_needs_work(unit, handed_out_empty) for unit in units)
    return Returned(
        get_text(first.find(_tag('source'))),
        tuple(map(_target, units)),
        known.get('x-po-msgctxt'),
        known.get('x-po-msgid_plural'),
        ('fuzzy',) if fuzzy else (),
        tuple(_comments(first)),
        string_line=first.sourceline or 0,
        domain=domain,
        base=known.get('x-po-base', ''),
        made=provenance.of_xliff(first),
    )


def _target(unit: Element) -> str:
    """A unit's translation; an untouched copy of its source is none."""
    target, source = unit.find(_tag('target')), unit.find(_tag('source'))
    text = inline.text_of(target, source)
    copied = text == get_text(source) and unit.get('approved') != 'yes'
    return '' if copied and target.get('state') in _EMPTY_STATES else text


def _needs_work(unit: Element, handed_out_empty: bool) -> bool:
    """Whether a tool marks it so; one that knows no states leaves them as they went out."""
    target = unit.find(_tag('target'))
    state = 'new' if target is None else target.get('state', '')
    if unit.get('approved') == 'yes' or (handed_out_empty and state in _EMPTY_STATES):
        return False
    return bool(state.startswith(_OPEN_STATES))


def _comments(unit: Element) -> Iterable[str]:
    """The translator's remarks, each line a comment."""
    for note in unit.findall(_tag('note')):
        if note.get('from') != 'developer':
            yield from get_text(note).splitlines()


def _tag(name: str) -> str:
    return f'{{{NAMESPACE}}}{name}'


def write_tmx(catalogs: Mapping[str, Catalog], source: str, target: str) -> bytes:
    """The TMX file of a language's catalogs; `source` and `target` are BCP 47 tags."""
    root = etree.Element('tmx', version='1.4')
    names = {'creationtool': 'editions', 'creationtoolversion': __version__, 'o-tmf': 'po'}
    names |= {'segtype': 'block', 'datatype': 'plaintext', 'adminlang': 'en', 'srclang': source}
    add(root, 'header', **names)
    body = add(root, 'body')
    for domain, catalog in catalogs.items():
        for message in (*catalog.messages, *catalog.obsolete):
            if message.translated and not message.fuzzy and not message.defective:
                _write_units(body, domain, message, source, target)
    return serialize(root)


def _write_units(body: Element, domain: str, message: Message, source: str, target: str) -> None:
    for form, string in enumerate(message.strings):
        unit = add(body, 'tu')
        known = {'x-domain': domain, 'x-context': message.context or ''}
        for kind, text in known.items():
            if text:
                add(unit, 'prop', text, type=kind)
        for comment in message.comments:
            add(unit, 'note', comment)
        plural = message.plural is not None and (form > 0 or len(message.strings) == 1)
        original = str(message.plural) if plural else message.id
        for tag, text in ((source, original), (target, string)):
            add(add(unit, 'tuv', lang=tag), 'seg', text)


@dataclass(frozen=True)
class Unit:
    """A segment of a translation memory: its texts by their language's tag."""

    texts: Mapping[str, str]
    context: str | None = None
    line: int = 0
    made: Mapping[str, provenance.Made] = field(default_factory=dict)  # by language, too


def read_tmx(data: bytes, name: str) -> tuple[Unit, ...]:
    """The units of a translation memory, of any version. Raises UserError where it is none."""
    root = parse_xml(data, name)
    if root.tag != 'tmx':
        raise UserError(f'{name}: no TMX; its root is {root.tag}')
    return tuple(_read_unit(unit) for unit in root.iterfind('body/tu'))


def _read_unit(unit: Element) -> Unit:
    texts = {
        each.get(XML_LANG) or each.get('lang') or '': get_text(each.find('seg'))
        for each in unit.iterfind('tuv')
    }
    contexts = (get_text(p) for p in unit.iterfind('prop') if p.get('type') == 'x-context')
    made = {
        each.get(XML_LANG) or each.get('lang') or '': provenance.of_memory(unit, each)
        for each in unit.iterfind('tuv')
    }
    return Unit(texts, next(contexts, None), unit.sourceline or 0, made)


def suggestions(
    units: Iterable[Unit], source: str, target: str, catalogs: Mapping[str, Catalog]
) -> tuple[Returned, ...]:
    """What a memory has for just the sources that have no translation: fuzzy, to be read."""
    known = [
        Message(ours, (theirs,), unit.context, line=unit.line)
        for unit in units
        if (ours := unit.texts.get(source)) and (theirs := unit.texts.get(target))
    ]
    made = {
        (unit.line, unit.texts[target]): unit.made.get(target, ())
        for unit in units
        if unit.texts.get(target)
    }
    memory = Memory([*known, *(replace(each, context=None) for each in known if each.context)])
    found = []
    for domain, catalog in catalogs.items():
        for message in catalog.messages:
            offer = None if any(message.strings) else memory.sure_offer(message)
            if offer is None and message.context and not any(message.strings):
                offer = memory.sure_offer(replace(message, context=None))
            if offer and offer.origin:
                texts, line = (offer.text,), offer.origin.line
                one = Returned(message.id, texts, message.context, flags=('fuzzy',), domain=domain)
                by = made.get((line, offer.origin.string), ())
                found.append(replace(one, string_line=line, made=by))
    return tuple(found)


_MARK = re.compile(r'editions: (.+) ([0-9a-f]{12})')  # a document's name may hold spaces


def write_po(
    catalogs: Mapping[str, Catalog], *, only_open: bool
) -> tuple[bytes, tuple[Finding, ...]]:
    """One .po file of all messages, and what it cannot hold.

    A message that two catalogs translate differently goes out as the first has it.
    """
    chosen: dict[Key, Message] = {}
    left = []
    for domain, catalog in catalogs.items():
        for message in catalog.messages:
            if only_open and not is_open(message):
                continue
            mark = f'editions: {domain} {message.digest}'
            known = chosen.setdefault(message.key, message)
            if known.strings != message.strings or known.plural != message.plural:
                sentence = 'translated otherwise in another catalog, left out'
                left.append(catalog.finding(message.line, 'export.twice', sentence, Severity.INFO))
                continue
            places = tuple(dict.fromkeys((*known.locations, *message.locations)))
            extracted = (*known.extracted, mark)
            chosen[message.key] = replace(known, extracted=extracted, locations=places)
    first, head = next(iter(catalogs.values()), None), first_head(catalogs.values())
    if first is None or head is None:
        raise UserError('there is no catalog to hand out; `editions update` makes them')
    layout = replace(layout_of(first), newline='\n')
    blocks = [render(message, layout) for message in (head, *chosen.values())]
    return '\n'.join(blocks).encode(), tuple(left)


def read_po(data: bytes, name: str) -> tuple[Mapping[str, str], tuple[Returned, ...]]:
    """The fields of the header of a .po file that came back, and its translations.

    Raises UserError where it cannot be read.
    """
    catalog = parse(data, name=name)
    if catalog.breach:
        raise UserError(f'{catalog.breach}; fix it, or ask for the file again')
    return catalog.header, tuple(_returned_messages(catalog))


def _returned_messages(catalog: Catalog) -> Iterator[Returned]:
    for message in catalog.messages:
        homes = [found.groups() for line in message.extracted if (found := _MARK.fullmatch(line))]
        values = {each.name: getattr(message, each.name) for each in fields(message)}
        for domain, base in homes or [('', '')]:
            made = provenance.of_message(message, catalog)
            yield Returned(**values, domain=domain, base=base, made=made)
