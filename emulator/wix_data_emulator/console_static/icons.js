// Line drawings of 16 by 16; a word always stands beside them or in the button's label.

import { h } from './dom.js'

const PATHS = {
  archive: 'M2.5 4.5h11v8a1 1 0 0 1-1 1h-9a1 1 0 0 1-1-1zM1.5 2.5h13v2h-13zM6.5 7.5h3',
  arrow: 'M2.5 8h11M9.5 4l4 4-4 4',
  auto: 'M8 2a6 6 0 1 0 0 12zM8 2a6 6 0 0 1 0 12',
  check: 'M3 8.5l3.5 3.5L13 4.5',
  chevron: 'M6 3.5 10.5 8 6 12.5',
  clock: 'M8 2a6 6 0 1 0 0 12A6 6 0 0 0 8 2zM8 4.5V8l2.5 1.5',
  copy: 'M5.5 5.5h8v8h-8zM10.5 5.5v-3h-8v8h3',
  cross: 'M4 4l8 8M12 4l-8 8',
  database:
    'M2.5 4c0-1.1 2.5-2 5.5-2s5.5.9 5.5 2-2.5 2-5.5 2-5.5-.9-5.5-2zv8c0 1.1 2.5 2 5.5 2s5.5-.9 5.5-2V4M2.5 8c0 1.1 2.5 2 5.5 2s5.5-.9 5.5-2',
  download: 'M8 2.5v7.5M4.5 7 8 10.5 11.5 7M2.5 13.5h11',
  flow: 'M2 4.5h8.5M8 2l2.5 2.5L8 7M14 11.5H5.5M8 9l-2.5 2.5L8 14',
  gear: 'M2.5 4.5h6M12 4.5h1.5M2.5 11.5H4M7.5 11.5h6M10.2 2.8v3.4M5.8 9.8v3.4',
  list: 'M5.5 4h8M5.5 8h8M5.5 12h8M2.5 4h.01M2.5 8h.01M2.5 12h.01',
  moon: 'M13.5 9.5A6 6 0 1 1 6.5 2.5a4.7 4.7 0 0 0 7 7z',
  pause: 'M5.5 3.5v9M10.5 3.5v9',
  play: 'M5 3.5v9l7.5-4.5z',
  restore: 'M3 8a5 5 0 1 0 1.6-3.7L2.5 6.2M2.5 2.7v3.5H6',
  site: 'M8 2a6 6 0 1 0 0 12A6 6 0 0 0 8 2zM2 8h12M8 2c2 1.7 2.5 4 2.5 6S10 12.3 8 14C6 12.3 5.5 10 5.5 8S6 3.7 8 2z',
  slash: 'M8 2a6 6 0 1 0 0 12A6 6 0 0 0 8 2zM4 12l8-8',
  spinner: 'M8 2a6 6 0 1 1-6 6',
  sun: 'M8 5.5a2.5 2.5 0 1 0 0 5 2.5 2.5 0 0 0 0-5zM8 1.5v1M8 13.5v1M1.5 8h1M13.5 8h1M3.4 3.4l.7.7M11.9 11.9l.7.7M3.4 12.6l.7-.7M11.9 4.1l.7-.7',
  trash: 'M3 4.5h10M6.5 4.5v-2h3v2M4.5 4.5l.5 9h6l.5-9M6.8 7v4M9.2 7v4',
  warning: 'M8 2.5 14 13H2zM8 6.5v3M8 11.3v.01',
  zap: 'M9 1.5 3.5 9H8l-1 5.5L12.5 7H8z',
}

/** A drawing that assistive technology does not see. */
export function icon(name, extra = '') {
  return h(
    'svg',
    {
      class: `icon ${extra}`,
      viewBox: '0 0 16 16',
      'aria-hidden': 'true',
      focusable: 'false',
      key: name,
    },
    h('path', { d: PATHS[name] }),
  )
}
