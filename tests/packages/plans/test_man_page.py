import argparse

from packages.plans.man_page import man_page


def parser() -> argparse.ArgumentParser:
    made = argparse.ArgumentParser(prog="k-robot", description="Run a robot. It's `kind`.")
    made.add_argument("--config", metavar="FILE", default="/etc/k.toml", help="like %(default)s")
    made.add_argument("--hidden", help=argparse.SUPPRESS)
    commands = made.add_subparsers(dest="command", required=True)
    enrol = commands.add_parser("enrol", help="bring it to its bridge")
    enrol.add_argument("token", nargs="+")
    enrol.add_argument("--lang", choices=["de", "en"])
    enrol.add_argument("-q", "--quiet", action="store_true", help=".nothing is told")
    robot = commands.add_parser("robot", help="robots").add_subparsers(dest="action")
    robot.add_parser("list", help="list them")
    return made


PAGE = r""".TH K-ROBOT 1 "2026-11-29" "Karlsson 0.2.0" "Karlsson"
.nh
.ad l
.SH NAME
k\-robot \- run a robot
.SH SYNOPSIS
\fBk\-robot\fR
[\fB\-\-config\fR \fIFILE\fR]
\fICOMMAND\fR ...
.SH DESCRIPTION
It's \(gakind\(ga
.SH OPTIONS
.TP
\fB\-\-config\fR \fIFILE\fR
like /etc/k.toml
.SH COMMANDS
.SS enrol
\fBk\-robot enrol\fR
\fItoken\fR ...
[\fB\-\-lang\fR \fIde|en\fR]
[\fB\-q\fR, \fB\-\-quiet\fR]
.PP
Bring it to its bridge.
.TP
\fItoken\fR ...
a value
.TP
\fB\-\-lang\fR \fIde|en\fR
one of these
.TP
\fB\-q\fR, \fB\-\-quiet\fR
\&.nothing is told
.SS robot list
\fBk\-robot robot list\fR
.PP
List them.
"""


def test_a_page_says_what_the_command_line_says() -> None:
    page = man_page(parser(), {"/etc/k-1.toml": "its configuration"}, "0.2.0", "2026-11-29")
    assert page.startswith(PAGE)
    assert page.endswith(".SH FILES\n.TP\n\\fI/etc/k\\-1.toml\\fR\nits configuration\n")


def test_no_word_becomes_a_command_of_roff() -> None:
    made = argparse.ArgumentParser(prog="k", description="'quoted'. \\fBold .x")
    lines = man_page(made, {}, "1", "2026-11-29").splitlines()
    assert "k \\- \\&'quoted'" in lines
    assert "\\efBold .x" in lines
