#!/usr/bin/env python3
"""Time full builds of the same explainers by nutgraf, Zola and Hugo, and print tables.

Each build is a whole process, from a clean output folder, in turn with the others, so
that a machine which slows down slows all of them. The kernel's own account of the
finished process gives CPU time and peak memory. A generator that is not installed is
left out, and the report says so. `corpus.py` beside this file writes the sites.
"""

import argparse
import os
import platform
import re
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass, field
from pathlib import Path

HERE = Path(__file__).resolve().parent
REPOSITORY = HERE.parent
NAMES = {"nutgraf": "nutgraf", "zola": "Zola", "hugo": "Hugo"}
AGAIN = "nutgraf again, nothing changed"
COPY = "`cp -r` of nutgraf's output"


def build_command(tool, binary, site, out):
    if tool == "nutgraf":
        return [binary, "build", "--root", site, "--out", out]
    if tool == "zola":
        return [binary, "--root", site, "build", "--output-dir", out]
    return [binary, "--quiet", "--source", site, "--destination", out]


def version_command(tool, binary):
    return [binary, "version" if tool == "hugo" else "--version"]


# ---------------------------------------------------------------------------------------
# One process, measured
# ---------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Run:
    """What one finished process cost: seconds, and megabytes at its peak."""

    user: float
    system: float
    wall: float
    memory: float


@dataclass
class Job:
    """A line of a table: a command, the folder it must find absent, and its runs so far."""

    name: str
    command: list
    clean: Path | None = None
    runs: list = field(default_factory=list)

    def run(self, log):
        if self.clean and self.clean.exists():
            shutil.rmtree(self.clean)
        os.sync()  # what the run before left to be written is not this one's cost
        self.runs.append(measured(self.command, log))

    def median(self, figure):
        values = sorted(getattr(run, figure) for run in self.runs)
        middle = len(values) // 2
        return values[middle] if len(values) % 2 else (values[middle - 1] + values[middle]) / 2

    def spread(self, figure):
        values = [getattr(run, figure) for run in self.runs]
        return min(values), max(values)


def measured(command, log):
    """One run of a command, told by a small process of its own: `measure.py` says why."""
    words = [sys.executable, "-I", "-S", HERE / "measure.py", log, *command]
    status, *figures = subprocess.run(words, check=True, capture_output=True, text=True).stdout.split()
    if status != "0":
        tail = log.read_text(errors="replace")[-2000:]
        sys.exit(f"{' '.join(map(str, command))}\nended with {status}:\n{tail}")
    user, system, wall, peak = map(float, figures)
    return Run(user, system, wall, peak / 1e6)


def warm_up(jobs, log):
    """Each once, not counted, so that programs and sources are in memory for all."""
    for job in jobs:
        job.run(log)
        job.runs.clear()


def interleave(groups, rounds, log):
    """All jobs once a round; each round another group leads."""
    for number in range(rounds):
        shift = number % len(groups)
        for group in groups[shift:] + groups[:shift]:
            for job in group:
                job.run(log)
        print(f"  round {number + 1} of {rounds}", file=sys.stderr)


# ---------------------------------------------------------------------------------------
# The same work?
# ---------------------------------------------------------------------------------------

# What every explainer's HTML must hold, and how often at least.
MARKS = {
    r'<meta name="description"': 1,
    r'<link rel="canonical"': 1,
    r'<meta property="og:': 4,
    r"<h2": 5,
    r'<li><a href="#': 5,
    r"<table": 1,
    r"<blockquote": 1,
    r"<strong>|<em>": 3,
    r'<li><a href="[^"]*topic': 3,
}


def shortfalls(out, count):
    """What a site built from the corpus lacks, in words; nothing when it is whole."""
    explainers, lists, feed, listed = 0, 0, 0, 0
    for path in out.rglob("*"):
        if path.suffix not in (".html", ".xml"):
            continue
        text = path.read_text(encoding="utf-8")
        if path.suffix == ".xml":
            feed = max(feed, len(re.findall("<entry|<item>", text)))
            listed = max(listed, text.count("<loc>"))
        elif "<article>" in text:
            explainers += 1
            for mark, least in MARKS.items() if explainers <= 20 else ():
                if len(re.findall(mark, text)) < least:
                    yield f"{path.relative_to(out)} has fewer than {least} of {mark}"
        elif re.search("<li><a [^>]*>Why", text):
            lists += 1
    home = (out / "index.html").read_text(encoding="utf-8")
    for found, wanted, what in [
        (explainers, count, "explainers"),
        (lists, 51 if count >= 1000 else 4, "pages that list explainers"),
        (home.count("<li>"), min(50, count), "explainers on the home page"),
        (feed, min(20, count), "feed entries"),
        (listed, count, "addresses in the sitemap"),
    ]:
        if found < wanted:
            yield f"{found} {what}, not {wanted}"


def insist_on_same_work(out, count):
    for lack in shortfalls(out, count):
        sys.exit(f"{out}: {lack}; the builds are not comparable")


# ---------------------------------------------------------------------------------------
# The two comparisons
# ---------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Bench:
    """What all comparisons share: the binaries that were found, and where to work."""

    binaries: dict
    folder: Path
    seed: int
    sizes: dict = field(default_factory=dict)

    @property
    def log(self):
        return self.folder / "output.log"

    def corpus(self, count):
        """The folder of the sites of `count` explainers, and the mean size of a body."""
        folder = self.folder / str(count)
        if folder not in self.sizes:
            command = [sys.executable, HERE / "corpus.py", str(count), folder, "--seed", str(self.seed)]
            said = subprocess.run(command, check=True, capture_output=True, text=True).stdout
            self.sizes[folder] = int(re.search(r"of (\d+) bytes", said)[1])
        return folder, self.sizes[folder]

    def build(self, tool, site, name):
        out = self.folder / "out" / re.sub(r"\W+", "-", name)
        return Job(name, build_command(tool, self.binaries[tool], site, out), clean=out)


def compare_full_builds(bench, count, rounds):
    folder, size = bench.corpus(count)
    builds = {tool: bench.build(tool, folder / tool, NAMES[tool]) for tool in bench.binaries}
    groups = [[job, *after(tool, job)] for tool, job in builds.items()]
    jobs = [job for group in groups for job in group]
    warm_up(jobs, bench.log)
    for job in builds.values():
        insist_on_same_work(job.clean, count)
    interleave(groups, rounds, bench.log)

    print(f"\n### {counted(count)} of {size / 1000:.1f} kB of Markdown, median of {rounds}\n")
    print_costs(jobs, pages=count)
    print_ratios({job.name: job for job in jobs})


def after(tool, build):
    """What is timed on the output that nutgraf has just written."""
    if tool != "nutgraf":
        return []
    copy = build.clean.with_name("copy")
    return [
        Job(AGAIN, build.command),
        Job(COPY, [shutil.which("cp"), "-r", build.clean, copy], clean=copy),
    ]


def compare_starts(bench, site, rounds):
    folder, _ = bench.corpus(1)
    jobs = []
    for tool, binary in bench.binaries.items():
        if tool == "nutgraf":
            jobs.append(bench.build(tool, site, "nutgraf, its repository's site"))
        jobs.append(bench.build(tool, folder / tool, f"{NAMES[tool]}, one page"))
        jobs.append(Job(f"{NAMES[tool]}, its version printed", version_command(tool, binary)))
    jobs.append(Job("a process that does nothing", [shutil.which("true")]))
    warm_up(jobs, bench.log)
    interleave([[job] for job in jobs], rounds, bench.log)

    print(f"\n### From nothing to a small site, median of {rounds}\n")
    print_costs(jobs)
    print("\nNo peak below the last line's can be seen: a child's is counted from that of the process which starts it.")


# ---------------------------------------------------------------------------------------
# Tables
# ---------------------------------------------------------------------------------------


def print_costs(jobs, pages=None):
    heads = ["", "user", "system", "wall", "wall, min–max", "peak memory"] + (["user a page"] if pages else [])
    print_row(heads)
    print_row(["---"] + ["---:"] * (len(heads) - 1))
    for job in jobs:
        low, high = job.spread("wall")
        cells = [job.name, *(seconds(job.median(figure)) for figure in ("user", "system", "wall"))]
        cells += [f"{seconds(low)}–{seconds(high)}", f"{job.median('memory'):,.0f} MB"]
        if pages:
            cells.append(f"{job.median('user') / pages * 1e6:,.0f} µs")
        print_row(cells)


def print_ratios(jobs):
    """Each against nutgraf's full build, and that build against a mere copy of its output."""
    base = jobs.get(NAMES["nutgraf"])
    if base is None:
        return
    print()
    print_row(["ratio of medians", "user", "wall", "peak memory"])
    print_row(["---", "---:", "---:", "---:"])
    for name, job in jobs.items():
        if job is base:
            continue
        above, below, figures = (base, job, ["wall"]) if name == COPY else (job, base, ["user", "wall", "memory"])
        cells = [ratio(above, below, figure) if figure in figures else "" for figure in ("user", "wall", "memory")]
        print_row([f"{above.name} / {below.name}", *cells])


def ratio(above, below, figure):
    if not below.median(figure):
        return "–"
    value = above.median(figure) / below.median(figure)
    return f"{value:.2f}" if value >= 0.1 else f"{value:.3f}"


def counted(count):
    return "1 explainer" if count == 1 else f"{count:,} explainers"


def seconds(value):
    return f"{value:.2f} s" if value >= 1 else f"{value * 1000:.0f} ms"


def print_row(cells):
    print("| " + " | ".join(cells) + " |")


def print_machine(bench, missing):
    print(f"{processor()}, {os.cpu_count()} cores, {platform.system()}; load {os.getloadavg()[0]:.1f} at the start.")
    for tool, binary in bench.binaries.items():
        said = subprocess.run(version_command(tool, binary), capture_output=True, text=True, check=True)
        number = re.search(r"\d+\.\d+\.\d+\S*", said.stdout + said.stderr)
        print(f"{NAMES[tool]} {number[0].split('-')[0] if number else '(no version)'}.")
    for tool in missing:
        print(f"{NAMES[tool]} was not found and is left out.")


def processor():
    try:
        return re.search("model name\\s*: (.*)", Path("/proc/cpuinfo").read_text())[1]
    except (OSError, TypeError):
        return platform.processor() or platform.machine()


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("counts", metavar="N", type=int, nargs="*", default=[1000], help="explainers in the corpus (1000)")
    parser.add_argument("--rounds", type=int, default=5, help="counted builds of each (5)")
    parser.add_argument("--start-rounds", type=int, default=15, help="the same for the small sites (15); 0 leaves them out")
    parser.add_argument("--site", type=Path, default=REPOSITORY, help="nutgraf's small site (this repository)")
    parser.add_argument("--folder", type=Path, help="where to work, new or empty; kept (default: a temporary folder)")
    parser.add_argument("--seed", type=int, default=1, help="of the corpus (1)")
    for tool, name in NAMES.items():
        parser.add_argument(f"--{tool}", help=f"{name}'s binary (default: found on PATH)")
    options = parser.parse_args()

    found = {tool: shutil.which(getattr(options, tool) or tool) for tool in NAMES}
    for tool in NAMES:
        if getattr(options, tool) and not found[tool]:
            parser.error(f"--{tool} {getattr(options, tool)}: no such program")
    binaries = {tool: os.path.abspath(path) for tool, path in found.items() if path}
    if not binaries:
        parser.error("none of the three was found")

    signal.signal(signal.SIGTERM, lambda *_: sys.exit("ended from outside"))  # not without clearing up
    with tempfile.TemporaryDirectory(prefix="nutgraf-bench-", ignore_cleanup_errors=True) as scratch:
        bench = Bench(binaries, (options.folder or Path(scratch)).resolve(), options.seed)
        bench.folder.mkdir(parents=True, exist_ok=True)
        if any(bench.folder.iterdir()):
            parser.error(f"{bench.folder} is not empty")
        print_machine(bench, [tool for tool in NAMES if tool not in binaries])
        for count in options.counts:
            compare_full_builds(bench, count, options.rounds)
        if options.start_rounds:
            compare_starts(bench, options.site.resolve(), options.start_rounds)


if __name__ == "__main__":
    main()
