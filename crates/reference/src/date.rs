//! Dates with zone, as points on one line of nanoseconds (3.4, Q23).
//!
//! Must not know operators or a clock.

/// A point in time: nanoseconds since the beginning of the year 0000 in UTC.
#[derive(Clone, Copy, Debug, Eq, Ord, PartialEq, PartialOrd)]
pub(crate) struct Date(i128);

const NANOSECONDS: i128 = 1_000_000_000;

impl Date {
    /// Reads `yyyy-mm-ddThh:mm:ss`, perhaps a fraction of up to 9 digits, and a zone: `Z` or
    /// `±hh:mm`. There are no leap seconds.
    pub(crate) fn read(text: &str) -> Option<Self> {
        let (date, time_and_zone) = text.split_once('T')?;
        let (time, seconds_ahead) = split_zone(time_and_zone)?;
        let (time, fraction) = match time.split_once('.') {
            Some((time, fraction)) => (time, read_fraction(fraction)?),
            None => (time, 0),
        };
        let seconds = read_days(date)? * 24 * 60 * 60 + read_time(time)? - seconds_ahead;
        Some(Self(
            i128::from(seconds) * NANOSECONDS + i128::from(fraction),
        ))
    }
}

/// The time, and how many seconds it is ahead of UTC.
fn split_zone(text: &str) -> Option<(&str, i64)> {
    if let Some(time) = text.strip_suffix('Z') {
        return Some((time, 0));
    }
    let (time, sign, offset) = if let Some((time, offset)) = text.split_once('+') {
        (time, 1, offset)
    } else {
        let (time, offset) = text.split_once('-')?;
        (time, -1, offset)
    };
    let (hours, minutes) = offset.split_once(':')?;
    let hours = read_digits(hours, 2).filter(|hours| *hours < 24)?;
    let minutes = read_digits(minutes, 2).filter(|minutes| *minutes < 60)?;
    Some((time, sign * (hours * 60 + minutes) * 60))
}

/// 1 to 9 digits behind the point, as nanoseconds.
fn read_fraction(text: &str) -> Option<i64> {
    if text.len() > 9 {
        return None;
    }
    read_digits(text, text.len())?;
    read_digits(&format!("{text:0<9}"), 9)
}

/// Seconds since midnight.
fn read_time(text: &str) -> Option<i64> {
    let parts: Vec<&str> = text.split(':').collect();
    let [hours, minutes, seconds] = parts.as_slice() else {
        return None;
    };
    let hours = read_digits(hours, 2).filter(|hours| *hours < 24)?;
    let minutes = read_digits(minutes, 2).filter(|minutes| *minutes < 60)?;
    let seconds = read_digits(seconds, 2).filter(|seconds| *seconds < 60)?;
    Some((hours * 60 + minutes) * 60 + seconds)
}

/// Days since the first of January of the year 0000, counted one year and one month at a time.
fn read_days(text: &str) -> Option<i64> {
    let parts: Vec<&str> = text.split('-').collect();
    let [year, month, day] = parts.as_slice() else {
        return None;
    };
    let year = read_digits(year, 4)?;
    let month = read_digits(month, 2).filter(|month| (1..=12).contains(month))?;
    let day = read_digits(day, 2).filter(|day| (1..=days_of(year, month)).contains(day))?;
    let years: i64 = (0..year).map(|y| if is_leap(y) { 366 } else { 365 }).sum();
    let months: i64 = (1..month).map(|m| days_of(year, m)).sum();
    Some(years + months + day - 1)
}

fn is_leap(year: i64) -> bool {
    year % 400 == 0 || (year % 4 == 0 && year % 100 != 0)
}

fn days_of(year: i64, month: i64) -> i64 {
    match month {
        2 => 28 + i64::from(is_leap(year)),
        4 | 6 | 9 | 11 => 30,
        _ => 31,
    }
}

/// Exactly so many digits, at least one.
fn read_digits(text: &str, count: usize) -> Option<i64> {
    let fits = count > 0 && text.len() == count && text.chars().all(|c| c.is_ascii_digit());
    if fits { text.parse().ok() } else { None }
}

#[cfg(test)]
mod tests {
    use super::Date;

    fn date(text: &str) -> Date {
        Date::read(text).unwrap()
    }

    #[test]
    fn points_in_time() {
        for (a, b) in [
            ("2019-08-12T17:00:00+08:00", "2019-08-12T09:00:00Z"),
            ("2020-01-01T00:30:00+01:00", "2019-12-31T23:30:00Z"),
            ("2020-02-29T23:59:59.5-00:01", "2020-03-01T00:00:59.500Z"),
            ("2000-01-01T00:00:00-00:00", "2000-01-01T00:00:00+00:00"),
            ("0000-01-01T00:00:00+01:00", "0000-01-01T00:30:00+01:30"),
        ] {
            assert_eq!(date(a), date(b), "{a} {b}");
        }
        assert_eq!(date("1970-01-01T00:00:00Z").0, 62_167_219_200_000_000_000);
        assert_eq!(date("1970-01-01T00:00:00.000000001Z").0 % 10, 1);
        assert!(date("2019-12-31T23:59:59.999999999Z") < date("2020-01-01T00:00:00Z"));
    }

    #[test]
    fn what_is_no_date() {
        for text in [
            "",
            "T",
            "2019-08-12",
            "2019-08-12T17:00:00",
            "2019-08-12T17:00Z",
            "2019-08-12t17:00:00Z",
            "2019-08-12T17:00:00z",
            "2019-08-12 17:00:00Z",
            "2019-8-12T17:00:00Z",
            "19-08-12T17:00:00Z",
            "12019-08-12T17:00:00Z",
            "2019-02-29T00:00:00Z",
            "2100-02-29T00:00:00Z",
            "2019-04-31T00:00:00Z",
            "2019-13-01T00:00:00Z",
            "2019-00-01T00:00:00Z",
            "2019-01-00T00:00:00Z",
            "2019-01-01T24:00:00Z",
            "2019-01-01T00:60:00Z",
            "2016-12-31T23:59:60Z",
            "2019-01-01T00:00:00.Z",
            "2019-01-01T00:00:00.0000000000Z",
            "2019-01-01T00:00:00,5Z",
            "2019-01-01T00:00:00+0800",
            "2019-01-01T00:00:00+8:00",
            "2019-01-01T00:00:00+24:00",
            "2019-01-01T00:00:00+08:60",
            "2019-01-01T00:00:00+08:00Z",
            "2019-01-01T00:00:00ZZ",
            " 2019-01-01T00:00:00Z",
            "2019-01-01T00:00:0１Z",
            "-2019-01-01T00:00:00Z",
            "1565600400",
        ] {
            assert_eq!(Date::read(text), None, "{text}");
        }
    }
}
