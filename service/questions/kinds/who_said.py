"""Questions for whoever is quoted with certain words: "Who said the treaty works?".

Only verbs of saying, with what was said behind them, ask so. "Who wrote the Declaration?", "Who
called the police?" and "Who called off the match?" ask who did it: the articles tell, and somebody
who is quoted on the matter is the wrong answer. In doubt a question is not one of these: the
passages that are read for others hold quotations as well.
"""

import re

_BEFORE = (
    r"(?:(?:and|so|but|ok|okay)[,\s]+)?who(?:\s+(?:else|first|all))?"
    r"(?:\s+(?:has|have|had|is|are|was\s+it\s+(?:that|who)|it\s+was\s+(?:that|who)))?"
    r"(?:\s+(?:been|also|once|ever|then|even|\w+ly))?"
)
_RELATIVE = r"(?:that|which|who|whom|whose|when|where|while|after|before|as|because)\b"
_FINITE = (
    r"(?:is|are|was|were|will|would|has|have|had|can|could|should|must|may|might|does|did"
    r"|(?:is|are|was|were|wo|would|has|have|had|ca|could|should|must|does|did|do)n['’]t|cannot)"
)
_PRONOUN = r"(?:he|she|it|they|we|there|this|nobody|everyone|no\s+one)"
_CLAUSE = (
    rf"(?:that\s+\S.*|(?:how|why|whether|if)\s+\S.*|{_PRONOUN}(?:['’]\w+)?\s+\S.*|[“\"'‘]\S.*"
    rf"|(?:(?!{_RELATIVE})\S+\s+){{1,7}}?{_FINITE}\s+\S.*)"
)
_ADVERB = r"(?:\s+(?:not|always|publicly|yesterday|today|recently))?"
_GREETINGS = r"(?:goodbye|good-bye|farewell|hello|hi|grace|mass|thanks?|thank\s+you|sorry)\b"
_CLAIMING = "|".join(
    """acknowledge[sd]? admit(?:s|ted)? allege[sd]? announce[sd]? argue[sd]? assert(?:s|ed)?
    assure[sd]? believe[sd]? boast(?:s|ed)? claim(?:s|ed)? complain(?:s|ed)? conclude[sd]?
    concede[sd]? confirm(?:s|ed)? declare[sd]? den(?:y|ies|ied) explain(?:s|ed)? fear(?:s|ed)?
    feels felt hope[sd]? insist(?:s|ed)? jok(?:es|ed) maintain(?:s|ed)? mention(?:s|ed)? note[sd]?
    point(?:s|ed)\\s+out pledge[sd]? predict(?:s|ed)? promise[sd]? propose[sd]? remark(?:s|ed)?
    report(?:s|ed)? stat(?:es|ed) stress(?:es|ed)? suggest(?:s|ed)? suspect(?:s|ed)? thinks?
    thought threaten(?:s|ed)? tweet(?:s|ed)? vow(?:s|ed)? warn(?:s|ed)? writ(?:es) wrote""".split()
)
# "Who wrote the book that is banned?" has a clause, too, but not one that was written.
_ONLY_WITH_THAT = "wrote|writes|reported|reports|proposed|proposes|noted|notes|announced|announces"
_ABOUT = (
    r"warn(?:s|ed)?\s+(?:(?:of|about|against)|(?:\S+\s+){1,3}?(?:of|about|against))"
    r"|argue[sd]?\s+(?:for|against|in\s+favou?r\s+of)|complain(?:s|ed)?\s+(?:of|about)"
    r"|comment(?:s|ed)?\s+on|remark(?:s|ed)?\s+on|jok(?:es|ed)\s+about|boast(?:s|ed)?\s+(?:of|about)"
    r"|(?:speaks?|spoke|spoken)\s+out\s+(?:against|about|for|in)|(?:hints?|hinted)\s+at"
    r"|(?:vow(?:s|ed)?|pledge[sd]?|promise[sd]?|threaten(?:s|ed)?)\s+to"
)
# What is called for in person, not in words.
_FETCHED = (
    r"(?:help|backup|back-up|aid|assistance|an?\s+(?:ambulance|doctor|taxi|cab|lift)|the\s+police)"
)
_PARTICLE = (
    r"(?:off|out|up|in|back|for|on|upon|about|over|round|around|down|away"
    r"|it\s+(?:off|quits|a\s+day))\b"
)
_NAMED = (
    r"(?:an?\s+\S.*|the\s+(?:best|worst|most|least|first|last|biggest|greatest)\b.*|[“\"'‘]\S.*"
    r"|(?:too|very|so|not|totally|completely|utterly|deeply|simply|\w+ly)\s+\S.*"
    r"|\w*(?:less|ful|ous|able|ible|ish|istic|rageous|ying|ating)"
    r"|(?:un)?(?:wrong|right|fair|safe|weak|strong|bad|good|great|stupid|sad|dead|late|early|crazy"
    r"|racist|fascist|illegal|legal|false|true|fake|evil|corrupt|historic|tragic|absurd|premature"
    r"|necessary|acceptable|reckless|wacko|nonsense|cruel|brave|genius|madness|wise|lazy|naive"
    r"|catastrophic|unprecedented|a))"
)
_CALLED = (
    rf"(?:call(?:s|ed)?)\s+(?!{_PARTICLE}|an?\s)(?:[“\"'‘].+[”\"'’]|\S+(?:\s+(?!an?\s)\S+){{0,7}}?)\s+{_NAMED}"
    rf"|(?:call(?:s|ed)?)\s+(?:him|her|it|them|this|us|himself|herself|themselves|itself)\s+"
    rf"(?!{_PARTICLE})(?!(?:yesterday|today|at|from|first|again|last)\b)\S.*"
    rf"|(?:call(?:s|ed)?)\s+for\s+(?!{_FETCHED})\S.*"
)
_DESCRIBED = (
    r"(?:describe[sd]?|portray(?:s|ed)?|depict(?:s|ed)?|characteri[sz]e[sd]?|brand(?:s|ed)?"
    r"|label(?:s|l?ed)?|slam(?:s|med)?|dismiss(?:es|ed)?|hail(?:s|ed)?|blast(?:s|ed)?"
    r"|denounce[sd]?|condemn(?:s|ed)?|praise[sd]?|criticis?z?e[sd]?|ridicule[sd]?|mock(?:s|ed)?"
    r"|reject(?:s|ed)?)\s+.+?\s+as\s+\S.*|liken(?:s|ed)?\s+.+?\s+to\s+\S.*"
)
_PATTERNS = tuple(
    re.compile(rf"{_BEFORE}\s+(?P<said>{form})", re.IGNORECASE)
    for form in (
        rf"(?:said|says|say|saying){_ADVERB}\s+(?!{_GREETINGS}).+",
        r"(?:(?:was|were)\s+)?quoted\s+(?:as\s+saying|saying|with)\s+.+",
        r"(?:told|tells|tell|telling)\s+(?:\S+\s+){1,4}?(?:(?:that|about|of|how|why)\s+|[“\"]).+",
        rf"(?!(?:{_ONLY_WITH_THAT})\b)(?:{_CLAIMING}){_ADVERB}\s+{_CLAUSE}",
        rf"(?:{_CLAIMING}){_ADVERB}\s+that\s+\S.*",
        rf"announce[sd]?\s+{_PRONOUN}\s+\S.*",
        rf"(?:{_ABOUT})\s+\S.*",
        _CALLED,
        _DESCRIBED,
    )
)
_VERB = re.compile(
    r"(?:(?:(?:was|were)\s+)?quoted\s+(?:as\s+saying|saying|with)"
    r"|\S+\s+(?:out|reporters|the\s+press|journalists)|\S+)\s+"
    r"(?:(?:that|about|for|of|against|to|on|at)\s+)?",
    re.IGNORECASE,
)
_ENDS = " \t?!."
_MARKS = "“”„«»\"' "


def who_said_topic(text: str) -> str | None:
    """What somebody is to be quoted with; None if the question asks something else."""
    asked = text.rstrip(_ENDS)
    found = next((match for form in _PATTERNS if (match := form.fullmatch(asked))), None)
    return found and (_VERB.sub("", found["said"], count=1).strip(_MARKS) or None)
