"""General words of English news for what happened to whom: people, harm, means, kinds of happening."""

from __future__ import annotations


def words(text: str) -> frozenset[str]:
    """The words of a text, parted by white space."""
    return frozenset(text.split())


PEOPLE = words("""
people person persons civilian civilians citizen citizens resident residents villager villagers local locals man
men woman women child children kid kids baby babies infant infants toddler toddlers boy boys girl girls teen
teens teenager teenagers adult adults youth youths youngster youngsters elderly minor minors juvenile juveniles
student students pupil pupils schoolchild schoolchildren schoolboy schoolboys schoolgirl schoolgirls teacher
teachers professor professors worker workers laborer laborers labourer labourers employee employees staff
staffer staffers doctor doctors nurse nurses medic medics paramedic paramedics patient patients rescuer rescuers
volunteer volunteers soldier soldiers troop troops officer officers policeman policemen policewoman cop cops
deputy deputies guard guards serviceman servicemen conscript conscripts recruit recruits commander commanders
general colonel colonels captain captains lieutenant sergeant major personnel marine marines pilot pilots crew
crewman crewmen sailor sailors peacekeeper peacekeepers firefighter firefighters fireman firemen ranger rangers
agent agents militant militants rebel rebels insurgent insurgents terrorist terrorists extremist extremists
jihadist jihadists jihadi jihadis fighter fighters gunman gunmen guerrilla guerrillas militiaman militiamen
mercenary mercenaries combatant combatants member members operative operatives leader leaders suspect suspects
attacker attackers assailant assailants shooter shooters bomber bombers suicide-bomber driver drivers passenger
passengers pedestrian pedestrians motorist motorists cyclist cyclists tourist tourists traveller travellers
traveler travelers pilgrim pilgrims worshipper worshippers worshiper worshipers mourner mourners shopper
shoppers bystander bystanders customer customers diner diners guest guests visitor visitors spectator spectators
fan fans player players journalist journalists reporter reporters photographer photographers cameraman cameramen
activist activists protester protesters protestor protestors demonstrator demonstrators marcher marchers striker
strikers politician politicians official officials minister ministers mayor governor senator lawmaker lawmakers
judge judges lawyer lawyers prosecutor priest priests monk monks nun nuns imam cleric clerics refugee refugees
migrant migrants displaced inmate inmates prisoner prisoners detainee detainees hostage hostages captive
captives victim victims  survivor survivors martyr martyrs dead wounded injured human humans
individual individuals life lives soul souls body bodies corpse corpses family families relative relatives
mother mothers father fathers parent parents son sons daughter daughters brother brothers sister sisters sibling
siblings cousin cousins uncle aunt uncles aunts wife wives husband husbands grandmother grandfather grandson
granddaughter grandparents nephew niece couple girlfriend boyfriend friend friends neighbor neighbors neighbour
neighbours comrade comrades colleague colleagues partner partners miner miners farmer farmers fisherman
fishermen shepherd shepherds herder herders trader traders vendor vendors businessman businessmen contractor
contractors engineer engineers technician technicians expert experts national nationals foreigner foreigners
westerner westerners male males female females other others more them those us hundred guy guys lady ladies
senior seniors aide aides bodyguard bodyguards clerk owner manager cashier intruder robber burglar homeowner
trooper troopers freshman sophomore grader 1-year-old year-old year-olds sniper snipers spy spies ally allies
""")
"""Nouns for people. Where a verb of killing governs a number, unknown nouns are people too."""

REPORTS = words("allege alleges say says said")
"""Verbs that the parser takes for a part of the name behind them: "Police allege Ada Bell opened fire"."""

THINGS = words("""
year years month months week weeks day days hour hours minute minutes second seconds decade decades night nights
time times percent cent % dollar dollars pound pounds euro euros lira million billion kilometre kilometres
kilometer kilometers km mile miles metre metres meter meters foot feet inch inches yard yards ton tons tonne
tonnes kg kilogram kilograms gram grams degree degrees acre acres hectare hectares am pm a.m. p.m. gmt vehicle
vehicles car cars truck trucks bus buses tank tanks motorcycle motorcycles motorbike bike bikes ambulance
ambulances plane planes aircraft jet jets warplane warplanes helicopter helicopters drone drones boat boats ship
ships train trains convoy convoys airstrike airstrikes strike strikes raid raids attack attacks bombing bombings
blast blasts explosion explosions explosive bomb bombs barrel missile missiles rocket rockets shell shells
mortar mortars round rounds bullet bullets shots gun guns rifle rifles weapon weapons mine mines landmine device
devices house houses home homes building buildings hospital hospitals school schools mosque mosques church
churches market markets shop shops village villages town towns city cities district districts neighborhood
neighborhoods neighbourhood neighbourhoods province provinces region regions area areas country countries state
states site sites place places street block blocks position positions base bases checkpoint checkpoints camp
camps headquarters depot depots road roads bridge bridges target targets group groups faction factions party
parties organization organizations organisation incident incidents case cases crash collision crashes accident
accidents clash clashes shooting shootings murder murders homicide homicides arrest arrests charge charges count
counts stage cow cows sheep horse horses dog dogs cat cats bird birds animal animals goat goats livestock camel
camels earthquake quake quakes magnitude storm flood fire fires point points wound gunshot call calls report
reports operation operations offensive battle war truce ceasefire deal agreement meeting statement row series
number string lot total bid move result part line side front wave volley barrage spate hail bit matter
member-state massacre ambush crossfire firefight fight hit-and-run scene room apartment bar club pub restaurant
hotel warrant warrants order orders plan plans bill bills law laws search searches drill drills contract contracts
project projects mission missions job jobs tree trees crop crops fish chicken chickens pig pigs cattle
""")
"""Nouns that a number may count and that are no people."""

KILL = words("""
kill kills killed killing murder murders murdered murdering slay slays slew slain slaying martyr martyrs
martyred martyring massacre massacred massacring massacres execute executes executed executing behead beheads
beheaded beheading assassinate assassinated assassinating assassinates slaughter slaughtered slaughtering
eliminate eliminates eliminated eliminating annihilate annihilated lynch lynched lynching electrocuted
""")
KILLED = words("""
killed murdered slain martyred massacred executed beheaded assassinated slaughtered eliminated lynched
annihilated
""")
DIE = words("die dies died dying perish perishes perished perishing drown drowned drowns succumb succumbed")
DEAD = words("dead deceased lifeless")
DEATHS = words(
    "death deaths fatality fatalities killing killings murder murders slaying slayings massacre execution "
    "assassination bodies body corpses corpse remains dead lives life slaughter loss"
)
HURT = words("""
wound wounds wounded wounding injure injures injured injuring injures injuries hurt hurts hurting maim maims
maimed maiming hospitalize hospitalized hospitalise hospitalised stabbed stabbing stabs burned burnt grazed
""")
HURTED = words("wounded injured hurt maimed hospitalized hospitalised stabbed burned")
INJURIES = words("injury injuries wounded injured wounding")
SHOT = words("shot shoot shoots shooting")
MISSING = words("missing unaccounted trapped")
TOLL = words("toll tally count number figure total")
TOLL_MOVES = words("""
rise rises risen rose rising climb climbs climbed climbing reach reaches reached reaching stand stands stood
standing bring brings brought bringing raise raises raised raising put puts putting pass passes passed go goes
went gone going jump jumped increase increased surpass surpassed exceed exceeded exceeds hit hits top topped
tops top pass surpass exceed is was at to of
mount mounted grow grew grown push pushed pushing take took taking revise revised
""")

INCLUDING = words(
    "including include includes included among comprising counting mostly mainly particularly amongst whom"
)
MONTHS = words(
    "january february march april may june july august september october november december jan feb mar "
    "apr jun jul aug sep sept oct nov dec"
)
DAYS = words(
    "monday tuesday wednesday thursday friday saturday sunday today yesterday overnight late early tonight last this"
)
