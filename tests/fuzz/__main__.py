"""`./run fuzz`: broken and hostile bytes for every entry of the robot, for ten minutes."""

import argparse
import asyncio
import json
import random
import sys
import time
from dataclasses import asdict

from robot.media import hooks
from tests.fuzz import running
from tests.fuzz.running import ENTRIES, Finding, Trial, Tried, shrunk

MOST_SHOWN_INPUTS = 40


def main(argv: list[str]) -> int:
    """Try; return 1 when something was found."""
    options = _parse(argv)
    hooks.install()
    running.quiet()
    names = [options.target] if options.target else list(ENTRIES)
    if options.replay:
        return _replay(options)
    seed = options.seed if options.seed is not None else random.SystemRandom().getrandbits(32)
    print(f"seed {seed}", file=sys.stderr)
    tried: list[Tried] = []
    findings: list[Finding] = []
    for name in names:
        seconds = options.seconds / len(names)
        one, finding = asyncio.run(_try(name, seed, seconds))
        tried.append(one)
        print(_line(one, finding), file=sys.stderr, flush=True)
        if finding is not None:
            findings.append(finding)
            _show(finding)
    if options.json:
        print(json.dumps({"seed": seed, "tried": [asdict(one) for one in tried]}))
    return 1 if findings else 0


async def _try(name: str, seed: int, seconds: float) -> tuple[Tried, Finding | None]:
    trial = Trial(name, seed)
    end = time.monotonic() + seconds
    finding = await trial.run(lambda _: time.monotonic() < end)
    if finding is not None and len(finding.inputs) > 1:
        finding = await shrunk(finding)
    return trial.tried, finding


def _replay(options: argparse.Namespace) -> int:
    if options.target is None:
        print("--replay needs --target", file=sys.stderr)
        return 2
    inputs = [bytes.fromhex(text) for text in options.replay]
    finding = asyncio.run(Trial(options.target, 0).replay(inputs))
    print(finding.what if finding else "nothing is found")
    return 1 if finding else 0


def _line(tried: Tried, finding: Finding | None) -> str:
    state = "FOUND" if finding else "ok"
    return (
        f"{tried.entry:13} {state:6} {tried.inputs:9} inputs {tried.checks:6} checks "
        f"{tried.seconds:6.1f} s, slowest {tried.slowest_ms:.0f} ms, "
        f"growth {tried.growth_items} items, {tried.growth_mib:.1f} MiB"
    )


def _show(finding: Finding) -> None:
    print(f"{finding.entry}: {finding.what} (seed {finding.seed})")
    shown = finding.inputs[:MOST_SHOWN_INPUTS]
    hexed = " ".join(data.hex() or '""' for data in shown)
    print(f"    ./run fuzz --target {finding.entry} --replay {hexed}")
    if len(shown) < len(finding.inputs):
        print(f"    ... the first {len(shown)} of {len(finding.inputs)} inputs")


def _parse(argv: list[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        prog="./run fuzz",
        description="Feed broken and hostile bytes to every entry of the robot.",
        epilog=f"Targets: {', '.join(ENTRIES)}.",
    )
    parser.add_argument(
        "--seconds", type=float, default=600.0, help="for all targets together (default 600)"
    )
    parser.add_argument("--target", choices=list(ENTRIES), help="only this one")
    parser.add_argument("--seed", type=int, help="the same seed gives the same inputs")
    parser.add_argument("--json", action="store_true", help="what was tried, as JSON on stdout")
    parser.add_argument("--replay", nargs="+", metavar="HEX", help="only these inputs, in order")
    return parser.parse_args(argv)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
