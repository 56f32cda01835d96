//! Whom a course is for and how it is held.

use crate::code::codes;

codes! {
    /// The stage of schooling that listeners are in.
    SchoolStage {
        /// Before school.
        Kindergarten = "kindergarten",
        /// The first three years of primary school.
        PrimaryLower = "primary_lower",
        /// The last three years of primary school.
        PrimaryUpper = "primary_upper",
        /// Years seven to nine.
        JuniorSecondary = "junior_secondary",
        /// Years ten to twelve.
        SeniorSecondary = "senior_secondary",
        /// Out of school.
        Adult = "adult",
    }
}

codes! {
    /// One of the five groups that science outreach is to reach first.
    TargetGroup {
        /// 青少年.
        Youth = "youth",
        /// 农民.
        Farmer = "farmer",
        /// 产业工人.
        IndustrialWorker = "industrial_worker",
        /// 老年人.
        Elderly = "elderly",
        /// 领导干部和公务员.
        Official = "official",
    }
}

codes! {
    /// How a course is held.
    DeliveryMode {
        /// In a room with its listeners.
        Onsite = "onsite",
        /// Over the network.
        Online = "online",
        /// Either, as the host wishes.
        Both = "both",
    }
}
