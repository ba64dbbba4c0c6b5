"""The project as the running Sphinx sees it: `-D` overrides included."""

from functools import cache

from sphinx.builders import Builder

from editions import project
from editions.languages.language import Language
from editions.project import Project
from editions.transforms import application
from editions.transforms.staging import of

UNNAMED = 'Project name not set'  # what Sphinx calls a project without a name


@cache
def read_project(builder: Builder) -> Project:
    root, source = builder.confdir, builder.srcdir
    settings = {value.name: value.value for value in builder.config}
    settings['locale_dirs'] = of(application.of(builder.config)).folders
    if settings.get('project') == UNNAMED:
        settings['project'] = ''  # as conf.py has it: both must give the files the same names
    if settings.get('editions_languages') is None:
        settings |= of(application.of(builder.config)).written
    languages = project.read_languages(root, source, settings)
    return Project(
        root,
        source,
        languages,
        project.read_documents(root, settings),
        project.base_address(builder.config.html_baseurl),
        settings,
        formats=project.read_formats(root, settings),
        pairs=project.read_pairs(root, languages, settings),
    )


def current_language(code: str, published: Project) -> Language:
    """The language of this build, also where conf.py does not list it."""
    listed = (language for language in published.languages if language.code == code)
    return next(listed, Language(code, code))
