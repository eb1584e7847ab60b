"""The workers of gunicorn leave what they loaded out of the collection of rubbish."""

import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent.parent
STARTED = """
import gc, runpy
import cls_platform.wsgi
runpy.run_path("gunicorn.conf.py")["post_worker_init"](None)
print(gc.get_freeze_count(), len(gc.get_objects()), gc.isenabled())
"""


def test_a_worker_freezes_what_it_loaded():
    done = subprocess.run([sys.executable, "-c", STARTED], cwd=ROOT, capture_output=True, text=True, check=True)
    frozen, left, collecting = done.stdout.split()
    assert int(frozen) > 100_000 and int(left) < 5_000 and collecting == "True"
