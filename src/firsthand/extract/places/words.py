"""Words that are towns somewhere and, at the head of a sentence or in a name, hardly ever that town."""

from __future__ import annotations

_WORDS = """
the a an of and or but for in on at by to as is was were be it he she they we you i this that these those
his her its their our my your no not new old day man men police group army state government president
minister union central north south east west northern southern eastern western university college school
church hospital park street road avenue bank house center centre court office company board council
committee department association monday tuesday wednesday thursday friday saturday sunday january february
march april may june july august september october november december mr mrs ms dr time times news post today
us un one two three more most many some all last next other such much best great general social media
date published what when where why how who which there here then with from into over after before under if
so do does did has have had will would can could should must might also just only even still however
meanwhile according since during while both several each every few any nothing like along officer deputy
sheriff county city town village lake river mountain valley island bay beach port hill hills spring springs
mission liberty reading nice bath mobile orange enterprise independence hope justice progress love male god
christ jesus bible twitter facebook google apple victory battle fight death life star sun moon king queen
prince lord lady young white black brown green gray grey red blue read born see page photo story report
video share copy print email subscribe hit another other others these those neither either my its
whose whom because although though unless until upon about against between among around through throughout
today yesterday tomorrow meanwhile again yes well please earlier later once former fellow local nearby
"""
COMMON = frozenset(_WORDS.split())
"""The words, in lower case."""

_HEADS = ("port fort mount saint st san santa santo são sao new old lower upper little great cape lake point puerto "
          "villa nueva nuevo river loch tel tal tall tell deir dayr dar kafr kfar beit bayt khan ain "
          "ayn umm jabal jebel ras wadi bab hajj nova novo nizhny veliky staraya stara ban phnom kampung kota")
NAME_HEADS = frozenset(_HEADS.split())
"""Words that open a place's name and are seldom the whole of it, in several tongues."""

_TAILS = """
park creek island islands lake lakes valley mountain mountains bay river rivers falls springs colony heights beach
square ridge hills hill canyon forest plateau desert peninsula delta sea ocean basin strait gulf coast road street
avenue boulevard bridge highway airport hall stadium arena theatre theater cathedral church cemetery bluff
grove forge mill mills point hollow run landing crossing junction gap spring wells summit pond
"""
GEO_TAILS = frozenset(_TAILS.split())
"""Words that make another name of the name before them: "Plum Island" is no part of Plum."""
