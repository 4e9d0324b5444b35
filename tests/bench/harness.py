"""Workers, and what a row of the table is."""
import json
import os
import shutil
import statistics
import subprocess
import time

HERE = os.path.dirname(os.path.abspath(__file__))
PYTHON = '/usr/bin/python3'  # Debian's: it has Debian's bindings


def cores():
    return sorted(os.sched_getaffinity(0))


def pinned(command, core):
    """The command on one core, where that can be had; core None: on any."""
    if core is None or not shutil.which('taskset'):
        return list(command)
    return ['taskset', '-c', str(cores()[core % len(cores())])] + list(command)


class Worker:
    """A process that has opened its map once, and answers requests."""

    def __init__(self, command, core=0):
        self.process = subprocess.Popen(pinned(command, core), stdin=subprocess.PIPE,
                                        stdout=subprocess.PIPE, text=True)
        self.name, self.opened = command[0], self.answer()

    def answer(self):
        line = self.process.stdout.readline()
        if not line:
            raise SystemExit('bench: %s ended: see above' % self.name)
        return json.loads(line)

    def ask(self, *words):
        self.process.stdin.write(' '.join(map(str, words)) + '\n')
        self.process.stdin.flush()
        return self.answer()

    def end(self):
        self.process.stdin.close()
        self.process.wait()


def ours(programs, path, core=0, names=('KEY', 'val')):
    return Worker([programs + '/tests/bench/kartblad_worker', path, *names], core)


def peer(name, path, core=0):
    return Worker([PYTHON, HERE + '/peer_worker.py', name, path], core)


def timed(command, core=0):
    """Runs a whole process: seconds, and the most memory it took in bytes."""
    start = time.perf_counter()
    process = subprocess.Popen(pinned(command, core), stdout=subprocess.DEVNULL,
                               stderr=subprocess.PIPE)
    text = process.stderr.read()
    _, status, usage = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        raise SystemExit('bench: %s: %s' % (command[0], text.decode(errors='replace')))
    return time.perf_counter() - start, usage.ru_maxrss * 1024


median = statistics.median
mean = statistics.fmean


def by_tile(rounds):
    """Rounds of tiles' figures: each tile's median."""
    return [median(tile) for tile in zip(*rounds)]


class Row:
    """A measured figure with its goals.

    `value` is what the goals speak of: `more` True if more is better.  ours and peer are shown beside
    it as they are, texts with their unit."""

    def __init__(self, name, value, ours='', peer='', at_least=None, reach=None, more=True, unit='x',
                 note=''):
        self.name, self.value, self.ours, self.peer = name, value, ours, peer
        self.at_least, self.reach, self.more, self.unit = at_least, reach, more, unit
        self.note = note

    def met(self):
        if self.at_least is None:
            return ''
        for goal, word in ((self.reach, 'reached'), (self.at_least, 'met')):
            if goal is not None and (self.value >= goal if self.more else self.value <= goal):
                return word
        return 'NOT MET'


def ns(v):
    for unit, size in (('s', 1e9), ('ms', 1e6), ('us', 1e3)):
        if v >= size:
            return '%.3g %s' % (v / size, unit)
    return '%.0f ns' % v


def size(v):
    return '%.3g MB' % (v / 1e6) if v >= 1e6 else '%.0f B' % v
