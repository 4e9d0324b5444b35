"""HTTP: kartblad serve beside nginx, which serves the same bytes from files.  By wrk; one core for the
server that is asked, one for wrk."""
import os
import random
import re
import socket
import subprocess
import time
import urllib.parse
import urllib.request

from harness import HERE, Row, cores, median, ns, pinned

NGINX = '''worker_processes 1; daemon off; pid %(folder)s/nginx.pid; error_log stderr error; %(user)s
events { worker_connections 1024; }
http { access_log off; sendfile on; tcp_nopush on; keepalive_requests 1000000000; types { image/png png; }
       open_file_cache max=100000; open_file_cache_valid 1h; client_body_temp_path %(folder)s/body;
       proxy_temp_path %(folder)s/proxy; fastcgi_temp_path %(folder)s/fastcgi; uwsgi_temp_path %(folder)s/uwsgi;
       scgi_temp_path %(folder)s/scgi;
       server { listen 127.0.0.1:%(port)d; root %(folder)s; } }
'''


def free_port():
    with socket.socket() as s:
        s.bind(('127.0.0.1', 0))
        return s.getsockname()[1]


def get(url):
    with urllib.request.urlopen(url, timeout=60) as reply:
        return reply.read()


def wait_for(port, process):
    for _ in range(600):
        try:
            socket.create_connection(('127.0.0.1', port), 1).close()
            return
        except OSError:
            if process.poll() is not None:
                raise SystemExit('bench: a server did not start: see its log')
            time.sleep(0.1)
    raise SystemExit('bench: a server does not answer')


def look_query(number):
    breaks = ','.join('%g' % (20 * i + 0.05 * number) for i in range(1, 5))
    return '?' + urllib.parse.urlencode({'breaks': breaks, 'closed': 'left', 'ramp': 'bugn',
                                         'border-width': '0.5', 'border-color': '#444444',
                                         'casing-width': '0'})


class Serving:
    """Warm: one look over and over.  Restyled: each request in another look than the one before.
    Unchanged: the client has it already, and is told so (304)."""

    def __init__(self, programs, stem, chosen, folder, looks, seconds):
        self.folder, self.seconds, self.programs, self.stem = os.path.abspath(folder), seconds, programs, stem
        self.lists = {'warm': [(t, 0) for t in chosen],
                      'restyled': [(t, k) for t in chosen for k in range(looks)]}
        random.Random(1).shuffle(self.lists['restyled'])
        self.lists['unchanged'] = self.lists['warm']
        self.processes, self.spent = [], {kind: ([], []) for kind in self.lists}

    def start(self):
        os.makedirs(self.folder, exist_ok=True)
        self.ports = (free_port(), free_port())
        user = 'user root;' if os.geteuid() == 0 else ''
        conf = self.folder + '/nginx.conf'
        with open(conf, 'w') as f:
            f.write(NGINX % {'folder': self.folder, 'port': self.ports[1], 'user': user})
        serve = [self.programs + '/kartblad', 'serve', '-s', self.stem + '.shp', '-k', 'KEY', '-c', 'val',
                 '--listen', '127.0.0.1:%d' % self.ports[0], '--threads', '1', '--cache-mb', '1024']
        for command, port in ((serve, self.ports[0]),
                              (['nginx', '-p', self.folder, '-c', conf], self.ports[1])):
            with open(self.folder + '/' + command[0].split('/')[-1] + '.log', 'w') as log:
                self.processes.append(subprocess.Popen(pinned(command, 0), stdout=log, stderr=log))
            wait_for(port, self.processes[-1])
        for kind, wanted in self.lists.items():
            self.lay_out(kind, wanted)

    def path(self, tile, look):
        return '/tiles/%s/val/%d/%d/%d.png%s' % (os.path.basename(self.stem), *tile, look_query(look))

    def settle(self):
        """Until the background improvement is through: the bytes no longer change."""
        def all_bytes():
            return [get('http://127.0.0.1:%d%s' % (self.ports[0], self.path(t, k)))
                    for t, k in self.lists['warm']]
        before, after = None, all_bytes()
        for _ in range(60):
            before, after = after, all_bytes()
            if before == after:
                return
            time.sleep(1)

    def lay_out(self, kind, wanted):
        """Our tiles as files for nginx, and the lists of paths for wrk."""
        if kind == 'warm':
            self.settle()
        if kind == 'unchanged':
            return
        os.makedirs('%s/%s' % (self.folder, kind), exist_ok=True)
        paths = [self.path(t, k) for t, k in wanted]
        for i, path in enumerate(paths):
            with open('%s/%s/%d.png' % (self.folder, kind, i), 'wb') as f:
                f.write(get('http://127.0.0.1:%d%s' % (self.ports[0], path)))
        files = ['/%s/%d.png' % (kind, i) for i in range(len(paths))]
        for name, list_of_paths in (('ours', paths), ('nginx', files)):
            with open('%s/%s.%s' % (self.folder, kind, name), 'w') as f:
                f.writelines(p + '\n' for p in list_of_paths)

    def wrk(self, port, paths, headers=()):
        """Requests a second, and the time that 99 % of them stay below, in seconds."""
        text = subprocess.run(
            pinned(['wrk', '-t1', '-c16', '-d%ds' % self.seconds, '--timeout', '30s', '--latency', '-s',
                    HERE + '/paths.lua', 'http://127.0.0.1:%d' % port, '--', paths, *headers], 1),
            check=True, stdout=subprocess.PIPE, text=True).stdout
        if 'Non-2xx' in text:  # which leaves 304 out of account
            raise SystemExit('bench: wrk: %s' % text)
        late, unit = re.search(r'99%\s+([\d.]+)(us|ms|s)', text).groups()
        return (float(re.search(r'Requests/sec:\s+([\d.]+)', text).group(1)),
                float(late) * {'us': 1e-6, 'ms': 1e-3, 's': 1}[unit])

    def round(self, number):
        if not self.processes:
            self.start()
        for kind, spent in self.spent.items():
            headers = ('If-None-Match', '*') if kind == 'unchanged' else ()
            paths = 'warm' if kind == 'unchanged' else kind
            for server, name in enumerate(('ours', 'nginx')):
                spent[server].append(self.wrk(self.ports[server], '%s/%s.%s' % (self.folder, paths, name),
                                              headers))

    def end(self):
        for process in self.processes:
            process.terminate()
            process.wait()

    def rows(self):
        note = '' if len(cores()) > 1 else 'server and wrk share the one core'
        rate = {kind: [median(r for r, _ in server) for server in both] for kind, both in self.spent.items()}
        late = {kind: [median(t for _, t in server) for server in both] for kind, both in self.spent.items()}
        for kind, at_least in (('warm', 1), ('restyled', 0.85)):
            (a, b), (mine, theirs) = rate[kind], late[kind]
            yield Row('HTTP, %s tiles, vs nginx static files of the same bytes' % kind, a / b,
                      '%.0f/s' % a, '%.0f/s' % b, at_least=at_least, note=note)
            yield Row('HTTP, %s tiles, 99 %% of answers within, vs nginx' % kind, mine / theirs,
                      ns(mine * 1e9), ns(theirs * 1e9), at_least=1.5, more=False, note=note)
        a, b = rate['unchanged'][0], max(rate['warm'])
        yield Row('HTTP, 304 answers, vs the faster of warm tiles and nginx', a / b, '%.0f/s' % a,
                  '%.0f/s' % b, at_least=1, note=note)
