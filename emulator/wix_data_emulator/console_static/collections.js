// Collections of the site with their item counts, and the items of one, page by page.

import { h } from './dom.js'
import { button, empty, part, scroller, tag } from './parts.js'
import { address } from './route.js'
import { count, day, grouped, timeOfDay } from './words.js'

const FIELDS_SHOWN = 6
const LONG = 48
const ENVIRONMENTS = { LIVE: 'Live', SANDBOX: 'Sandbox' }

/** All collections, or the items of the one that the address names. */
export function collectionsPanel(app) {
  const { collections } = app.state.site
  if (app.place.collection) return itemsPart(app)
  if (!collections.length)
    return empty(
      'database',
      'No collections',
      h(
        'p',
        null,
        'Create Collection makes one; so does a seed folder, or a restoration into a new one.',
      ),
    )
  return part('Collections', null, scroller('Collections', table(app, collections)))
}

function table(app, collections) {
  return h(
    'table',
    null,
    h(
      'thead',
      null,
      h(
        'tr',
        null,
        ['Collection', 'Name', 'Fields', 'Live items', 'Sandbox items'].map((name) =>
          h('th', { scope: 'col', key: name, class: name.endsWith('items') && 'number' }, name),
        ),
      ),
    ),
    h(
      'tbody',
      null,
      collections.map((entry) => row(app, entry)),
    ),
  )
}

function row(app, entry) {
  const link = (environment) =>
    address({ ...app.place, collection: entry.id, environment, offset: 0 })
  const more = entry.fields.length - FIELDS_SHOWN
  return h(
    'tr',
    { key: entry.id },
    h('th', { scope: 'row' }, h('a', { href: link('LIVE') }, entry.id)),
    h('td', null, entry.name),
    h(
      'td',
      null,
      h(
        'div',
        { class: 'fields' },
        entry.fields.slice(0, FIELDS_SHOWN).map((field) => tag(field)),
        more > 0 && h('span', { class: 'quiet' }, `+${more}`),
      ),
    ),
    h('td', { class: 'number' }, grouped(entry.live)),
    h(
      'td',
      { class: 'number' },
      entry.sandbox
        ? h(
            'a',
            {
              href: link('SANDBOX'),
              'aria-label': `${entry.sandbox} sandbox items of ${entry.id}`,
            },
            grouped(entry.sandbox),
          )
        : h('span', { class: 'quiet' }, '0'),
    ),
  )
}

function itemsPart(app) {
  const { items } = app.state
  const back = h(
    'a',
    { class: 'back', href: address({ ...app.place, collection: null }) },
    '← All collections',
  )
  if (items?.collection !== app.place.collection)
    return h(
      'div',
      { class: 'part', key: 'gone' },
      back,
      empty(
        'database',
        `No collection ${app.place.collection}`,
        h('p', null, 'It is not in this site, or not any more.'),
      ),
    )
  return h(
    'section',
    { class: 'part', key: `items-${items.collection}` },
    back,
    h(
      'div',
      { class: 'bar-of' },
      h('h2', null, items.name),
      environments(app, items),
      pager(app, items),
    ),
    items.rows.length
      ? scroller(`Items of ${items.name}`, itemsTable(items))
      : empty('database', `No ${ENVIRONMENTS[items.environment].toLowerCase()} items`),
  )
}

function environments(app, items) {
  return h(
    'div',
    { class: 'segments', role: 'group', 'aria-label': 'Environment' },
    Object.entries(ENVIRONMENTS).map(([name, word]) =>
      h(
        'button',
        {
          type: 'button',
          key: name,
          'aria-pressed': String(items.environment === name),
          onclick: () => app.go({ ...app.place, environment: name, offset: 0 }),
        },
        word,
        ' ',
        h('span', { class: 'count' }, grouped(items.counts[name])),
      ),
    ),
  )
}

function pager(app, { offset, limit, total }) {
  const last = Math.min(offset + limit, total)
  const turn = (to) => () => app.go({ ...app.place, offset: Math.max(0, to) })
  return h(
    'div',
    { class: 'pager', role: 'group', 'aria-label': 'Pages' },
    h(
      'span',
      { class: 'quiet' },
      total ? `${grouped(offset + 1)} to ${grouped(last)} of ${count(total, 'item')}` : '0 items',
    ),
    button(null, '← Previous', {
      class: 'button small',
      key: 'previous',
      disabled: offset === 0,
      onclick: turn(offset - limit),
    }),
    button(null, 'Next →', {
      class: 'button small',
      key: 'next',
      disabled: last >= total,
      onclick: turn(offset + limit),
    }),
  )
}

function itemsTable({ columns, rows }) {
  return h(
    'table',
    { class: 'items' },
    h(
      'thead',
      null,
      h(
        'tr',
        null,
        columns.map(({ key, type }) =>
          h('th', { scope: 'col', key }, key, type && h('span', { class: 'type' }, type)),
        ),
      ),
    ),
    h(
      'tbody',
      null,
      rows.map(({ id, cells }) =>
        h(
          'tr',
          { key: id },
          cells.map((cell, at) => itemCell(cell, columns[at].key)),
        ),
      ),
    ),
  )
}

function itemCell({ kind, text, length }, key) {
  const shown = kind === 'date' && text.length > 18 ? `${day(text)} ${timeOfDay(text)}` : text
  return h(
    'td',
    { class: `cell ${kind} ${text.length > LONG ? 'long' : ''}`, key },
    kind === 'none' ? h('span', { class: 'quiet' }, '–') : shown,
    length && h('span', { class: 'cut' }, ` … ${count(length, 'character')}`),
  )
}
