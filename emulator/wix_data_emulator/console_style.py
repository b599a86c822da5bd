"""How the console looks, by day and by night."""

STYLE = """
:root { color-scheme: light dark; --line: #8884; --soft: #8881; --accent: #2f6fed; }
body { margin: 0; font: 15px/1.5 system-ui, sans-serif; }
main { max-width: 72rem; margin: 0 auto; padding: 1.5rem; }
nav { font-size: .85rem; }
h1 { margin: .5rem 0 1rem; font-size: 1.6rem; overflow-wrap: anywhere; }
h2 { margin: 0 0 .5rem; font-size: 1.15rem; overflow-wrap: anywhere; }
h3 { margin: 1.25rem 0 .25rem; font-size: .95rem; }
section { border: 1px solid var(--line); border-radius: .75rem; padding: 1.25rem; margin: 1rem 0; }
.wide { overflow-x: auto; }
table { border-collapse: collapse; width: 100%; font-size: .85rem; }
th, td { text-align: left; vertical-align: top; padding: .35rem .6rem; max-width: 24rem;
  border-bottom: 1px solid var(--line); overflow-wrap: break-word; }
th { font-weight: 600; opacity: .7; white-space: nowrap; }
tr:hover td { background: var(--soft); }
a { color: var(--accent); }
progress { width: 7rem; vertical-align: middle; accent-color: var(--accent); }
.slot { display: inline-block; margin: 0 .5rem .5rem 0; padding: .25rem .75rem; font-size: .85rem;
  border: 1px dashed var(--line); border-radius: .5rem; }
.taken { border-style: solid; border-color: var(--accent); }
.none { opacity: .6; margin: .25rem 0; }
"""
