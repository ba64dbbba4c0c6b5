"""The bill of materials of a wheel, CycloneDX 1.6: what is installed with it and what is in it.

    python tools/sbom.py FOLDER      writes sphinx_editions-VERSION.cdx.json beside the wheel

The same bytes for the same lock: no time is in it, and its number is a digest.
https://cyclonedx.org/docs/1.6/json/
"""

import json
import re
import sys
import uuid
from collections.abc import Iterator
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parents[1]
LOCK, NOTICES = ROOT / 'requirements.lock', ROOT / 'THIRD-PARTY.md'
PINNED = re.compile(
    r'^([\w.-]+)==([^\s;]+)[^\n]*((?:\n {4}--hash=sha256:[0-9a-f]{64}[ \\]*)+)', re.M
)
ROW = re.compile(r'^\| `([^`]+)` \| ([^|]+) \| ([^|]+) \| `([^`]+)` \|$', re.M)


def installed() -> Iterator[dict[str, Any]]:
    """The packages of the lock, with the digests of the files that pip takes."""
    for name, version, hashes in PINNED.findall(LOCK.read_text('utf-8')):
        digests = re.findall(r'[0-9a-f]{64}', hashes)
        yield {
            'type': 'library',
            'bom-ref': f'pkg:pypi/{name}@{version}',
            'name': name,
            'version': version,
            'purl': f'pkg:pypi/{name}@{version}',
            'externalReferences': [
                {
                    'type': 'distribution',
                    'url': f'https://pypi.org/project/{name}/{version}/',
                    'hashes': [{'alg': 'SHA-256', 'content': digest} for digest in digests],
                }
            ],
        }


def vendored() -> Iterator[dict[str, Any]]:
    """What THIRD-PARTY.md lists."""
    for files, what, licence, _ in ROW.findall(NOTICES.read_text('utf-8')):
        yield {
            'type': 'file',
            'bom-ref': files,
            'name': files,
            'description': what.strip(),
            'licenses': [{'expression': licence.strip()}],
        }


def bill(version: str) -> dict[str, Any]:
    """The whole document."""
    components = [*installed(), *vendored()]
    own = f'pkg:pypi/sphinx-editions@{version}'
    number = uuid.uuid5(uuid.NAMESPACE_URL, own + json.dumps(components, sort_keys=True))
    return {
        'bomFormat': 'CycloneDX',
        'specVersion': '1.6',
        'serialNumber': f'urn:uuid:{number}',
        'version': 1,
        'metadata': {
            'component': {
                'type': 'application',
                'bom-ref': own,
                'name': 'sphinx-editions',
                'version': version,
                'purl': own,
                'licenses': [{'license': {'id': 'BSD-3-Clause'}}],
            }
        },
        'components': components,
    }


def main(folder: Path) -> None:
    version = re.findall(r"'(.+)'", (ROOT / 'editions/version.py').read_text('utf-8'))[0]
    text = json.dumps(bill(version), ensure_ascii=False, indent=1) + '\n'
    (folder / f'sphinx_editions-{version}.cdx.json').write_text(text, 'utf-8')


if __name__ == '__main__':
    main(Path(sys.argv[1]))
