/** TaskRouter identifiers: two letters and 32 hex digits (source: TaskRouter OpenAPI v1). */
const PREFIXES = {
  account: 'AC',
  apiKey: 'SK',
  workspace: 'WS',
  task: 'WT',
  reservation: 'WR',
  worker: 'WK',
  activity: 'WA',
  taskQueue: 'WQ',
  workflow: 'WW',
  taskChannel: 'TC',
  workerChannel: 'WC',
  event: 'EV',
  call: 'CA',
} as const

export type SidKind = keyof typeof PREFIXES

const ANY_SID = /^([A-Z]{2})[0-9a-fA-F]{32}$/

export function sidPattern(kind: SidKind): RegExp {
  return new RegExp(`^${PREFIXES[kind]}[0-9a-fA-F]{32}$`)
}

/** What a pasted text identifies, or null when it is not a SID of a kind we know. Surrounding white space is ignored. */
export function sidKind(text: string): SidKind | null {
  const prefix = ANY_SID.exec(text.trim())?.[1]
  if (prefix === undefined) return null
  for (const [kind, known] of Object.entries(PREFIXES)) if (known === prefix) return kind as SidKind
  return null
}
