"""Reports to look at: a seeded run of invented questions, and strings that mean harm."""

import random
from functools import cache

from eval.metrics.summary import by_type, summarise
from eval.records import Record, Report, Share, ShownAnswer

HOSTILE = (
    "<script>alert('x')</script>\"'&amp; </style></title><img src=x onerror=alert(1)>",
    "نص عربي \u202e reversed \u202c ends",
    "nul \x00 bell \x07 escape \x1b[31mred",
    "🗳️ votes 👩‍👩‍👧 $x_1$ 100 % `code` **bold** | cell | [link](http://evil.example) @everyone #12",
)
_TYPES = ("who", "when", "how many", "why, according to whom", "quotation")
_STAGES = ("not indexed", "not retrieved", "not read", "below threshold", "wrong span",
           "wrong speaker")  # fmt: skip


def record(
    id: str, *, right: bool, confidence: float = 0.6, answered: bool = True,
    answerable: bool = True, **more: object,
) -> Record:  # fmt: skip
    """A question whose scores follow from whether its best candidate is right."""
    hit = float(right)
    scores = {"answer recall@1": Share(hit), "exact match": Share(hit)} if answerable else {}
    return Record(
        id=id, question=f"Question {id}?", scores=scores, answerable=answerable,
        answered=answered, confidence=confidence, right=right, **more,  # type: ignore[arg-type]
    )  # fmt: skip


def report(records: list[Record], seed: int = 0, **more: object) -> Report:
    """A report of these records, with its metrics."""
    fields: dict[str, object] = {
        "name": "invented", "kind": "answers", "created": "2026-11-24T09:30:00Z",
        "target": "in process", "data": {"questions": "sha256:0123"},
    }  # fmt: skip
    measured = {"metrics": summarise(records, seed), "by_type": by_type(records, seed)}
    return Report(
        **(fields | measured | more), seed=seed, records=records,  # type: ignore[arg-type]
    )  # fmt: skip


def many(count: int, seed: int, share_right: float = 0.6) -> list[Record]:
    """Questions of which this share is right, with confidences that know a little of it."""
    chance = random.Random(seed)
    rights = [number < count * share_right for number in range(count)]
    chance.shuffle(rights)
    return [
        record(
            f"q{number}",
            right=right,
            confidence=round(min(1.0, max(0.0, chance.gauss(0.65 if right else 0.4, 0.2))), 3),
        )
        for number, right in enumerate(rights)
    ]


@cache
def lifelike(count: int = 400, seed: int = 4) -> Report:
    """All that a report may hold."""
    chance = random.Random(seed)
    records = [_lifelike_record(number, chance) for number in range(count)]
    return report(
        records,
        name="Harbour news, autumn 2026",
        command="dateline eval run harbour.jsonl --seed 4",
        versions={"dateline": "0.1.0", "python": "3.11.9", "numpy": "2.4.6"},
        models={"embedder": "minilm:5f2d9a31c07e", "reader": "sentence:91ab", "threshold": "raw"},
        settings={"candidates": "50", "fusion": "convex .5", "threshold": ".45"},
        data={"questions sha256": "9f86d081" * 8,
              "articles": "11,336", "passages": "80,596"},
        machine={"processor": "AMD EPYC, 2 cores", "memory": "16 GB", "steal": "0.0 %"},
    )  # fmt: skip


def _lifelike_record(number: int, chance: random.Random) -> Record:
    answerable = chance.random() < 0.85
    confidence = min(0.99, max(0.01, chance.betavariate(2.2, 2)))
    right = answerable and chance.random() < confidence
    answered = confidence > 0.4
    lost = None if right and answered else "below threshold" if right else chance.choice(_STAGES)
    found = [_shown(number, place, confidence, right and place == 0) for place in range(3)]
    rank = 1 if right else chance.choice([2, 3, 5, 9, 30, 99])
    return Record(
        id=f"harbour-{number:04}",
        question=f"What did the harbour master say about pier {number} after the storm of 2025?",
        type=chance.choice(_TYPES), expected=[f"pier {number} holds"] if answerable else [],
        found=found, scores=_scores(rank, chance) if answerable else {}, answerable=answerable,
        answered=answered, confidence=confidence, right=right, lost=lost if answerable else None,
        reason=None if answered else "no statement was sure enough",
        error="the server closed the connection" if number == 7 else None,
        timings_ms={"retrieve": chance.gammavariate(6, 1.4), "total": chance.gammavariate(7, 3.4)},
    )  # fmt: skip


def _scores(rank: int, chance: random.Random) -> dict[str, Share]:
    passages = {
        f"{stage} passage recall@{k}": Share(float(max(1, rank - better) <= k))
        for better, stage in enumerate(("dense", "lexical", "fused"))
        for k in (1, 5, 10, 50)
    }
    answers = {f"answer recall@{k}": Share(float(rank <= k)) for k in (1, 3, 5)}
    cited = {"citation precision": Share(chance.choice([1, 2, 2]), 2), "law violations": Share(0)}
    return {**answers, "token F1": Share(chance.random()), **cited, **passages}


def _shown(number: int, place: int, confidence: float, right: bool) -> ShownAnswer:
    quote = f"“Pier {number} holds,” said the harbour master, {place + 2} days after the storm."
    return ShownAnswer(
        quote=quote * (1 if place < 2 else 9), highlight=f"Pier {number} holds",
        article=f"harbor-ledger-{number}", title="After the storm, the piers are counted",
        start=120 + place, end=120 + place + len(quote), speaker="Ada Lindqvist" if place else None,
        confidence=confidence / (place + 1), right=right,
    )  # fmt: skip
