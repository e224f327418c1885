"""How a package is made: wheels are fetched, files laid out, dpkg-deb called."""
