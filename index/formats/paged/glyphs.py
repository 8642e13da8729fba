"""A PDF's pages as positioned words, read by PDFium."""

import ctypes
import re
import unicodedata
from collections import Counter
from collections.abc import Iterator
from math import pi
from typing import Any, NamedTuple

from index.formats.paged.values import Box, Page, Word, is_leftward

_HYPHENS = {0x02: "-", 0xFFFE: "-"}
"""What PDFium gives for a hyphen at the end of a line."""
_GAP = 0.6
"""Gap, relative to font size, that separates two words, whatever the file says."""
_MOST_CHARACTERS = 400_000
"""Of a page; a newspaper's has 30,000."""
_COMBINING = {"¨": "\u0308", "´": "\u0301", "ˆ": "\u0302", "˜": "\u0303", "ˇ": "\u030c"}
_ACCENT = re.compile(r"([¨´ˆ˜ˇ])([A-Za-zı])")
_QUARTERS = (0, 90, 180, 270)


class Glyph(NamedTuple):
    """A character; `angle` is the direction of its line in degrees, in quarters, else -1."""

    text: str
    box: Box
    size: float
    angle: int


def page_of(document: Any, number: int) -> Page:
    """The words of page `number`, counted from 0."""
    from pypdfium2 import raw

    page = raw.FPDF_LoadPage(document, number)
    if not page:
        return Page(number + 1, 0.0, 0.0, ())
    text = raw.FPDFText_LoadPage(page)
    try:
        glyphs = list(_glyphs(page, text))
        width, height = raw.FPDF_GetPageWidthF(page), raw.FPDF_GetPageHeightF(page)
    finally:
        raw.FPDFText_ClosePage(text)
        raw.FPDF_ClosePage(page)
    return _upright(number + 1, width, height, glyphs)


def _glyphs(page: Any, text: Any) -> Iterator[Glyph | None]:
    """The characters in the order of the file; None for what parts words."""
    from pypdfium2 import raw

    place = _place_on(page)
    rotation = raw.FPDFPage_GetRotation(page) * 90
    rect = raw.FS_RECTF()
    for at in range(min(raw.FPDFText_CountChars(text), _MOST_CHARACTERS)):
        code = raw.FPDFText_GetUnicode(text, at)
        character = _HYPHENS.get(code) or chr(code if code < 0x110000 else 0xFFFD)
        if character.isspace() or not (character.isprintable() or _is_kept(character)):
            yield None
            continue
        if not raw.FPDFText_GetLooseCharBox(text, at, ctypes.byref(rect)):
            continue
        box = place(rect.left, rect.top, rect.right, rect.bottom)
        turned = raw.FPDFText_GetCharAngle(text, at) * 180 / pi + rotation
        size = _size(raw.FPDFText_GetFontSize(text, at), box, turned)
        if box is not None and size > 0:
            yield Glyph(character, box, size, _quarter(turned))


def _is_kept(character: str) -> bool:
    """Whether it is more than a control character, a lone surrogate or nothing at all."""
    return unicodedata.category(character) not in ("Cc", "Cs", "Cn")


def _place_on(page: Any) -> Any:
    """A function from a rectangle of the page to a box as it is shown, or None outside of it."""
    from pypdfium2 import raw

    bounds = raw.FS_RECTF()
    raw.FPDF_GetPageBoundingBox(page, ctypes.byref(bounds))
    width, height = raw.FPDF_GetPageWidthF(page), raw.FPDF_GetPageHeightF(page)
    rotation = raw.FPDFPage_GetRotation(page)

    def place(left: float, top: float, right: float, bottom: float) -> Box | None:
        x0, x1 = left - bounds.left, right - bounds.left
        y0, y1 = bottom - bounds.bottom, top - bounds.bottom
        if rotation == 1:
            box = Box(y0, x0, y1, x1)
        elif rotation == 2:
            box = Box(width - x1, y0, width - x0, y1)
        elif rotation == 3:
            box = Box(width - y1, height - x1, width - y0, height - x0)
        else:
            box = Box(x0, height - y1, x1, height - y0)
        is_outside = box.x1 < 0 or box.y1 < 0 or box.x0 > width or box.y0 > height
        return None if is_outside else box

    return place


def _size(named: float, box: Box | None, turned: float) -> float:
    """The font's size; some files scale a font of size 1."""
    if box is None:
        return 0.0
    across = box.width if 45 < turned % 180 < 135 else box.height
    return across / 1.2 if not 0.5 * across <= named <= 2 * across else named


def _quarter(turned: float) -> int:
    """The nearest quarter turn, or -1 for what is oblique."""
    nearest = round(turned / 90) * 90
    return int(nearest % 360) if abs(turned - nearest) < 5 else -1


def _upright(number: int, width: float, height: float, glyphs: list[Glyph | None]) -> Page:
    """The page turned so that most of its text is upright; what is not stands apart."""
    counts = Counter(one.angle for one in glyphs if one is not None)
    most = max(_QUARTERS, key=lambda angle: counts[angle])
    words: list[Word] = []
    turned: list[str] = []
    for run in _runs(glyphs):
        if run[0].angle != most:
            turned.append("".join(one.text for one in run))
            continue
        boxes = [_turned(one.box, most, width, height) for one in run]
        words += _words([one._replace(box=box) for one, box in zip(run, boxes, strict=True)])
    if most in (90, 270):
        width, height = height, width
    lettered = [word.text for word in words if any(map(str.isalpha, word.text))]
    if 2 * sum(map(is_leftward, lettered)) > len(lettered):
        words = [
            Word(one.text, _mirrored(one.box, width), one.size, is_mirrored=True) for one in words
        ]
    return Page(number, width, height, tuple(words), (" ".join(turned),) if turned else ())


def _mirrored(box: Box, width: float) -> Box:
    """As in a mirror: pages read from right to left then read like all others."""
    return Box(width - box.x1, box.y0, width - box.x0, box.y1)


def _turned(box: Box, angle: int, width: float, height: float) -> Box:
    """The box on a page turned so that lines of that angle run from left to right."""
    if angle == 90:
        return Box(box.y0, width - box.x1, box.y1, width - box.x0)
    if angle == 180:
        return Box(width - box.x1, height - box.y1, width - box.x0, height - box.y0)
    if angle == 270:
        return Box(height - box.y1, box.x0, height - box.y0, box.x1)
    return box


def _runs(glyphs: list[Glyph | None]) -> Iterator[list[Glyph]]:
    """Characters of one direction between spaces."""
    run: list[Glyph] = []
    for one in [*glyphs, None]:
        if run and (one is None or one.angle != run[-1].angle):
            yield run
            run = []
        if one is not None:
            run.append(one)


def _words(run: list[Glyph]) -> Iterator[Word]:
    """Split where the next character stands elsewhere."""
    part: list[Glyph] = []
    for one in run:
        if part and _is_elsewhere(part[-1], one):
            yield _word(part)
            part = []
        part.append(one)
    if part:
        yield _word(part)


def _is_elsewhere(before: Glyph, after: Glyph) -> bool:
    size = max(before.size, after.size)
    gap = max(after.box.x0 - before.box.x1, before.box.x0 - after.box.x1)
    shared = min(before.box.y1, after.box.y1) - max(before.box.y0, after.box.y0)
    low = 0.3 * min(before.box.height, after.box.height)
    # A drop cap is not one of the word's other letters.
    is_initial = size > 1.6 * min(before.size, after.size)
    return gap > _GAP * size or shared < low or is_initial


def _word(part: list[Glyph]) -> Word:
    boxes = [one.box for one in part]
    box = Box(
        min(one.x0 for one in boxes),
        min(one.y0 for one in boxes),
        max(one.x1 for one in boxes),
        max(one.y1 for one in boxes),
    )
    text = _ACCENT.sub(_accented, "".join(one.text for one in part))
    return Word(text, box, max(one.size for one in part))


def _accented(found: re.Match[str]) -> str:
    """TeX prints an accent and the letter below it one after the other."""
    letter = "i" if found[2] == "ı" else found[2]
    return unicodedata.normalize("NFC", letter + _COMBINING[found[1]])
