"""Case- or colon-sensitive boilerplate patterns: labels, photo credits, datelines."""

import re

# Labels before the colon of a link to another article ("RELATED: ...").
_LABELS = (
    r"(?:related(?: (?:stories|coverage|content|articles?|video))?|read more|read also|also read"
    r"|see also|read next|read|more|more from [\w' ]{2,30}|more on [\w' ]{2,30}|see more"
    r"|watch more|learn more|don't miss|further reading|full coverage|special coverage"
    r"|complete coverage|go deeper|from the archives?|photos?|photo gallery|gallery|slideshow"
    r"|videos?|watch|listen|podcasts?|check out|live updates?|interactive|graphic"
    r"|subscriber exclusive|for subscribers|just for subscribers|exclusive for subscribers"
    r"|you may also like|recommended|on the go\?|follow us|keep up|sign up|newsletter|download"
    r"|holiday deals|prep for the polls|le(?:a|e|er|ia) (?:también|también|además|mais"
    r"|também)|te puede interesar|(?:à )?lire aussi|lesen sie auch|mehr zum thema|leggi anche)"
)

_AGENCY = (
    r"(?:AP|AP Photo|Associated Press|The Associated Press|AFP|Reuters|REUTERS|EPA(?:-EFE)?|UPI|PA"
    r"|Getty(?: Images)?|Shutterstock|Bloomberg|Xinhua|Zuma(?: Press)?|Sipa(?: USA)?"
    r"|Anadolu(?: Agency)?|USA T(?:ODAY|oday)(?: (?:Network|Sports|NETWORK))?|Imagn(?: Images)?"
    r"|CNN|NPR|NASA|AFP/Getty Images|[A-Z][\w.&' -]{2,40} via (?:AP|Reuters|REUTERS|Getty Images"
    r"|AFP|Imagn|USA TODAY NETWORK))"
).replace(" ", r"\ ")
# Capitals matter here: "Win McNamee/Getty Images", "(AP Photo/Evan Vucci)", "Photo: Mark Henle".
PHOTO_CREDIT = re.compile(
    rf"""
      [\w.'’-]\ ?/\ ?(?:\w[\w.&' -]{{1,30}}/)?{_AGENCY}(?:/File)?\)?$
    | (?:\ via|\ ?[Cc]ourtesy(?:\ of)?|\|)\ +{_AGENCY}(?:\ [Pp]hotos?)?$
    | [(\[|]\s*(?:AP|AFP|Reuters|EPA|Getty)?\ ?(?:[Ff]ile\ )?
      (?:[Pp]hoto|[Ii]mage|[Ii]llustration|PHOTO)s?\b[^()]{{0,90}}[)\]]\.?$
    | \|\ (?:[Pp]hoto|[Ii]mage)s?\b[^()|]{{0,90}}$
    | \(.{{0,60}}\b(?:Getty\ Images|AP\ Photo|via\ AP|via\ Getty|Shutterstock)\b[^()]{{0,40}}\)\.?$
    | (?:^|[.!?)”"]\s+|\s)(?:Photo|Image|Credit|Photograph|Photographer|Illustration
      |Photo\ [Cc]redit|Photo\ [Ii]llustration|Image\ [Cc]redit)s?
      (?:\ by|\ courtesy\ of|:)\ [A-Z][^.?!]{{2,70}}$
    | \([A-ZÀ-Þ][\w.'’-]+(?:\ [A-ZÀ-Þ][\w.'’-]+){{1,3}}\ ?/\ ?[A-ZÀ-Þ][\w.&'’ -]{{2,40}}\)$
    | (?:[.”"]\s)Getty\ Images$
    | ^(?:Getty\ Images|AP\ Photo|{_AGENCY}/[A-Z][\w.' -]{{2,50}})$
    """,
    re.VERBOSE,
)
# A name must follow, unlike in "Writing by hand ...".
REPORTING_CREDIT = re.compile(
    r"\(?(?:[Aa]dditional )?(?:[Rr]eporting|[Ww]riting|[Ee]diting|[Cc]ompiled"
    r"|[Ee]dited)(?: and \w+)? by (?=[A-Z])"
)
# On a separate line: "Mexico City CNN —", "WASHINGTON (AP) —".
DATELINE = re.compile(
    r"(?:[A-Z][\w.,'’ -]{0,60}[ ,])?\(?(?:CNN|CNN ?Business|CNN Sport|AP|AFP|Reuters|REUTERS|UPI"
    r"|KHN|[A-Z][A-Z. ]{2,30})\)?\s*(?:—|–|--)"
)
GALLERY = re.compile(r"\bHide Caption \d+ of \d+\b")
# At least three words: "More: 7%" is a poll result.
LABELLED = re.compile(rf"{_LABELS}\s?[:|»>]\W{{0,3}}\w+(?:\W+\w+){{2}}")
# USA TODAY's links are set without a space: "More:Inflation cools", "See the list:What closed".
GLUED_LABEL = re.compile(
    r"(?:More|Opinion|Related|Video|Photos|Exclusive|[A-Z►][^.:?!]{0,50}"
    r" [a-z][^.:?!]{0,30}?)[\w'’\"”?]:[A-Z‘'\"“]\S*\s[^.]{5,160}$"
)
