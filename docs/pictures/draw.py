"""Draws the pictures of the README and the manual from finished sites.

    make && .venv/bin/python docs/pictures/draw.py

Needs Chromium, and the packages of `make test`; those of other themes only where these are
installed (`.venv/bin/pip install furo pydata-sphinx-theme sphinx-rtd-theme`).
"""

import shutil
import subprocess
import sys
from importlib.util import find_spec
from pathlib import Path
from tempfile import TemporaryDirectory

import pypdfium2
from PIL import Image
from playwright.sync_api import sync_playwright

HERE = Path(__file__).parent
SITE = HERE.parents[1] / 'build' / 'site'
TAGS = ('en', 'es', 'pt-BR', 'zh-CN')
WIDTH, GAP, DESK = 420, 24, '#d9d6cf'
SCREENS = (
    ('wide.png', 'en', 1280, 800, 'light'),
    ('narrow.png', 'zh-CN', 390, 844, 'dark'),
)
THEMES = ('furo', 'pydata_sphinx_theme', 'sphinx_rtd_theme')  # their menus, one below the other
GARDEN = """\
A Garden by the Sea
===================

Salt is in the air, and in the soil. Of forty plants that I set in 2016, nine are alive.

What grew
---------

Rosemary, and *nothing* that needs shade.

.. toctree::
   :hidden:

   soil
"""
CONF = """\
project, author, language, extensions = 'A Garden by the Sea', 'Ana Núñez', 'en', ['editions']
html_theme, html_title, copyright = {theme!r}, project, '2026 Ana Núñez'
editions_languages = {{'en': 'English', 'es': 'Español', 'ar': 'العربية'}}
"""
FLAGS = ['--no-sandbox', '--disable-gpu', '--no-first-run', '--disable-background-networking']


def main() -> None:
    pages = [first_page(next((SITE / tag).glob('*.pdf'))) for tag in TAGS]
    height = max(page.height for page in pages) + 2 * GAP
    desk = Image.new('RGB', (len(pages) * (WIDTH + GAP) + GAP, height), DESK)
    for number, page in enumerate(pages):
        desk.paste(page, (GAP + number * (WIDTH + GAP), GAP))
    save(desk, HERE / 'editions.png')
    screens()
    if all(map(find_spec, THEMES)):
        themes()


def save(picture: Image.Image, path: Path) -> None:
    """With few colours, the accent among them."""
    picture.quantize(255, Image.Quantize.FASTOCTREE).save(path, optimize=True)


def first_page(pdf: Path) -> Image.Image:
    page = pypdfium2.PdfDocument(pdf)[0]
    picture = page.render(scale=2 * WIDTH / page.get_width()).to_pil().convert('RGB')
    return picture.resize((WIDTH, round(picture.height / 2)), Image.Resampling.LANCZOS)


def screens() -> None:
    if not (chromium := shutil.which('chromium')):
        sys.exit('chromium is missing; run: sudo apt-get install chromium')
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, args=FLAGS)
        for name, tag, width, height, scheme in SCREENS:
            view = {'width': width, 'height': height}
            page = browser.new_page(viewport=view, color_scheme=scheme)
            page.goto((SITE / tag / 'index.html').as_uri())
            page.wait_for_timeout(300)
            page.screenshot(path=HERE / name)
            save(Image.open(HERE / name).convert('RGB'), HERE / name)
        browser.close()


def themes() -> None:
    """A small project in other themes: `themes.png`."""
    with TemporaryDirectory() as folder, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=shutil.which('chromium'), args=FLAGS)
        page = browser.new_page(viewport={'width': 1100, 'height': 440})
        views = []
        for theme in THEMES:
            root = Path(folder, theme)
            root.mkdir()
            (root / 'conf.py').write_text(CONF.format(theme=theme), 'utf-8')
            (root / 'index.rst').write_text(GARDEN, 'utf-8')
            (root / 'soil.rst').write_text('The soil\n========\n\nSand.\n', 'utf-8')
            build = [sys.executable, '-m', 'editions', 'build', '-C', root, 'html']
            subprocess.run(build, check=True, stdout=subprocess.DEVNULL)
            page.goto((root / 'build/site/en/index.html').as_uri())
            page.wait_for_timeout(300)
            page.screenshot(path=root / 'view.png')
            views.append(Image.open(root / 'view.png').convert('RGB'))
        browser.close()
    height = len(views) * (views[0].height + GAP) + GAP
    desk = Image.new('RGB', (views[0].width + 2 * GAP, height), DESK)
    for number, view in enumerate(views):
        desk.paste(view, (GAP, GAP + number * (view.height + GAP)))
    save(desk, HERE / 'themes.png')


if __name__ == '__main__':
    main()
