"""Small questions of scripts/test.sh to PostgreSQL and Redis: services.py QUESTION [URL] [NAME]."""

import socket
import sys
import time
from collections.abc import Callable
from urllib.parse import urlsplit, urlunsplit

import psycopg2
import redis


def named(url, name):
    """The same server, another database."""
    print(urlunsplit(urlsplit(url)._replace(path=f"/{name}")))


def connect(url, name="postgres"):
    return psycopg2.connect(urlunsplit(urlsplit(url)._replace(path=f"/{name}", query="")), connect_timeout=3)


def postgres(url):
    """Does it answer, and may we make databases there?"""
    with connect(url) as connection, connection.cursor() as cursor:
        cursor.execute("SELECT rolcreatedb OR rolsuper FROM pg_roles WHERE rolname = current_user")
        sys.exit(not cursor.fetchone()[0])


def drop(url):
    """Removes what an interrupted run left under its own name."""
    mine = "test_" + urlsplit(url).path.lstrip("/")
    connection = connect(url)
    connection.autocommit = True
    with connection.cursor() as cursor:
        cursor.execute("SELECT datname FROM pg_database WHERE datname = %s OR datname LIKE %s", [mine, mine + r"\_gw%"])
        for (name,) in cursor.fetchall():
            cursor.execute(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')


def redis_answers(url):
    redis.Redis.from_url(url, socket_connect_timeout=2, socket_timeout=2).ping()


def wait_redis(url):
    for _ in range(100):
        try:
            return redis_answers(url)
        except redis.RedisError:
            time.sleep(0.1)
    sys.exit(1)


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        print(probe.getsockname()[1])


QUESTIONS: dict[str, Callable[..., None]] = {
    "postgres": postgres,
    "drop": drop,
    "named": named,
    "redis": redis_answers,
    "wait-redis": wait_redis,
    "free-port": free_port,
}

if __name__ == "__main__":
    try:
        QUESTIONS[sys.argv[1]](*sys.argv[2:])
    except (psycopg2.Error, redis.RedisError, ValueError):
        sys.exit(1)
