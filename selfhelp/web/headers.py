"""What every answer carries, whatever route or error it comes from."""

from flask import Flask, Response, request

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
CACHED = "public, max-age=3600"
CACHEABLE = dict.fromkeys(("static", "public.media", "public.favicon"), CACHED)
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
        cached = CACHEABLE.get(request.endpoint or "") if response.status_code in {200, 206, 304} else None
        response.headers["Cache-Control"] = cached or "no-store"
        return response
