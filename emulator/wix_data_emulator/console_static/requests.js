// The last requests as a live tail: filtered, or held still to be read.

import { h } from './dom.js'
import { icon } from './icons.js'
import { button, empty, instant, part, tag } from './parts.js'
import { short } from './words.js'

const KINDS = { all: 'All', problems: 'Without success', faults: 'With a fault' }

/** The newest first; paused, what was there stays. */
export function requestsPanel(app) {
  const view = app.requests
  const all = view.held ?? app.state.requests
  const shown = all.filter((entry) => fits(entry, app))
  const newer = view.held
    ? app.state.requests.filter(({ number }) => number > (view.held[0]?.number ?? 0)).length
    : 0
  return part(
    'Requests',
    null,
    controls(app, newer),
    shown.length
      ? h(
          'table',
          { class: 'requests' },
          h(
            'thead',
            null,
            h(
              'tr',
              null,
              ['Time', 'Method', 'Path', 'Status', 'Site', 'Fault'].map((name) =>
                h('th', { scope: 'col', key: name, class: name.toLowerCase() }, name),
              ),
            ),
          ),
          h('tbody', null, shown.map(row)),
        )
      : empty('list', all.length ? 'No request fits the filter' : 'No requests yet'),
  )
}

function controls(app, newer) {
  const view = app.requests
  const change = (changes) => {
    Object.assign(view, changes)
    app.render()
  }
  return h(
    'div',
    { class: 'controls' },
    h(
      'label',
      { class: 'grow' },
      h('span', null, 'Filter'),
      h('input', {
        type: 'search',
        value: view.text,
        placeholder: 'path, method or status',
        oninput: (event) => change({ text: event.target.value }),
      }),
    ),
    h(
      'label',
      null,
      h('span', null, 'Show'),
      h(
        'select',
        { value: view.kind, onchange: (event) => change({ kind: event.target.value }) },
        Object.entries(KINDS).map(([kind, words]) =>
          h('option', { value: kind, key: kind }, words),
        ),
      ),
    ),
    app.state.site &&
      h(
        'label',
        { class: 'check' },
        h('input', {
          type: 'checkbox',
          checked: view.onlySite,
          onchange: (event) => change({ onlySite: event.target.checked }),
        }),
        h('span', null, 'This site only'),
      ),
    h(
      'div',
      { class: 'deeds' },
      h(
        'button',
        {
          type: 'button',
          class: 'button',
          key: 'pause',
          'aria-pressed': String(view.held !== null),
          onclick: () => change({ held: view.held ? null : app.state.requests }),
        },
        icon(view.held ? 'play' : 'pause'),
        view.held ? `Go on${newer ? ` (${newer} newer)` : ''}` : 'Pause',
      ),
      button('trash', 'Clear', { key: 'clear', onclick: () => clear(app) }),
    ),
  )
}

function clear(app) {
  app.requests.held = null
  app.act('DELETE', 'requests', undefined, 'The requests are forgotten.')
}

function fits(entry, app) {
  const { text, kind, onlySite } = app.requests
  if (onlySite && app.state.site && entry.site !== app.state.site.id) return false
  if (kind === 'problems' && entry.status !== null && entry.status < 400) return false
  if (kind === 'faults' && !entry.fault) return false
  const words = text.toLowerCase().split(/\s+/).filter(Boolean)
  const line = [entry.method, entry.path, entry.status ?? 'no answer', entry.site, entry.fault]
    .join(' ')
    .toLowerCase()
  return words.every((word) => line.includes(word))
}

function row(entry) {
  return h(
    'tr',
    { key: String(entry.number) },
    h('td', { class: 'time' }, instant(entry.time)),
    h(
      'td',
      { class: 'method' },
      h('span', { class: `verb ${entry.method.toLowerCase()}` }, entry.method),
    ),
    h('td', { class: 'path' }, entry.path),
    h('td', { class: 'status' }, statusOf(entry.status)),
    h('td', { class: 'site', title: entry.site }, entry.site && short(entry.site)),
    h('td', { class: 'fault' }, entry.fault && tag(entry.fault, 'warn')),
  )
}

function statusOf(status) {
  if (status === null) return h('span', { class: 'answer bad' }, icon('slash'), 'no answer')
  const [look, drawing] =
    status < 400 ? ['good', 'check'] : status < 500 ? ['warn', 'warning'] : ['bad', 'cross']
  return h('span', { class: `answer ${look}` }, icon(drawing), status)
}
