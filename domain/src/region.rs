//! A region of the country: where people, hosts and associations belong.

use crate::code::codes;

codes! {
    /// How high a region stands.
    RegionLevel {
        /// The whole country.
        Country = "country",
        /// A province.
        Province = "province",
        /// A city at prefecture level.
        City = "city",
        /// A county, a district or a city at county level.
        County = "county",
        /// A town or a street.
        Town = "town",
    }
}
