#!/bin/sh
# Prove the README on a machine that has only Python and git: a fresh Debian in a folder.
#
#   tests/fresh_machine.sh [bookworm|trixie] [demo|tests] [ARGS of ./run tests]
#
# Without `demo` or `tests` both are proved: ./run demo as root and as an ordinary user, then
# ./run tests as root. What is committed counts: the fresh machine gets a clone.
# FRESH=FOLDER keeps the machine there, and uses it again next time.
#
# Needs root. Mirrors, proxies and certificates of apt and pip are those of this machine.
set -eu

SUITE="${1:-trixie}"
PART="${2:-all}"
[ "$#" -lt 2 ] || shift
[ "$#" -lt 1 ] || shift
CHECKOUT="$(cd "$(dirname "$0")/.." && pwd)"

# shellcheck source=tests/debian_root.sh
. "$CHECKOUT/tests/debian_root.sh"

# own_pip: the settings of this machine's pip as "key<TAB>value"; the environment's come last.
own_pip() {
    wheel="$(find "$CHECKOUT/.bootstrap" -name 'pip-*.whl')"
    python3 "$wheel/pip" config list |
        sed -nE "s/^(global|:env:|install)\.([a-z-]+)='(.*)'\$/\2\t\3/p"
}

make_machine() {
    make_root "$SUITE" "$root" ca-certificates,git,python3
    chroot "$root" useradd --create-home --shell /bin/sh teacher
    touch "$root/.made"
}

# hand_over: what this machine knows of its network, for the fresh one.
hand_over() {
    cp --dereference /etc/resolv.conf /etc/hosts "$root/etc/"
    own_pip | awk -F'\t' '{ value[$1] = $2 }
        END { print "[global]"; for (key in value) print key " = " value[key] }' >"$root/etc/pip.conf"
    # An index, a certificate or a constraint that is a file here is one there too.
    for path in $(own_pip | cut -f 2 | tr ' ' '\n' | sed -n 's|^\(file://\)\{0,1\}\(/.*\)|\2|p'); do
        if [ -d "$path" ]; then
            folder="$(dirname "$path")"
            mkdir -p "$root$folder"
            mountpoint -q "$root$folder" || mount --bind --read-only "$folder" "$root$folder"
        elif [ -f "$path" ]; then
            mkdir -p "$root$(dirname "$path")"
            cp --dereference "$path" "$root$path"
        fi
    done
}

# enter: become the fresh machine; its mounts and processes end with this one.
enter() {
    mount --bind "$root" "$root"
    hand_over
    mount -t proc proc "$root/proc"
    mount --rbind /sys "$root/sys"
    mount --rbind /dev "$root/dev"
    mount -t tmpfs tmpfs "$root/run"
    mkdir -p "$root/old"
    cd "$root"
    pivot_root . old
    umount --lazy /old
    cd /
}

# inside USER COMMAND...: run it on the fresh machine as it would be run there.
inside() {
    user="$1"
    shift
    home="$(getent passwd "$user" | cut -d : -f 6)"
    # shellcheck disable=SC2086 # two words or none
    env -i HOME="$home" USER="$user" LANG=C.UTF-8 CI=true \
        PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin \
        setpriv --reuid="$user" --regid="$user" --init-groups \
        sh -c 'cd ~/karlsson && exec "$@"' sh "$@"
}

DEMO='
import json, os, signal, subprocess, sys, urllib.request

demo = subprocess.Popen(
    ["./run", "demo", "--json", "--port", "0"], stdout=subprocess.PIPE, start_new_session=True
)
try:
    urls = json.loads(demo.stdout.readline())
    for who in ("pupil", "teacher"):
        with urllib.request.urlopen(urls[who].partition("#")[0], timeout=30) as page:
            assert "Karlsson" in page.read().decode(), who
    os.killpg(demo.pid, signal.SIGINT)
    ended = demo.wait(30)
    assert ended == 0, f"Ctrl-C ended it with {ended}"
finally:
    if demo.poll() is None:
        os.killpg(demo.pid, signal.SIGKILL)
'

prove() {
    enter
    for user in root teacher; do
        home="$(getent passwd "$user" | cut -d : -f 6)"
        chown -R "$user:" "$home/karlsson"
        [ "$PART" = tests ] || {
            inside "$user" python3 -c "$DEMO"
            say "$SUITE: the demo of $user starts, answers, and ends with Ctrl-C."
        }
    done
    [ "$PART" = demo ] || {
        inside root ./run tests "$@"
        say "$SUITE: ./run tests passes."
    }
}

if [ "${FRESH_INSIDE:-}" ]; then
    root="$FRESH_INSIDE"
    prove "$@"
    exit
fi

[ "$(id -u)" -eq 0 ] || { say "Only root can make a machine in a folder."; exit 1; }
if [ "${FRESH:-}" ]; then
    root="$(mkdir -p "$FRESH" && cd "$FRESH" && pwd)"
else
    root="$(mktemp -d)"
    trap 'rm -rf --one-file-system "$root" "$root.log"' EXIT
    trap 'exit 130' INT TERM
fi
chmod 755 "$root"
[ -e "$root/.made" ] || make_machine
for home in root home/teacher; do
    clone="$root/$home/karlsson"
    [ -d "$clone/.git" ] || git clone --quiet --no-hardlinks "$CHECKOUT" "$clone"
    git -c safe.directory='*' -C "$clone" fetch --quiet "$CHECKOUT" HEAD
    git -c safe.directory='*' -C "$clone" reset --quiet --hard FETCH_HEAD
done
FRESH_INSIDE="$root" unshare --mount --pid --fork --kill-child "$0" "$SUITE" "$PART" "$@"
