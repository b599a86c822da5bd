// The frame around the panels: top bar, sites, tabs.

import { toast } from './announcing.js'
import { h } from './dom.js'
import { icon } from './icons.js'
import { button } from './parts.js'
import { EMULATOR_TABS } from './route.js'
import { sitesNav, welcome } from './sites.js'
import { tabs } from './tabs.js'
import { topBar } from './top.js'

/** The whole page, with the panel that is looked at. */
export function page(app, panel) {
  return [
    h('a', { class: 'skip', href: '#main', onclick: skip, key: 'skip' }, 'Skip to content'),
    topBar(app),
    app.lost &&
      h(
        'p',
        { class: 'lost', key: 'lost' },
        icon('warning'),
        'The emulator does not answer. What you see is what it said last.',
      ),
    h('div', { class: 'frame', key: 'frame' }, sitesNav(app), content(app, panel)),
  ].filter(Boolean)
}

function content(app, panel) {
  const { tab } = app.place
  const shown = app.state.site || EMULATOR_TABS.includes(tab) ? panel(app) : welcome(app)
  return h(
    'main',
    { id: 'main', tabindex: '-1' },
    heading(app),
    tabs(app),
    h(
      'div',
      { id: 'panel', class: 'panel', role: 'tabpanel', 'aria-labelledby': `tab-${tab}`, key: tab },
      shown,
    ),
  )
}

function heading(app) {
  const { site } = app.state
  if (!site) return h('div', { class: 'heading', key: 'none' }, h('h1', null, 'No site yet'))
  return h(
    'div',
    { class: 'heading', key: 'site' },
    h('h1', null, h('span', { class: 'quiet' }, 'Site '), h('code', null, site.id)),
    button('copy', 'Copy ID', { onclick: () => copy(site.id), class: 'button small' }),
  )
}

async function copy(text) {
  try {
    await navigator.clipboard.writeText(text)
    toast('ID copied.')
  } catch {
    toast('This browser does not let a page copy here.', 'bad')
  }
}

function skip(event) {
  event.preventDefault()
  document.getElementById('main').focus()
}
