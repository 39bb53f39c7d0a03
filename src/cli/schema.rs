//! `nutgraf schema`: the formats as JSON Schemas, for editors.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use clap::Args;

use super::{fail, print};
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

/// Why there is no schema.
#[derive(Debug, thiserror::Error)]
enum SchemaError {
    #[error("there is no schema `{0}`{1}")]
    Unknown(String, String),
    #[error("`{0}` cannot be written: {1}")]
    Unwritable(PathBuf, io::Error),
}

impl SchemaArgs {
    pub(super) fn run(&self) -> ExitCode {
        match self.text() {
            Ok(text) => {
                print(&text);
                ExitCode::SUCCESS
            }
            Err(error) => fail(&error),
        }
    }

    /// What is printed; with a folder, the files that were written.
    fn text(&self) -> Result<String, SchemaError> {
        let schemas = schemas();
        match (&self.out, &self.name) {
            (Some(folder), _) => write_all(folder, &schemas),
            (None, Some(name)) => one(name, &schemas),
            (None, None) => Ok(schemas.iter().map(line).collect()),
        }
    }
}

fn line(schema: &Schema) -> String {
    let place = match schema.place {
        Written::File(name) => name.to_owned(),
        Written::Front(files) => format!("front matter of {}", files.replace('`', "")),
        Written::Fence => "a block".to_owned(),
    };
    format!("{:<10} {place}\n", schema.name)
}

fn one(name: &str, schemas: &[Schema]) -> Result<String, SchemaError> {
    let unknown = || {
        let near = nearest(name, schemas.iter().map(|schema| schema.name));
        let near = near.map(|near| format!(": did you mean `{near}`?")).unwrap_or_default();
        SchemaError::Unknown(name.to_owned(), near)
    };
    schemas.iter().find(|schema| schema.name == name).map(Schema::text).ok_or_else(unknown)
}

fn write_all(folder: &Path, schemas: &[Schema]) -> Result<String, SchemaError> {
    let unwritable = |path: &Path| {
        let path = path.to_owned();
        move |error| SchemaError::Unwritable(path, error)
    };
    fs::create_dir_all(folder).map_err(unwritable(folder))?;
    let mut written = String::new();
    for schema in schemas {
        let path = folder.join(format!("{}.schema.json", schema.name));
        fs::write(&path, schema.text()).map_err(unwritable(&path))?;
        written += &format!("{}\n", path.display());
    }
    Ok(written)
}
