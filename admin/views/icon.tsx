/** Drawn for this console on a 24 × 24 grid with one stroke width; only icons in use are kept. */
const PATHS = {
  sun: [
    'M12 8a4 4 0 1 0 0 8 4 4 0 0 0 0-8z',
    'M12 3v2',
    'M12 19v2',
    'M3 12h2',
    'M19 12h2',
    'M5.6 5.6l1.4 1.4',
    'M17 17l1.4 1.4',
    'M18.4 5.6L17 7',
    'M7 17l-1.4 1.4',
  ],
  ticket: ['M4 7h16v3.2a1.8 1.8 0 0 0 0 3.6V17H4v-3.2a1.8 1.8 0 0 0 0-3.6z', 'M14 7v10'],
  houses: ['M3.5 20V10l5-4 5 4v10z', 'M13.5 12.5h7V20h-7', 'M8.5 20v-4.5', 'M17 20v-3'],
  waiting: ['M12 3.5a8.5 8.5 0 1 1-8.5 8.5', 'M4.6 7.6l-.9-3.4', 'M4.6 7.6l3.4-.7', 'M12 8v4.5l3 1.8'],
  spark: [
    'M12 3.5v4',
    'M12 16.5v4',
    'M3.5 12h4',
    'M16.5 12h4',
    'M6.2 6.2l2.6 2.6',
    'M15.2 15.2l2.6 2.6',
    'M17.8 6.2l-2.6 2.6',
    'M8.8 15.2l-2.6 2.6',
  ],
  quiet: ['M4 5.5h16v10.5h-8.5L7 20v-4H4z', 'M8.5 9l7 4.5'],
  echo: ['M5 11v2', 'M8.5 9a4.6 4.6 0 0 1 0 6', 'M12 6.5a8.4 8.4 0 0 1 0 11', 'M15.5 4a12.2 12.2 0 0 1 0 16'],
  outbox: ['M20.5 3.5l-17 6.6 6.9 3.5 3.5 6.9z', 'M10.4 13.6l4.2-4.2'],
  megaphone: ['M4 10v4l3 .5v4h3v-3.5L19 18V6L7 9.5z', 'M21.5 10.5v3'],
  book: ['M12 6.5C10 5 7.5 4.5 4 4.5v13c3.5 0 6 .5 8 2 2-1.5 4.5-2 8-2v-13c-3.5 0-6 .5-8 2z', 'M12 6.5v13'],
  robot: ['M5 9h14v10H5z', 'M12 5.5V9', 'M9.2 13v1.6', 'M14.8 13v1.6', 'M2.5 12.5v3', 'M21.5 12.5v3', 'M11 4.5h2'],
  bell: ['M6 16.5V11a6 6 0 0 1 12 0v5.5l1.5 2h-15z', 'M10.3 18.5a1.8 1.8 0 0 0 3.4 0', 'M12 5V3.5'],
  phone: ['M6.5 3.5h3l1.5 4.2-2 1.5a11 11 0 0 0 5.8 5.8l1.5-2 4.2 1.5v3a2 2 0 0 1-2.2 2A16.5 16.5 0 0 1 4.5 5.7a2 2 0 0 1 2-2.2z'],
  chart: ['M4.5 4v15.5H20', 'M8.5 15.5v-4', 'M12.5 15.5v-8', 'M16.5 15.5v-6'],
  settings: ['M4 7h9', 'M17 7h3', 'M15 5v4', 'M4 17h3', 'M11 17h9', 'M9 15v4', 'M4 12h11', 'M19 12h1', 'M17 10v4'],
  flask: ['M10 3.5h4', 'M11 3.5v6L5.5 18.6A1.3 1.3 0 0 0 6.6 20.5h10.8a1.3 1.3 0 0 0 1.1-1.9L13 9.5v-6', 'M8.3 15h7.4'],
  menu: ['M4 7h16', 'M4 12h16', 'M4 17h16'],
  close: ['M6.5 6.5l11 11', 'M17.5 6.5l-11 11'],
  check: ['M5 12.5l4.5 4.5L19 7.5'],
  alert: ['M12 4L2.8 19.5h18.4z', 'M12 10v4.5', 'M12 17v.2'],
  info: ['M12 3.5a8.5 8.5 0 1 0 0 17 8.5 8.5 0 0 0 0-17z', 'M12 11v5', 'M12 8v.2'],
  back: ['M14.5 6l-6 6 6 6'],
  next: ['M9.5 6l6 6-6 6'],
  up: ['M6 14.5l6-6 6 6'],
  down: ['M6 9.5l6 6 6-6'],
  signOut: ['M10 4.5H5v15h5', 'M14.5 8l4 4-4 4', 'M18.5 12H9.5'],
  person: ['M12 4a3.6 3.6 0 1 0 0 7.2A3.6 3.6 0 0 0 12 4z', 'M5 20c.5-3.8 3.3-5.6 7-5.6s6.5 1.8 7 5.6'],
  key: ['M8 10.5a4 4 0 1 0 0 8 4 4 0 0 0 0-8z', 'M10.9 11.6L19.5 3.5', 'M15.5 7.3l2.7 2.7'],
  search: ['M10.5 4a6.5 6.5 0 1 0 0 13 6.5 6.5 0 0 0 0-13z', 'M15.3 15.3L20 20'],
  plus: ['M12 5v14', 'M5 12h14'],
  photo: ['M3.5 7.5h4l1.5-2.5h6l1.5 2.5h4v11h-17z', 'M12 9.7a3.3 3.3 0 1 0 0 6.6 3.3 3.3 0 0 0 0-6.6z'],
  copy: ['M8.5 8.5h11v11h-11z', 'M15.5 5.5v-1h-11v11h1'],
} as const satisfies Record<string, readonly string[]>

export type IconName = keyof typeof PATHS

export function Icon({ name, size = 18 }: { name: IconName; size?: number }) {
  return (
    <svg class="icon-line" width={size} height={size} viewBox="0 0 24 24" aria-hidden="true" focusable="false">
      {PATHS[name].map((path) => (
        <path d={path} />
      ))}
    </svg>
  )
}

/** The mark: a voice and its echo. */
export function Mark({ size = 28 }: { size?: number }) {
  return (
    <svg class="brand-mark" width={size} height={size} viewBox="0 0 32 32" aria-hidden="true" focusable="false">
      <rect width="32" height="32" rx="8" fill="currentColor" />
      <g fill="none" stroke="#fff" stroke-width="2.4" stroke-linecap="round">
        <path d="M9.5 13.5v5" />
        <path d="M14 11.3a6.6 6.6 0 0 1 0 9.4" />
        <path d="M18.3 8.3a11 11 0 0 1 0 15.4" opacity="0.6" />
      </g>
    </svg>
  )
}
