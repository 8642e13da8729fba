"""Dates: strict where programs write them, careful where people do."""

from datetime import UTC, datetime, timedelta, timezone

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from index.errors import InvalidFieldError
from index.text.dates.parsing import (
    first_instant,
    last_instant,
    normalise_published,
    parse_epoch,
    parse_loose_date,
)

EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


@pytest.mark.parametrize(
    ("written", "canonical"),
    [
        ("2025-09-18", "2025-09-18"),
        (" 2025-09-18\n", "2025-09-18"),
        ("2025-09-18T16:05", "2025-09-18T16:05:00"),
        ("2025-09-18 16:05:07", "2025-09-18T16:05:07"),
        ("2025-09-18T16:05:00Z", "2025-09-18T16:05:00+00:00"),
        ("2025-09-18t16:05:00z", "2025-09-18T16:05:00+00:00"),
        ("2025-09-18T16:05:00-0400", "2025-09-18T16:05:00-04:00"),
        ("2025-09-18T16:05:00+02", "2025-09-18T16:05:00+02:00"),
        ("2025-09-18T16:05:00.5Z", "2025-09-18T16:05:00.500000+00:00"),
        ("2025-09-18T16:05:00.123456789Z", "2025-09-18T16:05:00.123456+00:00"),
    ],
)
def test_iso_8601_becomes_canonical_with_its_offset_kept(written: str, canonical: str) -> None:
    assert normalise_published(written) == canonical


@pytest.mark.parametrize(
    "written",
    [
        "2025-02-31",
        "2025-13-01",
        "2025-9-18",
        "18 September 2025",
        "2025",
        "2025-09",
        "2025-W38-4",
        "20250918",
        "2025-09-18T24:00",
        "2025-09-18T10:00:60",
        "２０２５-09-18",
        "",
        "today",
        "x" * 500,
    ],
)
def test_what_is_no_iso_8601_date_is_refused_with_field_and_value(written: str) -> None:
    with pytest.raises(InvalidFieldError) as caught:
        normalise_published(written)

    assert caught.value.field == "published"
    assert written[:60] in str(caught.value)
    assert "write" in str(caught.value)


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("18 September 2025", "2025-09-18"),
        ("September 18, 2025", "2025-09-18"),
        ("Thursday, Sept. 18, 2025", "2025-09-18"),
        ("18. September 2025", "2025-09-18"),
        ("Sept. 18, 2025 4:05 p.m. ET", "2025-09-18T16:05:00-04:00"),
        ("Jan. 18, 2025 4:05 p.m. ET", "2025-01-18T16:05:00-05:00"),
        ("Sep 18 2025 4:05 PM EDT", "2025-09-18T16:05:00-04:00"),
        ("Sept 18, 2025, 10:30am UTC-5", "2025-09-18T10:30:00-05:00"),
        ("4 pm Sep 18 2025", "2025-09-18T16:00:00"),
        ("Thu, 18 Sep 2025 16:05:00 GMT", "2025-09-18T16:05:00+00:00"),
        ("Thu, 18 Sep 2025 16:05:00 -0000", "2025-09-18T16:05:00+00:00"),
        ("18 Sep 2025 16:05 EST", "2025-09-18T16:05:00-05:00"),
        ("18/09/2025", "2025-09-18"),
        ("9/18/2025", "2025-09-18"),
        ("03/03/2025", "2025-03-03"),
        ("2025/9/8", "2025-09-08"),
        ("20250918", "2025-09-18"),
        ("2017-11-03 03:01:00.000000", "2017-11-03T03:01:00"),
        ("2025-09-18T16:05:00Z", "2025-09-18T16:05:00+00:00"),
        ("Thu, 18 Sep 25 16:05:00 +0200", "2025-09-18T16:05:00+02:00"),
        ("Thursday, 18-Sep-25 16:05:00 GMT", "2025-09-18T16:05:00+00:00"),
        ("18-Sep-25", "2025-09-18"),
        ("18 Sep ’25", "2025-09-18"),
        ("31 Dec 99 23:59 EST", "1999-12-31T23:59:00-05:00"),
        ("Thu, 18 Sep 2025 24:00:00 GMT", "2025-09-19T00:00:00+00:00"),
        ("2025-12-31T24:00", "2026-01-01T00:00:00"),
        ("Thursday 09/10/2025", "2025-10-09"),
        ("Do, 18 Sep 2025 16:05:00 +0200", "2025-09-18T16:05:00+02:00"),
        ("Mi., 3. Dez. 2025, 9:05 Uhr", "2025-12-03T09:05:00"),
        ("Di., 03.04.2025, 9:05 Uhr", "2025-04-03T09:05:00"),
        ("mar. 18 sept. 2025 à 16 h 05", "2025-09-18T16:05:00"),
        ("mar. 3 févr. 2026 17h30", "2026-02-03T17:30:00"),
        ("3 de mar. de 2026", "2026-03-03"),
        ("dom 3 mag 2026", "2026-05-03"),
        ("di 3 mrt 2026", "2026-03-03"),
    ],
)
def test_dates_as_people_write_them_are_read(written: str, read: str) -> None:
    assert parse_loose_date(written) == read


@pytest.mark.parametrize(
    "written",
    [
        "03/04/2025",
        "8.9.2025",
        "September 2025",
        "18 September",
        "2025",
        "Monday",
        "10:30",
        "",
        "18/09/25",
        "18 Sep 25",
        "yesterday",
        "2 hours ago",
        "31 February 2025",
        "Updated 2025",
        "1999 2025",
        "9" * 50,
        "18 Sep 2025 " * 20,
        "18 Sep 2025\x00",
        "Monday 03/04/2025",
        "19.06.14",
    ],
)
def test_what_is_unclear_or_missing_a_part_is_not_guessed(written: str) -> None:
    assert parse_loose_date(written) is None


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("1584403200", "2020-03-17T00:00:00+00:00"),
        (1584403200.9, "2020-03-17T00:00:00+00:00"),
        ("1584403200000", "2020-03-17T00:00:00+00:00"),
        ("43891", None),
        ("202003170000", None),
        ("20200317", None),
        (0, None),
        (float("nan"), None),
        (10**400, None),
    ],
)
def test_seconds_since_1970_are_told_from_other_numbers(
    written: str | float, read: str | None
) -> None:
    assert parse_epoch(written) == read


def test_a_time_in_a_zone_that_means_several_leaves_the_day() -> None:
    assert parse_loose_date("Sept. 18, 2025 4:05 p.m. IST") == "2025-09-18"


def test_a_day_covers_its_first_to_its_last_second_in_utc() -> None:
    first, last = first_instant("2025-09-18"), last_instant("2025-09-18")

    assert datetime.fromtimestamp(first, UTC).isoformat() == "2025-09-18T00:00:00+00:00"
    assert datetime.fromtimestamp(last, UTC).isoformat() == "2025-09-18T23:59:59+00:00"


def test_an_instant_covers_itself_and_means_utc_without_an_offset() -> None:
    here, there = "2025-09-18T16:05:00", "2025-09-18T18:05:00+02:00"

    assert first_instant(here) == last_instant(here) == first_instant(there) == 1_758_211_500


@given(
    st.datetimes(
        timezones=st.sampled_from([UTC, *(timezone(timedelta(hours=h)) for h in (-11, 5.5, 14))])
    )
)
@settings(deadline=None)
def test_what_we_wrote_we_read_again(moment: datetime) -> None:
    canonical = normalise_published(moment.isoformat())

    assert normalise_published(canonical) == canonical
    assert first_instant(canonical) == last_instant(canonical)
    assert first_instant(canonical) == (moment - EPOCH) // timedelta(seconds=1)


@given(st.text(max_size=120))
@settings(deadline=None)
def test_no_text_makes_loose_reading_fail(written: str) -> None:
    found = parse_loose_date(written)

    assert found is None or normalise_published(found) == found


@pytest.mark.parametrize(
    "value", ["7 Mar\u00adch 2026", "２０２６-０３-０７", "\u200e7 March 2026\u200e"]
)
def test_unusual_characters_make_no_difference(value: str) -> None:
    assert parse_loose_date(value) == "2026-03-07"
