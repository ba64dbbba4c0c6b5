"""`build/site`, put together from the last good editions and swapped in whole."""

import os
import shutil
from collections.abc import Iterable
from pathlib import Path

from editions import files
from editions.languages.language import Language
from editions.project import Edition, Format, Project
from editions.site import finished, front, redirects, search

INTERNAL = {'report.json', '.buildinfo', '.buildinfo.bak', '.doctrees', '.nojekyll', 'objects.inv'}


def current(project: Project, *, changed: bool) -> tuple[Edition, ...]:
    """The editions on the site; it is put together anew where one changed or a kill cut it."""
    files.recover(project.site)
    if changed or not project.site.is_dir():
        return assemble(project)
    return present(project)


def present(project: Project) -> tuple[Edition, ...]:
    """The editions that have been built."""
    return tuple(edition for edition in project.editions() if project.outdir(edition).is_dir())


def assemble(project: Project) -> tuple[Edition, ...]:
    """Put the site in its place; return the editions it holds."""
    new = files.new_folder(project.site)
    there = present(project)
    for edition in there:
        place(project.outdir(edition), new / edition.language.tag)
    made = front.files(project, new) | redirects.homes(project, new)
    made |= search.files(finished.languages(project, new), new)
    for name, data in made.items():
        files.write_bytes(new / name, data, durable=False)
    files.swap(new, project.site)
    return there


def renew(project: Project, language: Language) -> None:
    """Put one language of a standing site in its place anew, for those who watch the site."""
    new = files.new_folder(project.site / language.tag)
    for edition in present(project):
        if edition.language == language:
            place(project.outdir(edition), new)
    files.swap(new, project.site / language.tag)
    made = front.files(project, project.site) | search.files((language,), project.site)
    for name, data in made.items():
        path = project.site / name
        if not path.is_file() or path.read_bytes() != data:
            files.write_bytes(path, data, durable=False)


def place(edition: Path, folder: Path) -> None:
    """Link (or copy) an edition's files; editions are never written to once they are placed."""
    for path in output_files(edition):
        target = folder / path.relative_to(edition)
        target.parent.mkdir(parents=True, exist_ok=True)
        try:
            os.link(path, target)
        except OSError:
            shutil.copyfile(path, target)


def output_files(edition: Path) -> Iterable[Path]:
    return (
        path
        for path in sorted(edition.rglob('*'))
        if path.is_file() and not INTERNAL & set(path.relative_to(edition).parts)
    )


def addresses(project: Project, editions: Iterable[Edition]) -> dict[str, list[Path]]:
    """The files by which a person opens each edition of the site."""
    found = {}
    for edition in editions:
        pages = [f'{project.root_doc}.html']
        papers = [document.pdf(edition.language) for document in project.documents]
        names = pages if edition.format is Format.HTML else papers
        found[str(edition)] = [project.site / edition.language.tag / name for name in names]
    return found
