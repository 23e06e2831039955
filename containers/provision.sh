#!/bin/sh
# Brings a Debian to exactly the packages of a list, and takes out what differs from build to build. Runs inside the images.
#
#   provision.sh LIST [ARCHIVE]      ARCHIVE: where the versions are, such as http://snapshot.debian.org/archive/debian/20261201T000000Z
set -eu
export LC_ALL=C DEBIAN_FRONTEND=noninteractive

have=$(mktemp)
dpkg-query -W -f='${Package}=${Version}\n' | sort >"$have"
missing=$(comm -13 "$have" "$1")
rm "$have"
if [ -n "$missing" ]; then
    if [ -n "${2:-}" ]; then
        rm -rf /etc/apt/sources.list.d
        security=$(echo "$2" | sed 's|/debian/|/debian-security/|')
        # A snapshot's signatures are past their date by design; they are still checked.
        {
            echo "deb [check-valid-until=no] $2 bookworm main"
            echo "deb [check-valid-until=no] $2 bookworm-updates main"
            echo "deb [check-valid-until=no] $security bookworm-security main"
        } >/etc/apt/sources.list
    fi
    apt-get update
    # A version each, and words by purpose.
    # shellcheck disable=SC2086
    apt-get install -y --no-install-recommends --allow-downgrades $missing
fi

# Logs, caches and lists; and Java's own trust store, whose entries are dated: no tool speaks TLS through it.
find /var/log -type f -exec sh -c ': >"$1"' - {} \;
rm -rf /var/lib/apt/lists/* /var/cache/apt/*.bin /var/cache/apt/archives/*.deb /var/cache/ldconfig/aux-cache /var/cache/debconf/*-old /var/lib/dpkg/*-old \
    /etc/ssl/certs/java/cacerts /tmp/* /var/tmp/*
