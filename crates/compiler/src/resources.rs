//! Resource patterns: which statements a resource reaches.
//!
//! A pattern is a head (service, region, account) and a relative id. Relative ids are searched in
//! an index; what is found there counts under the heads that match too. Resources of RAM itself
//! compare without regard to case, so they have an index of their own in lower case. Must not know
//! actions or conditions.

use std::collections::BTreeMap;

use ramgate_image::ImageWriter;
use ramgate_image::record::{Head, LITERAL_ACCOUNT, LITERAL_REGION, LITERAL_SERVICE, Target};
use ramgate_image::writer::position;
use ramgate_model::Case;
use ramgate_model::glob::{is_literal, matches};
use ramgate_model::pattern::{ResourcePattern, SegmentPatterns};
use zerocopy::little_endian::U32;

use crate::budget::Budget;
use crate::normal::Need;
use crate::patterns::{self, Patterns, simplify};
use crate::postings::Postings;

/// Service, region and account; the service in lower case.
type HeadKey = (String, String, String);

/// What all statements need of a resource.
#[derive(Default)]
pub(crate) struct Resources {
    /// Ranks that are candidates whatever the resource is.
    unsearched: Vec<u32>,
    by_pattern: BTreeMap<(HeadKey, String), Vec<u32>>,
}

/// What is written of the resources.
pub(crate) struct Written {
    pub(crate) unsearched: u32,
    pub(crate) exact_case_index: u32,
    pub(crate) folded_case_index: u32,
}

impl Resources {
    pub(crate) fn new() -> Self {
        Self::default()
    }

    /// Adds what the statement of a rank needs. Gives whether its element must be tested by itself.
    pub(crate) fn add(&mut self, rank: u32, need: &Need<ResourcePattern<'_>>) -> bool {
        match need {
            Need::Never => {}
            Need::Always | Need::NoneOf(_) => self.unsearched.push(rank),
            Need::Some(readable) => {
                for pattern in readable {
                    if let ResourcePattern::Segments(segments) = pattern {
                        self.by_pattern.entry(key(segments)).or_default().push(rank);
                    }
                }
            }
        }
        matches!(need, Need::NoneOf(_))
    }

    pub(crate) fn write(
        self,
        image: &mut ImageWriter,
        postings: &mut Postings,
        budget: &mut Budget,
    ) -> Written {
        let mut heads = BTreeMap::new();
        let mut exact_case = Patterns::new();
        let mut of_ram: BTreeMap<(HeadKey, String), Vec<u32>> = BTreeMap::new();
        for ((head, relative_id), ranks) in self.by_pattern {
            if matches(&head.0, "ram", Case::Sensitive) {
                let folded = (head.clone(), relative_id.to_ascii_lowercase());
                of_ram.entry(folded).or_default().extend(&ranks);
            }
            if head.0 != "ram" {
                let target = target(image, &mut heads, postings, &head, ranks);
                exact_case.add(&relative_id, Some(target));
            }
        }
        let mut folded_case = Patterns::new();
        for ((head, relative_id), ranks) in of_ram {
            let target = target(image, &mut heads, postings, &head, ranks);
            folded_case.add(&relative_id, Some(target));
        }
        Written {
            unsearched: postings.write(image, ascending(self.unsearched)),
            exact_case_index: patterns::write(image, budget, exact_case),
            folded_case_index: patterns::write(image, budget, folded_case),
        }
    }
}

fn key(segments: &SegmentPatterns<'_>) -> (HeadKey, String) {
    let service = simplify(segments.service).to_ascii_lowercase();
    let head = (
        service,
        simplify(segments.region),
        simplify(segments.account),
    );
    (head, simplify(segments.relative_id))
}

fn ascending(mut ranks: Vec<u32>) -> Vec<u32> {
    ranks.sort_unstable();
    ranks.dedup();
    ranks
}

fn target(
    image: &mut ImageWriter,
    heads: &mut BTreeMap<HeadKey, u32>,
    postings: &mut Postings,
    head: &HeadKey,
    ranks: Vec<u32>,
) -> Target {
    let posting = postings.write(image, ascending(ranks));
    let head = if let Some(known) = heads.get(head) {
        *known
    } else {
        let (service, region, account) = (
            image.text(&head.0),
            image.text(&head.1),
            image.text(&head.2),
        );
        let at = position(&image.heads);
        let flags = [
            (&head.0, LITERAL_SERVICE),
            (&head.1, LITERAL_REGION),
            (&head.2, LITERAL_ACCOUNT),
        ];
        let flags = flags
            .iter()
            .filter(|(pattern, _)| is_literal(pattern))
            .map(|(_, flag)| flag);
        image.heads.push(Head {
            service,
            region,
            account,
            flags: U32::new(flags.sum()),
        });
        heads.insert(head.clone(), at);
        at
    };
    Target {
        head: U32::new(head),
        posting: U32::new(posting),
    }
}
