"""The words by which doers are known: forces and people who attack, verbs and nouns of attacks, what is nobody."""

from __future__ import annotations

from firsthand.extract import lexicon as lex

FORCES = lex.words("""
force forces army armies troops regime government coalition jets jet warplanes warplane planes plane aircraft
helicopter helicopters bombers militant militants rebel rebels terrorist terrorists group groups organization
organizations organisation organisations fighter fighters gunman gunmen militia militias militiamen police
soldiers insurgents insurgent navy attacker attackers assailant assailants bomber snipers sniper guerrillas
guerrilla faction factions extremists extremist jihadists jihadist separatists mercenaries unit units brigade
brigades air military commandos paramilitaries squad squads cartel gang gangs mob robbers officers officer
settlers protesters battalion front warship warships ships submarine submarines navy fleet smuggler smugglers
trafficker traffickers pirate pirates bandit bandits poachers hijacker hijackers kidnappers arsonist arsonists
saboteur saboteurs looters raiders thieves vigilantes loyalists nationalists anarchists supremacist supremacists
herders herdsmen mafia syndicate intelligence tribesmen clansmen islamists drones drone tanks artillery
husband boyfriend wife girlfriend father mother stepfather neighbour neighbor teen teenager student motorist driver
drivers suspect suspects shooter shooters deputy deputies trooper troopers guard guards inmate inmates prisoners hitmen
hitman assassin assassins killer killers murderers criminals commando subversives paramilitary extortionists cartels
militiaman
jihadis hooligans rioters demonstrators protestors insurgency hardliners kidnapper abductors rapists stalker
robber burglar burglars intruder carjackers hackers death-squad death-squads constables marshals rangers rioter crowd
""")
HAZARDS = lex.words("""
hurricane typhoon cyclone storm storms tornado tornadoes twister earthquake quake tremor tsunami flood floods flooding
landslide mudslide avalanche volcano eruption wildfire wildfires blizzard heatwave drought lightning virus disease
outbreak epidemic pandemic cholera ebola measles dengue malaria influenza flu plague coronavirus covid covid-19 mers
sars bacteria cancer fever heat cold crash collision derailment accident flight train bus truck lorry car van boat ferry
plane airliner boeing airbus stampede collapse smoke water waves wind winds rain rains bear shark crocodile
elephant lion tiger dog dogs wolf snake
""")
"""What kills and is nobody: no doer, however it is called."""
ATTACK = lex.words("""
kill attack target bomb shell strike hit raid ambush detonate behead execute storm shoot bombard pound launch
fire drop carry conduct stage massacre assassinate murder blow destroy wound injure injured martyr slaughter gun
stab open plant perpetrate mount commit lob rain level bombarded kidnap abduct hijack torch ram plow plough poison slay
lynch hurl throw toss spray lob gas maim torture rape assault beat burn set machinegun machine-gun dynamite rocket
bayonet strafe sabotage vandalize loot besiege place
""")
DONE = lex.words("""
killed carried fired launched conducted attacked bombed shelled targeted dropped planted murdered executed
beheaded shot wounded injured detonated struck hit staged perpetrated claimed ambushed bombarded assassinated
massacred waged raided pounded airstrikes airstrike strikes strike raids raid bombardment bombing bombings
shelling attack attacks assault fire blown martyred mounted stabbed left destroyed slain offensive kidnapped abducted
hijacked torched lynched poisoned hurled thrown tortured assaulted beaten burned burnt gunned rammed seized kidnapping
kidnappings abduction murder murders killing killings assassination massacre ambush violence set hacked raped
""")
LIGHT = lex.words("""
launch carry conduct open drop fire plant mount commit level blow lob rain stage perpetrate hurl throw toss set seize
spray place
""")
"""Verbs that tell of an attack only with its name as their object."""
LIGHT_DONE = lex.words("carried launched conducted staged mounted left seized set perpetrated")
"""The same as participles: "attacks carried out by …", but not "investigations carried out by …"."""
FIGURATIVE = lex.words("blow blows deal deals agreement agreements balance bargain chord note pose truce "
                       "warrant warrants order orders plan plans search searches bill contract mission")
"""What is struck, executed or killed without an attack."""
PLACE_WORDS = lex.words("""
province region city town village district area border neighborhood neighbourhood county municipality provinces regions
cities towns villages districts areas neighborhoods neighbourhoods
""")
MACHINES = lex.words("""
jets jet warplanes warplane planes plane aircraft helicopters helicopter drones drone tanks artillery units unit
warship warships ships submarine submarines intelligence air front bomber bombers suicide fighter combat group groups
""")
"""Words that name no doer by themselves."""
STRIKES = lex.words("""
airstrike airstrikes strike strikes raid raids bombardment bombing bombings shelling attack attacks sorties
assault fire rockets rocket missile missiles shells bombs mortar air suicide aerial barrel artillery gunfire
sniper drone grenade grenades explosives bomb ambush petrol molotov cocktails stones kidnapping killing murder murders
massacre assassination
""")
HABIT = lex.words("usually often regularly frequently routinely repeatedly sometimes typically commonly")
"""What is told with one of these is no single deed."""
BACKED = lex.words("backed supported support aid help assisted assistance backing cover")
"""Who supports somebody is not the doer for that."""
NO_ACTOR = lex.words("""
strike strikes airstrike airstrikes raid raids bomb bombs bombing bombings attack attacks blast blasts explosion
explosions shell shells rocket rockets missile missiles mortar mortars shelling car bombardment people civilians
children earthquake fire source sources monitor activists witnesses officials report reports video
ceasefire toll war conflict clashes violence others hospital it he she they who which that this these those one
dynamite leaflets commission investigation investigations we you i there what man men woman women boy girl police-said
spokesman ricochet bullet bullets gunshot shooting shootings stabbing stabbings killing killings murder murders
""")
DEEDS = lex.KILL | lex.words("""
kidnapped kidnap abducted abduct hijacked bombed shelled exploded detonated blew blown hurled ambushed torched beheaded
raped tortured lynched stabbed gunned opened dynamited sabotaged destroyed attacked looted
""")
NAMELESS = lex.words("armed unidentified unknown hooded masked heavily gang group")
"""What makes men, people or individuals somebody: the doers whom nobody knows."""
SOMEBODY = lex.words("man men woman women individual individuals people persons person boy boys youths")
"""Nouns for the doers whom nobody names, after "by": "kidnapped by two men"."""
HELD = lex.words("believed thought held said deemed found suspected")
"""Verbs between somebody and "responsible"."""
THROWN = STRIKES | lex.words("gas bullets bullet shots dynamite charge charges ammunition cannon stones bricks acid")
STRUCK = STRIKES | lex.words("explosion blast explosions blasts killing killings murder murders shooting massacre "
                               "deaths death assassination bomb it this")
