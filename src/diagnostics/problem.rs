//! The table of problems: code, name, level and texts of all that reading the files can find.
//!
//! A text states the fact, in lower case, without a full stop; the label is at the caret and gives the reason; a
//! remedy is something to do. A code is never used again for something else. The letters:
//! F files and front matter, M Markdown, B blocks, H the theme's templates and style sheets, G share cards, I what
//! `import` leaves; C, D and L as in the catalogue of editorial rules (correctness, structure, links).

use percent_encoding::percent_decode_str;

use super::message::{fill, is_same};
use super::{ExpectedValue, FilledMessage, Level, LintMessage, Message, import_reasons};
use crate::base::SitePath;
use crate::base::catalogue::Catalogue;
use crate::base::date::{DateError, days_in_month, year_words};

/// One entry of the table of codes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Code {
    /// A letter and three digits, for programs.
    pub code: &'static str,
    /// A name, for people.
    pub name: &'static str,
    /// The severity of its findings.
    pub level: Level,
    /// A gap of its messages that only the phrases of a closed list can fill.
    pub(crate) phrases: Option<Phrases>,
    /// All messages that a finding with this code can have.
    pub(crate) messages: &'static [Message],
}

/// The categories of codes, by their letter.
const CATEGORIES: [(char, &str); 14] = [
    ('A', "accessibility"),
    ('B', "blocks"),
    ('C', "correctness"),
    ('D', "structure"),
    ('F', "files"),
    ('G', "cards"),
    ('H', "theme"),
    ('I', "import"),
    ('L', "links"),
    ('M', "markdown"),
    ('P', "clarity"),
    ('S', "sourcing"),
    ('T', "staleness"),
    ('X', "hygiene"),
];

impl Code {
    /// Its category, by its letter; empty for an unknown letter.
    pub(crate) fn category(&self) -> &'static str {
        CATEGORIES.iter().find(|(letter, _)| self.code.starts_with(*letter)).map_or("", |(_, name)| name)
    }

    /// Returns whether a word is the code or its name.
    pub(crate) fn is_named(&self, word: &str) -> bool {
        self.code.eq_ignore_ascii_case(word) || self.name == word
    }

    /// Returns whether a word is the code, its name, its category or that one's letter, or `all`.
    pub(crate) fn is_of(&self, word: &str) -> bool {
        let is_category = self.code[..1].eq_ignore_ascii_case(word) || self.category() == word;
        self.is_named(word) || is_category || word == "all"
    }
}

/// A gap, and all that can stand in it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Phrases {
    pub(crate) gap: &'static str,
    pub(crate) list: &'static [&'static str],
}

/// A row is a code, its name, a gap with the closed list of what can stand in it, and its level; then the problems that it
/// stands for, each with the values that it holds, its text, its label and its remedies.
macro_rules! problems {
    (@phrases) => { None };
    (@phrases $gap:ident $list:path) => { Some(Phrases { gap: concat!("{", stringify!($gap), "}"), list: $list }) };
    ($(
        $code:literal $name:literal $([$gap:ident: $list:path])? $level:ident
        $(
            $variant:ident { $($field:ident: $type:ty),* }
                $text:literal, $label:literal, [$($remedy:expr),+];
        )+
    )*) => {
        /// A problem, with the values for its message's gaps.
        #[derive(Clone, Debug)]
        pub(crate) enum Problem {
            $($( $variant { $($field: $type),* }, )+)*
            /// The finding of an editorial rule.
            LintMessage(Box<LintMessage>),
        }

        /// Every code, in the order of the table.
        pub static CODES: &[Code] = &[$(
            Code {
                code: $code,
                name: $name,
                level: Level::$level,
                phrases: problems!(@phrases $($gap $list)?),
                messages: &[$( Message { text: $text, label: $label, remedies: &[$($remedy),+] } ),+],
            }
        ),*];

        impl Problem {
            pub(crate) fn code(&self) -> &'static Code {
                match self {
                    $( $( Self::$variant { .. } )|+ => const { code_named($code) }, )*
                    Self::LintMessage(lint_message) => lint_message.code,
                }
            }

            /// Its message, with its values in the gaps.
            pub(crate) fn filled_message(&self) -> FilledMessage {
                match self {
                    $($( Self::$variant { $($field),* } => {
                        const MESSAGE: Message =
                            Message { text: $text, label: $label, remedies: &[$($remedy),+] };
                        fill!(MESSAGE $(, $field)*)
                    } )+)*
                    Self::LintMessage(lint_message) => lint_message.message.clone(),
                }
            }
        }
    };
}

const EXPORT_SMALLER: &str = "export it with at most 3,000 pixels a side: screens show no more";

const NEAR: &str = "did you mean `{near}`?";
const DATE: &str = "write `2022-09-15`, or \"2022-09\", \"2022\", \"2022~\" (around), \"2022-09-15/2022-09-16\" where a day is not known";
const MISSING_TEMPLATE: &str = "add it to `templates/`, or remove the reference";

problems! {
    // F: files, front matter, data
    "F001" "not-utf-8" Error
        NotUtf8 {}
            "this file is not UTF-8 text", "the first byte that is not", ["save it as UTF-8 in your editor"];
    "F002" "nul-byte" Error
        NulByte {}
            "this file has a NUL byte in it", "here",
            ["it is damaged or not a text: restore it, or move it out of the site"];
    "F003" "unreadable-file" Error
        Unreadable { reason: String }
            "this file cannot be read: {reason}", "", ["mend its link or its name, or remove it"];
        ReadFailed { reason: String }
            "the system cannot read this file: {reason}", "",
            ["check its permissions and the disk that it is on, then go on"];
    "F004" "not-a-file" Error
        IsFolder {}
            "a file is expected here, but this is a folder", "", ["give the folder another name, or remove it"];
        IsSpecialFile {}
            "a file is expected here, but this is a socket, a pipe or a device", "", ["move or remove it"];
        NotAFolder {}
            "a folder is expected here, but this is a file", "",
            ["give the file another name, and make a folder of this one"];
        TwoForms {}
            "two files have this name: their accents are encoded in two ways", "", ["remove one of them, or give it another name"];
    "F005" "link-loop" Error
        LinkLoop {}
            "this symbolic link points to a folder that contains it", "", ["remove the link"];
    "F006" "file-too-large" Error
        TooLarge { megabytes: u64, limit: u64 }
            "this file is {megabytes} MB; a page may have at most {limit} MB", "",
            ["split it; if it is data and not a page, move it out of `content/`"];
    "F007" "no-content" Error
        NoContent {}
            "there is no page in `content/`", "",
            ["write one: `content/my-question.md`, with a `title` between two lines of `+++`"];
    "F008" "no-site-toml" Error
        NoSiteToml {}
            "there is no `site.toml` here", "",
            ["make one with `title = \"…\"`, or name the site's folder with `--root`"];
    "F009" "link-out-of-site" Error
        LinkOut {}
            "this symbolic link points outside the site, or to something hidden in it", "",
            ["copy the file into the site, if all may see it: everything that a site needs is in its folder"];

    "F010" "toml-syntax" Error
        TomlSyntax { message: String }
            "this is not TOML: {message}", "",
            ["text stands in \"quotes\", dates as 2022-09-15, lists in [brackets], one key a line"];
        CurlyQuotes { mark: String, fixed: Option<String> }
            "`{mark}` is a quotation mark for print, and this needs straight ones", "from a word processor or another keyboard",
            ["write `{fixed}`", "write straight quotation marks around the text: `\"…\"`"];
        InnerQuote {}
            "this quotation mark ends the text, and more follows", "the text ends here",
            ["write `\\\"` for each quotation mark in the text, or put the whole text into `'…'`"];
        InnerApostrophe {}
            "this apostrophe ends the text, and more follows", "the text ends here",
            ["put the whole text into `\"…\"`"];
        LookAlike { sign: String, meant: &'static str }
            "`{sign}` looks like `{meant}`, but is another character", "not a sign of TOML",
            ["write `{meant}`"];
        InvisibleCharacter { name: &'static str }
            "there is an invisible character here: {name}", "nobody can see it", ["run `nutgraf check --fix`, or write the line again"];
        OtherSpace { name: &'static str }
            "this is {name}, and TOML needs an ordinary one", "looks like a space", ["write a space with the space bar, or run `nutgraf check --fix`"];
        OtherLineBreak { name: &'static str }
            "this is {name}, and TOML needs an ordinary line break", "looks like the end of a line", ["delete it, and press Enter"];
    "F011" "unknown-key" Error
        UnknownKey { key: String, table: &'static str, near: Option<String>, known: String }
            "`{key}` is not a key of {table}", "", [NEAR, "you can set {known}"];
    "F012" "missing-key" Error
        MissingKey { key: &'static str, table: &'static str, line: String, choices: Option<String> }
            "{table} has no `{key}`", "", ["add `{line}`; it can be {choices}", "add `{line}`"];
    "F013" "wrong-type" [expected: ExpectedValue::ALL] Error
        WrongType { key: String, expected: ExpectedValue, found: &'static str }
            "`{key}` must be {expected}, and this is {found}", "{found}", ["write {expected}"];
    "F014" "impossible-date" Error
        MeantDate { date: String }
            "write this date as {date}", "not a date", [DATE];
        NotADate {}
            "write a date as 2022-09-15, 2022-09 or 2022; months and days have two digits", "not a date", [DATE];
        NoSuchMonth { month: String }
            "there is no month {month}", "not a date", [DATE];
        NoSuchSeason { month: i8 }
            "there is no month {month}; spring to winter are 21 to 24", "not a date", [DATE];
        DayZero {}
            "there is no day 00", "not a date", [DATE];
        NoSuchDay { day: i8, month: &'static str, year: String, days: i8 }
            "{day} {month} does not exist: {month} {year} has {days} days", "not a date", [DATE];
        TimeOfDay { day: String }
            "write the day without a time: {day}", "not a date", [DATE];
        LongYear {}
            "a year has at most 18 digits", "not a date", [DATE];
        InnerQualifier {}
            "write ?, ~ and % at the end of a date: 2022-09?", "not a date", [DATE];
        InnerUnspecified {}
            "X stands for last digits only: 201X, 20XX, 2022-XX, 2022-09-XX, 2022-XX-XX", "not a date", [DATE];
        EmptyInterval {}
            "an interval has a date at one end at least: 2022/..", "not a date", [DATE];
        BackwardInterval { start: String, end: String }
            "an interval ends before it starts: {end} is before {start}", "not a date", [DATE];
    "F015" "empty-text" Error
        EmptyText { key: String }
            "`{key}` is empty", "", ["write it, or remove the key"];
        EmptyAlt {}
            "`alt` is empty", "", ["describe the picture for readers who cannot see it"];
    "F016" "unknown-word" Error
        UnknownWord { key: String, word: String, near: Option<String>, known: String }
            "`{key}` cannot be `{word}`", "", [NEAR, "it can be {known}"];
    "F017" "unclosed-front-matter" Error
        UnclosedFrontMatter {}
            "the front matter is never closed", "it begins here", ["close it with a line of `+++`"];
    "F018" "no-front-matter" Error
        NoFrontMatter {}
            "this page has no front matter", "",
            ["begin the file with `+++`, `title = \"…\"` and `+++`, each on a line of its own"];
        BlankBeforeFrontMatter {}
            "this file does not begin with its front matter", "empty, or invisible",
            ["delete what is before the first `+++`, or run `nutgraf check --fix`"];
        TextBeforeFrontMatter {}
            "this file does not begin with its front matter", "stands before `+++`",
            ["move it below the second `+++`, or delete it"];
    "F019" "bad-value" Error
        NotALanguageTag { key: String }
            "`{key}` is not a language tag (BCP 47)", "", ["write one such as `en`, `de`, `pt-BR` or `zh-Hant`"];
        NotOnTheWeb { key: String }
            "`{key}` is not a web address", "", ["write the whole address: `https://…`"];
        NotASitePath { key: String }
            "`{key}` is not a path in the site", "", ["write it from the root: `/old-name/`"];
        NotUtf8SitePath { key: String }
            "`{key}` is percent-encoded, but not as UTF-8", "", ["write the letters themselves: `/café/`"];
        NotABaseUrl { whole: Option<String> }
            "`base_url` is not the address of a site", "",
            ["write `{whole}`", "write the whole address, without `?` and `#`: `https://…/`"];
        NotATimeZone {}
            "`time_zone` is not a time zone", "", ["write a name such as `Europe/Berlin` or `UTC`"];
        NotAWikidataItem {}
            "`wikidata` is not a Wikidata item", "",
            ["write the letter Q and the item's number, as in `Q15031`"];
        NotAMonth {}
            "`month` is not a month", "", ["write its number: `month = 9`"];
        NotAskable { url: String }
            "`{url}` is not an address that nutgraf can request", "",
            ["write the whole address, `https://…`, without `#`, or remove it"];
        ControlCharacter { key: String }
            "`{key}` contains a control character", "", ["remove it"];
        SpaceInId { id: String, slug: String }
            "`{id}` is not an id: it contains a space", "", ["write `{slug}`"];
        ColonInId {}
            "`id` has a colon, which nutgraf keeps for its own ids", "", ["write `{#my-part}`"];
    "F020" "updated-before-published" Error
        DatesOutOfOrder { later: &'static str, earlier: &'static str }
            "`{later}` is before `{earlier}`", "", ["correct one of the two dates"];
    "F021" "yaml-front-matter" Error
        YamlFrontMatter {}
            "this front matter is YAML", "", ["write it as TOML between two lines of `+++`: `title = \"…\"`"];
    "F022" "section-without-explainer" Error
        SectionAlone { index: String }
            "this section has no explainer", "its name begins with a number, so it is a section",
            ["add `{index}`, or remove the number from the file's name"];
    "F023" "unnumbered-section" Error
        UnnumberedSection { suggestion: String }
            "this file is in an explainer's folder, but is not one of its sections", "",
            ["give it a number, such as `{suggestion}`, or move it out of the folder"];
    "F024" "unknown-data-file" Error
        UnknownDataFile { near: Option<String> }
            "nutgraf knows no data file of this name", "",
            [NEAR, "data files are `sources.toml`, `sources.bib`, `entities.toml` and `facts.toml`"];
    "F025" "bib-syntax" Error
        BibSyntax { message: String }
            "this is not BibLaTeX: {message}", "",
            ["an entry is written `@article{id, title = {…}, date = {2022-09-15}}`, with a comma between its parts and a `}` for each `{`"];
    "F026" "unclosed-bib-entry" Error
        UnclosedEntry {}
            "this entry is never closed", "it begins here", ["close it, and each value in it: as many `}` as `{`"];
    "F027" "unclosed-math" Error
        UnclosedMath {}
            "LaTeX cannot read what follows a `$` or a `\\` in this value", "",
            ["write a dollar sign as `\\$` and a backslash as `\\textbackslash{}`"];

    "F028" "future-date" Warning
        FutureDate { key: &'static str }
            "`{key}` is in the future", "later than today",
            ["it is the date of something that has been done: write the day on which it was done"];
    "F029" "unknown-section" Error
        UnknownSection { id: String, near: Option<String>, known: Option<String> }
            "this page has no section `{id}`", "",
            [NEAR, "it has {known}", "remove the key: the page has no sections"];
    "F030" "evergreen-as-of" Warning
        EvergreenAsOf {}
            "an evergreen page has no `as_of`", "so it is not evergreen",
            ["remove `evergreen` or `as_of`"];

    "F031" "unknown-latex" Warning
        UnknownLatex { latex: String }
            "nutgraf does not know the LaTeX `{latex}`", "cannot be shown",
            ["write the character itself, as in `≥`, or remove the command"];
    "F032" "no-lifetime" Warning
        NoLifetime { key: &'static str, noun: &'static str }
            "{noun} has no `{key}`", "not shown",
            ["write the date in `text`, or correct `kind`: people, organizations and places have `born` and `died`"];
    "F033" "frozen-page" Warning
        FrozenWithoutDate {}
            "a frozen page needs an `as_of`", "frozen as of when?",
            ["add the date on which it was correct, as in `as_of = \"2022-09\"`"];
        FrozenReview {}
            "a frozen page has no `review_by`", "so it is not frozen",
            ["remove `frozen` or `review_by`"];
    "F034" "long-name" Error
        LongName { bytes: usize, limit: usize }
            "this makes a file whose name has {bytes} bytes; file systems allow {limit}", "",
            ["shorten it: a letter of another script than Latin counts for two to four bytes"];
        LongPath { bytes: usize, limit: usize }
            "this makes a file whose path has {bytes} bytes; some systems and hosts allow {limit}", "",
            ["shorten the names of its folders, or use fewer of them"];
    "F035" "windows-name" Warning
        WindowsName { name: String }
            "this makes a file or a folder `{name}`, which Windows and some hosts cannot have", "",
            ["use another name: no `<>:\"|?*\\`, no full stop or space at the end, and not `con`, `aux`, `nul`, `prn`, `com1` or `lpt1`"];
    "F036" "misplaced-data-file" Warning
        MisplacedData { file: String }
            "nutgraf does not read data files here", "its entries are not on the site",
            ["move it to `{file}`, or beside the page that it is for"];

    // M: Markdown
    "M001" "raw-html" Warning
        RawHtml {}
            "HTML in Markdown is shown as text", "",
            ["write it in Markdown, or allow it in `site.toml`: `[markdown]`, `raw_html = true`"];
    "M002" "undefined-footnote" Error
        UndefinedNote { label: String, near: Option<String> }
            "there is no footnote `{label}` in this file", "",
            [NEAR, "write it in a paragraph of its own: `[^{label}]: …`"];
    "M003" "unused-footnote" Warning
        UnusedNote { label: String }
            "this footnote is never used", "", ["refer to it with `[^{label}]`, or remove it"];
    "M004" "unclosed-fence" Error
        UnclosedFence { fence: String }
            "this block is never closed", "it begins here", ["close it with a line that has only {fence}"];
    "M005" "duplicate-id" Error
        DuplicateId { id: String }
            "a second `#{id}` on one page", "this one",
            ["give one of the two another id, as in `## Heading {#other}`, or rename the file"];
    "M006" "section-heading-level" Error
        SectionHeading { found: &'static str }
            "a heading of level {found} inside a section", "",
            ["the section's question is its `##`: headings inside begin at `###`"];
    "M007" "title-in-body" Error
        TitleInBody {}
            "this is a second title: the page's title is in the front matter", "",
            ["make it `##`, or remove it"];
    "M008" "citation-in-title" Error
        CitationInTitle {}
            "a title cannot contain a citation, a figure, a footnote or a link", "",
            ["move it to the answer or to the text"];
    "M009" "nested-too-deep" Error
        TooDeep { limit: usize }
            "quotations and lists are nested more than {limit} levels deep here", "",
            ["use fewer levels"];
    "M010" "near-reference" Warning
        NearReference { word: String, near: String }
            "`[{word}]` is not a name that the site knows", "shown as text, with its brackets",
            ["did you mean `[{near}]`? For text in brackets, write `\\[{word}]`"];
    "M011" "empty-section" Warning
        EmptySection {}
            "this section has no text", "", ["write it, or remove its heading"];
    "M012" "undefined-image" Error
        UndefinedImage { label: String }
            "no image is defined as `{label}`", "",
            ["define it below: `[{label}]: picture.png`; for an exclamation mark before brackets, write `\\!`"];
    "M013" "space-in-path" Error
        SpacedPath { path: String }
            "a path with a space needs angle brackets", "shown as text", ["write `<{path}>`"];

    // B: blocks
    "B001" "near-block" Warning
        NearBlock { word: String, near: String }
            "there is no block `{word}`", "shown as code", ["did you mean `{near}`?"];
    "B002" "nested-block" Error
        NestedBlock { name: String }
            "a `{name}` block cannot be inside a list, a quotation or a footnote", "",
            ["start its fence at the beginning of a line, outside of the list, quotation or footnote"];
    "B003" "empty-block" Error
        EmptyBlock { name: &'static str, needs: &'static str }
            "this {name} is empty", "", ["add {needs}, or remove it"];
    "B004" "missing-image" Error
        MissingImage { path: String, near: Option<String> }
            "there is no image `{path}`", "", [NEAR, "put it beside this file"];
        MissingStaticImage { path: String, near: Option<String> }
            "there is no image `{path}`", "", [NEAR, "put it into `static/`"];
    "B005" "not-an-image" Error
        NotAnImage { path: String }
            "`{path}` is not an image that nutgraf can read", "", ["export it as JPEG or PNG; browsers show WebP, AVIF, GIF and SVG too"];
    "B006" "too-many-pixels" Error
        TooManyPixels { path: String, megapixels: u64, limit: u64 }
            "`{path}` has {megapixels} megapixels; a picture may have at most {limit}", "", [EXPORT_SMALLER];
        TooLongSide { path: String, pixels: u32, limit: u32 }
            "`{path}` is {pixels} pixels long on a side; a picture may have at most {limit}", "", [EXPORT_SMALLER];
    "B007" "damaged-image" Error
        DamagedImage { path: String, reason: String }
            "nutgraf cannot make smaller copies of `{path}`: {reason}", "",
            ["open it and export it again, or put the original back"];
    "B008" "no-pixels" Error
        NoPixels { path: String }
            "the picture `{path}` has no width or no height", "",
            ["it is damaged: export it again, or put the original back"];
    "B009" "content-credentials" Warning
        CredentialsLost { path: String }
            "the smaller copies of `{path}` lose its content credentials (C2PA)", "most readers see a copy",
            ["link to the original, which has them, in the caption or in the text: `[Original]({path})`"];
    "B010" "unknown-country" Error
        UnknownCountry { code: String, near: Option<String> }
            "`{code}` is not the code of a country", "",
            [NEAR, "write its ISO 3166-1 code of two or three letters: `KZ` or `KAZ`"];
    "B011" "country-without-shape" Error
        NoShape { name: &'static str }
            "the map has no shape for {name}", "",
            ["add it as a place: `[[place]]`, `name = \"{name}\"`, `lat = …`, `lon = …`"];
    "B012" "country-twice" Error
        CountryTwice { name: &'static str }
            "{name} is listed a second time", "a country can have one pattern", ["remove one of the two"];
    "B013" "off-the-globe" Error
        OffTheGlobe { key: &'static str, limit: u32 }
            "`{key}` must be between -{limit} and {limit}", "degrees",
            ["`lat` is north of the equator, `lon` east of Greenwich; south and west have a minus"];
    "B014" "place-off-the-map" Error
        OffTheMap { name: String }
            "`{name}` is outside the map", "",
            ["check `lat` and `lon`, or add a country near it to `region`"];
    "B015" "unknown-stop" Error
        UnknownStop { name: String, near: Option<String> }
            "the map has no place `{name}`", "",
            [NEAR, "add it: `[[place]]`, `name = \"{name}\"`, `lat = …`, `lon = …`"];
    "B016" "short-route" Error
        ShortRoute {}
            "this route has fewer than two stops", "", ["write at least two: `stops = [\"from\", \"to\"]`"];
    "B017" "place-twice" Error
        PlaceTwice { name: String }
            "two places are called `{name}`", "", ["give one of the two another name"];
    "B018" "too-many-groups" Error
        TooManyGroups { limit: usize }
            "a map can have {limit} groups, and this is one more", "",
            ["merge groups, or make a second map"];
    "B020" "csv-row-length" Error
        SurplusCells { found: usize, expected: usize, delimiter: String }
            "cells in this row: {found}; in the header: {expected}; separated by {delimiter}", "too many",
            ["put a cell that contains {delimiter} in \"quotes\", or remove the extra cells; if another sign separates the cells, write it in the first line, as in `sep=;`"];
        MissingCells { found: usize, expected: usize, delimiter: String }
            "cells in this row: {found}; in the header: {expected}; separated by {delimiter}", "too few",
            ["add the missing cells, each after {delimiter}; if another sign separates the cells, write it in the first line, as in `sep=;`"];
    "B021" "csv-unclosed-quote" Error
        UnclosedQuote {}
            "this quotation mark is never closed", "it begins here",
            ["close it with another; write a quotation mark inside quotes twice: \"\""];
    "B022" "empty-data" Error
        EmptyData {}
            "this data has no rows", "",
            ["write the names of the columns in the first line, and one row in each line below it"];
    "B023" "duplicate-column" Error
        DuplicateColumn { name: String }
            "two columns are called `{name}`", "the second", ["give one of the two another name"];
    "B024" "unknown-column" Error
        UnknownColumn { name: String, near: Option<String>, known: String }
            "the data has no column `{name}`", "", [NEAR, "it has {known}"];
    "B025" "missing-data" Error
        MissingData { path: String, near: Option<String> }
            "there is no data file `{path}`", "", [NEAR, "put it beside this file"];
    "B026" "not-data" Error
        NotData { path: String }
            "nutgraf cannot read `{path}` as data", "", ["use a CSV file: `members.csv`"];
        OtherEnding { path: String, csv: String }
            "data files end in `.csv`, and `{path}` does not", "",
            ["rename it to `{csv}`, and write that here: tabs and semicolons between cells are recognized"];
        Spreadsheet { path: String, csv: String }
            "`{path}` is a spreadsheet, and nutgraf reads CSV files", "",
            ["save it as CSV in its program, and write `{csv}` here"];
        TooMuchData { path: String, limit: u64 }
            "`{path}` has more than {limit} MB, too much for a page", "",
            ["keep only the rows and columns that the page shows"];
    "B027" "not-a-number" Error
        NotANumber { cell: String, column: String }
            "`{cell}` is not a number", "`{column}` is a column of numbers",
            ["write digits and a point before decimals, as in 1234.5, with the unit in `unit`; leave the cell empty where nothing is known; say `type = \"text\"` for a column of words"];
    "B028" "two-data" Error
        TwoData { other: &'static str }
            "this block has {other} too", "which of the two?", ["keep one of the two"];
    "B029" "mixed-units" Error
        MixedUnits { id: String, unit: String, first: String }
            "`{id}` is in {unit}, but the first fact is in {first}", "",
            ["make two charts: a chart has one unit"];
    "B030" "empty-series" Error
        EmptySeries { name: String }
            "the column `{name}` has no numbers", "nothing to draw",
            ["fill it in, or remove the column from `y`"];
    "B031" "empty-label" Error
        EmptyLabel {}
            "this row has no label", "", ["write what its numbers are about"];
    "B032" "too-many-rows" Error
        TooManyRows { kind: &'static str, found: usize, limit: usize }
            "a {kind} chart can have {limit} rows, and this one has {found}", "the first one too many",
            ["show the largest and add up the others, or use a table"];
    "B033" "too-many-series" Error
        TooManySeries { kind: &'static str, found: usize, limit: usize }
            "a {kind} chart can have {limit} columns of numbers, and this one has {found}", "the first one too many",
            ["name those that matter in `y`, or use a table"];
    "B034" "negative-in-stack" Error
        NegativeInStack {}
            "negative numbers cannot be stacked", "", ["use a bar chart"];
    "B035" "unknown-mark" Error
        UnknownMark { mark: String, near: Option<String>, known: String }
            "the chart has no `{mark}` to mark", "", [NEAR, "it can be the label of a row, or {known}"];
    "B036" "nameless-column" Warning
        NamelessColumn {}
            "this column has no name", "its cell in the header is empty",
            ["write its name there, or remove its cells"];
    "B040" "compare-sides" Error
        TooFewSides { count: usize }
            "a comparison has two or three sides, and this one has {count}", "", ["add a side"];
        TooManySides { count: usize }
            "a comparison has two or three sides, and this one has {count}", "", ["remove one, or use a table"];
    "B041" "side-without-points" Error
        SideWithoutPoints {}
            "this side has no points", "",
            ["write them: `points = [\"…\", \"…\"]`"];
    "B042" "same-side-twice" Error
        SameSideTwice { label: String }
            "two sides are called `{label}`", "the second", ["give each a different name"];
    "B043" "row-cells" Error
        RowCells { cells: usize, sides: usize }
            "this row has {cells} cells, but there are {sides} sides", "",
            ["write one cell for each of `sides`, in their order; if something is not known, write that"];
    "B044" "compare-both-ways" Error
        CompareBothWays {}
            "this comparison is written both ways", "",
            ["write it by side, `[[side]]` with `points`, or by row, `sides` and `[[row]]` with `cells`"];
    "B045" "translation-without-language" Error
        TranslationWithoutLanguage {}
            "a translation, but the language of the original is not given", "",
            ["add the language of `text`: `language = \"ru\"`"];
    "B046" "translator-without-translation" Error
        TranslatorWithoutTranslation {}
            "a translator, but no translation", "", ["add `translation = \"…\"`, or remove the translator"];
    "B047" "person-twice" Error
        PersonTwice { name: String }
            "{name} is listed twice on this page", "the second", ["remove one"];
    "D005" "unordered-timeline" Error
        UnorderedTimeline {}
            "this event is earlier than the one before it", "", ["put the events in the order of their dates"];

    // C, L, D: references, links, addresses
    "C001" "undefined-source" Error
        UndefinedSource { id: String, near: Option<String>, file: SitePath, key: String, kinds: String }
            "there is no source `{id}`", "cited here",
            [NEAR, "describe it in `{file}`: `[{key}]`, `kind = \"report\"`, `title = \"…\"`; a source can be {kinds}"];
    "C010" "undefined-entity" Error
        UndefinedEntity { label: String, near: Option<String>, file: SitePath, key: String, name: String, kinds: String }
            "`{label}` is not the name of anything on this site", "",
            [NEAR, "describe it in `{file}`: `[{key}]`, `kind = \"term\"`, `name = {name}`; an entity can be {kinds}"];
        UndefinedLabel { label: String, near: Option<String>, file: SitePath, key: String, name: String, kinds: String }
            "`{label}` is not the name of anything on this site", "",
            [NEAR, "describe it in `{file}`: `[{key}]`, `kind = \"term\"`, `name = {name}`; an entity can be {kinds}. If it is a link, define it below: `[{label}]: https://…`"];
    "C020" "undefined-fact" Error
        UndefinedFact { id: String, near: Option<String>, file: SitePath, key: String }
            "there is no fact `{id}`", "printed here",
            [NEAR, "describe it in `{file}`: `[{key}]`, `label = \"…\"`, `value = 1`, `source = \"…\"` with the id of a source"];
    "C011" "empty-citation" Error
        EmptyCitation {}
            "a citation without a source", "", ["write `[@id]`, or `[@one; @two]`"];
    "C016" "words-in-citation" Error
        CitationPrefix { prefix: String, citation: String }
            "a citation with `{prefix}` in its bracket", "only sources and places in them",
            ["write the words before the bracket: `{prefix} {citation}`; for text, write `\\[`"];
    "C012" "ambiguous-name" Error
        AmbiguousName { name: String }
            "two entries are called `{name}`", "the second", ["give one another name or alias"];
    "C013" "defined-twice" Error
        DefinedTwice { what: &'static str, id: String }
            "the {what} `{id}` is defined twice", "the second", ["remove one, or give it another id"];
    "C014" "source-without-id" Warning
        SourceWithoutId {}
            "this source has no id", "write it after this brace",
            ["write an id to cite it by, as in `@book{smith-2020,`"];
    "C015" "undefined-abbreviation" Error
        UndefinedString { name: String, near: Option<String> }
            "there is no abbreviation `{name}`", "",
            [NEAR, "put the value in braces; `@string` defines an abbreviation"];
    "L001" "broken-internal-link" Error
        BrokenLink { target: String, near: Option<String> }
            "there is no `{target}` to link to", "",
            [NEAR, "link to a file by its path from this one: `../other/index.md`"];
        BackslashPath { path: String, fixed: String }
            "`{path}` has `\\` in it, which is no path on the web", "", ["write `/` for `\\`: `{fixed}`"];
    "L003" "broken-anchor" Error
        BrokenAnchor { id: String, page: String, near: Option<String> }
            "`{page}` has no `#{id}`", "",
            [NEAR, "a section's id is its file's name without the number; a heading's id is its words joined by hyphens"];
    "L004" "active-url" Error
        ActiveUrl { scheme: String }
            "a link cannot use `{scheme}:`", "could run code or open the reader's files",
            ["link with https, http, mailto or tel"];
        DataUrl {}
            "a picture or a file is written into its address", "a page cannot show it",
            ["save it as a file beside this one, and write the file's name in the place of the address"];
        DrivePath { drive: String }
            "`{drive}:` is a disk of your computer", "no reader has this file",
            ["copy the file beside this one, and write its name alone"];
    "L005" "link-out-of-content" Error
        LinkLeaves {}
            "this link points outside the site", "",
            ["link to a file in `content/`, or to a path from the site's root: `/feed.xml`"];
    "L006" "draft-link" Error
        DraftLink { target: String }
            "`{target}` is part of a draft, so the link would be dead", "",
            ["publish it, or remove the link; `--drafts` builds drafts too"];
        HeldLink { target: String, day: String }
            "`{target}` is held back until {day}, so the link would be dead", "",
            ["remove the link until then, or give that page an earlier `published`"];
    "L007" "lost-address" Warning
        LostAddress { url: String }
            "`{url}` was an address of this site, and is now dead", "",
            ["if a page replaces it, add there: `aliases = [\"{url}\"]`; if none does, or nobody has seen it, add here, above the tables: `gone = [\"{url}\"]`"];
        MovedPage { url: String, heir: String }
            "`{url}` was an address of this site, and is now dead", "this page may be the renamed one",
            ["if `{heir}` replaces it, add here: `aliases = [\"{url}\"]`; if nothing does, or nobody has seen it, add to `site.toml`, above the tables: `gone = [\"{url}\"]`"];
        MovedExplainer { url: String, heir: String }
            "`{url}` was an address of this site, and is now dead", "this page may be the renamed one",
            ["if `{heir}` replaces it, add here: `aliases = [\"{url}\"]`, and `feed_id = \"{url}\"`, so that feeds do not show it as new; if nothing does, or nobody has seen it, add to `site.toml`, above the tables: `gone = [\"{url}\"]`"];
    "L008" "gone-and-there" Warning
        GoneAndThere { url: String }
            "`{url}` is listed as gone, but it exists", "",
            ["remove it from `gone`, or remove the page"];
    "D004" "duplicate-slug" Error
        DuplicateUrl { url: String, whose: &'static str }
            "the address `{url}` is taken", "{whose}",
            ["give one of the two another name: addresses that differ only in capital letters or in how accents are encoded are the same"];
        ReservedUrl { url: String }
            "the address `{url}` is taken", "nutgraf makes this file itself",
            ["give it another name; to change a file that nutgraf makes, change its template, if `nutgraf templates` lists one"];

    // H: the theme
    "H001" "template-syntax" Error
        TemplateSyntax { message: String }
            "this template cannot be read: {message}", "",
            ["correct it, or remove it to use the built-in one"];
    "H002" "template-error" Error
        TemplateError { message: String, page: String }
            "this template failed at `{page}`: {message}", "",
            ["write a value that may be missing as `{{ a.b or \"\" }}`"];
    "H003" "template-loop" Error
        TemplateLoop { chain: String }
            "this template includes or extends itself: {chain}", "", ["remove one of these references"];
    "H004" "style-sheet" Error
        StyleSheet { message: String }
            "this style sheet cannot be read: {message}", "",
            ["correct it, or remove it to use the built-in one"];
    "H005" "missing-template" Error
        MissingTemplate { name: String }
            "there is no template `{name}`", "", [MISSING_TEMPLATE];
        MissingParent { name: String }
            "there is no template `{name}` to extend", "", [MISSING_TEMPLATE];
        MissingInclude { name: String }
            "there is no template `{name}` to include", "", [MISSING_TEMPLATE];
        BrokenTemplates { message: String }
            "the templates do not fit together: {message}", "", [MISSING_TEMPLATE];
    "H006" "undrawn-card" Error
        UndrawnCard { message: String, page: String }
            "this template does not make a share card: {message}", "for `{page}`",
            ["it must make an SVG with its pictures inside; the built-in `card.svg` shows which values it gets"];
    "H007" "card-size" Error
        CardSize { size: String, wanted: String }
            "a share card has {wanted} pixels, but this template makes one of {size}", "",
            ["give its `<svg>` `width=\"{{ card.width }}\"` and `height=\"{{ card.height }}\"`"];
    "H008" "heavy-card" Error
        HeavyCard { kilobytes: usize, limit: usize, page: String }
            "a share card from this template is {kilobytes} kB; it may be at most {limit} kB", "for `{page}`",
            ["use fewer colours, no photographs and no gradients"];
    "H009" "catalogue-syntax" Error
        CatalogueSyntax { message: String }
            "this catalogue cannot be read here: {message}", "",
            ["write a message as a line such as `close = Close`, and a variable in braces: `as-of = As of { $date }`"];
    "H010" "unknown-message" Error
        UnknownMessage { id: String, near: Option<String> }
            "there is no message `{id}`", "",
            [NEAR, "the built-in `locales/en.ftl` has all messages: `nutgraf eject locales/en.ftl` copies it"];
    "H011" "unknown-variable" Error
        UnknownVariable { id: String, variable: String, known: Option<String> }
            "the message `{id}` has no variable `${variable}`", "",
            ["it has {known}", "it has no variables"];

    // G: share cards
    "G001" "missing-glyph" Warning
        MissingGlyph { letters: String }
            "no typeface on this machine has `{letters}`", "missing on the share card",
            ["install a font that has it where the site is built, such as one of the Noto fonts, or use other letters"];

    // I: what was not carried over from another generator's tree
    "I001" "shortcode" Warning
        ShortcodeLeft { name: String }
            "`{name}` is a template of the old site", "stays as text",
            ["replace the text and the comment `todo` beside it by what it showed, in Markdown or as a block"];
    "I002" "key-left" Warning
        KeyLeft { key: String }
            "nutgraf has no place for `{key}`", "left out",
            ["if only the old theme used it, do nothing; otherwise write what it says in the text"];
    "I003" "html-left" Warning
        HtmlLeft {}
            "HTML in Markdown is shown as text", "",
            ["write it in Markdown, or allow it in `site.toml`: `[markdown]`, `raw_html = true`"];
    "I004" "link-left" [why: import_reasons::LINK] Warning
        LinkLeft { target: String, why: &'static str }
            "`{target}` {why}", "its words stay",
            ["at the comment `todo`, link to a page by its file: `[text](../other.md)`"];
    "I005" "picture-left" [why: import_reasons::PICTURE] Warning
        PictureLeft { target: String, why: &'static str }
            "`{target}` {why}", "stays as text",
            ["put a picture beside the page, and replace the comment `todo` by `![what it shows](picture.jpg)`"];
    "I006" "page-left" Warning
        PageLeft { why: String }
            "this page was not imported: {why}", "", ["correct it and import again, or write it by hand"];
    "I007" "file-left" Warning
        FileLeft { why: String }
            "this file was not imported: {why}", "",
            ["if the site needs it, copy it by hand under another name"];
    "I008" "address-left" Warning
        AddressLeft { url: String, why: String }
            "the old address `{url}` will be dead: {why}", "",
            ["add `aliases` to the page that readers should find there, or redirect on the server"];
    "I009" "value-left" [why: import_reasons::VALUE] Warning
        ValueLeft { key: String, why: &'static str }
            "`{key}` {why}", "left out", ["write it in the new file"];
    "I010" "formula" Warning
        FormulaLeft {}
            "formulas are shown as source text", "", ["replace it by a picture, or by words"];
    "I011" "other-language" Warning
        OtherLanguage { language: String }
            "this page is in `{language}`, and a site has one language", "its address stays",
            ["make one site for each language"];
    "I012" "anchor-left" Warning
        AnchorLeft { target: String, id: String }
            "`{target}` has no `#{id}`", "leads to the top of the page",
            ["give the heading this id: `## Heading {#id}`"];
    "I013" "markup-left" Warning
        MarkupLeft { what: &'static str }
            "nutgraf's Markdown does not have {what}", "left out",
            ["if only the old style sheet used it, do nothing"];
    "I014" "heading-link" Warning
        HeadingLink {}
            "the heading of a section cannot be a link, since it is in the contents too", "its words stay",
            ["move the link into the text"];
    "I015" "undescribed-picture" Warning
        UndescribedPicture {}
            "this picture has no description", "marked as decorative",
            ["if it shows something, replace `decorative` by `alt` with a description"];
    "I016" "no-tree" Error
        NoTree {}
            "this is not a folder of Zola, Hugo or Jekyll with a page in it", "",
            ["name the folder that has `config.toml`, `hugo.toml` or `_config.yml` in it"];
    "I017" "unread-settings" Error
        UnreadSettings { message: String }
            "the settings of the old site cannot be read: {message}", "", ["correct them, then import again"];
    "I018" "picture-elsewhere" Warning
        PictureElsewhere {}
            "this picture is on another server, and pages of nutgraf load nothing from other servers", "becomes a link",
            ["if you have the right to show it, copy it beside the page: `![what it shows](picture.jpg)`"];
    "I019" "unshown" Warning
        Unshown { why: String }
            "the old site did not show this page: {why}", "becomes a draft",
            ["remove `draft` from its front matter to publish it"];
    "I020" "own-file" Warning
        OwnFile { name: String }
            "nutgraf makes `{name}` itself", "left out",
            ["to change what nutgraf writes, use a template of the same name, such as `templates/robots.txt`"];
    "I021" "key-left-again" Warning
        KeyLeftAgain { key: String, files: String }
            "nutgraf has no place for `{key}` in {files}", "left out here and in the other files",
            ["if only the old theme used it, do nothing; otherwise search the old pages for it"];
    "I022" "markup-shown" Warning
        MarkupShown { what: &'static str }
            "nutgraf's Markdown does not have {what}", "shown as it is written",
            ["write it in another way, such as a list or a quotation"];
}

/// The entry of a code that is in the table.
pub(crate) const fn code_named(code: &str) -> &'static Code {
    let mut at = 0;
    while at < CODES.len() {
        if is_same(CODES[at].code, code) {
            return &CODES[at];
        }
        at += 1;
    }
    panic!("there is no such code in the table")
}

impl From<DateError> for Problem {
    fn from(error: DateError) -> Self {
        match error {
            DateError::Form(Some(meant)) => Self::MeantDate { date: meant.edtf() },
            DateError::Form(None) => Self::NotADate {},
            DateError::Month(month @ 25..) => Self::NoSuchSeason { month },
            DateError::Month(month) => Self::NoSuchMonth { month: format!("{month:02}") },
            DateError::Day((.., 0)) => Self::DayZero {},
            DateError::Day((year, month, day)) => Self::NoSuchDay {
                day,
                month: Catalogue::english().month(month),
                year: year_words(year, Catalogue::english()),
                days: days_in_month(year, month),
            },
            DateError::Time(day) => Self::TimeOfDay { day: day.edtf() },
            DateError::LongYear => Self::LongYear {},
            DateError::Qualifier => Self::InnerQualifier {},
            DateError::Unspecified => Self::InnerUnspecified {},
            DateError::NoDate => Self::EmptyInterval {},
            DateError::Backwards(start, end) => {
                Self::BackwardInterval { start: start.in_english(), end: end.in_english() }
            }
        }
    }
}

impl Problem {
    /// The problem of a text that is no path in the site.
    pub(crate) fn not_a_site_path(key: &str, text: &str) -> Self {
        let key = key.to_owned();
        match percent_decode_str(text).decode_utf8() {
            Ok(_) => Self::NotASitePath { key },
            Err(_) => Self::NotUtf8SitePath { key },
        }
    }

    /// The fact.
    pub(crate) fn message(&self) -> String {
        self.filled_message().text()
    }

    /// The remedy.
    pub(crate) fn help(&self) -> String {
        self.filled_message().remedy()
    }

    /// True if it may hide entries of a data file: then none of them can be said to be missing.
    pub(crate) fn hides_entries(&self) -> bool {
        matches!(self, Self::TomlSyntax { .. } | Self::BibSyntax { .. } | Self::UnclosedEntry {})
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::base::date::Edtf;

    #[test]
    fn no_code_and_no_name_is_used_twice() {
        for key in [|code: &Code| code.code, |code: &Code| code.name] {
            let mut seen: Vec<_> = CODES.iter().map(key).collect();
            seen.sort_unstable();
            let all = seen.len();
            seen.dedup();
            assert_eq!(all, seen.len());
        }
    }

    #[test]
    fn codes_are_a_letter_and_three_digits() {
        for Code { code, .. } in CODES {
            let (letter, digits) = code.split_at(1);
            assert!(letter.chars().all(|c| c.is_ascii_uppercase()), "{code}");
            assert!(digits.len() == 3 && digits.chars().all(|c| c.is_ascii_digit()), "{code}");
        }
    }
    const ERRORS: &[(&str, &str)] = &[
        ("2022-02-30", "30 February does not exist: February 2022 has 28 days"),
        ("2000-02-30", "30 February does not exist: February 2000 has 29 days"),
        ("2022-09-31/2022-10-01", "31 September does not exist: September 2022 has 30 days"),
        ("2022-09-00", "there is no day 00"),
        ("2022-13", "there is no month 13"),
        ("2022-00-15", "there is no month 00"),
        ("2022-25", "there is no month 25; spring to winter are 21 to 24"),
        ("1985-04-12T23:20:30", "write the day without a time: 1985-04-12"),
        ("1985-04-12T23:20:30Z", "write the day without a time: 1985-04-12"),
        ("1985-04-12T23:20:30-04", "write the day without a time: 1985-04-12"),
        ("1985-04-12T23:20:30+04:30", "write the day without a time: 1985-04-12"),
        ("1985-04-12 23:20", "write the day without a time: 1985-04-12"),
        ("1985-04-31T23:20:30Z", "31 April does not exist: April 1985 has 30 days"),
        ("Y9999999999999999999", "a year has at most 18 digits"),
        ("2004?-06", "write ?, ~ and % at the end of a date: 2022-09?"),
        ("2004-XX-15", "X stands for last digits only: 201X, 20XX, 2022-XX, 2022-09-XX, 2022-XX-XX"),
        ("../..", "an interval has a date at one end at least: 2022/.."),
        ("2023/2022-09", "an interval ends before it starts: September 2022 is before 2023"),
        ("soon", "write a date as 2022-09-15, 2022-09 or 2022; months and days have two digits"),
        ("15.09.2022", "write this date as 2022-09-15"),
    ];

    #[test]
    fn a_mistaken_date_is_told_in_plain_words() {
        for (text, expected) in ERRORS {
            let message = Edtf::parse(text).map_err(|error| Problem::from(error).message());
            assert_eq!(message, Err((*expected).to_owned()), "{text}");
        }
    }
}
