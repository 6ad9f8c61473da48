# SPDX-License-Identifier: GPL-3.0-or-later
# What script/site, script/test and script/bench share. Sourced with the repository as the current folder.

BUILD_PACKAGES="ca-certificates gcc g++ libc6-dev meson ninja-build pkg-config
    gettext libarchive-dev libbrotli-dev libctemplate-dev libdeflate-dev libgettextpo-dev
    libglib2.0-dev libicu-dev libjansson-dev libmodest-dev libsoup-3.0-dev libxxhash-dev libyaml-dev"
TEST_PACKAGES="brotli clang git libclang-rt-14-dev libgumbo-dev libnginx-mod-http-brotli-static nginx-light
    parallel python3 rclone strace"
BENCH_PACKAGES="python3 strace"
FORMAT_PACKAGES="clang-format-14 python3"
TIDY_PACKAGES="clang-tidy-14 python3"
# A command before the colon is enough, wherever it came from.
BROWSER_PACKAGES="chromium:chromium java:default-jre-headless fonts-dejavu-core fonts-noto-cjk
    ca-certificates"
NODE_PACKAGES="nodejs npm"
NODE_AT_LEAST=18

say() {
    printf '%s\n' "$*" >&2
}

die() {
    say "$0: $*"
    exit 1
}

# Prints those of the packages that are missing.
missing_packages() {
    for entry; do
        case $entry in
        *:*) command -v "${entry%%:*}" >/dev/null 2>&1 || set -- "$@" "${entry#*:}" ;;
        *) set -- "$@" "$entry" ;;
        esac
        shift
    done
    [ $# -gt 0 ] || return 0
    installed=$(dpkg-query -W -f '${db:Status-Status} ${Package}\n' "$@" 2>/dev/null |
        sed -n 's/^installed //p')
    for package; do
        case "
$installed
" in
        *"
$package
"*) ;;
        *) printf '%s ' "$package" ;;
        esac
    done
}

as_root() {
    if [ "$(id -u)" = 0 ]; then
        "$@"
    else
        sudo "$@"
    fi
}

# Installs what is missing of the packages; apt is not touched where nothing is.
need() {
    missing=$(missing_packages "$@")
    [ -n "$missing" ] || return 0
    if ! command -v apt-get >/dev/null 2>&1; then
        say "missing: $missing(these are Debian's names)"
        return 1
    fi
    if [ "$(id -u)" != 0 ] && ! command -v sudo >/dev/null 2>&1; then
        say "missing: $missing(installing them needs root or sudo)"
        return 1
    fi
    say "installing $missing"
    as_root apt-get -q -o Acquire::Retries=3 update &&
        as_root env DEBIAN_FRONTEND=noninteractive apt-get -q -y -o Acquire::Retries=3 \
            -o Dpkg::Use-Pty=0 install --no-install-recommends $missing
}

# Node from anywhere will do if it is new enough and brings npm.
need_node() {
    version=$(node --version 2>/dev/null | sed -n 's/^v\([0-9]*\).*/\1/p')
    if [ "${version:-0}" -ge $NODE_AT_LEAST ] && command -v npm >/dev/null 2>&1; then
        return 0
    fi
    need $NODE_PACKAGES
}

# build NAME [MESON OPTIONS]: build/NAME, set up on the first run.
build() {
    folder=build/$1
    shift
    [ -f "$folder/build.ninja" ] || meson setup "$folder" "$@" >&2
    ninja -C "$folder" >&2
}
