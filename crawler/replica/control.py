"""The control host replica.invalid: publish, revise, alter, faults and stop, from another process through the proxy."""

import json
from collections.abc import Callable

from archive.errors import GongkaiError, UsageError
from crawler.replica.faults import Faults
from crawler.replica.messages import Answer, Request
from crawler.replica.world import World
from crawler.replica.world.redesign import redesign
from crawler.replica.world.truth import primary_url

CONTROL_HOST = "replica.invalid"


def _year(request: Request) -> int:
    text = request.params.get("fbtime", "")
    if not text.isdigit():
        raise UsageError(f"fbtime {text!r}: not a year; write /publish?area=AREA&fbtime=2019")
    return int(text)


def _share(request: Request) -> float:
    text = request.params.get("share", "0")
    try:
        return float(text)
    except ValueError:
        raise UsageError(f"share {text!r}: not a number; write /alter?what=revise&share=0.1") from None


def _reply(status: int, **content: object) -> Answer:
    return Answer(status, (json.dumps(content, ensure_ascii=False) + "\n").encode(), "application/json; charset=UTF-8")


def control(request: Request, world: World, faults: Faults, stop: Callable[[], None]) -> Answer:
    """Carries out POST /publish, /revise, /alter, /faults?set=, /stop; GET /faults tells what is on."""
    if request.method != "POST" and request.path != "/faults":
        return _reply(405, error="POST /publish, /revise, /alter, /faults or /stop")
    try:
        if request.path in ("/publish", "/revise"):
            change = world.publish if request.path == "/publish" else world.revise
            agency = change(request.params.get("area") or request.params.get("agency", ""), _year(request))
            return _reply(200, url=primary_url(world, agency, _year(request)))
        if request.path == "/alter":
            params = request.params
            if params.get("what") == "redesign":
                altered = redesign(world, params.get("host", ""), params.get("like", ""))
            else:
                altered = world.alter(params.get("what", ""), _share(request))
            return _reply(200, reports=[{"serial": agency.serial, "year": year} for agency, year in altered])
        if request.path == "/faults":
            if request.method == "POST":
                faults.set(request.params.get("set", ""))
            return _reply(200, faults=faults.text)
        if request.path == "/stop":
            stop()
            return _reply(200, stopping=True)
    except GongkaiError as error:
        return _reply(400, error=str(error))
    return _reply(404, error=f"{request.path}: no such control; POST /publish, /revise, /alter, /faults or /stop")
