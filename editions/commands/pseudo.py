"""`editions pseudo`: a pseudo-language, to test a theme or a length; never published."""

import sys
from dataclasses import replace
from pathlib import Path

import click

from editions import files
from editions.builds import source
from editions.builds.record import ASKED_FOR, Build
from editions.builds.run import build
from editions.commands import _output as output
from editions.findings import exit_code, relative
from editions.preview import pseudo
from editions.project import Edition, Format, load
from editions.site import assemble


@click.command()
@click.argument('formats', nargs=-1, type=click.Choice([item.value for item in Format]))
@click.option('-C', '--directory', default='.', help='The folder of conf.py.')
@click.option('--rtl', is_flag=True, help='Write from right to left.')
@click.option('--longer', default=40, help='By how much texts grow, in percent.')
def command(formats: tuple[str, ...], directory: str, rtl: bool, longer: int) -> None:
    """Build in a pseudo-language, to test a theme.

    Every text that can be translated is accented, longer and in brackets. The editions are built
    into build/pseudo and never published.
    """
    project = load(Path(directory))
    language = pseudo.language(project.source_language, bidi=rtl)
    made = pseudo.catalogs(source.now(project).sound(), language, growth=longer / 100, bidi=rtl)
    built = pseudo.project_of(project)
    with files.exclusive(built.build):
        pseudo.write(built, language, made)
        found, tell = [], output.teller(project.root)
        wanted = tuple(map(Format, dict.fromkeys(formats))) or project.formats
        for item in wanted:
            edition = Edition(language, item)
            done = silenced(build(built, edition, ASKED_FOR))
            tell(done)
            found += [*done.findings]
        placed = assemble.assemble(built)
    for name, paths in assemble.addresses(built, placed).items():
        output.echo(f'  {name:<11} {"  ".join(map(output.from_here, paths))}')
    output.echo(f'Not published; remove {relative(built.build, project.root)} when you are done.')
    sys.exit(exit_code(found))


def silenced(done: Build) -> Build:
    """Without Sphinx's warning that Babel does not know the pseudo-language."""
    found = tuple(each for each in done.findings if each.code != 'sphinx.i18n.babel')
    return replace(done, findings=found)
