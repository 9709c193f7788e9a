//! From an operation and the resources that a call names to checks.
//!
//! Must not know requests as files give them (`expand`).

use ramgate_model::{Action, Arn, Context, ReadError, Request, Resource};

use crate::operation::{Step, Target};
use crate::operation_error::Fault;
use crate::{Catalogue, CatalogueOperation, Member, OperationError};

/// A resource that a call names.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub struct OperationResource<'a> {
    kind: &'a str,
    arn: &'a str,
}

impl<'a> OperationResource<'a> {
    /// A resource by its member's name, such as `key` or `source_key`, and its ARN. Whether both
    /// are good turns out when checks are made of them.
    pub fn new(kind: &'a str, arn: &'a str) -> Self {
        Self { kind, arn }
    }

    /// The member's name.
    pub fn kind(&self) -> &'a str {
        self.kind
    }

    /// The ARN.
    pub fn arn(&self) -> &'a str {
        self.arn
    }
}

/// One check that a call needs.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct OperationCheck {
    action: String,
    resource: Option<String>,
    from: Option<usize>,
}

impl OperationCheck {
    /// The action.
    pub fn action(&self) -> &str {
        &self.action
    }

    /// The resource's ARN; nothing for an action that is checked on `*`.
    pub fn resource(&self) -> Option<&str> {
        self.resource.as_deref()
    }

    /// The check as a request in a context.
    ///
    /// # Errors
    /// When the action or the resource cannot be read; those of a catalogue can.
    pub fn request<'a>(&'a self, context: Context<'a>) -> Result<Request<'a>, ReadError> {
        let resource = Resource::new(self.resource().unwrap_or("*"))?;
        Ok(Request::new(Action::new(&self.action)?, resource, context))
    }

    /// Which of the resources that the call names, counted from 0, brings the context of this
    /// check, its tags say. For an alias it is the key (Q19). Nothing for a container that
    /// follows from other resources, and for an action without a resource.
    pub fn from(&self) -> Option<usize> {
        self.from
    }
}

impl Catalogue {
    /// The checks that a call of an operation needs, at least one, in the order of the catalogue
    /// (2.13; settled: checks of an operation). The order of the resources does not matter.
    ///
    /// The operation's name compares without regard to ASCII case. Linear in the number of
    /// resources; allocates for each check.
    ///
    /// # Errors
    /// When the operation is unknown, a resource is needed and not named, or one is named that
    /// the operation does not take, is no ARN, or has not the form of its type.
    pub fn checks_of(
        &self,
        operation: &str,
        resources: &[OperationResource<'_>],
    ) -> Result<Vec<OperationCheck>, OperationError> {
        let Some(operation) = self.operation(operation) else {
            return Err(self.unknown_operation(operation));
        };
        let call = Call::new(self, operation, resources)?;
        let mut checks = Vec::new();
        for step in operation.steps() {
            call.check(step, &mut checks)?;
        }
        Ok(checks)
    }
}

/// The resources of a call, each of which the operation takes.
struct Call<'a> {
    catalogue: &'a Catalogue,
    operation: &'a CatalogueOperation,
    named: Vec<Named<'a>>,
}

#[derive(Clone, Copy)]
struct Named<'a> {
    member: &'a Member,
    arn: Arn<'a>,
    index: usize,
}

impl Named<'_> {
    fn is_where(&self, other: &Self) -> bool {
        self.arn.region() == other.arn.region() && self.arn.account() == other.arn.account()
    }
}

impl<'a> Call<'a> {
    fn new(
        catalogue: &'a Catalogue,
        operation: &'a CatalogueOperation,
        resources: &[OperationResource<'a>],
    ) -> Result<Self, OperationError> {
        let mut call = Self {
            catalogue,
            operation,
            named: Vec::new(),
        };
        for (index, resource) in resources.iter().enumerate() {
            let named = call.look_at(index, *resource)?;
            call.named.push(named);
        }
        Ok(call)
    }

    fn look_at(
        &self,
        index: usize,
        OperationResource { kind, arn }: OperationResource<'a>,
    ) -> Result<Named<'a>, OperationError> {
        let about = |fault| OperationError::about(self.operation, kind, fault);
        let Some(member) = self.operation.member(kind) else {
            return Err(about(Fault::not_taken(kind, self.operation)));
        };
        if !self.operation.takes_several() && self.first(kind).is_some() {
            return Err(about(Fault::Repeated));
        }
        let arn = Arn::new(arn).map_err(|error| about(Fault::NoArn(arn.to_owned(), error)))?;
        match self.catalogue.resource_type(member.resource_type()) {
            Some(of) if of.fits(&arn) => Ok(Named { member, arn, index }),
            of => Err(about(Fault::Misfit {
                arn: arn.as_str().to_owned(),
                of: member.resource_type().to_owned(),
                forms: of
                    .into_iter()
                    .flat_map(|of| of.arn_forms().map(str::to_owned))
                    .collect(),
            })),
        }
    }

    fn check(&self, step: &Step, checks: &mut Vec<OperationCheck>) -> Result<(), OperationError> {
        let mut add = |resource: Option<&str>, from| {
            checks.push(OperationCheck {
                action: step.action.clone(),
                resource: resource.map(str::to_owned),
                from,
            });
        };
        match &step.target {
            Target::Nothing => add(None, None),
            Target::Named {
                member,
                context_of,
                optional,
            } => {
                if !optional && self.first(member).is_none() {
                    return Err(self.missing(std::slice::from_ref(member)));
                }
                let of = context_of.as_deref().and_then(|member| self.first(member));
                for named in self.all(member) {
                    add(Some(named.arn.as_str()), Some(of.unwrap_or(named).index));
                }
            }
            Target::OneOf(members) => {
                let mut given = members.iter().filter(|member| self.first(member).is_some());
                let Some(member) = given.next() else {
                    return Err(self.missing(members));
                };
                if let Some(second) = given.next() {
                    let fault = Fault::Together(members.clone());
                    return Err(OperationError::about(self.operation, second, fault));
                }
                for named in self.all(member) {
                    add(Some(named.arn.as_str()), Some(named.index));
                }
            }
            Target::Container {
                member,
                held,
                others,
            } => {
                let (resource, from) = self.container(member, held, others)?;
                add(Some(&resource), from);
            }
        }
        Ok(())
    }

    /// The container that is named, or that is where other resources are.
    fn container(
        &self,
        member: &str,
        held: &str,
        others: &[String],
    ) -> Result<(String, Option<usize>), OperationError> {
        if let Some(container) = self.first(member) {
            if let Some(other) = self.all(held).find(|held| !held.is_where(container)) {
                let fault = Fault::Elsewhere(member.to_owned());
                return Err(OperationError::about(
                    self.operation,
                    other.member.name(),
                    fault,
                ));
            }
            return Ok((container.arn.as_str().to_owned(), Some(container.index)));
        }
        let needed = || self.missing_container(member, held, others);
        let mut places: Vec<_> = self.all(held).collect();
        if places.is_empty() {
            places = others.iter().flat_map(|other| self.all(other)).collect();
        }
        let place = *places.first().ok_or_else(needed)?;
        if let Some(other) = places.iter().find(|other| !other.is_where(place)) {
            let fault = Fault::NoOnePlace(member.to_owned());
            return Err(OperationError::about(
                self.operation,
                other.member.name(),
                fault,
            ));
        }
        let of = self.operation.member(member);
        let of = of.and_then(|member| self.catalogue.resource_type(member.resource_type()));
        let container = of.and_then(|of| of.where_is(&place.arn));
        container.map(|arn| (arn, None)).ok_or_else(needed)
    }

    fn all(&self, member: &str) -> impl Iterator<Item = &Named<'a>> {
        let named = self.named.iter();
        named.filter(move |named| named.member.name() == member)
    }

    fn first(&self, member: &str) -> Option<&Named<'a>> {
        self.all(member).next()
    }

    fn missing(&self, members: &[String]) -> OperationError {
        let example = members
            .first()
            .and_then(|member| self.operation.member(member))
            .and_then(|member| self.catalogue.resource_type(member.resource_type()))
            .and_then(|of| of.arn_forms().next());
        let fault = Fault::Missing {
            members: members.to_vec(),
            example: example.map(str::to_owned),
        };
        OperationError::about_resources(self.operation, fault)
    }

    fn missing_container(&self, member: &str, held: &str, others: &[String]) -> OperationError {
        let mut places = vec![held.to_owned()];
        places.extend_from_slice(others);
        let fault = Fault::NoContainer {
            member: member.to_owned(),
            places,
        };
        OperationError::about_resources(self.operation, fault)
    }
}
