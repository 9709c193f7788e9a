//! From a resource to the postings of the statements that it makes candidates.
//!
//! Must not know actions or conditions.

use core::ops::ControlFlow;

use ramgate_image::record::{
    LITERAL_ACCOUNT, LITERAL_REGION, LITERAL_SERVICE, NONE, Run, Summary, TextRef,
};
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
    // Most policies write the same head again and again, so the last one is remembered.
    let (mut last, mut last_matches) = (NONE, false);
    let mut targets = |run: Run| {
        for target in view.layout().targets.run(view.bytes(), run) {
            let head = target.head.get();
            if head != last {
                (last, last_matches) = (head, head_matches(view, head, arn));
            }
            if last_matches {
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
    let flags = head.flags.get();
    let segment = |pattern: TextRef, text: &str, literal: u32, case: Case| {
        let (pattern, text) = (view.text_bytes(pattern), text.as_bytes());
        match case {
            _ if flags & literal == 0 => pattern == b"*" || matches_bytes(pattern, text, case),
            Case::Sensitive => pattern == text,
            Case::AsciiInsensitive => pattern.eq_ignore_ascii_case(text),
        }
    };
    segment(
        head.service,
        arn.service(),
        LITERAL_SERVICE,
        Case::AsciiInsensitive,
    ) && segment(
        head.account,
        arn.account(),
        LITERAL_ACCOUNT,
        Case::Sensitive,
    ) && segment(head.region, arn.region(), LITERAL_REGION, Case::Sensitive)
}
