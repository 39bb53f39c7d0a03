//! `t`, the function by which templates say a message: `t(id="as-of", date=<time date={page.as_of} />)`.
//!
//! A message is words, never HTML: it is escaped, and so is an argument, unless it is HTML already, as what a
//! component gives or `safe` marks is. The whole is HTML then, which is not escaped again. Must not know: what the
//! messages are.

use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use tera::{Error, Function, Kwargs, State, TeraResult, Value};

use crate::base::catalogue::{Argument, Catalogue};
use crate::base::words::nearest;

/// Says messages of a catalogue.
pub(super) struct Translate {
    catalogue: Arc<Catalogue>,
    /// The messages without variables as HTML: most of those that templates say.
    constant: BTreeMap<String, Value>,
}

impl Translate {
    pub(super) fn new(catalogue: Arc<Catalogue>) -> Self {
        let constant = catalogue.ids().filter(|id| catalogue.variables(id).is_some_and(BTreeSet::is_empty));
        let constant =
            constant.map(|id| (id.to_owned(), Value::safe_string(&catalogue.html(id, &[])))).collect();
        Self { catalogue, constant }
    }
}

impl Function<TeraResult<Value>> for Translate {
    fn call(&self, arguments: Kwargs, state: &State<'_>) -> TeraResult<Value> {
        let id: &str = arguments.must_get("id")?;
        let is_html = state.autoescaping_enabled();
        if let Some(message) = self.constant.get(id).filter(|_| is_html) {
            return Ok(message.clone());
        }
        let Some(names) = self.catalogue.variables(id) else {
            let near = nearest(id, self.catalogue.ids());
            let near = near.map(|near| format!(", did you mean `{near}`?")).unwrap_or_default();
            return Err(Error::message(format!("there is no message `{id}`{near}")));
        };
        let mut filled = Vec::with_capacity(names.len());
        for name in names {
            let Some(value) = arguments.get::<&Value>(name)? else {
                return Err(Error::message(format!("the message `{id}` needs `{name}`")));
            };
            let argument = match value.as_i64() {
                Some(number) => Argument::Number(number),
                None => Argument::Text(Cow::Owned(state.escape_if_needed(value)?)),
            };
            filled.push((name.as_str(), argument));
        }
        Ok(if is_html {
            Value::safe_string(&self.catalogue.html(id, &filled))
        } else {
            Value::from(self.catalogue.format(id, &filled))
        })
    }
}
