#!/bin/sh
# Runs as PID 1 of its own namespaces: lays out a machine on which Karlsson is
# installed, then becomes systemd. Nothing of it reaches the host.
#
# CHECKOUT   the sources            PACKAGES   the venv's site-packages
# PYTHON     prefix of Python       ETC        files for /etc, to be laid over
# LOGS       folder for the logs
set -eu
mount --make-rprivate /
mount -t tmpfs -o mode=755 tmpfs /run
mkdir -p /run/host/checkout /run/host/packages /run/host/python /run/host/etc /run/host/logs
mount --bind "$CHECKOUT" /run/host/checkout
mount --bind "$PACKAGES" /run/host/packages
mount --bind "$PYTHON" /run/host/python
mount --bind "$ETC" /run/host/etc
mount --bind "$LOGS" /run/host/logs

# Everything that the units may write is fresh, and gone afterwards.
mkdir /run/host/newetc
cp -a /etc/. /run/host/newetc/
mount --bind /run/host/newetc /etc
for folder in /tmp /var/tmp /var/lib /opt; do
    mkdir -p "$folder"
    mount -t tmpfs -o mode=755 tmpfs "$folder"
done
chmod 1777 /tmp /var/tmp
: >/etc/fstab
rm -rf /etc/systemd/system /etc/credstore
cp -r /run/host/etc/. /etc/

# A release as the packages lay it out, of this checkout: code and libraries are mounted, and its
# Python is not in anybody's home.
release=/opt/karlsson/releases/test
mkdir -p $release/bin $release/packages /opt/karlsson/python /opt/karlsson-bridge
for part in bridge hardware robot pupil_app systemd; do
    mkdir "$release/$part"
    mount --bind "/run/host/checkout/$part" "$release/$part"
done
mount --bind /run/host/packages $release/packages
case "$PYTHON" in
/usr) home=/usr ;;
*) mount --bind /run/host/python /opt/karlsson/python && home=/opt/karlsson/python ;;
esac
for command in body robot bridge; do
    cp $release/systemd/launch.sh $release/bin/karlsson-$command
done
ln -s "$home/bin/$PYTHON_NAME" $release/bin/python
site="$release/lib/$PYTHON_NAME/site-packages"
mkdir -p "$site"
printf 'home = %s/bin\ninclude-system-site-packages = false\n' "$home" >$release/pyvenv.cfg
printf '../../..\n../../../packages\n' >"$site/karlsson.pth"
ln -s releases/test /opt/karlsson/current
mount --rbind /opt/karlsson /opt/karlsson-bridge

systemd-sysusers $release/systemd/karlsson-*.sysusers.conf
chown root:karlsson /etc/karlsson

# A network within the machine: a browser makes calls only over one that is not loopback.
ip link set lo up
ip link add child type veth peer name class
ip address add 198.18.0.1/24 dev child
ip link set child up
ip link set class up

# Only these units exist: ours, and the targets that every unit hangs on.
units=/run/host/units
mkdir $units
cp $release/systemd/*.service $release/systemd/*.socket $release/systemd/*.path $units/
for target in sysinit basic shutdown network-online time-sync sockets timers paths slices lesson; do
    printf '[Unit]\nDefaultDependencies=no\n' >"$units/$target.target"
done
for unit in body robot bridge; do
    printf 'Wants=karlsson-%s.service\n' "$unit" >>"$units/lesson.target"
    mkdir "$units/karlsson-$unit.service.d"
    # A Python with a libpython beside it looks for that where it was built. Debian's is in /usr.
    cat >"$units/karlsson-$unit.service.d/test.conf" <<END
[Service]
StandardOutput=append:/run/host/logs/$unit
StandardError=append:/run/host/logs/$unit
Environment=LD_LIBRARY_PATH=$home/lib
ExecPaths=$home
END
done

# systemd leaves this to a container's manager; credentials reach a service's own
# namespace only over shared mounts. Shared among ourselves: the host was cut off above.
mount --make-rshared /

umount -R /sys/fs/cgroup 2>/dev/null || true
mount -t cgroup2 none /sys/fs/cgroup
export container=karlsson-test SYSTEMD_UNIT_PATH=$units
exec /lib/systemd/systemd --system --unit=lesson.target --log-target=console --log-level=info \
    --show-status=no --crash-reboot=no
