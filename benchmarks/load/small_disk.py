"""A disk that is soon full: a file system in memory of a given size, which only root may mount, with some ballast on it."""

import os
import subprocess
from pathlib import Path


class SmallDisk:
    """Mounted while it is entered."""

    def __init__(self, folder, megabytes, ballast_megabytes):
        self.folder = Path(folder)
        self.megabytes = megabytes
        self.ballast = self.folder / "ballast"
        self.ballast_megabytes = ballast_megabytes

    def __enter__(self):
        if os.geteuid() != 0:
            raise OSError("needs root, to mount a small disk; the same through a file system in memory, without root: "
                          "mvn verify -pl persistence -am -Dtest='ErrorAtEveryOperationTest'")
        self.folder.mkdir()
        mounted = subprocess.run(["mount", "-t", "tmpfs", "-o", "size=%dm" % self.megabytes, "leveret-small-disk", self.folder],
                                 stderr=subprocess.PIPE, text=True)
        if mounted.returncode != 0:
            raise OSError("cannot mount a small disk here: %s" % mounted.stderr.strip())
        self.ballast.write_bytes(bytes(self.ballast_megabytes << 20))
        return self

    def __exit__(self, error_type, error, trace):
        subprocess.run(["umount", self.folder], check=True)

    def drop_ballast(self):
        """There is space again."""
        self.ballast.unlink()
