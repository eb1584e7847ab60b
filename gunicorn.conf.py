"""How pages are served, the same for `make run`, the image and the benchmark; the command line says where and by how
many workers. gunicorn reads it in the folder where it starts.
"""

import gc
from threading import Lock

# Four connections may be slow to ask or to be answered without holding up the others.
worker_class = "gthread"
threads = 4
#: Upon these nothing comes in that a slow line could make us wait for.
WITHOUT_BODY = {"GET", "HEAD"}


def one_page_at_a_time(application):
    """Python computes one thing at a time: pages made together by one worker are made slower, not sooner.

    20 readers at once got from two workers 89 % of what these can do, and 96 % by turns.
    """
    turn = Lock()

    def serve(environ, start_response):
        if environ["REQUEST_METHOD"] not in WITHOUT_BODY:
            return application(environ, start_response)
        with turn:
            return application(environ, start_response)

    return serve


def post_worker_init(worker):
    """Pages take turns; and what a worker loads lives as long as it does: nothing there is to be collected.

    To look for rubbish among it took 4 % of the time of pages, a tenth of a second at once, for which somebody waited.
    """
    from django.urls import get_resolver

    worker.wsgi = one_page_at_a_time(worker.wsgi)
    # Which imports every page.
    list(get_resolver().url_patterns)
    gc.collect()
    gc.freeze()
    gc.set_threshold(10_000, 10, 10)
