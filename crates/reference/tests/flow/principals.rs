//! `Principal` elements: whom they name, and what is unknown (7.2, 7.3, Q1, Q26, Q28).

use ramgate_model::{Effect, Principal, Truth};
use ramgate_reference::{Caller, principal};
use ramgate_syntax::PolicyKind;
use ramgate_syntax::tree::{PrincipalElement, Statement};

use crate::build::{ALICE, APP, import};

/// The statement of an imported policy with this `Principal` member.
fn statement(kind: PolicyKind, effect: &str, member: &str) -> Statement {
    let statement =
        format!(r#"{{ "Effect": "{effect}", {member} "Action": "kms:Encrypt", "Resource": "*" }}"#);
    import(kind, &[statement]).statements.remove(0)
}

/// How the element is judged for a caller, where account `1` owns the resource.
fn judge(kind: PolicyKind, effect: Effect, element: &str, caller: &str) -> Truth {
    let member = format!(r#""Principal": {element},"#);
    let statement = statement(kind, effect.name(), &member);
    let caller = Caller {
        principal: Principal::new(caller).unwrap(),
        owner: Some("1"),
    };
    principal::judge(kind, effect, statement.principal.as_ref(), Some(&caller))
}

/// How one principal of a type is judged in a Deny.
fn one(kind: PolicyKind, of: &str, text: &str, caller: &str) -> Truth {
    let element = format!(r#"{{ "{of}": ["{text}"] }}"#);
    judge(kind, Effect::Deny, &element, caller)
}

const OTHERS: [&str; 5] = [
    "acs:ram::2:user/alice",
    "acs:ram::1:user/alice2",
    "acs:ram::1:saml-provider/alice",
    "1@ecs.aliyuncs.com",
    "*",
];

#[test]
fn users_and_roles() {
    for kind in [PolicyKind::Trust, PolicyKind::Key, PolicyKind::Secret] {
        let ram = |text, caller| one(kind, "RAM", text, caller);
        for caller in [ALICE, "acs:ram::1:user/Alice"] {
            assert_eq!(ram(ALICE, caller), Truth::True);
            assert_eq!(ram("acs:ram::1:user/ALICE", caller), Truth::True);
            assert_eq!(ram("acs:ram::1:role/alice", caller), Truth::False);
            assert_eq!(ram("acs:ram::2:user/alice", caller), Truth::False);
        }
        for session in [APP, "acs:ram::1:role/APP", "acs:ram::1:role/app/other"] {
            assert_eq!(ram("acs:ram::1:role/App", session), Truth::True);
            assert_eq!(ram("acs:ram::1:user/app", session), Truth::False);
        }
        for other in OTHERS {
            assert_eq!(ram(ALICE, other), Truth::False, "{other}");
        }
        assert_eq!(ram(ALICE, "acs:ram::1:root"), Truth::False);
    }
}

#[test]
fn whole_accounts() {
    for kind in [PolicyKind::Trust, PolicyKind::Key, PolicyKind::Secret] {
        for all in ["acs:ram::1:root", "acs:ram::1:*"] {
            if kind == PolicyKind::Trust && all.ends_with('*') {
                continue;
            }
            for member in [ALICE, APP, "acs:ram::1:root"] {
                assert_eq!(one(kind, "RAM", all, member), Truth::True, "{member}");
            }
            for other in [
                "acs:ram::2:user/alice",
                "acs:ram::2:root",
                "acs:ram::1:saml-provider/idp",
                "1@ecs.aliyuncs.com",
                "*",
            ] {
                assert_eq!(one(kind, "RAM", all, other), Truth::False, "{other}");
            }
        }
    }
}

#[test]
fn an_allow_for_the_owning_account_delegates() {
    let ask = |kind, all: &str, caller| {
        let element = format!(r#"{{ "RAM": ["{all}"] }}"#);
        judge(kind, Effect::Allow, &element, caller)
    };
    for kind in [PolicyKind::Key, PolicyKind::Secret] {
        for all in ["root", "*"] {
            let (own, other) = (format!("acs:ram::1:{all}"), format!("acs:ram::2:{all}"));
            assert_eq!(ask(kind, &own, ALICE), Truth::False);
            assert_eq!(ask(kind, &own, APP), Truth::False);
            assert_eq!(ask(kind, &own, "acs:ram::1:root"), Truth::True);
            assert_eq!(ask(kind, &other, "acs:ram::2:user/bob"), Truth::True);
            assert_eq!(ask(kind, &other, "acs:ram::2:root"), Truth::True);
            assert_eq!(ask(kind, &other, ALICE), Truth::False);
        }
    }
    let root = "acs:ram::1:root";
    assert_eq!(ask(PolicyKind::Trust, root, ALICE), Truth::True);
    // One that is named beside it is meant.
    let element = format!(r#"{{ "RAM": ["acs:ram::1:*", "{ALICE}"] }}"#);
    let judged = judge(PolicyKind::Key, Effect::Allow, &element, ALICE);
    assert_eq!(judged, Truth::True);
}

#[test]
fn services_and_identity_providers() {
    let service = |text, caller| one(PolicyKind::Trust, "Service", text, caller);
    let (plain, acting) = ("ecs.aliyuncs.com", "1@ecs.aliyuncs.com");
    assert_eq!(service(plain, plain), Truth::True);
    assert_eq!(service(acting, acting), Truth::True);
    assert_eq!(service(plain, acting), Truth::False);
    assert_eq!(service(acting, plain), Truth::False);
    assert_eq!(service("2@ecs.aliyuncs.com", acting), Truth::False);
    assert_eq!(service("ECS.aliyuncs.com", plain), Truth::False);
    assert_eq!(service(plain, ALICE), Truth::False);

    let provider = |text, caller| one(PolicyKind::Trust, "Federated", text, caller);
    let (saml, oidc) = (
        "acs:ram::1:saml-provider/idp",
        "acs:ram::1:oidc-provider/idp",
    );
    assert_eq!(provider(saml, saml), Truth::True);
    assert_eq!(provider(oidc, oidc), Truth::True);
    assert_eq!(provider(saml, oidc), Truth::False);
    let louder = "acs:ram::1:saml-provider/IDP";
    assert_eq!(provider(louder, saml), Truth::False);
    assert_eq!(provider(saml, "acs:ram::1:user/idp"), Truth::False);
}

#[test]
fn what_names_nobody_is_unknown() {
    let long = format!("acs:ram::1:user/{}", "n".repeat(Principal::MAX_LEN));
    for text in [
        "",
        "*",
        "alice",
        "acs:ram::1:user/",
        "acs:ram::1:user/al*",
        "acs:ram::1:user/al?ce",
        "acs:ram::1:user/a/b",
        "acs:ram::1:role/app/session",
        "acs:ram::1:role/*",
        "acs:ram::1:group/devs",
        "acs:ram::1:ROOT",
        "acs:ram::1:User/alice",
        "acs:ram::*:user/alice",
        "acs:ram:::user/alice",
        "acs:ram:r1:1:user/alice",
        "ACS:ram::1:user/alice",
        "acs:ram::1:**",
        " acs:ram::1:user/alice",
        "acs:ram::1:user/alice ",
        "acs:ram::1:user/a\\u0000b",
        "1",
        "ecs.aliyuncs.com",
        "acs:ram::1:saml-provider/idp",
        &long,
    ] {
        for kind in [PolicyKind::Trust, PolicyKind::Key, PolicyKind::Secret] {
            assert_eq!(one(kind, "RAM", text, ALICE), Truth::Unknown, "{text}");
        }
    }
    let trusts = |of, text| one(PolicyKind::Trust, of, text, ALICE);
    assert_eq!(trusts("RAM", "acs:ram::1:*"), Truth::Unknown);
    for text in [
        ALICE,
        "*",
        "ecs",
        ".aliyuncs.com",
        "*.aliyuncs.com",
        "@ecs.aliyuncs.com",
        "x@ecs.aliyuncs.com",
        "1@2@ecs.aliyuncs.com",
        "ecs.aliyuncs.com ",
    ] {
        assert_eq!(trusts("Service", text), Truth::Unknown, "{text}");
    }
    for text in [
        ALICE,
        "acs:ram::1:saml-provider/",
        "acs:ram::1:saml-provider/*",
        "acs:ram::1:idp/x",
        "ecs.aliyuncs.com",
    ] {
        assert_eq!(trusts("Federated", text), Truth::Unknown, "{text}");
    }
}

#[test]
fn types_that_a_kind_does_not_have() {
    for kind in [PolicyKind::Key, PolicyKind::Secret] {
        let service = "ecs.aliyuncs.com";
        assert_eq!(one(kind, "Service", service, service), Truth::Unknown);
        let saml = "acs:ram::1:saml-provider/idp";
        assert_eq!(one(kind, "Federated", saml, saml), Truth::Unknown);
    }
    for of in ["ram", "AWS", "Ram", ""] {
        assert_eq!(one(PolicyKind::Trust, of, ALICE, ALICE), Truth::Unknown);
    }
}

#[test]
fn an_element_is_the_or_of_its_principals() {
    let kind = PolicyKind::Trust;
    for (element, truth) in [
        (
            r#"{ "RAM": ["acs:ram::2:root", "acs:ram::1:user/alice"] }"#,
            Truth::True,
        ),
        (
            r#"{ "Service": "ecs.aliyuncs.com", "RAM": "acs:ram::1:root" }"#,
            Truth::True,
        ),
        (r#"{ "RAM": ["*", "acs:ram::1:root"] }"#, Truth::True),
        (r#"{ "RAM": ["*", "acs:ram::2:root"] }"#, Truth::Unknown),
        (r#"{ "RAM": [7, "acs:ram::1:root"] }"#, Truth::True),
        (r#"{ "RAM": [7, "acs:ram::2:root"] }"#, Truth::Unknown),
        (
            r#"{ "RAM": [], "Service": "ecs.aliyuncs.com" }"#,
            Truth::Unknown,
        ),
        (r#"{ "RAM": [], "Service": [] }"#, Truth::Unknown),
        (r#"{ "RAM": {} }"#, Truth::Unknown),
        (r#"{ "RAM": null }"#, Truth::Unknown),
        (r#"{ "AWS": "x", "RAM": "acs:ram::1:root" }"#, Truth::True),
        (
            r#"{ "AWS": "x", "RAM": "acs:ram::2:root" }"#,
            Truth::Unknown,
        ),
        ("{}", Truth::Unknown),
        ("[]", Truth::Unknown),
        (r#""*""#, Truth::Unknown),
        ("null", Truth::Unknown),
        (
            r#"{ "RAM": "acs:ram::2:root", "Service": "ecs.aliyuncs.com" }"#,
            Truth::False,
        ),
    ] {
        for effect in [Effect::Allow, Effect::Deny] {
            assert_eq!(judge(kind, effect, element, ALICE), truth, "{element}");
        }
    }
}

#[test]
fn a_missing_element_and_one_too_many() {
    let caller = Caller {
        principal: Principal::new(ALICE).unwrap(),
        owner: Some("1"),
    };
    for kind in PolicyKind::ALL {
        let missing = statement(kind, "Deny", "");
        let judged = principal::judge(
            kind,
            Effect::Deny,
            missing.principal.as_ref(),
            Some(&caller),
        );
        let expected = if kind.has_principal() {
            Truth::Unknown
        } else {
            Truth::True
        };
        assert_eq!(judged, expected, "{kind:?}");
    }
    let surplus = PrincipalElement::Groups(Vec::new());
    let judged = principal::judge(
        PolicyKind::Identity,
        Effect::Deny,
        Some(&surplus),
        Some(&caller),
    );
    assert_eq!(judged, Truth::Unknown);
}
