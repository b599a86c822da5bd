// What several areas are made of.

import { h } from './dom.js'
import { icon } from './icons.js'
import { day, timeOfDay } from './words.js'

const LOOKS = {
  READY: ['good', 'check'],
  COMPLETED: ['good', 'check'],
  PENDING: ['busy', 'spinner'],
  INITIALIZING: ['busy', 'clock'],
  IN_PROGRESS: ['busy', 'spinner'],
  PARTIALLY_SUCCESSFUL: ['warn', 'warning'],
  FAILED: ['bad', 'cross'],
  CANCELED: ['gone', 'slash'],
  DELETED: ['gone', 'trash'],
  EVICTED: ['gone', 'trash'],
  DELETING: ['gone', 'spinner'],
}

/** `good`, `busy`, `warn`, `bad` or `gone`. */
export const lookOf = (status) => (LOOKS[status] ?? ['gone', 'clock'])[0]

/** What one sees of a backup beyond the status of Wix: how it went, and that it is going. */
export function fateOf(backup) {
  if (backup.deleting) return 'DELETING'
  return backup.status === 'DELETED' && backup.evictedBy ? 'EVICTED' : backup.status
}

/** A status by colour, drawing and word. */
export function badge(status) {
  const [look, drawing] = LOOKS[status] ?? ['gone', 'clock']
  return h(
    'span',
    { class: `badge ${look}`, key: 'badge' },
    icon(drawing, drawing === 'spinner' ? 'turning' : ''),
    status,
  )
}

/** A small mark in words. */
export function tag(text, look = '') {
  return h('span', { class: `tag ${look}` }, text)
}

/** A bar from 0 to 1, named for those who do not see it. */
export function bar(share, label, look = '') {
  return h('progress', {
    class: `bar ${look}`,
    max: '1',
    value: share.toFixed(4),
    'aria-label': label,
  })
}

/** An instant: time of day, with the date for whoever asks. */
export function instant(text) {
  return h(
    'time',
    { datetime: text, title: `${day(text)} ${timeOfDay(text)} UTC` },
    timeOfDay(text),
  )
}

/** What stands where nothing is yet. */
export function empty(drawing, title, ...more) {
  return h('div', { class: 'empty' }, icon(drawing), h('h3', null, title), ...more)
}

/** A button with a drawing and a word. */
export function button(drawing, text, props) {
  return h('button', { type: 'button', class: 'button', ...props }, drawing && icon(drawing), text)
}

/** A headed part of a panel. */
export function part(title, props, ...content) {
  return h('section', { class: 'part', ...props }, h('h2', null, title), ...content)
}

/** A wide thing that scrolls inside itself, also by keyboard. */
export function scroller(label, ...content) {
  return h(
    'div',
    { class: 'scroller', tabindex: '0', role: 'region', 'aria-label': label },
    ...content,
  )
}
