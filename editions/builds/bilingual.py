"""A pair of languages as PDF: two finished editions become one, in a process of its own."""

import json
import time
from dataclasses import replace

from editions import files, inputs, report
from editions.builds import children, record
from editions.builds.record import Build
from editions.builds.run import failed, fatal, put
from editions.conf import value_of
from editions.findings import relative
from editions.project import Edition, Project

PROGRAM = 'editions.pdf.bilingual'  # named, not imported: it imports WeasyPrint


def build(project: Project, edition: Edition, reason: str) -> Build:
    """Print a pair beside its place, and move it in; or record why that cannot be."""
    start = time.perf_counter()
    place = project.outdir(edition)
    new, log = files.new_folder(place), place.with_name(f'{place.name}.log')
    made_from = inputs.of_pair(project, edition, report.read(place))
    code = children.run([order(project, edition, str(new))], log, program=PROGRAM, paper=True)
    found = report.read(new)
    if code or found is None:
        findings = found.findings if found else ()
        if not any(map(fatal, findings)):
            findings += (record.last_words(project, log, code or 1),)
        return failed(project, edition, reason, findings, code or 1, start)
    seconds = time.perf_counter() - start
    done = replace(
        found,
        built=record.timestamp(),
        reason=reason,
        seconds=round(seconds, 3),
        versions=inputs.versions(),
        inputs=made_from,
    )
    return put(project, edition, done, new, seconds)


def order(project: Project, edition: Edition, out: str) -> str:
    """What the program is asked for (`pdf.bilingual.Order`)."""
    form, sources = edition.format, []
    for document in project.documents:
        found = project.source_file(document.docname)
        sources.append(relative(found, project.root) if found else document.docname)
    value = {
        'edition': str(edition),
        'codes': [language.code for language in edition.languages],
        'parts': [str(project.outdir(part)) for part in edition.parts],
        'names': [
            [document.file(each, form) for each in (*edition.parts, edition)]
            for document in project.documents
        ],
        'sources': sources,
        'fonts': list(value_of(project.settings, 'editions_fonts')),
        'root': str(project.root),
        'work': str(project.build / 'doctrees' / edition.code),
        'out': out,
    }
    return json.dumps(value)
