"""Messages about a checked quotation, in the reader's language."""

from prompts import say
from service.wire.drafts import CheckedQuotation, Edit

# Tests look for the names of messages.
_VERDICTS = {
    "verbatim": "cli_check_verbatim",
    "misattributed": "cli_check_misattributed",
    "altered": "cli_check_altered",
    "superseded": "cli_check_superseded",
    "indirect": "cli_check_indirect",
    "not_found": "cli_check_not_found",
    "too_short": "cli_check_too_short",
}
_EDITS = {
    "replaced": "cli_check_replaced",
    "added": "cli_check_added",
    "left_out": "cli_check_left_out",
}


def verdict(checked: CheckedQuotation, language: str) -> str:
    """The verdict in a few words."""
    name = _VERDICTS[checked.verdict]
    if checked.verdict == "verbatim" and checked.speaker_match != "same":
        name = "cli_check_unchecked"
    title = next((one.title or one.article_id for one in checked.citations), "")
    return say(name, language, speaker=checked.speaker, claimed=checked.claimed, title=title)


def differences(checked: CheckedQuotation, language: str) -> list[str]:
    """What differs from the original, word by word; empty if the words are the same."""
    changed = [edit for edit in checked.edits if edit.kind != "same"]
    if checked.verdict == "altered" and not changed:
        return [say("cli_check_order", language)]
    return [_difference(edit, language) for edit in changed]


def _difference(edit: Edit, language: str) -> str:
    return say(_EDITS[edit.kind], language, draft=edit.draft, original=edit.original)
