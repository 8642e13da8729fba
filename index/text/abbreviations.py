"""Words with a full stop that does not end a sentence, and words that begin sentences.

They are spelled as in the news: capitals matter ("Sat." is a day, "sat." ends a sentence).
"""


def _words(listed: str) -> frozenset[str]:
    return frozenset(listed.split())


ALWAYS_CONTINUED = _words("Mr Mrs Ms Messrs Mmes Dr Prof vs v e.g i.e cf viz a.k.a z.B")
"""A full stop after these never ends a sentence."""

PLACES = _words(
    """
    Ala Ariz Ark Calif Colo Conn Del Fla Ga Ill Ind Kan Kans Ky La Md Mass Mich Minn Miss Mo
    Mont Neb Nev Okla Ore Pa Penn Tenn Tex Va Vt Wash Wis Wyo N.H N.J N.M N.Y N.C N.D R.I S.C
    S.D W.Va D.C Ont Que Alta Man Sask B.C N.S N.B
    """
)
"""States and provinces, as abbreviated in datelines and party labels."""

OFFICES = _words(
    "Mayor Gov Sen Rep Judge Attorney County Democrat Democrats Republican Republicans"
)
"""Offices that may follow a place ("South Bend, Ind. Mayor Pete Buttigieg")."""

ABBREVIATIONS = PLACES | _words(
    # Titles and ranks
    """
    Gov Govs Lt Sen Sens Rep Reps Del Atty Gen Pres Supt Asst Dir Sec Treas Amb Hon Rev Msgr Fr
    Br Col Maj Capt Cpt Cmdr Cdr Comdr Adm Brig Sgt Sgts Cpl Pvt Pfc Spc Ens Insp Det Dep Supt
    Cllr Pte Profs Drs St Ste Mt Ft Pt Sr Sra Srta Dra Mme Mlle Mgr Ing Lic Hr Fr Nr Abp Bp Ald
    Commr Comm Дж
    """
    # What follows a name or a company
    """
    Jr Esq Bros Co Cos Corp Inc Ltd Pty Plc Mfg Assn Assoc Univ Dept Depts Inst Intl Natl Govt
    """
    # Places and addresses
    """
    Ave Aves Blvd Rd Hwy Rte Ln Pkwy Sq Bldg Twp Cty Apt
    """
    # Months, numbers, references
    """
    Jan Feb Mar Apr Jun Jul Aug Sept Sep Oct Nov Dec Nos nos Vol Vols vol Fig Figs figs Ch Pp pp
    Art Sect Op Ed Eds ed eds approx est ca al ft lb lbs oz Ph.D S.p.A
    """
)
"""After these a sentence continues, unless the next word is one that begins sentences."""

BEFORE_NUMBERS = ABBREVIATIONS | _words(
    """
    No no n° núm b d r fl p P pp Opp opp sec Sect Par para Chap chap Rm Ext ext Tel tel v ver c
    ca approx fig eq Eq Mon Tue Tues Wed Thu Thur Thurs Fri Sat Sun
    """
)
"""After these a number never begins a sentence."""

STARTERS = _words(
    """
    A About According Additionally After All Almost Along Already Also Although Among An And
    Another Any Anyone As Asked At Authorities Based Because Before Both But By Currently
    Despite During Each Earlier Even Every Everyone Experts Few Following For Furthermore Given
    Has Have Having He Her Here His How However Hundreds I If In Indeed Instead Is It Its Just
    Later Like Many Maybe Meanwhile Moreover Most My Nearly Neither Nobody Nor Not Nothing Now
    Of Officials On Once One Only Or Other Others Otherwise Our Over Overall Perhaps Plus
    Prosecutors Rather Several She Since So Some Sometimes Still Such That The Their Then There
    These They This Those Though Through Thus To Today Two Under Unfortunately Unlike Until
    Voters Was We Were What When Where Whether Which While Who Why With Within Without Yes
    Yesterday Yet You Your
    """
)
"""Words that are capitalised at the start of a sentence far more often than inside one."""

TIMES_OF_DAY = _words("a.m p.m A.M P.M am pm")
"""A sentence ends after these about half of the time."""

AFTER_TIMES = _words(
    """
    Monday Tuesday Wednesday Thursday Friday Saturday Sunday Mon Tue Tues Wed Thu Thur Thurs Fri
    Sat Sun January February March April May June July August September October November
    December Jan Feb Mar Apr Jun Jul Aug Sept Sep Oct Nov Dec Eastern Central Mountain Pacific
    Atlantic Greenwich Alaska Hawaii London Paris Berlin Beijing Moscow Tokyo Sydney
    """
)
"""Words that may follow a time of day in a sentence, besides a zone ("8 p.m. ET")."""

MONTHS = _words(
    """
    January February March April May June July August September October November December Januar
    Jänner Februar März Mai Juni Juli Oktober Dezember
    """
)

ROMAN = _words("II III IV VI VII VIII IX XI XII XIII XIV XV")
"""Numerals of list items ("IV. Results")."""

SPEECH_VERBS = (
    "said|says|asked|asks|wondered|wonders|exclaimed|shouted|cried|yelled|joked|quipped|wrote|writes|"
    "tweeted|posted|added|adds|replied|responded|recalled|continued|declared|told|screamed|demanded|"
    "urged|remarked|mused|insisted|explained|noted|argued|warned|cracked|marveled"
)
"""Verbs that may follow a quotation that ended in a question or exclamation mark."""

NAMES_WITH_A_MARK = frozenset(["E", "Jeopardy", "Yahoo", "Yum"])
"""Names written with an exclamation mark ("E! News")."""
