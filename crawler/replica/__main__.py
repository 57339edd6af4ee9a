"""`python -m crawler.replica`: runs the replica by itself until Ctrl-C or POST http://replica.invalid/stop."""

import argparse
import json
import sys
from pathlib import Path

from archive.errors import GongkaiError
from crawler.replica.faults import FAULTS
from crawler.replica.replica import Replica
from crawler.replica.world import World


def _options(arguments: list[str] | None) -> argparse.Namespace:
    names = "\n".join(f"  {name:<26}{text}" for name, (_, text) in FAULTS.items())
    parser = argparse.ArgumentParser(
        prog="python -m crawler.replica",
        description="A miniature Shandong behind one forward proxy on 127.0.0.1.",
        epilog=f"faults (NAME for all hosts, NAME:HOST for one, joined by commas):\n{names}",
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("--port", type=int, default=8898, help="port of the proxy; 0 takes a free one (default 8898)")
    parser.add_argument("--seed", type=int, default=1, help="another seed, another world (default 1)")
    parser.add_argument("--size", type=int, default=600, metavar="N", help="about how many reports (default 600)")
    parser.add_argument("--faults", default="", help="obstacles to switch on, see below")
    parser.add_argument("--log", type=Path, metavar="FILE", help="JSON lines, one per request")
    parser.add_argument("--ca", type=Path, metavar="FILE", help="writes the CA certificate, for SSL_CERT_FILE")
    parser.add_argument("--truth", type=Path, metavar="FILE", help="writes the truth as JSON lines before serving")
    return parser.parse_args(arguments)


def write_truth(replica: Replica, path: Path) -> None:
    """The truth of the replica's world as JSON lines, one per agency and year."""
    with path.open("w", encoding="utf-8") as file:
        for record in replica.truth():
            file.write(json.dumps(record, ensure_ascii=False) + "\n")


def main(arguments: list[str] | None = None) -> int:
    """Serves until stopped; the exit code."""
    options = _options(arguments)
    try:
        world = World(seed=options.seed, reports=options.size)
        with Replica(world, faults=options.faults, log=options.log, ca=options.ca, port=options.port) as replica:
            if options.truth:
                write_truth(replica, options.truth)
            print(f"replica of {len(world.agencies)} agencies on {replica.url}, CA in {replica.ca_file}", flush=True)
            replica.wait()
    except KeyboardInterrupt:
        return 0
    except (GongkaiError, OSError) as error:
        print(f"replica: {error}", file=sys.stderr)
        return int(error.exit_code) if isinstance(error, GongkaiError) else 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
