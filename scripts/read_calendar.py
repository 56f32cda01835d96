# What icalendar finds in a calendar, as JSON; it fails where anything is not as RFC 5545 wants it, or
# is another thing once it was written again.

import json
import sys

from icalendar import Calendar

text = sys.stdin.buffer.read()
calendar = Calendar.from_ical(text)
again = Calendar.from_ical(calendar.to_ical())
assert again == calendar, "written again it is another calendar"
assert again.to_ical() == calendar.to_ical()


def value(found):
    if hasattr(found, "dt"):
        return found.dt.isoformat()
    if isinstance(found, list):
        return [value(one) for one in found]
    return found if isinstance(found, int) else str(found)


def component(one):
    assert not one.errors, one.errors
    return {"kind": one.name} | {name: value(found) for name, found in one.property_items(False, sorted=False) if name not in ("BEGIN", "END")}


found = [component(one) for one in calendar.walk()]
for one in found:
    for name in one["kind"] in ("VEVENT", "VTODO") and ("UID", "DTSTAMP", "SUMMARY") or ():
        assert one.get(name), f"{one}: {name} is missing"
uids = [one["UID"] for one in found if "UID" in one]
assert len(uids) == len(set(uids)), "two things have one UID"
json.dump(found, sys.stdout, ensure_ascii=False)
