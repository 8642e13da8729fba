"""A few tiny articles: plain, hostile, right to left, superseded, and one very long."""

import re
from hashlib import sha256
from urllib.parse import quote as percent_encode

from msgspec import Struct
from msgspec.structs import replace

SENTENCE = re.compile(r"\S.*?[.!?؟]+[”\"]?(?=\s|$)")


class Story(Struct, frozen=True, kw_only=True):
    """One version of one article."""

    id: str
    text: str
    title: str | None = None
    source: str | None = None
    published: str | None = None
    authors: tuple[str, ...] = ()
    language: str | None = "en"
    url: str | None = None
    superseded: bool = False
    marks: tuple[tuple[int, int, str], ...] = ()
    pages: tuple[tuple[int, int], ...] = ()
    """Of a PDF: where each begins, and its number."""

    @property
    def version(self) -> str:
        return sha256(self.text.encode()).hexdigest()

    @property
    def sentences(self) -> list[tuple[int, int]]:
        spans = (match.span() for match in SENTENCE.finditer(self.text))
        return [span for span in spans if not self._is_marked(*span)]

    def viewer(self, start: int, end: int) -> str:
        """The viewer's address for `text[start:end]`."""
        query = f"version={self.version}&start={start}&end={end}"
        return f"/articles/{percent_encode(self.id, safe='')}?{query}"

    def _is_marked(self, start: int, end: int) -> bool:
        return any(start < mark_end and mark_start < end for mark_start, mark_end, _ in self.marks)


def _mark(text: str, **kinds: str) -> tuple[tuple[int, int, str], ...]:
    """A mark of each kind over the words given for it."""
    starts = {kind: text.index(words) for kind, words in kinds.items()}
    return tuple(sorted((start, start + len(kinds[kind]), kind) for kind, start in starts.items()))


_TITLE = "Harbour tunnel will open two years late"
_CAPTION = "🚧🚇 The photograph shows the tunnel mouth at low tide. Photo: Lena Fisk / Courier"
_SIGN_UP = "Sign up for our newsletter: the morning's news before your coffee."
COST = (
    "The harbour tunnel will cost 412 million euros, 90 million more than planned, "
    "Maria Lund said on Thursday."
)
_CLAY = "🎉 Engineers found soft clay where the maps promised rock."
_LATE = (
    "“We would rather open late than open twice,” said Lund, who has led the project since 2021."
)
_FERRY = "The ferry will keep running until the tunnel opens in 2028."
_SHOPS = "Shopkeepers on Quay Street said they had been promised compensation."
_VOTE = "The city council meets on Monday to vote on it."
_HARBOUR = "\n\n".join(
    [
        _TITLE,
        _CAPTION,
        f"{COST} {_CLAY}",
        f"{_LATE} {_FERRY}",
        _SIGN_UP,
        f"{_SHOPS} {_VOTE}\n",
    ]
)

HARBOUR = Story(
    id="harbour",
    title=_TITLE,
    source="The Coastal Courier",
    published="2026-03-14T07:30:00+01:00",
    authors=("Ada Okafor", "Jon Bell"),
    url="https://courier.example/harbour-tunnel",
    text=_HARBOUR,
    marks=_mark(_HARBOUR, headline=_TITLE, caption=_CAPTION, subscribe=_SIGN_UP),
)
HARBOUR_BEFORE = replace(
    HARBOUR, text=HARBOUR.text.replace("412 million", "398 million"), superseded=True
)
WIRE = Story(
    id="wire",
    title="Tunnel costs rise again",
    source="Northern Wire",
    text="Officials put the cost of the harbour tunnel at 412 million euros.\nBills come in May.\n",
)
HOSTILE_QUOTE = (
    "The parser met <script>window.pwned='quote'</script> and "
    "<img src=x onerror=\"window.pwned='quote'\"> on page 77."
)
HOSTILE = Story(
    id="hostile/../&?#",
    title="<img src=x onerror=\"window.pwned='title'\"> Markup & <b>bold</b> claims",
    source="<script>window.pwned='source'</script>",
    authors=("<svg onload=\"window.pwned='author'\">", "{constructor}"),
    published="not a date <i>",
    url="javascript:window.pwned='url'",
    text=f"{HOSTILE_QUOTE} Nothing ran & nobody noticed.\r\n\r\nA\x00B\r\u2028C\n",
)
ARABIC_QUOTE = "قال المدير إن الميناء استقبل 35 سفينة هذا الأسبوع."
ARABIC = Story(
    id="arabic",
    title="الميناء يفتح أبوابه من جديد",
    source="صحيفة الساحل",
    published="2026-02",
    language="ar",
    text=f"{ARABIC_QUOTE} وأضاف أن العمل مستمر.\n",
)
PRINTED = Story(
    id="printed",
    title="Minutes",
    text="The first page is short.\n\nThe third names Zanzibar.\n\nPhoto Ada Lind",
    marks=((53, 67, "margin"),),
    pages=((0, 1), (26, 3)),
)
"""A PDF."""
STORIES = (HARBOUR_BEFORE, HARBOUR, WIRE, HOSTILE, ARABIC, PRINTED)

_PARAGRAPH = (
    "🗞️ The council spoke at length about drains, kerbs and the price of gravel, as ever.\n\n"
)
_PARAGRAPHS = 11_500
LONG = Story(
    id="long",
    title="Minutes of the council",
    source="Gazette",
    text=_PARAGRAPH * _PARAGRAPHS + "The very last sentence names Zanzibar.\n",
    marks=tuple(
        (number * len(_PARAGRAPH), (number + 1) * len(_PARAGRAPH) - 2, "learned")
        for number in range(0, _PARAGRAPHS, 7)
    ),
)
"""A million characters; every seventh paragraph is marked."""
