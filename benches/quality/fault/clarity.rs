//! Faults of clarity.

use super::super::explainer::{FaultyExplainer, Place};
use super::{Fault, fault};

pub(super) const FAULTS: &[Fault] = &[
    fault("P001", "letters that nobody spelt out", unknown_acronym),
    fault("P002", "a term that no page uses", idle_term),
    fault("P003", "a sentence that does not end", long_sentence),
    fault("P004", "a page in the passive", many_passives),
    fault("P005", "a page for professors", hard_sentences),
];

fn unknown_acronym(explainer: &mut FaultyExplainer) -> Option<Vec<Place>> {
    explainer.add_one_of(&[
        "The ⟦IAEA⟧ sent observers.@@",
        "A delegation of the ⟦OSCE⟧ came too.@@",
        "The papers are with the ⟦ILO⟧ in Geneva.@@",
        "The ⟦ASEAN⟧ states did not take part.@@",
        "Money came from the ⟦EBRD⟧ and from private donors.@@",
        "The ⟦WCO⟧ keeps the list.@@",
    ])
}

fn idle_term(explainer: &mut FaultyExplainer) -> Option<Vec<Place>> {
    let term = explainer.pick(&["cabotage", "Belt and Road", "usufruct", "most favoured nation"])?;
    let at = explainer.file_text("entities.toml").len();
    let entry = format!("\n[idle]\nkind = \"term\"\nname = \"{term}\"\ntext = \"It is explained here.\"\n");
    Some(vec![explainer.replace("entities.toml", at..at, &entry)])
}

fn long_sentence(explainer: &mut FaultyExplainer) -> Option<Vec<Place>> {
    explainer.add_one_of(&[
        "⟦The committee, which had met in the old town hall on the hill above the river ever since its first members had been chosen by lot, decided after a long debate that nobody who had served before should be asked to serve again unless all the others agreed.@@⟧",
        "⟦Those who had wanted the change from the beginning were joined by others who had been against it and who had seen in the meantime that the costs were lower than they had feared, while the friends of the old rule grew fewer and were heard less often.@@⟧",
        "⟦When the papers were found in the cellar of the ministry, wrapped in oilcloth and tied with a string that somebody had sealed with red wax, it turned out that most of them were copies of letters which the archive had held for years without knowing it.@@⟧",
    ])
}

fn whole_page(explainer: &FaultyExplainer) -> Vec<Place> {
    vec![Place { path: explainer.file_path("index.md"), range: 0..explainer.page_text().len() }]
}

fn many_passives(explainer: &mut FaultyExplainer) -> Option<Vec<Place>> {
    let subjects =
        ["The first draft", "The vote", "The second office", "The archive", "The old rule", "A new seal"];
    let verbs = [
        "was written",
        "was put off",
        "was closed",
        "was not found",
        "has been forgotten",
        "were later kept",
    ];
    let source = explainer.pick_source()?;
    for _ in 0..40 {
        let subject = explainer.pick(&subjects)?;
        let verb = explainer.pick(&verbs)?;
        let paragraphs = explainer.paragraphs();
        let end = explainer.pick(&paragraphs)?.end;
        explainer.replace("index.md", end..end, &format!(" {subject} {verb} in the end.[@{source}]"));
    }
    Some(whole_page(explainer))
}

fn hard_sentences(explainer: &mut FaultyExplainer) -> Option<Vec<Place>> {
    let subjects =
        ["institutional considerations", "organizational responsibilities", "administrative particularities"];
    let verbs = ["necessitated considerable", "accompanied fundamental", "complicated multilateral"];
    let objects = [
        "negotiations concerning constitutional interpretation",
        "transformations of international representation",
        "deliberations regarding technological modernization",
    ];
    let source = explainer.pick_source()?;
    for _ in 0..40 {
        let (subject, verb, object) =
            (explainer.pick(&subjects)?, explainer.pick(&verbs)?, explainer.pick(&objects)?);
        let more = explainer.pick(&objects)?;
        let paragraphs = explainer.paragraphs();
        let end = explainer.pick(&paragraphs)?.end;
        let sentence = format!(
            " Exceptionally complicated {subject} {verb} {object}, notwithstanding unanimously acknowledged {more}.[@{source}]"
        );
        explainer.replace("index.md", end..end, &sentence);
    }
    Some(whole_page(explainer))
}
