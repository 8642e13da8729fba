"""English words by what they can do in a sentence: enough to find subjects and clauses by rule.

No tagger: closed classes are listed, common verbs are listed with their forms, the rest is told by
shape. A word is a small set of flags, so that a rule is one bit test.
"""

from collections.abc import Iterable
from functools import cache

DETERMINER = 1
PREPOSITION = 1 << 1
CONJUNCTION = 1 << 2
SUBORDINATOR = 1 << 3
RELATIVE = 1 << 4
AUXILIARY = 1 << 5
ADVERB = 1 << 6
SUBJECT = 1 << 7
"""he, she, they, I, we, you, it: pronouns that are subjects."""
OBJECT = 1 << 8
POSSESSIVE = 1 << 9
TIME = 1 << 10
NUMBER = 1 << 11
COMMA = 1 << 12
STOP = 1 << 13
"""Punctuation that ends a clause: ; : ( ) and dashes."""
QUOTED = 1 << 14
"""A whole quoted stretch, taken as one word."""
NAME = 1 << 15
VERB = 1 << 16
GENITIVE = 1 << 17
GERUND = 1 << 18
PARTICIPLE = 1 << 19
"""Ends in -ed, or is a listed past form: a verb or an adjective."""
NOUN = 1 << 20
"""A listed noun that is also a form of a verb, or any other word."""
POINT = 1 << 21
"""A full stop inside a sentence: an abbreviation's."""

_CLOSED = {
    DETERMINER: "the a an this these those some any all both each every no another many most several "
    "few such other either neither half more",
    PREPOSITION: "of for from in at with on to by against behind near about into over under after "
    "before during through between among within without across like via per despite toward towards "
    "until since throughout upon amid outside inside around beyond alongside including besides than "
    "according beneath above below off onto versus regarding concerning following out up down unlike except",
    CONJUNCTION: "and or but nor & yet",
    SUBORDINATOR: "that because when if while although though whether how why what where unless as "
    "whereas whenever wherever lest once so even",
    RELATIVE: "who which whom whose that whoever",
    AUXILIARY: "has have had is are was were am be been being will would can could may might must "
    "shall should do does did hasn't haven't hadn't isn't aren't wasn't weren't won't wouldn't can't "
    "couldn't mustn't shouldn't don't doesn't didn't cannot 'd 'll 've 're 'm ain't",
    ADVERB: "not also never just still now then later again already often once ever even only always "
    "soon too almost perhaps maybe however meanwhile instead therefore thus nevertheless nonetheless "
    "moreover furthermore besides otherwise rather quite very so n't here there long ago further "
    "recently earlier sometimes twice together apart indeed well back away first last yes no further simply",
    SUBJECT: "he she they i we you it everyone everybody nobody someone somebody anyone",
    OBJECT: "him her them me us himself herself themselves itself myself ourselves yourself",
    POSSESSIVE: "his her their my our your its",
    TIME: "monday tuesday wednesday thursday friday saturday sunday today yesterday tomorrow tonight "
    "january february march april june july august september october november december morning "
    "afternoon evening night week month year weekend mon tues wed thurs fri sat sun "
    "monday's tuesday's wednesday's thursday's friday's saturday's sunday's",
    NUMBER: "one two three four five six seven eight nine ten eleven twelve dozen dozens hundred "
    "hundreds thousand thousands million millions billion billions",
}

_REGULAR = """
abandon accept accompany ache achieve act add address adopt advance affect aim allow alter amount
announce answer apologize appeal appear apply appoint approach argue arrest arrive ask attack attempt
attend attract avoid back ban base beat become believe belong blame block boost call campaign carry cause
challenge change charge chase check claim clear close collapse collect combine comment compare compete
complain complete concern conclude condemn conduct consider contain continue control convince cost count
cover create criticize cross cut damage deal debate decide declare decline defeat defend deliver demand deny
depend describe deserve destroy develop die direct discover discuss dismiss divide dominate double drop earn
elect emerge employ enable encourage endorse enjoy ensure enter escape establish examine exist expand expect
explain explore express extend face fail favor fear feature fire fix focus follow force gain gather guess
handle happen hate help hire hope identify ignore imagine improve include increase indicate insist intend
introduce invest invite involve issue join judge jump keep kick kill knock lack last laugh launch lay lead
learn like limit listen live load look love maintain manage mark marry matter mention miss move name need
nominate note notice obtain occur offer open operate oppose order organize own pass pay perform persuade
pick place plan play point post pour praise predict prefer prepare present press prevent proceed produce
promise promote propose protect prove provide publish pull push question raise reach react realize receive
recognize recommend reduce refer refuse regard reject relate release remain remember remove repeat replace
report represent require resign resist respond rest result retire return reveal rule save search seem serve
share shift show sign solve sound stage start state stay step stop struggle suffer suggest supply support
suppose surround survive talk target tend thank threaten touch trade trail train travel treat trust try turn
unite urge use visit vote wait walk want warn wash watch wear welcome win wish wonder work worry
""".split()

_IRREGULAR = """
say says said saying; tell tells told telling; write writes wrote written writing; think thinks
thought thinking; know knows knew known knowing; see sees saw seen seeing; find finds found finding; feel
feels felt feeling; speak speaks spoke spoken speaking; give gives gave given giving; make makes made
making; hold holds held holding; mean means meant meaning; understand understands understood
understanding; read reads reading; put puts putting; shoot shoots shot shooting; swear swears swore sworn
swearing; begin begins began begun beginning; let lets letting; cast casts casting; seek seeks sought
seeking; fight fights fought fighting; draw draws drew drawn drawing; take takes took taken taking; lead
leads led leading; hear hears heard hearing; go goes went gone going; come comes came coming; get gets got
gotten getting; run runs ran running; stand stands stood standing; lose loses lost losing; win wins won
winning; meet meets met meeting; leave leaves left leaving; bring brings brought bringing; begin begins
began; keep keeps kept keeping; become becomes became becoming; send sends sent sending; build builds
built building; fall falls fell fallen falling; cut cuts cutting; rise rises rose risen rising; drive
drives drove driven driving; buy buys bought buying; wear wears wore worn wearing; choose chooses chose
chosen choosing; grow grows grew grown growing; spend spends spent spending; sit sits sat sitting; pay
pays paid paying; set sets setting; win wins won winning; break breaks broke broken breaking; throw throws
threw thrown throwing; fly flies flew flown flying; catch catches caught catching; teach teaches taught
teaching; sell sells sold selling; sing sings sang sung singing; forget forgets forgot forgotten
forgetting; show shows showed shown showing; hit hits hitting; lay lays laid laying; lie lies lied lying;
withdraw withdraws withdrew withdrawn withdrawing; strike strikes struck striking; steal steals stole
stolen; prove proves proved proven proving; undergo undergoes underwent; mislead misleads misled; quit
quits quitting; sue sues sued suing; overcome overcomes overcame; foresee foresees foresaw foreseen; rebut rebuts rebutted rebutting; quote quotes quoted quoting
""".replace("\n", " ").split(";")

_DOUBLING = frozenset(
    "admit blog brag chat quip rebut refer rap slam rip whip concur regret omit pin commit permit nod plot "
    "plan stop drop wrap confer infer defer prefer deter rebel label signal model counsel dispel propel "
    "compel expel tip cap beg cap tag rip flip jab pan ban hit spar tap scrap snap step strip submit scan "
    "equip fret grin knit quiz rot rub shrug skip slip stir trim trip tug zip".split()
)

_NOUNS = frozenset(
    "campaign debate state states vote votes voting report reports plan plans call calls claim claims "
    "question questions answer answers attack attacks support challenge change charge charges comment "
    "comments concern concerns cost control count cover cause deal deals demand demands face fear fears "
    "focus force forces gain hope hopes increase issue issues judge judges lead leader look loss mark march "
    "move name names need needs note notes offer order orders order place play point points post poll polls "
    "praise press promise promises protest race rally rate release remark remarks result results return rise "
    "risk rule rules run search share shift show shows sign source sources speech stage start statement "
    "step stop study talk talks target tax thanks trade trip trust turn use view views visit "
    "voice walk watch win wish work works worry worries lie lies cut cuts fight fire help interest "
    "meeting feeling hearing beginning building meaning understanding warning warnings saying ruling spending "
    "opening training finding findings writing land light list look love matter matters morning mind board "
    "record present ban aide aides chief estimate estimates suit lawsuit address account hand "
    "head book official officials second minute minister party time right left well kind like".split()
)

_NOT_ADVERBS = frozenset("family only early daily weekly monthly yearly supply reply rally ally likely "
    "friendly elderly deadly lovely italy july assembly holy ugly silly monopoly bully belly jelly fly "
    "imply apply rely".split())  # fmt: skip

ABBREVIATIONS = frozenset(
    "mr mrs ms dr sen sens gov govs rep reps gen lt col sgt capt cmdr adm maj pres prof rev hon sr jr st "
    "no inc corp co ltd llc ala ariz ark calif colo conn del fla ga ill ind kan ky la mass md mich minn "
    "miss mo mont neb nev okla ore pa tenn tex va vt wash wis wyo d r i".split()
)


def inflected(base: str) -> list[str]:
    """Return a regular verb's four forms: base, -s, -ed, -ing ("deny", "denies", ...)."""
    if base.endswith("e"):
        return [base, base + "s", base + "d", base[:-1] + "ing"]
    if base.endswith("y") and base[-2] not in "aeou":
        return [base, base[:-1] + "ies", base[:-1] + "ied", base + "ing"]
    stem = base + base[-1] if base in _DOUBLING else base
    plural = "es" if base.endswith(("s", "sh", "ch", "x", "z", "o")) else "s"
    return [base, base + plural, stem + "ed", stem + "ing"]


@cache
def irregular_forms() -> dict[str, list[str]]:
    """Return base form -> all its forms, of the verbs that are listed with their forms."""
    return {forms[0]: forms for line in _IRREGULAR if (forms := line.split())}


def listed_verbs() -> frozenset[str]:
    """Return the base forms of the verbs listed here."""
    return frozenset(_REGULAR) | frozenset(irregular_forms())


@cache
def word_classes() -> dict[str, int]:
    """Return the flags of every listed word, in lower case."""
    classes: dict[str, int] = {}
    for flag, words in _CLOSED.items():
        _flag(classes, words.split(), flag)
    for base in _REGULAR:
        _flag_verb(classes, irregular_forms().get(base) or inflected(base))
    for forms in irregular_forms().values():
        _flag_verb(classes, forms)
    return classes


def _flag(classes: dict[str, int], words: Iterable[str], flag: int) -> None:
    for word in words:
        classes[word] = classes.get(word, 0) | flag


def _flag_verb(classes: dict[str, int], forms: list[str]) -> None:
    for form in forms:
        flag = GERUND if form.endswith("ing") and form != forms[0] else VERB
        flag |= PARTICIPLE if form.endswith("ed") else 0
        _flag(classes, [form], flag | (NOUN if form in _NOUNS else 0))


def classify_unlisted(word: str) -> int:
    """Return the flags of a lower-case word that is not listed, by its ending."""
    if "-" in word:
        return NOUN
    if word.endswith("ly") and word not in _NOT_ADVERBS:
        return ADVERB
    if word.endswith("ing") and len(word) > 5:
        return GERUND | NOUN
    if word.endswith("ed") and len(word) > 4:
        return PARTICIPLE
    return NOUN
