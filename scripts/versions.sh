# shellcheck shell=bash disable=SC2034
# The versions of the build tools, in one place. Sourced, never run.

# 0.22 needs a newer rustc than rustup's stable of this writing.
TRUNK_VERSION=0.21.14

# Must equal the `wasm-bindgen` crate in Cargo.lock exactly: the tool and the
# crate share a private format. setup-tools.sh refuses when they differ.
WASM_BINDGEN_VERSION=0.2.130

# The npm package `binaryen`, for wasm-opt. Debian's is too old for the wasm
# features that rustc now emits. Trunk.toml names the same version.
BINARYEN_VERSION=132

# The npm package `esbuild`: a release's script without blanks and long names.
ESBUILD_VERSION=0.28.2

# Takes a release apart. Must understand what the crate `wasm_split_helpers` in
# Cargo.lock (leptos has it) marks: its version 1 today.
WASM_SPLIT_VERSION=0.2.4

# From PyPI: asks the API what its own description allows, and more.
SCHEMATHESIS_VERSION=4.32.5
