"""The tables of the state file. Instants are milliseconds since 1970.

Status is never stored where times tell it: a backup is READY because its `finished_ms` has
passed. That is how a killed emulator goes on where it was.
"""

TABLES_VERSION = 2
"""To be raised with every change of the tables."""
UPGRADED_VERSIONS = (1,)
"""Older files that need nothing but the tables that came since, which opening them makes."""

TABLES = """
CREATE TABLE IF NOT EXISTS meta (key TEXT PRIMARY KEY, value TEXT NOT NULL);

CREATE TABLE IF NOT EXISTS sites (id TEXT PRIMARY KEY, first_seen_ms INTEGER NOT NULL);

CREATE TABLE IF NOT EXISTS tokens (
  digest TEXT PRIMARY KEY, instance TEXT NOT NULL, expires_ms INTEGER NOT NULL);

CREATE TABLE IF NOT EXISTS seeded (
  site TEXT NOT NULL REFERENCES sites ON DELETE CASCADE, collection TEXT NOT NULL,
  PRIMARY KEY (site, collection));

CREATE TABLE IF NOT EXISTS collections (
  key INTEGER PRIMARY KEY, site TEXT NOT NULL REFERENCES sites ON DELETE CASCADE,
  id TEXT NOT NULL, definition TEXT NOT NULL, revision INTEGER NOT NULL,
  created_ms INTEGER NOT NULL, updated_ms INTEGER NOT NULL, UNIQUE (site, id));

CREATE TABLE IF NOT EXISTS items (
  seq INTEGER PRIMARY KEY, collection INTEGER NOT NULL REFERENCES collections ON DELETE CASCADE,
  environment TEXT NOT NULL, id TEXT NOT NULL, data TEXT NOT NULL,
  UNIQUE (collection, environment, id));
CREATE INDEX IF NOT EXISTS items_in_order ON items (collection, environment, seq);

CREATE TABLE IF NOT EXISTS translations (
  collection INTEGER NOT NULL REFERENCES collections ON DELETE CASCADE, item TEXT NOT NULL,
  language TEXT NOT NULL, field TEXT NOT NULL, text TEXT NOT NULL,
  PRIMARY KEY (collection, item, language, field)) WITHOUT ROWID;

CREATE TABLE IF NOT EXISTS backups (
  number INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE,
  site TEXT NOT NULL REFERENCES sites ON DELETE CASCADE, type TEXT NOT NULL,
  outcome TEXT NOT NULL, requested_ms INTEGER NOT NULL, started_ms INTEGER NOT NULL,
  finished_ms INTEGER NOT NULL, deleted_ms INTEGER, size_in_bytes INTEGER NOT NULL,
  collections TEXT NOT NULL);

CREATE TABLE IF NOT EXISTS snapshots (
  backup INTEGER NOT NULL REFERENCES backups ON DELETE CASCADE,
  collection TEXT NOT NULL, id TEXT NOT NULL, data TEXT NOT NULL);
CREATE INDEX IF NOT EXISTS snapshots_by_collection ON snapshots (backup, collection);

CREATE TABLE IF NOT EXISTS restorations (
  number INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE,
  site TEXT NOT NULL REFERENCES sites ON DELETE CASCADE,
  backup INTEGER NOT NULL REFERENCES backups ON DELETE CASCADE, outcome TEXT NOT NULL,
  requested_ms INTEGER NOT NULL, started_ms INTEGER NOT NULL, finished_ms INTEGER NOT NULL,
  collections TEXT NOT NULL, applied INTEGER NOT NULL DEFAULT 0);
CREATE INDEX IF NOT EXISTS restorations_pending ON restorations (finished_ms) WHERE NOT applied;

CREATE TABLE IF NOT EXISTS uploads (
  number INTEGER PRIMARY KEY, site TEXT NOT NULL REFERENCES sites ON DELETE CASCADE,
  file TEXT NOT NULL);
CREATE INDEX IF NOT EXISTS uploads_of ON uploads (site, file);

CREATE TABLE IF NOT EXISTS chunks (
  upload INTEGER NOT NULL REFERENCES uploads ON DELETE CASCADE,
  number INTEGER NOT NULL, bytes BLOB NOT NULL, PRIMARY KEY (upload, number)) WITHOUT ROWID;

CREATE TABLE IF NOT EXISTS jobs (
  number INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE,
  site TEXT NOT NULL REFERENCES sites ON DELETE CASCADE, name TEXT,
  source_site TEXT, destination_site TEXT, source TEXT NOT NULL, destination TEXT NOT NULL,
  upload INTEGER, status TEXT NOT NULL, submitted_ms INTEGER NOT NULL,
  begins_ms INTEGER NOT NULL, ends_ms INTEGER NOT NULL, finished_ms INTEGER,
  current INTEGER NOT NULL DEFAULT 0, total INTEGER, successful INTEGER NOT NULL DEFAULT 0,
  error_code TEXT, error_description TEXT, cause TEXT, visible INTEGER NOT NULL DEFAULT 1);
CREATE INDEX IF NOT EXISTS jobs_running ON jobs (number) WHERE finished_ms IS NULL;

CREATE TABLE IF NOT EXISTS staged (
  job INTEGER NOT NULL REFERENCES jobs ON DELETE CASCADE, number INTEGER NOT NULL,
  label TEXT NOT NULL, data TEXT NOT NULL, PRIMARY KEY (job, number)) WITHOUT ROWID;

CREATE TABLE IF NOT EXISTS columns (
  job INTEGER NOT NULL REFERENCES jobs ON DELETE CASCADE, number INTEGER NOT NULL,
  key TEXT NOT NULL, header TEXT NOT NULL, type TEXT NOT NULL,
  PRIMARY KEY (job, number)) WITHOUT ROWID;

CREATE TABLE IF NOT EXISTS logs (
  number INTEGER PRIMARY KEY, job INTEGER NOT NULL REFERENCES jobs ON DELETE CASCADE,
  source_item TEXT NOT NULL, code TEXT NOT NULL, description TEXT NOT NULL);
CREATE INDEX IF NOT EXISTS logs_of ON logs (job, number);

CREATE TABLE IF NOT EXISTS webhooks (number INTEGER PRIMARY KEY, url TEXT NOT NULL UNIQUE);

CREATE TABLE IF NOT EXISTS announced (
  entity TEXT PRIMARY KEY, status TEXT NOT NULL, sequence INTEGER NOT NULL);

CREATE TABLE IF NOT EXISTS deliveries (
  number INTEGER PRIMARY KEY AUTOINCREMENT, url TEXT NOT NULL, event TEXT NOT NULL,
  attempts INTEGER NOT NULL, due_ms INTEGER NOT NULL);

CREATE TABLE IF NOT EXISTS requests (
  number INTEGER PRIMARY KEY, time_ms INTEGER NOT NULL, method TEXT NOT NULL, path TEXT NOT NULL,
  status INTEGER, site TEXT, fault TEXT);
"""
