"""EMIL files made after the public descriptions of the format, and what a hostile one meets."""

from __future__ import annotations

from datetime import date

import pytest

from stegvis.exchange.offers.importing import formats
from stegvis.foundation.documents.problems import UnreadableError
from stegvis.integrations.susanavet.elements import DEEPEST
from stegvis.integrations.susanavet.reading import read_emil

FILE = """<?xml version="1.0" encoding="UTF-8"?>
<emil xmlns="http://example.se/emil/3.0">
  <educationEvents>
    <educationEvent><identifier>e.ki.1</identifier><education>i.ki.1</education>
      <execution><condition>1</condition><start>2027-08-30</start><end>2027-11-07</end></execution>
      <application><first>2027-03-15</first><last>2027-04-15</last></application>
      <distance><mandatory>3</mandatory></distance>
      <location><town>Solna</town></location><url><url lang="swe"><string>https://ki.example.se/1</string></url></url>
    </educationEvent>
    <educationEvent><identifier>e.ki.2</identifier><education>i.ki.9</education></educationEvent>
    <educationEvent><identifier>e.ki.3</identifier><education>i.ki.1</education>
      <execution><start>snart</start></execution></educationEvent>
    <educationEvent><identifier>e.ki.4</identifier><education>i.ki.1</education><cancelled>true</cancelled></educationEvent>
  </educationEvents>
  <educationInfos><educationInfo><identifier>i.ki.1</identifier>
    <title><string lang="eng">Nursing in intermediate care</string>
      <string lang="swe">Omvårdnad inom intermediärvård</string></title>
    <description><string lang="swe">Kursen ger <b>fördjupad</b> kunskap.</string></description>
    <credits><credits>7.5</credits><system><code>hp</code></system></credits>
  </educationInfo></educationInfos>
</emil>"""


def test_events_become_courses_and_what_is_wrong_is_said() -> None:
    reading = read_emil(FILE.encode())
    (course,) = reading.courses
    assert (course.reference, course.occasion, course.title) == ("i.ki.1", "e.ki.1", "Omvårdnad inom intermediärvård")
    assert (course.starts_on, course.ends_on, course.apply_by) == (
        date(2027, 8, 30),
        date(2027, 11, 7),
        date(2027, 4, 15),
    )
    assert (course.seats, course.summary, course.description) == (
        None,
        "7,5 högskolepoäng",
        "Kursen ger fördjupad kunskap.",
    )
    assert (course.form, course.provider, course.place, course.link) == (
        "distance",
        "university",
        "Solna",
        "https://ki.example.se/1",
    )
    assert course.areas == ["korttid-intermediarvard"]
    assert not course.planned(date(2027, 1, 1), "").is_busy
    assert [(one.row, one.code, one.column) for one in reading.problems] == [
        (2, "required", "education"),
        (3, "not_date", "execution/start"),
    ]


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"<emil><educationInfo></emil>", "broken"),
        (b'<!DOCTYPE x [<!ENTITY a "aaaa">]><x>&a;</x>', "entities"),
        (b"<a>" * (DEEPEST + 1) + b"</a>" * (DEEPEST + 1), "bomb"),
        (b"<rss><channel/></rss>", "not_excel"),
    ],
)
def test_a_hostile_or_other_file_is_refused(content: bytes, code: str) -> None:
    with pytest.raises(UnreadableError) as refused:
        read_emil(content)
    assert refused.value.problem.code == code


def test_it_is_off_until_it_is_turned_on() -> None:
    assert not formats.takes_susanavet()
    with pytest.raises(UnreadableError, match="not_excel"):
        formats.read(FILE.encode())
