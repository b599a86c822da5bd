// Reset, asked about first: a modal dialog, left by Escape.

import { h, patch } from './dom.js'
import { button } from './parts.js'

/** Ask what to reset, then do it. */
export function openReset(app) {
  const dialog = document.getElementById('dialog')
  const { site } = app.state
  const reset = (body, done) => {
    dialog.close()
    app.openJobs.clear()
    app.requests.held = null
    app.act('POST', 'reset', body, done)
  }
  patch(dialog, [
    h('h2', { id: 'dialog-title' }, 'Back to the seed?'),
    h(
      'p',
      null,
      'Collections, items, backups, jobs, files and requests since the start are forgotten. ',
      'The whole reset also clears faults, webhooks, settings and the clock.',
    ),
    h(
      'div',
      { class: 'choices' },
      button(null, 'Keep everything', { onclick: () => dialog.close(), key: 'keep' }),
      site &&
        button('restore', 'Reset this site', {
          class: 'button danger',
          key: 'site',
          onclick: () => reset({ siteId: site.id }, `Site ${site.id} is as at the start.`),
        }),
      button('restore', 'Reset the emulator', {
        class: 'button danger full',
        key: 'all',
        onclick: () => reset({}, 'The emulator is as at the start.'),
      }),
    ),
  ])
  dialog.showModal()
}
