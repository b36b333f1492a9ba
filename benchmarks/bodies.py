"""The submission of one invented body: plausible rows of the common tables, drawn from a seed."""

from calendar import monthrange
from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from random import Random

Cells = dict[str, object]
Rows = dict[str, list[Cells]]

#: Duty stations: IATA code of the nearest airport, country, climate. Invented bodies work in real cities, so that routes and grids are known.
STATIONS: Sequence[tuple[str, str, str]] = (
    ("GVA", "CH", "temperate"), ("JFK", "US", "temperate"), ("NBO", "KE", "temperate"), ("VIE", "AT", "temperate"), ("BKK", "TH", "hot"),
    ("ADD", "ET", "temperate"), ("SCL", "CL", "temperate"), ("BEY", "LB", "temperate"), ("FCO", "IT", "temperate"), ("CDG", "FR", "temperate"),
    ("CPH", "DK", "cold"), ("YUL", "CA", "cold"), ("DKR", "SN", "hot"), ("PTY", "PA", "hot"), ("LUN", "ZM", "temperate"), ("DEL", "IN", "hot"),
)  # fmt: skip
#: Least rows of a body: one small office with a few trips.
LEAST_ROWS = 30
#: Rows at which a body has one more place.
_ROWS_A_PLACE = 90
_MOST_PLACES = 12
_LEAST_TRIPS = 5
_PURPOSES = ("staff_mission",) * 7 + ("participant", "consultant", "home_leave")
_CABINS = ("economy",) * 8 + ("business", "unknown")
_WASTE = (
    ("mixed", "landfill", 0.5), ("paper", "recycling", 0.2), ("food", "composting", 0.15), ("plastic", "recycling", 0.08),
    ("glass", "recycling", 0.05), ("e_waste", "recycling", 0.02),
)  # fmt: skip
_TOPICS = ("ghg", "electricity", "air_travel", "waste", "water")
_ANSWERS = {
    "imp.status": "approved", "ems.status": "approaching", "ers.status": "approved", "waste.plan": "yes", "travel.policy": "yes",
    "procurement.policy": "partly",
}  # fmt: skip


def submission(code: str, parent: str, rows: int, seed: int, year: int) -> Rows:
    """The rows by table of one body and year, about as many as asked for; the same for the same arguments.

    Its places and people depend on code and seed alone, so that two years of a body fit together.
    """
    fixed = Random(f"{seed}:{code}")
    drawn = Random(f"{seed}:{code}:{year}")
    count = min(_MOST_PLACES, 1 + rows // _ROWS_A_PLACE)
    places = [_place(fixed, station) for station in fixed.sample(STATIONS, count)]
    found: Rows = {"profile": [_profile(code, parent, f"Invented body {code.rpartition('-')[2]} (illustrative)", places[0])]}
    for place in places:
        for table, made in _of_place(place, drawn, year, is_first=place is places[0], months=1 if rows > 2 * _ROWS_A_PLACE else 3).items():
            found.setdefault(table, []).extend(made)
    found |= {"coverage": coverage(), "management": management(year), "goals": goals(code, year)}
    left = rows - sum(map(len, found.values()))
    return found | {"air_travel": [_trip(places, drawn, year, number) for number in range(max(left, _LEAST_TRIPS))]}


def group(code: str, parent: str, year: int) -> Rows:
    """The rows by table of a group that hands in who it is and what it plans, and leaves the quantities to its members."""
    profile = _profile(code, parent, f"Invented group {code} (illustrative)", {"country": "CH"})
    elsewhere: list[Cells] = [{"topic": topic, "status": "included_elsewhere", "included_in": "its members"} for topic in ("personnel", *_TOPICS)]
    return {"profile": [profile], "coverage": elsewhere, "management": management(year), "goals": goals(code, year)}


def coverage() -> list[Cells]:
    """What the body says of its topics."""
    return [{"topic": topic, "status": "reported"} for topic in _TOPICS]


def management(year: int) -> list[Cells]:
    """The body's answers on environmental management."""
    return [{"question_id": question, "answer": answer, "date": date(year, 6, 1)} for question, answer in _ANSWERS.items()]


def goals(code: str, year: int) -> list[Cells]:
    """One goal on emissions and one on electricity, from the data year on."""
    aims = (("ghg.total", -30), ("energy.electricity.per_capita", -20))
    adopted: Cells = {"adopted_by": "Governing body", "adopted_date": date(year, 3, 1)}
    return [
        {"goal_id": f"{code}-{number}", "metric": metric, "baseline_year": year, "target_year": year + 6, "change_pct": change_pct, **adopted}
        for number, (metric, change_pct) in enumerate(aims, 1)
    ]


def _profile(code: str, parent: str, name: str, first: Mapping[str, object]) -> Cells:
    return {"organization": code, "name": name, "parent": parent, "country": first["country"], "illustrative": "true"}


def _place(fixed: Random, station: tuple[str, str, str]) -> Cells:
    """A place with the year's quantities that its rows are spread over, well inside the bounds of the suites."""
    airport, country, climate = station
    people = round(min(900.0, 8 + fixed.lognormvariate(3.6, 0.8)))
    area_m2 = round(people * fixed.uniform(15, 24))
    return {
        "location_id": airport, "country": country, "climate": climate, "people": people, "area_m2": area_m2,
        "kwh": area_m2 * fixed.uniform(90, 190), "waste_kg": people * fixed.uniform(60, 160), "water_m3": people * fixed.uniform(12, 28),
        "heating": fixed.choice(("natural_gas", "heating_oil")) if climate != "hot" else "", "has_cooling": fixed.random() < 0.4,
    }  # fmt: skip


def _of_place(place: Cells, drawn: Random, year: int, *, is_first: bool, months: int) -> Rows:
    """The rows of one place by table; meters are read every so many months."""
    found: Rows = {
        "locations": [_location(place, is_first=is_first)],
        "personnel": _personnel(place),
        "electricity": _electricity(place, drawn, year, months),
        "fuels": _fuels(place, drawn, year),
        "waste": _waste(place, drawn),
        "water": _water(place, drawn, year),
    }
    return found | ({"refrigerants": [_refrigerant(place, drawn)]} if place["has_cooling"] else {})


def _location(place: Cells, *, is_first: bool) -> Cells:
    kind = "headquarters" if is_first else "country_office"
    about = {name: place[name] for name in ("location_id", "country", "climate")}
    return {**about, "name": f"Office at {place['location_id']}", "kind": kind, "tenure": "leased_private", "floor_area_m2": place["area_m2"]}


def _personnel(place: Cells) -> list[Cells]:
    people = int(str(place["people"]))
    consultants = people // 6
    heads = {"staff": people - consultants, "consultant": consultants}
    return [
        {"location_id": place["location_id"], "category": name, "headcount": count, "basis": "headcount"} for name, count in heads.items() if count
    ]


def _electricity(place: Cells, drawn: Random, year: int, months: int) -> list[Cells]:
    return [
        {"location_id": place["location_id"], **span, "electricity_kwh": _spread(place, "kwh", 12 // months, drawn), "quality": "metered"}
        for span in _spans(year, months)
    ]


def _fuels(place: Cells, drawn: Random, year: int) -> list[Cells]:
    about: Cells = {"location_id": place["location_id"], "start_date": date(year, 1, 1), "end_date": date(year, 12, 31), "quality": "invoiced"}
    people = int(str(place["people"]))
    found = [{**about, "use": "vehicle", "fuel": "diesel", "quantity": round(people * drawn.uniform(20, 60)), "unit": "l"}]
    if place["heating"]:
        found.append({**about, "use": "heating", "fuel": place["heating"], "quantity": round(people * drawn.uniform(400, 900)), "unit": "kwh"})
    return found


def _refrigerant(place: Cells, drawn: Random) -> Cells:
    return {"location_id": place["location_id"], "refrigerant": drawn.choice(("R-410A", "R-134a")), "quantity_kg": round(drawn.uniform(0.2, 4), 2)}


def _waste(place: Cells, drawn: Random) -> list[Cells]:
    whole = float(str(place["waste_kg"]))
    return [
        {
            "location_id": place["location_id"],
            "stream": stream,
            "treatment": treatment,
            "waste_kg": round(whole * share * drawn.uniform(0.95, 1.05), 1),
        }
        for stream, treatment, share in _WASTE
    ]


def _water(place: Cells, drawn: Random, year: int) -> list[Cells]:
    return [
        {"location_id": place["location_id"], **span, "source": "municipal", "water_m3": _spread(place, "water_m3", 4, drawn), "quality": "metered"}
        for span in _spans(year, 3)
    ]


def _trip(places: Sequence[Cells], drawn: Random, year: int, number: int) -> Cells:
    origin = drawn.choice(places)["location_id"]
    destination = drawn.choice([airport for airport, _, _ in STATIONS if airport != origin])
    return {
        "trip_id": f"T{number:05}", "location_id": origin, "departure_date": date(year, 1, 1) + timedelta(drawn.randrange(360)), "origin": origin,
        "destination": destination, "cabin": drawn.choice(_CABINS), "trips": drawn.choice((1, 1, 1, 2, 3)), "return_trip": "true",
        "purpose": drawn.choice(_PURPOSES),
    }  # fmt: skip


def _spread(place: Cells, quantity: str, parts: int, drawn: Random) -> float:
    """One period's part of a year's quantity; no two periods are alike, as meters never are."""
    return round(float(str(place[quantity])) / parts * drawn.uniform(0.85, 1.15), 1)


def _spans(year: int, months: int) -> list[Cells]:
    """The periods of a year, of so many months each."""
    firsts = range(1, 13, months)
    return [
        {"start_date": date(year, first, 1), "end_date": date(year, first + months - 1, monthrange(year, first + months - 1)[1])} for first in firsts
    ]
