// Faults to come: templates, a form, and the list of those still waiting.

import { h } from './dom.js'
import { icon } from './icons.js'
import { button, empty, part, tag } from './parts.js'

const BACKUPS = '/wix-data/v2/backups'
const JOBS = '/data-mover/v1/jobs'
const PATHS = [
  BACKUPS,
  `${BACKUPS}/*/restore`,
  `${BACKUPS}/restorations`,
  JOBS,
  `${JOBS}/*`,
  '/data-mover/v1/temporary-files/upload-url',
  '/_files/*',
  '/oauth2/token',
  '*',
]
const METHODS = ['*', 'GET', 'POST', 'PUT', 'DELETE']

/** A form as it is at first: nothing chosen that would hurt much. */
export const newDraft = () => ({
  method: '*',
  path: '*',
  times: '1',
  phase: 'before',
  action: 'status',
  status: '503',
  retryAfter: '',
  seconds: '2',
})

const TEMPLATES = [
  [
    'Lose the next answer of POST /backups',
    { method: 'POST', path: BACKUPS, action: 'drop', phase: 'after' },
  ],
  [
    'Lose the next answer of POST /jobs',
    { method: 'POST', path: JOBS, action: 'drop', phase: 'after' },
  ],
  ['503 three times', { action: 'status', status: '503', times: '3' }],
  ['429 with Retry-After 5', { action: 'status', status: '429', retryAfter: '5' }],
  ['Delay by 2 s', { action: 'delay', seconds: '2' }],
  ['Drop the next connection', { action: 'drop', phase: 'before' }],
]

/** What waits, templates, the form. */
export function faultsPanel(app) {
  return [waiting(app), scripting(app)]
}

function waiting(app) {
  const { faults } = app.state
  const clear = () => app.act('DELETE', 'faults', undefined, 'No faults are waiting any more.')
  return part(
    'Waiting',
    { key: 'waiting' },
    faults.length
      ? [
          h(
            'ul',
            { class: 'faults', key: 'list' },
            faults.map((fault, at) =>
              h(
                'li',
                { key: String(at) },
                icon('zap'),
                h('span', null, sentence(fault)),
                tag(`${fault.times} ×`, 'warn'),
              ),
            ),
          ),
          button('trash', 'Clear all', { onclick: clear, key: 'clear' }),
        ]
      : empty(
          'zap',
          'Everything works',
          h('p', null, 'Choose a fault below, and the next request that fits meets it.'),
        ),
  )
}

function scripting(app) {
  const { draft } = app
  const change = (changes) => {
    Object.assign(draft, changes)
    app.render()
  }
  return part(
    'Script a fault',
    { key: 'script' },
    h(
      'div',
      { class: 'templates', role: 'group', 'aria-label': 'Templates' },
      TEMPLATES.map(([name, changes]) =>
        h(
          'button',
          {
            type: 'button',
            class: 'button',
            key: name,
            onclick: () => change({ ...newDraft(), ...changes }),
          },
          name,
        ),
      ),
    ),
    form(app, draft, change),
  )
}

function form(app, draft, change) {
  const field = (name) => ({
    name,
    value: draft[name],
    oninput: (event) => change({ [name]: event.target.value }),
  })
  return h(
    'form',
    { class: 'fields-of', onsubmit: (event) => submit(app, event) },
    labelled(
      'Method',
      h(
        'select',
        field('method'),
        METHODS.map((method) =>
          h('option', { value: method, key: method }, method === '*' ? 'any' : method),
        ),
      ),
    ),
    labelled(
      'Path',
      h('input', {
        ...field('path'),
        list: 'paths',
        required: true,
        maxlength: '2048',
        spellcheck: 'false',
      }),
      'wide',
    ),
    h(
      'datalist',
      { id: 'paths' },
      PATHS.map((path) => h('option', { value: path, key: path })),
    ),
    labelled(
      'Times',
      h('input', {
        ...field('times'),
        type: 'number',
        min: '1',
        max: '1000000000',
        required: true,
      }),
    ),
    labelled(
      'What happens',
      h(
        'select',
        field('action'),
        options({ drop: 'the answer is lost', status: 'another answer', delay: 'a late answer' }),
      ),
    ),
    labelled(
      'When',
      h(
        'select',
        field('phase'),
        options({ before: 'before any effect', after: 'after the effect' }),
      ),
    ),
    draft.action === 'status' &&
      labelled(
        'Status',
        h('input', { ...field('status'), type: 'number', min: '400', max: '599', required: true }),
      ),
    draft.action === 'status' &&
      labelled(
        'Retry-After',
        h('input', { ...field('retryAfter'), type: 'number', min: '0', placeholder: 'none' }),
      ),
    draft.action === 'delay' &&
      labelled(
        'Seconds',
        h('input', { ...field('seconds'), type: 'number', min: '0', step: 'any', required: true }),
      ),
    h(
      'div',
      { class: 'sum', key: 'sum' },
      h('p', null, sentence({ ...draft, times: Number(draft.times) })),
      h('button', { type: 'submit', class: 'button full' }, icon('zap'), 'Add this fault'),
    ),
  )
}

function labelled(text, control, extra = '') {
  return h('label', { class: extra, key: text }, h('span', null, text), control)
}

function options(words) {
  return Object.entries(words).map(([value, text]) => h('option', { value, key: value }, text))
}

function submit(app, event) {
  event.preventDefault()
  const { method, path, times, phase, action, status, retryAfter, seconds } = app.draft
  const fault = { method, path, times: Number(times), phase, action }
  if (action === 'status')
    Object.assign(fault, {
      status: Number(status),
      headers: retryAfter === '' ? {} : { 'Retry-After': retryAfter },
    })
  if (action === 'delay') fault.seconds = Number(seconds)
  app.act('POST', 'faults', [fault], 'The fault waits for its request.')
}

/** A fault in words. */
function sentence({ method, path, times, phase, action, status, retryAfter, seconds }) {
  const what = `${method === '*' ? '' : `${method} `}${times > 1 ? 'requests' : 'request'}`
  const where = path === '*' ? 'any path' : path
  const which = `The next ${times > 1 ? `${times} ` : ''}${what} to ${where}`
  const when = phase === 'after' ? 'after the effect' : 'before any effect'
  if (action === 'drop') return `${which}: no answer, the connection is closed ${when}.`
  if (action === 'delay') return `${which}: late by ${seconds} s, held back ${when}.`
  const wait = retryAfter ? ` with Retry-After ${retryAfter}` : ''
  return `${which}: answered ${status}${wait}, ${when}.`
}
