// The slots on a time line: a lane for each slot and one for automatic backups, a bar for each
// backup from its request to its end. Long gaps are drawn short, so that a day and a second fit.

import { h } from './dom.js'
import { fateOf, lookOf } from './parts.js'
import { day, short, timeOfDay } from './words.js'

const MOST_BARS = 14
const LEAST_GAP = 1
const NARROWEST = 1.5

/** Lanes with bars, and the instants below. */
export function timeLine(site, now) {
  const lanes = layOut(site, now)
  const newest = new Set(site.backups.slice(0, MOST_BARS).map(({ id }) => id))
  const isShown = ({ id }) => newest.has(id) || site.slots.held.includes(id)
  const shown = [...site.backups].reverse().filter(isShown)
  const scale = makeScale(
    shown.flatMap((backup) => [backup.requestedDate, endOf(backup, now)]),
    now,
  )
  return h(
    'div',
    { class: 'line' },
    h(
      'ul',
      { class: 'lanes' },
      lanes.map(({ name, bars }, at) => lane(name, bars.filter(isShown), site, scale, now, at)),
    ),
    h('div', { class: 'axis', 'aria-hidden': 'true' }, ticks(shown, scale, now)),
  )
}

/** A backup's place ends when its slot is free again. */
function endOf(backup, now) {
  if (backup.deletedDate) return backup.deletedDate
  return ['READY', 'PENDING'].includes(backup.status) ? now : (backup.finishedDate ?? now)
}

/** Lanes with their backups, the oldest first: a backup takes the first lane that is free. */
export function layOut(site, now) {
  const lanes = Array.from({ length: site.slots.most }, (_, at) => ({
    name: `Slot ${at + 1}`,
    bars: [],
    end: '',
  }))
  const automatic = { name: 'Auto', bars: [] }
  for (const backup of [...site.backups].reverse()) {
    if (backup.type === 'AUTO') automatic.bars.push(backup)
    else {
      const free = lanes.find(({ end }) => end <= backup.requestedDate) ?? lanes[lanes.length - 1]
      free.bars.push(backup)
      free.end = endOf(backup, now)
    }
  }
  return automatic.bars.length ? [...lanes, automatic] : lanes
}

/** From an instant to a share of the width: in order, gaps by their logarithm. */
function makeScale(instants, now) {
  const moments = [...new Set([...instants, now].map((instant) => Date.parse(instant)))].sort(
    (a, b) => a - b,
  )
  let width = 0
  const at = new Map()
  moments.forEach((moment, index) => {
    if (index) width += LEAST_GAP + Math.log10(1 + (moment - moments[index - 1]) / 1000)
    at.set(moment, width)
  })
  return (instant) => (width ? (at.get(Date.parse(instant)) / width) * 100 : 0)
}

function lane(name, bars, site, scale, now, at) {
  return h(
    'li',
    { key: String(at) },
    h('span', { class: 'lane-name' }, name),
    h(
      'div',
      { class: 'lane' },
      bars.map((backup) => barOf(backup, site, scale, now)),
    ),
  )
}

function barOf(backup, site, scale, now) {
  const fate = fateOf(backup)
  const from = Math.min(scale(backup.requestedDate), 100 - NARROWEST)
  const width = Math.max(scale(endOf(backup, now)) - from, NARROWEST)
  const next = site.slots.evictedNext === backup.id
  const end = next ? ', evicted by the next backup' : ''
  const words = `${short(backup.id)}, ${fate}, from ${timeOfDay(backup.requestedDate)}${end}`
  const show = () => {
    const entry = document.getElementById(`backup-${backup.id}`)
    entry.scrollIntoView({ block: 'center' })
    entry.focus()
  }
  return h(
    'button',
    {
      type: 'button',
      class: `span ${lookOf(fate)} ${next ? 'next' : ''}`,
      key: backup.id,
      'aria-label': words,
      title: words,
      style: { left: `${from}%`, width: `${width}%` },
      onclick: show,
    },
    h('span', null, short(backup.id)),
  )
}

function ticks(backups, scale, now) {
  const starts = backups.map(({ requestedDate }) => requestedDate)
  const sameDay = starts.every((instant) => day(instant) === day(now))
  const label = (instant) =>
    sameDay ? timeOfDay(instant) : `${instant.slice(5, 10)} ${timeOfDay(instant).slice(0, 5)}`
  let last = -Infinity
  const room = 14
  const shown = starts.filter((instant) => {
    const fits = scale(instant) - last >= room && scale(instant) <= 100 - room
    if (fits) last = scale(instant)
    return fits
  })
  return [
    ...shown.map((instant, at) =>
      h('span', { key: `${at}`, style: { left: `${scale(instant)}%` } }, label(instant)),
    ),
    h('span', { key: 'now', class: 'now' }, 'now'),
  ]
}
