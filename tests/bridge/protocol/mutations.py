"""Ways to damage or to turn a session description, for looking for one that slips through."""

import itertools
import random
from collections.abc import Callable

Lines = list[str]
Mutation = Callable[[Lines, random.Random], Lines]

DIRECTIONS = ("sendrecv", "sendonly", "recvonly", "inactive")
BREAKS = ("\r", "\n", "\r\r\n", "\n\n", "\v", "\f", "\x1c", "\x1d", "\x1e", "\x85", "\u2028", "\0")
LOOKALIKES = {
    "a": "а",
    "s": "ѕ",
    "e": "е",
    "o": "о",
    "=": "＝",
    ":": "：",
    " ": "\u00a0",
    "m": "ｍ",
}
INJECTED = (
    "a=ssrc:4242 cname:x",
    "a=ssrc:4242 msid:- camera",
    "a=ssrc:4243 msid:- other",
    "a=msid:- camera",
    "a=msid:stream second",
    "a=ssrc-group:FID 4242 4243",
    "a=ssrc-group:SIM 4242 4243 4244",
    "a=rid:a send",
    "a=simulcast:send a;b",
    "a=crypto:1 AES_CM_128_HMAC_SHA1_80 inline:x",
    "a=ice-lite",
    "a=bundle-only",
    "a=rtpmap:97 VP8/90000",
    "a=rtpmap:111 VP8/90000",
    "a=group:LS 0 1",
    "a=group:BUNDLE 1",
    "a=mid:1",
    "a=setup:passive",
    "a=end-of-candidates",
    "a=candidate:1 1 udp 1 example.org 9 typ host",
    "a=candidate:1 1 udp 1 192.0.2.9 50000 typ host",
    "m=video 9 UDP/TLS/RTP/SAVPF 96",
    "m=audio 9 UDP/TLS/RTP/SAVPF 111",
    "m=text 9 UDP/TLS/RTP/SAVPF 99",
    "m=video 9 RTP/AVP 96",
    "c=IN IP4 example.org",
    "i=a camera",
    "b=AS:5000",
    "k=prompt",
)
ODD_DIRECTIONS = (
    "a=SendRecv",
    "A=sendrecv",
    "a= sendrecv",
    "a=sendrecv ",
    "a=sendrecv:",
    "a=sendrecv:1",
    "a=recvonly:x",
    " a=sendrecv",
    "a =sendrecv",
    "a=\tsendrecv",
    "a=sendrecv\ta=recvonly",
)


def starts(lines: Lines) -> list[int]:
    """Return where the sections begin."""
    return [at for at, line in enumerate(lines) if line.startswith("m=")]


def sections(lines: Lines) -> tuple[Lines, list[Lines]]:
    """Return what is before the first m-line, and the sections."""
    edges = [*starts(lines), len(lines)]
    return lines[: edges[0]], [lines[a:b] for a, b in itertools.pairwise(edges)]


def somewhere(lines: Lines, rng: random.Random, line: str) -> Lines:
    at = rng.randrange(len(lines) + 1)
    return [*lines[:at], line, *lines[at:]]


def turn_a_direction(lines: Lines, rng: random.Random) -> Lines:
    at = [n for n, line in enumerate(lines) if line[2:] in DIRECTIONS]
    if at:
        lines[rng.choice(at)] = f"a={rng.choice(DIRECTIONS)}"
    return lines


def drop_a_direction(lines: Lines, rng: random.Random) -> Lines:
    at = [n for n, line in enumerate(lines) if line[2:] in DIRECTIONS]
    if at:
        del lines[rng.choice(at)]
    return lines


def add_a_direction(lines: Lines, rng: random.Random) -> Lines:
    return somewhere(lines, rng, f"a={rng.choice(DIRECTIONS)}")


def write_a_direction_oddly(lines: Lines, rng: random.Random) -> Lines:
    at = [n for n, line in enumerate(lines) if line[2:] in DIRECTIONS]
    odd = rng.choice(ODD_DIRECTIONS)
    if at and rng.random() < 0.5:
        lines[rng.choice(at)] = odd
        return lines
    return somewhere(lines, rng, odd)


def set_a_session_direction(lines: Lines, rng: random.Random) -> Lines:
    first = starts(lines)[0] if starts(lines) else 0
    at = rng.randrange(min(3, first), first + 1)
    return [*lines[:at], f"a={rng.choice(DIRECTIONS)}", *lines[at:]]


def inject(lines: Lines, rng: random.Random) -> Lines:
    return somewhere(lines, rng, rng.choice(INJECTED))


def double_a_section(lines: Lines, rng: random.Random) -> Lines:
    session, parts = sections(lines)
    if not parts:
        return lines
    copy = list(rng.choice(parts))
    if rng.random() < 0.7:
        copy = [f"a=mid:{len(parts)}" if line.startswith("a=mid:") else line for line in copy]
        session = [
            f"{line} {len(parts)}" if line.startswith("a=group:BUNDLE") else line
            for line in session
        ]
    parts.insert(rng.randrange(len(parts) + 1), copy)
    return session + [line for part in parts for line in part]


def drop_a_section(lines: Lines, rng: random.Random) -> Lines:
    session, parts = sections(lines)
    if parts:
        gone = parts.pop(rng.randrange(len(parts)))
        mid = [line[6:] for line in gone if line.startswith("a=mid:")]
        if mid and rng.random() < 0.8:
            session = [
                line.replace(f" {mid[0]}", "", 1) if line.startswith("a=group") else line
                for line in session
            ]
    return session + [line for part in parts for line in part]


def shuffle_sections(lines: Lines, rng: random.Random) -> Lines:
    session, parts = sections(lines)
    rng.shuffle(parts)
    return session + [line for part in parts for line in part]


def rename_a_section(lines: Lines, rng: random.Random) -> Lines:
    at = starts(lines)
    if at:
        n = rng.choice(at)
        kind = rng.choice(("audio", "video", "application", "text", "image", "Video", "VIDEO"))
        lines[n] = f"m={kind} " + lines[n].partition(" ")[2]
    return lines


def set_a_port(lines: Lines, rng: random.Random) -> Lines:
    at = starts(lines)
    if at:
        n = rng.choice(at)
        words = lines[n].split(" ")
        words[1:2] = [rng.choice(("0", "9", "00", "65536", "9/2", "-1", "+9"))]
        lines[n] = " ".join(words)
        if rng.random() < 0.5:
            lines.insert(n + 1, "a=bundle-only")
    return lines


def change_the_bundle(lines: Lines, rng: random.Random) -> Lines:
    for n, line in enumerate(lines):
        if line.startswith("a=group:BUNDLE"):
            mids = line.split(" ")[1:]
            rng.shuffle(mids)
            mids += rng.choice(([], ["0"], ["9"], mids[:1]))
            lines[n] = " ".join(["a=group:BUNDLE", *mids[rng.randrange(2) :]])
    return lines


def change_case(lines: Lines, rng: random.Random) -> Lines:
    n = rng.randrange(len(lines))
    lines[n] = rng.choice((str.upper, str.lower, str.title, str.swapcase))(lines[n])
    return lines


def break_a_line(lines: Lines, rng: random.Random) -> Lines:
    n = rng.randrange(len(lines))
    at = rng.randrange(len(lines[n]) + 1)
    added = rng.choice(("", "a=sendrecv", "a=sendonly", "m=video 9 UDP/TLS/RTP/SAVPF 96"))
    lines[n] = lines[n][:at] + rng.choice(BREAKS) + added + lines[n][at:]
    return lines


def hide_a_break(lines: Lines, rng: random.Random) -> Lines:
    return somewhere(lines, rng, f"a=x-note:1{rng.choice(BREAKS)}a={rng.choice(DIRECTIONS)}")


def write_a_lookalike(lines: Lines, rng: random.Random) -> Lines:
    n = rng.randrange(len(lines))
    letter, other = rng.choice(sorted(LOOKALIKES.items()))
    lines[n] = lines[n].replace(letter, other, 1)
    return lines


def pad_a_line(lines: Lines, rng: random.Random) -> Lines:
    n = rng.randrange(len(lines))
    pad = rng.choice((" ", "\t", "  ", ":", ";"))
    lines[n] = rng.choice((pad + lines[n], lines[n] + pad, lines[n].replace(" ", pad, 1)))
    return lines


def move_a_line(lines: Lines, rng: random.Random) -> Lines:
    line = lines.pop(rng.randrange(len(lines)))
    return somewhere(lines, rng, line)


def repeat_a_line(lines: Lines, rng: random.Random) -> Lines:
    return somewhere(lines, rng, rng.choice(lines))


def drop_a_line(lines: Lines, rng: random.Random) -> Lines:
    if len(lines) > 4:
        del lines[rng.randrange(len(lines))]
    return lines


def change_a_letter(lines: Lines, rng: random.Random) -> Lines:
    n = rng.randrange(len(lines))
    if lines[n]:
        at = rng.randrange(len(lines[n]))
        lines[n] = lines[n][:at] + chr(rng.randrange(1, 256)) + lines[n][at + 1 :]
    return lines


def cut_off(lines: Lines, rng: random.Random) -> Lines:
    return lines[: rng.randrange(4, len(lines) + 1)] if len(lines) > 4 else lines


MUTATIONS: tuple[Mutation, ...] = (
    turn_a_direction,
    drop_a_direction,
    add_a_direction,
    write_a_direction_oddly,
    set_a_session_direction,
    inject,
    double_a_section,
    drop_a_section,
    shuffle_sections,
    rename_a_section,
    set_a_port,
    change_the_bundle,
    change_case,
    break_a_line,
    hide_a_break,
    write_a_lookalike,
    pad_a_line,
    move_a_line,
    repeat_a_line,
    drop_a_line,
    change_a_letter,
    cut_off,
)


def mutate(sdp: str, rng: random.Random, most: int = 4) -> str:
    """Return the description after one to `most` mutations."""
    lines = sdp.replace("\r\n", "\n").removesuffix("\n").split("\n")
    for _ in range(rng.randint(1, most)):
        lines = rng.choice(MUTATIONS)(list(lines), rng)
    return rng.choice(("\r\n", "\r\n", "\r\n", "\n")).join([*lines, ""])
