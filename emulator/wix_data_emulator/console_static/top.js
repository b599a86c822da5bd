// The top bar: version, the emulator's clock and how to move it, theme, reset.

import { h } from './dom.js'
import { icon } from './icons.js'
import { button } from './parts.js'
import { day, duration, timeOfDay } from './words.js'

const STEPS = [
  [900, '15 min'],
  [3600, '1 h'],
  [86_400, '1 day'],
]
const THEMES = {
  auto: ['light', 'as the system'],
  light: ['dark', 'light'],
  dark: ['auto', 'dark'],
}
const THEME_ICONS = { auto: 'auto', light: 'sun', dark: 'moon' }

/** What stands above everything. */
export function topBar(app) {
  return h(
    'header',
    { class: 'top', key: 'top' },
    h(
      'div',
      { class: 'brand' },
      h('img', { src: 'console/icon.svg', alt: '', width: '28', height: '28' }),
      h('strong', null, 'Wix data emulator'),
      h('span', { class: 'version' }, app.state.version),
    ),
    h(
      'span',
      { class: `live ${app.lost ? 'off' : 'on'}` },
      h('span', { class: 'dot' }),
      app.lost ? 'no answer' : 'live',
    ),
    clock(app),
    h(
      'div',
      { class: 'deeds' },
      themeButton(app),
      button('restore', 'Reset …', { onclick: app.openReset, class: 'button danger' }),
    ),
  )
}

function clock(app) {
  const { now, aheadSeconds } = app.state
  const ahead = aheadSeconds ? `${duration(aheadSeconds)} ahead` : 'in step with this computer'
  return h(
    'div',
    { class: 'clock', role: 'group', 'aria-label': "The emulator's clock" },
    h(
      'div',
      { class: 'face' },
      h(
        'time',
        { datetime: now },
        h('span', { class: 'date' }, day(now)),
        ' ',
        h('span', { class: 'hours' }, timeOfDay(now)),
        ' UTC',
      ),
      h('span', { class: 'quiet' }, ahead),
    ),
    h(
      'div',
      { class: 'steps' },
      STEPS.map(([seconds, name]) =>
        h(
          'button',
          {
            type: 'button',
            class: 'button small',
            key: name,
            'aria-label': `Advance the clock by ${name}`,
            onclick: () => advance(app, seconds, name),
          },
          `+${name}`,
        ),
      ),
    ),
  )
}

function advance(app, seconds, name) {
  app.act('POST', 'clock', { advanceSeconds: seconds }, `The clock is ${name} further.`)
}

function themeButton(app) {
  const theme = window.theme.get()
  const [next, words] = THEMES[theme]
  const change = () => {
    window.theme.set(next)
    app.render()
  }
  return h(
    'button',
    {
      type: 'button',
      class: 'button',
      'aria-label': `Colours: ${words}. Change.`,
      title: `Colours: ${words}`,
      onclick: change,
    },
    icon(THEME_ICONS[theme]),
  )
}
