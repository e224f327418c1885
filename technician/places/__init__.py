"""Places where cards are written: folders, images, disks, and the record of what was written."""
