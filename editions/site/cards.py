"""The picture that shows when a page is shared: the head of the first page of its PDF.

The PDF carries its own faces, so that every script is drawn right, and the same everywhere.
"""

from io import BytesIO
from pathlib import Path

from editions.project import Project
from editions.site import finished

WIDTH, HEIGHT = 1200, 630  # pixels, the shape that social networks ask for
MARGIN, TOP = 90, 48
GROUND = (236, 232, 224)


def files(project: Project, site: Path) -> dict[str, bytes]:
    """A PNG beside each PDF of the site, `name.es.png` beside `name.es.pdf`."""
    made = {}
    for language in finished.languages(project, site):
        for document in project.documents:
            pdf = site / language.tag / document.pdf(language)
            if pdf.is_file():
                made[f'{language.tag}/{document.card(language)}'] = card(pdf)
    return made


def card(pdf: Path) -> bytes:
    """The picture, a PNG; the same bytes for the same PDF."""
    import pypdfium2  # of the extra `publish`
    from PIL import Image

    document = pypdfium2.PdfDocument(pdf)
    page = document[0]
    inner = WIDTH - 2 * MARGIN
    sheet = page.render(scale=inner / page.get_width()).to_pil().convert('RGB')
    picture = Image.new('RGB', (WIDTH, HEIGHT), GROUND)
    picture.paste(sheet.crop((0, 0, inner, HEIGHT - TOP)), (MARGIN, TOP))
    out = BytesIO()
    picture.quantize(64, method=Image.Quantize.MEDIANCUT, dither=Image.Dither.NONE).save(
        out, 'png', optimize=True
    )
    document.close()
    return out.getvalue()
