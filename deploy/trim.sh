#!/bin/sh
# Takes out of a virtual environment what Truss never opens: sh deploy/trim.sh /venv
# Each line is of one library; whoever adds one here builds the image, which ends with a demo.
set -eu
cd "$1"/lib/python3*/site-packages

# Tests come with numpy, scipy and matplotlib as packages of their own.
find . -depth -type d -name tests -exec rm -r {} +

# botocore describes four hundred services; these are called, or sign in those that are.
find botocore/data -mindepth 1 -maxdepth 1 -type d \
  ! -name dynamodb ! -name kms ! -name s3 ! -name sqs ! -name signin ! -name 'sso*' ! -name sts \
  -exec rm -r {} +

# Names of countries in other languages (streamlink), and detectors from before neural networks.
rm -rf pycountry/locales
rm -f cv2/data/*.xml

# What only a debugger reads. A library that cannot be stripped stays as it is.
find . -type f -name '*.so*' | while read -r library; do
  strip --strip-unneeded "$library" 2>/dev/null || echo "kept whole: $library"
done
