"""Compiles our own strings when the wheel is built, so that an installed package has its .mo."""

from pathlib import Path
from typing import Any

from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from hatchling.builders.hooks.plugin.interface import BuildHookInterface


class CompileStrings(BuildHookInterface[Any]):
    """Runs before hatchling collects the files, for the wheel and for an editable install."""

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        for path in sorted(Path(self.root, 'editions', 'locale').rglob('*.po')):
            with path.open('rb') as source, path.with_suffix('.mo').open('wb') as target:
                write_mo(target, read_po(source, locale=path.parts[-3]))
