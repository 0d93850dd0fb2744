"""What particular services do, each with why it matters here. A new oddity is a new row."""

from __future__ import annotations

RESOLVERS = frozenset(
    {
        "doi.org",  # a DOI is cited because it redirects (ISO 26324)
        "dx.doi.org",
        "hdl.handle.net",
        "n2t.net",
        "perma.cc",
        "purl.org",
        "urn.fi",
        "w3id.org",
    }
)
"""Hosts whose redirects are the service: what leads on from them has not moved."""

CHALLENGE_HEADERS = {
    "cf-mitigated": "challenge",  # Cloudflare, with any status
    "x-amzn-waf-action": "challenge",  # AWS WAF, with 202
}

CHALLENGES = (
    "/cdn-cgi/challenge-platform/h/",  # Cloudflare's interstitial, also with 200
    "window._cf_chl_opt",
    "_Incapsula_Resource",  # Imperva
    "captcha-delivery.com",  # DataDome
    "px-captcha",  # HUMAN, once PerimeterX
    "ddos-guard/js-challenge",  # DDoS-Guard, much used in Central Asia
    "/.within.website/x/cmd/anubis",  # Anubis
    "/.well-known/sgcaptcha/",  # SiteGround
    "servicepipe.ru/static/checkjs",  # Servicepipe
)
"""What stands in a page that wants to know whether a person asks."""

PARKING_HOSTS = (
    "sedoparking.com",
    "parkingcrew.net",
    "bodis.com",
    "hugedomains.com",
    "afternic.com",
    "dan.com",
    "sedo.com",
    "parklogic.com",
    "above.com",
)
"""Where abandoned domains lead, or load their page from."""

PARKED = (
    "this domain is for sale",
    "the domain name is for sale",
    "buy this domain",
    "domain is parked",
    "domain parking",
    "этот домен продается",
    "домен продаётся",
    "домен продается",
)
"""What the readable text of a parked domain says, where it is short."""
