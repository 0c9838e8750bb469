"""Finds a Java that is new enough, in the places where bin/leveret looks too."""

import glob
import os
import re
import shutil

FOLDERS = ("/usr/lib/jvm/*", "/usr/java/*", "/opt/java/*", "/opt/*jdk*", "/usr/local/*jdk*",
           "~/.sdkman/candidates/java/*", "~/.jdks/*")
VERSION = re.compile(r'^JAVA_VERSION="(\d+)', re.MULTILINE)


def java(minimum):
    """The java of JAVA_HOME, else the one on the PATH, else the newest there is; of those from `minimum` on."""
    on_path = shutil.which("java")
    preferred = [os.environ.get("JAVA_HOME"), on_path and os.path.dirname(os.path.dirname(os.path.realpath(on_path)))]
    for home in filter(None, preferred):
        if _release(home) >= minimum:
            return os.path.join(home, "bin", "java")
    homes = [home for pattern in FOLDERS for home in glob.glob(os.path.expanduser(pattern))]
    newest = max(homes, key=_release, default="")
    if not newest or _release(newest) < minimum:
        raise LookupError("needs Java %d or newer: set JAVA_HOME to its folder" % minimum)
    return os.path.join(newest, "bin", "java")


def _release(home):
    """The feature release of the Java in this folder; 0 if there is none."""
    try:
        with open(os.path.join(home, "release")) as release:
            found = VERSION.search(release.read())
    except OSError:
        return 0
    return int(found.group(1)) if found and os.path.exists(os.path.join(home, "bin", "java")) else 0
