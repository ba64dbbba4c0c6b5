"""`build/site`, put together from the last good editions and swapped in whole.

What makes its own pages is imported where they are made: a command that finds the site in place
needs nothing of it.
"""

import shutil
from collections.abc import Container, Iterable
from pathlib import Path

from editions import files, report
from editions.languages.language import Language
from editions.project import Edition, Format, Project, site_path

INTERNAL = {report.FILE, '.paper', '.buildinfo', '.buildinfo.bak', '.doctrees', '.nojekyll'}


def current(project: Project, *, changed: bool) -> tuple[Edition, ...]:
    """The editions on the site.

    It is put together again where one changed, also in a build that was killed before it came to
    the site, and where its files are not those made.
    """
    files.recover(project.site)
    path = _state(project)
    before = path.read_text('utf-8', 'replace').split('\n') if path.is_file() else []
    now = _standing(project)
    sound = before[:1] == now[:1]
    return present(project) if before == now and not changed else assemble(project, sound=sound)


def _state(project: Project) -> Path:
    return project.site.with_name('site.state')


def _standing(project: Project) -> list[str]:
    """The state of the files of the site, and when each edition was put in its place."""
    moments = (f'{e} {project.outdir(e).stat().st_mtime_ns}' for e in present(project))
    return [files.state(project.site), *moments]


def present(project: Project) -> tuple[Edition, ...]:
    return tuple(edition for edition in project.editions() if project.outdir(edition).is_dir())


def assemble(project: Project, *, sound: bool = False) -> tuple[Edition, ...]:
    """Put the site in its place; return the editions it holds.

    `sound` says that the files of the last site are those that were made.
    """
    from editions.site import pages, texts

    new = files.new_folder(project.site)
    there = present(project)
    for edition in there:
        link(project.outdir(edition), new / edition.tag)
    made = around(project, new)
    languages = pages.languages(project, new)
    indexes = {each: site_path(each, texts.INDEX) for each in languages if sound}
    indexes = {each: index for each, index in indexes.items() if (project.site / index).is_file()}
    stay = {each for each in indexes if is_same(project, each, new, made)}
    for language in stay:
        files.link(project.site / indexes[language], new / indexes[language])
    made |= texts.indexes(tuple(each for each in languages if each not in stay), new)
    for name, data in made.items():
        files.write_bytes(new / name, data, durable=False)
    files.swap(new, project.site)
    files.write_text(_state(project), '\n'.join(_standing(project)), durable=False)
    return there


def is_same(project: Project, language: Language, new: Path, made: Container[str]) -> bool:
    """Whether the last site has an index of just these pages of a language: the same files, not
    only the same bytes. Of those that it has besides, all are `made` for the new one, too.
    """
    before, now = (
        {str(path.relative_to(site)): path.stat().st_ino for path in folder.rglob('*.html')}
        for site in (project.site, new)
        for folder in (site / site_path(language),)
    )
    same = all(now.get(n) == i or (n not in now and n in made) for n, i in before.items())
    return same and now.keys() <= before.keys()


def around(project: Project, site: Path) -> dict[str, bytes]:
    """The pages that no edition of a site brings, and their files, by their paths below it."""
    from editions.site import front, negotiation

    made = front.front_pages(project, site) | negotiation.homes(project, site)
    return made | negotiation.renamed(project, site)


def renew(project: Project, tag: str) -> None:
    """Put a language or a pair of a standing site in its place again, for those who watch the site.

    What a killed process left, and what the project has no more, goes.
    """
    from editions.site import texts

    new = files.new_folder(place := project.site / tag)
    there = present(project)
    for edition in there:
        if edition.tag == tag:
            link(project.outdir(edition), new)
    files.swap(new, place)
    mine = tuple(language for language in project.languages if language.tag == tag)
    made = around(project, project.site) | texts.indexes(mine, project.site)
    for name, data in made.items():
        path = project.site / name
        if not path.is_file() or path.read_bytes() != data:
            files.write_bytes(path, data, durable=False)
    stay = {edition.tag for edition in there} | {name.partition('/')[0] for name in made}
    for path in project.site.iterdir():
        if path.name not in stay:
            shutil.rmtree(path) if path.is_dir() else path.unlink()
    for path in set(files.below(project.site / '_static')) - {project.site / name for name in made}:
        path.unlink()


def link(edition: Path, folder: Path) -> None:
    """Link (or copy) an edition's files; editions are never written to once they are made."""
    for path in files.below(edition):
        inside = path.relative_to(edition)
        if INTERNAL & set(inside.parts):
            continue
        files.link(path, folder / inside)


def addresses(project: Project, editions: Iterable[Edition]) -> dict[str, list[Path]]:
    """The files by which a person opens each edition of the site."""
    found = {}
    for edition in editions:
        first = [f'{edition.tag}/{project.home}']
        form = edition.format
        files = [document.path(edition, form) for document in project.documents]
        names = first if form is Format.HTML else files
        found[str(edition)] = [project.site / name for name in names]
    return found
