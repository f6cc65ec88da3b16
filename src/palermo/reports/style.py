"""How the page looks: on a phone, on a screen, on paper, in light and in dark.

Text on each of its grounds keeps a contrast of at least 4.5 to 1 (WCAG 2.2, 1.4.3, level AA).
"""

LIGHT = {
    "ground": "#ffffff",
    "panel": "#f4f5f7",
    "ink": "#1c1e21",
    "quiet": "#565b61",
    "line": "#c9cdd2",
    "link": "#0b4f9e",
    "slot": "#dcebff",
    "slot-ink": "#0a2e5c",
    "contact": "#ffe9b0",
    "contact-ink": "#4a3000",
    "bar": "#3568a8",
}
DARK = {
    "ground": "#14171a",
    "panel": "#1e2226",
    "ink": "#e9ebed",
    "quiet": "#a9b0b7",
    "line": "#444b52",
    "link": "#8fc0ff",
    "slot": "#16324f",
    "slot-ink": "#d8e8ff",
    "contact": "#483a0e",
    "contact-ink": "#ffe9b0",
    "bar": "#7fb0ea",
}

_RULES = """
*{box-sizing:border-box}
html{background:var(--ground);color:var(--ink);font:16px/1.5 system-ui,-apple-system,"Segoe UI","Noto Sans",sans-serif;
-webkit-text-size-adjust:100%}
body{margin:0 auto;padding:1rem;max-width:54rem;overflow-wrap:anywhere}
h1{font-size:1.5rem;line-height:1.25;margin:.25rem 0}
h2{font-size:1.15rem;margin:2rem 0 .5rem;padding-top:.75rem;border-top:1px solid var(--line)}
h3{font-size:1rem;margin:0}
p,ul,dl{margin:.4rem 0}
ul.points{list-style:none;padding:0}
ul.points>li{margin:.6rem 0;padding:.55rem .8rem;background:var(--panel);border-left:4px solid var(--bar)}
ul.points.against>li{border-left-style:double}
ul.points.unknown>li{border-left-style:dotted}
.aside,.small{color:var(--quiet);font-size:.875rem}
.banner{display:flex;flex-wrap:wrap;gap:.25rem 1rem;justify-content:space-between;color:var(--quiet);font-size:.875rem}
.banner strong{color:var(--ink)}
a{color:var(--link)}
a:focus-visible{outline:3px solid var(--link);outline-offset:2px}
dl{display:grid;grid-template-columns:max-content 1fr;gap:.15rem .9rem}
dt{color:var(--quiet)}
dd{margin:0}
.slot{background:var(--slot);color:var(--slot-ink);border-bottom:2px dashed currentColor}
.contact{background:var(--contact);color:var(--contact-ink);border:1px solid currentColor;border-radius:3px;
padding:0 .15em}
.contact.hidden{border:3px double currentColor}
ul.legend{list-style:none;padding:0}
ul.legend li{margin:.35rem 0}
.tag{font-size:.72em;font-weight:600;vertical-align:.35em;margin-right:.2em}
.said{white-space:pre-wrap;background:var(--panel);padding:.7rem .8rem;margin:.5rem 0;line-height:1.65}
article{margin:1.2rem 0;padding:.8rem;border:1px solid var(--line);border-radius:6px}
article .said{margin:.6rem 0}
code,.hash{font:.8125rem/1.45 ui-monospace,"Noto Sans Mono",monospace}
pre{font:.8125rem/1.45 ui-monospace,"Noto Sans Mono",monospace;white-space:pre-wrap;background:var(--panel);
padding:.7rem .8rem}
.timeline{width:100%;height:auto;display:block}
.bar{fill:var(--bar)}
.axis{stroke:var(--line)}
.label{fill:var(--ink);font-size:15px}
footer{margin-top:2.5rem;padding-top:.75rem;border-top:1px solid var(--line);color:var(--quiet);font-size:.875rem}
@media (max-width:36rem){body{padding:.75rem}dl{grid-template-columns:1fr;gap:0}dd{margin-bottom:.4rem}
.label{font-size:23px}
}
@media print{html{font-size:10.5pt}body{max-width:none;padding:0}a{color:inherit}
ul.points>li,.said,pre{break-inside:avoid-page;border-top:1px solid var(--line);border-bottom:1px solid var(--line)}
article{break-inside:avoid-page}h2,h3{break-after:avoid-page}
.slot,.contact{print-color-adjust:exact;-webkit-print-color-adjust:exact}}
"""


def style() -> str:
    """The page's one style sheet; paper is always light."""
    return (
        f":root{{color-scheme:light dark;{_variables(LIGHT)}}}"
        f"@media screen and (prefers-color-scheme:dark){{:root{{{_variables(DARK)}}}}}" + _RULES
    )


def _variables(colours: dict[str, str]) -> str:
    """Colours as custom properties."""
    return "".join(f"--{name}:{value};" for name, value in colours.items())
