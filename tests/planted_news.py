"""Invented news for tests: happenings, each told by an agency, its reprints, others, and a later report.

Everything follows from a seed. Towns, outlets and people are invented, so nothing of it is in any model.
"""

from __future__ import annotations

import json
import random
from datetime import date, timedelta
from pathlib import Path
from typing import Any

TOWNS = ("Port Selm", "Lower Varn", "Ostwick", "Marrow Bay", "Tarn Hollow", "Kesterby")
SITES = ("fish quay", "grain market", "bus station", "town hall", "glass works", "railway bridge")
DEEDS = (("A blast tore through the {site} of {town}", "explosion"), ("A fire swept the {site} of {town}", "fire"),
         ("Gunmen opened fire at the {site} of {town}", "shooting"))
WHO = ("the harbour master", "the police", "the mayor", "a hospital spokeswoman")
OUTLETS = ("Selm Post", "Varn Courier", "Inland News", "Northern Dispatch", "Ordan Weekly", "River Gazette")
TAILS = ("The road along the river was closed for hours, and schools nearby stay shut until further notice.",
         "Neighbours brought blankets and soup while crews worked under lamps through the night.",
         "An inquiry was opened in the morning, and experts from the capital are expected within days.",
         "Trams were halted, and the market that was planned for the weekend has been called off.")


def invent(happenings: int, seed: int) -> list[dict[str, Any]]:
    """Records of JSON Lines, five for each happening: agency, reprint, another's own, a rewrite, a later one."""
    chance = random.Random(seed)
    records = []
    for number in range(happenings):
        records += _tell(f"h{number}", TOWNS[number % len(TOWNS)], SITES[(number * 2 + number // 6) % len(SITES)],
                         date(2018, 3, 1) + timedelta(days=9 * number), chance)
    return records


def _tell(key: str, town: str, site: str, day: date, chance: random.Random) -> list[dict[str, Any]]:
    deed, noun = chance.choice(DEEDS)
    deed = deed.format(site=site, town=town)
    killed, later = chance.randint(5, 40), chance.randint(41, 60)
    who = chance.choice(WHO)
    outlets, tails = chance.sample(OUTLETS, 3), chance.sample(TAILS, 3)
    weekday = day.strftime("%A")

    def record(name: str, outlet: str, title: str, text: str, days: int) -> dict[str, Any]:
        told = day + timedelta(days=days)
        lead = f"{town.upper()}, {told.day} {told:%B %Y} - " if name != "reprint" else ""
        return {"id": f"{key}-{name}", "title": title, "text": lead + text, "publisher": outlet,
                "published": f"{told.isoformat()}T{chance.randint(6, 22):02d}:15:00"}

    wire = f"{deed} on {weekday} and killed at least {killed} people, {who} said. {tails[0]} {tails[1]}"
    return [
        record("wire", "Coast Agency", f"{killed} killed in {town} {noun}", wire, 0),
        record("reprint", outlets[0], f"At least {killed} dead in {town}", f"{wire} (Coast Agency)", 1),
        record("own", outlets[1], f"{town}: {killed - 2} dead", (
            f"{killed - 2} people died at the {site} of {town} on {weekday}, sources said. {tails[2]}"), 1),
        record("rewrite", outlets[2], f"Many dead in {town}", (
            f"{who.capitalize()} said at least {killed} people were killed on {weekday} at the {site} of {town}, the "
            f"Coast Agency reported. {tails[0]}"), 1),
        record("later", "Coast Agency", f"Toll of {town} {noun} rises to {later}", (
            f"The {noun} at the {site} of {town} on {weekday} killed {later} people, {who} said. {tails[1]}"), 3)]


def write(records: list[dict[str, Any]], path: Path) -> Path:
    """The records as a JSON Lines file."""
    path.write_text("".join(json.dumps(record) + "\n" for record in records), "utf-8")
    return path
