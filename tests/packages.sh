#!/bin/sh
# Prove the Debian packages on machines that have nothing else: a fresh Debian in a folder each.
#
#   tests/packages.sh                     everything, on bookworm and on trixie
#   tests/packages.sh bookworm|trixie [life|units|card|container]
#   tests/packages.sh wheels              each wheel of the lock for each system
#
# life    install, upgrade, downgrade, remove, purge; what is edited, made and kept over each
# units   boots the installed units under a systemd of their own, enrols the robot, has a lesson, and
#         upgrades and removes the packages while everything runs
#
# card    installs from a card, first without a network (trixie, as cards are)
# container   does what the Containerfile says, and asks the bridge for its health (trixie)
#
# Needs root, the network, and what ./run tests needs. ROOTS=FOLDER keeps the fresh Debians there.
set -eu

CHECKOUT="$(cd "$(dirname "$0")/.." && pwd)"
# shellcheck source=tests/debian_root.sh
. "$CHECKOUT/tests/debian_root.sh"
NEXT=99.0.0

# inside ROOT COMMAND...: run it there as root, with processes of its own, and no systemd.
inside() {
    inside="$1"
    shift
    unshare --mount --pid --fork --kill-child --mount-proc="$inside/proc" \
        chroot "$inside" env -i PATH=/usr/sbin:/usr/bin:/sbin:/bin LANG=C.UTF-8 \
        DEBIAN_FRONTEND=noninteractive SYSTEMD_OFFLINE=1 NEXT="$NEXT" "$@"
}

# fresh SUITE NAME [-bare]: a copy of a fresh Debian, in which what packages need is there, or nothing.
fresh() {
    base="$ROOTS/$1"
    if [ ! -e "$base/.packages" ]; then
        rm -rf --one-file-system "$base" "$base-bare"
        make_root "$1" "$base" ca-certificates
        cp --dereference /etc/resolv.conf /etc/hosts "$base/etc/"
        cp -a "$base" "$base-bare"
        # What the packages need of Debian, and what reads man pages; fetched once.
        inside "$base" sh -ec 'apt-get update -qq && apt-get install --yes -qq --no-install-recommends \
            systemd libportaudio2 libasound2-data espeak-ng init-system-helpers passwd mandoc \
            bash-completion udev python3 >/var/log/first.log 2>&1'
        touch "$base/.packages"
    fi
    root="$work/$1-$2"
    cp -a "$base${3:-}" "$root"
}

build() {
    say "Building the packages for $1 ..."
    arch="$(dpkg --print-architecture)"
    "$CHECKOUT/run" package --arch "$arch" --debian "$1" --output "$work/now-$1"
    "$CHECKOUT/run" package --arch "$arch" --debian "$1" --output "$work/next-$1" --release "$NEXT"
    # From another folder for what is in between, as another user's habits would have it.
    mkdir "$work/elsewhere-$1"
    (umask 077 && TMPDIR="$work/elsewhere-$1" TZ=Pacific/Apia "$CHECKOUT/run" package bridge --arch "$arch" \
        --debian "$1" --output "$work/again-$1")
    for package in "$work/again-$1"/*.deb; do cmp "$package" "$work/now-$1/${package##*/}"; done
    say "$1: built twice, the same bytes."
}

life() {
    fresh "$1" life
    for name in now next; do
        mkdir -p "$root/packages/$name"
        cp "$work/$name-$1"/*.deb "$root/packages/$name/"
    done
    cp "$CHECKOUT/tests/packages/life.sh" "$root/packages/"
    inside "$root" sh -eu /packages/life.sh
    say "$1: the packages live and go as they should."
}

units() {
    fresh "$1" units
    mkdir -p "$root/packages/next"
    cp "$work/now-$1"/*.deb "$root/packages/"
    cp "$work/next-$1"/*.deb "$root/packages/next/"
    inside "$root" sh -ec 'apt-get install --yes -qq --no-install-recommends /packages/*.deb >/dev/null 2>&1'
    mkdir "$work/machine-$1"
    (cd "$CHECKOUT" && .venv/bin/python -m tests.packages.lesson "$root" "$work/machine-$1")
    say "$1: a lesson went through the installed units, and an upgrade after it."
}

card() {
    fresh "$1" card -bare
    # What Raspberry Pi OS brings.
    inside "$root" sh -ec 'apt-get update -qq && apt-get install --yes -qq --no-install-recommends \
        systemd init-system-helpers python3 >/var/log/first.log 2>&1'
    mkdir -p "$root/boot/firmware"
    cp "$work/now-$1"/karlsson-robot_*.deb "$root/boot/firmware/"
    (cd "$CHECKOUT" && .venv/bin/python -c '
import sys
from technician.files import software
sys.stdout.write(software.script([software.CardPackage(sys.argv[1], b"")]))
' "$(cd "$root/boot/firmware" && echo karlsson-robot_*.deb)") >"$root/usr/local/sbin/karlsson-install"
    # Without a network: the robot runs, and the rest waits.
    if inside "$root" unshare --net sh /usr/local/sbin/karlsson-install >"$root/var/log/card.log" 2>&1; then
        say "It should have waited for a network." && exit 1
    fi
    inside "$root" sh -ec 'karlsson-robot --help >/dev/null; ls /boot/firmware/*.deb; ! dpkg -s libportaudio2' \
        >/dev/null 2>&1 || { tail -n 20 "$root/var/log/card.log"; exit 1; }
    inside "$root" sh /usr/local/sbin/karlsson-install >"$root/var/log/card.log" 2>&1 ||
        { tail -n 20 "$root/var/log/card.log"; exit 1; }
    # shellcheck disable=SC2016 # inside, not here
    inside "$root" sh -ec 'dpkg -s libportaudio2 espeak-ng network-manager karlsson-robot >/dev/null
        test -z "$(ls /boot/firmware)"; test ! -e /usr/local/sbin/karlsson-install
        dpkg --audit; apt-get check -qq'
    say "$1: a card installs the robot without a network, and what it needs of Debian with one."
}

container() {
    fresh "$1" container -bare
    (cd "$CHECKOUT" && .venv/bin/python -m tests.packages.container "$root" "$work/now-$1"/karlsson-bridge_*.deb)
    say "$1: the bridge runs as the Containerfile says."
}

[ "$(id -u)" -eq 0 ] || { say "Only root can make a machine in a folder."; exit 1; }
case "${1:-}" in
wheels) exec "$CHECKOUT/run" package --wheels ;;
"") suites="bookworm trixie" ;;
*) suites="$1" ;;
esac
part="${2:-}"
case "$part" in "" | life | units | card | container) ;; *) say "There is no part $part."; exit 2 ;; esac
work="$(mktemp -d)"
trap 'rm -rf --one-file-system "$work"' EXIT
trap 'exit 130' INT TERM
chmod 755 "$work"
ROOTS="${ROOTS:-$work}"
mkdir -p "$ROOTS"
for suite in $suites; do
    build "$suite"
    for one in ${part:-life units card container}; do
        case "$one $suite" in
        # Cards and the image are of trixie alone.
        "card bookworm" | "container bookworm") ;;
        *) "$one" "$suite" ;;
        esac
    done
done
