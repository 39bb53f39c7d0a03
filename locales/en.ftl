### English: every word of the interface that a reader sees.
###
### Checked by: its authors. Dates as in Britain, day before month.
###
### The form is Fluent (https://projectfluent.org/fluent/guide/). A message may choose by `$count` between the plural
### forms of its language. A variable is plain text unless its comment says HTML: then it is a piece of the page, such
### as a link, and may stand anywhere in the sentence. A no-break space is written "\u00A0" in braces.

## Every page

skip-to-text = Skip to the text
# The name of the navigation, for screen readers.
site-navigation = Site
# $publisher: a name, or a link (HTML)
published-by = Published by { $publisher }.
made-with = Made with nutgraf.
feed = Feed
corrections = Corrections
# Between the items of a list without an "and": names, countries.
separator = { ", " }
# Between the items of a list whose items may have commas in them: titles.
semicolon = { "; " }

## Lists: A and B; A, B and C. `list-start` joins all items but the last, two by two.

list-pair = { $first } and { $last }
list-start = { $list }, { $item }
list-end = { $list } and { $last }

## The page for an address that does not exist

page-not-found-title = Page not found
page-not-found = There is no page here
page-not-found-reason = The address may be mistyped, or the page has gone.
page-not-found-questions = These questions have pages:
page-not-found-home = Start from the front page.

## An address that has moved

page-moved = This page has moved

## Lists of explainers

explainer = Explainer
explainers = Explainers
topic = Topic
topics = Topics
# Below a list of the newest explainers, a link to all of them.
all-explainers =
    { $count ->
        [one] { $count } explainer in all
       *[other] All { $count } explainers
    }
draft = Draft
draft-not-published = Draft, not published
# $date: the day of publication, which is yet to come (HTML)
held-back = Held back until { $date }

## The list of all pages

page-index = All pages
page-index-description = Everything on this site, the newest first.
# Above explainers without a day of publication.
undated = Without a date
# Above the pages that are no explainers.
other-pages = Other pages

## The head of an explainer

# $authors: their names, between them `separator`; in `index.md` a list with an "and"
byline = By { $authors }
# $date, here and below: a date in words (HTML on pages, plain text on share cards and in `index.md`)
published = Published { $date }
updated = Updated { $date }
reviewed = Reviewed { $date }
reading-time = { $minutes } min read
as-of = As of { $date }
# Behind a role or a figure, in the middle of a line.
as-of-inline = as of { $date }
kept-as-of = Kept as of { $date }
due-since = Due for review since { $date }
corrected-on = Corrected on { $date }

## The parts of a page

short-answer = The short answer
questions = Questions
question-count =
    { $count ->
        [one] { $count } question
       *[other] { $count } questions
    }
question-number = Question { $number }
all-questions = All questions
contents = Contents
# The number of a table or a footnote, for screen readers.
table-number = Table { $number }
note-number = Note { $number }
# Before the number of a footnote, in the text.
note-mark = note

## Notes, names, figures and sources

notes = Notes
back-to-text = Back to the text
whos-who-on-page = Who’s who and what’s what
figures = Figures
sources = Sources
source = Source
source-number = Source { $number }
# In the middle of a line.
source-number-inline = source { $number }
# For screen readers. $locator: `para. 4`
source-number-at = Source { $number }, { $locator }
cited-times =
    { $count ->
        [one] Cited once
       *[other] Cited { $count } times
    }
# $cited: `cited-times`; $uses: links to the places (HTML)
cited-at = { $cited }: { $uses }
# $source: a link with the words of `source-number` (HTML)
cited-here =
    { $count ->
        [one] { $source }, cited once here
       *[other] { $source }, cited { $count } times here
    }
# For screen readers. $locator: `para. 4`
back-to-use = back to use { $use } of source { $source }
back-to-use-at = { $locator }: back to use { $use } of source { $source }
# The places where a source is cited, in `index.md`.
cited-in = cited: { $places }
close = Close
about-name = About { $name }
about-figure = About this figure: { $label }
in-list-of-names = In the list of names
in-list-of-figures = In the list of figures
in-other-explainers = in other explainers
quoted = “{ $text }”
archived-copy = Archived copy
archived-copy-inline = archived copy
# $archive: a link with the words of `archived-copy` (HTML)
archived-and-read = { $archive }, read { $date }
read-on = Read { $date }
read-on-inline = read { $date }
licence = Licence

source-article = Article
source-report = Report
source-document = Document
source-interview = Interview
source-dataset = Dataset
source-book = Book
source-post = Post
source-page = Web page
source-paper = Paper
source-thesis = Thesis
source-video = Video
source-audio = Audio
source-software = Software
source-law = Law

## Who somebody is

role-from-to = { $role }, { $from } to { $to }
role-since = { $role } since { $from }
role-until = { $role } until { $to }
called-until = Called { $name } until { $date }
called-before = Called { $name } before
born = Born { $date }
died = Died { $date }
born-and-died = Born { $born }, died { $died }
# An organization, or a place such as a town.
founded = Founded { $date }
dissolved = Dissolved { $date }
founded-and-dissolved = Founded { $founded }, dissolved { $ended }
# A place.
existed-until = Existed until { $date }
founded-and-existed-until = Founded { $founded }, existed until { $ended }

## The lists of names

whos-who = Who’s who
whos-who-description = The people and organizations in our explainers.
glossary = Glossary
glossary-description = The terms, places and events in our explainers.
listing-empty = No explainer names any yet.
listing-people = People
listing-organizations = Organizations
listing-terms = Terms
listing-places = Places
listing-events = Events

## What a page says of itself

# $text: what was wrong (HTML)
correction-before = Before, the page said: { $text }
corrections-description = Mistakes that were on this site, and what is right.
about-page = About this page
page-kept = This page is kept as of { $date }. It tells what was known then, not what happened afterward. Only errors are corrected.
page-overdue = This page was due for review by { $review }. It may be out of date.
page-overdue-as-of = This page was due for review by { $review }, and tells what was known as of { $date }. It may be out of date.
page-dated = This page tells what was known as of { $date }.
page-as-of = This page tells what was known as of { $date }, and will be reviewed by { $review }.
page-evergreen = This page is meant to hold without a date.
what-changed = What changed
last-reviewed = Last reviewed
next-review = Next review
by-date = By { $date }
based-on = Based on
how-to-cite = How to cite
cite-styles = APA, BibTeX
# APA has its own order, and its own words for a page without a date.
apa-day = { $year }, { $month } { $day }
apa-month = { $year }, { $month }
apa-no-date = n.d.
found-an-error = An error?
report-error = Report it to { $publisher }
report-error-to-publisher = Report it to the publisher

## Feeds

feed-updated = Updated: { $title }
feed-correction = Correction: { $title }

## Alerts: block quotations that begin with `[!NOTE]` and the like

alert-note = Note
alert-tip = Tip
alert-important = Important
alert-warning = Warning
alert-caution = Caution

## Blocks

table = Table
comparison = Comparison
known = Known
not-known = Not known
# An empty cell, for screen readers.
value-unknown = not known
chart-data = The data
chart-data-of = The data: { $title }
data-csv = Data (CSV)
# Over the numbers and the dates of a table that is made of figures.
column-figure = Figure
column-as-of = As of
translation = Translation
translation-by = Translation by { $name }
translation-text = Translation: { $text }
translation-text-by = Translation by { $name }: { $text }
timeline-moment = This explainer’s moment
map = Map
map-named = Map: { $title }.
map-unnamed = Map.
map-below = All that it shows stands below it.
map-in-words = The map in words
map-region = It shows { $countries } and what lies around.
map-places = Places
map-route = Route
map-route-named = Route, { $name }
# Between the stops of a route.
map-then = { ", then " }
map-borders = Borders are Natural Earth’s, drawn by who holds the land.
# A million and its like over a chart. An empty one, "" in braces, gives × 10⁶ instead.
chart-million = Million
chart-billion = Billion
chart-trillion = Trillion

## `index.md`: the sentences under a block

export-source = Source: { $marks }.
export-as-of = As of { $date }.
export-corrected = Corrected on { $date }:

## Dates. The month of a date is `month-1` to `month-12`; a language that says it otherwise beside a day gives the
## message an attribute: `.beside-day = …`. A year has its era already.

date-month = { $month } { $year }
date-season = { $season } { $year }
date-day = { $day }{ "\u00A0" }{ $month } { $year }
date-month-unknown = { $year }, month unknown
date-day-unknown = { $month } { $year }, day unknown
date-month-and-day-unknown = { $year }, month and day unknown
# A decade or a century by its first year.
date-years = the { $year }s
date-years-from-to = the years { $years }

year-bc = { $year } BC
year-ad = AD { $year }
years = { $first }–{ $last }
years-bc = { $first }–{ $last } BC
years-ad = AD { $first }–{ $last }

perhaps = perhaps { $date }
around = around { $date }
perhaps-around = perhaps around { $date }

# Two dates that share a month or a year; the others are `date-range`.
days-in-month = { $day }–{ $last-day }{ "\u00A0" }{ $month } { $year }
days-in-year = { $day }{ "\u00A0" }{ $month }{ "\u00A0" }– { $last-day }{ "\u00A0" }{ $last-month } { $year }
months-in-year = { $month }–{ $last-month } { $year }
seasons-in-year = { $season }–{ $last-season } { $year }
date-range = { $first }{ "\u00A0" }– { $last }
# One of the two is vague: a dash would tear its words apart.
date-range-vague = { $first } to { $last }
date-from = from { $date }
date-until = until { $date }
date-to-unknown = { $date } to an unknown date
date-from-unknown = until { $date }, start unknown

month-1 = January
month-2 = February
month-3 = March
month-4 = April
month-5 = May
month-6 = June
month-7 = July
month-8 = August
month-9 = September
month-10 = October
month-11 = November
month-12 = December

season-spring = spring
season-summer = summer
season-autumn = autumn
season-winter = winter
