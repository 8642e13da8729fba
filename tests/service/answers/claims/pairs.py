"""Generated pairs of statements: some say the same in other words, some contradict each other.

A scene is who did what, to whom, where and when; a pair is one scene put twice, or once truly and
once with one fact changed. Rules were developed with the even scenes; the odd ones only judge them.
"""

from collections.abc import Callable, Iterator
from pathlib import Path
from random import Random

from msgspec import Struct, structs

DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
# Of the week until Monday, May 19, 2025, when the articles are published, and of the week from it.
DATES = ("May 19", "May 13", "May 14", "May 15", "May 16", "May 17", "May 18")
COMING = ("May 19", "May 20", "May 21", "May 22", "May 23", "May 24", "May 25")
PLACES = ("Redmill", "Lyon", "Oslo", "Ottawa", "Nairobi", "Lima", "Porto", "Kestrel Bay")
SMALL = ("two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve")


class Scene(Struct, frozen=True):
    """Who did what to whom."""

    subjects: tuple[str, ...]
    verb: tuple[str, ...]
    """Base form, past, participle, gerund."""
    object: str
    others: tuple[str, ...]
    """What else the object could be."""
    amount: str = ""
    """With `{n}` for a number."""
    opposite: str = ""
    """The past of a verb that reverses it."""
    synonym: str = ""
    """The past of a verb that means the same."""


PEOPLE = (
    ("Mark", "Carney"), ("Diana", "Okafor"), ("Pavel", "Strnad"), ("Maria", "Lindqvist"),
    ("Ahmed", "Rahimi"), ("Laura", "Castillo"), ("Henry", "Whitfield"), ("Susan", "Marchetti"),
)  # fmt: skip
TITLES = ("Mayor", "Senator", "Prime Minister", "Judge", "Dr.", "Governor")
COMPANIES = (
    "Acme", "Boltwerk", "Norvik", "Tessaro", "Kelmont", "Ardent Foods", "Blue Harbor", "Zenotek",
)  # fmt: skip
BODIES = (
    "the city council", "the school board", "the appeals court", "the Senate", "the committee",
)  # fmt: skip

_ROWS = Path(__file__).with_name("scenes.txt").read_text(encoding="utf-8").splitlines()


def _scene(row: str) -> Scene:
    cells = [cell.strip() for cell in row.split("|")]
    subjects, verb, object_, others, amount, opposite, synonym = [*cells, "", "", "", ""][:7]
    base, past, participle, gerund, *particle = verb.split()
    forms = (" ".join([form, *particle]) for form in (base, past, participle, gerund))
    known = {"COMPANY": COMPANIES, "BODY": BODIES}.get(subjects) or tuple(subjects.split(", "))
    return Scene(
        known,
        tuple(forms),
        object_,
        tuple(o for o in others.split(", ") if o),
        amount,
        opposite,
        synonym,
    )


SCENES = tuple(_scene(row) for row in _ROWS if not row.startswith("#"))


class Facts(Struct, frozen=True):
    """One scene with everything filled in."""

    scene: Scene
    subject: str
    object: str
    number: int
    day: int
    place: str
    modal: str = ""
    """"will", "may", "plans to"; empty: it has happened."""
    negated: str = ""
    """How it is denied; empty: it is not."""
    verb: str = ""
    """Another past than the scene's own."""
    days: tuple[str, ...] = DAYS
    digits: bool = True


class Pair(Struct, frozen=True):
    """Two statements, what sets them apart, and the number of the scene."""

    one: str
    other: str
    kind: str
    scene: int


def facts(random: Random, scene: Scene) -> Facts:
    """A scene filled in at random."""
    first, second = random.sample(PEOPLE, 2)
    subject = random.choice(scene.subjects).replace("{person}", " ".join(first))
    object_ = scene.object.replace("{person}", " ".join(second))
    return Facts(
        scene, subject, object_, random.randint(2, 12), random.randrange(7), random.choice(PLACES)
    )


def clause(told: Facts, *, passive: bool = False) -> str:
    """The statement without day and attribution."""
    base, past, participle, gerund = told.scene.verb
    number = str(told.number) if told.digits else SMALL[told.number - 2]
    object_, amount = (part.replace("{n}", number) for part in (told.object, told.scene.amount))
    if passive:
        words = f"{object_} {_passive(told, participle)} by {told.subject}"
    else:
        words = f"{told.subject} {_active(told, base, past, gerund)} {object_}"
    return " ".join(f"{words} {amount} in {told.place}".split())


def _active(told: Facts, base: str, past: str, gerund: str) -> str:
    if told.modal:
        return f"{told.modal}{' ' + told.negated if told.negated else ''} {base}"
    forms = {
        "not": f"did not {base}",
        "n't": f"didn't {base}",
        "never": f"never {past}",
        "failed": f"failed to {base}",
        "refused": f"refused to {base}",
        "declined": f"declined to {base}",
        "denied": f"denied {gerund}",
        "has not": f"has not {past}",
        "without": f"left without {gerund}",
        "neither": f"neither confirmed nor {past}",
        "no longer": f"no longer {past}",
    }
    return forms[told.negated] if told.negated else told.verb or past


def _passive(told: Facts, participle: str) -> str:
    if told.modal:
        return f"{told.modal}{' ' + told.negated if told.negated else ''} be {participle}"
    plural = told.object.startswith("{n}") or (
        told.object.endswith("s") and told.object[0].islower()
    )
    be = "were" if plural else "was"
    return f"{be} {'not ' if told.negated else ''}{told.verb or participle}"


def sentence(told: Facts, *, form: int = 0) -> str:
    """A sentence: the day behind or before, in the passive voice, attributed, as `form` says."""
    passive = bool(form & 1) and told.negated in {"", "not"} and _has_passive(told)
    words = clause(told, passive=passive)
    day = told.days[told.day]
    words = f"on {day}, {words}" if form & 2 else f"{words} on {day}"
    if form & 4:
        words = f"{words}, officials said"
    return f"{words[0].upper()}{words[1:]}."


def _has_passive(told: Facts) -> bool:
    return told.scene.verb[0] not in {
        "join",
        "resign from",
        "plans to",
    } and not told.modal.endswith(" to")


_WORDY = ("has not", "no longer")

# What is changed, one function for each kind of contradiction.

Change = Callable[[Random, Facts], Facts | None]


def other_negation(random: Random, told: Facts) -> Facts | None:
    """The same, denied."""
    if told.modal:
        return structs.replace(told, negated="not") if " " not in told.modal else None
    how = [*"not n't never failed refused declined denied without neither".split(), *_WORDY]
    return structs.replace(told, negated=random.choice(how))


def other_name(random: Random, told: Facts) -> Facts | None:
    """Somebody or something else."""
    where = random.choice(("subject", "object", "place", "swap", "given"))
    if where == "place":
        return structs.replace(told, place=random.choice([p for p in PLACES if p != told.place]))
    if where == "swap":
        if told.subject[0].islower() or told.object[0].islower() or "{" in told.object:
            return None
        return structs.replace(told, subject=told.object, object=told.subject)
    people = [" ".join(names) for names in PEOPLE]
    for role in (where, "subject", "object"):
        now = getattr(told, role, "")
        if now in people:
            _, surname = now.split()
            rest = [p for p in people if p not in (told.subject, told.object)]
            other = (
                f"{random.choice(rest).split()[0]} {surname}"
                if where == "given"
                else random.choice(rest)
            )
            return structs.replace(told, **{role: other})
    pool = (
        told.scene.others
        if where == "object"
        else [s for s in told.scene.subjects if s != told.subject]
    )
    role = "object" if where == "object" else "subject"
    return structs.replace(told, **{role: random.choice(pool)}) if pool else None


def other_number(random: Random, told: Facts) -> Facts | None:
    """Another number."""
    if "{n}" not in told.object + told.scene.amount:
        return None
    number = random.choice([n for n in range(2, 13) if n != told.number])
    return structs.replace(told, number=number, digits=random.random() < 0.7)


def _dates(told: Facts) -> tuple[str, ...]:
    return COMING if told.modal else DATES


def other_day(random: Random, told: Facts) -> Facts:
    """Another day, by weekday or date."""
    day = random.choice([d for d in range(7) if d != told.day])
    return structs.replace(told, day=day, days=random.choice((DAYS, _dates(told))))


def other_modality(random: Random, told: Facts) -> Facts:
    """Not so sure, or not yet."""
    modals = [
        "will",
        "may",
        "might",
        "could",
        "would",
        "should",
        "must",
        "plans to",
        "is expected to",
        "hopes to",
    ]
    return structs.replace(told, modal=random.choice([m for m in modals if m != told.modal]))


def opposite(_: Random, told: Facts) -> Facts | None:
    """The reverse: won and lost."""
    reverse = told.scene.opposite
    return structs.replace(told, verb=reverse) if reverse and not told.modal else None


CHANGES: dict[str, Change] = {
    "negation": other_negation, "name": other_name, "number": other_number, "day": other_day,
    "modality": other_modality, "opposite": opposite,
}  # fmt: skip


def contradictions(seed: int, count: int) -> Iterator[Pair]:
    """Pairs of which one member has one fact changed, each put in a way of its own."""
    random = Random(seed)
    kinds = list(CHANGES)
    made = 0
    while made < count:
        number = random.randrange(len(SCENES))
        told = facts(random, SCENES[number])
        if random.random() < 0.4:
            told = structs.replace(told, modal=random.choice(("will", "may", "would")))
        kind = kinds[made % len(kinds)]
        changed = CHANGES[kind](random, told)
        if changed is None:
            continue
        form = random.choice((0, 0, 1, 2, 3, 4, 5))
        other = form if random.random() < 0.5 else random.choice((0, 1, 2, 4))
        yield Pair(sentence(told, form=form), sentence(changed, form=other), kind, number)
        made += 1


# Ways to say the same in other words.


def by_form(random: Random, told: Facts) -> tuple[str, str]:
    """Active or passive, the day in front or behind, attributed or not."""
    one, other = random.sample(range(8), 2)
    return sentence(told, form=one), sentence(told, form=other)


def by_speech(random: Random, told: Facts) -> tuple[str, str]:
    """Who said it in front or behind, in another verb, by surname or with a title."""
    given, surname = random.choice(
        [n for n in PEOPLE if " ".join(n) not in (told.subject, told.object)]
    )
    title = random.choice(TITLES)
    words = sentence(told)[:-1]
    low = (
        words
        if words.split()[0] in told.subject.split() and told.subject[0].isupper()
        else words[0].lower() + words[1:]
    )
    forms = [
        f"{words}, {given} {surname} said.",
        f"{words}, said {surname}.",
        f"{words}, {title} {surname} told reporters.",
        f"{title} {given} {surname} said that {low}.",
        f"{surname} said {low}.",
        f"According to {given} {surname}, {low}.",
        f"{words}, according to {title} {surname}.",
        f"{given} {surname} told reporters that {low}.",
        f"{words}, {surname} announced.",
        f"{words}, {surname} stated in an interview.",
        f"{title} {surname} confirmed that {low}.",
    ]
    one, other = random.sample(forms, 2)
    return one, other


def by_unit(random: Random, told: Facts) -> tuple[str, str] | None:
    """Numbers in words and digits, units abbreviated."""
    one = sentence(told)
    if "{n}" not in told.object + told.scene.amount:
        return None
    other = sentence(structs.replace(told, digits=False))
    n, word = told.number, SMALL[told.number - 2]
    other = other.replace(
        f"${word} million", random.choice((f"{n} million dollars", f"US${n} million", f"${n}m"))
    )
    other = other.replace(
        f"€{word} million", random.choice((f"{n} million euros", f"€{n}m", f"EUR {n} million"))
    )
    return one, other.replace(
        f"{word} percent", random.choice((f"{n}%", f"{n} per cent", f"{word} percent"))
    )


def by_day(random: Random, told: Facts) -> tuple[str, str]:
    """A weekday, and the date that it was."""
    dates = _dates(told)
    days = [dates, tuple(f"{d}, 2025" for d in dates), tuple(f"{d.split()[1]} May" for d in dates)]
    return sentence(told), sentence(
        structs.replace(told, days=random.choice(days)), form=random.choice((0, 2))
    )


def by_name(random: Random, told: Facts) -> tuple[str, str] | None:
    """A full name, a surname, a title."""
    people = [names for names in PEOPLE if " ".join(names) in (told.subject, told.object)]
    if not people:
        return None
    other = sentence(told)
    for given, surname in people:
        named = random.choice(
            (
                surname,
                f"{random.choice(TITLES)} {surname}",
                f"{random.choice(TITLES)} {given} {surname}",
            )
        )
        other = other.replace(f"{given} {surname}", named)
    return sentence(told), other


def by_synonym(random: Random, told: Facts) -> tuple[str, str] | None:
    """Another verb that means the same."""
    synonym = told.scene.synonym
    if not synonym or told.modal:
        return None
    return sentence(told), sentence(
        structs.replace(told, verb=synonym), form=random.choice((0, 2, 4))
    )


def by_wire(random: Random, told: Facts) -> tuple[str, str]:
    """A wire copy: a tail cut, or edited lightly."""
    words = sentence(told)[:-1]
    tails = [
        ", police said",
        ", according to a statement",
        ", ending years of uncertainty",
        ", officials said on Sunday",
        ", the second such case this spring",
        ", as thousands watched",
        " after a long debate",
        " despite protests",
        ", a spokeswoman told Reuters",
        ", drawing criticism from residents",
        ", who gathered at dawn",
    ]
    edits: list[Callable[[str], str]] = [
        lambda s: f"{s}{random.choice(tails)}",
        lambda s: f"{s}{random.choice(tails)}",
        lambda s: s.replace(" in ", " here in ", 1),
        lambda s: s.replace("the ", "", 1),
        lambda s: (
            s.replace("harbor", "harbour")
            .replace("criticised", "criticized")
            .replace("Prime Minister", "PM")
        ),
        lambda s: " late on ".join(s.rsplit(" on ", 1)),
        lambda s: " ".join(s.rsplit(" on ", 1)),
        str.upper,
        lambda s: f"{s}, it was reported",
        lambda s: f"“{s}”",
        lambda s: s.replace(" will not ", " won't "),
    ]
    return f"{words}.", f"{random.choice(edits)(words)}."


WAYS: dict[str, Callable[[Random, Facts], tuple[str, str] | None]] = {
    "form": by_form, "speech": by_speech, "unit": by_unit, "day": by_day, "name": by_name,
    "synonym": by_synonym, "wire": by_wire,
}  # fmt: skip


def paraphrases(seed: int, count: int) -> Iterator[Pair]:
    """Pairs that say the same."""
    random = Random(seed)
    ways = list(WAYS)
    made = 0
    while made < count:
        number = random.randrange(len(SCENES))
        told = facts(random, SCENES[number])
        if random.random() < 0.3:
            told = structs.replace(told, modal=random.choice(("will", "may")))
        if random.random() < 0.15:
            told = structs.replace(told, negated="not")
        kind = ways[made % len(ways)]
        both = WAYS[kind](random, told)
        if both is None or both[0] == both[1]:
            continue
        yield Pair(*both, kind, number)
        made += 1
