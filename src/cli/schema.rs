//! `nutgraf schema`: prints or writes the formats as JSON Schemas, for editors.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use clap::Args;

use super::{print, report_error};
use crate::base::words::nearest;
use crate::parse::formats::Written;
use crate::reference::{Schema, schemas};

#[derive(Args)]
pub(super) struct SchemaArgs {
    /// Which one; without it, the names of all
    name: Option<String>,
    /// Write all of them into a folder, NAME.schema.json each
    #[arg(long, value_name = "DIR", conflicts_with = "name")]
    out: Option<PathBuf>,
}

/// Why no schema was printed or written.
#[derive(Debug, thiserror::Error)]
enum SchemaError {
    #[error("there is no schema `{0}`{1}")]
    Unknown(String, String),
    #[error("`{0}` cannot be written: {1}")]
    Unwritable(PathBuf, io::Error),
}

impl SchemaArgs {
    pub(super) fn run(&self) -> ExitCode {
        match self.output() {
            Ok(text) => {
                print(&text);
                ExitCode::SUCCESS
            }
            Err(error) => report_error(&error),
        }
    }

    /// The text to print: a schema, the names of all, or the paths of the files that were written.
    fn output(&self) -> Result<String, SchemaError> {
        let schemas = schemas();
        match (&self.out, &self.name) {
            (Some(folder), _) => write_all(folder, &schemas),
            (None, Some(name)) => find_schema(name, &schemas),
            (None, None) => Ok(schemas.iter().map(schema_line).collect()),
        }
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

fn find_schema(name: &str, schemas: &[Schema]) -> Result<String, SchemaError> {
    schemas.iter().find(|schema| schema.name == name).map(Schema::text).ok_or_else(|| {
        let near = nearest(name, schemas.iter().map(|schema| schema.name));
        let hint = near.map(|near| format!(": did you mean `{near}`?")).unwrap_or_default();
        SchemaError::Unknown(name.to_owned(), hint)
    })
}

fn write_all(folder: &Path, schemas: &[Schema]) -> Result<String, SchemaError> {
    fs::create_dir_all(folder).map_err(|error| SchemaError::Unwritable(folder.to_owned(), error))?;
    let mut paths = String::new();
    for schema in schemas {
        let path = folder.join(format!("{}.schema.json", schema.name));
        fs::write(&path, schema.text()).map_err(|error| SchemaError::Unwritable(path.clone(), error))?;
        paths += &format!("{}\n", path.display());
    }
    Ok(paths)
}
