"""Untrusted XML: entities are not expanded, nothing is fetched, elements are counted."""

import html
import io
import re
from collections.abc import Iterator
from contextlib import suppress
from typing import BinaryIO, cast

from index.errors import TooLargeError, UnreadableFileError
from index.formats.steps.html.text import Element
from index.interruption import steps

MOST_ELEMENTS = 2_000_000
_CONTROLS = bytes(set(range(32)) - set(b"\t\n\r"))
_REFERENCE = re.compile(r"&([A-Za-z][A-Za-z0-9]{1,30});")
_OF_XML = frozenset(("amp", "lt", "gt", "quot", "apos"))
_ENTITY = "<!ENTITY"
_TAG = re.compile(r"<\w")
_DECLARES = "declares XML entities, which are not read; write them out"
_DECLARATION = re.compile(r"\A\s*<\?xml[^>]{0,1000}\?>")


def elements(stream: BinaryIO, *, starts: bool = False) -> Iterator[tuple[str, Element]]:
    """Yield ("end", element) for every element that was read, and ("start", element) if asked for.

    Raises:
        UnreadableFileError: it is no XML, ends early, or declares entities.
        TooLargeError: it has more than two million elements.
    """
    from lxml.etree import XMLSyntaxError, iterparse

    found = iterparse(
        cast("BinaryIO", _WithoutControls(stream)),
        events=("start", "end") if starts else ("end",),
        resolve_entities=False,
        no_network=True,
        load_dtd=False,
        huge_tree=False,
        remove_comments=True,
        remove_pis=True,
    )
    count = 0
    try:
        for event, element in steps(found):
            if not count:
                _refuse_entities(element)
            count += event == "end"
            if count > MOST_ELEMENTS:
                raise TooLargeError(f"has more than {MOST_ELEMENTS:,} XML elements; split it")
            yield event, element
    except XMLSyntaxError as exc:
        raise UnreadableFileError(f"is damaged or not XML ({exc.msg}); copy it again") from exc


def forget(element: Element) -> None:
    """Free an element that was read, and those before it."""
    element.clear(keep_tail=True)
    parent = element.getparent()
    while parent is not None and element.getprevious() is not None:
        del parent[0]


def local_name(element: Element) -> str:
    """The name without the namespace; "" for a non-element."""
    return element.tag.rpartition("}")[2] if isinstance(element.tag, str) else ""


def parsed(text: str) -> Element:
    """The root of a whole text; names have no namespace.

    Raises:
        UnreadableFileError: it is no XML, or ends early.
    """
    from lxml.etree import XMLParser, XMLSyntaxError, fromstring

    parser = XMLParser(
        resolve_entities=False,
        no_network=True,
        load_dtd=False,
        huge_tree=False,
        remove_comments=True,
        remove_pis=True,
        encoding="utf-8",
    )
    try:
        # Without its declaration, which may name another encoding than the text now has.
        plain = _REFERENCE.sub(_character, _DECLARATION.sub("", text))
        root = fromstring(plain.encode("utf-8", "replace"), parser)
    except XMLSyntaxError as exc:
        raise UnreadableFileError(f"is damaged or not XML ({exc.msg}); copy it again") from exc
    _refuse_entities(root)
    for element in root.iter():
        if isinstance(element.tag, str):
            element.tag = local_name(element)
    return root


def refuse_entities_of(text: str) -> None:
    """Refuse a text for a parser that would expand entities; it need not be well-formed.

    Raises:
        UnreadableFileError: it declares entities.
    """
    from xml.parsers.expat import ExpatError, ParserCreate

    plain = _DECLARATION.sub("", text).lstrip()
    # Lenient parsers read declarations as text, expat reads them wherever XML allows them.
    if _ENTITY in plain[: _first_tag(plain)]:
        raise UnreadableFileError(_DECLARES)
    parser = ParserCreate("utf-8")
    parser.EntityDeclHandler = _refuse
    parser.StartElementHandler = _stop
    with suppress(ExpatError, _Root):
        parser.Parse(plain.encode("utf-8", "replace"), True)  # noqa: FBT003 (its own signature)


class _Root(Exception):  # noqa: N818 (no error: nothing is declared after it)
    """The root element begins."""


def _stop(*_: object) -> None:
    raise _Root


def _refuse(*_: object) -> None:
    raise UnreadableFileError(_DECLARES)


def _first_tag(text: str) -> int:
    found = _TAG.search(text)
    return found.start() if found else len(text)


class _WithoutControls(io.RawIOBase):
    """A stream without the control characters that XML does not allow, and editors leave."""

    def __init__(self, stream: BinaryIO) -> None:
        self._stream = stream
        self._is_wide: bool | None = None

    def readable(self) -> bool:
        """Yes."""
        return True

    def read(self, size: int = -1) -> bytes:
        """Read some bytes; none at the end."""
        data = self._stream.read(size)
        if self._is_wide is None:
            self._is_wide = b"\0" in data[:4]
        return data if self._is_wide else data.translate(None, _CONTROLS) or data[:0]


def _refuse_entities(element: Element) -> None:
    """Refuse a file that declares entities: what stands for what may take all memory, or be secret.

    Raises:
        UnreadableFileError: it does.
    """
    declared = element.getroottree().docinfo.internalDTD
    if declared is not None and any(True for _ in declared.iterentities()):
        raise UnreadableFileError(_DECLARES)


def _character(reference: re.Match[str]) -> str:
    """The character that a name of HTML has; agencies declare them in a file of their own."""
    return reference[0] if reference[1] in _OF_XML else html.unescape(reference[0])
