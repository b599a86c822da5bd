// Where one looks, kept in the address: reload, back and bookmarks work.

export const SITE_TABS = ['collections', 'backups', 'restorations', 'jobs']
export const EMULATOR_TABS = ['requests', 'faults', 'settings']
const TABS = [...SITE_TABS, ...EMULATOR_TABS]

/** The place that the address names. */
export function readPlace() {
  const given = new URLSearchParams(location.hash.slice(1))
  const tab = given.get('tab')
  return {
    site: given.get('site'),
    tab: TABS.includes(tab) ? tab : 'collections',
    collection: given.get('collection'),
    environment: given.get('environment') === 'SANDBOX' ? 'SANDBOX' : 'LIVE',
    offset: Number(given.get('offset')) || 0,
  }
}

/** The address of a place: `#site=…&tab=…`, defaults left out. */
export function address(place) {
  const shown = new URLSearchParams()
  if (place.site) shown.set('site', place.site)
  shown.set('tab', place.tab)
  if (place.tab === 'collections' && place.collection) {
    shown.set('collection', place.collection)
    if (place.environment === 'SANDBOX') shown.set('environment', 'SANDBOX')
    if (place.offset) shown.set('offset', String(place.offset))
  }
  return `#${shown}`
}
