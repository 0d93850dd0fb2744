"""Quirks of particular services, each with its reason. A new quirk is a new row."""

from __future__ import annotations

import re

RESOLVERS = frozenset(
    {
        "doi.org",  # a DOI is cited because it redirects (ISO 26324)
        "www.doi.org",
        "dx.doi.org",
        "hdl.handle.net",
        "n2t.net",
        "perma.cc",
        "purl.org",
        "nbn-resolving.org",
        "urn.fi",
        "w3id.org",
    }
)
"""Hosts whose redirects are the service: a link that they redirect has not moved."""

CHALLENGE_HEADERS = {
    "cf-mitigated": "challenge",  # Cloudflare, with any status
    "x-amzn-waf-action": "challenge",  # AWS WAF, with 202
}

CHALLENGES = (
    "/cdn-cgi/challenge-platform/h/b/orchestrate/",  # Cloudflare; good pages have …/h/b/scripts/ too
    "/cdn-cgi/challenge-platform/h/g/orchestrate/",
    "window._cf_chl_opt",
    "challenge-error-text",
    "Incapsula incident ID",  # Imperva; its script stands in good pages too
    "captcha-delivery.com",  # DataDome
    "px-captcha",  # HUMAN, once PerimeterX
    "ddos-guard/js-challenge",  # DDoS-Guard, much used in Central Asia
    "/.within.website/x/cmd/anubis",  # Anubis
    "/.well-known/sgcaptcha/",  # SiteGround
    "servicepipe.ru/static/checkjs",  # Servicepipe
    "awswaf.com",  # AWS WAF's script
)
"""Marks in the source of a challenge page, which asks whether a person is reading."""

CHALLENGED = re.compile(
    r"^(?:just a moment\b|one moment, please|attention required! \| cloudflare|ddos-guard$"
    r"|ddos protection by|robot or human\?|are you a robot\?)"
    r"|checking (?:your browser before|if the site connection is secure)"
    r"|enable javascript and cookies to continue"
    r"|(?:verify|verifying|confirm) (?:that )?you are (?:a )?(?:not a robot|human)"
    r"|making sure you're not a bot"
    r"|complete the (?:security check|captcha)"
    r"|unusual traffic from your computer network"
    r"|(?:подтвердите, что (?:вы|запросы отправляли вы)|проверка вашего браузера)",
    re.IGNORECASE,
)
"""The words of a short challenge page: its title first, then the rest."""

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
"""Hosts to which abandoned domains redirect."""

PARKING_SCRIPTS = re.compile(
    r"//(?:[\w-]+\.)*(?:sedoparking\.com|parkingcrew\.net|bodis\.com|parklogic\.com|above\.com)/"
    r"|\bwindow\.park\s*=|data-adblockkey="
)
"""Marks in the source of the page of a parked domain."""

PARKED = re.compile(
    r"\b(?:this|the|your) domain(?: name)? (?:is|may be|could be) for sale"
    r"|\bdomain(?: name)? \S+ (?:is|may be) for sale"
    r"|\bbuy this domain\b"
    r"|\b(?:domain is|is) parked\b|\bparked (?:free|domain)\b|\bdomain parking\b"
    r"|\bdomain(?: name)? (?:has|registration has) expired\b"
    r"|домен \S*\s*(?:прода[её]тся|припаркован)|прода[её]тся домен|срок регистрации домена",
    re.IGNORECASE,
)
"""The words of the short page of a parked domain."""
