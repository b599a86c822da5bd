// The sites beside the panels, and what stands there while there is none.

import { h } from './dom.js'
import { icon } from './icons.js'
import { tag } from './parts.js'
import { EMULATOR_TABS, address } from './route.js'
import { count, short } from './words.js'

const EXAMPLE = 'c0ffee00-0000-4000-8000-000000000001'

/** A link for each site. */
export function sitesNav(app) {
  const { sites } = app.state
  return h(
    'nav',
    { class: 'sites', 'aria-label': 'Sites' },
    h('h2', null, 'Sites ', h('span', { class: 'count' }, sites.length)),
    sites.length === 0 && h('p', { class: 'quiet' }, 'None yet.'),
    h(
      'ul',
      null,
      sites.map((site) => siteLink(app, site)),
    ),
  )
}

function siteLink(app, site) {
  const tab = EMULATOR_TABS.includes(app.place.tab) ? 'collections' : app.place.tab
  const current = app.state.site?.id === site.id
  return h(
    'li',
    { key: site.id },
    h(
      'a',
      {
        href: address({ ...app.place, site: site.id, tab, collection: null }),
        'aria-current': current && 'page',
        title: site.id,
      },
      icon('site'),
      h(
        'span',
        { class: 'name' },
        h('code', null, short(site.id)),
        h('code', { class: 'quiet' }, `…${site.id.slice(-4)}`),
      ),
      h('span', { class: 'quiet facts' }, count(site.collections, 'collection')),
      site.busy > 0 && tag(`${site.busy} running`, 'busy'),
    ),
  )
}

/** How to get a first site. */
export function welcome() {
  const origin = location.origin
  return h(
    'div',
    { class: 'welcome' },
    icon('site'),
    h('h2', null, 'A site appears when a request first names its ID'),
    h('p', null, 'In a clone of pulumi-wix-data, deploy the example to a site of its own:'),
    h('pre', { tabindex: '0' }, 'make up'),
    h('p', null, 'Or point a program of yours at this emulator, and run it:'),
    h(
      'pre',
      { tabindex: '0' },
      `export WIX_API_URL=${origin} WIX_API_KEY=any\nexport WIX_SITE_ID=${EXAMPLE}\npulumi up`,
    ),
    h('p', null, 'Or take a backup by hand:'),
    h(
      'pre',
      { tabindex: '0' },
      `curl -X POST ${origin}/wix-data/v2/backups \\\n`,
      `  -H 'Authorization: any' -H 'wix-site-id: ${EXAMPLE}'`,
    ),
    h(
      'p',
      { class: 'quiet' },
      'Started with --api-key, it wants that key; ',
      'with --seed it begins with the sites, collections and items of a folder.',
    ),
  )
}
