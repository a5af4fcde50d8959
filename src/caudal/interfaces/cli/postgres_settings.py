"""What the PostgreSQL of the house is told: the same everywhere, but for the memory of the machine."""

import os
from pathlib import Path

_COMMON = """\
# Escrito por Caudal en cada arranque; los cambios propios van en «local.conf», junto a este archivo.
listen_addresses = ''
port = 5432
unix_socket_directories = '{socket}'
max_connections = 60
work_mem = 16MB
maintenance_work_mem = 128MB
random_page_cost = 1.1
jit = off
io_workers = 2
max_worker_processes = 6
max_parallel_workers = 2
autovacuum_max_workers = 2
max_logical_replication_workers = 0
password_encryption = 'scram-sha-256'
timezone = 'UTC'
log_timezone = 'UTC'
lc_messages = 'C'
idle_in_transaction_session_timeout = '120s'
log_min_duration_statement = 1000
"""
_DURABLE = """\
shared_buffers = {shared}MB
effective_cache_size = {cached}MB
wal_level = replica
max_wal_senders = 4
wal_compression = pglz
max_wal_size = 2GB
min_wal_size = 128MB
checkpoint_timeout = 5min
logging_collector = on
log_directory = '{logs}'
log_filename = 'postgres-%a.log'
log_truncate_on_rotation = on
log_rotation_age = 1d
log_rotation_size = 0
include_if_exists = 'local.conf'
"""
_DISPOSABLE = """\
shared_buffers = 128MB
fsync = off
synchronous_commit = off
full_page_writes = off
wal_level = minimal
max_wal_senders = 0
max_wal_size = 512MB
checkpoint_timeout = 1h
autovacuum = off
max_connections = 200
log_min_duration_statement = -1
"""

_LEAST, _MOST = 128, 1024
_OF_THE_GROUP = Path("/sys/fs/cgroup/memory.max")


def memory(group: Path = _OF_THE_GROUP) -> int:
    """Megabytes that this machine has, or the container that it is."""
    there = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") >> 20
    try:
        return min(there, int(group.read_text(encoding="ascii")) >> 20)
    except (OSError, ValueError):  # no container, or one without a limit («max»)
        return there


def settings(socket: Path, logs: Path, memory: int, *, disposable: bool = False) -> str:
    """The text of its configuration file.

    Args:
        memory: megabytes of the machine. A sixteenth, between 128 MB and 1 GB, is for pages of its own: the close of a
            million loans reads and writes about as much, and a small shop never touches what it doesn't need.
        disposable: for tests: nothing outlives the machine going down.
    """
    shared = max(_LEAST, min(memory // 16, _MOST))
    told = _COMMON + (_DISPOSABLE if disposable else _DURABLE)
    return told.format(socket=socket, logs=logs, shared=shared, cached=max(1024, memory // 2))
