"""Reads a translation as docutils will, before Sphinx does, and says what is wrong with it.

The static checks compare text with text. Here the parser itself is asked, with files out of
reach: what it stumbles over, or takes for another structure, is withheld.
"""

import re
from collections.abc import Iterator
from contextlib import contextmanager

import docutils.utils
from docutils import nodes
from sphinx import addnodes
from sphinx.transforms import SphinxTransform
from sphinx.util import get_filetype, logging
from sphinx.util.docutils import LoggingReporter

# What can be anything but plain words: markup, a second line, the start of a list.
SUSPECT = re.compile(r'[*`|_<\\\n]|::|^\s|^[-+•‣⁃>.:#(]|^\w{1,6}[.)]\s')
CODE = '\n\n   code'  # without it docutils misses what `::` announces; Sphinx adds the like
SAFE_SCHEMES = {'', 'http', 'https', 'mailto', 'ftp', 'ftps', 'tel'}


def trouble(transform: SphinxTransform, node: nodes.Element, string: str) -> str:
    """What is wrong with this translation of a node; '' where nothing is."""
    if not SUSPECT.search(string) or isinstance(node, nodes.literal_block | nodes.meta):
        return ''
    heading = isinstance(node, nodes.title)
    text = f'{string}\n{"=" * len(string) * 2}' if heading else string
    introduces = node['message'].rstrip().endswith('::')  # the block of code below it
    parsed = parse(transform, text + CODE if introduces else text)
    for found in parsed.findall(nodes.system_message):
        return f'broken markup: {" ".join(found.children[0].astext().split())}'
    if any(parsed.findall(nodes.problematic)):
        return 'broken markup'
    expected: type[nodes.Element] = nodes.section if heading else nodes.paragraph
    shown = parsed.children[:1] if introduces else parsed.children
    if [type(child) for child in shown] != [expected]:
        return 'it reads as a list, a block or several paragraphs, and the source as one'
    return unsafe(node, parsed)


def unsafe(node: nodes.Element, parsed: nodes.document) -> str:
    """Links that run something, and files or raw output that the source does not have."""
    for reference in parsed.findall(nodes.reference):
        scheme = re.match(r'\s*([\w.+-]*):', str(reference.get('refuri', '')))
        if scheme and scheme[1].lower() not in SAFE_SCHEMES:
            return f'unsafe link: {reference["refuri"]}'
    if any(parsed.findall(nodes.raw)) and not any(node.findall(nodes.raw)):
        return 'raw output that the source does not have'
    known = {each['reftarget'] for each in node.findall(addnodes.download_reference)}
    for download in parsed.findall(addnodes.download_reference):
        if download['reftarget'] not in known:
            return f'a file that the source does not offer: {download["reftarget"]}'
    return ''


def parse(transform: SphinxTransform, text: str) -> nodes.document:
    """The translation as a document of its own, in silence."""
    config, env = transform.config, transform.env
    source = transform.document['source']
    document = docutils.utils.new_document(f'{source}:<translated>', transform.document.settings)
    document.reporter = LoggingReporter.from_reporter(document.reporter)
    prolog, config.rst_prolog = config.rst_prolog, None
    try:
        filetype = get_filetype(config.source_suffix, source)
        parser = env._registry.create_source_parser(filetype, config=config, env=env)
        with logging.suppress_logging(), without_files(document):
            parser.parse(text, document)
    finally:
        config.rst_prolog = prolog
    return document


@contextmanager
def without_files(document: nodes.document) -> Iterator[None]:
    """No directive of a translation reads a file."""
    settings = document.settings
    before, settings.file_insertion_enabled = settings.file_insertion_enabled, False
    try:
        yield
    finally:
        settings.file_insertion_enabled = before
