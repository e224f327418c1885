"""Content of a package: targets, wheels, control file, man pages. No I/O."""
