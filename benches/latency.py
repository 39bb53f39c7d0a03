#!/usr/bin/env python3
"""Time the previews of the same explainers by nutgraf, Zola and Hugo, and print tables.

Each preview server in turn, in every round: from its start to the first page; then one
explainer is changed again and again, and the page asked for until the change is served;
then its memory. A server that is not installed is left out, and the report says so.
`corpus.py` beside this file writes the sites.
"""

import argparse
import os
import signal
import socket
import statistics
import subprocess
import sys
import tempfile
import time
import urllib.request
from pathlib import Path

from compare import NAMES, HERE, counted, print_row, processor
import shutil

LONGEST = 120  # seconds that a server may take to answer
PAUSE = 0.4  # seconds between two edits, so that nothing of the last one is left to do


def command(tool, binary, site, port):
    if tool == "nutgraf":
        return [binary, "watch", "--root", site, "--port", str(port)]
    if tool == "zola":
        return [binary, "--root", site, "serve", "--port", str(port), "--interface", "127.0.0.1"]
    return [binary, "server", "--source", site, "--port", str(port), "--renderToMemory", "--quiet"]


class Preview:
    """A running server, asked for one explainer."""

    def __init__(self, tool, binary, site):
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            port = free.getsockname()[1]
        self.file = sorted((site / "content").rglob("explainer-*.md"))[1]
        self.url = f"http://127.0.0.1:{port}/{self.file.stem}/"
        quiet = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
        begun = time.perf_counter()
        self.process = subprocess.Popen(command(tool, binary, site, port), start_new_session=True, **quiet)
        self.first = self.wait_for("<h1", begun, pause=0.005)

    def page(self):
        try:
            return urllib.request.urlopen(self.url, timeout=5).read().decode()
        except OSError:
            return ""

    def wait_for(self, words, begun, pause):
        """Seconds until the page has these words."""
        while words not in self.page():
            if time.perf_counter() - begun > LONGEST:
                self.stop()
                sys.exit(f"{self.url} did not show {words!r} within {LONGEST} s")
            time.sleep(pause)
        return time.perf_counter() - begun

    def edits(self, count):
        """Seconds from each saving of the file to the page with the change."""
        text = self.file.read_text(encoding="utf-8")
        try:
            for number in range(count):
                time.sleep(PAUSE)
                word = f"edit{number}of{os.getpid()}"
                self.file.write_text(f"{text}\n\n{word}\n", encoding="utf-8")
                yield self.wait_for(word, time.perf_counter(), pause=0.001)
        finally:
            self.file.write_text(text, encoding="utf-8")

    def memory(self):
        """Megabytes of the server and all that it started, now and at the peak of each."""
        now = peak = 0
        for status in Path("/proc").glob("[0-9]*/status"):
            try:
                fields = dict(line.split(":", 1) for line in status.read_text().splitlines() if ":" in line)
                if os.getsid(int(fields["Pid"])) == self.process.pid:
                    now += int(fields["VmRSS"].split()[0])
                    peak += int(fields["VmHWM"].split()[0])
            except (OSError, KeyError, ProcessLookupError):
                continue
        return now / 1000, peak / 1000

    def stop(self):
        os.killpg(self.process.pid, signal.SIGKILL)
        self.process.wait()


def measure(binaries, folder, edits, rounds):
    """For each program: all starts, all edits, and the greatest memory, in seconds and megabytes."""
    figures = {tool: ([], [], [], []) for tool in binaries}
    for number in range(rounds):
        for tool, binary in binaries.items():
            preview = Preview(tool, binary, folder / tool)
            starts, served, memory, peak = figures[tool]
            starts.append(preview.first)
            served.extend(preview.edits(edits))
            now, most = preview.memory()
            memory.append(now)
            peak.append(most)
            preview.stop()
        print(f"  round {number + 1} of {rounds}", file=sys.stderr)
    return figures


def report(figures):
    print_row(["", "start to first page", "edit to served", "slowest edit", "memory", "at its peak"])
    print_row(["---"] + ["---:"] * 5)
    for tool, (starts, served, memory, peak) in figures.items():
        cells = [f"{statistics.median(starts) * 1000:,.0f} ms", f"{statistics.median(served) * 1000:,.1f} ms"]
        cells += [f"{max(served) * 1000:,.0f} ms", f"{statistics.median(memory):,.0f} MB", f"{max(peak):,.0f} MB"]
        print_row([NAMES[tool], *cells])
    ours = figures.get("nutgraf")
    for tool, theirs in figures.items():
        if ours and theirs is not ours:
            ratios = [statistics.median(them) / statistics.median(us) for us, them in zip(ours, theirs)]
            print_row([f"{NAMES[tool]} / nutgraf", *(f"{ratio:.1f}" for ratio in [*ratios[:2]]), "", f"{ratios[2]:.1f}", f"{ratios[3]:.1f}"])


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("counts", metavar="N", type=int, nargs="*", default=[1000], help="explainers in the corpus (1000)")
    parser.add_argument("--rounds", type=int, default=3, help="starts of each server (3)")
    parser.add_argument("--edits", type=int, default=8, help="edits after each start (8)")
    parser.add_argument("--seed", type=int, default=1, help="of the corpus (1)")
    for tool, name in NAMES.items():
        parser.add_argument(f"--{tool}", help=f"{name}'s binary (default: found on PATH)")
    options = parser.parse_args()
    found = {tool: shutil.which(getattr(options, tool) or tool) for tool in NAMES}
    binaries = {tool: os.path.abspath(path) for tool, path in found.items() if path}
    print(f"{processor()}, {os.cpu_count()} cores; load {os.getloadavg()[0]:.1f} at the start.")
    for tool in NAMES:
        if tool not in binaries:
            print(f"{NAMES[tool]} was not found and is left out.")
    for count in options.counts:
        with tempfile.TemporaryDirectory(prefix="nutgraf-bench-", ignore_cleanup_errors=True) as folder:
            sites = Path(folder) / "sites"
            words = [sys.executable, HERE / "corpus.py", str(count), sites, "--seed", str(options.seed)]
            subprocess.run(words, check=True, capture_output=True)
            print(f"\n### {counted(count)}: {options.rounds} starts of each, {options.edits} edits after each\n")
            report(measure(binaries, sites, options.edits, options.rounds))


if __name__ == "__main__":
    main()
