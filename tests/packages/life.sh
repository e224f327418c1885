# Runs inside a fresh Debian: what packages do to a machine from their first day to their last.
say() { printf '   %s\n' "$*" >&2; }
fail() { say "FAILED: $*"; exit 1; }
expect() { [ "$2" = "$3" ] || fail "$1: '$2' instead of '$3'"; }
apt_get() { apt-get --yes -qq --no-install-recommends "$@" >/tmp/apt.log 2>&1 || { cat /tmp/apt.log; fail "apt-get $*"; }; }
# What a package's scripts or programs say would be in apt's log.
quiet() { ! grep -iE 'warning|error|not empty|cannot|failed' /tmp/apt.log || fail "apt is not content"; }
as_robot() { setpriv --reuid=karlsson-robot --regid=karlsson --clear-groups "$@"; }

now="$(dpkg-deb --field /packages/now/karlsson-robot_*.deb Version)"
release="${now%%+deb*}"

before="$(find / -xdev -iname '*karlsson*' -not -path '/packages/*' | sort)"
users_before="$(cat /etc/passwd /etc/group)"
expect "before" "$before" ""

say "install"
# One at a time, and the robot with apt as a technician would.
apt_get install /packages/now/karlsson-robot_*.deb
quiet
apt_get install /packages/now/karlsson-bridge_*.deb
quiet
dpkg --verify karlsson-robot karlsson-bridge
expect "current" "$(readlink /opt/karlsson/current)" "releases/$release"
expect "current" "$(readlink /opt/karlsson-bridge/current)" "releases/$release"
for command in karlsson-robot karlsson-body karlsson-bridge; do
    setpriv --reuid=nobody --regid=nogroup --clear-groups $command --help >/dev/null
    zcat "/usr/share/man/man1/$command.1.gz" | mandoc -T lint -W warning || fail "man $command"
    bash -ec "source /usr/share/bash-completion/completions/$command && complete -p $command" >/dev/null
    systemctl is-enabled --quiet $command || fail "$command is not enabled"
done
for name in karlsson-robot karlsson-bridge; do
    root="$(dirname "$(readlink /usr/bin/$name)")"
    "$root/python" -I - <<'END'
import importlib.metadata, pkgutil, sys
assert importlib.metadata.version("karlsson"), "no version"
count = 0
for package in ("robot", "hardware", "bridge"):
    try:
        found = __import__(package)
    except ImportError:
        continue
    for one in pkgutil.walk_packages(found.__path__, f"{package}."):
        # It opens devices of a Raspberry Pi; migrations run under alembic alone.
        if not one.name.endswith("__main__") and ".migrations" not in one.name:
            __import__(one.name)
            count += 1
assert count > 50, count
print(f"   {count} modules are imported on Python {sys.version.split()[0]}", file=sys.stderr)
END
    "$root/python" -I -c 'import os, sys; sys.exit(os.access(sys.prefix, os.W_OK))' &&
        fail "root may write, and this test cannot see what it looks for"
    setpriv --reuid=nobody --regid=nogroup --clear-groups \
        find "$(readlink -f "$root/..")" -writable -not -type l | grep . && fail "a release can be written"
done
expect "robot.toml" "$(stat -c '%a %U %G' /etc/karlsson/robot.toml)" "640 root karlsson"
expect "bridge.toml" "$(stat -c '%a %U %G' /etc/karlsson/bridge.toml)" "640 root karlsson-bridge"
[ ! -e /etc/karlsson/body.toml ] || fail "a body was chosen silently"
if udevadm verify --help >/dev/null 2>&1; then udevadm verify --resolve-names=never /usr/lib/udev/rules.d/70-karlsson-robot.rules >/dev/null; fi

say "what people and programs make"
printf '# edited\n' >>/etc/karlsson/robot.toml
cp /usr/share/doc/karlsson-robot/examples/body.toml /etc/karlsson/
rm /etc/karlsson/bridge.toml
install -d -o karlsson-robot -g karlsson -m 700 /var/lib/karlsson-robot
key="$(as_robot env STATE_DIRECTORY=/var/lib/karlsson-robot karlsson-robot key)"
[ -n "$key" ] || fail "no key"
install -d -o karlsson-bridge -g karlsson-bridge -m 700 /var/lib/karlsson-bridge
echo state >/var/lib/karlsson-bridge/kept
kept() {
    tail -n 1 /etc/karlsson/robot.toml | grep -qx '# edited' || fail "$1: robot.toml is not as it was edited"
    [ -e /etc/karlsson/body.toml ] || fail "$1: body.toml is gone"
    expect "$1: state" "$(cat /var/lib/karlsson-bridge/kept)" state
    [ "$1" = remove ] || expect "$1: key" \
        "$(as_robot env STATE_DIRECTORY=/var/lib/karlsson-robot karlsson-robot key)" "$key"
}

say "an upgrade that is cut off between its two halves"
dpkg --unpack /packages/next/karlsson-robot_*.deb >/dev/null
expect "current" "$(readlink /opt/karlsson/current)" "releases/$NEXT"
kept "half an upgrade"

say "upgrade"
apt_get install /packages/next/*.deb
quiet
expect "current" "$(readlink /opt/karlsson/current)" "releases/$NEXT"
expect "releases" "$(ls /opt/karlsson/releases)" "$NEXT"
expect "releases" "$(ls /opt/karlsson-bridge/releases)" "$NEXT"
kept upgrade
[ ! -e /etc/karlsson/bridge.toml ] || fail "a configuration that was taken away is back"
dpkg --verify karlsson-robot karlsson-bridge

say "downgrade"
apt_get install --allow-downgrades /packages/now/*.deb
expect "current" "$(readlink /opt/karlsson/current)" "releases/$release"
expect "releases" "$(ls /opt/karlsson/releases)" "$release"
kept downgrade

say "remove"
# A release that came by an update of the robot itself.
cp -a "/opt/karlsson/releases/$release" /opt/karlsson/releases/98.0.0
apt_get remove karlsson-robot karlsson-bridge
quiet
kept remove
[ ! -e /opt/karlsson ] && [ ! -e /opt/karlsson-bridge ] || fail "programs are left: $(find /opt | head)"
[ ! -L /usr/bin/karlsson-robot ] || fail "a command is left"

say "install again"
apt_get install /packages/now/*.deb
kept "install again"

say "purge one of two"
apt_get purge karlsson-bridge
[ -e /etc/karlsson/robot.toml ] || fail "the other one's configuration went too"

say "purge"
apt_get purge karlsson-robot
quiet
expect "after a purge" "$(find / -xdev -iname '*karlsson*' -not -path '/packages/*' | sort)" "$before"
# Groups of devices stay: they are not ours alone.
printf '%s\n' "$users_before" >/tmp/before
left="$(cat /etc/passwd /etc/group | grep -vxFf /tmp/before | grep -vE '^(audio|dialout|gpio|i2c|render|spi|video):' || true)"
expect "users after a purge" "$left" ""

say "an installation by hand is not covered silently"
mkdir -p /opt/karlsson/.git
if apt-get install --yes -qq --no-install-recommends /packages/now/karlsson-robot_*.deb >/tmp/apt.log 2>&1; then
    fail "it was covered"
fi
grep -q 'mv /opt/karlsson /root/' /tmp/apt.log || { cat /tmp/apt.log; fail "no remedy"; }
