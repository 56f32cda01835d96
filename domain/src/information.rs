//! What the platform knows of a person, as the page of one's own information lists it (`LAW-05`).

use crate::{code::codes, data_class::DataClass};

codes! {
    /// A kind of fact.
    Known {
        /// The name.
        Name = "name",
        /// Sex.
        Sex = "sex",
        /// Month of birth.
        BornIn = "born_in",
        /// Mobile number.
        Phone = "phone",
        /// Post or professional title.
        Post = "post",
        /// A subject field.
        SubjectField = "subject_field",
        /// Topics offered.
        Topics = "topics",
        /// The offices' remarks.
        Note = "note",
        /// A workplace.
        Workplace = "workplace",
        /// A term as a lecturer.
        Appointment = "appointment",
        /// An application for the corps of lecturers.
        Application = "application",
        /// The assessment of a year.
        Assessment = "assessment",
        /// What is known of a tutor.
        Tutor = "tutor",
        /// A role.
        Role = "role",
        /// The sign-in name.
        SignInName = "sign_in_name",
        /// A session that runs.
        Session = "session",
        /// A version of a course.
        Course = "course",
        /// A booked slot.
        Booking = "booking",
        /// A place on a waiting list.
        Waiting = "waiting",
        /// A seat on a panel.
        Panel = "panel",
        /// An offer of a lecture.
        Dispatch = "dispatch",
        /// A lecture.
        Delivery = "delivery",
        /// An observation of a lecture.
        Observation = "observation",
        /// What was said of the own week.
        Availability = "availability",
        /// Days away.
        Absence = "absence",
        /// An entry of a register.
        RegisterEntry = "register_entry",
        /// A place in a team.
        TeamMember = "team_member",
        /// A check for work with minors.
        Safeguarding = "safeguarding",
        /// An address from which the own calendar is fetched.
        CalendarFeed = "calendar_feed",
        /// Where messages go by mail.
        MailAddress = "mail_address",
        /// A place at a training.
        Training = "training",
        /// A claim of hours.
        Claim = "claim",
        /// Credited hours.
        Hours = "hours",
        /// A line of an imported register.
        Participation = "participation",
        /// A paper or a contest's result.
        Evidence = "evidence",
        /// A nomination.
        Nomination = "nomination",
        /// A seat among the judges.
        Judge = "judge",
        /// A stored file.
        File = "file",
        /// How many messages.
        Messages = "messages",
        /// How many lines of the log.
        LogLines = "log_lines",
        /// A complaint or suggestion.
        Complaint = "complaint",
    }
}

impl Known {
    /// The class by which it is kept.
    pub const fn class(self) -> DataClass {
        match self {
            Self::Name
            | Self::Post
            | Self::SubjectField
            | Self::Workplace
            | Self::Appointment
            | Self::Assessment
            | Self::Tutor
            | Self::Role
            | Self::Booking
            | Self::Waiting
            | Self::Panel
            | Self::Dispatch
            | Self::Delivery
            | Self::Observation
            | Self::Training
            | Self::Claim
            | Self::Hours
            | Self::Participation
            | Self::Evidence
            | Self::RegisterEntry
            | Self::TeamMember => DataClass::Registers,
            Self::Sex | Self::BornIn | Self::Phone | Self::Topics | Self::Note => {
                DataClass::PersonContacts
            }
            Self::Application => DataClass::ApplicationFiles,
            Self::SignInName => DataClass::Accounts,
            Self::Availability | Self::Absence => DataClass::OwnTime,
            Self::Safeguarding => DataClass::Safeguarding,
            Self::Session | Self::CalendarFeed => DataClass::Sessions,
            Self::Course => DataClass::Courses,
            Self::MailAddress => DataClass::MailAddresses,
            Self::Nomination => DataClass::NominationFiles,
            Self::Judge => DataClass::Awards,
            Self::File => DataClass::ProofFiles,
            Self::Messages => DataClass::Messages,
            Self::LogLines => DataClass::Log,
            Self::Complaint => DataClass::Complaints,
        }
    }

    /// Where it comes from.
    pub const fn source(self) -> Source {
        match self {
            Self::Name
            | Self::Sex
            | Self::BornIn
            | Self::Phone
            | Self::Post
            | Self::SubjectField
            | Self::Topics
            | Self::Note
            | Self::Workplace
            | Self::Appointment
            | Self::Tutor
            | Self::Participation
            | Self::Nomination => Source::Roster,
            Self::Role
            | Self::Assessment
            | Self::SignInName
            | Self::Panel
            | Self::Dispatch
            | Self::Hours
            | Self::RegisterEntry
            | Self::TeamMember
            | Self::Safeguarding
            | Self::Judge => Source::Office,
            Self::Course
            | Self::Application
            | Self::Booking
            | Self::Waiting
            | Self::Delivery
            | Self::Observation
            | Self::Availability
            | Self::Absence
            | Self::CalendarFeed
            | Self::MailAddress
            | Self::Training
            | Self::Claim
            | Self::Evidence
            | Self::File
            | Self::Complaint => Source::Oneself,
            Self::Session | Self::Messages | Self::LogLines => Source::Platform,
        }
    }
}

codes! {
    /// Where a fact comes from.
    Source {
        /// A roster of a unit or an office.
        Roster = "roster",
        /// An office, on a page.
        Office = "office",
        /// The person.
        Oneself = "oneself",
        /// The platform itself.
        Platform = "platform",
    }
}
