// The emulator's own routes; relative, so that any host, port or proxy will do.

const PATIENCE_MS = 10_000

/** Everything in sight of a place. */
export function getState(place, openJobs, logs) {
  const wish = new URLSearchParams()
  if (place.site) wish.set('site', place.site)
  if (place.tab === 'collections' && place.collection) {
    wish.set('collection', place.collection)
    wish.set('environment', place.environment)
    wish.set('offset', String(place.offset))
  }
  if (place.tab === 'jobs') for (const job of openJobs) wish.append('job', String(job))
  wish.set('logs', String(logs))
  return send('GET', `console/state?${wish}`)
}

/** Have the emulator do something: `clock`, `reset`, `faults`, `settings` or `requests`. */
export function administer(method, name, body) {
  return send(method, name, body)
}

async function send(method, path, body) {
  const answer = await fetch(path, {
    method,
    body: body === undefined ? undefined : JSON.stringify(body),
    cache: 'no-store',
    signal: AbortSignal.timeout(PATIENCE_MS),
  })
  const content = await answer.json().catch(() => ({}))
  if (!answer.ok) throw new Error(content.message ?? `the emulator answered ${answer.status}`)
  return content
}
