#!/usr/bin/env python3
"""Change sites at random, and hold nutgraf to what it promises of any input.

usage: python3 benches/fuzz.py [--minutes 60] [--seed 1] [--nutgraf target/debug/nutgraf] [--keep DIR]

The sites are those of the text cases in tests/cases that have no errors, and the one in tests/browser/everything. Each round takes one,
builds it, changes files and names of files, and runs `build`, `check` and `build` into an empty folder. It is a fault if

- a command ends by a signal or a panic, takes more than 30 seconds of a processor, or blames the system (status 2);
- `build` fails and a byte of its output folder differs from before;
- `build` succeeds and what it wrote differs from what it writes into an empty folder.

A round follows from the seed, its own number and those sites. The site of a fault is kept in DIR; `--round N` does a round
again. The last line counts.
"""

import argparse
import hashlib
import os
import random
import re
import resource
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path

HERE = Path(__file__).resolve().parent.parent
CPU_LIMIT = 30  # seconds of processor time, so that a busy machine makes no fault
WALL_LIMIT = 600  # seconds
DAY = ["--today", "2026-11-28"]
SETTINGS = b'title = "Site"\nbase_url = "https://why.example/"\ncards = "none"\n'
# What has a meaning in one of the formats, and what readers of formats stumble over.
WORDS = [
    word.encode()
    for word in (
        "[@", "]", "[^1]", "[^1]: ", "](", "![", "```\n", "~~~", "+++\n", "---\n", "\n\n", "- ", "1. ", "> ", "# ", "| a | b |\n|-|-|\n", "**",
        "_", "`", "$", "$$", "<!--", "-->", "<script>", "<div>", "</div>", "&amp;", "&#0;", "\\", '"', '"""', "'''", "'", "[[", "]]", "[block]\n", " = ", "= [", "{", "}",
        "{{", "}}", "{% for x in page %}", "{% endfor %}", "{% include 'explainer.html' %}", "| safe", ",", ";", "\t", "\r\n", "\r", "\0", "\ufeff", "\u2028", "\u202e",
        "\u0301", "ß", "İ", "👩‍👩‍👧", "1986-02-30", "2022-11~", "-0044", "9999-12-31", "2026-11-28", "0", "-1", "1e308", "NaN", "99999999999999999999", "1,5", "../", "/", "//",
        "#", "?", "%", "%2e%2e/", "%FF", "javascript:alert(1)", "data:,x", "https://", "http://[::1", "@article{a, title = {", "draft = true\n", "published = 2026-11-28\n", "updated = ",
        "aliases = [\"/\"]\n", "topics = [\"a\"]\n", "[[changes]]\n", "title = \"\"\n", "@import 'a.css';", "url(a.png)", "<svg>", "<g>", "xlink:href='#a'",
    )
] + [b"\xff", b"\xc3", b"\xed\xa0\x80"]
NAMES = ["index.md", "a b.md", "ä.md", "a\u0308.md", "con.md", "A.md", "x" * 250 + ".md", "é" * 120 + ".md", "a:b.md", "a\nb.md", "a%20b.md", ".hidden.md", "a.", "-", "~.md",
         "sources.toml", "sources.bib", "entities.toml", "site.toml", "data.csv", "x.png", "x.svg", "_headers", "index.html", "404.md", "feed.xml"]


class Fault(Exception):
    """nutgraf did what it must not."""


def case_files(text):
    """The files that a text case gives, by their names."""
    files, name = {}, None
    for line in text.splitlines(keepends=True):
        if line.startswith("--- "):
            name = line[4:].strip()
            is_file = "/" in name.split(" ")[0] or "." in name.split(" ")[0]
            is_expected = name.split(" ")[0] in ("findings", "import", "check", "html", "card")
            name = name if is_file and not is_expected else None
            if name:
                name = name.removesuffix(" (bytes)")
                files[name] = b""
        elif name:
            files[name] += re.sub(rb"\\x([0-9a-f]{2})", lambda found: bytes([int(found[1], 16)]), line.encode())
    return files


def sites():
    """The sites to begin with, as name and files."""
    found = []
    for path in sorted((HERE / "tests/cases").rglob("*.txt")):
        text = path.read_text()
        if "\n--- import\n" not in text and (files := case_files(text)):
            found.append((str(path.relative_to(HERE)), {"site.toml": SETTINGS, **files}))
    folder = HERE / "tests/browser/everything"
    files = {str(path.relative_to(folder)): path.read_bytes() for path in sorted(folder.rglob("*")) if path.is_file()}
    found.append(("tests/browser/everything", files))
    return found


def changed(text, other, dice):
    """The text with one change; `other` is a text to take from."""
    at = dice.randint(0, len(text))
    end = min(len(text), at + dice.choice([1, 1, 2, 5, 20, 200]))
    match dice.randrange(9):
        case 0:
            return text[:at] + text[end:]
        case 1:
            return text[:at] + text[at:end] * dice.choice([2, 3, 50]) + text[end:]
        case 2:
            return text[:at]
        case 3:
            start = dice.randint(0, len(other))
            return text[:at] + other[start : start + dice.choice([5, 50, 500])] + text[end:]
        case 4:
            return text[:at] + bytes(dice.randrange(256) for _ in range(dice.randint(1, 4))) + text[end:]
        case 5:
            lines = text.splitlines(keepends=True)
            dice.shuffle(lines)
            return b"".join(lines)
        case 6:
            return text[:at] + dice.choice(WORDS) * dice.choice([1, 2, 100, 3000]) + text[at:]
        case _:
            return text[:at] + dice.choice(WORDS) + text[at:]


def changed_name(name, dice):
    """Another name for a file, in the same folder or one below."""
    folder, _, last = name.rpartition("/")
    new = dice.choice([dice.choice(NAMES), dice.choice(NAMES) + "/" + last, last.replace(".", dice.choice([" ", ".x.", "\u0301."])), last.upper()])
    return f"{folder}/{new}" if folder else new


def write(files, folder):
    """Puts the files on the disk, but for those whose names the disk refuses."""
    for name, text in files.items():
        path = folder / name
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(text)
        except OSError:
            pass


def digests(folder):
    """What a folder holds, but for nutgraf's own notes."""
    return {
        str(path.relative_to(folder)): hashlib.sha256(path.read_bytes()).digest()
        for path in sorted(folder.rglob("*"))
        if path.is_file() and not path.name.startswith(".nutgraf")
    }


def run(arguments, folder):
    """The status of a command, if it is one that nutgraf may end with."""
    def limit():
        resource.setrlimit(resource.RLIMIT_CPU, (CPU_LIMIT, CPU_LIMIT))

    options = {"stdin": subprocess.DEVNULL, "capture_output": True, "timeout": WALL_LIMIT, "check": False}
    try:
        done = subprocess.run(arguments, cwd=folder, preexec_fn=limit, **options)
    except subprocess.TimeoutExpired:
        raise Fault(f"{arguments[1]} does not end") from None
    told = done.stderr.decode(errors="replace")
    if done.returncode not in (0, 1) or "panicked at" in told:
        raise Fault(f"{arguments[1]} ends with {done.returncode}: {told[-600:]}")
    return done.returncode


def one_round(number, seed, starts, nutgraf, folder):
    """Changes one site, and raises a fault if there is one. Tells if the changed site was built."""
    dice = random.Random(f"{seed} {number}")
    _, files = dice.choice(starts)
    files = dict(files)
    site = folder / "site"
    build = [nutgraf, "build", "--root", "site", "--out", "out", *DAY]
    write(files, site)
    run(build, folder)
    before = digests(folder / "out")
    for _ in range(dice.choice([1, 1, 1, 2, 6])):
        name = dice.choice(sorted(files))
        if dice.random() < 0.12:
            files[changed_name(name, dice)] = files.pop(name)
        else:
            other = dice.choice(sorted(dice.choice(starts)[1].items()))[1]
            files[name] = changed(files[name], other, dice)
    shutil.rmtree(site)
    write(files, site)
    status = run(build, folder)
    after = digests(folder / "out")
    run([nutgraf, "check", "--root", "site", *DAY], folder)
    if status != 0:
        if after != before:
            raise Fault("a build with errors changed its output")
        return False
    run([nutgraf, "build", "--root", "site", "--out", "fresh", *DAY], folder)
    if after != (fresh := digests(folder / "fresh")):
        differing = sorted(name for name in after.keys() | fresh.keys() if after.get(name) != fresh.get(name))
        raise Fault(f"a build over an older one differs from a new one: {differing[:5]}")
    return True


def buildable(starts, nutgraf):
    """The sites that have no errors, so that a change shows what it does to the output."""
    good = []
    for name, files in starts:
        with tempfile.TemporaryDirectory() as folder:
            write(files, Path(folder) / "site")
            if run([nutgraf, "build", "--root", "site", "--out", "out", *DAY], folder) == 0:
                good.append((name, files))
    return good


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--minutes", type=float, default=60)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--round", type=int, help="do this round alone")
    parser.add_argument("--nutgraf", default=str(HERE / "target/debug/nutgraf"))
    parser.add_argument("--keep", type=Path, default=HERE / "target/fuzz", help="where the sites of faults are kept")
    options = parser.parse_args()
    nutgraf = os.path.abspath(options.nutgraf)
    starts = buildable(sites(), nutgraf)
    end = time.monotonic() + options.minutes * 60
    rounds = built = faults = 0
    number = options.round or 0
    while time.monotonic() < end:
        with tempfile.TemporaryDirectory() as folder:
            folder = Path(folder)
            try:
                built += one_round(number, options.seed, starts, nutgraf, folder)
            except Fault as fault:
                faults += 1
                print(f"round {number}: {fault}", flush=True)
                kept = options.keep / f"{options.seed}-{number}"
                shutil.rmtree(kept, ignore_errors=True)
                shutil.copytree(folder, kept)
        rounds += 1
        number += 1
        if options.round is not None:
            break
    print(f"{rounds} sites, {built} of them built, {faults} faults")
    sys.exit(min(faults, 1))


if __name__ == "__main__":
    main()
