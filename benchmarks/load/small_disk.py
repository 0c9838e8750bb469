"""A disk that is soon full: a file system in memory of a given size, which only root may mount; ballast fills it."""

import os
import shutil
import subprocess
from pathlib import Path


class SmallDisk:
    """Mounted while it is entered."""

    def __init__(self, folder, megabytes):
        self.folder = Path(folder)
        self.megabytes = megabytes
        self.ballast = self.folder / "ballast"

    def __enter__(self):
        if os.geteuid() != 0:
            raise OSError("needs root, to mount a small disk; the same through a file system in memory, without root: "
                          "mvn verify -pl persistence -am -Dtest='ErrorAtEveryOperationTest'")
        self.folder.mkdir()
        mounted = subprocess.run(["mount", "-t", "tmpfs", "-o", "size=%dm" % self.megabytes, "leveret-small-disk", self.folder],
                                 stderr=subprocess.PIPE, text=True)
        if mounted.returncode != 0:
            raise OSError("cannot mount a small disk here: %s" % mounted.stderr.strip())
        return self

    def __exit__(self, error_type, error, trace):
        subprocess.run(["umount", self.folder], check=True)

    def leave_free(self, size):
        """Puts so much ballast on it that so many bytes are left; None takes all ballast away."""
        self.ballast.unlink(missing_ok=True)
        if size is not None:
            self.ballast.write_bytes(bytes(max(shutil.disk_usage(self.folder).free - size, 0)))
