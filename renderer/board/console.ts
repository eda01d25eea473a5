import {
  effectScope,
  hasInjectionContext,
  inject,
  shallowRef,
  watch,
  type App,
  type InjectionKey,
  type ShallowRef,
} from 'vue'
import type { BoardStatus, Directory } from '../../preload/contract/board'
import type { Bridge } from '../../preload/contract/bridge'
import type { JobRecords, JobSummary } from '../../preload/contract/bulk'
import type { ConnectionState } from '../../preload/contract/connection'
import type { Settings, SettingsPatch } from '../../preload/contract/settings'
import { ask, useBridge } from '../app/bridge'
import { toastProblem } from '../app/problems'
import { useAlertsStore } from '../app/stores/alerts'
import { useBoardStatusStore } from '../app/stores/board-status'
import { useSettingsStore } from '../app/stores/settings'
import { JobList, OWN_SHOWN_MS } from '../bulk/jobs'
import { firstForm } from '../bulk/actions'
import { createPlanning, type Planning } from '../bulk/planning'
import { PresetShelf } from '../bulk/presets'
import { translate } from '../i18n'
import { createSweep, type Sweep } from '../sweep/sweep'
import { showToast } from '../ui'
import { NO_FILTER } from './filter'
import { createBoardModel, type BoardModel } from './model'

/** What the screens about reservations share: one board, one plan, the jobs. */
export interface BoardConsole {
  readonly bridge: Bridge
  readonly board: BoardModel
  readonly directory: ShallowRef<Directory | null>
  readonly planning: Planning
  readonly jobs: JobList
  readonly presets: PresetShelf
  /** Whether the records of earlier jobs could be read. */
  readonly jobRecords: ShallowRef<JobRecords | null>
  /** The job whose progress is on screen, or null. */
  readonly openJob: ShallowRef<string | null>
  /** The reservation shown in the drawer, or null. */
  readonly openSid: ShallowRef<string | null>
  /** The reservation whose note is being written, or null. */
  readonly noteSid: ShallowRef<string | null>
  readonly sweep: Sweep
  readonly settings: () => Settings
  readonly saveSettings: (patch: SettingsPatch) => void
  followJob(job: JobSummary): void
  /** Ends every subscription and timer. */
  stop(): void
}

export interface ConsoleOptions {
  readonly bridge: Bridge
  readonly settings: () => Settings
  readonly saveSettings: (patch: SettingsPatch) => void
  /** Hears of the status with which a subscription begins; later ones come by push. */
  readonly onStatus?: (status: BoardStatus) => void
}

/** Rows that ended stay this long while they fade, ms; the transition in shown-reservation.css is as long. */
const LINGER_MS = 1_200
const TICK_MS = 400

export function createConsole(options: ConsoleOptions): BoardConsole {
  const scope = effectScope(true)
  const built = scope.run(() => build(options))
  if (built === undefined) throw new Error('the scope of the console ended before it was built')
  return {
    ...built,
    stop() {
      scope.stop()
      built.stop()
    },
  }
}

function build({ bridge, settings, saveSettings, onStatus }: ConsoleOptions): BoardConsole {
  const board = createBoardModel({
    subscribe: () => void subscribe(),
    nextFrame: (callback) => requestAnimationFrame(callback),
    localNow: Date.now,
    savedViews: () => settings().views,
    looks: () => settings().looks,
    usualColumns: () => settings().columns,
    saveLook: (viewId, look) => {
      saveSettings({ looks: { ...settings().looks, [viewId]: look } })
    },
    lingerMs: LINGER_MS,
  })
  const timer = setInterval(() => {
    board.tick()
    jobs.endMarks(board.now() - OWN_SHOWN_MS)
  }, TICK_MS)
  const directory = shallowRef<Directory | null>(null)
  const presets = new PresetShelf(bridge.presets)
  const planning = createPlanning(
    bridge.bulk,
    () => settings().requireNote,
    (action) => firstForm(action, presets),
  )
  const jobRecords = shallowRef<JobRecords | null>(null)
  const jobs = new JobList()
  const openJob = shallowRef<string | null>(null)
  const sweep = createSweep({
    board,
    planning,
    jobs,
    isSnoozed: (sid) => useAlertsStore().state.snoozedRows[sid] !== undefined,
    most: () => settings().bulkMaximum,
  })
  const openSid = shallowRef<string | null>(null)
  const noteSid = shallowRef<string | null>(null)

  async function subscribe(): Promise<void> {
    const { data } = await ask(bridge.board.subscribe())
    if (data === null) return
    board.acceptStatus(data)
    onStatus?.(data)
  }

  async function readDirectory(): Promise<void> {
    const { data } = await ask(bridge.board.directory())
    if (data !== null) directory.value = data
  }

  async function readJobs(): Promise<void> {
    const { data } = await ask(bridge.bulk.jobs())
    if (data !== null) jobs.load(data)
    jobRecords.value = (await ask(bridge.bulk.records())).data
  }

  const subscriptions = [
    bridge.on('board/push', board.accept),
    bridge.on('board/status', board.acceptStatus),
    bridge.on('board/directoryChanged', () => void readDirectory()),
    bridge.on('bulk/planProgress', planning.progress),
    bridge.on('bulk/recordsChanged', (records) => {
      jobRecords.value = records
    }),
    bridge.on('bulk/job', (push) => {
      jobs.accept(push)
    }),
  ]

  let workspace: string | null = null
  /** The last one that was open: a connection that fails and comes back is no other workspace. */
  let former: string | null = null
  subscriptions.push(bridge.on('connection/changed', follow))
  void ask(bridge.connection.state()).then(({ data }) => {
    if (data !== null) follow(data)
  })
  // Told once: the board goes on without it, and Settings says so for as long as it is so.
  watch(
    () => board.status.value?.callCheck,
    (now, before) => {
      if (before === 'on' && now === 'notPermitted')
        showToast('warning', translate('settings.calls.refusedToast'))
    },
  )
  watch([planning.stage, noteSid], ([{ kind }, noting]) => {
    board.dialogOpen.value = kind !== 'closed' || noting !== null
  })

  /** Another workspace is another board: nothing of the former one may stay on screen. */
  function follow(state: ConnectionState): void {
    const next = state.phase === 'connected' ? state.connection.id : null
    if (next === workspace) return
    workspace = next
    board.clear()
    directory.value = null
    presets.clear()
    jobRecords.value = null
    noteSid.value = null
    sweep.end()
    void presets.load()
    if (next === null) return
    if (former !== null && former !== next) forget()
    former = next
    board.start()
    void readDirectory()
    void readJobs()
  }

  /** What was chosen or done there means nothing here: a filter of its queues, its reservations, its jobs. */
  function forget(): void {
    board.filter.value = NO_FILTER
    planning.close()
    jobs.clear()
    openJob.value = null
    openSid.value = null
  }

  return {
    bridge,
    board,
    directory,
    planning,
    jobs,
    presets,
    jobRecords,
    openJob,
    openSid,
    noteSid,
    sweep,
    settings,
    saveSettings,
    followJob(job) {
      jobs.accept({ job, rows: [] })
      openJob.value = job.id
    },
    stop() {
      clearInterval(timer)
      for (const unsubscribe of subscriptions) unsubscribe()
    },
  }
}

const KEY: InjectionKey<BoardConsole> = Symbol('board console')
let shared: BoardConsole | null = null

/** Gives the components of an app a console of their own, as tests do. */
export function provideConsole(app: App, own: BoardConsole): void {
  app.provide(KEY, own)
}

/** The window's console, made when it is first asked for. It outlives every component. */
export function useConsole(): BoardConsole {
  const provided = hasInjectionContext() ? inject(KEY, null) : null
  if (provided !== null) return provided
  shared ??= createForWindow()
  return shared
}

function createForWindow(): BoardConsole {
  const store = useSettingsStore()
  return createConsole({
    bridge: useBridge(),
    onStatus: useBoardStatusStore().accept,
    settings: () => store.settings,
    saveSettings: (patch) => {
      void store.save(patch).then((problem) => {
        if (problem !== null) toastProblem(problem)
      })
    },
  })
}
