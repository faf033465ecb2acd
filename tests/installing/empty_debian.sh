#!/usr/bin/env bash
# Tries an archive of script/bundle on an empty Debian 12 without any network, from its unpacking to the first sign-in:
#   tests/installing/empty_debian.sh ARCHIVE ROOT [COMMAND…]
# ROOT is a folder that holds a minimal Debian (debootstrap --variant=minbase) and may be spoilt. It runs in namespaces
# of its own, whose only network is the loopback, and all that it starts ends with it. Needs root. A command that is
# given runs inside in place of the trial, in the folder where the archive was unpacked.
set -euo pipefail
archive=$(readlink -f "$1") root=$(readlink -f "$2")
shift 2
if [ -z "${INSIDE:-}" ]; then
  export INSIDE=1
  exec unshare --net --mount --pid --fork --kill-child "$0" "$archive" "$root" "$@"
fi
ip link set lo up
mount -t proc proc "$root/proc"
mount --bind /dev "$root/dev"
mkdir -p "$root/trial"
chmod 1777 "$root/tmp"
mount --bind "$(dirname "$archive")" "$root/mnt"
cp "$(dirname "$0")/first_sign_in.py" "$root/trial/"
cat >"$root/trial/run" <<'INSIDE'
set -euo pipefail
archive=$1
shift
cd /trial
echo "devices of the network: $(ls /sys/class/net 2>/dev/null | tr '\n' ' ')$(grep -c : /proc/net/dev) in all"
began=$(date +%s)
[ -d /trial/unpacked ] || { mkdir unpacked && tar -C unpacked -xf "/mnt/$archive"; }
cd unpacked/*/
if [ $# -gt 0 ]; then exec "$@"; fi
./install --host 127.0.0.1 --http | tee /trial/said
echo "installed after $(($(date +%s) - began)) s"
unit=/opt/nianbao/current/deploy/systemd/nianbao-web.service
as_unit() {
  (cd /opt/nianbao/current && umask 077 && set -a && . /etc/nianbao/environment &&
    eval "$(sed -n 's/^Environment=//p' $unit | tr ' ' '\n')" && exec setpriv --reuid nianbao --regid nianbao --clear-groups $1)
}
sed -n 's/^ExecStartPre=//p' $unit | while read -r line; do as_unit "$line"; done
as_unit "$(sed -n 's/^ExecStart=//p' $unit)" &
read -r username password < <(sed -n 's/^账号 \([a-z]*\)，一次性密码 \([^（]*\)（.*/\1 \2/p' /trial/said)
python3 /trial/first_sign_in.py http://127.0.0.1:8000 "$username" "$password"
echo "first sign-in after $(($(date +%s) - began)) s"
INSIDE
exec env -i HOME=/root PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin LANG=C.UTF-8 INSTALL_ROOT="${INSTALL_ROOT:-}" \
  chroot "$root" bash /trial/run "$(basename "$archive")" "$@"
