//! Which templates and which parameters there are.
//!
//! A template is two files beside each other, `<name>.json` with placeholders and `<name>.md` with
//! the description, and one entry here. Must not know how a template is rendered.

use crate::nearest::nearest;
use crate::parameter::{Form, Parameter};
use crate::{Template, UnknownTemplate};

const REGION: Parameter = Parameter {
    name: "region",
    about: "the region that the policy is limited to",
    form: Form::RegionOrAny,
    several: false,
    example: &["cn-hangzhou"],
};

const ACCOUNT: Parameter = Parameter {
    name: "account",
    about: "the account that owns the keys and secrets",
    form: Form::AccountOrAny,
    several: false,
    example: &["1234567890123456"],
};

const KEY_ID: Parameter = Parameter {
    name: "key-id",
    about: "the key that protects the secret",
    form: Form::KeyId,
    several: false,
    example: &["key-hzz0000example"],
};

const SECRET_NAME: Parameter = Parameter {
    name: "secret-name",
    about: "the secret whose value may be read",
    form: Form::SecretName,
    several: false,
    example: &["example-secret"],
};

const TAG_KEY: Parameter = Parameter {
    name: "tag-key",
    about: "the key of the tag that a KMS key must carry; case counts",
    form: Form::Tag,
    several: false,
    example: &["Project"],
};

const TAG_VALUE: Parameter = Parameter {
    name: "tag-value",
    about: "the values of the tag that are let in; case does not count",
    form: Form::Tag,
    several: true,
    example: &["Apollo"],
};

const ADDRESS: Parameter = Parameter {
    name: "address",
    about: "the addresses or blocks that requests may come from",
    form: Form::AddressBlock,
    several: true,
    example: &["192.168.0.0/16", "172.16.215.218"],
};

const ALLOWED_REGION: Parameter = Parameter {
    name: "allowed-region",
    about: "the regions in which instances may be bought",
    form: Form::Region,
    several: true,
    example: &["ap-southeast-1", "ap-southeast-3"],
};

static PARAMETERS: [Parameter; 8] = [
    REGION,
    ACCOUNT,
    KEY_ID,
    SECRET_NAME,
    TAG_KEY,
    TAG_VALUE,
    ADDRESS,
    ALLOWED_REGION,
];

macro_rules! template {
    ($name:literal, $title:literal, $parameters:expr) => {
        Template {
            name: $name,
            title: $title,
            description: include_str!(concat!("../templates/", $name, ".md")),
            document: include_str!(concat!("../templates/", $name, ".json")),
            parameters: $parameters,
        }
    };
}

static TEMPLATES: [Template; 12] = [
    template!("full-access", "Do anything in KMS", &[]),
    template!(
        "full-access-by-address",
        "Do anything in KMS from certain addresses",
        &[ADDRESS]
    ),
    template!("manage-keys", "Manage keys", &[REGION, ACCOUNT]),
    template!("query-keys", "List and describe keys", &[REGION, ACCOUNT]),
    template!(
        "use-keys",
        "Encrypt, decrypt and generate data keys",
        &[REGION, ACCOUNT]
    ),
    template!(
        "use-keys-by-tag",
        "Encrypt, decrypt and generate data keys with tagged keys",
        &[REGION, ACCOUNT, TAG_KEY, TAG_VALUE]
    ),
    template!(
        "asymmetric-encryption",
        "Encrypt and decrypt with asymmetric keys",
        &[REGION, ACCOUNT]
    ),
    template!(
        "asymmetric-signing",
        "Sign and verify with asymmetric keys",
        &[REGION, ACCOUNT]
    ),
    template!("manage-secrets", "Manage secrets", &[REGION, ACCOUNT]),
    template!(
        "query-secrets",
        "List and describe secrets",
        &[REGION, ACCOUNT]
    ),
    template!(
        "retrieve-secret-value",
        "Read the value of one secret",
        &[REGION, ACCOUNT, SECRET_NAME, KEY_ID]
    ),
    template!(
        "restrict-instance-regions",
        "Buy KMS instances in certain regions only",
        &[ALLOWED_REGION]
    ),
];

/// All templates, from the widest to the most particular.
pub fn templates() -> &'static [Template] {
    &TEMPLATES
}

/// All parameters that any template takes.
pub fn parameters() -> &'static [Parameter] {
    &PARAMETERS
}

/// The template of that name.
///
/// # Errors
/// When there is none; the error knows the nearest name.
pub fn find(name: &str) -> Result<&'static Template, UnknownTemplate> {
    TEMPLATES
        .iter()
        .find(|template| template.name == name)
        .ok_or_else(|| {
            let suggestion = nearest(name, TEMPLATES.iter().map(|template| template.name));
            UnknownTemplate::new(name, suggestion)
        })
}
