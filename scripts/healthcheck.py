"""Asks /sante from inside the container, as a request for one of the site's own names; ends with 1 when it is down."""

import os
import sys
import urllib.error
import urllib.request

host = os.environ.get("ALLOWED_HOSTS", "localhost").split(",")[0].strip().lstrip(".*") or "localhost"
request = urllib.request.Request("http://127.0.0.1:8000/sante", headers={"Host": host})
try:
    with urllib.request.urlopen(request, timeout=8) as response:
        print(response.read().decode())
except urllib.error.HTTPError as error:
    sys.exit(error.read().decode())
except OSError as error:
    sys.exit(str(error))
