# shellcheck shell=bash
# Installing Debian packages. Sourced after env.sh.

# apt_install WHY PACKAGE…: installs those of the packages that are missing.
apt_install() {
    local why=$1 pkg missing=() root=()
    shift
    for pkg in "$@"; do
        dpkg-query -W -f '${Status}' "$pkg" 2>/dev/null | grep -q 'ok installed' || missing+=("$pkg")
    done
    [ ${#missing[@]} -eq 0 ] && return 0

    have apt-get || die "$why needs ${missing[*]}, and this system has no apt-get: install them by hand, then run make setup again."
    if [ "$(id -u)" -ne 0 ]; then
        have sudo || die "$why needs packages and there is no sudo. As root, run: apt-get install ${missing[*]}"
        root=(sudo)
    fi
    say "installing ${missing[*]} with apt-get ($why)"
    # The package lists are refreshed only when the installation fails without.
    "${root[@]}" env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends \
        -o DPkg::Lock::Timeout=300 "${missing[@]}" >"$TOOLS/log/apt.log" 2>&1 ||
        { "${root[@]}" apt-get update -qq &&
            "${root[@]}" env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends \
                -o DPkg::Lock::Timeout=300 "${missing[@]}"; } >>"$TOOLS/log/apt.log" 2>&1 ||
        { tail -n 15 "$TOOLS/log/apt.log" >&2; die "apt-get could not install ${missing[*]}; the whole log: $TOOLS/log/apt.log"; }
}
