"""Makes literata.ttf and noto-sans.ttf anew, from two packages of PyPI.

    pip download --no-deps fontpkg-literata==3.103 fontpkg-noto-sans==2.15   # unpack each into a folder of its name
    pip install fonttools==4.68.0
    python3 remake.py fontpkg-literata fontpkg-noto-sans

README.md says what the two files are and whose they were.
"""

import sys
from pathlib import Path

from fontTools import subset
from fontTools.ttLib import TTFont
from fontTools.varLib import instancer

# Latin with Vietnamese and the languages of Europe and Africa, Greek with its old accents, Cyrillic; then the
# punctuation, currencies, figures and signs that stand in titles.
LETTERS = """
    U+0020-007E U+00A0-017F U+018F U+0192 U+01A0-01A1 U+01AF-01B0 U+01C4-01D4 U+01E6-01E7 U+01EA-01EB U+01FA-01FF
    U+0200-021B U+0259 U+02BB-02BC U+02C6-02C7 U+02D8-02DD U+0300-0304 U+0306-030C U+030F U+0311-0312 U+031B
    U+0323-0328 U+032E U+0331 U+0335-0336 U+0370-03FF U+0400-04FF U+0500-052F U+1E00-1EFF U+1F00-1FFF
    U+2000-206F U+2070-209F U+20A0-20C0 U+2100-214F U+2150-218F U+2190-2199 U+2202 U+2206 U+220F U+2211-2212
    U+2215 U+221A U+221E U+222B U+2248 U+2260 U+2264-2265 U+25A0-25CF U+2713 U+2717 U+FB01-FB02 U+FFFD
"""
FEATURES = ["ccmp", "kern", "liga", "locl", "mark", "mkmk"]


def make(package, file, axes, name):
    source = next(path for path in Path(package).rglob("*.ttf") if path.name.startswith(file + "["))
    font = instancer.instantiateVariableFont(TTFont(source, recalcTimestamp=False), axes)
    options = subset.Options()
    # Nothing is hinted at these sizes, and a name but for the licence is nobody's need.
    options.hinting = False
    options.glyph_names = False
    options.notdef_outline = True
    options.layout_features = FEATURES
    options.name_IDs = [0, 1, 2, 4, 5, 6, 13, 14]
    options.drop_tables += ["DSIG", "MVAR", "STAT", "gasp", "vhea", "vmtx"]
    subsetter = subset.Subsetter(options)
    subsetter.populate(unicodes=subset.parse_unicodes(LETTERS.replace("\n", " ")))
    subsetter.subset(font)
    target = Path(__file__).with_name(name)
    font.save(target)
    print(f"{name}: {target.stat().st_size} bytes, {len(font.getBestCmap())} letters")


def main(literata, noto_sans):
    make(literata, "Literata", {"opsz": 36, "wght": 600}, "literata.ttf")
    make(noto_sans, "NotoSans", {"wght": 400, "wdth": 100}, "noto-sans.ttf")


if __name__ == "__main__":
    main(*sys.argv[1:])
