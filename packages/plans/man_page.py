"""PURE. A man page from a command line's own words. No I/O."""

import argparse
from collections.abc import Iterator, Mapping

PREAMBLE = ".nh\n.ad l\n"
"""No hyphens in options, and no spaces between words that fill a line."""


def man_page(
    parser: argparse.ArgumentParser, files: Mapping[str, str], version: str, date: str
) -> str:
    """Return the page of a command in section 1.

    Args:
        parser: Its command line.
        files: Files that it uses, and what each is.
        version: Version of the release.
        date: Its day, such as 2026-11-29.
    """
    name = parser.prog
    summary, _, more = _plain(parser.description or name).partition(".")
    lines = [
        f'.TH {name.upper()} 1 "{date}" "Karlsson {version}" "Karlsson"\n{PREAMBLE}.SH NAME',
        f"{_escaped(name)} \\- {_escaped(summary[:1].lower() + summary[1:])}",
        ".SH SYNOPSIS",
        *_usage(parser),
    ]
    if more.strip():
        lines += [".SH DESCRIPTION", _escaped(more.strip())]
    if options := list(_options(parser)):
        lines += [".SH OPTIONS", *options]
    if commands := list(_commands(parser)):
        lines += [".SH COMMANDS", *commands]
    lines += [".SH EXIT STATUS", "0 if all went well, 1 if something failed or was found wrong, 2"]
    lines += ["for a mistake that a person has to correct."]
    if files:
        lines.append(".SH FILES")
        for path, what in files.items():
            lines += [".TP", f"\\fI{_escaped(path)}\\fR", _escaped(what)]
    return "\n".join(lines) + "\n"


def _usage(parser: argparse.ArgumentParser) -> list[str]:
    words = []
    for action in _shown(parser):
        if isinstance(action, argparse._SubParsersAction):
            word = "\\fICOMMAND\\fR ..."
            words.append(word if action.required else f"[{word}]")
            continue
        word = _name(action)
        words.append(word if action.required else f"[{word}]")
    return [f"\\fB{_escaped(parser.prog)}\\fR", *words]


def _commands(parser: argparse.ArgumentParser) -> Iterator[str]:
    for action in _shown(parser):
        if not isinstance(action, argparse._SubParsersAction):
            continue
        told = {one.dest: one.help for one in action._choices_actions}
        for name, command in action.choices.items():
            deeper = list(_commands(command))
            if not deeper:
                yield f".SS {_escaped(command.prog.partition(' ')[2])}"
                yield from _usage(command)
            words = _plain(command.description or told.get(name) or "")
            if words and not deeper:
                yield f".PP\n{_escaped(words[:1].upper() + words[1:])}."
            if not deeper:
                yield from _options(command)
            yield from deeper


def _options(parser: argparse.ArgumentParser) -> Iterator[str]:
    for action in _shown(parser):
        if isinstance(action, argparse._SubParsersAction):
            continue
        yield ".TP"
        yield _name(action)
        words = _plain(_help(action, parser.prog))
        words = words or ("one of these" if action.choices is not None else "a value")
        if action.choices is not None and action.metavar is not None:
            words += f" ({', '.join(map(str, action.choices))})"
        yield _escaped(words)


def _shown(parser: argparse.ArgumentParser) -> list[argparse.Action]:
    hidden = argparse.SUPPRESS
    return [
        one
        for one in parser._actions
        if one.help != hidden and not isinstance(one, argparse._HelpAction)
    ]


def _name(action: argparse.Action) -> str:
    """Return an option or argument with what is to stand behind it."""
    value = _value(action)
    if not action.option_strings:
        return value
    names = ", ".join(f"\\fB{_escaped(one)}\\fR" for one in action.option_strings)
    return f"{names} {value}".rstrip() if action.nargs != 0 else names


def _value(action: argparse.Action) -> str:
    if isinstance(action.metavar, str):
        word = action.metavar
    elif action.choices is not None:
        word = "|".join(map(str, action.choices))
    else:
        word = action.dest.upper() if action.option_strings else action.dest
    more = " ..." if action.nargs in ("+", "*") else ""
    return f"\\fI{_escaped(word)}\\fR{more}"


def _help(action: argparse.Action, prog: str) -> str:
    if not action.help:
        return ""
    return action.help % {**vars(action), "prog": prog}


def _plain(text: str) -> str:
    return " ".join(text.split()).rstrip(".")


def _escaped(text: str) -> str:
    """Return text as roff prints it: no letter of it is a command."""
    found = text.replace("\\", "\\e").replace("-", "\\-").replace("`", "\\(ga")
    # A point or an apostrophe begins a command where it begins a line.
    return f"\\&{found}" if found[:1] in (".", "'") else found
