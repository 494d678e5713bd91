"""Charts as SVG: the same in the PDF and on the page, where no style attribute is allowed."""

from html import escape

from reports.documents.astray import ASTRAY
from reports.documents.grid import Bar, Chart

WIDTH = 442  # points: 156 mm
LABELS, LONGEST = 148, 226  # where labels end, and the length of the longest bar
LINE, THICK, SIZE = 16, 10, 9.5
GAP = 6  # between a bar and what is written beside it
LEAST = 1.5  # of a bar whose number is not 0
FONTS = "宋体, perfeval-song, SimSun, STSong, 'Noto Serif CJK SC', 'DejaVu Sans', serif"
OTHERS = "'Noto Serif CJK SC', 'DejaVu Sans', serif"
DARK, PALE = "#404040", "#a6a6a6"
POINT = 25.4 / 72  # mm


def svg(chart: Chart) -> str:
    """The chart in the width of the text."""
    height = LINE * len(chart.bars) + 4
    bars = "".join(_bar(bar, 2 + LINE * place) for place, bar in enumerate(chart.bars))
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" class="bars" role="img" viewBox="0 0 {WIDTH} {height}" '
        f'width="{WIDTH * POINT:.1f}mm" height="{height * POINT:.1f}mm" font-family="{FONTS}" font-size="{SIZE}">'
        f"<title>{escape(_told(chart))}</title>{bars}"
        f'<line x1="{LABELS}" x2="{LABELS}" y1="0" y2="{height}" stroke="#000" stroke-width="0.5"/></svg>'
    )


def _bar(bar: Bar, top: float) -> str:
    length = max(bar.share * LONGEST, LEAST) if bar.share > 0 else 0
    base = top + LINE / 2 + SIZE * 0.36
    return (
        f'<text x="{LABELS - GAP}" y="{base:.2f}" text-anchor="end">{_words(bar.label)}</text>'
        f'<rect x="{LABELS}" y="{top + (LINE - THICK) / 2:.2f}" width="{length:.2f}" height="{THICK}" '
        f'fill="{PALE if bar.pale else DARK}"/>'
        f'<text x="{LABELS + length + GAP:.2f}" y="{base:.2f}">{_words(bar.number)}</text>'
    )


def _words(text: str) -> str:
    return ASTRAY.sub(rf'<tspan font-family="{OTHERS}">\g<0></tspan>', escape(text))


def _told(chart: Chart) -> str:
    """The chart in words, for who cannot see it."""
    return f"{chart.title}：{'；'.join(f'{bar.label} {bar.number}' for bar in chart.bars)}"
