//! Instants, for the `Date…` operators (3.4).
//!
//! Read from text while deciding, so the reader is here and allocates nothing. Must not know a
//! clock or a calendar beyond the proleptic Gregorian one.

use core::fmt;
use core::str::FromStr;

use crate::ValueError;

const EXPECTED: ValueError = ValueError::new(
    "a date with seconds and zone and at most 9 fractional digits, such as \
     `2026-01-31T17:00:00+08:00` or `2026-01-31T09:00:00.5Z`",
);

const SECONDS_PER_DAY: i64 = 86_400;
/// 0000-01-01T00:00:00Z and the last second of 9999.
const FIRST_SECOND: i64 = -62_167_219_200;
const LAST_SECOND: i64 = 253_402_300_799;
/// 23:59 in seconds.
const GREATEST_OFFSET: i64 = 86_340;

/// A point in time, exact to the nanosecond.
#[derive(Clone, Copy, Debug, Eq, Hash, Ord, PartialEq, PartialOrd)]
pub struct Instant {
    /// Since 1970-01-01T00:00:00Z, rounded down.
    seconds: i64,
    /// Below 1,000,000,000.
    nanoseconds: u32,
}

impl Instant {
    /// The instant so many seconds and nanoseconds after 1970-01-01T00:00:00Z.
    ///
    /// The system's clock gives both:
    ///
    /// ```
    /// use ramgate_model::Instant;
    /// use std::time::{SystemTime, UNIX_EPOCH};
    ///
    /// let since = SystemTime::now().duration_since(UNIX_EPOCH)?;
    /// let now = Instant::from_unix(since.as_secs().try_into()?, since.subsec_nanos())?;
    /// assert!(now > "2019-08-12T17:00:00+08:00".parse()?);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    ///
    /// # Errors
    /// Outside the years 0000 to 9999, or with a whole second of nanoseconds.
    pub fn from_unix(seconds: i64, nanoseconds: u32) -> Result<Self, ValueError> {
        if (FIRST_SECOND..=LAST_SECOND).contains(&seconds) && nanoseconds < 1_000_000_000 {
            Ok(Self {
                seconds,
                nanoseconds,
            })
        } else {
            Err(ValueError::new("an instant of the years 0000 to 9999"))
        }
    }

    /// Reads a date as RFC 3339 writes it: upper-case `T` and `Z`, seconds required, an offset
    /// `±hh:mm` or `Z`, no leap second, at most 9 fractional digits.
    ///
    /// # Errors
    /// For any other form and for dates and times that do not exist.
    pub fn parse(text: &str) -> Result<Self, ValueError> {
        read(text.as_bytes()).ok_or(EXPECTED)
    }

    /// Whole seconds since 1970-01-01T00:00:00Z (rounded down) and the nanoseconds beyond them.
    pub fn to_unix(self) -> (i64, u32) {
        (self.seconds, self.nanoseconds)
    }
}

/// As [`Instant::parse`].
impl FromStr for Instant {
    type Err = ValueError;

    fn from_str(text: &str) -> Result<Self, ValueError> {
        Self::parse(text)
    }
}

fn read(text: &[u8]) -> Option<Instant> {
    let (date_time, rest) = text.split_at_checked(19)?;
    let &[
        y1,
        y2,
        y3,
        y4,
        b'-',
        m1,
        m2,
        b'-',
        d1,
        d2,
        b'T',
        h1,
        h2,
        b':',
        n1,
        n2,
        b':',
        s1,
        s2,
    ] = date_time
    else {
        return None;
    };
    let year = i64::from(two(y1, y2)?) * 100 + i64::from(two(y3, y4)?);
    let (month, day) = (two(m1, m2)?, two(d1, d2)?);
    let (hour, minute, second) = (two(h1, h2)?, two(n1, n2)?, two(s1, s2)?);
    let in_range = (1..=12).contains(&month)
        && (1..=days_in_month(year, month)).contains(&day)
        && hour < 24
        && minute < 60
        && second < 60;
    if !in_range {
        return None;
    }
    let (nanoseconds, zone) = read_fraction(rest)?;
    let local = days_from_civil(year, month, day) * SECONDS_PER_DAY
        + seconds_of_day(hour, minute)
        + i64::from(second);
    Some(Instant {
        seconds: local - read_offset(zone)?,
        nanoseconds,
    })
}

/// The fraction in nanoseconds, and what follows it.
fn read_fraction(text: &[u8]) -> Option<(u32, &[u8])> {
    let Some((b'.', digits)) = text.split_first() else {
        return Some((0, text));
    };
    let count = digits
        .iter()
        .take_while(|byte| byte.is_ascii_digit())
        .count();
    if !(1..=9).contains(&count) {
        return None;
    }
    let (digits, rest) = digits.split_at_checked(count)?;
    let written = digits
        .iter()
        .fold(0u32, |sum, digit| sum * 10 + u32::from(digit - b'0'));
    let missing = u32::try_from(9 - count).ok()?;
    Some((written * 10u32.pow(missing), rest))
}

/// Seconds that local time is ahead of UTC.
fn read_offset(zone: &[u8]) -> Option<i64> {
    match *zone {
        [b'Z'] => Some(0),
        [sign @ (b'+' | b'-'), h1, h2, b':', m1, m2] => {
            let (hours, minutes) = (two(h1, h2)?, two(m1, m2)?);
            let ahead = seconds_of_day(hours, minutes);
            (hours < 24 && minutes < 60).then_some(if sign == b'+' { ahead } else { -ahead })
        }
        _ => None,
    }
}

fn two(tens: u8, ones: u8) -> Option<u8> {
    (tens.is_ascii_digit() && ones.is_ascii_digit()).then(|| (tens - b'0') * 10 + (ones - b'0'))
}

fn seconds_of_day(hours: u8, minutes: u8) -> i64 {
    i64::from(hours) * 3600 + i64::from(minutes) * 60
}

fn days_in_month(year: i64, month: u8) -> u8 {
    let leap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
    match month {
        2 if leap => 29,
        2 => 28,
        4 | 6 | 9 | 11 => 30,
        _ => 31,
    }
}

/// Days since 1970-01-01, counting years from March so that the leap day is the last of its year.
fn days_from_civil(year: i64, month: u8, day: u8) -> i64 {
    let year = if month <= 2 { year - 1 } else { year };
    let era = year.div_euclid(400);
    let year_of_era = year.rem_euclid(400);
    let month_from_march = (i64::from(month) + 9) % 12;
    let day_of_year = (153 * month_from_march + 2) / 5 + i64::from(day) - 1;
    era * 146_097 + year_of_era * 365 + year_of_era / 4 - year_of_era / 100 + day_of_year - 719_468
}

/// The inverse of [`days_from_civil`].
fn civil_from_days(days: i64) -> (i64, i64, i64) {
    let days = days + 719_468;
    let era = days.div_euclid(146_097);
    let day_of_era = days.rem_euclid(146_097);
    let year_of_era =
        (day_of_era - day_of_era / 1_460 + day_of_era / 36_524 - day_of_era / 146_096) / 365;
    let day_of_year = day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
    let month_from_march = (5 * day_of_year + 2) / 153;
    let day = day_of_year - (153 * month_from_march + 2) / 5 + 1;
    let month = (month_from_march + 2) % 12 + 1;
    let year = era * 400 + year_of_era + i64::from(month <= 2);
    (year, month, day)
}

/// The canonical text: RFC 3339 in UTC, a fraction only where there is one, without trailing
/// zeros. An instant whose year in UTC is outside 0000 to 9999 was read with an offset and is
/// written with the greatest one, so that the text always reads back.
impl fmt::Display for Instant {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (seconds, zone) = if self.seconds < FIRST_SECOND {
            (self.seconds + GREATEST_OFFSET, "+23:59")
        } else if self.seconds > LAST_SECOND {
            (self.seconds - GREATEST_OFFSET, "-23:59")
        } else {
            (self.seconds, "Z")
        };
        let (year, month, day) = civil_from_days(seconds.div_euclid(SECONDS_PER_DAY));
        let second_of_day = seconds.rem_euclid(SECONDS_PER_DAY);
        let (hour, minute, second) = (
            second_of_day / 3600,
            second_of_day / 60 % 60,
            second_of_day % 60,
        );
        write!(
            f,
            "{year:04}-{month:02}-{day:02}T{hour:02}:{minute:02}:{second:02}"
        )?;
        if self.nanoseconds != 0 {
            let (mut fraction, mut width) = (self.nanoseconds, 9);
            while fraction.is_multiple_of(10) {
                fraction /= 10;
                width -= 1;
            }
            write!(f, ".{fraction:0width$}")?;
        }
        f.write_str(zone)
    }
}

#[cfg(test)]
mod tests {
    use std::string::ToString;

    use super::Instant;

    #[test]
    fn agrees_with_a_calendar_library() {
        for text in [
            "0000-01-01T00:00:00Z",
            "1969-12-31T23:59:59.999999999Z",
            "1970-01-01T00:00:00Z",
            "1999-12-31T23:59:59-12:34",
            "2000-02-29T12:00:00+23:59",
            "2019-08-12T17:00:00+08:00",
            "2024-02-29T00:00:00.5Z",
            "9999-12-30T21:59:59Z",
        ] {
            let expected: jiff::Timestamp = text.parse().unwrap();
            let instant = Instant::parse(text).unwrap();
            let (seconds, nanoseconds) = instant.to_unix();
            let total = i128::from(seconds) * 1_000_000_000 + i128::from(nanoseconds);
            assert_eq!(total, expected.as_nanosecond(), "{text}");
            assert_eq!(instant.to_string(), expected.to_string(), "{text}");
        }
    }

    #[test]
    fn every_day_of_eight_centuries_comes_back() {
        for day in -146_097..=146_097 {
            let instant = Instant::from_unix(day * 86_400 + 1, 0).unwrap();
            assert_eq!(Instant::parse(&instant.to_string()), Ok(instant));
        }
    }

    #[test]
    fn instants_that_utc_cannot_write_come_back() {
        for (text, canonical) in [
            ("0000-01-01T00:00:00+23:59", "0000-01-01T00:00:00+23:59"),
            ("0000-01-01T00:00:00.5+00:01", "0000-01-01T23:58:00.5+23:59"),
            ("9999-12-31T23:59:59-23:59", "9999-12-31T23:59:59-23:59"),
            ("9999-12-31T23:59:59-00:01", "9999-12-31T00:01:59-23:59"),
        ] {
            let instant = Instant::parse(text).unwrap();
            assert_eq!(instant.to_string(), canonical);
            assert_eq!(canonical.parse(), Ok(instant));
        }
    }

    #[test]
    fn what_is_no_date() {
        for text in [
            "",
            "2019-08-12",
            "2019-08-12T17:00Z",
            "2019-08-12T17:00:00",
            "2019-08-12t17:00:00Z",
            "2019-08-12T17:00:00z",
            "2019-08-12 17:00:00Z",
            "2019-08-12T24:00:00Z",
            "2019-08-12T23:60:00Z",
            "2019-06-30T23:59:60Z",
            "2019-02-29T00:00:00Z",
            "2019-13-01T00:00:00Z",
            "2019-00-01T00:00:00Z",
            "2019-01-00T00:00:00Z",
            "2019-01-01T00:00:00.Z",
            "2019-01-01T00:00:00.1234567890Z",
            "2019-01-01T00:00:00+0800",
            "2019-01-01T00:00:00+24:00",
            "2019-01-01T00:00:00+08:60",
            "2019-01-01T00:00:00Z ",
            "+2019-01-01T00:00:00Z",
            "1565600400",
        ] {
            assert!(Instant::parse(text).is_err(), "{text}");
        }
    }
}
