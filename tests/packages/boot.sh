#!/bin/sh
# Runs as PID 1 of its own namespaces: enters a Debian on which the packages are installed, and
# becomes its systemd. Nothing of it reaches the host.
#
# ROOT   the Debian's folder, which is thrown away afterwards
# ETC    files for /etc, to be laid over      LOGS   folder for the logs
set -eu
mount --make-rprivate /
# A network within the machine: a browser makes calls only over one that is not loopback.
ip link set lo up
ip link add child type veth peer name class
ip address add 198.18.0.1/24 dev child
ip link set child up
ip link set class up

mount --bind "$ROOT" "$ROOT"
cd "$ROOT"
mount -t proc proc proc
mount -t sysfs sysfs sys
mount -t cgroup2 none sys/fs/cgroup
mount --rbind /dev dev
mount -t tmpfs -o mode=755 tmpfs run
mkdir -p run/host/logs old
mount --bind "$LOGS" run/host/logs
cp -r "$ETC/." etc/
pivot_root . old
cd /
umount --lazy /old
chgrp karlsson /etc/karlsson/robot.toml /etc/karlsson/body.toml
chgrp karlsson-bridge /etc/karlsson/bridge.toml
: >/etc/fstab

# The units are those that the packages installed. Of the rest only the targets that they hang on.
units=/run/host/units
mkdir $units
for target in sysinit basic shutdown network-online time-sync sockets timers paths slices lesson; do
    printf '[Unit]\nDefaultDependencies=no\n' >"$units/$target.target"
done
for unit in body robot bridge; do
    printf 'Wants=karlsson-%s.service\n' "$unit" >>"$units/lesson.target"
    mkdir "$units/karlsson-$unit.service.d"
    printf '[Service]\nStandardOutput=append:%s\nStandardError=append:%s\n' \
        "/run/host/logs/$unit" "/run/host/logs/$unit" >"$units/karlsson-$unit.service.d/test.conf"
done
mount --make-rshared /
export container=karlsson-test SYSTEMD_UNIT_PATH=$units:/usr/lib/systemd/system
exec /lib/systemd/systemd --system --unit=lesson.target --log-target=console --log-level=info \
    --show-status=no --crash-reboot=no
