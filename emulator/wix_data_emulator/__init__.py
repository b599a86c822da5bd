"""A stand-in for the data APIs of Wix, for laptops, tests and pull requests.

    __main__ → server → app → *_routes · admin · console → world → rules → store
    gateway      around every request: request ID, scripted faults, journal
    operations   what all routes share; wire, fields, paging: reading requests
    auth, limits, settings, clock, faults, journal     one idea each
    backups                                            slots, snapshots, statuses
    jobs, job_orders, job_runs                         records, requests, running
    uploads → reading → converting → importing         from bytes to items
    collections, items, item_queries, filters, sorting, comparing
    seed         content of the first start

It shares no code with the provider: neither imports the other.
"""
