//! Messages that also come by mail: where somebody wants them, what about, and when a mail that did
//! not get through is tried again.

use chrono::{DateTime, TimeDelta, Utc};

use crate::{
    form::{Field, ProblemKind, Problems, Reader, Values},
    inbox::Topic,
};

/// Longest address (RFC 5321).
pub const ADDRESS_MAX: usize = 254;
/// So often a mail is tried.
pub const TRIES: i64 = 10;
/// What is older says nothing that somebody needs by mail: it stands in the inbox.
pub const STALE: TimeDelta = TimeDelta::days(7);
/// Whoever sends a mail has so long for it, which is longer than the other side is waited for; then
/// another one takes it up.
pub const LEASE: TimeDelta = TimeDelta::minutes(10);
/// The link that confirms an address holds so long.
pub const LINK: TimeDelta = TimeDelta::days(3);

/// Another mail that asks whether an address is somebody's is sent after so long.
pub const ASK_AGAIN: TimeDelta = TimeDelta::minutes(15);

const FIRST_WAIT: TimeDelta = TimeDelta::minutes(1);
const LONGEST_WAIT: TimeDelta = TimeDelta::hours(6);

/// Where somebody wants messages, and which.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MailChoice {
    /// The address.
    pub address: String,
    /// What about, at least one thing, in the order of the list.
    pub topics: Vec<Topic>,
}

impl MailChoice {
    /// Reads the form.
    pub fn parse(values: &Values) -> Result<Self, Problems> {
        let mut reader = Reader::new(values);
        let address = reader.text(Field::MailAddress, 1, ADDRESS_MAX);
        let address = match address {
            Some(address) if !is_address(&address) => {
                reader.refuse(Field::MailAddress, ProblemKind::NotAnAddress)
            }
            address => address,
        };
        let topics = reader.choices(Field::MailTopics, Topic::parse);
        reader.problems.or(|| Some(Self { address: address?, topics: topics? }))
    }
}

impl From<&MailChoice> for Values {
    fn from(choice: &MailChoice) -> Self {
        Self::default()
            .with(Field::MailAddress, choice.address.as_str())
            .with_each(Field::MailTopics, choice.topics.iter().map(|topic| topic.as_str()))
    }
}

/// Whether a text is an address that mail can go to: a name and a host with a dot, in ASCII, for
/// servers that know no other letters are still the most.
pub fn is_address(text: &str) -> bool {
    let Some((name, host)) = text.rsplit_once('@') else { return false };
    let fits = |part: &str, more: &str| {
        !part.is_empty()
            && !part.starts_with('.')
            && !part.ends_with('.')
            && !part.contains("..")
            && part.chars().all(|c| c.is_ascii_alphanumeric() || more.contains(c))
    };
    name.len() <= 64
        && fits(name, "._%+-=&'*/?^{|}~!#$`")
        && fits(host, ".-")
        && host.contains('.')
        && host.split('.').all(|label| !label.starts_with('-') && !label.ends_with('-'))
}

/// An address as others than its owner may see it: the host, and how the name begins.
pub fn masked(address: &str) -> String {
    let (name, host) = address.rsplit_once('@').unwrap_or((address, ""));
    let first: String = name.chars().take(1).collect();
    format!("{first}***@{host}")
}

/// When a mail that did not get through is tried again, after so many tries; none: it is given up.
pub fn next_try(now: DateTime<Utc>, tries: i64) -> Option<DateTime<Utc>> {
    if tries >= TRIES {
        return None;
    }
    let doubled = u32::try_from(tries.max(1) - 1).ok().and_then(|n| 1_i32.checked_shl(n));
    let wait = doubled.map_or(LONGEST_WAIT, |times| FIRST_WAIT * times);
    Some(now + wait.min(LONGEST_WAIT))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_are_told_from_other_texts() {
        for text in ["qian.jin@example.org", "a+b@mail.jx.gov.cn", "x@xn--fiqs8s.cn"] {
            assert!(is_address(text), "{text}");
        }
        for text in [
            "",
            "@",
            "a@",
            "@b.cn",
            "a@b",
            "a b@c.cn",
            "a@b..cn",
            ".a@b.cn",
            "a.@b.cn",
            "a@-b.cn",
            "a@b.cn\r\nBcc: x@y.cn",
            "张@example.org",
            "a@例.cn",
            "<a@b.cn>",
            "a,b@c.cn",
        ] {
            assert!(!is_address(text), "{text}");
        }
        assert_eq!(masked("qian@example.org"), "q***@example.org");
    }

    #[test]
    fn a_form_is_read_as_it_is_shown() {
        let topics = vec![Topic::Course, Topic::Training];
        let choice = MailChoice { address: "qian@example.org".to_owned(), topics };
        assert_eq!(MailChoice::parse(&Values::from(&choice)), Ok(choice));
        let wrong =
            Values::default().with(Field::MailAddress, "qian").with(Field::MailTopics, "weather");
        let problems = MailChoice::parse(&wrong).unwrap_err();
        assert_eq!(problems.of(Field::MailAddress), Some(ProblemKind::NotAnAddress));
        assert_eq!(problems.of(Field::MailTopics), Some(ProblemKind::UnknownChoice));
    }

    #[test]
    fn the_wait_doubles_and_ends() {
        let now: DateTime<Utc> = "2026-12-10T01:00:00Z".parse().unwrap();
        let waits: Vec<_> = (1..TRIES).map(|n| next_try(now, n).unwrap() - now).collect();
        assert_eq!(waits[..3], [1, 2, 4].map(TimeDelta::minutes));
        assert!(waits.iter().all(|wait| *wait <= LONGEST_WAIT));
        assert!(waits.windows(2).all(|two| two[0] <= two[1]));
        assert_eq!(next_try(now, TRIES), None);
    }
}
