// Backups: the three slots as they are now, the slots on a time line, and every backup in a list.

import { h } from './dom.js'
import { icon } from './icons.js'
import { badge, bar, empty, fateOf, instant, lookOf, part, tag } from './parts.js'
import { layOut, timeLine } from './timeline.js'
import { ago, between, bytes, count, day, short, timeOfDay } from './words.js'

/** Slots, time line, list. */
export function backupsPanel(app) {
  const { site, now } = app.state
  return [
    part('On-demand slots', { key: 'slots' }, slots(site, now)),
    site.backups.length > 0 && part('Time line', { key: 'line' }, timeLine(site, now)),
    part(
      'All backups',
      { key: 'all' },
      site.backups.length
        ? h('ol', { class: 'history' }, history(site, now))
        : empty(
            'archive',
            'No backups',
            h(
              'p',
              null,
              'Create Backup takes one; with autoBackupDays the emulator does, as Wix would.',
            ),
          ),
      site.backupsTotal > site.backups.length &&
        h('p', { class: 'quiet' }, `The newest ${site.backups.length} of ${site.backupsTotal}.`),
    ),
  ]
}

function slots(site, now) {
  const { most, held, evictedNext } = site.slots
  return h(
    'ol',
    { class: 'slots' },
    layOut(site, now)
      .slice(0, most)
      .map(({ bars }, at) => {
        const backup = bars.find(({ id }) => held.includes(id))
        return backup ? taken(backup, at + 1, evictedNext === backup.id, now) : free(at + 1)
      }),
  )
}

function taken(backup, place, goesNext, now) {
  return h(
    'li',
    { class: `slot ${lookOf(fateOf(backup))} ${goesNext ? 'next' : ''}`, key: backup.id },
    h('div', { class: 'card-head' }, h('span', { class: 'place' }, place), badge(fateOf(backup))),
    h('p', { class: 'id' }, h('code', { title: backup.id }, short(backup.id))),
    h(
      'p',
      { class: 'quiet' },
      ago(backup.requestedDate, now),
      backup.sizeInBytes && ` · ${bytes(backup.sizeInBytes)}`,
      ` · ${count(backup.collections.length, 'collection')}`,
    ),
    backup.status === 'PENDING' && bar(backup.progress, 'Backup under way', 'busy'),
    goesNext && h('p', { class: 'evicted-next' }, icon('warning'), 'Evicted by the next backup'),
  )
}

function free(place) {
  return h(
    'li',
    { class: 'slot free', key: `free-${place}` },
    h(
      'div',
      { class: 'card-head' },
      h('span', { class: 'place' }, place),
      h('span', { class: 'quiet' }, 'free'),
    ),
  )
}

/** Backups and restorations, the newest first, with a heading for each day. */
function history(site, now) {
  const events = [
    ...site.backups.map((backup) => [backup.requestedDate, 1, () => backupEntry(backup, now)]),
    ...site.restorations.map((entry) => [
      entry.requestedDate,
      2,
      () => restorationEntry(entry, now),
    ]),
  ].sort(([a, first], [b, second]) => (a < b ? 1 : a > b ? -1 : second - first))
  return events.flatMap(([date, , make], at) => {
    const newDay = at === 0 || day(events[at - 1][0]) !== day(date)
    return newDay ? [h('li', { class: 'day', key: day(date) }, day(date)), make()] : [make()]
  })
}

function backupEntry(backup, now) {
  const fate = fateOf(backup)
  return h(
    'li',
    { class: `entry ${lookOf(fate)}`, key: backup.id, id: `backup-${backup.id}`, tabindex: '-1' },
    h(
      'span',
      { class: 'when' },
      instant(backup.requestedDate),
      h('span', { class: 'quiet' }, ago(backup.requestedDate, now)),
    ),
    h(
      'div',
      { class: 'what' },
      h('div', { class: 'card-head' }, badge(fate), h('code', null, backup.id), tag(backup.type)),
      h('p', { class: 'quiet' }, facts(backup).join(' · ')),
    ),
  )
}

function facts(backup) {
  const { finishedDate, sizeInBytes, collections, evictedBy, deletedDate } = backup
  return [
    finishedDate && `took ${between(backup.requestedDate, finishedDate)}`,
    sizeInBytes && bytes(sizeInBytes),
    collections.length
      ? collections.slice(0, 5).join(', ') +
        (collections.length > 5 ? ` and ${collections.length - 5} more` : '')
      : 'no collections',
    evictedBy && deletedDate && `evicted by ${short(evictedBy)} at ${timeOfDay(deletedDate)}`,
    !evictedBy && deletedDate && `deleted at ${timeOfDay(deletedDate)}`,
  ].filter(Boolean)
}

function restorationEntry(entry, now) {
  return h(
    'li',
    { class: 'entry restoration', key: `restoration-${entry.id}` },
    h(
      'span',
      { class: 'when' },
      instant(entry.requestedDate),
      h('span', { class: 'quiet' }, ago(entry.requestedDate, now)),
    ),
    h(
      'div',
      { class: 'what' },
      h(
        'div',
        { class: 'card-head' },
        badge(entry.status),
        h(
          'span',
          null,
          icon('restore'),
          ' Restoration from ',
          h('code', null, short(entry.backup)),
        ),
        h('span', { class: 'quiet' }, count(entry.collections.length, 'collection')),
      ),
    ),
  )
}
