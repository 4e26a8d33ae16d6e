#!/bin/sh
# Takes out of a virtual environment what Truss never opens: sh deploy/trim.sh /venv
# Each line is of one library; whoever adds one here builds the image, which ends with a demo.
set -eu
cd "$1"/lib/python3*/site-packages

# Tests come with numpy and others as packages of their own, with pycryptodome under another name.
find . -depth -type d -name tests -exec rm -r {} +
rm -rf Crypto/SelfTest

# What compilers and editors read: sources of what is compiled already, headers, types; and Windows' libraries.
find . -type f \( -name '*.c' -o -name '*.h' -o -name '*.a' -o -name '*.pxd' -o -name '*.pyx' \
  -o -name '*.pyi' -o -name '*.dll' \) -delete
rm -rf numpy/f2py

# botocore describes four hundred services; these are called, or sign in those that are.
find botocore/data -mindepth 1 -maxdepth 1 -type d \
  ! -name dynamodb ! -name kms ! -name s3 ! -name sqs ! -name signin ! -name 'sso*' ! -name sts \
  -exec rm -r {} +

# Names of countries in other languages (streamlink), and detectors from before neural networks.
rm -rf pycountry/locales
rm -f cv2/data/*.xml

# What only a debugger reads. Some wheels put their libraries together in a way that does not survive this:
# what cannot be loaded afterwards is put back, and what was bundled (*.libs) is left alone.
find . -type f -name '*.so' -size +200k ! -path './*.libs/*' | while read -r library; do
  cp -p "$library" "$library.whole"
  if strip --strip-unneeded "$library" 2>/dev/null \
      && python3 -c 'import ctypes, sys; ctypes.CDLL(sys.argv[1], 1)' "$library" 2>/dev/null; then
    rm "$library.whole"
  else
    mv "$library.whole" "$library"
  fi
done
