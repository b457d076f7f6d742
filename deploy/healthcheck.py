"""Ask the web process of this container whether it answers, as the proxy before it would."""

import os
import sys
import urllib.request

host = os.environ.get("ALLOWED_HOSTS", "localhost").split(",")[0].strip()
port = os.environ.get("STEGVIS_PORT", "8000")
request = urllib.request.Request(
    f"http://127.0.0.1:{port}/halsa/", headers={"Host": host, "X-Forwarded-Proto": "https"}
)
try:
    urllib.request.urlopen(request, timeout=4).close()  # noqa: S310 (an address of our own)
except OSError as error:
    sys.exit(str(error))
