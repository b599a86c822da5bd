// Movement jobs: from where to where, how far, and which items were left out and why.

import { h } from './dom.js'
import { icon } from './icons.js'
import { badge, bar, empty, instant, lookOf, part } from './parts.js'
import { ago, between, bytes, count, grouped, short } from './words.js'

const KINDS = { wixDataCollection: 'collection', file: 'file', localization: 'translations' }
const MORE = 10
const MOST_OPEN = 20

/** A card for each job, the newest first, and the site's files. */
export function jobsPanel(app) {
  const { jobs, jobsTotal, files } = app.state.site
  if (!jobs.length && !files.length)
    return empty(
      'flow',
      'No jobs',
      h(
        'p',
        null,
        'Imports, exports and copies show here while they run, with what they rejected.',
      ),
    )
  return [
    part(
      'Jobs',
      { key: 'jobs' },
      h(
        'ul',
        { class: 'cards' },
        jobs.map((job) => card(app, job)),
      ),
      jobsTotal > jobs.length &&
        h('p', { class: 'quiet' }, `The newest ${jobs.length} of ${jobsTotal}.`),
    ),
    files.length > 0 &&
      part('Files', { key: 'files' }, h('ul', { class: 'files' }, files.map(fileRow))),
  ]
}

function card(app, job) {
  return h(
    'li',
    { class: 'card job', key: job.id },
    h(
      'div',
      { class: 'card-head' },
      badge(job.status),
      h('h3', { title: job.id }, job.name || ['Job ', h('code', null, short(job.id))]),
      h(
        'span',
        { class: 'quiet when' },
        instant(job.startedAt),
        ` · ${ago(job.startedAt, app.state.now)} · `,
        job.finishedAt
          ? `took ${between(job.startedAt, job.finishedAt)}`
          : `for ${between(job.startedAt, app.state.now)}`,
      ),
    ),
    h('p', { class: 'way' }, end('From', job.source), icon('arrow'), end('to', job.destination)),
    h(
      'div',
      { class: 'progress' },
      bar(share(job), `Progress of ${job.name || job.id}`, lookOf(job.status)),
      h('span', null, progressWords(job)),
    ),
    job.error &&
      h(
        'p',
        { class: 'problem' },
        icon('cross'),
        h('span', null, h('code', null, job.error.code), ' ', job.error.description),
      ),
    job.cause && h('p', { class: 'problem warn' }, icon('warning'), h('span', null, job.cause)),
    !job.visible &&
      h('p', { class: 'quiet' }, 'Get Job answers 404 for it: afterTerminate is notFound.'),
    (job.file || job.logs > 0) &&
      h(
        'div',
        { class: 'card-foot' },
        job.logs > 0 && logsButton(app, job),
        job.file && fileLink(job.file),
      ),
    app.openJobs.has(job.number) && logs(app, job),
  )
}

function end(word, { kind, name, site, details }) {
  return h(
    'span',
    { class: 'end', key: word },
    h('span', { class: 'quiet' }, `${word} ${KINDS[kind]} `),
    name && h('strong', null, name),
    details.length > 0 && h('span', { class: 'quiet' }, ` (${details.join(', ')})`),
    site &&
      h(
        'span',
        null,
        h('span', { class: 'quiet' }, ' of site '),
        h('code', { title: site }, short(site)),
      ),
  )
}

function share({ total, current, status }) {
  if (total) return current / total
  return status === 'COMPLETED' ? 1 : 0
}

function progressWords({ total, current, successful, rejected }) {
  if (total === null) return 'not begun'
  const refused = rejected ? ` · ${grouped(successful)} taken, ${grouped(rejected)} rejected` : ''
  return `${grouped(current)} of ${count(total, 'item')}${refused}`
}

function logsButton(app, job) {
  const open = app.openJobs.has(job.number)
  const toggle = () => {
    if (open) app.openJobs.delete(job.number)
    else if (app.openJobs.size < MOST_OPEN) app.openJobs.add(job.number)
    app.render()
    app.refresh()
  }
  return h(
    'button',
    {
      type: 'button',
      class: 'button small disclosure',
      key: 'logs',
      'aria-expanded': String(open),
      'aria-controls': open && `logs-${job.number}`,
      onclick: toggle,
    },
    icon('chevron'),
    count(job.logs, 'log entry', 'log entries'),
  )
}

function logs(app, job) {
  const reasons = app.state.logs[job.number]
  if (!reasons)
    return h('div', { id: `logs-${job.number}`, class: 'logs quiet', key: 'open' }, 'Reading …')
  const longer = reasons.some(({ count: number, entries }) => entries.length < number)
  const more = () => {
    app.logs = Math.min(1000, app.logs * MORE)
    app.refresh()
  }
  return h(
    'div',
    { id: `logs-${job.number}`, class: 'logs', key: 'open' },
    reasons.map(reason),
    longer &&
      app.logs < 1000 &&
      h(
        'button',
        { type: 'button', class: 'button small', key: 'more', onclick: more },
        'Show more',
      ),
  )
}

function reason({ code, count: number, entries }) {
  const rest = number - entries.length
  return h(
    'section',
    { key: code },
    h('h4', null, h('code', null, code), ` · ${count(number, 'item')}`),
    h(
      'ul',
      null,
      entries.map(({ item, description }, at) =>
        h('li', { key: `${at}` }, h('code', null, item), ' ', description),
      ),
      rest > 0 && h('li', { class: 'quiet', key: 'rest' }, `and ${grouped(rest)} more`),
    ),
  )
}

function fileLink({ number, name, bytes: size }) {
  return h(
    'a',
    { class: 'button small', href: `console/files/${number}`, download: true, key: 'file' },
    icon('download'),
    `${name} (${bytes(size)})`,
  )
}

function fileRow({ number, file, bytes: size }) {
  return h(
    'li',
    { key: String(number) },
    h('span', { class: 'name' }, file),
    h('span', { class: 'quiet' }, bytes(size)),
  )
}
