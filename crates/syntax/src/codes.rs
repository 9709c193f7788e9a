//! The codes of diagnostics. Each has a page in `docs/diagnostics/` and a fixture in
//! `testdata/diagnostics/`.
//!
//! Must not know how a fault is found; only what it is called and how grave it is.

use std::fmt;

macro_rules! codes {
    ($($(#[$doc:meta])* $name:ident = $code:literal $title:literal $tolerated:literal,)*) => {
        /// What a diagnostic is about. Codes are stable: a code is never given another meaning.
        ///
        /// The hundreds group them: 0 the text, 1 members of the document, 2 members of a
        /// statement, 3 patterns and other text, 4 conditions, 5 principals, 6 rules of the kinds
        /// of policy, 7 requests, 8 suites, 9 stores.
        #[derive(Clone, Copy, Debug, Eq, Hash, Ord, PartialEq, PartialOrd)]
        #[non_exhaustive]
        pub enum Code {
            $($(#[$doc])* $name,)*
        }

        impl Code {
            /// Every code, in order.
            pub const ALL: &'static [Self] = &[$(Self::$name),*];

            /// The code as text, such as `RG101`.
            pub const fn as_str(self) -> &'static str {
                match self { $(Self::$name => $code,)* }
            }

            /// What it says, in a few words.
            pub const fn title(self) -> &'static str {
                match self { $(Self::$name => $title,)* }
            }

            /// Whether import mode loads the document nevertheless, with a warning. All others
            /// are errors in both modes.
            pub const fn is_tolerated_in_import(self) -> bool {
                match self { $(Self::$name => $tolerated,)* }
            }
        }
    };
}

codes! {
    /// The bytes are not UTF-8.
    NotUtf8 = "RG001" "text that is not UTF-8" false,
    /// The text is not JSON (1.18).
    NotJson = "RG002" "text that is not JSON" false,
    /// An object has two members of one name (1.20).
    DuplicateMember = "RG003" "duplicate member" false,
    /// A string has half a surrogate pair in its escapes.
    LoneSurrogate = "RG004" "lone surrogate" false,
    /// Lists and objects within each other beyond the limit.
    NestingTooDeep = "RG005" "nesting too deep" false,
    /// More bytes than are read.
    TextTooLong = "RG006" "text too long to be read" false,
    /// The document is no JSON object.
    NotAnObject = "RG007" "document that is no object" false,

    /// `Version` or `Statement` is missing (1.1).
    MissingMember = "RG101" "missing member of the document" false,
    /// `Version` is something else than `"1"` (1.2).
    BadVersion = "RG102" "unknown version" false,
    /// `Version` is the number 1 (1.3).
    VersionNumber = "RG103" "version written as a number" true,
    /// `Statement` is no list of objects (1.4).
    BadStatement = "RG104" "unreadable statement" false,
    /// `Statement` is one object and no list (1.4).
    SingleStatement = "RG105" "statement without a list" true,
    /// `Statement` is an empty list (1.5).
    NoStatements = "RG106" "no statements" true,
    /// A member of the document that is not part of the language (1.1).
    UnknownDocumentMember = "RG107" "unknown member of the document" true,

    /// A statement without `Effect` (1.6).
    MissingEffect = "RG201" "missing effect" false,
    /// `Effect` is neither `Allow` nor `Deny` (1.6).
    BadEffect = "RG202" "unknown effect" false,
    /// A statement with neither `Action` nor `NotAction` (1.7).
    MissingAction = "RG203" "missing action" false,
    /// A statement with both `Action` and `NotAction` (1.7).
    ActionAndNotAction = "RG204" "both action and not-action" false,
    /// `Resource` is missing where the kind of policy needs it (1.8).
    MissingResource = "RG205" "missing resource" true,
    /// A statement with both `Resource` and `NotResource`.
    ResourceAndNotResource = "RG206" "both resource and not-resource" true,
    /// `NotResource`, which the language no longer has (1.10).
    NotResource = "RG207" "not-resource" true,
    /// A member of a statement that is not part of the language (1.21, 1.22).
    UnknownStatementMember = "RG208" "unknown member of a statement" true,
    /// `Sid` is no text of the documented characters and length (1.13).
    BadSid = "RG209" "malformed statement label" true,
    /// An empty list (1.25).
    EmptyList = "RG210" "empty list" true,
    /// Something that should be a text, or a list of texts, is neither.
    NotText = "RG211" "not a text" true,

    /// White space at the beginning or end of a text (1.24).
    Padded = "RG301" "white space around a text" true,
    /// A control character in a text (1.29).
    ControlCharacter = "RG302" "control character" true,
    /// A placeholder that was not replaced (5).
    Placeholder = "RG303" "placeholder" true,
    /// An action pattern that can match nothing (2.12).
    NotAnAction = "RG304" "no action pattern" true,
    /// A resource pattern of fewer than five segments (2.28).
    TooFewSegments = "RG305" "resource pattern of too few segments" true,
    /// A resource pattern whose first segment cannot be `acs` (2.20).
    ForeignPrefix = "RG306" "resource pattern of a foreign prefix" true,

    /// `Condition`, or what stands under an operator, is no object.
    BadCondition = "RG401" "unreadable condition" true,
    /// An operator that RAM does not have (3.1).
    UnknownOperator = "RG402" "unknown operator" true,
    /// An operator of other policy languages, known not to be in RAM (3.1).
    ForeignOperator = "RG403" "operator of another policy language" true,
    /// An operator without keys (3.2).
    EmptyOperator = "RG404" "operator without keys" true,
    /// An operator that does not fit the declared type of the key (3.6).
    OperatorType = "RG405" "operator that does not fit the key" true,
    /// A value of a numeric operator that is no number (3.4).
    BadNumber = "RG406" "malformed number" true,
    /// A value of a date operator that is no instant (3.4).
    BadDate = "RG407" "malformed date" true,
    /// A value of `Bool` that is neither `true` nor `false` in lower case (3.4).
    BadBool = "RG408" "malformed boolean" true,
    /// A value of an address operator that is neither address nor block (3.4).
    BadAddress = "RG409" "malformed address" true,
    /// A number or boolean that does not stand in quotes (1.16, 1.17).
    BareValue = "RG410" "value without quotes" true,

    /// A trust, key or secret policy without `Principal` (7.2, 7.3).
    MissingPrincipal = "RG501" "missing principal" true,
    /// `Principal` in a kind of policy that has none (1.11).
    PrincipalNotAllowed = "RG502" "principal in a policy without principals" true,
    /// `Principal` is no object of principals by type.
    BadPrincipalElement = "RG503" "unreadable principal element" true,
    /// A type of principal that the kind of policy does not have (7.2, 7.3).
    UnknownPrincipalType = "RG504" "unknown type of principal" true,
    /// A wildcard among principals (7.2, Q28).
    PrincipalWildcard = "RG505" "wildcard in a principal" true,
    /// A principal in none of the documented forms (7.2, 7.3).
    BadPrincipal = "RG506" "malformed principal" true,
    /// An identity provider is trusted without the condition that it needs (7.2).
    MissingProviderCondition = "RG507" "missing condition on an identity provider" true,

    /// The document is longer than its kind may be (1.2).
    PolicyTooLong = "RG601" "policy too long for its kind" true,
    /// A trust policy about another action than `sts:AssumeRole` (7.2).
    TrustAction = "RG602" "action in a trust policy" true,
    /// A trust policy with a resource (7.2).
    TrustResource = "RG603" "resource in a trust policy" true,
    /// A key or secret policy about an action of another service (7.3).
    ForeignAction = "RG604" "action of another service" true,
    /// A key or secret policy with a resource other than `*` (7.3).
    ForeignResource = "RG605" "resource in a key or secret policy" true,
    /// A condition key that a key or secret policy cannot use (7.3).
    ForeignKey = "RG606" "condition key in a key or secret policy" true,
    /// `NotAction` in a kind of policy that has none (7.2, 7.3).
    NotActionNotAllowed = "RG607" "not-action in a policy without it" true,

    /// A member of a request is missing.
    MissingRequestMember = "RG701" "missing member of a request" false,
    /// A member of a request that there is not.
    UnknownRequestMember = "RG702" "unknown member of a request" false,
    /// A member of a request is of the wrong JSON type.
    BadRequestMember = "RG703" "member of a request of the wrong type" false,
    /// An action that is not `<service>:<name>`.
    UnreadableAction = "RG704" "unreadable action" false,
    /// A resource that is neither `*` nor an ARN.
    UnreadableResource = "RG705" "unreadable resource" false,
    /// A caller's name in none of the forms.
    UnreadablePrincipal = "RG706" "unreadable caller" false,
    /// A context value that is no text, number or boolean.
    BadContextValue = "RG707" "unreadable context value" false,
    /// Two context keys are the same, or there are too many (4.1).
    BadContext = "RG708" "context keys that are the same" false,
    /// `checks` is empty, or stands beside `action` or `resource`.
    BadChecks = "RG709" "unreadable checks" false,
    /// A session policy where there is no store.
    NeedsStore = "RG710" "member of a request that needs a store" false,
    /// A session policy of a caller that is no role session (6.5).
    SessionPolicyHolder = "RG711" "session policy of a caller that is no role session" false,
    /// `operation` stands beside checks, or `resources` without it.
    BadOperation = "RG712" "unreadable operation" false,

    /// A member of a suite is missing.
    MissingSuiteMember = "RG801" "missing member of a suite" false,
    /// A member of a suite that there is not.
    UnknownSuiteMember = "RG802" "unknown member of a suite" false,
    /// A member of a suite is of the wrong JSON type.
    BadSuiteMember = "RG803" "member of a suite of the wrong type" false,
    /// A mode, kind, decision or stage that there is not.
    UnknownName = "RG804" "unknown name" false,
    /// A case whose request cannot be read; what is wrong with it is said besides.
    UnreadableCase = "RG806" "case that cannot be run" false,
    /// A suite without cases and without refused documents.
    EmptySuite = "RG807" "suite that tests nothing" false,
    /// A suite with both `policies` and `store`.
    PoliciesAndStore = "RG808" "both policies and store" false,
    /// An id of a statement that is not `<policy>#<index>`.
    BadStatementId = "RG809" "malformed id of a statement" false,

    /// A member of a store is missing.
    MissingStoreMember = "RG901" "missing member of a store" false,
    /// A member of a store that there is not.
    UnknownStoreMember = "RG902" "unknown member of a store" false,
    /// A member of a store is of the wrong JSON type.
    BadStoreMember = "RG903" "member of a store of the wrong type" false,
    /// An id, name or ARN that cannot be one.
    UnreadableName = "RG904" "unreadable name in a store" false,
    /// Something is in a store, or in one of its lists, twice.
    DuplicateInStore = "RG905" "duplicate in a store" false,
    /// An account is in a resource directory twice.
    AccountInTwoPlaces = "RG906" "account in two places" false,
    /// A policy that is referred to and not declared.
    UndeclaredPolicy = "RG907" "undeclared policy" false,
    /// A group that is referred to and not declared in its account.
    UndeclaredGroup = "RG908" "undeclared group" false,
    /// A policy is used in places that take policies of different kinds.
    PolicyOfTwoKinds = "RG909" "policy of two kinds" false,
    /// A policy has principals and its place has none, or the other way round (1.11, 7.2, 7.3).
    WrongKindOfPolicy = "RG910" "policy of the wrong kind for its place" true,
    /// A policy is declared under the name of a system policy and says something else.
    SystemPolicyName = "RG911" "name of a system policy" false,
    /// A declared policy has both `file` and `document`.
    FileAndDocument = "RG912" "both file and document" false,
    /// A file that is named cannot be read.
    UnreadableFile = "RG913" "file that cannot be read" false,
    /// A resource has a policy and is neither key nor secret (6.3).
    NoPolicyOfItsOwn = "RG914" "policy of a resource that takes none" false,
    /// A context key that cannot be declared (3.6).
    BadContextKey = "RG915" "context key that cannot be declared" false,
    /// A mode, or a type of context keys, that there is not.
    UnknownStoreWord = "RG916" "unknown word in a store" false,
}

impl Code {
    /// The code of that text.
    pub fn from_text(text: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|code| code.as_str() == text)
    }
}

impl fmt::Display for Code {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

#[cfg(test)]
mod tests {
    use super::Code;

    #[test]
    fn codes_are_in_order_and_come_back() {
        for pair in Code::ALL.windows(2) {
            assert!(pair[0].as_str() < pair[1].as_str(), "{}", pair[1]);
        }
        for &code in Code::ALL {
            assert_eq!(Code::from_text(code.as_str()), Some(code));
            assert!(code.as_str().len() == 5 && !code.title().is_empty());
        }
        assert_eq!(Code::from_text("RG999"), None);
    }
}
