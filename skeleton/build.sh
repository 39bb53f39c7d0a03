#!/bin/sh
# For hosts that have no nutgraf, such as Netlify and Cloudflare Pages: installs Rust and nutgraf where they are
# not there, checks the site, and builds it into public/. Its arguments go to `nutgraf build`. Set the variable
# NUTGRAF_REPOSITORY, on the host, to the address from which nutgraf can be cloned.
set -eu
cd "$(dirname "$0")"
PATH="$PWD/.nutgraf/bin:$HOME/.cargo/bin:$PATH"
if ! command -v nutgraf > /dev/null; then
    command -v cargo > /dev/null ||
        curl --proto '=https' --tlsv1.2 -sSf https://sh.rustup.rs | sh -s -- -y --profile minimal
    cargo install --git "${NUTGRAF_REPOSITORY:?is not set: it is the address from which nutgraf can be cloned}" \
       --locked --no-track --root .nutgraf
fi
nutgraf check
nutgraf build "$@"
