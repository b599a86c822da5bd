// Restorations: from which backup, into which collections, and how far.

import { h } from './dom.js'
import { icon } from './icons.js'
import { badge, bar, empty, instant, part, tag } from './parts.js'
import { ago, between, count, short } from './words.js'

const ROUTES_SHOWN = 12

/** A card for each, the newest first. */
export function restorationsPanel(app) {
  const { restorations, restorationsTotal } = app.state.site
  if (!restorations.length)
    return empty(
      'restore',
      'No restorations',
      h('p', null, 'Restore Backup puts content back; it shows here with its progress.'),
    )
  return part(
    'Restorations',
    null,
    h(
      'ul',
      { class: 'cards' },
      restorations.map((entry) => card(app, entry)),
    ),
    restorationsTotal > restorations.length &&
      h('p', { class: 'quiet' }, `The newest ${restorations.length} of ${restorationsTotal}.`),
  )
}

function card(app, entry) {
  const backup = app.state.site.backups.find(({ id }) => id === entry.backup)
  return h(
    'li',
    { class: 'card', key: entry.id },
    h(
      'div',
      { class: 'card-head' },
      badge(entry.status),
      h('h3', null, 'From backup ', h('code', { title: entry.backup }, short(entry.backup))),
      backup && tag(backup.type),
      h(
        'span',
        { class: 'quiet when' },
        instant(entry.requestedDate),
        ` · ${ago(entry.requestedDate, app.state.now)}`,
        entry.finishedDate && ` · took ${between(entry.requestedDate, entry.finishedDate)}`,
      ),
    ),
    entry.status === 'PENDING' && bar(entry.progress, 'Restoration under way', 'busy'),
    h(
      'ul',
      { class: 'routes', 'aria-label': count(entry.collections.length, 'collection') },
      entry.collections.slice(0, ROUTES_SHOWN).map(route),
      entry.collections.length > ROUTES_SHOWN &&
        h(
          'li',
          { class: 'quiet', key: ' more' },
          `and ${entry.collections.length - ROUTES_SHOWN} more`,
        ),
    ),
  )
}

function route({ source, destination }) {
  const same = source === destination
  return h(
    'li',
    { key: `${source} ${destination}` },
    tag(source),
    !same && [icon('arrow'), h('span', { class: 'unseen' }, ' to '), tag(destination)],
  )
}
