"""The English words of attribution: verbs of saying with their stance, nouns that speak, small words.

General lexicons only: no name of a person, place, outlet or group stands here.
"""

from __future__ import annotations

from firsthand.records import Stance


def word_set(text: str) -> frozenset[str]:
    """The words of a text as a set."""
    return frozenset(text.split())


SAY_CLAUSE = word_set("""
say tell report add announce state claim confirm note declare write explain insist maintain argue
allege assert warn acknowledge admit stress reveal disclose suggest believe think estimate reckon
recall reply respond continue conclude tweet post repeat reiterate emphasize emphasise observe
indicate testify point predict complain contend concede affirm remark comment relate recount vow pledge
promise deny doubt dispute question wonder ask inquire fear hope expect assume suspect learn
 agree boast joke lament quip shout caution charge mention cite broadcast clarify specify
inform assure remind advise hint speculate conjecture attest certify swear""")
"""Lemmas that take a clause or a quotation as what is said."""
SAY_OBJECT = word_set("""
report announce claim confirm deny dispute document record count blame accuse condemn denounce
criticize criticise describe estimate cite reject dismiss question allege reveal mention call put
place give urge demand praise slam blast defend welcome quote predict acknowledge admit""")
"""Lemmas that take a bare object as what is said ("confirmed the deaths", "put the toll at 40")."""
PUT_TOLL = word_set("put place set give raise revise lower update release")
"""Lemmas that are cues only with a toll, count or figure as their object."""
TOLL_NOUNS = word_set("toll count figure figures number numbers tally estimate total losses casualties")
HOLDS_OBJECT_ONLY = word_set("""
document record count blame accuse condemn denounce criticize criticise describe reject dismiss call
put place set give raise revise lower update release urge demand praise slam blast defend welcome quote""")
"""Lemmas whose object follows; they never close a sentence after what is said."""
FORMS = {"said": "say", "says": "say", "told": "tell", "tells": "tell", "added": "add", "saying": "say"}
"""Forms that are cues whatever the tagger makes of them."""
PARTICIPLES = word_set("""
saying adding noting claiming citing telling warning stressing insisting arguing accusing alleging
confirming announcing explaining describing calling suggesting stating denying blaming reporting
declaring quoting indicating recalling acknowledging asserting estimating pointing""")
"""-ing forms that carry the speaker of the clause before them."""
INVERTING = word_set("""say add report note write explain recall announce declare state claim reply
continue confirm insist ask conclude argue warn comment remark admit""")
"""Verbs that may stand before their speaker ("… said the spokesman")."""

STANCE: dict[str, Stance] = {
    **dict.fromkeys(word_set("deny reject dispute refute dismiss contradict"), "denies"),
    **dict.fromkeys(word_set("doubt question challenge"), "doubts"),
    **dict.fromkeys(word_set("ask inquire wonder demand urge"), "asks"),
    **dict.fromkeys(word_set("believe think suspect suggest estimate fear hope expect assume speculate "
                           "reckon hint predict conjecture indicate allege"), "hedges"),
}
"""The stance of cues that do not plainly assert."""
HEDGES = word_set("""reportedly allegedly apparently possibly probably perhaps seemingly supposedly
purportedly might may could likely appears appeared seems seemed believed thought suspected alleged
unconfirmed""")
"""Words beside a cue, or opening what is said, that weaken it."""

DAYS = word_set("""monday tuesday wednesday thursday friday saturday sunday today yesterday tomorrow tonight
january february march april may june july august september october november december
jan feb mar apr jun jul aug sept sep oct nov dec""")
TIME_WORDS = DAYS | word_set("""late early earlier later afterwards morning afternoon evening night overnight
local time day week month hours hour minutes ago last previous next same following gmt
a.m. p.m. am pm midday noon midnight day's recently once again meanwhile""")
"""Words that tell when something was said."""
AUXILIARIES = word_set("""has have had is was were are been being be will would did does do not n't also later
earlier further then still already again meanwhile once subsequently repeatedly separately initially
first now recently just can could may might must should both all has's themselves himself herself
itself""")
"""Words that may stand between a speaker and the verb of saying."""
PRONOUNS = word_set("he she it they we i you who which this these those some many others another both one "
                  "none several everyone nobody everybody anyone")
RELATIVES = word_set("who which that whose whom")
MEDIUMS = word_set("""statement interview report post tweet message communique communiqué letter conference
briefing telephone phone email e-mail speech bulletin televised television address newsletter release
video remarks comments call note memo declaration dispatch page website twitter facebook telegram""")
"""What something is said in or by ("in a statement", "by telephone")."""
RECIPIENT_VERBS = word_set("tell inform assure remind advise")

PERSON_NOUNS = word_set("""spokesman spokeswoman spokesperson director head chief chairman chairwoman minister
president leader commander general colonel captain mayor governor ambassador envoy secretary doctor
medic nurse surgeon paramedic resident witness eyewitness activist journalist reporter correspondent
photographer teacher survivor relative neighbour neighbor villager farmer driver member official officer
analyst expert professor lawyer coordinator manager representative diplomat premier king prince mufti
bishop priest imam rescuer volunteer worker man woman boy girl father mother brother sister son daughter
student soldier fighter rebel source deputy adviser advisor lawmaker senator prosecutor judge sheriff
superintendent inspector brigadier lieutenant major sergeant administrator founder editor blogger
researcher scholar candidate congressman engineer physician shopkeeper pilot monitor insider aide""")
"""Singular nouns for people that speak."""
GROUP_NOUNS = word_set("""group organisation organization ministry department agency army military police
government regime council committee observatory monitor watchdog authority authorities command
coalition alliance party movement militia brigade front network centre center union federation
commission institute foundation society charity hospital office bureau presidency parliament
administration embassy company newspaper daily paper broadcaster channel station radio tv television
media website site outlet magazine agency press news journal body defence defense force forces
headquarters tribunal court university mission navy coastguard guard municipality directorate corps
campaign firm cabinet palace state city district province nation country side statement report
communique claim survey poll study document documents records letter video footage rescuers team unit
sources officials witnesses residents activists medics doctors journalists monitors reports
militants insurgents rebels separatists paramedics firefighters locals villagers survivors analysts
experts diplomats lawmakers officers investigators prosecutors authorities workers rescuers responders
observers relatives people crew staff spokesmen leaders eyewitnesses volunteers lawyers opposition
inspectors researchers critics commanders aides advisers reporters""")
"""Nouns for bodies, papers and numbers of people that speak."""
SOURCE_NOUNS = PERSON_NOUNS | GROUP_NOUNS
ANONYMOUS_NOUNS = word_set("""source sources official officials witness witnesses eyewitness eyewitnesses resident
residents activist activists medic medics doctor doctors journalist journalists reports observers analyst
analysts expert experts local locals rescuer rescuers diplomat diplomats insider insiders people
villager villagers survivor survivors relative relatives man woman fighter fighters
soldier soldiers officer officers worker workers paramedic paramedics some many others several critics
volunteer volunteers investigators aide aides neighbour neighbours lawmakers""")
"""Nouns that name nobody when no name stands with them."""
OFFICIAL_NOUNS = word_set("""ministry minister government army military police department president premier
mayor governor official officials officer officers spokesman spokeswoman spokesperson ambassador envoy
secretary authorities authority command parliament presidency embassy general colonel captain commander
navy coastguard council court prosecutor prosecutors sheriff administration municipality directorate
 cabinet palace lawmaker senator brigadier lieutenant major state hospital superintendent judge""")
OUTLET_NOUNS = word_set("""newspaper daily paper broadcaster channel station radio tv television media website
outlet magazine agency press news journal times post gazette herald tribune correspondent reporter
telegraph chronicle courier""")
DOCUMENT_NOUNS = word_set("""statement report reports communique communiqué survey poll study document documents
records letter video footage claim article memo filing lawsuit indictment book headline ad audit tweet""")
ARMED_NOUNS = word_set("""militia brigade militants insurgents rebels front movement fighters separatists
jihadists extremists faction guerrillas terrorists gunmen army-of caliphate""")
BODY_NOUNS = word_set("""group organisation organization council committee observatory monitor watchdog coalition
alliance party network centre center union federation commission institute foundation society charity
body defence defense campaign company firm university court mission association watch crescent cross
rights nations bank club league hospital trust team""")
SOURCE_MODIFIERS = word_set("""security health rebel government hospital army police media opposition intelligence
defence defense military medical state aid rescue rights local senior top regional provincial district
city town village human emergency pro-government anti-government loyalist militant party company union
church tribal border customs fire ambulance relief community civil labor labour campaign law enforcement
justice foreign interior finance news television radio tv press war field eye political election weather
monitoring activist transport railway airport coast navy federal county municipal council camp
school university prison""")
"""Common nouns and adjectives that belong to the source noun after them ("rescue workers said")."""
HEADLINE_SOURCES = word_set("""monitor monitors watchdog ministry minister police army military media tv television
radio agency official officials source sources activists activist witnesses witness residents report reports
spokesman spokeswoman spokesperson authorities government medics doctors state observatory group ngo charity
rescuers hospital mayor governor un analyst analysts experts navy council prosecutor prosecutors opposition
relatives lawyer study survey poll coroner coastguard embassy rebels militants president officer
""")
"""Words that close a headline as its source ("…: ministry")."""
BARE_HEADLINE_ENDS = word_set("""monitor monitors watchdog ministry media tv television source sources officials
official witnesses spokesman spokeswoman spokesperson authorities agency report reports ngo activists police
army observatory medics""")
"""Words that close a headline as its source even where the colon was lost."""
