#!/usr/bin/env bash
# 用这个安装包升级本机已安装的系统（以 root 运行）；失败时自动回到原来的版本。说明见 install.zh.md。
set -euo pipefail
archive=$(dirname "$(readlink -f "$0")")
exec "$archive/app/script/upgrade" "$archive" "$@"
