"""A region of dogpile.cache's that does what it is told by lines of JSON on its standard input.

The first argument is JSON too: the prefix of the keys, the expiration time, and the backend's arguments. Every request
runs in a thread of its own, and answers lines with its number: "asking" and "creating" while a get_or_create goes on,
and at the end a value, "missing" or an error. A gated creator waits until its key's gate is opened.
"""

import json
import sys
import threading

from dogpile.cache import make_region
from dogpile.cache.api import NO_VALUE

settings = json.loads(sys.argv[1])
region = make_region(
    key_mangler=lambda key: settings["prefix"] + key,
    serializer=lambda value: json.dumps(value).encode(),
    deserializer=json.loads,
).configure(
    "dogpile.cache.redis",
    expiration_time=settings["expiration_time"],
    arguments=settings["arguments"],
)
gates = {}
output = threading.Lock()


def say(request, **what):
    with output:
        print(json.dumps({"id": request["id"], **what}), flush=True)


def gate(request):
    return gates.setdefault(request["key"], threading.Event())


def found(value):
    return {"missing": True} if value is NO_VALUE else {"value": value}


def get_or_create(request):
    def creator():
        say(request, event="creating")
        if request["gated"]:
            gate(request).wait()
        if request["failing"]:
            raise ValueError("no value today")
        return request["value"]

    say(request, event="asking")
    return {"value": region.get_or_create(request["key"], creator)}


def nothing(_):
    return {"value": None}


verbs = {
    "get": lambda request: found(region.get(request["key"])),
    "get_multi": lambda request: {"value": region.get_multi(request["value"])},
    "set": lambda request: nothing(region.set(request["key"], request["value"])),
    "set_multi": lambda request: nothing(region.set_multi(request["value"])),
    "delete": lambda request: nothing(region.delete(request["key"])),
    "invalidate": lambda request: nothing(region.invalidate()),
    "get_or_create": get_or_create,
    "open": lambda request: nothing(gate(request).set()),
}


def run(request):
    try:
        say(request, **verbs[request["verb"]](request))
    except Exception as failure:
        say(request, error=repr(failure))


for line in sys.stdin:
    threading.Thread(target=run, args=(json.loads(line),), daemon=True).start()
