"""Who said what: the quotations of an article, by rules whose precision was measured.

    paragraphs -> marks paired -> sentences as words -> cues read -> quotations strung -> speakers

`index/quotations/` holds one step a file. No model; linear in the length of the text.
"""

from collections.abc import Sequence

from index.quotations.attribution import Draft, attribute
from index.quotations.cues import measured_cues
from index.quotations.marks import pair_marks
from index.quotations.paragraphs import split_paragraphs
from index.quotations.units import split_units
from index.records import Mark, Quote, Span


def find_quotes(text: str, sentences: Sequence[Span], marks: Sequence[Mark] = ()) -> list[Quote]:
    """Return what the article says that somebody said, in the order of the first words quoted.

    `sentences` are the body's, in order. A content span that is quoted includes its quotation
    marks; reported speech begins at "that" where there is one, and stops before the full stop.
    Content spans of one quote never overlap; different quotes may, where one reports another.

    `source` is the phrase that names the speaker here; `speaker` the fullest name the article
    gives, and None where that is not certain: for groups ("both leaders"), unnamed sources ("a
    senior official"), a surname that two people share. `confidence` is the precision measured for
    this use of the cue, not that of the speaker. Quotation marks around titles, slogans and
    doubtful words give no quote; neither does a quotation that nobody is said to have said.
    """
    paragraphs = split_paragraphs(text, marks)
    quoted = pair_marks(text, paragraphs)
    units = split_units(text, sentences, paragraphs, quoted)
    drafts = attribute(units, quoted, measured_cues())
    return sorted(map(_quote, drafts), key=lambda quote: quote.content[0])


def _quote(draft: Draft) -> Quote:
    return Quote(
        content=tuple(sorted(draft.content)),
        form=draft.form,
        cue=draft.cue,
        source=draft.source,
        confidence=round(draft.precision, 3),
    )
