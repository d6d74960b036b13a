"""What goes over the wire compressed."""

from django.http import HttpRequest, HttpResponseBase
from django.middleware.gzip import GZipMiddleware


class PageCompression(GZipMiddleware):
    """Compresses pages and exports, and leaves alone what the sandbox's door says: to the byte it is not ours."""

    def process_response(self, request: HttpRequest, response: HttpResponseBase) -> HttpResponseBase:
        """Compress texts, for clients that take it."""
        kind = response.headers.get("Content-Type", "")
        is_as_it_comes = response.streaming and kind.startswith("text/html")  # compressed, it would come in lumps
        is_text = kind.startswith("text/") and not is_as_it_comes
        return super().process_response(request, response) if is_text else response
