"""Who made the translations of a file that came from elsewhere, as far as it says so.

XLIFF 1.2: `state-qualifier`, and the phase of a target (its tool, its contact). XLIFF 2: the match
that was taken (Translation Candidates module), ITS 2.0 (`mtConfidence`, Provenance). TMX:
`creationid`, `changeid`. PO: the records of `catalogs.credits`, the marks of programs.
(msgpre of gettext 1.0 leaves no mark but `fuzzy`, and PO files of Weblate none at all: there the
user says it.) Nothing of a file approves a translation.
"""

import re
from collections.abc import Iterable
from dataclasses import replace

from editions.catalogs import credits
from editions.catalogs.credits import Kind, Record
from editions.catalogs.exchange.xml import Element, get_text
from editions.catalogs.po.messages import Catalog, Message

BY_MACHINE = ('mt-suggestion', 'leveraged-mt')  # XLIFF 1.2, `state-qualifier`
ORIGINS = re.compile(r'x-(?:origin|mt|machine-translation)', re.IGNORECASE)  # of TMX, Trados' own
MACHINES = re.compile(r'(?:adaptive|neural|n)? ?mt|machine|yes|true', re.IGNORECASE)
ITS = '{http://www.w3.org/2005/11/its}'
_DAY = re.compile(r'(\d{4})-?(\d\d)-?(\d\d)')
Made = tuple[Record, ...]


def day(text: str | None) -> str:
    """The day of a moment, `20261130T120000Z` or `2026-11-30T12:00:00`; '' where it has none."""
    found = _DAY.match(text or '')
    return '-'.join(found.groups()) if found else ''


def machine(program: str, date: str = '') -> Made:
    return (Record(Kind.MACHINE, program.strip(), date),)


def person(name: str, date: str = '') -> Made:
    """A translator, where a text is the name of a person: no address, and no word for a machine."""
    name = name.partition('<')[0].strip()
    known = credits.is_name(name) and not MACHINES.fullmatch(name)
    return (Record(Kind.TRANSLATOR, name, date),) if known else ()


def of_xliff(unit: Element) -> Made:
    """Who made the target of a `trans-unit` of XLIFF 1.2."""
    target = unit.find('{*}target')
    if target is None:
        return ()
    file = next(unit.iterancestors('{*}file'))
    phases = file.iterfind('{*}header/{*}phase-group/{*}phase')
    name = target.get('phase-name')
    phase = next((each for each in phases if name and each.get('phase-name') == name), None)
    about = {} if phase is None else phase.attrib
    date = day(about.get('date')) or day(file.get('date'))
    if target.get('state-qualifier') in BY_MACHINE:
        return machine(_tool(file, about.get('tool-id') or _match_tool(unit, target)), date)
    return person(about.get('contact-name', ''), date)


def _match_tool(unit: Element, target: Element) -> str:
    """The tool that offered this text."""
    text = get_text(target)
    offers = (e for e in unit.iterfind('{*}alt-trans') if get_text(e.find('{*}target')) == text)
    return next((e.get('tool-id') or e.get('origin') or '' for e in offers), '')


def _tool(file: Element, name: str) -> str:
    tools = file.iterfind('{*}header/{*}tool')
    return next((e.get('tool-name', name) for e in tools if e.get('tool-id') == name), name)


def of_xliff_2(unit: Element, text: str) -> Made:
    """Who made the translation `text` of a `unit` of XLIFF 2."""
    for match in unit.iterfind('{*}matches/{*}match'):
        if match.get('type') == 'mt' and get_text(match.find('{*}target')) == text:
            return machine(match.get('origin', ''))
    elements = [unit, *unit.iterfind('{*}segment'), *unit.iterfind('{*}segment//{*}mrk')]
    named = [*elements, *unit.iterancestors()]
    if any(each.get(f'{ITS}mtConfidence') for each in elements):
        tools = (each.get(f'{ITS}annotatorsRef', '') for each in named)
        found = (re.search(r'mt-confidence\|(\S+)', each) for each in tools)
        return machine(next((each[1] for each in found if each), '').rpartition('/')[2])
    people = (each.get(f'{ITS}person', '') for each in named)
    return person(next(filter(None, people), ''))


def of_memory(unit: Element, segment: Element) -> Made:
    """Who made a segment of a TMX file; what the unit says holds for its segments."""
    properties = (*segment.iterfind('prop'), *unit.iterfind('prop'))
    origin = (e for e in properties if ORIGINS.fullmatch(e.get('type', '')))
    known = dict(unit.attrib) | dict(segment.attrib)
    date = day(known.get('changedate')) or day(known.get('creationdate'))
    if any(MACHINES.fullmatch(get_text(each).strip()) for each in origin):
        return machine(known.get('creationtool', ''), date)
    return person(known.get('changeid') or known.get('creationid') or '', date)


def of_message(message: Message, catalog: Catalog) -> Made:
    """Who made a translation of a .po file: its own records, or its header's, without reviews."""
    records = [each for each in credits.read(message) if each.holds(message)]
    records = records or credits.of_header(catalog.head)
    marked = not credits.MARKS.isdisjoint((*message.flags, *message.comments))
    made = [replace(each, digest='', lines=()) for each in records]
    made = [each for each in made if each.kind is not Kind.REVIEWED]
    return tuple(made) or (machine('') if marked else ())


def without(made: Iterable[Record], known: Iterable[str]) -> Made:
    """Without what our own catalogs' headers said when the file was handed out."""
    lines = set(known)
    return tuple(each for each in made if str(each) not in lines)
