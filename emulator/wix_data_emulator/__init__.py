"""A stand-in for the data APIs of Wix, for laptops, tests and pull requests.

    __main__ → server → app → *_routes · admin · console → world → rules → store
    gateway      around every request: request ID, scripted faults, journal
    operations   what all routes share; wire, fields, paging: reading requests
    auth, limits, settings, clock, faults, journal     one idea each
    settling     what falls due, in the order of its instants
    backups; restorations, restoring                   slots, snapshots; swapping content
    jobs, job_logs; job_orders, job_ends; job_runs     records; requests; running
    job_sources → job_destinations                     what a job reads, what it writes
    choosing, aggregating, expressions, projecting     what a job takes from a collection
    staging, columns, exporting, localizing            content on its way; translations
    uploads → reading → converting → importing         from bytes to items
    announcing, events → webhooks → delivering, signing
    collections, items, item_queries, filters, sorting, comparing
    seed         content of the first start
    console → console_state → console_site, console_jobs, console_items; console_static: the page

It shares no code with the provider: neither imports the other.
"""
