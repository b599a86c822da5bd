// What happens is told: briefly on the screen, and politely to screen readers.

const SHOWN_MS = 4000

/** Tell screen readers, after what they are saying. */
export function say(text) {
  document.getElementById('announcer').textContent = text
}

/** Show a short message, and say it. */
export function toast(text, look = 'good') {
  const shown = document.createElement('div')
  shown.className = `toast ${look}`
  shown.textContent = text
  document.getElementById('toasts').replaceChildren(shown)
  say(text)
  setTimeout(() => shown.remove(), SHOWN_MS)
}

/** Say which backups, restorations and jobs of the site came to another status. */
export function announceChanges(before, after) {
  if (!before || before.id !== after?.id) return
  const changes = [
    ...changed('Backup', before.backups, after.backups),
    ...changed('Restoration', before.restorations, after.restorations),
    ...changed('Job', before.jobs, after.jobs),
  ]
  if (changes.length) say(changes.join(' '))
}

function changed(noun, before, after) {
  const old = new Map(before.map((entry) => [entry.id, entry.status]))
  return after
    .filter((entry) => old.get(entry.id) !== entry.status)
    .map((entry) => `${noun} ${entry.name ?? entry.id.slice(0, 8)}: ${entry.status}.`)
}
