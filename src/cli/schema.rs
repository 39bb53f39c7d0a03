//! `nutgraf schema`: prints or writes the formats as JSON Schemas, for editors.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use clap::Args;

use super::{CommandResult, print};
use crate::base::printable::escape_controls;
use crate::base::words::nearest;
use crate::parse::formats::Written;
use crate::reference::{Schema, schemas};
use crate::shell::printable_path;

#[derive(Args)]
pub(super) struct SchemaArgs {
    /// Print this schema; without a name, list all schemas
    name: Option<String>,
    /// Write all schemas into this folder, as NAME.schema.json
    #[arg(long, value_name = "DIR", conflicts_with = "name")]
    out: Option<PathBuf>,
}

impl SchemaArgs {
    pub(super) fn run(&self) -> CommandResult {
        let schemas = schemas();
        print(&match (&self.out, &self.name) {
            (Some(folder), _) => write_all(folder, &schemas)?,
            (None, Some(name)) => find_schema(name, &schemas)?,
            (None, None) => schemas.iter().map(schema_line).collect(),
        });
        Ok(ExitCode::SUCCESS)
    }
}

fn schema_line(schema: &Schema) -> String {
    let place = match schema.place {
        Written::File(name) => name.to_owned(),
        Written::Front(files) => format!("front matter of {}", files.replace('`', "")),
        Written::Fence => "a block".to_owned(),
    };
    format!("{:<10} {place}\n", schema.name)
}

fn find_schema(name: &str, schemas: &[Schema]) -> Result<String, String> {
    schemas.iter().find(|schema| schema.name == name).map(Schema::text).ok_or_else(|| {
        let near = nearest(name, schemas.iter().map(|schema| schema.name));
        let hint = near.map(|near| format!(": did you mean `{near}`?")).unwrap_or_default();
        format!("there is no schema `{}`{hint}", escape_controls(name))
    })
}

/// Writes all schemas into a folder, and returns their paths, a line each.
fn write_all(folder: &Path, schemas: &[Schema]) -> Result<String, String> {
    let unwritable =
        |path: &Path, error: io::Error| format!("`{}` cannot be written: {error}", printable_path(path));
    fs::create_dir_all(folder).map_err(|error| unwritable(folder, error))?;
    let mut paths = String::new();
    for schema in schemas {
        let path = folder.join(format!("{}.schema.json", schema.name));
        fs::write(&path, schema.text()).map_err(|error| unwritable(&path, error))?;
        paths += &format!("{}\n", printable_path(&path));
    }
    Ok(paths)
}
