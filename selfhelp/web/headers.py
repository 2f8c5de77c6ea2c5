"""What every answer carries, whatever route or error it comes from."""

from flask import Flask, Response, request, session

from selfhelp.web.words import mark

POLICY = "; ".join(
    (
        "default-src 'none'",
        "script-src 'self'",
        "style-src 'self'",
        "img-src 'self' data:",
        "font-src 'self'",
        "connect-src 'self'",
        "media-src 'self'",
        "manifest-src 'self'",
        "form-action 'self'",
        "base-uri 'none'",
        "frame-ancestors 'none'",
        "require-trusted-types-for 'script'",
        "trusted-types 'none'",
    )
)
ALWAYS = {
    "Content-Security-Policy": POLICY,
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "X-Frame-Options": "DENY",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), microphone=(), geolocation=(), payment=(), usb=()",
}
NOT_KEPT = "no-store"
CACHED = "public, max-age=3600"
FOR_GOOD = "public, max-age=31536000, immutable"  # an address that names the file's content
CACHEABLE = dict.fromkeys(("public.media", "public.favicon"), CACHED)
FOUND = frozenset({200, 206, 304})
FORGET_PAGES = '"cache", "storage"'
FORGET = f'{FORGET_PAGES}, "cookies"'


def init_app(app: Flask, *, secure: bool) -> None:
    """Set the headers on every answer."""

    @app.after_request
    def set_headers(response: Response) -> Response:
        for name, value in ALWAYS.items():
            response.headers.setdefault(name, value)
        if secure:
            response.headers.setdefault("Strict-Transport-Security", "max-age=31536000; includeSubDomains")
        # "Not modified" says it again, or it would take back what the first answer allowed.
        kept = _kept_for() if response.status_code in FOUND else NOT_KEPT
        response.headers["Cache-Control"] = kept
        if kept != NOT_KEPT:
            session.accessed = False  # the same for everybody: what is kept must not hang on a cookie
        return response


def _kept_for() -> str:
    """Return how long a browser may keep what it asks for."""
    if request.endpoint == "static" and (name := (request.view_args or {}).get("filename")):
        # While two versions serve side by side, another's address must not be tied to this one's file.
        return FOR_GOOD if request.args.get("v") == mark(name) else CACHED
    return CACHEABLE.get(request.endpoint or "", NOT_KEPT)
