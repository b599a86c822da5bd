// The console: asks for the state every second, and shows the place that the address names.

import { announceChanges, say, toast } from './announcing.js'
import { administer, getState } from './api.js'
import { collectionsPanel } from './collections.js'
import { backupsPanel } from './backups.js'
import { openReset } from './resetting.js'
import { patch } from './dom.js'
import { faultsPanel, newDraft } from './faults.js'
import { jobsPanel } from './jobs.js'
import { page } from './page.js'
import { requestsPanel } from './requests.js'
import { restorationsPanel } from './restorations.js'
import { address, readPlace } from './route.js'
import { settingsPanel } from './settings.js'
import { revealTab } from './tabs.js'

const EVERY_MS = 1000
const PANELS = {
  collections: collectionsPanel,
  backups: backupsPanel,
  restorations: restorationsPanel,
  jobs: jobsPanel,
  requests: requestsPanel,
  faults: faultsPanel,
  settings: settingsPanel,
}

/** What the areas share: the last state, the place, what one has opened or typed, and deeds. */
const app = {
  state: null,
  place: readPlace(),
  lost: false,
  openJobs: new Set(),
  logs: 10,
  requests: { text: '', kind: 'all', onlySite: false, held: null },
  draft: newDraft(),
  render,
  refresh,
  go,
  act,
  openReset: () => openReset(app),
}
let asked = 0
let revealed
let timer

function render() {
  if (!app.state) return
  patch(document.getElementById('app'), page(app, PANELS[app.place.tab]))
  if (revealed !== app.place.tab) revealTab(app.place.tab)
  revealed = app.place.tab
}

/** Ask now; an answer that a later question has overtaken is dropped. */
async function refresh() {
  clearTimeout(timer)
  const number = ++asked
  try {
    const state = await getState(app.place, app.openJobs, app.logs)
    if (number === asked) take(state)
  } catch {
    if (number === asked) lose()
  }
  if (number === asked) timer = setTimeout(refresh, EVERY_MS)
}

function take(state) {
  if (app.lost) say('The emulator answers again.')
  app.lost = false
  announceChanges(app.state?.site, state.site)
  app.state = state
  if (settle()) return
  render()
}

/** With a site there to look at, look at one. True when the place changed. */
function settle() {
  const { sites, site } = app.state
  if (site || !sites.length) return false
  go({ ...app.place, site: sites[0].id, collection: null, offset: 0 }, { replace: true })
  return true
}

function lose() {
  if (!app.lost) say('The emulator does not answer.')
  app.lost = true
  const shown = document.getElementById('app')
  if (app.state) render()
  else shown.textContent = 'The emulator does not answer; asking again every second …'
}

/** Look elsewhere. */
function go(place, { replace = false } = {}) {
  toTop(place)
  app.place = place
  history[replace ? 'replaceState' : 'pushState'](null, '', address(place))
  render()
  refresh()
}

/** Do something at the emulator, tell how it went, and show what came of it; whether it worked. */
async function act(method, name, body, done) {
  try {
    await administer(method, name, body)
    toast(done)
  } catch (error) {
    toast(error.message, 'bad')
    return false
  } finally {
    await refresh()
  }
  return true
}

/** Another area or collection is read from its beginning. */
function toTop(place) {
  if (place.tab !== app.place.tab || place.collection !== app.place.collection)
    window.scrollTo(0, 0)
}

window.addEventListener('hashchange', () => {
  const place = readPlace()
  toTop(place)
  app.place = { ...place, site: place.site ?? app.state?.site?.id ?? null }
  render()
  refresh()
})
document.addEventListener('visibilitychange', () => {
  if (document.hidden) clearTimeout(timer)
  else refresh()
})
refresh()
