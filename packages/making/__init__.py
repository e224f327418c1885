"""Steps of making a package: fetching wheels, laying out files, calling dpkg-deb."""
