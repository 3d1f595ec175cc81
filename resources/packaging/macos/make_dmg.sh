#!/bin/sh
# Recipe of a disk image for macOS. NOT TRIED: it was written without a Mac.
#
#   python3 resources/packaging/build.py --out dist
#   sh resources/packaging/macos/make_dmg.sh dist/playground.app 0.1.0
#
# Without a signature of Apple's the first start takes a right click and "Open". What opens a file by
# a double click is an event to the program that runs, which playground/gui/shell/application.py takes;
# playground.spec declares the types.
set -eu

app=$1
version=$2
image="$(dirname "$app")/neural-playground-$version-macos-$(uname -m).dmg"
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT

cp -R "$app" "$folder/Neural playground.app"
ln -s /Applications "$folder/Applications"
codesign --force --deep --sign - "$folder/Neural playground.app"
hdiutil create -volname "Neural playground" -srcfolder "$folder" -ov -format UDZO "$image"
echo "$image"
