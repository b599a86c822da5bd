// Times, sizes and counts as people say them. Every instant is the emulator's, in UTC.

const UNITS = [
  [86_400, 'd'],
  [3600, 'h'],
  [60, 'min'],
  [1, 's'],
]

/** `2 d 3 h`, `4 min 10 s`, `1.5 s`: at most two units. */
export function duration(seconds) {
  if (seconds < 10) return `${Number(Math.max(0, seconds).toFixed(1))} s`
  const at = UNITS.findIndex(([size]) => seconds >= size)
  const [size, name] = UNITS[at]
  const whole = Math.floor(seconds / size)
  const next = UNITS[at + 1]
  const rest = next ? Math.floor((seconds - whole * size) / next[0]) : 0
  return rest ? `${whole} ${name} ${rest} ${next[1]}` : `${whole} ${name}`
}

/** How long from one instant to another. */
export function between(from, until) {
  return duration((Date.parse(until) - Date.parse(from)) / 1000)
}

/** `just now`, `5 min ago`. */
export function ago(instant, now) {
  const seconds = (Date.parse(now) - Date.parse(instant)) / 1000
  if (seconds < 2) return 'just now'
  const [size, name] = UNITS.find(([unit]) => seconds >= unit)
  return `${Math.floor(seconds / size)} ${name} ago`
}

/** `2026-11-22`. */
export const day = (instant) => instant.slice(0, 10)

/** `03:50:09`. */
export const timeOfDay = (instant) => instant.slice(11, 19)

/** `1.2 kB`. */
export function bytes(count) {
  const size = Number(count)
  if (size < 1000) return `${size} B`
  if (size < 1_000_000) return `${(size / 1000).toFixed(1)} kB`
  return `${(size / 1_000_000).toFixed(1)} MB`
}

/** `1 item`, `12 345 items`. */
export function count(number, noun, plural = `${noun}s`) {
  return `${grouped(number)} ${number === 1 ? noun : plural}`
}

/** `12 345`, with a narrow space that does not break. */
export const grouped = (number) => String(number).replace(/\B(?=(\d{3})+$)/g, '\u202f')

/** The first characters of an ID, enough to tell it from others. */
export const short = (id) => id.slice(0, 8)
