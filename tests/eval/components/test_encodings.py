"""The referee of encodings generates what it says."""

import random

from eval.components.encodings import Case, cases, damaged, judged


def test_that_share_of_the_bytes_is_damaged_and_always_the_same_ones() -> None:
    data = b"a" * 1000

    found = damaged(data, 0.02, random.Random(1))

    assert sum(byte != 0x61 for byte in found) == 20
    assert found == damaged(data, 0.02, random.Random(1))


def test_words_that_became_others_are_wrong() -> None:
    text = "Başbakan ağır konuştu: “Görüşmeler şimdi başlayacak.”"
    data = text.encode("cp1254")

    rightly = judged(Case("cp1254", "tr", "rightly", 0.0, 0.3, text, data))
    as_latin_1 = judged(Case("cp1254", "tr", "as latin-1", 0.0, 0.3, text, data))

    assert (rightly.codec, rightly.is_right) == ("cp1254", True)
    assert (as_latin_1.codec, as_latin_1.is_right) == ("cp1252", False)


def test_short_texts_in_twelve_encodings_are_read_right() -> None:
    verdicts = [judged(case) for case in cases(seed=3, kilobytes=[0.3])]

    declared = [one.is_right for one in verdicts if one.case.declared == "rightly"]
    assert all(declared)
    assert sum(one.is_right for one in verdicts) >= 0.95 * len(verdicts)
