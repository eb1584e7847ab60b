"""How pages are served, the same for `make run`, the image and the benchmark; the command line says where and by how
many workers. gunicorn reads it in the folder where it starts.
"""

import gc

worker_class = "gthread"
threads = 4


def post_worker_init(worker):
    """What a worker loads lives as long as it does: nothing there is to be collected.

    To look for rubbish among it took 4 % of the time of pages, a tenth of a second at once, for which somebody waited.
    """
    from django.urls import get_resolver

    # Which imports every page.
    list(get_resolver().url_patterns)
    gc.collect()
    gc.freeze()
    gc.set_threshold(10_000, 10, 10)
