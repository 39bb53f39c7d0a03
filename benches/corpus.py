#!/usr/bin/env python3
"""Write one body of synthetic explainers as a nutgraf, a Zola and a Hugo site.

The three sites hold the same words and the same HTML: every template is made from one
skeleton below, whose marks («title», «each topic» …) each generator spells in its own
template language. What a build of them costs can therefore be compared.

A page has five sections of prose with emphasis, links, a list, a table and a quotation,
and three of fifty topics. Around them stand a home page with the newest fifty, a page for
each topic, a feed of twenty and a sitemap. The same number and seed give the same bytes.
"""

import argparse
import datetime
import json
import random
import re
from dataclasses import dataclass
from pathlib import Path

BASE_URL = "https://bench.example"
SITE_TITLE = "Explainers"
SITE_DESCRIPTION = "Synthetic explainers, written to be built."
HOME_LIMIT = 50
FEED_LIMIT = 20
SECTIONS = 5

# ---------------------------------------------------------------------------------------
# The words
# ---------------------------------------------------------------------------------------

THINGS = """
    ferry harbour bridge tram depot timetable tunnel bypass viaduct crossing reservoir sewer
    pump dyke canal estuary orchard allotment meadow hedge quarry furnace mill foundry kiln
    library archive museum school nursery clinic ward surgery hospice pharmacy vaccine budget
    levy rent mortgage pension wage tariff subsidy licence permit charter bylaw petition jury
    tribunal inquest warrant census ballot recount mayor councillor clerk auditor inspector
    regulator landlord tenant farmer fisher driver nurse teacher grid turbine boiler battery
    cable transmitter satellite ledger contract tender warranty ceiling threshold deadline
""".split()
QUALITIES = """
    late early local national costly quiet rural coastal temporary permanent disputed shared
    public private seasonal elderly modern hidden narrow generous unpaid regional voluntary
""".split()
DEEDS = """
    delays replaces measures crosses funds limits outlives explains supports blocks repairs
    inherits audits doubles avoids names
""".split()
JOINTS = ["because", "although", "while", "since", "unless", "before", "even though"]
FIELDS = ["transport", "housing", "health", "schools", "energy", "farming", "courts", "coast", "budget", "science"]
ASPECTS = ["history", "costs", "law", "people", "outlook"]
TOPICS = [f"{field} {aspect}" for field in FIELDS for aspect in ASPECTS]


@dataclass(frozen=True)
class Explainer:
    """One article: what the front matter says, and the Markdown under it."""

    slug: str
    title: str
    dek: str
    published: datetime.date
    topics: list[str]
    body: str


def explainers(count, seed):
    """The articles one after another, each from its own number, so that none is kept."""
    for number in range(count):
        yield explainer(number, random.Random(f"{seed}/{number}"))


def explainer(number, rng):
    thing, deed, other = rng.choice(THINGS), rng.choice(DEEDS), rng.choice(THINGS)
    return Explainer(
        slug=f"explainer-{number:06d}",
        title=f"Why the {thing} {deed} the {other}, case {number}",
        dek=plain(clause(rng)).capitalize() + ".",
        published=datetime.date(2014, 1, 1) + datetime.timedelta(days=number % 4000),
        topics=rng.sample(TOPICS, 3),
        body=body(rng),
    )


def body(rng):
    parts = [paragraph(rng), paragraph(rng)]
    for number in range(1, SECTIONS + 1):
        parts.append(f"## How the {rng.choice(THINGS)} {rng.choice(DEEDS)} the {rng.choice(THINGS)}, part {number}")
        parts += [paragraph(rng) for _ in range(3)]
        if number == 2:
            parts.append("\n".join(f"- {sentence(rng)}" for _ in range(4)))
        elif number == 3:
            parts.append(table(rng))
        elif number == 4:
            parts.append(f"> {sentence(rng)} {sentence(rng)}")
    return "\n\n".join(parts)


def table(rng):
    rows = [f"| {rng.choice(THINGS)} | {rng.choice(QUALITIES)} | {rng.randrange(1000)} |" for _ in range(6)]
    return "\n".join(["| What | Which | Units |", "| --- | --- | ---: |", *rows])


def paragraph(rng):
    return " ".join(sentence(rng) for _ in range(rng.randint(3, 5)))


def sentence(rng):
    first, second = clause(rng), clause(rng)
    text = f"{first}, {rng.choice(JOINTS)} {second}"
    return text[0].upper() + text[1:] + "."


def clause(rng):
    return f"the {dressed(rng)} {rng.choice(DEEDS)} the {rng.choice(QUALITIES)} {rng.choice(THINGS)}"


def dressed(rng):
    """A noun with its adjective, now and then emphasized, linked, owned or set as code."""
    quality, thing = rng.choice(QUALITIES), rng.choice(THINGS)
    look = rng.random()
    if look < 0.08:
        return f"**{quality}** {thing}"
    if look < 0.16:
        return f"*{quality} {thing}*"
    if look < 0.24:
        return f"[{quality} {thing}](https://example.org/{thing}/{quality})"
    if look < 0.27:
        return f"`{thing}`"
    if look < 0.35:
        return f"{thing}'s {rng.choice(THINGS)}"
    return f"{quality} {thing}"


def plain(markdown):
    """The text without its marks, for descriptions."""
    return re.sub(r"\[([^]]*)\]\([^)]*\)", r"\1", markdown).replace("*", "").replace("`", "").replace("'s", "")


# ---------------------------------------------------------------------------------------
# The skeleton of every page. «marks» are filled in by each generator's spelling.
# ---------------------------------------------------------------------------------------

SHELL = """<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>«title»</title>
<meta name="description" content="«description»">
<link rel="canonical" href="«url»">
<meta property="og:type" content="article">
<meta property="og:title" content="«title»">
<meta property="og:description" content="«description»">
<meta property="og:url" content="«url»">
«style»
</head>
<body>
<header><a href="/">Explainers</a></header>
<main>
«main»
</main>
</body>
</html>
"""

EXPLAINER = """<article>
<h1>«title»</h1>
<p>«description»</p>
<p><time datetime="«date»">«date»</time></p>
<nav><ol>
«each heading»<li><a href="#«heading id»">«heading title»</a></li>
«end heading»</ol></nav>
«body»
<ul class="topics">
«each topic»<li><a href="«topic url»">«topic name»</a></li>
«end topic»</ul>
</article>"""

LIST = """<h1>«title»</h1>
<ul>
«each item»<li><a href="«item url»">«item title»</a> <time>«item date»</time></li>
«end item»</ul>"""

STYLE_SHEET = "body { max-width: 40rem; margin: auto }\n"
STYLE_LINK = '<link rel="stylesheet" href="/style.css">'


def page(main, spelling):
    """A whole template: the shell around `main`, every mark spelled."""
    text = SHELL.replace("«main»", main)
    return re.sub("«([^»]+)»", lambda mark: spelling[mark[1]], text)


# ---------------------------------------------------------------------------------------
# Three generators
# ---------------------------------------------------------------------------------------


class Nutgraf:
    """nutgraf: an explainer a file; the headings of the body are its sections.

    It puts the style sheet into each page where the others link to it: it knows no other way.
    """

    EXPLAINER = {
        "style": "<style>{{ site.css | safe }}</style>",
        "title": "{{ page.title.plain }}",
        "description": "{{ page.description }}",
        "url": "{{ page.canonical }}",
        "date": "{{ page.published.datetime }}",
        "each heading": "{% for section in page.sections %}",
        "heading id": "{{ section.id }}",
        "heading title": "{{ section.title.html | safe }}",
        "end heading": "{% endfor %}",
        "body": (
            "{{ html.lead | safe }}"
            "{% for section in page.sections %}"
            '<h2 id="{{ section.id }}">{{ section.title.html | safe }}</h2>\n'
            "{{ html.sections[loop.index0].body | safe }}"
            "{% endfor %}"
        ),
        "each topic": "{% for topic in page.topics %}",
        "topic url": "{{ topic.href }}",
        "topic name": "{{ topic.name }}",
        "end topic": "{% endfor %}",
    }
    LIST = {
        "style": "<style>{{ site.css | safe }}</style>",
        "title": "{{ page.title.plain }}",
        "description": "{{ page.description or page.title.plain }}",
        "url": "{{ page.canonical }}",
        "each item": "{% for item in page.explainers %}",
        "item url": "{{ item.href }}",
        "item title": "{{ item.title.html | safe }}",
        "item date": "{{ item.published.datetime }}",
        "end item": "{% endfor %}",
    }

    settings = f"""\
title = "{SITE_TITLE}"
base_url = "{BASE_URL}"
language = "en"
description = "{SITE_DESCRIPTION}"
cards = "none"

[publisher]
name = "Bench"

[limits]
home = {HOME_LIMIT}
feed = {FEED_LIMIT}
"""

    def frame(self):
        return {
            "site.toml": self.settings,
            "templates/explainer.html": page(EXPLAINER, self.EXPLAINER),
            "templates/home.html": page(LIST, self.LIST),
            "templates/topic.html": page(LIST, self.LIST),
            "static/style.css": STYLE_SHEET,
        }

    def front_matter(self, article):
        return (
            f"title = {quoted(article.title)}\n"
            f"dek = {quoted(article.dek)}\n"
            f"published = {article.published}\n"
            f"topics = {quoted(article.topics)}\n"
            f'authors = ["Bench"]\n'
        )


class Zola:
    """Zola: pages of the root section, topics as a taxonomy, its own feed and sitemap."""

    PAGE = {
        "style": STYLE_LINK,
        "title": "{{ page.title }}",
        "description": "{{ page.description }}",
        "url": "{{ current_url | safe }}",
        "date": "{{ page.date }}",
        "each heading": "{% for heading in page.toc %}",
        "heading id": "{{ heading.id }}",
        "heading title": "{{ heading.title }}",
        "end heading": "{% endfor %}",
        "body": "{{ page.content | safe }}",
        "each topic": "{% for topic in page.taxonomies.topics %}",
        "topic url": '{{ get_taxonomy_url(kind="topics", name=topic) | safe }}',
        "topic name": "{{ topic }}",
        "end topic": "{% endfor %}",
    }
    ITEM = {
        "style": STYLE_LINK,
        "item url": "{{ item.permalink | safe }}",
        "item title": "{{ item.title }}",
        "item date": "{{ item.date }}",
        "end item": "{% endfor %}",
    }
    INDEX = ITEM | {
        "title": "{{ config.title }}",
        "description": "{{ config.description }}",
        "url": "{{ current_url | safe }}",
        "each item": f"{{% for item in section.pages | slice(end={HOME_LIMIT}) %}}",
    }
    TERM = ITEM | {
        "title": "{{ term.name }}",
        "description": "{{ term.name }}",
        "url": "{{ current_url | safe }}",
        "each item": "{% for item in term.pages %}",
    }

    settings = f"""\
base_url = "{BASE_URL}"
title = "{SITE_TITLE}"
description = "{SITE_DESCRIPTION}"
compile_sass = false
build_search_index = false
generate_feeds = true
feed_filenames = ["atom.xml"]
feed_limit = {FEED_LIMIT}
taxonomies = [{{ name = "topics" }}]

[markdown]
smart_punctuation = true
"""

    def frame(self):
        return {
            "config.toml": self.settings,
            "content/_index.md": '+++\nsort_by = "date"\n+++\n',
            "templates/page.html": page(EXPLAINER, self.PAGE),
            "templates/index.html": page(LIST, self.INDEX),
            "templates/taxonomy_single.html": page(LIST, self.TERM),
            # Asked for by Zola wherever there is a taxonomy; one page in all.
            "templates/taxonomy_list.html": "{% for term in terms %}{{ term.name }}\n{% endfor %}",
            "static/style.css": STYLE_SHEET,
        }

    def front_matter(self, article):
        return (
            f"title = {quoted(article.title)}\n"
            f"description = {quoted(article.dek)}\n"
            f"date = {article.published}\n"
            f"[taxonomies]\n"
            f"topics = {quoted(article.topics)}\n"
        )


class Hugo:
    """Hugo: regular pages of the root, topics as a taxonomy, its own feed and sitemap."""

    SINGLE = {
        "style": STYLE_LINK,
        "title": "{{ .Title }}",
        "description": "{{ .Description }}",
        "url": "{{ .Permalink }}",
        "date": '{{ .Date.Format "2006-01-02" }}',
        # Hugo hangs the second-level headings below a first level which is empty here.
        "each heading": "{{ range .Fragments.Headings }}{{ range .Headings }}",
        "heading id": "{{ .ID }}",
        "heading title": "{{ .Title | safeHTML }}",
        "end heading": "{{ end }}{{ end }}",
        "body": "{{ .Content }}",
        "each topic": '{{ range .GetTerms "topics" }}',
        "topic url": "{{ .Permalink }}",
        "topic name": "{{ .Title }}",
        "end topic": "{{ end }}",
    }
    ITEM = {
        "style": STYLE_LINK,
        "item url": "{{ .Permalink }}",
        "item title": "{{ .Title }}",
        "item date": '{{ .Date.Format "2006-01-02" }}',
        "end item": "{{ end }}",
    }
    HOME = ITEM | {
        "title": "{{ .Site.Title }}",
        "description": "{{ .Site.Params.description }}",
        "url": "{{ .Permalink }}",
        "each item": f"{{{{ range first {HOME_LIMIT} .Site.RegularPages.ByDate.Reverse }}}}",
    }
    TERM = ITEM | {
        "title": "{{ .Title }}",
        "description": "{{ .Title }}",
        "url": "{{ .Permalink }}",
        "each item": "{{ range .Pages }}",
    }

    settings = f"""\
baseURL = "{BASE_URL}/"
title = "{SITE_TITLE}"
locale = "en"
capitalizeListTitles = false
disableHugoGeneratorInject = true

[params]
description = "{SITE_DESCRIPTION}"

[taxonomies]
topic = "topics"

[outputs]
home = ["html", "rss"]
section = ["html"]
taxonomy = ["html"]
term = ["html"]

[services.rss]
limit = {FEED_LIMIT}
"""

    def frame(self):
        return {
            "hugo.toml": self.settings,
            "layouts/page.html": page(EXPLAINER, self.SINGLE),
            "layouts/home.html": page(LIST, self.HOME),
            "layouts/term.html": page(LIST, self.TERM),
            # The list of all topics, which Zola cannot leave out.
            "layouts/taxonomy.html": "{{ range .Pages }}{{ .Title }}\n{{ end }}",
            "static/style.css": STYLE_SHEET,
        }

    def front_matter(self, article):
        return (
            f"title = {quoted(article.title)}\n"
            f"description = {quoted(article.dek)}\n"
            f"date = {article.published}\n"
            f"topics = {quoted(article.topics)}\n"
        )


GENERATORS = {"nutgraf": Nutgraf(), "zola": Zola(), "hugo": Hugo()}


def quoted(value):
    """A TOML string or list of strings; ASCII text needs no more than JSON's quoting."""
    return json.dumps(value)


def write_sites(count, folder, seed):
    """The site of each generator under `folder`; answers the mean size of a body in bytes."""
    for name, generator in GENERATORS.items():
        for path, text in generator.frame().items():
            target = folder / name / path
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_text(text, encoding="utf-8")
        (folder / name / "content").mkdir(exist_ok=True)
    size = 0
    for article in explainers(count, seed):
        size += len(article.body.encode())
        for name, generator in GENERATORS.items():
            text = f"+++\n{generator.front_matter(article)}+++\n\n{article.body}\n"
            (folder / name / "content" / f"{article.slug}.md").write_text(text, encoding="utf-8")
    return size // max(1, count)


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("count", type=int, help="how many explainers")
    parser.add_argument("folder", type=Path, help="where the sites go, one folder each; new or empty")
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    if options.folder.exists() and any(options.folder.iterdir()):
        parser.error(f"{options.folder} is not empty")
    size = write_sites(options.count, options.folder, options.seed)
    print(f"{options.count} explainers of {size} bytes of Markdown on average, in {options.folder}")


if __name__ == "__main__":
    main()
