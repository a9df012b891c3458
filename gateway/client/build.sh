#!/usr/bin/env bash
# Builds and tests the TypeScript client; `mvn verify` calls it. What has not changed since it was last green is not done again.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")"
target=${1:-../target}

if ! command -v npm >/dev/null || ! node -e 'process.exit(parseInt(process.versions.node) >= 20 ? 0 : 1)' 2>/dev/null; then
  echo "gateway/client: skipped, because there is no npm with Node 20 or newer on the PATH; everything else is built and tested."
  exit 0
fi

sum() { cat "$@" | { sha256sum 2>/dev/null || shasum -a 256; } | cut -d' ' -f1; }

installed=node_modules/.installed
lock=$(sum package.json package-lock.json .npmrc)
if [[ "$(cat "$installed" 2>/dev/null)" != "$lock" ]]; then
  npm ci --ignore-scripts --prefer-offline --no-audit --no-fund --loglevel=error
  echo "$lock" > "$installed"
fi

green=$target/client.green
all=$(sum package.json package-lock.json tsconfig*.json vitest.config.ts ../../docs/realtime.schema.json example/* src/* test/*)
if [[ "$(cat "$green" 2>/dev/null)" != "$all" || ! -d dist ]]; then
  rm -rf dist
  npm run --silent build
  CI=true npm test --silent
  mkdir -p "$target"
  echo "$all" > "$green"
fi
