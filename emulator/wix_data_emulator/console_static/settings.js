// What Wix leaves open, and how fast things go. A change counts at once.

import { h } from './dom.js'
import { part } from './parts.js'
import { short } from './words.js'

const NUMBERS = {
  backupSeconds: ['Backups take', 'seconds, also deletions'],
  restorationSeconds: ['Restorations take', 'seconds'],
  jobSeconds: ['Jobs take', 'seconds'],
  exportUrlSeconds: ['URLs of exported files live for', 'seconds after the job'],
  rateLimit: ['Rate limit', 'requests per minute and site; 0 is none'],
  autoBackupDays: ['Automatic backups every', 'days; 0 is never'],
}
const CHOICES = {
  backupOutcome: ['New backups end', ['READY', 'FAILED', 'CANCELED']],
  restorationOutcome: ['New restorations end', ['COMPLETED', 'FAILED']],
  afterTerminate: ['A terminated job is', ['failed', 'notFound']],
}

/** Everything that can be set. */
export function settingsPanel(app) {
  return [
    part(
      'Behaviour',
      { key: 'behaviour' },
      toggle(
        app,
        'Final progress',
        'A finished job still shows its counts.',
        app.state.settings.finalProgress === 'present',
        (on) => ({ finalProgress: on ? 'present' : 'absent' }),
      ),
      toggle(
        app,
        'Skips logged',
        'SKIP_EXISTING logs each item that it skips.',
        app.state.settings.skipsLogged,
        (on) => ({ skipsLogged: on }),
      ),
      h(
        'div',
        { class: 'fields-of', key: 'choices' },
        Object.entries(CHOICES).map(([name, [words, values]]) => choice(app, name, words, values)),
      ),
    ),
    part(
      'Speed and limits',
      { key: 'speed' },
      h(
        'div',
        { class: 'fields-of' },
        Object.entries(NUMBERS).map(([name, [words, unit]]) => number(app, name, words, unit)),
      ),
    ),
    app.state.site && sitePart(app, app.state.site.id),
  ]
}

function sitePart(app, site) {
  const { withoutMultilingual, sites } = app.state.settings
  const others = withoutMultilingual.filter((id) => id !== site)
  const denied = sites[site]?.denied ?? []
  const rest = Object.fromEntries(Object.entries(sites).filter(([id]) => id !== site))
  const some =
    denied.length > 0 && !denied.includes('*') ? ` Denied now: ${denied.join(', ')}.` : ''
  return part(
    `Site ${short(site)}`,
    { key: 'site' },
    toggle(
      app,
      'Wix Multilingual',
      'Off, jobs of translations fail with WDE0161.',
      !withoutMultilingual.includes(site),
      (on) => ({ withoutMultilingual: on ? others : [...others, site] }),
    ),
    toggle(
      app,
      'Callers have permission',
      `Off, every request is answered with 403.${some}`,
      denied.length === 0,
      (on) => ({ sites: on ? rest : { ...rest, [site]: { denied: ['*'] } } }),
    ),
  )
}

function toggle(app, title, words, on, changes) {
  const id = `about-${title.replaceAll(' ', '-')}`
  const change = async (event) => {
    const worked = await set(app, changes(event.target.checked))
    if (!worked) event.target.checked = on
  }
  return h(
    'label',
    { class: 'switch', key: title },
    h('input', {
      type: 'checkbox',
      role: 'switch',
      checked: on,
      'aria-describedby': id,
      onchange: change,
    }),
    h('span', { class: 'title' }, title),
    h('span', { class: 'quiet', id }, words),
  )
}

function choice(app, name, words, values) {
  const value = app.state.settings[name]
  return h(
    'label',
    { key: name },
    h('span', null, words),
    h(
      'select',
      { value, onchange: (event) => set(app, { [name]: event.target.value }) },
      values.map((entry) => h('option', { value: entry, key: entry }, entry)),
    ),
  )
}

function number(app, name, words, unit) {
  const value = String(app.state.settings[name])
  const change = async ({ target }) => {
    const worked = target.value !== '' && (await set(app, { [name]: Number(target.value) }))
    if (!worked) target.value = String(app.state.settings[name])
  }
  return h(
    'label',
    { key: name },
    h('span', null, words),
    h('input', {
      type: 'number',
      min: '0',
      step: name === 'rateLimit' ? '1' : 'any',
      value,
      onchange: change,
    }),
    h('span', { class: 'quiet' }, unit),
  )
}

function set(app, changes) {
  return app.act('POST', 'settings', changes, `Set: ${Object.keys(changes).join(', ')}.`)
}
