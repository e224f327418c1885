# A fresh Debian in a folder, for tests that need a machine of their own. Sourced, and root alone.
# Mirrors, proxies and certificates of apt are those of this machine.

say() { printf '== %s\n' "$*" >&2; }
install() { DEBIAN_FRONTEND=noninteractive apt-get install --yes -qq --no-install-recommends "$@" >/dev/null; }

# own_mirror SUITE: where apt of this machine finds the release of that name.
own_mirror() {
    # shellcheck disable=SC2016 # apt fills these in
    apt-get indextargets --format '$(CODENAME) $(REPO_URI)' 'Created-By: Packages' |
        awk -v wanted="$1" '$1 == wanted { print $2; exit }'
}

# make_root SUITE FOLDER PACKAGES: a minimal Debian with these packages, which commas separate.
make_root() {
    here="$(. /etc/os-release && printf '%s' "$VERSION_CODENAME")"
    mirror="$(own_mirror "$here")"
    security="$(own_mirror "$here-security")"
    [ -n "$mirror" ] || { say "apt knows no mirror of Debian $here here."; exit 1; }
    if ! command -v debootstrap >/dev/null; then
        apt-get update -qq
        install debootstrap
    fi
    say "Making Debian $1 in $2 ..."
    debootstrap --variant=minbase --include="$3" "$1" "$2" "$mirror" >"$2.log" ||
        { tail "$2.log"; exit 1; }
    {
        printf 'deb %s %s main\n' "$mirror" "$1" "$mirror" "$1-updates"
        [ -z "$security" ] || printf 'deb %s %s-security main\n' "$security" "$1"
    } >"$2/etc/apt/sources.list"
    apt-config dump | grep -E '^Acquire::(https?|Check|Retries)' >"$2/etc/apt/apt.conf.d/50host" || true
}
