#!/bin/sh
# A command of the release in which this file lies, under the command's name. It finds its release
# through all links first: what started keeps to it, even where `current` points to another one by
# the time it imports something more.
here="$(readlink -f "$0")"
case "${0##*/}" in
karlsson-body) module=hardware ;;
*) module="${0##*/karlsson-}" ;;
esac
exec "${here%/*}/python" -I -m "$module" "$@"
