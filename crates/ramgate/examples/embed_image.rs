//! A service that is handed an image: compiled ahead and written to a file by one program, taken
//! from the file at start-up and decided on by another.
//!
//! Here both are one program, so that the example runs by itself:
//!
//! ```sh
//! cargo run --release -p ramgate --example embed_image
//! ```

#![allow(clippy::print_stdout, reason = "an example shows what it does")]

use std::error::Error;
use std::net::{IpAddr, Ipv4Addr};
use std::path::Path;
use std::{env, fs, process};

use ramgate::{
    Action, Checks, Compiler, Context, ContextEntry, ContextKey, ContextValue, Decision,
    DecisionKind, Engine, Image, Instant, PolicySet, Request, Resource,
};

const READ_SECRETS: &str = r#"{
  "Version": "1",
  "Statement": [
    {
      "Effect": "Allow",
      "Action": "kms:GetSecretValue",
      "Resource": "acs:kms:cn-hangzhou:1234567890123456:secret/app/*",
      "Condition": {
        "IpAddress": { "acs:SourceIp": ["192.168.0.0/16", "2001:db8::/32"] },
        "DateLessThan": { "acs:CurrentTime": "2027-01-01T00:00:00+08:00" }
      }
    },
    {
      "Effect": "Allow",
      "Action": "kms:Decrypt",
      "Resource": "acs:kms:cn-hangzhou:1234567890123456:key/key-app"
    }
  ]
}"#;

const GUARD: &str = r#"{
  "Version": "1",
  "Statement": [
    {
      "Effect": "Deny",
      "Action": "*",
      "Resource": "*",
      "Condition": { "Bool": { "acs:SecureTransport": "false" } }
    }
  ]
}"#;

fn main() -> Result<(), Box<dyn Error>> {
    let file = env::temp_dir().join(format!("secrets-{}.ramgate", process::id()));
    build(&file)?;
    let service = Service::start(&file);
    fs::remove_file(&file)?;
    service?.serve()
}

/// What a build step does: policies in, image out. The same policies give the same bytes.
fn build(file: &Path) -> Result<(), Box<dyn Error>> {
    let mut set = PolicySet::new();
    set.parse("read-secrets", READ_SECRETS)?;
    set.parse("guard", GUARD)?;
    let image = Compiler::new().compile(&set)?;
    fs::write(file, image.as_bytes())?;
    Ok(())
}

/// What the service keeps: the engine, and handles of the actions and keys that it uses.
struct Service {
    engine: Engine,
    get_secret_value: Action<'static>,
    decrypt: Action<'static>,
    source_ip: ContextKey<'static>,
    current_time: ContextKey<'static>,
    secure_transport: ContextKey<'static>,
}

/// A call as a server has it at hand: the address is an address, the time is a time.
struct Call<'c> {
    secret: &'c str,
    key: &'c str,
    from: IpAddr,
    at_second: i64,
    encrypted: bool,
}

impl Service {
    /// Reads the image, checks it in full, and resolves the handles. Whatever is wrong with the
    /// file shows here and never while deciding.
    fn start(file: &Path) -> Result<Self, Box<dyn Error>> {
        let image = Image::from_bytes(fs::read(file)?)?;
        let engine = Engine::new(image);
        Ok(Self {
            get_secret_value: engine.action(Action::new("kms:GetSecretValue")?),
            decrypt: engine.action(Action::new("kms:Decrypt")?),
            source_ip: engine.key(ContextKey::new("acs:SourceIp")),
            current_time: engine.key(ContextKey::new("acs:CurrentTime")),
            secure_transport: engine.key(ContextKey::new("acs:SecureTransport")),
            engine,
        })
    }

    /// Reading a secret needs two checks: the secret, and the key that protects it. Both must be
    /// allowed. Nothing in here allocates.
    fn decide(&self, call: &Call<'_>) -> Result<Decision, Box<dyn Error>> {
        let entries = [
            ContextEntry::new(self.source_ip, call.from),
            ContextEntry::new(self.current_time, Instant::from_unix(call.at_second, 0)?),
            ContextEntry::new(self.secure_transport, call.encrypted),
        ];
        let context = Context::new(&entries)?;
        let checks = [
            Request::new(self.get_secret_value, Resource::new(call.secret)?, context),
            Request::new(self.decrypt, Resource::new(call.key)?, context),
        ];
        Ok(self.engine.decide_all(&Checks::new(&checks)?))
    }

    fn serve(&self) -> Result<(), Box<dyn Error>> {
        let good = Call {
            secret: "acs:kms:cn-hangzhou:1234567890123456:secret/app/database",
            key: "acs:kms:cn-hangzhou:1234567890123456:key/key-app",
            from: IpAddr::V4(Ipv4Addr::new(192, 168, 1, 7)),
            at_second: 1_790_000_000, // 2026-09-21
            encrypted: true,
        };
        let calls = [
            ("allowed", Call { ..good }, DecisionKind::Allow),
            (
                "the same client over IPv4-mapped IPv6",
                Call {
                    from: "::ffff:192.168.1.7".parse()?,
                    ..good
                },
                DecisionKind::Allow,
            ),
            (
                "another key",
                Call {
                    key: "acs:kms:cn-hangzhou:1234567890123456:key/key-other",
                    ..good
                },
                DecisionKind::ImplicitDeny,
            ),
            (
                "too late",
                Call {
                    at_second: 1_800_000_000, // 2027-01-15
                    ..good
                },
                DecisionKind::ImplicitDeny,
            ),
            (
                "not encrypted",
                Call {
                    encrypted: false,
                    ..good
                },
                DecisionKind::ExplicitDeny,
            ),
        ];
        for (about, call, expected) in &calls {
            let decision = self.decide(call)?;
            let statement = decision
                .determined_by()
                .and_then(|number| self.engine.locate(number));
            println!("{about}: {} {statement:?}", decision.kind());
            assert_eq!(decision.kind(), *expected, "{about}");
        }

        // Typed values mean what their text means; text is only read again at each decision.
        let text = [
            ContextEntry::text("acs:SourceIp", "192.168.1.7"),
            ContextEntry::text("acs:CurrentTime", "2026-09-21T22:13:20+08:00"),
            ContextEntry::new(self.secure_transport, ContextValue::from("true")),
        ];
        let request = Request::from_text("kms:GetSecretValue", good.secret)?;
        let decision = self
            .engine
            .decide(&request.with_context(Context::new(&text)?));
        assert!(decision.is_allowed());

        // A request that cannot be read is an error where it is made, never a decision.
        assert!(Resource::new("acs:kms:cn-hangzhou").is_err());
        Ok(())
    }
}
