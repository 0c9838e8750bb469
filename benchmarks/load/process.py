"""What the operating system counts for the broker's process: CPU time and resident memory. Linux only."""

import os

TICKS_PER_SECOND = os.sysconf("SC_CLK_TCK")


def pid_listening_on(port):
    """The process that listens on a TCP port of this machine."""
    inodes = set()
    for table in ("/proc/net/tcp", "/proc/net/tcp6"):
        try:
            with open(table) as lines:
                rows = [line.split() for line in lines][1:]
        except FileNotFoundError:
            continue
        inodes.update("socket:[%s]" % row[9] for row in rows
                      if row[3] == "0A" and int(row[1].rsplit(":", 1)[1], 16) == port)
    for pid in filter(str.isdigit, os.listdir("/proc")):
        try:
            for descriptor in os.listdir("/proc/%s/fd" % pid):
                if os.readlink("/proc/%s/fd/%s" % (pid, descriptor)) in inodes:
                    return int(pid)
        except OSError:
            continue  # ended meanwhile, or another user's
    raise LookupError("no process found that listens on port %d; name it with pid=N" % port)


def cpu_seconds(pid):
    """User plus system time of a process since its start, all threads, ended ones too."""
    with open("/proc/%d/stat" % pid) as stat:
        fields = stat.read().rsplit(")", 1)[1].split()
    return (int(fields[11]) + int(fields[12])) / TICKS_PER_SECOND


def reset_peak_memory(pid):
    """Lets the peak start again from the present size. False where the kernel or the user's rights forbid it."""
    try:
        with open("/proc/%d/clear_refs" % pid, "w") as clear:
            clear.write("5")
        return True
    except OSError:
        return False


def peak_memory_bytes(pid):
    return _status_kilobytes(pid, "VmHWM:") * 1024


def resident_memory_bytes(pid):
    return _status_kilobytes(pid, "VmRSS:") * 1024


def _status_kilobytes(pid, label):
    with open("/proc/%d/status" % pid) as status:
        for line in status:
            if line.startswith(label):
                return int(line.split()[1])
    raise LookupError("process %d has no %s" % (pid, label))
