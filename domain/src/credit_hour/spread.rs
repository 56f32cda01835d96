//! Hours that are stated for several days together, laid out day by day.

use chrono::NaiveDate;

use super::Hours;

/// How many days there are from the first to the last, both included.
pub fn n_days(first: NaiveDate, last: NaiveDate) -> i64 {
    (last - first).num_days() + 1
}

/// Equal shares in hundredths; what cannot be shared goes to the first days, one hundredth each.
///
/// Days that would get nothing are left out, so the shares of no more days than the sum has
/// hundredths are given.
pub fn spread(first: NaiveDate, last: NaiveDate, hours: Hours) -> Vec<(NaiveDate, Hours)> {
    let n = n_days(first, last);
    if n < 1 || hours <= Hours::ZERO {
        return Vec::new();
    }
    let (share, rest) = (hours.0 / n, hours.0 % n);
    let days = first.iter_days().take_while(|day| *day <= last).zip(0_i64..);
    days.map(|(day, at)| (day, Hours(share + i64::from(at < rest))))
        .filter(|(_, hours)| *hours > Hours::ZERO)
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn shares_are_equal_and_sum_to_the_whole() {
        let day = |n| NaiveDate::from_ymd_opt(2026, 3, n).expect("a date");
        let shares = |last, hours| -> Vec<i64> {
            let shares = spread(day(1), day(last), Hours::hundredths(hours));
            shares.iter().map(|(_, hours)| hours.in_hundredths()).collect()
        };
        assert_eq!(shares(1, 600), [600]);
        assert_eq!(shares(2, 600), [300, 300]);
        assert_eq!(shares(3, 800), [267, 267, 266]);
        assert_eq!(shares(4, 2), [1, 1]);
        assert_eq!(shares(2, 0), [0_i64; 0]);
        assert_eq!(spread(day(2), day(1), Hours::hundredths(600)), []);
    }
}
