"""`make test-wix`: the sample flows against a real site that may be spoiled, and where Wix differs.

__main__.py    options, environment, Ctrl-C, exit code
settings.py    the environment: which site, and that its owner lets it be spoiled
stated/        what our account of Wix says, sentence by sentence: tables only
seen.py        what was seen of each sentence
observing.py   what any exchange shows, whatever it was for
flows/         one file a flow: what it does on the site, and what it looks at
site.py        the site as flows use it: our client, on collections of this run only
waiting.py     until an operation has ended
made.py        what this run made at Wix, and how it is taken away again
run.py         the flows one after the other, and the clean-up whatever happens
report.py      pure: three groups, as lines or as markdown
"""
