"""Wordings that make a whole block boilerplate, wherever in the article it is.

Each pattern must match the whole block, so that no word inside body text triggers it. Patterns are
matched against the block's plain form: lower case, straight quotes, no bullets, no final stop. To
recognise a new wording, add a line to its kind. Repeated parts are bounded or possessive, so that a
hostile block takes no longer.
"""

from index.records import MarkKind

# Possessive, and no two alternatives begin alike, so that a long list of numbers is read once.
_DATE = (
    r"(?:[ .,:/|·()-]|\d+(?:am|pm|st|nd|rd|th)?|(?:jan|feb|apr|aug|sept?|oct|nov|dec|mon|tue|wed"
    r"|thu|fri|sat|sun)[a-z]*|mar(?:ch)?|may|june?|july?|am|pm|p\.m|a\.m|e[ds]?t|c[ds]?t|p[ds]t"
    r"|gmt|bst|utc|ist|at|on|ago|hours?|hrs?|minutes?|mins?|days?|weeks?|months?|years?|today"
    r"|yesterday|last|updated|published|modified)++"
)

LINES: dict[MarkKind, tuple[str, ...]] = {
    MarkKind.SUBSCRIBE: (
        r"continue reading(?: (?:the|this|below|on|your|with|for|more)\b.{0,80})?",
        r"keep reading(?: (?:the|this|below|on|your|with|for|more)\b.{0,80})?",
        r"discover more from .{1,100}",
        r"(?:please )?(?:subscribe|sign[- ]?up)(?: (?:now|today|here|free|for free|in seconds))*",
        r"subscribe(?: now| today| here)? to (?:get|receive|read|continue|keep|unlock|support|our"
        r"|this)\b.{0,150}",
        r"sign[- ]?up(?: now| today| here)? to (?:read|continue|keep|unlock|our|this)\b.{0,150}",
        r"(?:subscribe|sign[- ]?up) for (?:full|unlimited|our)\b.{0,150}",
        r"(?:type|enter) your e-?mail.{0,80}",
        r"(?:already|not|not yet) an? (?:subscriber|member)\?.{0,100}",
        r"(?:please )?(?:log|sign) in(?: or .{0,40})?(?: to (?:continue|read|comment"
        r"|view).{0,60})?",
        r"(?:create|get) (?:a|your) free account.{0,100}",
        r"(?:this|the full) (?:article|story|content|page) is (?:only |exclusively )?(?:available "
        r"|reserved |free )?(?:only |exclusively )?(?:to|for) .{0,40}(?:subscribers"
        r"|members)\b.{0,80}",
        r"these (?:articles|stories) are for .{0,40}subscribers\b.{0,60}",
        r"to (?:continue|keep) reading,? .{0,40}(?:subscribe|sign|log|register|create"
        r"|purchase).{0,90}",
        r"you(?:'ve| have) (?:reached|read|used|hit) .{0,60}\b(?:articles?|stories"
        r"|limit)\b.{0,100}",
        r"unlock (?:this|full|unlimited|more)\b.{0,80}",
        r"(?:get|enjoy) (?:unlimited|full|digital|instant) access\b.{0,150}",
        r"thank you for (?:supporting (?:our|local|independent)|subscribing|signing up)\b.{0,200}",
        r"(?:please )?support (?:local|independent|our|quality|progressive|nonprofit"
        r"|[\w ]{2,30}'s?) (?:[\w-]+ )?journalism\b.{0,200}",
        r"(?:please )?become an? .{0,40}(?:subscriber|member|supporter|patron)\b.{0,80}",
        r"(?:manage|view all|see all|browse all) (?:your )?newsletters",
        r"would you like to receive .{0,80}newsletter.{0,20}",
        r"the .{2,40} newsletter (?:provides|brings|gives|offers|delivers) you .{0,150}",
        r"invalid e-?mail address.{0,80}",
        r"(?:please )?(?:donate|make a donation|chip in)(?: .{0,20}(?:now|today|here|us))?",
        r"already (?:have|got) an account\?.{0,60}",
        r"(?:just|only) for (?:subscribers|members)|(?:subscribers?|members?)[- ]only(?: content)?",
        r"(?:unsubscribe|view (?:this (?:e-?mail|newsletter) )?in (?:your )?browser)\b.{0,80}",
        r"you(?:'re| are) receiving this (?:e-?mail|newsletter|message)\b.{0,200}",
        r"you (?:receive|get|received|got) (?:this|the|our) .{2,60} because you(?:'ve| have| are)?"
        r" (?:signed up|subscribed?|opted|registered|an? (?:member|subscriber))\b.{0,200}",
        r"(?:please )?forward this (?:e-?mail|newsletter|letter|message) to .{2,150}",
        r"join [\d.,]+k? other (?:subscribers|followers|readers).{0,40}",
        r"(?:get|download) (?:our|the) (?:free )?[\w ]{0,30}\bapp\b.{0,60}",
    ),
    MarkKind.COOKIES: (
        r"(?:accept|reject|manage|allow)(?: all)? cookies(?: settings| preferences)?",
        r"(?:cookie|privacy)(?:s)? (?:policy|settings|preferences|notice|consent|choices)",
        r"(?:privacy policy|terms (?:of|and) (?:service|use|conditions))(?: ?[|·/&,-].{0,80})?",
        r"we value your privacy\b.{0,200}|your (?:california )?privacy (?:choices|rights|options)",
        r"do not (?:sell|share)\b.{0,30}\bmy (?:personal )?(?:information|data)",
        r"we and our (?:\d+ )?partners (?:store|process|use|may|collect)\b.{0,300}\b(?:cookies|data"
        r"|devices?)\b.{0,200}",
        r"this site is protected by recaptcha.{0,150}",
        r"if you wish to object to the use of your data.{0,200}",
        r"we will use the (?:details|information) you have shared .{0,600}",
        r"by (?:continuing to (?:use|browse|visit|read)|using) (?:this|our) (?:web ?)?site.{0,400}",
        r"i agree|accept(?: all)?|reject all|manage preferences",
    ),
    MarkKind.SHARE: (
        r"(?=.*\b(?:share|tweet|print|pin|copy)\b|\D+$)(?:(?:share|tweet|post|e-?mail|print|pin"
        r"|save|copy|link|copied|facebook|twitter|x|whatsapp|linkedin|reddit|pinterest|flipboard"
        r"|telegram|messenger|pocket|tumblr|bluesky|threads|sms|google\+?|more|comments?|on|via|to"
        r"|by|with|this|the|article|story|page|link|friends?|a|your|[\d.]+k?)(?:[ :|,/&·•-]+"
        r"|$)){2,}+",
        r"share|tweet|print|whatsapp|e-?mail|share this|click to share.{0,60}",
        r"(?:please )?(?:follow|like|join|find|friend) us on\b.{0,120}",
        r"(?:leave|post|write|add) (?:a|your) (?:comment|reply)s?.{0,40}",
        r"(?:join|be part of|stay in) the (?:conversation|discussion)\b.{0,100}",
        r"(?:have your say|what do you think\?|tell us what you think).{0,60}(?:comments?|below"
        r"|us)\b.{0,40}",
        r"(?:let us know|share your (?:thoughts|views)|tell us).{0,60}\bin the comments\b.{0,30}",
        r"comments (?:are|have been) (?:closed|disabled|turned off).{0,80}",
        r"(?:please )?(?:send|submit) (?:your )?letters?(?: to the editor)? to\b.{0,80}",
        r"(?:got|have) a (?:news )?tip\b.{0,150}",
        r"(?:.{2,60} is published by .{2,60}\. )?(?:news )?tips?: ?[\w.+-]{2,40}@[\w.-]{3,60}",
        r"follow @\w+.{0,30}",
        r"like this|like loading|loading likes",
    ),
    MarkKind.NAVIGATION: (
        r"skip to (?:main |primary |the )?(?:content|navigation|search|article)\b.{0,60}",
        r"(?:home|homepage|news|front page)(?:(?: ?[>›»→] ?| [/|] )[\w&',. -]{2,40}){1,6}",
        r"(?:posted|filed|tagged)(?: in| under| with)?: .{2,120}|filed under .{2,80}"
        r"|tags?: .{2,200}|categor(?:y|ies): .{2,120}|this entry was posted .{2,200}",
        r"(?:previous|next|older|newer) (?:post|article|story|entry)s?(?:: .{1,120})?"
        r"|powered by .{2,30}",
        r"back to (?:top|home ?page|menu|the top)",
        r"(?:advertisement|advertising|sponsored(?: content| by .{1,40})?|paid post"
        r"|ads?)(?: continue reading.{0,40})?",
        r"(?:story|article|report|content|text|post) (?:continues|continued)(?: (?:below"
        r"|after)\b.{0,40})?",
        r"scroll (?:down )?(?:to|for) .{0,60}|keep scrolling",
        r"listen to (?:this|the) (?:article|story|episode|podcast|audio)\b.{0,60}",
        r"listen ?[·|(]? ?\d.{0,20}",
        r"\d+[- ]min(?:ute)?s? (?:read|listen|watch)|(?:estimated )?read(?:ing)? time.{0,40}",
        r"loading(?: comments| more| video| player)?|close|menu|search|next|previous|prev|cancel"
        r"|open in app|up next",
        r"(?:view|show|load|see|hide|read|expand) (?:all |\d+ |more |the )*comments?.{0,30}",
        r"(?:show|load|view|see) (?:more|all|less)",
        r"(?:play|watch) (?:video|audio)|now playing\b.{0,100}|video ad feedback|ad feedback",
        r"video player was slow.{0,500}|(?:\d\. )?how relevant is (?:this|the) ad.{0,40}",
        r"did you encounter any technical issues\?.{0,60}",
        r"pullquote|image without a caption|toggle (?:navigation|menu)|text size.{0,20}"
        r"|font size.{0,20}",
        r"(?:please )?enable javascript.{0,100}|your browser (?:does not|doesn't).{0,120}",
        r"hit play on the player .{0,300}",
    ),
    MarkKind.CAPTION: (
        r"photos?|videos?|images?|file photo|toggle caption|youtube|caption",
        r"(?:hide|show|view) captions?(?: \d+ of \d+)?",
        r"slideshow \(?\d+ images?|(?:prev|next)? ?image \d+ of \d+|\d+ of \d+(?: photos| images)",
        r"(?:enlarge this image|toggle caption) .{0,400}",
        r"just watched .{1,200} must watch\b.{0,200}|replay more videos .{0,200}",
    ),
    MarkKind.RELATED: (
        r"(?:read|see|learn|watch|listen)(?: more| also| next| on)(?: here| below| on this)?",
        r"(?:related|recommended|most (?:read|popular|viewed)|top stories|must[- ]reads?"
        r"|trending(?: now)?|editor'?s'? picks|further reading|more on this|also read|see also"
        r"|you (?:may|might) (?:also )?(?:like|be interested in)|in case you missed it|read next"
        r"|what to read next|(?:more|related|latest|other|recommended|top) (?:stories|news"
        r"|coverage|articles|links|content|topics)|more (?:from|in)(?: [\w&',.-]+){1,5})",
        r"(?:read|see) the (?:full|whole|entire|original) (?:story|article|post|report"
        r"|piece)\b.{0,60}",
        r"(?:read|view|see) more opinion\b.{0,80}",
        r"click (?:here|through)(?: (?:to|for)\b.{0,120})?",
        r"check (?:out )?your local forecast.{0,20}",
        r"need a break\? play .{0,80}",
        r"follow every game.{0,100}",
        r"(?:visit|go to) .{2,40}'s (?:home ?page|website) for more\b.{0,40}",
        r"(?:watch|see|catch) the latest videos? (?:at|on) .{2,60}",
    ),
    MarkKind.CREDIT: (
        r"(?:-+ )?contribut(?:ing|ors?)(?: (?:writers?|reporters?))?: .{1,400}",
        rf"(?:first |originally |last )?(?:published|updated|posted|modified"
        rf"|revised)\b(?=.*\d){_DATE}",
        r"\d+ (?:minutes?|hours?|days?|weeks?|months?|years?) ago",
        r"this article is more than \d+ (?:months?|years?) old",
        r"(?:©|\(c\) ?\d|copyright:? (?:©|\(c\)|\d{4}|by \w+ \d{4})).{0,400}",
        r"(?:editor'?s'? note: )?(?:this|the) (?:story|article|post|page|piece|column) (?:has been"
        r"|was) (?:\w+ )?(?:updated|corrected|republished)\b[^?!]{0,250}",
        r"(?:editor'?s'? note: )?this (?:story|article|post|page|piece|column) (?:has been|was|is)"
        r" (?:(?:originally|first|also) (?:published|produced|reported)|adapted|excerpted"
        r"|made possible|published (?:in partnership|with permission)|part of .{2,80}\b(?:series"
        r"|project|guide|package|newsletter|partnership|collaboration))\b[^?!]{0,250}",
        r"(?:editor'?s'? note: )?a version of this (?:story|article|post|piece|column|analysis)"
        r" (?:(?:first|originally|also|previously) )?(?:appear|ran|runs|was (?:\w+ )?(?:published"
        r"|posted))\w*\b.{0,400}",
        r"(?:note: )?this is a (?:developing|breaking)(?: news)? story.{0,120}"
        r"|this story is developing.{0,80}",
        r"(?:note: |editor'?s'? note: )?(?:the )?(?:opinions?|views?)(?: and opinions?)? expressed"
        r" .{0,160}\b(?:(?:his|her|their|my|its|authors'|author's) own|(?:are|is) (?:\w+ )?"
        r"those of|(?:not|necessarily) (?:represent|reflect)|solely|not necessarily)\b.{0,250}",
        r"(?:opinions?|commentary|analysis)/(?:opinions?|analysis|commentary)",
        r"(?:opinion|guest|staff) (?:columnist|contributor|writer|reporter|editor)s?",
        r"(?:source|via): [\w .&/-]{2,50}",
        r"special (?:to|for) (?:the )?[\w .']{2,40}",
        r"our fact[- ]check work is supported in part by .{0,120}",
        r"this is a rush transcript.{0,100}",
        r"\(?this (?:transcript|text) (?:was|has been) .{0,200}",
        r"prices were accurate at the time .{0,100}",
        r"(?:twitter|x|instagram|facebook|e-?mail)(?: handle)?: ?[\w-]{0,40}[@./][\w.@/-]{2,60}",
        r"@\w{2,30}|[\w.+-]{2,40}@[\w-]+(?:\.\w{2,10}){1,3}",
        r"follow (?:@\w+|[\w.' -]{3,50}|(?:her|him|them|me)) on (?:twitter|x|facebook|instagram"
        r"|threads|bluesky|social)\b[^?]{0,200}",
    ),
}
