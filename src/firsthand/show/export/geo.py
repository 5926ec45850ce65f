"""The places that accounts give, as GeoJSON (RFC 7946): one point for each place of a story."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from firsthand.flow import Tables
from firsthand.show.atlas import find_spots


def write_geojson(tables: Tables, about: Mapping[str, Any]) -> str:
    """The resolved places as a feature collection; places that nothing resolves are left out, as no point is theirs."""
    features = []
    for story in tables.stories:
        places = find_spots(tables, story.id).places
        features += [{"type": "Feature", "geometry": {"type": "Point", "coordinates": [one.lon, one.lat]},
                      "properties": {"name": one.name, "given_by": list(one.who), "story": story.id,
                                     "reports": list(one.reports)}} for one in places]
    return json.dumps({"type": "FeatureCollection", "features": features}, ensure_ascii=False, indent=1) + "\n"
