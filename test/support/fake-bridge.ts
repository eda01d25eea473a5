import { NO_ALERTS, type AlertsState } from '../../preload/contract/alerts'
import type { BoardRow, BoardStatus } from '../../preload/contract/board'
import type { Bridge } from '../../preload/contract/bridge'
import { CHANNELS, type Channel, type Pushes, type Topic } from '../../preload/contract/channels'
import { writeRows } from '../../preload/contract/row-pages'
import type { ConnectionState, ConnectionSummary } from '../../preload/contract/connection'
import { fail, succeed, type Result } from '../../preload/contract/envelope'
import type { LockState } from '../../preload/contract/lock'
import type { NetworkState } from '../../preload/contract/network'
import type { Preset, PresetList } from '../../preload/contract/presets'
import type { RowNote } from '../../preload/contract/row-notes'
import type { PracticeState } from '../../preload/contract/practice'
import { DEFAULT_SETTINGS, type Settings, type SettingsState } from '../../preload/contract/settings'
import { boardStatus } from './board-fixtures'
import type { UpdateState } from '../../preload/contract/updates'
import { fakeBulk } from './fake-bulk'
import { HARBOUR, PRACTICE, problem, type Handlers } from './fake-parts'
import { fakePreview } from './fake-preview'
import { fakeReads } from './fake-reads'
import { fakeDirectory, fakeRow, nextRow, randomFrom } from './fake-rows'

export { HARBOUR, PRACTICE, problem }

export interface FakeBridgeOptions {
  readonly connection?: ConnectionState
  readonly saved?: readonly ConnectionSummary[]
  readonly settings?: Partial<Settings>
  readonly alerts?: AlertsState
  readonly locked?: readonly (keyof Settings)[]
  readonly updates?: UpdateState
  readonly network?: NetworkState
  readonly lock?: Partial<LockState>
  /** What opens the lock. */
  readonly pin?: string
  readonly policy?: SettingsState['policy']
  readonly presets?: readonly Preset[]
  /** Rows on the board once connected. */
  readonly rows?: number
  readonly now?: () => number
}

export interface FakeBridge {
  readonly bridge: Bridge
  readonly rows: Map<string, BoardRow>
  /** Everything that was asked, in order. */
  readonly calls: readonly { readonly channel: Channel; readonly request: unknown }[]
  /** Replaces the answer of a channel. */
  readonly answer: <C extends Channel>(channel: C, handler: Handlers[C]) => void
  readonly push: <T extends Topic>(topic: T, payload: Pushes[T]) => void
  /** Lets a moment pass in the fake workspace: some rows move on, some arrive, some leave. */
  readonly tick: () => void
  readonly listeners: (topic: Topic) => number
}

/** An in-memory main process: the whole contract, a workspace that lives, and scripted answers where a test wants them. */
export function createFakeBridge(options: FakeBridgeOptions = {}): FakeBridge {
  const now = options.now ?? Date.now
  const random = randomFrom(7)
  const listeners = new Map<Topic, Set<(payload: never) => void>>()
  const calls: { channel: Channel; request: unknown }[] = []
  const rows = new Map<string, BoardRow>()
  let connection: ConnectionState = options.connection ?? { phase: 'none' }
  let saved = options.saved ?? []
  let settings: SettingsState = {
    settings: { ...DEFAULT_SETTINGS, ...options.settings },
    locked: options.locked ?? [],
    recovered: false,
    policy: options.policy ?? { sources: [], faults: [] },
  }
  const updates: UpdateState = options.updates ?? {
    phase: 'noFeed',
    version: null,
    percent: null,
    checkedAt: null,
    installable: false,
    problem: null,
  }
  let lock: LockState = {
    phase: 'open',
    pinSet: false,
    required: false,
    trouble: null,
    wrong: 0,
    waitMs: 0,
    jobs: 0,
    look: { theme: 'system', density: 'compact', language: 'system', locale: 'en-GB' },
    ...options.lock,
  }
  const changeLock = (change: Partial<LockState>): Result<LockState> => {
    lock = { ...lock, ...change }
    push('lock/changed', lock)
    return succeed(lock)
  }
  let network: NetworkState = options.network ?? { password: 'none', certificates: [] }
  let presets: PresetList = { presets: options.presets ?? [], recovered: false }
  let practice: PracticeState = {
    now: now(),
    speed: 1,
    paused: false,
    faults: [],
    otherFaults: 0,
    rps: 0,
  }
  const notes = new Map<string, RowNote>()
  let seq = 0
  let number = 0
  let sent = 240

  const push = <T extends Topic>(topic: T, payload: Pushes[T]): void => {
    for (const listener of listeners.get(topic) ?? []) (listener as (payload: Pushes[T]) => void)(payload)
  }
  const add = (): BoardRow => {
    number += 1
    const row = fakeRow(number, now(), random)
    rows.set(row.sid, row)
    return row
  }
  while (number < (options.rows ?? 0)) add()

  const status = (): BoardStatus => {
    const counts: Record<string, number> = {}
    for (const row of rows.values()) counts[row.status] = (counts[row.status] ?? 0) + 1
    const level = (wanted: string): number =>
      [...rows.values()].filter((row) => row.reasonLevel === wanted).length
    const budget = { ...boardStatus().budget, remaining: 21, inFlight: 2, sent }
    return boardStatus({
      rows: rows.size,
      counts,
      stuck: level('stuck'),
      watch: level('watch'),
      freshAt: now(),
      verifiedAt: now() - 42_000,
      budget,
    })
  }
  const delta = (upserts: readonly BoardRow[], removed: readonly string[]): void => {
    push('board/push', { kind: 'delta', stream: 'fake', seq: (seq += 1), upserts, removed })
    push('board/status', status())
  }
  const connectTo = (next: ConnectionSummary): Result<ConnectionState> => {
    connection = { phase: 'connected', connection: next }
    saved = [...saved.filter(({ id }) => id !== next.id), next]
    push('connection/changed', connection)
    return succeed(connection)
  }
  const known = (id: string): ConnectionSummary => saved.find((each) => each.id === id) ?? HARBOUR

  const bulk = fakeBulk({ rows, now, delta, push })
  let alerts: AlertsState = options.alerts ?? NO_ALERTS
  const changeAlerts = (next: AlertsState): Result<AlertsState> => {
    alerts = next
    push('alerts/changed', next)
    return succeed(next)
  }
  const handlers: Handlers = {
    'app/info': () =>
      succeed({
        name: 'Supervisor Console for TaskRouter',
        version: '0.1.0',
        platform: 'linux',
        electron: '45.4.1',
        chrome: '156.0',
        node: '24.1.0',
        locale: 'en-GB',
        keychain: 'available',
        tray: true,
      }),
    'app/openExternal': () => succeed(null),
    'app/openFolder': () => succeed(null),
    'app/copyText': () => succeed(null),
    'app/menu': () => succeed(null),
    'app/quit': () => succeed(null),
    'app/supportPreview': () => succeed({ text: '{\n "what": "Support file"\n}\n' }),
    'app/supportSave': () => succeed({ saved: true }),
    'updates/state': () => succeed(updates),
    'updates/check': () => succeed(updates),
    'updates/download': () => succeed(updates),
    'updates/install': () => succeed(updates),
    'connection/state': () => succeed(connection),
    'connection/list': () => succeed(saved),
    'connection/draft': () =>
      succeed({
        draftId: 'draft',
        workspaces: [{ sid: HARBOUR.workspaceSid, name: HARBOUR.workspaceName, multiTasking: true }],
      }),
    'connection/connect': () => connectTo(HARBOUR),
    'connection/replace': ({ connectionId }) => connectTo(known(connectionId)),
    'connection/practice': () => connectTo(PRACTICE),
    'connection/select': ({ connectionId }) => connectTo(known(connectionId)),
    'connection/workspaces': () => succeed([]),
    'connection/retry': () => succeed(connection),
    'connection/signOut': ({ connectionId }) => {
      saved = saved.filter(({ id }) => id !== connectionId)
      if (connection.phase !== 'none' && connection.connection.id === connectionId)
        connection = { phase: 'none' }
      push('connection/changed', connection)
      return succeed(connection)
    },
    'connection/check': () =>
      succeed([
        { id: 'dns', state: 'ok', milliseconds: 12 },
        { id: 'signIn', state: 'failed', milliseconds: 81, problem: problem('notSignedIn') },
        { id: 'events', state: 'skipped', milliseconds: 0 },
      ]),
    'board/subscribe': () => {
      seq = 1
      const page = writeRows([...rows.values()])
      setTimeout(() => {
        push('board/push', { kind: 'page', stream: 'fake', seq: 1, first: true, last: true, rows: page })
      }, 0)
      return succeed(status())
    },
    'board/refresh': () => succeed(null),
    'board/directory': () => succeed(fakeDirectory(rows.values())),
    ...fakeReads(rows, now),
    'board/export': () => succeed({ saved: true }),
    'notes/read': ({ sid }) => succeed(notes.get(sid) ?? null),
    'notes/write': ({ sid, text }) => {
      const row = rows.get(sid)
      const note = { sid, text, by: 'Sam', at: now() }
      if (text === '') notes.delete(sid)
      else notes.set(sid, note)
      if (row !== undefined) {
        const noted = { ...row, note: text === '' ? null : text }
        rows.set(sid, noted)
        delta([noted], [])
      }
      return succeed(text === '' ? null : note)
    },
    ...bulk,
    'alerts/state': () => succeed(alerts),
    'alerts/markRead': ({ id }) => {
      const entries = alerts.entries.map((each) =>
        id === null || each.id === id ? { ...each, read: true } : each,
      )
      return changeAlerts({ ...alerts, entries, unread: entries.filter(({ read }) => !read).length })
    },
    'alerts/clearEnded': () =>
      changeAlerts({ ...alerts, entries: alerts.entries.filter(({ endedAt }) => endedAt === null) }),
    'alerts/snooze': ({ target, minutes }) => {
      const until = now() + minutes * 60_000
      const set = (held: Readonly<Record<string, number>>, keys: readonly string[]) => {
        const others = Object.entries(held).filter(([key]) => !keys.includes(key))
        return Object.fromEntries(minutes === 0 ? others : [...others, ...keys.map((key) => [key, until])])
      }
      return changeAlerts(
        'ruleId' in target
          ? { ...alerts, snoozedRules: set(alerts.snoozedRules, [target.ruleId]) }
          : { ...alerts, snoozedRows: set(alerts.snoozedRows, target.sids) },
      )
    },
    'diagnosis/preview': (rules) => succeed(fakePreview([...rows.values()], rules)),
    'presets/list': () => succeed(presets),
    'presets/save': (preset) => {
      const others = presets.presets.filter(({ id }) => id !== preset.id)
      presets = { ...presets, presets: [...others, preset] }
      return succeed(presets)
    },
    'presets/remove': ({ id }) => {
      presets = { ...presets, presets: presets.presets.filter((preset) => preset.id !== id) }
      return succeed(presets)
    },
    'presets/export': () => succeed({ saved: true }),
    'presets/import': () => succeed({ list: presets, taken: 0, refused: [] }),
    'history/query': () =>
      succeed({ entries: [], more: false, chain: { intact: true, lines: 0, brokenAt: null } }),
    'history/export': () => succeed({ saved: true }),
    'lock/state': () => succeed(lock),
    'lock/now': () => changeLock({ phase: 'locked' }),
    'lock/unlock': ({ pin }) => {
      if (pin === options.pin) return changeLock({ phase: 'open', wrong: 0, waitMs: 0 })
      const wrong = lock.wrong + 1
      changeLock({ wrong, waitMs: wrong > 2 ? 5_000 : 0 })
      return fail(problem('wrongPin'))
    },
    'lock/setPin': () => changeLock({ phase: 'open', pinSet: true }),
    'lock/removePin': () => changeLock({ pinSet: false }),
    'lock/giveUp': () => changeLock({ phase: 'open', pinSet: false }),
    'network/state': () => succeed(network),
    'network/setProxyPassword': () => succeed((network = { ...network, password: 'keychain' })),
    'network/forgetProxyPassword': () => succeed((network = { ...network, password: 'none' })),
    'network/addCertificate': () => succeed(network),
    'network/removeCertificate': ({ path }) =>
      succeed(
        (network = { ...network, certificates: network.certificates.filter((each) => each.path !== path) }),
      ),
    'network/check': () =>
      succeed([
        { id: 'dns', state: 'skipped', milliseconds: 0 },
        { id: 'proxy', state: 'ok', milliseconds: 21, detail: 'http://proxy.example:3128' },
        { id: 'tls', state: 'ok', milliseconds: 60 },
      ]),
    'practice/state': () => succeed(practice),
    'practice/stage': ({ stage }) => succeed({ stage, tasks: 3, reservations: 3, workers: 1 }),
    'practice/speed': ({ speed }) => succeed((practice = { ...practice, speed })),
    'practice/pause': () => succeed((practice = { ...practice, paused: true })),
    'practice/resume': () => succeed((practice = { ...practice, paused: false })),
    'practice/advance': () => succeed(practice),
    'practice/limit': ({ rps }) => succeed((practice = { ...practice, rps })),
    'practice/fault': ({ fault, on }) => {
      const others = practice.faults.filter((each) => each !== fault)
      return succeed((practice = { ...practice, faults: on ? [...others, fault] : others }))
    },
    'practice/clearFaults': () => succeed((practice = { ...practice, faults: [], otherFaults: 0 })),
    'practice/reset': () => connectTo(PRACTICE),
    'settings/get': () => succeed(settings),
    'settings/set': (patch) => {
      settings = { ...settings, settings: { ...settings.settings, ...(patch as Partial<Settings>) } }
      push('settings/changed', settings)
      return succeed(settings)
    },
    'views/export': () => succeed({ saved: true }),
    'views/import': () => succeed({ views: null }),
  }

  const domains: Record<string, Record<string, (request?: unknown) => Promise<unknown>>> = {}
  for (const channel of CHANNELS) {
    const [domain = '', verb = ''] = channel.split('/')
    const verbs = (domains[domain] ??= {})
    verbs[verb] = async (request: unknown = null) => {
      // What crosses the real wall is a copy: a proxy or a function in a request fails here too.
      const copy = structuredClone(request)
      calls.push({ channel, request: copy })
      return (handlers[channel] as (request: unknown) => unknown)(copy)
    }
  }
  const on = (topic: Topic, listener: (payload: never) => void): (() => void) => {
    const known = listeners.get(topic) ?? new Set()
    listeners.set(topic, known.add(listener))
    return () => known.delete(listener)
  }

  return {
    bridge: { ...domains, on } as unknown as Bridge,
    rows,
    calls,
    answer: (channel, handler) => {
      Object.assign(handlers, { [channel]: handler })
    },
    push,
    tick: () => {
      sent += 1
      const changed = [...rows.values()].filter((row) => row.endedAt !== null || random() < 0.012)
      const removed: string[] = []
      const upserts: BoardRow[] = []
      for (const row of changed) {
        const next = nextRow(row, now())
        if (next === null) {
          rows.delete(row.sid)
          removed.push(row.sid)
        } else {
          rows.set(next.sid, next)
          upserts.push(next)
        }
      }
      for (let fresh = 0; fresh < 4; fresh += 1) upserts.push(add())
      delta(upserts, removed)
    },
    listeners: (topic) => listeners.get(topic)?.size ?? 0,
  }
}
