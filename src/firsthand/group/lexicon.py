"""The words of English news that tell little of a happening."""

from __future__ import annotations

EVERYDAY = frozenset("""
a about above across after again against ago all almost along already also although always am among an and
another any are around as at away back be became because been before began behind being below between both but
by came can cannot come could day days did do does doing done down during each early either else end enough even
ever every far few first for found from front further gave get give go going got had half has have having he her
here hers herself him himself his how however i if in inside into is it its itself just kept know last late later
latest least left less like little long made mainly make many may me mean might mine month months more moreover
most much must my myself near nearby nearly never new next no nor not nothing now of off often old on once one only
onto or other others our ours out outside over own part past people per perhaps place put quite rather s said same
saw say says second see seen set several shall she should since so some something soon still such t take taken than
that the their theirs them themselves then there these they thing things this those though through thus time times
to today together told too took toward towards two under until up upon us use used using very via was way we week
weeks well went were what when where whether which while who whom whose why will with within without would year
years yesterday yet you your yours
monday tuesday wednesday thursday friday saturday sunday january february march april june july august
september october november december jan feb mar apr jun jul aug sep sept oct nov dec am pm morning afternoon
evening night overnight noon midnight tomorrow tonight
zero three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen
nineteen twenty thirty forty fifty sixty seventy eighty ninety hundred hundreds thousand thousands million millions
dozen dozens scores half
http https www com net org html htm php asp aspx url gmt est edt pst pdt utc
""".split())  # noqa: SIM905
"""Words that tell nothing of a happening: grammar, days (dates are compared apart), numbers, parts of addresses."""

NEWSY = frozenset("""
according added agency agencies announced area areas arrested article attack attacked attacks authorities
bbc bodies body bomb bombing border call called calls case charged charges child children city civilian civilians
claimed comment comments confirmed conflict copyright country county court crime crisis dead death deaths died
department described director district early east eastern email emergency expected facebook family fight fighters
fighting fire fired follow force forces foreign former government group groups gun gunshot head help high
hit home hospital house human identified incident including incidents information injured injuries international
investigation investigating involved issue issued journalist kill killed killing kills leader leading left life
list live local major man media medical meeting member members men military minister ministry minutes monitor
morning national near network news newspaper north northern number office officer officers official officials
opened operation order party person photo photos plan please police political post posted power presence president
press province public published quoted read real reached received region related released remain remained
reported reportedly reporter reporters reporting reports rescue residents responded responsibility responsible rights
road run saying scene security seeking sent service services share shooting shot showed situation site social
source sources south southern spokesman spokesperson spokeswoman started state statement states station stay stop
story street subscribe support suspect suspects taken talks target targeted team television thought told town
trying twitter update updated victim victims video village violence war watch website west western witness witnesses
wife woman women work working world wounded wounds young
""".split())  # noqa: SIM905
"""Words that stand in a good part of all news of harm, whatever the happening."""
