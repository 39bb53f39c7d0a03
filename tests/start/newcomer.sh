#!/usr/bin/env bash
# The newcomer's path: what the section "Start" of README.md says behind `cargo install`, word for word, in an empty
# folder, up to a page in the browser. Prints how long the machine took; what is held is the time of a person.
#
# newcomer.sh NUTGRAF: the program that `cargo install` would have put into the path.
set -euo pipefail

readonly nutgraf="$(realpath "$1")"
readonly readme="$(realpath "$(dirname "${BASH_SOURCE[0]}")/../../README.md")"
readonly STEP=30 READING=60 LIMIT=300 # seconds: to type and read one command, to read the section, of all
readonly PATIENCE=60 # seconds until the page must be there
folder="$(mktemp -d)"
watching=

main() {
    local commands
    commands="$(steps)"
    mkdir "$folder/bin" "$folder/home" "$folder/empty"
    ln -s "$nutgraf" "$folder/bin/nutgraf"
    browser > "$folder/bin/xdg-open"
    chmod +x "$folder/bin/xdg-open"
    echo "$commands" > "$folder/commands"
    local begun="$EPOCHREALTIME"
    # In a group of its own, so that what it starts ends with it.
    set -m
    walk &
    watching=$!
    set +m
    local address page
    address="$(opened)"
    page="$(fetch "$address")"
    local ended="$EPOCHREALTIME"
    grep -q 'Why does the bridge matter?' <<< "$page" || fail "the new explainer is not on the page at $address"
    grep -q 'still to do' "$folder/said" || fail "check listed no task of the new explainer"
    timed "$(wc -l <<< "$commands")" "$((${ended/./} - ${begun/./}))"
}

# The commands of the last fence of the section that begins with `nutgraf`.
steps() {
    awk '/^## /{ here = ($0 == "## Start") } here' "$readme" |
        awk '/^```/{ inside = !inside; if (inside) text = ""; else if (text ~ /^nutgraf /) last = text; next }
             inside { text = text $0 "\n" } END { printf "%s", last }'
}

# Runs the commands as a person does: in one shell, with a home that has nothing in it, and no tools but the system's.
walk() {
    cd "$folder/empty"
    exec env -i HOME="$folder/home" PATH="$folder/bin:/usr/bin:/bin" LANG=C.UTF-8 \
        sh -eu "$folder/commands" > "$folder/said" 2>&1 < /dev/null
}

# A browser that notes what it is asked to show.
browser() {
    printf '#!/bin/sh\nprintf "%%s\\n" "$1" > "%s/asked"\nmv "%s/asked" "%s/opened"\n' "$folder" "$folder" "$folder"
}

opened() {
    local end=$((SECONDS + PATIENCE))
    until [ -s "$folder/opened" ]; do
        [ "$SECONDS" -lt "$end" ] || fail "no browser was opened"
        kill -0 "$watching" 2> /dev/null || fail "the commands ended too soon"
        sleep 0.02
    done
    cat "$folder/opened"
}

# A page by HTTP, with nothing but bash.
fetch() {
    local host="${1#http://}"
    host="${host%%/*}"
    exec 3<> "/dev/tcp/${host%:*}/${host#*:}"
    printf 'GET / HTTP/1.1\r\nHost: %s\r\nConnection: close\r\n\r\n' "$host" >&3
    cat <&3
}

timed() {
    local steps="$1" microseconds="$2"
    local person=$((READING + steps * STEP))
    printf 'from nothing to a page in %d.%02d s of the machine; %d steps of a person: %d s\n' \
        "$((microseconds / 1000000))" "$((microseconds / 10000 % 100))" "$steps" "$person"
    [ "$steps" -ge 3 ] || fail "README.md has no more than $steps steps"
    [ "$person" -lt "$LIMIT" ] || fail "a person needs more than $LIMIT s"
}

fail() {
    echo "FAILED: $1" >&2
    cat "$folder/said" >&2 2> /dev/null || true
    exit 1
}

leave() {
    [ -z "$watching" ] || kill -- "-$watching" 2> /dev/null || true
    rm -rf "$folder"
}

trap leave EXIT
main
