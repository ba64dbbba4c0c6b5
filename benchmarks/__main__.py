"""`make bench`: runs every benchmark, or those named; some know `--quick`."""

import importlib
import pkgutil
import sys

import benchmarks


def main(names: list[str]) -> None:
    found = [module.name for module in pkgutil.iter_modules(benchmarks.__path__)]
    named = [name for name in names if not name.startswith('-')]
    for name in named or [name for name in found if name != '__main__']:
        print(f'== {name}', flush=True)
        importlib.import_module(f'benchmarks.{name}').main()


if __name__ == '__main__':
    main(sys.argv[1:])
