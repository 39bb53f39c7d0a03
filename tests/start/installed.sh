#!/usr/bin/env bash
# `cargo install` gives one binary with the theme in it: it builds a site of nothing but `site.toml` and `content/`.
#
# installed.sh TARGET [OPTION …]: cargo builds in TARGET, and finds there what it has built; the options are cargo's.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/../.."

readonly target="$1"
folder="$(mktemp -d)"
trap 'rm -rf "$folder"' EXIT

rm -rf "$target/installed"
cargo install --path . --locked --quiet --no-track --target-dir "$target" --root "$target/installed" "${@:2}"
[ "$(find "$target/installed" -type f)" = "$target/installed/bin/nutgraf" ]

# A copy of it alone, in a machine's emptiest corner.
cp "$target/installed/bin/nutgraf" "$folder/nutgraf"
mkdir -p "$folder/site/content"
printf 'title = "Small"\nbase_url = "https://small.example/"\n' > "$folder/site/site.toml"
printf '+++\ntitle = "Why so small?"\n+++\n\nBecause it is enough.\n' > "$folder/site/content/why.md"
cd "$folder/site"
env -i "$folder/nutgraf" build
grep -q 'Why so small?' public/why/index.html
grep -q '<style>' public/why/index.html
[ -s public/icon.svg ] && [ -s public/feed.xml ] && [ -s public/404.html ]
echo "one binary of $(wc -c < "$folder/nutgraf") bytes built a site of two files"
