//! What is asked: one request, by flags or from a file, or a batch of them.

use clap::{ArgGroup, Args};

use crate::input::Input;

/// Flags that speak of one request do not go with a file of requests.
const FILES: [&str; 2] = ["request", "requests"];

/// What is asked.
#[derive(Args, Debug)]
#[command(group = ArgGroup::new("asked").required(true))]
pub(crate) struct AskedArgs {
    /// Who calls, such as `acs:ram::1234567890123456:user/alice`. A store needs to know.
    #[arg(long, value_name = "PRINCIPAL", conflicts_with_all = FILES)]
    pub(crate) principal: Option<String>,
    /// The action, such as `kms:Decrypt`.
    #[arg(long, value_name = "ACTION", group = "asked")]
    pub(crate) action: Option<String>,
    /// The resource; leave it out, or give `*`, for a call that names none.
    #[arg(long, value_name = "ARN", conflicts_with_all = ["operation", "request", "requests"])]
    pub(crate) resource: Option<String>,
    /// An operation of KMS, such as `GetSecretValue`, which stands for all of its checks.
    #[arg(long, value_name = "NAME", group = "asked")]
    pub(crate) operation: Option<String>,
    /// The resources that the operation is about, by type, such as `key=acs:kms:…`.
    #[arg(long, value_name = "TYPE=ARN", num_args = 1.., requires = "operation", value_parser = pair)]
    #[arg(conflicts_with_all = ["action", "request", "requests"])]
    pub(crate) with: Vec<(String, String)>,
    /// Context keys with one value each; the key ends at the first `=`. A key of several values
    /// needs `--request`.
    #[arg(long, value_name = "KEY=VALUE", num_args = 1.., conflicts_with_all = FILES, value_parser = pair)]
    pub(crate) context: Vec<(String, String)>,
    /// The resource group that holds the resource, where the store does not say.
    #[arg(long, value_name = "ID", conflicts_with_all = FILES)]
    pub(crate) resource_group: Option<String>,
    /// A file with the policy that the caller's role session was created with.
    #[arg(long, value_name = "FILE", conflicts_with_all = FILES)]
    pub(crate) session_policy: Option<Input>,
    /// A file with one request, as JSON.
    #[arg(long, value_name = "FILE", group = "asked")]
    pub(crate) request: Option<Input>,
    /// A file with one request a line, as JSON; answers come in the same order.
    #[arg(long, value_name = "FILE", group = "asked")]
    pub(crate) requests: Option<Input>,
}

impl AskedArgs {
    /// The files that ask.
    pub(crate) fn inputs(&self) -> impl Iterator<Item = &Input> {
        let files = self.session_policy.iter().chain(&self.request);
        files.chain(&self.requests)
    }
}

fn pair(text: &str) -> Result<(String, String), String> {
    match text.split_once('=') {
        None => Err("it has no `=`: write `<key>=<value>`".to_owned()),
        Some(("", _)) => Err("there is no key before the `=`".to_owned()),
        Some((key, value)) => Ok((key.to_owned(), value.to_owned())),
    }
}
