"""Web servers, started for a test with the files that we write for them."""

import http.client
import os
import shutil
import signal
import socket
import subprocess
import tempfile
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass, replace
from pathlib import Path

import bootstrap

from editions.project import Project
from editions.site import negotiation, policy, servers


@dataclass(frozen=True)
class Server:
    """A server that runs: its name and port, and the path under which the site lies."""

    name: str
    port: int
    base: str

    def ask(self, path: str, **headers: str) -> tuple[int, http.client.HTTPMessage, bytes]:
        """Send a path as it is, nothing tidied; header names are written with `_` for `-`."""
        connection = http.client.HTTPConnection('127.0.0.1', self.port, timeout=10)
        named = {name.replace('_', '-'): value for name, value in headers.items()}
        connection.request('GET', self.base.rstrip('/') + path, headers=named)
        reply = connection.getresponse()
        body = reply.read()
        connection.close()
        return reply.status, reply.headers, body


def free_port() -> int:
    with socket.socket() as found:
        found.bind(('127.0.0.1', 0))
        return int(found.getsockname()[1])


def file(name: str) -> Path:
    """A file of tests/programs.txt, wherever its package was unpacked."""
    found = bootstrap.find(name)
    assert found, name
    return found


def nginx(run: str, folder: Path, configuration: Path) -> list[str]:
    main = folder / 'main.conf'
    temporary = ''.join(
        f'{kind}_temp_path {folder}/{kind};\n'
        for kind in ('client_body', 'proxy', 'fastcgi', 'uwsgi', 'scgi')
    )
    main.write_text(
        f'worker_processes 1; pid {folder}/pid; daemon off; error_log {folder}/error.log;\n'
        f'events {{}}\nhttp {{ include {file("/etc/nginx/mime.types")}; access_log off;\n'
        f'{temporary}include {configuration}; include {folder}/host.conf*; }}\n'
    )
    return [run, '-p', str(folder), '-c', str(main), '-e', str(folder / 'error.log')]


def apache2(run: str, folder: Path, configuration: Path) -> list[str]:
    main = folder / 'main.conf'
    names = ('mpm_event', 'authz_core', 'mime', 'dir', 'headers', 'rewrite', 'setenvif')
    names += ('negotiation',)  # stock in Debian, so it must do no harm
    folder_of = file('/usr/lib/apache2/modules/mod_rewrite.so').parent
    modules = ''.join(f'LoadModule {n}_module {folder_of}/mod_{n}.so\n' for n in names)
    listen = configuration.read_text().partition('VirtualHost *:')[2].partition('>')[0]
    main.write_text(
        f'{modules}Listen 127.0.0.1:{listen}\nPidFile {folder}/pid\nErrorLog {folder}/error.log\n'
        f'ServerName localhost\nTypesConfig {file("/etc/mime.types")}\nUser nobody\nGroup nogroup\n'
        f'<Directory />\nRequire all denied\n</Directory>\nInclude {configuration}\n'
    )
    return [run, '-d', str(folder), '-f', str(main), '-DFOREGROUND']


def caddy(run: str, folder: Path, configuration: Path) -> list[str]:
    text = configuration.read_text()
    configuration.write_text('{\n\tadmin off\n\tauto_https off\n}\n' + text)
    return [run, 'run', '--adapter', 'caddyfile', '--config', str(configuration)]


COMMANDS: dict[str, tuple[str, Callable[[str, Path, Path], list[str]]]] = {
    'nginx': ('nginx.conf', nginx),
    'apache2': ('apache.conf', apache2),
    'caddy': ('Caddyfile', caddy),
}


@contextmanager
def running(
    name: str,
    run: str,
    base: str,
    project: Project,
    fill: Callable[[Project, Path], None],
    links: Mapping[str, str] | None = None,
) -> Iterator[Server]:
    """A server of this name, started by `run`; `fill` puts the site below `base`.

    `links` stands for what the pages' answers name; otherwise it is read from the site.

    Started by root, a server works as nobody, to whom pytest's own folders are closed.
    """
    folder = Path(tempfile.mkdtemp(prefix='editions-'))
    folder.chmod(0o755)
    project = replace(project, baseurl=f'https://127.0.0.1{base}')
    where = servers.Host('127.0.0.1', str(folder / 'www'), free_port())
    fill(project, Path(f'{where.root}{base}'))
    file, command = COMMANDS[name]
    rules = negotiation.rules(project.languages)
    if links is None:
        links = servers.font_links(project, Path(f'{where.root}{base}'))
    names = [file]
    if name == 'nginx' and base != '/':  # the host has a server block of its own
        names.append('nginx-location.conf')
        own = f'include {folder}/{names[1]}; location / {{ return 204; }}'
        (folder / 'host.conf').write_text(f'server {{ listen {where.port}; {own} }}')
    for each in names:
        text = servers.configuration(each, project, rules, where, policy.STRICT, links)
        (folder / each).write_bytes(text)
    with (folder / 'log').open('wb') as log:
        process = subprocess.Popen(
            command(run, folder, folder / file),
            stdout=log,
            stderr=log,
            env=os.environ | {'HOME': str(folder)},
            start_new_session=True,
        )
        try:
            wait(where.port, process, folder / 'log')
            yield Server(name, where.port, base)
        finally:
            with suppress(ProcessLookupError):  # it may have refused to start
                os.killpg(process.pid, signal.SIGTERM)
            process.wait(10)
    shutil.rmtree(folder)


def wait(port: int, process: subprocess.Popen[bytes], log: Path) -> None:
    for _ in range(100):
        assert process.poll() is None, log.read_text()
        with socket.socket() as probe:
            if probe.connect_ex(('127.0.0.1', port)) == 0:
                return
        time.sleep(0.1)
    raise AssertionError(log.read_text())
