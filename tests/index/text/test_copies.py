"""Copies of one text are told from other reports of the same event."""

import pytest

from index.text.matching.copies import are_copies, runs_of

WIRE = (
    "A storm tore the roof off the ferry terminal in Brellin on Tuesday night, and nobody was "
    "hurt, the county said. “We heard a bang and ran,” said Ida Holm, who sells tickets there. The "
    "terminal will be closed until a crane can lift the beams, which may take two weeks. Buses go "
    "to the pier at Marren instead, and every ticket that was sold for the crossing stays valid."
)
OWN = (
    "The ferry terminal in Brellin has lost its roof in a storm on Tuesday night. Nobody was hurt, "
    "according to the county. Ida Holm, who sells tickets in the hall, said: “We heard a bang and "
    "ran.” Until a crane has lifted the beams, in two weeks at the most, passengers go by bus to "
    "Marren, where their tickets are taken as well, a spokesman of the port authority explained."
)


def copies(one: str, other: str) -> bool:
    return are_copies(runs_of(one), runs_of(other))


@pytest.mark.parametrize(
    "other",
    [
        WIRE,
        WIRE.upper(),
        WIRE.replace(". ", ".\n\n"),
        WIRE[: WIRE.index(" Buses")],
        f"BRELLIN (Wire) — {WIRE} This report was not edited by our staff.",
        WIRE.replace("tore the roof off", "ripped the roof from").replace("two weeks", "14 days"),
    ],
)
def test_a_text_that_was_cut_or_hardly_edited_is_a_copy(other: str) -> None:
    assert copies(WIRE, other)
    assert copies(other, WIRE)


@pytest.mark.parametrize("other", [OWN, "", WIRE[:120], "The terminal will be closed."])
def test_another_report_or_a_brief_is_none(other: str) -> None:
    assert not copies(WIRE, other)
