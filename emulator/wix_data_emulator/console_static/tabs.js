// Seven tabs: four of the site, three of the emulator. Arrow keys, Home and End move between them.

import { h } from './dom.js'
import { icon } from './icons.js'
import { EMULATOR_TABS, SITE_TABS } from './route.js'
import { grouped } from './words.js'

const ICONS = {
  collections: 'database',
  backups: 'archive',
  restorations: 'restore',
  jobs: 'flow',
  requests: 'list',
  faults: 'zap',
  settings: 'gear',
}
const ALL = [...SITE_TABS, ...EMULATOR_TABS]

/** The list of tabs; only the chosen one is a stop of the Tab key. */
export function tabs(app) {
  return h(
    'div',
    {
      class: 'tabs',
      role: 'tablist',
      'aria-label': 'Areas',
      onkeydown: (event) => move(app, event),
    },
    ALL.map((name) => tab(app, name)),
  )
}

function tab(app, name) {
  const chosen = app.place.tab === name
  const number = numbers(app.state)[name]
  return h(
    'button',
    {
      type: 'button',
      key: name,
      id: `tab-${name}`,
      class: `tab ${name === EMULATOR_TABS[0] ? 'apart' : ''}`,
      role: 'tab',
      'aria-selected': String(chosen),
      'aria-controls': chosen && 'panel',
      tabindex: chosen ? '0' : '-1',
      onclick: () => choose(app, name),
    },
    icon(ICONS[name]),
    h('span', { class: 'word' }, name[0].toUpperCase() + name.slice(1)),
    number !== undefined && h('span', { class: 'count' }, grouped(number)),
  )
}

function numbers({ site, faults }) {
  const active = faults.length || undefined
  if (!site) return { faults: active }
  return {
    collections: site.collections.length,
    backups: site.backupsTotal,
    restorations: site.restorationsTotal,
    jobs: site.jobsTotal,
    faults: active,
  }
}

function choose(app, name) {
  if (app.place.tab !== name || app.place.collection)
    app.go({ ...app.place, tab: name, collection: null, offset: 0 })
}

/** On a narrow screen the chosen tab may lie outside; the page itself does not move. */
export function revealTab(name) {
  const tab = document.getElementById(`tab-${name}`)
  const list = tab.parentElement
  const left = tab.offsetLeft - list.offsetLeft
  if (left < list.scrollLeft || left + tab.offsetWidth > list.scrollLeft + list.clientWidth)
    list.scrollLeft = left - 16
}

function move(app, event) {
  const at = ALL.indexOf(app.place.tab)
  const last = ALL.length - 1
  const target = {
    ArrowRight: at === last ? 0 : at + 1,
    ArrowLeft: at === 0 ? last : at - 1,
    Home: 0,
    End: last,
  }[event.key]
  if (target === undefined) return
  event.preventDefault()
  choose(app, ALL[target])
  document.getElementById(`tab-${ALL[target]}`).focus()
}
