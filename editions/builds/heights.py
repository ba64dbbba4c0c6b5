"""How high the text of each language is: what PDFs with the same pages in all languages ask for.

Every language is laid out alone by a build of its own, whose heights lie in `build/heights`; they
are measured again where anything that the language is made from has changed. So each edition
knows the plan of all, whichever is built first, and alone.
"""

import shutil
from pathlib import Path

from editions import files, inputs, report
from editions.builds import children, record, reuse
from editions.languages.language import Language
from editions.project import MEASURE, Edition, Format, Project

WAIT = 7200.0  # seconds for which another process that measures a language is waited for


def are_asked_for(project: Project, edition: Edition) -> bool:
    return edition.format is Format.PDF and not edition.beside and project.synoptic


def measure(project: Project, edition: Edition) -> None:
    """Measure all languages for an edition that asks for it, its own first.

    A language that cannot be laid out has no heights until something it is made from changes; its
    own edition says why, the others that they lack it.
    """
    if not are_asked_for(project, edition):
        return
    for language in dict.fromkeys((edition.language, *project.languages)):
        with files.exclusive(_doctrees(project, language), wait=WAIT):
            _measure(project, language)


def _doctrees(project: Project, language: Language) -> Path:
    return project.build / 'doctrees' / 'heights' / language.code


def _measure(project: Project, language: Language) -> None:
    place, doctrees = project.heights / language.code, _doctrees(project, language)
    last = report.read(place)
    made_from = inputs.snapshot(project, language, last)
    if last and report.whole(place, last) and not record.changed(last, made_from):
        return
    new, log = files.new_folder(place), place.with_name(f'{language.code}.log')
    options = children.of_language(project, language, doctrees)
    options += ['--tag', MEASURE, *reuse.Plan().options]
    arguments = children.arguments(project, Format.PDF.builder, doctrees, new, options)
    code, found = children.run(arguments, log, paper=True), report.read(new)
    if found is None:  # the program was stopped: the next edition tries again
        for folder in (new, place):
            shutil.rmtree(folder, ignore_errors=True)
        return
    report.write(new, report.sealed(new, record.complete(project, found, made_from)))
    files.swap(new, place)
    if not code:
        log.unlink(missing_ok=True)
