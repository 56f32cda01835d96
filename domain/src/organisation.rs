//! An organisation: an association, a host or a workplace. It is not a region.

use crate::code::codes;

codes! {
    /// What an organisation is.
    #[derive(Default)]
    OrganisationKind {
        /// The association of the city.
        CityAssociation = "city_association",
        /// The association of a county.
        CountyAssociation = "county_association",
        /// A development zone that nominates like a county.
        DevelopmentZone = "development_zone",
        /// A learned society.
        Society = "society",
        /// A university or college.
        University = "university",
        /// A hospital.
        Hospital = "hospital",
        /// A museum or a science centre.
        Museum = "museum",
        /// A research or technical institute.
        Institute = "institute",
        /// A primary or secondary school.
        School = "school",
        /// A kindergarten.
        Kindergarten = "kindergarten",
        /// An urban community.
        Community = "community",
        /// A science station with a screen.
        EStation = "e_station",
        /// A village.
        Village = "village",
        /// A company.
        Enterprise = "enterprise",
        /// A private body that is no company.
        PrivateNonEnterprise = "private_non_enterprise",
        /// Anything else.
        #[default]
        Other = "other",
    }
}
