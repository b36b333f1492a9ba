#!/bin/sh
# Makes sure that the tests have a Chromium, a font with Chinese signs, and a LibreOffice to open the submission workbook with: the system's own,
# else Debian's packages where this user may install them.
set -eu

packages="chromium fonts-dejavu-core"
for name in chromium chromium-browser google-chrome; do
    if command -v "$name" >/dev/null 2>&1; then
        packages=""
    fi
done
# Without such a font the browser draws boxes, which are as wide as nothing else is.
if ! command -v fc-list >/dev/null 2>&1 || [ -z "$(fc-list :lang=zh family)" ]; then
    packages="$packages fonts-wqy-microhei"
fi
if ! command -v soffice >/dev/null 2>&1 && ! command -v libreoffice >/dev/null 2>&1; then
    packages="$packages libreoffice-calc-nogui"
fi
if [ -z "$packages" ]; then
    exit 0
fi

advice="The tests need Chromium, a Chinese font and LibreOffice. Install what lacks (Debian, Ubuntu: sudo apt-get install $packages) and run make test again."
if ! command -v apt-get >/dev/null 2>&1; then
    echo "$advice" >&2
    exit 1
fi
if [ "$(id -u)" -eq 0 ]; then
    as_root=""
elif command -v sudo >/dev/null 2>&1 && sudo -n true 2>/dev/null; then
    as_root="sudo -n"
else
    echo "$advice" >&2
    exit 1
fi
export DEBIAN_FRONTEND=noninteractive
if ! { $as_root apt-get update -q && $as_root apt-get install -q -y --no-install-recommends $packages; }; then
    echo "$advice" >&2
    exit 1
fi
