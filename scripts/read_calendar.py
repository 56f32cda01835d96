# What icalendar finds in a calendar, as JSON; it fails where anything is not as RFC 5545 wants it, or
# is another thing once it was written again.

import json
import sys

from icalendar import Calendar

# What events and tasks always have.
NEEDED = ("UID", "DTSTAMP", "SUMMARY")


def value(found):
    if hasattr(found, "dt"):
        return found.dt.isoformat()
    if isinstance(found, list):
        return [value(one) for one in found]
    return found if isinstance(found, int) else str(found)


def component(one):
    assert not one.errors, one.errors
    found = {"kind": one.name}
    for name, it in one.property_items(recursive=False, sorted=False):
        if name not in ("BEGIN", "END"):
            found[name] = value(it)
    return found


calendar = Calendar.from_ical(sys.stdin.buffer.read())
again = Calendar.from_ical(calendar.to_ical())
assert again == calendar, "written again it is another calendar"

found = [component(one) for one in calendar.walk()]
things = [one for one in found if one["kind"] in ("VEVENT", "VTODO")]
for one in things:
    for name in NEEDED:
        assert one.get(name), f"{one}: {name} is missing"
uids = [one["UID"] for one in things]
assert len(uids) == len(set(uids)), "two things have one UID"
json.dump(found, sys.stdout, ensure_ascii=False)
