//! Reading objects whose type is only known once a part of them has been read.
//!
//! Records and changes come in many kinds. serde's own way (internally tagged
//! enums) first keeps all of an object in a general form, and needs code for each
//! kind and field twice: the browser has to load it. Here an object is cut into
//! its fields once, whatever it is, and each field is read by its own type.

use serde::{
    Deserialize, Deserializer,
    de::{DeserializeOwned, Error as _, MapAccess, Visitor},
};
use serde_json::{Error, value::RawValue};
use std::{borrow::Cow, fmt};

/// The fields of a JSON object, not read yet.
pub struct Fields<'a>(Vec<(Cow<'a, str>, &'a RawValue)>);

impl<'a> Fields<'a> {
    /// Cuts an object into its fields.
    ///
    /// # Errors
    /// When it is no object.
    pub fn of(json: &'a str) -> Result<Self, Error> {
        serde_json::from_str(json)
    }

    /// A field's JSON.
    pub fn get(&self, name: &str) -> Option<&'a str> {
        self.iter().find(|(field, _)| *field == name).map(|(_, json)| json)
    }

    /// Reads a field that must be there.
    ///
    /// # Errors
    /// When it is missing or of another type.
    pub fn read<T: DeserializeOwned>(&self, name: &'static str) -> Result<T, Error> {
        serde_json::from_str(self.get(name).ok_or_else(|| Error::missing_field(name))?)
    }

    /// Reads a field that may be missing.
    ///
    /// # Errors
    /// When it is of another type.
    pub fn find<T: DeserializeOwned>(&self, name: &str) -> Result<Option<T>, Error> {
        self.get(name).map_or(Ok(None), serde_json::from_str)
    }

    /// Names and JSON, in the order of the object.
    pub fn iter(&self) -> impl Iterator<Item = (&str, &'a str)> {
        self.0.iter().map(|(name, json)| (&**name, json.get()))
    }
}

impl<'de: 'a, 'a> Deserialize<'de> for Fields<'a> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Object;
        impl<'de> Visitor<'de> for Object {
            type Value = Fields<'de>;
            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("an object")
            }
            fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Fields<'de>, A::Error> {
                let mut fields = Vec::with_capacity(16);
                while let Some((Name(name), json)) = map.next_entry()? {
                    fields.push((name, json));
                }
                Ok(Fields(fields))
            }
        }
        deserializer.deserialize_map(Object)
    }
}

/// A name, copied only where it is written with escapes.
#[derive(Deserialize)]
#[serde(transparent)]
pub struct Name<'a>(#[serde(borrow)] Cow<'a, str>);

impl Name<'_> {
    /// As text.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

/// Cuts a list into its values.
///
/// # Errors
/// When it is no list.
pub fn list(json: &str) -> Result<Vec<&RawValue>, Error> {
    serde_json::from_str(json)
}
