"""Makes countries.tsv and shapes.bin anew, from two packages of npm.

    npm pack world-atlas@2.0.2 i18n-iso-countries@7.14.0      # unpack each into a folder of its name
    python3 remake.py world-atlas/package i18n-iso-countries/package

README.md says what the two files are and whose they were.
"""

import json
import sys
from pathlib import Path

# Natural Earth's names are short for the labels of a small map; ours stand in sentences too.
NAMES = {
    "AG": "Antigua and Barbuda", "AU": "Australia", "BA": "Bosnia and Herzegovina",
    "IO": "British Indian Ocean Territory", "VG": "British Virgin Islands", "CV": "Cape Verde",
    "KY": "Cayman Islands", "CF": "Central African Republic", "CG": "Republic of the Congo",
    "CK": "Cook Islands", "CD": "Democratic Republic of the Congo", "CI": "Ivory Coast",
    "DO": "Dominican Republic", "GQ": "Equatorial Guinea", "FO": "Faroe Islands",
    "FK": "Falkland Islands", "PF": "French Polynesia", "TF": "French Southern Territories",
    "HM": "Heard Island and McDonald Islands", "MK": "North Macedonia", "MH": "Marshall Islands",
    "MP": "Northern Mariana Islands", "PN": "Pitcairn Islands",
    "GS": "South Georgia and the South Sandwich Islands", "SS": "South Sudan", "SB": "Solomon Islands",
    "BL": "Saint Barthélemy", "MF": "Saint Martin", "KN": "Saint Kitts and Nevis",
    "PM": "Saint Pierre and Miquelon", "VC": "Saint Vincent and the Grenadines",
    "ST": "São Tomé and Príncipe", "TC": "Turks and Caicos Islands", "VI": "U.S. Virgin Islands",
    "US": "United States", "EH": "Western Sahara", "WF": "Wallis and Futuna", "SZ": "Eswatini",
    "AX": "Åland Islands", "VA": "Vatican City", "RE": "Réunion", "CC": "Cocos Islands",
    "UM": "U.S. Minor Outlying Islands",
}

# Names by which people look for a country, besides those of i18n-iso-countries.
ALIASES = {
    "GB": ["Britain", "England", "Scotland", "Wales", "Northern Ireland"], "MM": ["Burma"], "SZ": ["Swaziland"],
    "NL": ["Holland"], "US": ["America"], "VA": ["Holy See"], "TL": ["East Timor"], "CI": ["Côte d’Ivoire"],
    "CV": ["Cabo Verde"], "MK": ["Macedonia"], "GR": ["EL"],
}

# Shapes without a number in the world atlas that have a code all the same. Kosovo's is the one that the
# European Union and most software use; ISO has given it none.
UNNUMBERED = {"Kosovo": "XK"}


def varint(number, out):
    while number > 127:
        out.append(number & 127 | 128)
        number >>= 7
    out.append(number)


def zigzag(number, out):
    varint(number * 2 if number >= 0 else -number * 2 - 1, out)


EAST = 99999  # 180 degrees on the grid of the world atlas; 0 is the same meridian from the other side


def points(arc):
    x = y = 0
    for dx, dy in arc:
        x, y = x + dx, y + dy
        yield x, y


def pieces(arc):
    """An arc in pieces that end where it crosses the antimeridian."""
    found = [[]]
    for x, y in arc:
        if found[-1] and abs(x - found[-1][-1][0]) > EAST / 2:
            last_x, last_y = found[-1][-1]
            here = EAST if last_x > EAST / 2 else 0
            before, after = abs(here - last_x), abs(EAST - here - x)
            crossing = last_y + round((y - last_y) * before / ((before + after) or 1))
            found[-1].append((here, crossing))
            found.append([(EAST - here, crossing)])
        if not found[-1] or found[-1][-1] != (x, y):
            found[-1].append((x, y))
    return found


def unstitched(topology):
    """Arcs as points, and polygons, cut at the antimeridian, where the world atlas has sewn them together."""
    cut = [pieces(points(arc)) for arc in topology["arcs"]]
    arcs, places = [], []
    for parts in cut:
        places.append(range(len(arcs), len(arcs) + len(parts)))
        arcs += parts

    def ends(arc):
        return (arcs[arc][0], arcs[arc][-1]) if arc >= 0 else (arcs[~arc][-1], arcs[~arc][0])

    def rings(ring):
        """A ring, or the rings that it falls into."""
        steps = []
        for arc in ring:
            steps += places[arc] if arc >= 0 else [~piece for piece in reversed(places[~arc])]
        breaks = [at for at in range(len(steps)) if ends(steps[at - 1])[1] != ends(steps[at])[0]]
        if not breaks:
            return [steps]
        steps = steps[breaks[0]:] + steps[:breaks[0]]
        starts = [at - breaks[0] for at in breaks] + [len(steps)]
        found = []
        for start, end in zip(starts, starts[1:]):
            chain = steps[start:end]
            (x, y), (last_x, last_y) = ends(chain[0])[0], ends(chain[-1])[1]
            # A chain from one side of the world to the other goes around the south pole.
            seam = [(last_x, last_y), (x, y)] if x == last_x else [(last_x, last_y), (last_x, 0), (x, 0), (x, y)]
            if any(px not in (0, EAST) and py > 0 for arc in chain for px, py in arcs[max(arc, ~arc)] + seam):
                arcs.append(seam)
                found.append(chain + [len(arcs) - 1])
        return found

    shapes = []
    for shape in topology["objects"]["countries"]["geometries"]:
        polygons = []
        for outer, *holes in shape["arcs"] if shape["type"] == "MultiPolygon" else [shape["arcs"]]:
            found = rings(outer)
            # The outer ring of Antarctica is the pole, and the coast its hole.
            holes = [ring for hole in holes for ring in rings(hole)]
            if len(found) == 1:
                polygons.append(found + holes)
            else:
                polygons += [[ring] for ring in found + holes]
        shapes.append((shape, polygons))
    return arcs, shapes


def main(atlas, iso):
    topology = json.loads((atlas / "countries-50m.json").read_text())
    codes = {row[2]: row for row in json.loads((iso / "codes.json").read_text())}
    english = json.loads((iso / "langs/en.json").read_text())["countries"]
    arcs, shapes = unstitched(topology)

    out = bytearray()
    varint(len(arcs), out)
    for arc in arcs:
        varint(len(arc), out)
        last = 0, 0
        for x, y in arc:
            zigzag(x - last[0], out)
            zigzag(y - last[1], out)
            last = x, y
    varint(len(shapes), out)
    names = {}
    for shape, polygons in shapes:
        name = shape["properties"]["name"]
        row = codes.get(shape.get("id"))
        code = row[0] if row else UNNUMBERED.get(name, "--")
        names.setdefault(code, name)
        out += code.encode()
        varint(len(polygons), out)
        for rings in polygons:
            varint(len(rings), out)
            for ring in rings:
                varint(len(ring), out)
                for arc in ring:
                    zigzag(arc, out)
    Path("shapes.bin").write_bytes(out)

    lines = ["# ISO 3166-1 alpha-2, alpha-3, name, other names. Made by remake.py."]
    for row in sorted(codes.values()):
        code = row[0]
        others = english.get(code, [])
        others = others if isinstance(others, list) else [others]
        name = NAMES.get(code) or names.get(code) or others[0]
        others = sorted({other for other in others + ALIASES.get(code, []) if other not in (name, code, row[1])})
        lines.append("\t".join([code, row[1], name, "|".join(others)]).rstrip())
    Path("countries.tsv").write_text("\n".join(lines) + "\n")
    print(topology["transform"], len(out))


main(Path(sys.argv[1]), Path(sys.argv[2]))
