"""The table, with what it takes to repeat it."""
import datetime
import json
import os
import re
import subprocess


def output(*command):
    done = subprocess.run(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
    return done.stdout.strip()


def package(name):
    return output('dpkg-query', '-W', '-f', '${Version}', name)


def versions(programs):
    return [('kartblad', output(programs + '/kartblad', '--version').split()[-1]),
            ('commit', output('git', 'describe', '--always', '--dirty') if os.path.exists('.git') else ''),
            ('Mapnik', package('mapnik-utils')), ('MapServer', package('mapserver-bin')),
            ('GDAL', package('gdal-bin')), ('nginx', package('nginx-light')), ('wrk', package('wrk')),
            ('zopfli', package('zopfli')), ('us-atlas', atlas_version())]


def atlas_version():
    with open('build/bench/npm/node_modules/us-atlas/package.json') as f:
        return json.load(f)['version']


def found(pattern, path, otherwise):
    with open(path) as f:
        match = re.search(pattern, f.read())
    return match.group(1) if match else otherwise


def machine():
    return '%d cores, %s, %s, Linux %s' % (
        os.cpu_count(), found(r'model name\s*:\s*(.*)', '/proc/cpuinfo', os.uname().machine),
        found(r'PRETTY_NAME="(.*)"', '/etc/os-release', '?'), os.uname().release)


def goal(row, v):
    if v is None:
        return ''
    return ('>= ' if row.more else '<= ') + number(v) + row.unit


def number(v):
    return '%.0f' % v if v >= 100 else '%.3g' % v


def table(rows):
    head = ('what', 'kartblad', 'beside', 'result', 'at least', 'reach for', '', 'note')
    cells = [head] + [(r.name, r.ours, r.peer, number(r.value) + r.unit, goal(r, r.at_least),
                       goal(r, r.reach), r.met(), r.note) for r in rows]
    widths = [max(len(c[i]) for c in cells) for i in range(len(head))]
    lines = ['| ' + ' | '.join(c.ljust(w) for c, w in zip(line, widths)) + ' |' for line in cells]
    return [lines[0], '|' + '|'.join('-' * (w + 2) for w in widths) + '|'] + lines[1:]


def write(path, programs, command, rows, agreement, zooms):
    told = versions(programs)
    lines = ['date: ' + datetime.date.today().isoformat(), 'command: ' + command, 'machine: ' + machine(),
             'versions: ' + ', '.join('%s %s' % v for v in told if v[1]), '']
    if 'SHORT' in command:
        lines += ['The short form tells that it runs; these are no figures to quote.', '']
    lines += ['Painted alike, against kartblad:'] + ['  %s: %s' % a for a in agreement] + ['']
    lines += table(rows)
    lines += ['', 'Cold tiles by zoom, medians: kartblad, Mapnik, MapServer'] + zooms
    text = '\n'.join(lines) + '\n'
    with open(path + '.txt', 'w') as f:
        f.write(text)
    with open(path + '.json', 'w') as f:
        json.dump({'command': command, 'machine': machine(), 'versions': dict(told),
                   'rows': [dict(vars(r), met=r.met()) for r in rows]}, f, indent=1)
    return text
