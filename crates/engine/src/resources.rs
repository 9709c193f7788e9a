//! From a resource to the postings of the statements that it makes candidates.
//!
//! Must not know actions or conditions.

use core::ops::ControlFlow;

use ramgate_image::record::{Run, Summary, TextRef};
use ramgate_image::{ImageView, Ranks};
use ramgate_model::glob::matches_bytes;
use ramgate_model::{Arn, Case};

use crate::search::each_match;

/// Calls `visit` with the posting of every pattern that matches the resource.
#[inline]
pub(crate) fn each_posting<'i>(
    view: ImageView<'i>,
    summary: &Summary,
    arn: &Arn<'_>,
    mut visit: impl FnMut(Ranks<'i>),
) {
    let mut targets = |run: Run| {
        for target in view.layout().targets.run(view.bytes(), run) {
            if head_matches(view, target.head.get(), arn) {
                visit(view.ranks(target.posting.get()));
            }
        }
        ControlFlow::Continue(())
    };
    let text = arn.relative_id().as_bytes();
    let indexes = view.layout().pattern_indexes;
    if arn.folds_relative_id() {
        if let Some(index) = indexes.get(view.bytes(), summary.folded_case_index.get()) {
            let _: ControlFlow<()> = each_match::<true, _>(view, index, text, &mut targets);
        }
    } else if let Some(index) = indexes.get(view.bytes(), summary.exact_case_index.get()) {
        let _: ControlFlow<()> = each_match::<false, _>(view, index, text, &mut targets);
    }
}

fn head_matches(view: ImageView<'_>, head: u32, arn: &Arn<'_>) -> bool {
    let Some(head) = view.layout().heads.get(view.bytes(), head) else {
        return false;
    };
    let segment = |pattern: TextRef, text: &str, case| {
        let pattern = view.text_bytes(pattern);
        pattern == b"*" || matches_bytes(pattern, text.as_bytes(), case)
    };
    segment(head.service, arn.service(), Case::AsciiInsensitive)
        && segment(head.account, arn.account(), Case::Sensitive)
        && segment(head.region, arn.region(), Case::Sensitive)
}
