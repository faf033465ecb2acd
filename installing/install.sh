#!/usr/bin/env bash
# 在没有网络的 Debian 12 上安装政府信息公开年报填报系统。以 root 在解开的安装包里运行：
#   ./install --host 用户在浏览器里输入的域名或地址
#   ./install --host 10.1.2.3 --http        没有 HTTPS 的内网（密码在网上是明文，慎用）
#   ./install --packages nginx postgresql   只从安装包里安装这些系统软件包
# 只检查、不安装：加 --check。每处不对都说明原因，什么也不会留下一半。
set -euo pipefail
cd "$(dirname "$(readlink -f "$0")")"

refuse() { echo "未安装：$1。" >&2; exit 1; }

host='' http='' only_checks='' packages=()
while [ $# -gt 0 ]; do
  case $1 in
    --host) host=${2:-}; shift ;;
    --http) http=--http ;;
    --check) only_checks=1 ;;
    --packages) shift; packages=("$@"); break ;;
    *) sed -n '2,6s/^# //p' "$0" >&2; exit 2 ;;
  esac
  shift
done

value() { sed -n "s/^$1=//p" about; }

# Where the checks look; a trial of them looks elsewhere.
root=${INSTALL_ROOT:-}

require_debian() {
  local id='' version=''
  if [ -r "$root/etc/os-release" ]; then
    id=$(sed -n 's/^ID=//p' "$root/etc/os-release")
    version=$(sed -n 's/^VERSION_ID="\?\([0-9]*\).*/\1/p' "$root/etc/os-release")
  fi
  [ "$id $version" = "debian $(value DEBIAN)" ] || refuse "这个安装包用于 Debian $(value DEBIAN)，本机是 ${id:-未知系统} $version"
  [ "$(dpkg --print-architecture)" = "$(value ARCHITECTURE)" ] ||
    refuse "这个安装包用于 $(value ARCHITECTURE) 处理器，本机是 $(dpkg --print-architecture)，请换对应的安装包"
}

require_whole() {
  local wrong
  if ! wrong=$(sha256sum --check --quiet SHA256SUMS 2>/dev/null); then
    refuse "安装包已损坏：$(head -n 1 <<<"$wrong" | cut -d: -f1) 与清单不符，请重新拷贝"
  fi
}

require_nothing_there() {
  [ ! -e "$root/opt/nianbao" ] || refuse "/opt/nianbao 已存在，没有改动。升级请用 ./upgrade"
  [ -z "$(ls -A "$root/var/lib/nianbao" 2>/dev/null)" ] || refuse "/var/lib/nianbao 里已有数据，没有改动。要恢复备份请看 docs/backup.zh.md"
}

require_space() {
  local free
  free=$(df --output=avail -BM "$root/" | tail -n 1 | tr -dc 0-9)
  [ "$free" -ge "$(value MEGABYTES)" ] || refuse "磁盘空间不够：需要 $(value MEGABYTES) MB，只有 $free MB"
}

# apt itself works out what is missing, from the files of the archive alone.
apt_install() {
  local state lists
  state=$(mktemp -d)
  lists=$state/sources.list
  echo "deb [trusted=yes] file:$PWD/debs ./" >"$lists"
  mkdir -p "$state/lists/partial"
  local options=(-q -y -o "Dir::Etc::sourcelist=$lists" -o Dir::Etc::sourceparts=/dev/null
    -o "Dir::State::lists=$state/lists" -o APT::Sandbox::User=root -o DPkg::Lock::Timeout=300)
  if ! { apt-get "${options[@]}" update && DEBIAN_FRONTEND=noninteractive \
    apt-get "${options[@]}" --no-install-recommends install "$@"; } >"$state/log" 2>&1; then
    tail -n 20 "$state/log" >&2
    rm -rf "$state"
    refuse "系统软件包没有装上，原因见上"
  fi
  rm -rf "$state"
}

require_debian
require_whole
if [ ${#packages[@]} -gt 0 ]; then
  [ "$(id -u)" = 0 ] || refuse "请以 root 运行"
  apt_install "${packages[@]}"
  exit
fi
require_nothing_there
require_space
[ -z "$only_checks" ] || { echo "可以安装。"; exit; }
[ -n "$host" ] || refuse "请用 --host 写明用户在浏览器里输入的域名或地址"
[ "$(id -u)" = 0 ] || refuse "请以 root 运行"

echo "1/3 安装系统软件包和字体……"
mapfile -t wanted <debs/wanted
apt_install "${wanted[@]}"
install -d /usr/local/share/fonts/fandol
install -m 644 fonts/* /usr/local/share/fonts/fandol
fc-cache /usr/local/share/fonts/fandol
echo "2/3 安装程序、建立数据库……"
archive=$PWD
told=$(cd app && PYTHONDONTWRITEBYTECODE=1 python3 -m installing.first "$archive" "$host" $http) || exit 1
echo "3/3 完成。"
echo
echo "$told"
if [ -d /run/systemd/system ]; then
  echo "网页服务已在 127.0.0.1:8000 应答。下一步：按 /opt/nianbao/current/docs/install.zh.md 配置 nginx。"
else
  echo "本机没有运行 systemd，服务没有启动。启动办法见 /opt/nianbao/current/docs/install.zh.md。"
fi
