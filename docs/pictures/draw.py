"""Draws the pictures of the README from the finished site.

    make && .venv/bin/python docs/pictures/draw.py

Needs Chromium, and the packages of `make test`.
"""

import shutil
import sys
from pathlib import Path

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
FLAGS = ['--no-sandbox', '--disable-gpu', '--no-first-run', '--disable-background-networking']


def main() -> None:
    pages = [first_page(next((SITE / tag).glob('*.pdf'))) for tag in TAGS]
    height = max(page.height for page in pages) + 2 * GAP
    desk = Image.new('RGB', (len(pages) * (WIDTH + GAP) + GAP, height), DESK)
    for number, page in enumerate(pages):
        desk.paste(page, (GAP + number * (WIDTH + GAP), GAP))
    save(desk, HERE / 'editions.png')
    screens()


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


if __name__ == '__main__':
    main()
