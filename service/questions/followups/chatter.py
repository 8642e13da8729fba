"""Messages that ask nothing of the articles: greetings, thanks, goodbyes, and questions about us."""

import re

from service.questions.followups.words import plain_words

_WORDS = {
    "greeting": """hi hello hey hiya yo morning evening afternoon good there everyone all hola buenas
        buenos dias bonjour bonsoir salut hallo moin servus guten tag morgen abend""",
    "thanks": """thanks thank you thx ty cheers much so very a lot for that your help great cool
        nice ok okay perfect awesome good excellent wow lol haha hah yes i see got it gracias muchas
        vale genial merci beaucoup parfait super danke vielen dank schon sehr prima toll""",
    "goodbye": """bye goodbye cya see you later ciao cu have a good nice day night then ok haha lol
        thanks thx adios hasta luego au revoir tschuss auf wiedersehen""",
}
_NEEDED = {
    "greeting": r"hi|hello|hey|hiya|yo|good (?:morning|evening|afternoon|day)|morning|hola|buen[oa]s"
    r"|bonjour|bonsoir|salut|hallo|moin|servus|guten (?:tag|morgen|abend)",
    "thanks": r"thanks?|thx|ty|cheers|great|cool|nice|ok|okay|perfect|awesome|excellent|wow|lol|haha"
    r"|got it|i see|gracias|vale|genial|merci|parfait|danke|prima|toll|vielen dank|super",
    "goodbye": r"bye|goodbye|cya|see you|ciao|good night|adios|hasta luego|au revoir|tschuss"
    r"|auf wiedersehen",
}
_ALLOWED = {topic: frozenset(words.split()) for topic, words in _WORDS.items()}
_HELP = re.compile(
    r"^(?:(?:please |can you )?help(?: me)?(?: please)?|what is (?:this|this (?:site|page|thing|app"
    r"|website)|dateline)|what's this(?: site| page)?|whats this(?: site| page)?|who are you"
    r"|what are you|what can (?:you|i) (?:do|ask)(?: (?:here|you))?|how does (?:this|it) work"
    r"|how do (?:i|you) (?:use (?:this|it)|work)|are you (?:a |an )?(?:bot|ai|human|robot|chatgpt)"
    r"|ayuda|que es est[oe](?: sitio)?|aide|qu'est-ce que c'est|c'est quoi(?: ce site)?|hilfe"
    r"|was ist das(?: hier)?|wie funktioniert das)$"
)
_SEPARATE = re.compile(r"^(?P<first>[^.!?,]{2,40})[.!?,]+\s*(?P<rest>.+)$")


def topic_of_chat(message: str) -> str:
    """ "greeting", "thanks", "goodbye" or "help"; empty where something is asked."""
    plain = plain_words(message)
    if _HELP.match(plain):
        return "help"
    words = plain.split()
    for topic in ("goodbye", "greeting", "thanks"):
        needed = re.search(rf"(?<!\w)(?:{_NEEDED[topic]})(?!\w)", plain)
        if needed and all(_is_allowed(word, topic) for word in words):
            return topic
    return ""


def without_chatter(message: str) -> str:
    """A message without the greeting or the thanks in front of it: "thanks. and sheinbaum?"."""
    found = _SEPARATE.match(message)
    if found and topic_of_chat(found["first"]):
        return found["rest"]
    return message


def _is_allowed(word: str, topic: str) -> bool:
    return word in _ALLOWED[topic] or word in _ALLOWED["thanks"] or not word.strip("-'")
